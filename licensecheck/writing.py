"""Files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from licensecheck.errors import IncompleteError


def write_atomically(path: Path, text: str) -> None:
    """Write UTF-8 text so that a crash leaves the old file whole; IncompleteError if it cannot be written."""
    import tempfile

    temporary = ""
    try:
        # A link stays a link, and what is no plain file (/dev/stdout, a pipe) cannot be replaced.
        path = path.resolve() if path.is_symlink() else path
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as file:
            temporary = file.name
            file.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise IncompleteError(f"{path} cannot be written: {error.strerror}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
