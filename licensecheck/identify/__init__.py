"""Which licence is this? Names (`names`), and texts: what a file holds, exactly or with which differences."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from licensecheck.filewalk import Candidate
    from licensecheck.identify.result import Difference, Match, Nearest, TextResult

__all__ = ["Candidate", "Difference", "Match", "Nearest", "TextResult", "identify_text", "walk"]


def identify_text(data: bytes | str, roots: Sequence[Path] = ()) -> TextResult:
    """The licences in a text, with what it adds, removes or changes; or the nearest one, never used.

    `roots` are rule folders that may have texts of their own beside ours.
    """
    from licensecheck.identify.ladder import identify

    return identify(data, roots)


def walk(path: str | Path) -> Iterator[Candidate]:
    """The files below `path` that hold licence texts by their names; `path` itself if it is a file."""
    from licensecheck.filewalk import files

    return files(str(path))


def __getattr__(name: str) -> object:
    """The types, imported when they are asked for: most runs only need names."""
    if name in ("Difference", "Match", "Nearest", "TextResult"):
        from licensecheck.identify import result

        return getattr(result, name)
    if name == "Candidate":
        from licensecheck.filewalk import Candidate

        return Candidate
    raise AttributeError(name)
