"""Build hook: a wheel carries rules/ and policies/ as licensecheck/_bundled/, and the rules in compiled form as well.

The compiled file notices edits by the sizes and checksums of the YAML files, which the wheel carries byte for byte.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = "licensecheck/_bundled"


class BundledRules(BuildHookInterface[Any]):
    """Adds the rule base to wheels; an editable install gets nothing, since it reads the checkout."""

    PLUGIN_NAME = "custom"
    _folder = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the rules into a temporary file, and have all of it included."""
        if version == "editable":
            return
        # The package that is being built, whatever else is installed.
        sys.path.insert(0, self.root)
        try:
            from licensecheck.store import COMPILED, compile_rules, write
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.mkdtemp(prefix="licensecheck-build-")
        compiled = Path(self._folder, COMPILED)
        write(compiled, *compile_rules(Path(self.root, "rules")))
        for name in ("rules", "policies"):
            build_data["force_include"][str(Path(self.root, name))] = f"{BUNDLED}/{name}"
        build_data["force_include"][str(compiled)] = f"{BUNDLED}/rules/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the temporary file."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
