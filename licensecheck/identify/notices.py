"""Notices: files that name holders and parts, and must not change the licence."""

from __future__ import annotations

from licensecheck.identify.document import Document
from licensecheck.identify.normalise import body, decode
from licensecheck.identify.restrictions import restricts
from licensecheck.identify.result import TextResult


def restriction(data: bytes, result: TextResult) -> int:
    """The first line of a notice that restricts, outside the licence texts in it; 0 if none does."""
    text, _ = decode(data)
    document = Document(text, body(text))
    inside = {line for match in result.matches for line in range(match.lines[0], match.lines[1] + 1)}
    words: list[bytes] = []
    first = 0
    for line in range(1, len(document.line_ends) + 1):
        found = [] if line in inside else document.words_of_line(line)
        first = first if words else line
        words = [*words, *found] if found else []
        if words and restricts(words):
            return first
    return 0
