"""Which licences a text contains: whole-text hashes first, then votes of chunks and alignment, licence after licence."""

from __future__ import annotations

from collections import Counter

from licensecheck.identify.align import Alignment, align, outer_cost
from licensecheck.identify.chains import Target, chain, runs
from licensecheck.identify.document import Document
from licensecheck.identify.textindex import TextIndex
from licensecheck.records import record

MAX_MATCHES = 12
MAX_POSTINGS = 14_000
"""Votes that are counted; rare chunks vote first."""
ROUGH, FINE = 7, 2
"""How many licences are chained, and how many of these, and those nearly as good, are aligned word by word."""
MIN_CHUNKS = 4
"""With fewer known chunks left there is no further licence."""
WHOLE = 1.05
"""By so much another licence must fit better than one that is there word for word."""
COMMON = 40
"""A chunk that the text repeats more often than this begins no run."""


@record
class Found:
    """A licence in the text, and whether the text has only an excerpt of it."""

    alignment: Alignment
    excerpt: bool


@record
class Search:
    """All that aligning found: accepted matches in the order of the text, and the best that was not accepted."""

    found: tuple[Found, ...]
    rejected: Alignment | None


def search(document: Document, index: TextIndex) -> Search:
    """The licences in a text, the one that explains most of it first."""
    numbers = document.numbers(index)
    common = {number for number, count in Counter(numbers).items() if count > COMMON}
    free: list[bool] | None = None
    found: list[Found] = []
    rejected = None
    while len(found) < MAX_MATCHES:
        best = _best(document, index, numbers, free, common)
        if best is None or (accepted := _accept(best, len(document.words), bool(found))) is None:
            rejected = best
            break
        found.append(accepted)
        free = free or [True] * len(document.words)
        free[best.start : best.end] = [False] * (best.end - best.start)
        numbers = [number if free[start] else -1 for number, start in zip(numbers, document.starts, strict=False)]
        if sum(number >= 0 for number in numbers) < MIN_CHUNKS:
            break
    return Search(tuple(sorted(found, key=lambda one: one.alignment.start)), rejected)


def _best(document: Document, index: TextIndex, numbers: list[int], free: list[bool] | None, common: set[int]) -> Alignment | None:
    """The alignment with the licence that fits best."""
    rough = []
    for number in _candidates(numbers, index):
        target = Target(index, number)
        worth, path = chain(runs(numbers, target, common), document.starts, target)
        if path:
            (_, first, _), (_, last, size) = path[0], path[-1]
            outer = target.total - (target.starts[last + size] - target.starts[first])
            rough.append((worth - outer_cost(outer), number, target, path))
    rough.sort(key=lambda entry: (-entry[0], entry[1]))
    fine = [align(document, target, path, free) for at, (worth, _, target, path) in enumerate(rough) if at < FINE or worth >= 0.95 * rough[0][0]]
    best = max(fine, key=lambda one: (one.score, -one.number), default=None)
    whole = max((one for one in fine if one.complete), key=lambda one: (one.score, -one.number), default=None)
    # A licence that is there word for word explains more than a longer one that a little of something else adds to.
    return whole if whole and best and best.score < WHOLE * whole.score else best


def _candidates(numbers: list[int], index: TextIndex) -> list[int]:
    """The licences that share most chunks with the text, with regard to how many they miss."""
    starts, postings = index.starts, index.postings
    lists = sorted((starts[number + 1] - starts[number], starts[number]) for number in {number for number in numbers if number >= 0})
    voters: list[int] = []
    for length, start in lists:
        if len(voters) + length > MAX_POSTINGS:
            break
        voters += postings[start : start + length].tolist()
    votes = Counter(voters)
    worth = [(shared - min(0.4 * shared, 0.5 * max(0.0, index.totals[text] / 5 - shared)), -text) for text, shared in votes.most_common(60)]
    worth.sort(reverse=True)
    return [-text for at, (value, text) in enumerate(worth[:ROUGH]) if at < FINE or value >= worth[0][0] * 0.85 or value >= worth[0][0] - 4]


def _accept(best: Alignment, length: int, further: bool) -> Found | None:
    """Whether the alignment means that the licence is in the text, and whether only a part of it is.

    A paragraph that many licences share, in a text that is otherwise another one, is no licence.
    """
    matched = best.matched
    coverage, purity = matched / best.total, matched / (best.end - best.start)
    mostly = matched >= 0.6 * length
    if matched < 8 and matched < length // 2:
        return None
    if (coverage >= 0.7 and purity >= 0.6) or (coverage >= 0.5 and purity >= 0.95 and matched >= 25 and mostly):
        return Found(best, excerpt=False)
    enough = 12 if matched >= 0.85 * length else 40 if mostly and not further else 300
    if purity >= 0.85 and matched >= enough and matched >= 0.85 * best.reach and coverage >= (0.1 if matched >= max(200, 0.85 * length) else 0.25):
        return Found(best, excerpt=True)
    return None
