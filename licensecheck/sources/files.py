"""Reading bytes of user files, within limits."""

from __future__ import annotations

import os
from pathlib import Path

from licensecheck.errors import InputError
from licensecheck.model import Location, Problem

MAX_CARD_BYTES = 8 * 1024 * 1024


def content(path: Path, limit: int, name: str) -> bytes:
    """The bytes of a file, refused (InputError) beyond the limit."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise InputError([Problem(Location(name), f"it cannot be read: {error.strerror}")]) from error
    if len(data) > limit:
        raise InputError([Problem(Location(name), f"it is larger than {limit:,} bytes")])
    return data


def identity(name: str) -> str:
    """The name by which a file or folder is the same however its path is written: without `./`, and from the working directory where it is in it."""
    path = os.path.normpath(name)
    inside = os.path.join(os.getcwd(), "")
    return os.path.relpath(path) if os.path.isabs(path) and path.startswith(inside) else path
