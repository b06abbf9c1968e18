"""Wrapping text for a terminal: by columns, not by characters, and without the start-up cost of `textwrap`."""

from __future__ import annotations

import unicodedata


def columns(text: str) -> int:
    """How wide a terminal shows the text: East Asian wide characters take two columns, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most `width` columns, broken at blanks; a longer word is cut. `first` and `rest` stand before the lines."""
    lines, line = [], first
    empty = True
    for word in text.split():
        piece = word
        if not empty and columns(line) + 1 + columns(piece) > width:
            lines.append(line)
            line, empty = rest, True
        while empty and columns(line) + columns(piece) > width and columns(line) < width:
            cut = _fitting(piece, width - columns(line))
            lines.append(line + piece[:cut])
            line, piece = rest, piece[cut:]
        line += piece if empty else f" {piece}"
        empty = empty and not piece
    return [*lines, line] if not empty or not lines else lines


def _fitting(word: str, room: int) -> int:
    """How many characters of the word to take into the room: up to a `/`, `-` or `_` if there is one, at least one character."""
    used = joint = 0
    for index, char in enumerate(word):
        used += columns(char)
        if used > room:
            return joint or max(1, index)
        if char in "/-_":
            joint = index + 1
    return len(word)


def padded(text: str, width: int) -> str:
    """The text filled with blanks to a width in columns."""
    return text + " " * (width - columns(text))
