"""The ordinary call, `licensecheck FILE...`, without the cost of an option parser; a test compares it with the real one."""

from __future__ import annotations

import os
from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLAIN: dict[str, Any] = {
    "use": [], "purpose": None, "action": [], "fact": [], "policy": None, "format": "terminal", "rules": [], "reading": "cautious", "output": None,
    "report": [], "fail_on": None, "on": None, "offline": False, "quiet": False, "verbose": False, "no_color": False,
}  # fmt: skip
"""The options of `check` when none is given."""


OTHER_COMMANDS = frozenset({"explain", "compare", "identify", "init", "schema", "rules"})
"""Words that are commands even where a file has that name."""


def options(argv: list[str]) -> SimpleNamespace | None:
    """The options if these are nothing but names of existing files or folders, and the environment gives none; else None."""
    names = argv[1:] if argv[:1] == ["check"] else argv
    if not names or argv[0] in OTHER_COMMANDS or any(name.startswith("-") or not os.path.exists(name) for name in names):
        return None
    if any(name.startswith("LICENSECHECK_") and name != "LICENSECHECK_CACHE" for name in os.environ):
        return None
    return SimpleNamespace(command="check", inputs=names, **PLAIN)
