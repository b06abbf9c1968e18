"""The ladder for texts: equal characters, equal words, equal words but for the copyright lines, then alignment."""

from __future__ import annotations

import os
from functools import cache

from licensecheck.identify import normalise
from licensecheck.identify.result import Difference, Match, Nearest, TextResult
from licensecheck.identify.textindex import BARE, RAW, WORDS, TextIndex

# Not from typing, and no pathlib: together they take as long as an interpreter start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from licensecheck.identify.align import Alignment
    from licensecheck.identify.document import Document

INDEX = "texts.idx"
MAX_SECOND_CHOICES = 3
AS_LIKE = 0.95
"""So many of the words that the best licence shares another one must share to be tried where the best is not it."""
MIN_LIKENESS = 0.1
"""A licence that is less like the text than this is not worth naming as the nearest."""


def identify(data: bytes | str, rules_root: Path | None = None) -> TextResult:
    """The licences in a text."""
    text, problem = normalise.decode(data) if isinstance(data, bytes) else _given(data)
    if not text:
        return TextResult(problem=problem)
    index = open_index(rules_root)
    number = None if problem else index.whole(RAW, raw(text))
    if number is not None:
        return _whole(text, index.name(number)[1], "exact")
    from licensecheck.identify.document import Document

    document = Document(text, normalise.body(text))
    if not document.words:
        return TextResult(problem=problem or "a file without words")
    number = None if problem or _marked_up(text) else _by_words(document, index)
    if number is not None:
        return _whole(text, index.name(number)[1], "normalized")
    return _aligned(document, index, problem)


def _given(data: str) -> tuple[str, str]:
    return normalise.decode(data.encode("utf-8", "replace"))


def open_index(rules_root: Path | None = None) -> TextIndex:
    """The index of a rule folder, or the bundled one; opened once a process."""
    if rules_root is not None and (rules_root / INDEX).is_file():
        return _opened(str(rules_root / INDEX))
    # As `rulebase.bundled` has it, without importing the rule base: in a wheel inside the package, in a checkout beside it.
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    inside = os.path.join(package, "_bundled", "rules", INDEX)
    return _opened(inside if os.path.isfile(inside) else os.path.join(os.path.dirname(package), "rules", INDEX))


@cache
def _opened(path: str) -> TextIndex:
    return TextIndex(path)


def _whole(text: str, licence: str, confidence: str) -> TextResult:
    """The answer when the whole text is one licence."""
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    first = body[: len(body) - len(body.lstrip())].count("\n") + 1
    return TextResult((Match(licence, confidence, 1.0, (first, first + body.strip().count("\n"))),))


def _by_words(document: Document, index: TextIndex) -> int | None:
    plain, joined = document.plain, b" ".join(document.words)
    number = index.whole(WORDS, joined)
    if number is None and document.joined:
        number = index.whole(WORDS, b" ".join(document.joined.words))
    if number is None and any(mark in plain for mark in ("copyright", "(c)", "©", "rights reserved", "版权")):
        from licensecheck.identify.benign import unfilled, without_copyright

        # A line with blanks to be filled is no statement: its words count.
        bare = normalise.words(without_copyright(plain, filled_only=unfilled(plain)))
        return index.whole(BARE, b" ".join(bare)) if bare else None
    return index.whole(BARE, joined) if number is None else number


def _marked_up(text: str) -> bool:
    """Whether words of the text may be struck out or hidden, so that words alone do not tell."""
    if not any(mark in text for mark in ("~~", "<", "](", "]:")):
        return False
    from licensecheck.identify.hidden import suspect

    return suspect(text)


def raw(text: str) -> bytes:
    """The characters of a text as the hash of kind RAW takes them."""
    return text.replace("\r\n", "\n").strip().encode("utf-8", "surrogatepass")


def _better(document: Document, index: TextIndex) -> Document:
    """The text as it is, or with the words that line ends divide put together: whichever is better known."""
    other = document.joined
    if other is None:
        return document
    known, known_joined = (sum(number >= 0 for number in one.numbers(index)) / max(1, len(one.chunks)) for one in (document, other))
    return other if known_joined > known else document


def _aligned(document: Document, index: TextIndex, problem: str) -> TextResult:
    from licensecheck.identify.match import search
    from licensecheck.identify.verdict import judge

    document = _better(document, index)
    result = search(document, index)
    matches, strangers = judge(document, index, list(result.found))
    rejected = max(strangers, key=lambda one: one.matched, default=result.rejected)
    for _ in range(MAX_SECOND_CHOICES):
        if matches or not strangers:
            break
        # Not this one; perhaps one that is as like. A file of several licences can look like another text that holds a part of each.
        known = frozenset(one.number for one in strangers)
        again = [one for one in search(document, index, known).found if one.complete or one.matched >= AS_LIKE * strangers[0].matched]
        matches, more = judge(document, index, again)
        strangers = [*strangers, *more] if more else []
    if problem and matches:
        unread = Difference("added", (document.last_line, document.last_line))
        matches = [Match(one.license, "modified", one.score, one.lines, (*one.differences, unread)) for one in matches]
    return TextResult(tuple(matches), None if matches or rejected is None else _nearest(document, index, rejected), problem)


def _nearest(document: Document, index: TextIndex, alignment: Alignment) -> Nearest | None:
    """The licence that was aligned but not accepted, if there is any likeness: 1 would be equal, 0 is nothing in common."""
    length = max(len(document.words), alignment.end - alignment.start)
    score = 2 * alignment.matched / (alignment.total + length)
    return Nearest(index.name(alignment.number)[1], round(score, 2)) if score >= MIN_LIKENESS else None
