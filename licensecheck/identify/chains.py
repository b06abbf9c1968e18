"""Chains of equal chunks: the runs that a text and a licence share, and the order of them that covers most words with the fewest gaps.

All steps are bounded for hostile input.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from zlib import crc32

from licensecheck.identify.textindex import TextIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PLACES = 12
"""Of a chunk that a licence repeats, so many places are tried."""
MAX_RUNS = 200
"""The longest runs are chained."""
FEW_RUNS, LONG_RUN, OFF_LINE = 12, 3, 30
"""From so many runs on, those shorter than so many chunks must lie within so many chunks of a longer one's line."""
LOOK_BACK = 40
"""How many earlier runs a run may follow on."""
MAX_BACK = 50
"""How far a run is followed backwards, into the one before."""
FAR = 40
"""Words behind which a gap hardly costs more."""
_COSTS = [0.5 * words for words in range(FAR + 1)]

Run = tuple[int, int, int]
"""Equal chunks: the first in the text, the first in the licence, how many."""


class Target:
    """A licence as the index has it."""

    def __init__(self, index: TextIndex, number: int) -> None:
        self.number, self.total = number, index.totals[number]
        self.chunks = index.sequence(number)
        self.starts = [0, *accumulate(map(index.length, self.chunks))]
        self._index = index
        self._codes: bytes | None = None

    def codes_between(self, first: int, last: int) -> bytes:
        """One byte for each word from chunk `first` to `last` (exclusive)."""
        return b"".join(map(self._index.codes, self.chunks[first:last]))

    @property
    def codes(self) -> bytes:
        """One byte for each word."""
        if self._codes is None:
            self._codes = b"".join(map(self._index.codes, self.chunks))
        return self._codes

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """(chunk, first word, end) of every chunk."""
        yield from zip(self.chunks, self.starts, self.starts[1:], strict=False)

    def is_chunk(self, chunk: int, words: list[bytes]) -> bool:
        """Whether a chunk consists of these words."""
        return crc32(b" ".join(words) + b" ") == self._index.chunks[chunk]

    def is_sequence(self, first: int, last: int, words: list[bytes]) -> bool:
        """Whether the chunks from `first` to `last` (exclusive) consist of these words."""
        offset = self.starts[first]
        pieces = ((self.chunks[at], words[self.starts[at] - offset : self.starts[at + 1] - offset]) for at in range(first, last))
        return all(self.is_chunk(chunk, piece) for chunk, piece in pieces)

    def places(self) -> dict[int, list[int]]:
        """Where each chunk stands."""
        places: dict[int, list[int]] = defaultdict(list)
        for at, chunk in enumerate(self.chunks):
            places[chunk].append(at)
        return places


def runs(numbers: list[int], target: Target, common: set[int]) -> list[Run]:
    """Long runs of equal chunks. A run that is only a small part of another one's stretch of text is left out.

    Chunks in `common` begin no run: a text that repeats them would have too many.
    """
    places, chunks = target.places(), target.chunks
    found: list[Run] = []
    at = 0
    while at < len(numbers):
        here = places.get(numbers[at])
        if here is None or numbers[at] in common:
            at += 1
            continue
        sizes = [_common_length(numbers, chunks, at, place) for place in here[:MAX_PLACES]]
        longest = max(sizes)
        for place, size in zip(here, sizes, strict=False):
            if size * 2 > longest:
                back = 0
                while back < MAX_BACK and at > back and place > back and numbers[at - back - 1] == chunks[place - back - 1]:
                    back += 1
                found.append((at - back, place - back, size + back))
        at += longest
        if len(found) > 20 * MAX_RUNS:
            found = _longest(found)
    return _longest(_in_line(found))


def _in_line(found: list[Run]) -> list[Run]:
    """Without short runs that lie far off the line of every longer one: agreement by chance."""
    if len(found) < FEW_RUNS:
        return found
    lines = sorted({licence - text for text, licence, size in found if size >= LONG_RUN})
    if not lines:
        return found
    kept = []
    for run in found:
        at = bisect_left(lines, run[1] - run[0] - OFF_LINE)
        if run[2] >= LONG_RUN or (at < len(lines) and lines[at] <= run[1] - run[0] + OFF_LINE):
            kept.append(run)
    return kept


def _longest(found: list[Run]) -> list[Run]:
    return sorted(found, key=_size, reverse=True)[:MAX_RUNS] if len(found) > MAX_RUNS else found


def _size(run: Run) -> int:
    return run[2]


def _common_length(left: list[int], right: list[int], a: int, b: int) -> int:
    """How many numbers agree from positions `a` and `b` on: in steps that double, then halve."""
    size, step = 0, 8
    while left[a + size : a + size + step] == right[b + size : b + size + step] and a + size + step <= len(left) and b + size + step <= len(right):
        size += step
        step *= 2
    while step:
        end = size + step
        if a + end <= len(left) and b + end <= len(right) and left[a + size : a + end] == right[b + size : b + end]:
            size = end
        step //= 2
    return size


def chain(found: list[Run], text_starts: list[int], target: Target) -> tuple[float, list[Run]]:
    """The runs, in order on both sides, that cover most words with the fewest gaps, and their worth. Runs that overlap are cut."""
    found.sort()
    starts = target.starts
    best: list[float] = []
    tops: list[float] = []
    links: list[tuple[int, int]] = []
    for at, (text, licence, size) in enumerate(found):
        gain = starts[licence + size] - starts[licence]
        worth, link, cut = float(gain), -1, 0
        for other in range(at - 1, max(-1, at - 1 - LOOK_BACK), -1):
            if tops[other] + gain <= worth:
                # No earlier run can lead to more.
                break
            text2, licence2, size2 = found[other]
            over = max(0, text2 + size2 - text, licence2 + size2 - licence)
            if over >= size or text2 >= text or licence2 >= licence:
                continue
            gap = text_starts[text + over] - text_starts[text2 + size2]
            missing = starts[licence + over] - starts[licence2 + size2]
            value = (
                best[other]
                + starts[licence + size]
                - starts[licence + over]
                - _COSTS[min(gap, FAR)]
                - _COSTS[min(missing, FAR)]
                - 0.05 * max(0, gap - FAR, missing - FAR)
            )
            if value > worth:
                worth, link, cut = value, other, over
        best.append(worth)
        tops.append(max(worth, tops[-1]) if tops else worth)
        links.append((link, cut))
    if not best:
        return 0.0, []
    at = max(range(len(best)), key=best.__getitem__)
    top, path = best[at], []
    while at >= 0:
        (text, licence, size), (at, cut) = found[at], links[at]
        path.append((text + cut, licence + cut, size - cut))
    return top, path[::-1]
