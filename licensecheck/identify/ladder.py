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
    from collections.abc import Sequence
    from pathlib import Path

    from licensecheck.identify.align import Alignment
    from licensecheck.identify.document import Document

INDEX = "texts.idx"
MAX_SECOND_CHOICES = 3
AS_LIKE = 0.95
"""So many of the words that the best licence shares another one must share to be tried where the best is not it."""
MIN_LIKENESS = 0.1
"""A licence that is less like the text than this is not worth naming as the nearest."""


def identify(data: bytes | str, roots: Sequence[Path] = ()) -> TextResult:
    """The licences in a text, by the indexes of these rule folders (the last one first) and by ours."""
    own = [_opened(str(root / INDEX)) for root in reversed(roots) if (root / INDEX).is_file()]
    return _combined([by_index(data, index) for index in [*own, open_index()]])


def by_index(data: bytes | str, index: TextIndex) -> TextResult:
    """The licences in a text, by one index."""
    text, problem = normalise.decode(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
    return _identified(text, problem, index) if text else TextResult(problem=problem)


def _combined(results: list[TextResult]) -> TextResult:
    """The answer that is surest, with the licences that others find elsewhere in the text: these are no additions to it."""
    results.sort(key=_sureness, reverse=True)
    best = results[0]
    found: list[Match] = []
    for match in (match for result in results for match in result.matches):
        if match in best.matches or not any(_overlap(match.lines, one.lines) for one in found):
            found.append(match)
    if len(found) == len(best.matches):
        return best
    return TextResult(tuple(_without(match, found) for match in sorted(found, key=lambda one: one.lines)), None, best.problem)


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def _without(match: Match, found: list[Match]) -> Match:
    """The match without additions that are other licences."""
    others = [one.lines for one in found if one is not match]
    kept = [one for one in match.differences if one.kind != "added" or not any(first <= one.lines[0] and one.lines[1] <= last for first, last in others)]
    if len(kept) == len(match.differences):
        return match
    return Match(match.license, "modified", match.score, match.lines, tuple(kept)) if kept else Match(match.license, "normalized", 1.0, match.lines)


def _sureness(result: TextResult) -> tuple[bool, bool, float]:
    matches = result.matches
    score = max((match.score for match in matches), default=result.nearest.score if result.nearest else 0.0)
    return bool(matches) and all(match.plain for match in matches), bool(matches), score


def _identified(text: str, problem: str, index: TextIndex) -> TextResult:
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


def open_index() -> TextIndex:
    """The bundled index; opened once a process."""
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
        kept = without_copyright(plain, filled_only=unfilled(plain))
        bare = normalise.words(kept)
        number = index.whole(BARE, b" ".join(bare)) if bare else None
        return number if number is None or not _a_term_was_left_out(document, kept) else None
    return index.whole(BARE, joined) if number is None else number


def _a_term_was_left_out(document: Document, kept: str) -> bool:
    from licensecheck.identify.riders import states_a_term

    lines = zip(document.shown_lines, document.plain_lines, kept.split("\n"), strict=False)
    return any(plain != left and states_a_term(shown, frozenset(), document.mixed) for shown, plain, left in lines)


def _marked_up(text: str) -> bool:
    """Whether words of the text may be struck out or hidden, so that words alone do not tell."""
    if not any(mark in text for mark in ("~", "<", "](", "]:")):
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
    from licensecheck.identify.verdict import judge, untitled

    document = _better(document, index)
    result = search(document, index)
    matches, strangers = judge(document, index, list(result.found))
    if (
        matches
        and any(one.lines[0] <= document.line(0) for match in matches for one in match.differences)
        and (below := untitled(document, index, result.found))
    ):
        under, _ = judge(below, index, list(search(below, index).found))
        matches = under if under and all(match.plain for match in under) else matches
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
