"""A parsed document: its data, and the place of every value in the text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TypeAlias

from licensecheck.model import Location, Path, Problem, Value
from licensecheck.records import record, replace

Mark: TypeAlias = "int | tuple[int, str | list[Mark] | dict[str, tuple[int, Mark]]]"
"""Where a value begins, as an offset in the text, with the marks of what it holds.

A mapping's entries have the offset of the key as well. A number keeps its source text, because where text is
wanted `3.10` means the text. Aliases share the marks of what they stand for, so bombs stay small.
"""

MOST = 100
"""Problems of one document that are told at once; who has more has made one mistake many times."""


class Source:
    """A text and its name; knows the line and column of an offset, both counted from 1."""

    __slots__ = ("_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None

    def place(self, offset: int) -> Location:
        """The place of the character at this offset."""
        if self._starts is None:
            lengths = (len(line) + 1 for line in self.text.split("\n"))
            self._starts = [0, *accumulate(lengths)]
        line = bisect_right(self._starts, offset)
        return Location(self.name, line, offset - self._starts[line - 1] + 1)

    def problem(self, offset: int, message: str, hint: str = "", path: str = "") -> Problem:
        """A problem at this offset."""
        return Problem(self.place(offset), message, path, hint)


@record
class Document:
    """Plain data with the places it came from; aliases may share parts, so treat the data as read-only."""

    name: str
    data: Value
    marks: Mark
    source: Source

    def at(self, path: Path) -> Location:
        """The place of the value at the path, or of the nearest value around it when it is missing."""
        return self.source.place(self._find(path)[1])

    def key_at(self, path: Path) -> Location:
        """The place of the key (or list item) at the path, or of the nearest one around it."""
        return self.source.place(self._find(path)[0])

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1; empty when there is no such line."""
        lines = self.source.text.split("\n", line)
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def with_data(self, data: Value) -> Document:
        """The same document with other data of the same shape."""
        return self if data is self.data else replace(self, data=data)

    def _find(self, path: Path) -> tuple[int, int]:
        """Offsets of the key and the value at the path, as far as it exists."""
        mark = self.marks
        key = start_of(mark)
        for step in path:
            child = _child(mark, step)
            if child is None:
                break
            key, mark = child
        return key, start_of(mark)


def start_of(mark: Mark) -> int:
    """The offset at which the value begins."""
    return mark if isinstance(mark, int) else mark[0]


def _child(mark: Mark, step: str | int) -> tuple[int, Mark] | None:
    inner = None if isinstance(mark, int) else mark[1]
    if isinstance(inner, dict) and isinstance(step, str):
        return inner.get(step)
    if isinstance(inner, list) and isinstance(step, int) and 0 <= step < len(inner):
        return start_of(inner[step]), inner[step]
    return None
