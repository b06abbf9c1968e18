"""Notices: files that name holders and parts, and must not change the licence."""

from __future__ import annotations

import re

from licensecheck.identify.document import Document
from licensecheck.identify.names import Leaf
from licensecheck.identify.normalise import body, decode
from licensecheck.identify.restrictions import restricts
from licensecheck.identify.result import TextResult
from licensecheck.identify.statements import bars, statements
from licensecheck.rulebase import RuleBase


def stated(data: bytes, base: RuleBase) -> tuple[tuple[Leaf, ...], str]:
    """The licences under which a notice says that the model is, and the notice without these words.

    The licence of a part that bars nothing is not the model's.
    """
    text, _ = decode(data)
    found = [one for one in statements(text, base) if one.of_model or (bars(one.leaf, base) and not one.of_part)]
    for one in found:
        start, end = one.span
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return tuple({one.leaf.licences: one.leaf for one in found}.values()), text


def restriction(text: str, result: TextResult) -> int:
    """The first line of a notice that restricts, outside the licence texts in it; 0 if none does."""
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
