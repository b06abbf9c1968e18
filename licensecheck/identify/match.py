"""Which licences a text contains: whole-text hashes first, then votes of chunks and alignment, licence after licence."""

from __future__ import annotations

from collections import Counter

from licensecheck.identify.align import Alignment, align, outer_cost
from licensecheck.identify.chains import Target, chain, runs
from licensecheck.identify.document import Document
from licensecheck.identify.textindex import TextIndex
from licensecheck.records import record

MAX_MATCHES = 12
MAX_POSTINGS = 20_000
"""Votes that are counted; rare chunks vote first."""
ROUGH, FINE = 7, 2
"""How many licences are chained, and how many of these, and those nearly as good, are aligned word by word."""
MIN_CHUNKS = 4
"""With fewer known chunks left there is no further licence."""
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
    return max(fine, key=lambda one: (one.score, -one.number), default=None)


def _candidates(numbers: list[int], index: TextIndex) -> list[int]:
    """The licences that share most chunks with the text, with regard to how many they miss."""
    votes: Counter[int] = Counter()
    known = {number for number in numbers if number >= 0}
    budget = MAX_POSTINGS
    for number in sorted(known, key=lambda number: index.starts[number + 1] - index.starts[number]):
        texts = index.texts_with(number)
        if budget < len(texts):
            break
        budget -= len(texts)
        votes.update(texts.tolist())
    worth = [(shared - min(0.4 * shared, 0.5 * max(0.0, index.totals[text] / 5 - shared)), -text) for text, shared in votes.most_common(60)]
    worth.sort(reverse=True)
    return [-text for at, (value, text) in enumerate(worth[:ROUGH]) if at < FINE or value >= worth[0][0] * 0.85 or value >= worth[0][0] - 4]


def _accept(best: Alignment, length: int, further: bool) -> Found | None:
    """Whether the alignment means that the licence is in the text, and whether only a part of it is."""
    matched = best.matched
    coverage, purity = matched / best.total, matched / (best.end - best.start)
    if matched < 8 and matched < length // 2:
        return None
    if (coverage >= 0.7 and purity >= 0.6) or (coverage >= 0.5 and purity >= 0.95 and matched >= 25):
        return Found(best, excerpt=False)
    whole = matched >= 0.85 * length
    if (
        purity >= 0.85
        and matched >= (12 if whole else 150 if further else 40)
        and matched >= 0.85 * best.reach
        and coverage >= (0.1 if matched >= 200 else 0.25)
    ):
        return Found(best, excerpt=True)
    return None
