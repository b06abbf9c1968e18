"""The declared layer of the catalogue: what lists of others say of ids that nobody has looked into. Read lazily.

`declared.tsv` is written by `tools/declared.py`: one line of text with the day and the sources, then one line a statement
(id, licence as declared, bases, relation, kind, mark of the source), sorted by id with A-Z in small letters. It is never
read whole: an id is found by halving. A table that is missing or damaged has no entries; it is never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from licensecheck.model import folded
from licensecheck.records import record

if TYPE_CHECKING:
    from mmap import mmap

TABLE = "declared.tsv"
HEAD = "licensecheck declared licences 1"
COLUMNS = 6


@record
class Declaration:
    """One statement: what one list, as of a version of it, says of one id."""

    id: str
    licence: str
    bases: tuple[str, ...]
    relation: str
    kind: str
    source: str
    """Package and version."""


def look_up(table: Path, name: str) -> tuple[Declaration, ...]:
    """What is declared of exactly this id, letter case aside; nothing if any of it cannot be read."""
    import mmap

    try:
        with table.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
            sources = _sources(lines)
            return tuple(_declaration(line, sources) for line in _lines(lines, folded(name).encode()))
    except (OSError, ValueError):
        return ()


def _sources(lines: mmap) -> dict[str, str]:
    """Mark -> package and version, from the first line; ValueError if it is not that of a table."""
    head, _, *sources = _line(lines, 0).split("\t")
    if head != HEAD:
        raise ValueError("not a table of declarations")
    return dict(source.split("=", 1) for source in sources)


def _line(lines: mmap, start: int) -> str:
    """The line that starts there; ValueError where it does not end."""
    end = lines.find(b"\n", start)
    if end < 0:
        raise ValueError("the table is cut off")
    return lines[start:end].decode().rstrip("\r")


def _lines(lines: mmap, key: bytes) -> Iterator[str]:
    """Every line of the id."""
    start = _first(lines, key)
    while start < len(lines) and _key(lines, start) == key:
        yield _line(lines, start)
        start = lines.find(b"\n", start) + 1


def _first(lines: mmap, key: bytes) -> int:
    """Where the first line starts whose id is not before `key`."""
    low, high = lines.find(b"\n") + 1, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = max(lines.rfind(b"\n", low, middle) + 1, low)
        if _key(lines, start) < key:
            end = lines.find(b"\n", middle, high)
            low = end + 1 if end >= 0 else high
        else:
            high = start
    return low


def _key(lines: mmap, start: int) -> bytes:
    """The id of a line, in the form in which ids are compared."""
    end = lines.find(b"\t", start)
    return lines[start:end].lower() if end >= 0 else b""


def _declaration(line: str, sources: dict[str, str]) -> Declaration:
    """One line read; ValueError if it is none."""
    cells = line.split("\t")
    if len(cells) != COLUMNS or cells[5] not in sources:
        raise ValueError("not a line of the table")
    return Declaration(cells[0], cells[1], tuple(cells[2].split()), cells[3], cells[4], sources[cells[5]])
