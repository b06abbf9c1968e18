"""`licensecheck schema`: print a JSON Schema as it ships."""

from __future__ import annotations

import argparse
from pathlib import Path

import licensecheck


def run(options: argparse.Namespace) -> tuple[str, int]:
    """The text to print and the exit code."""
    path = Path(licensecheck.__file__).parent / "schemas" / f"{options.name}.schema.json"
    return path.read_text(encoding="utf-8"), 0
