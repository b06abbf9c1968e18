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
MOST_VOTED = 60
"""So many licences with most votes are weighed."""
ROUGH, FINE = 7, 2
"""How many licences are chained, and how many of these, and those nearly as good, are aligned word by word."""
HOPELESS = 0.5
"""A licence with less than this share of the best one's votes or words is not looked at further."""
MIN_CHUNKS = 4
"""With fewer known chunks left there is no further licence."""
SHORT = 80
"""Texts with fewer different chunks are like many licences, so more of these are tried."""
LONG_EXCERPT = 100
"""Words that are too many to stand in some other text by chance."""
WHOLE = 1.05
"""By so much another licence must fit better than one that is there word for word."""
LONGEST_FRONT = 200
"""Words of front matter that are looked over."""
COMMON = 40
"""A chunk that the text repeats more often than this begins no run."""


@record
class Search:
    """All that aligning found: accepted alignments in the order of the text, and the best one that was not accepted."""

    found: tuple[Alignment, ...]
    rejected: Alignment | None


def search(document: Document, index: TextIndex, without: frozenset[int] = frozenset()) -> Search:
    """The licences in a text, the one that explains most of it first; `without` are texts that it is known not to be."""
    numbers = document.numbers(index)
    common = {number for number, count in Counter(numbers).items() if count > COMMON}
    free: list[bool] | None = None
    if document.front_matter and (front := document.line_ends[document.front_matter - 1]) <= LONGEST_FRONT:
        # Its few words must not stand for those of a licence below; a longer one may hold a licence.
        free = [at >= front for at in range(len(document.words))]
        numbers = [number if free[start] else -1 for number, start in zip(numbers, document.starts, strict=False)]
    found: list[Alignment] = []
    rejected = None
    while len(found) < MAX_MATCHES:
        ranked = [one for one in _ranked(document, index, numbers, free, common) if one.number not in without]
        best = next((one for one in ranked if _accepted(one, len(document.words), bool(found))), None)
        if best is None:
            rejected = ranked[0] if ranked else None
            break
        found.append(best)
        free = free or [True] * len(document.words)
        free[best.start : best.end] = [False] * (best.end - best.start)
        numbers = [number if free[start] else -1 for number, start in zip(numbers, document.starts, strict=False)]
        if sum(number >= 0 for number in numbers) < MIN_CHUNKS:
            break
    return Search(tuple(sorted(found, key=lambda one: one.start)), rejected)


def _ranked(document: Document, index: TextIndex, numbers: list[int], free: list[bool] | None, common: set[int]) -> list[Alignment]:
    """Alignments with the licences that may be in the text, the one that fits best first."""
    rough = []
    for number in _candidates(numbers, index):
        target = Target(index, number)
        worth, path = chain(runs(numbers, target, common), document.starts, target)
        if path:
            (_, first, _), (_, last, size) = path[0], path[-1]
            outer = target.total - (target.starts[last + size] - target.starts[first])
            rough.append((worth - outer_cost(outer), number, target, path))
    rough.sort(key=lambda entry: (-entry[0], entry[1]))
    fine = [
        align(document, target, path, free) for at, (worth, _, target, path) in enumerate(rough) if worth >= (HOPELESS if at < FINE else 0.95) * rough[0][0]
    ]
    # A licence that is there word for word explains more than a longer one that a little of something else adds to. Of
    # licences that explain as much, the one of which least is missing.
    return sorted(fine, key=lambda one: (one.score * (WHOLE if one.complete else 1), -one.total, -one.number), reverse=True)


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
    most = max(votes.values(), default=0)
    # What the conditions below would leave out in any case: the most voted one is worth at least 0.6 of its votes.
    least = min(HOPELESS * 0.6 * most, 0.6 * most - 4)
    worth = [
        (shared - min(0.4 * shared, 0.5 * max(0.0, index.totals[text] / 5 - shared)), -text)
        for text, shared in sorted([vote for vote in votes.items() if vote[1] >= least], key=_most_votes)[:MOST_VOTED]
    ]
    worth.sort(reverse=True)
    tried = ROUGH if len(lists) > SHORT else 3 * ROUGH
    return [-text for at, (value, text) in enumerate(worth[:tried]) if value >= worth[0][0] * (HOPELESS if at < FINE else 0.85) or value >= worth[0][0] - 4]


def _most_votes(entry: tuple[int, int]) -> int:
    # Not `most_common`, which loads a module for this alone.
    return -entry[1]


def _accepted(best: Alignment, length: int, further: bool) -> bool:
    """Whether the alignment means that the licence, or a good part of it, is in the text.

    A paragraph that many licences share, in a text that is otherwise another one, is no licence.
    """
    matched = best.matched
    coverage, purity = matched / best.total, matched / (best.end - best.start)
    mostly = matched >= 0.6 * length
    if matched < 8 and matched < length // 2:
        return False
    if (coverage >= 0.7 and purity >= 0.6) or (coverage >= 0.5 and purity >= 0.95 and matched >= 25 and mostly):
        return True
    least = 0.4 if matched < 12 else 0.25 if matched < LONG_EXCERPT else 0.1
    if matched == max(length, best.end - best.start) and len(best.blocks) <= 3 and matched >= 9 and coverage >= least:
        # The text is nothing but parts of the licence: much is missing, perhaps from its middle.
        return True
    enough = 12 if matched >= 0.85 * length else 40 if mostly and not further else 300
    least = 0.1 if matched >= max(200, 0.85 * length) else 0.25
    return purity >= 0.85 and matched >= enough and matched >= 0.85 * best.reach and coverage >= least
