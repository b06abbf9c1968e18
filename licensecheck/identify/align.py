"""Aligning a text with a licence: runs of equal chunks, then equal words between them.

The runs are chained so that they cover most words with the fewest gaps. Between two runs the words are compared by
their one-byte codes with a bit-parallel longest common subsequence. All steps are bounded for hostile input.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate

from licensecheck.identify.document import Document
from licensecheck.identify.textindex import TextIndex

MAX_PLACES = 12
"""A chunk that occurs more often in one licence starts no run."""
MAX_RUNS = 3_000
LOOK_BACK = 60
"""How many earlier runs a run may follow on."""
MAX_GAP = 3_000
"""Longest stretch of words, on either side, that is compared word by word."""
FAR = 40
"""Words behind which a gap costs no more."""


@dataclass(frozen=True, slots=True)
class Block:
    """Equal words: `size` of them from word `licence` of the licence and word `text` of the text."""

    licence: int
    text: int
    size: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a text and a licence fit: the equal words in order, and sums over them."""

    number: int
    blocks: tuple[Block, ...]
    total: int

    @property
    def matched(self) -> int:
        """Equal words."""
        return sum(block.size for block in self.blocks)

    @property
    def start(self) -> int:
        """First word of the text that belongs to the licence."""
        return self.blocks[0].text

    @property
    def end(self) -> int:
        """End of the words of the text that belong to the licence."""
        return self.blocks[-1].text + self.blocks[-1].size

    @property
    def score(self) -> float:
        """Equal words less what is missing and what is extra."""
        matched = self.matched
        return matched - 0.5 * (self.total - matched) - 0.5 * (self.end - self.start - matched)


class Target:
    """A licence as the index has it."""

    def __init__(self, index: TextIndex, number: int) -> None:
        self.number, self.total = number, index.totals[number]
        self.chunks = index.sequence(number)
        self.starts = [0, *accumulate(map(index.length, self.chunks))]
        self._index = index
        self._codes: bytes | None = None

    @property
    def codes(self) -> bytes:
        """One byte for each word."""
        if self._codes is None:
            self._codes = b"".join(map(self._index.codes, self.chunks))
        return self._codes

    def places(self) -> dict[int, list[int]]:
        """Where each chunk stands."""
        places: dict[int, list[int]] = defaultdict(list)
        for at, chunk in enumerate(self.chunks):
            places[chunk].append(at)
        return places


def runs(numbers: list[int], target: Target) -> list[tuple[int, int, int]]:
    """Maximal runs of equal chunks as (first in the text, first in the licence, length)."""
    places, chunks = target.places(), target.chunks
    open_runs: dict[int, int] = {}
    found: list[tuple[int, int, int]] = []
    for at, number in enumerate(numbers):
        here = places.get(number, ()) if number >= 0 else ()
        if len(here) > MAX_PLACES:
            here = [place for place in here if place - at in open_runs]
        following: dict[int, int] = {}
        for place in here:
            following[place - at] = open_runs.pop(place - at, at)
        found += [(start, start + shift, at - start) for shift, start in open_runs.items()]
        open_runs = following
        if len(found) > MAX_RUNS * 2:
            found = sorted(found, key=lambda run: -run[2])[:MAX_RUNS]
    found += [(start, start + shift, len(numbers) - start) for shift, start in open_runs.items()]
    del chunks
    return found if len(found) <= MAX_RUNS else sorted(found, key=lambda run: -run[2])[:MAX_RUNS]


def chain(found: list[tuple[int, int, int]], text_starts: list[int], target: Target) -> tuple[float, list[tuple[int, int, int]]]:
    """The runs, in order on both sides, that cover most words with the fewest gaps, and their worth."""
    found.sort()
    starts = target.starts
    best: list[float] = []
    before: list[int] = []
    for at, (text, licence, size) in enumerate(found):
        worth, link = 0.0, -1
        for other in range(max(0, at - LOOK_BACK), at):
            text2, licence2, size2 = found[other]
            if text2 + size2 > text or licence2 + size2 > licence:
                continue
            gap = text_starts[text] - text_starts[text2 + size2]
            missing = starts[licence] - starts[licence2 + size2]
            value = best[other] - 0.5 * (gap if gap < FAR else FAR + (gap - FAR) * 0.1) - 0.5 * (missing if missing < FAR else FAR + (missing - FAR) * 0.1)
            if value > worth:
                worth, link = value, other
        best.append(worth + starts[licence + size] - starts[licence])
        before.append(link)
    if not best:
        return 0.0, []
    at = max(range(len(best)), key=best.__getitem__)
    top, path = best[at], []
    while at >= 0:
        path.append(found[at])
        at = before[at]
    return top, path[::-1]


def align(document: Document, target: Target, path: list[tuple[int, int, int]], free: list[bool] | None) -> Alignment:
    """Equal words: those of the runs, and those between, before and behind them. `free` says which words of the text may be used."""
    blocks: list[Block] = []
    ends = document.starts
    licence_at = text_at = 0
    first_text = ends[path[0][0]]
    text_at = max(0, first_text - _window(target.starts[path[0][1]]))
    for number, (text, licence, size) in enumerate(path):
        gap = (licence_at, target.starts[licence], text_at, ends[text])
        blocks += _between(document, target, gap, free, "head" if number == 0 else "")
        blocks.append(Block(target.starts[licence], ends[text], target.starts[licence + size] - target.starts[licence]))
        licence_at, text_at = target.starts[licence + size], ends[text + size]
    tail = min(len(document.words), text_at + _window(target.total - licence_at))
    blocks += _between(document, target, (licence_at, target.total, text_at, tail), free, "tail")
    return Alignment(target.number, tuple(_merged(blocks)), target.total)


def _window(words: int) -> int:
    """How far outside the runs the missing words of a licence are looked for."""
    return words + words // 4 + 12 if words else 0


def _merged(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        if out and out[-1].licence + out[-1].size == block.licence and out[-1].text + out[-1].size == block.text:
            out[-1] = Block(out[-1].licence, out[-1].text, out[-1].size + block.size)
        else:
            out.append(block)
    return out


def _between(document: Document, target: Target, gap: tuple[int, int, int, int], free: list[bool] | None, side: str) -> list[Block]:
    """Equal words inside a gap. At the edges of the licence only words near the runs count."""
    first, last, start, end = gap
    if first >= last or start >= end:
        return []
    places = [at for at in range(start, end) if free[at]] if free else list(range(start, end))
    left, right = target.codes[first:last], bytes(document.codes[at] for at in places)
    pairs = equal_words(left, right)
    if len(pairs) == len(left) == len(right) and not side:
        # The chunks differ although the codes agree: some word is another one. The gap as a whole counts as changed.
        return []
    found = [(first + a, places[b]) for a, b in pairs]
    return _blocks(_near(found, gap, side) if side else found)


def _blocks(pairs: list[tuple[int, int]]) -> list[Block]:
    out: list[Block] = []
    for licence, text in pairs:
        if out and out[-1].licence + out[-1].size == licence and out[-1].text + out[-1].size == text:
            out[-1] = Block(out[-1].licence, out[-1].text, out[-1].size + 1)
        else:
            out.append(Block(licence, text, 1))
    return out


def _near(pairs: list[tuple[int, int]], gap: tuple[int, int, int, int], side: str) -> list[tuple[int, int]]:
    """The pairs from the run outwards, as long as they stand in company: lone words agree by chance."""
    blocks = _blocks(pairs)
    if side == "head":
        blocks.reverse()
    licence, text = (gap[1], gap[3]) if side == "head" else (gap[0], gap[2])
    kept: list[Block] = []
    for block in blocks:
        if side == "head":
            apart = max(licence - block.licence - block.size, text - block.text - block.size)
        else:
            apart = max(block.licence - licence, block.text - text)
        if block.size < 4 and apart > 2 * block.size + 1:
            if apart > 60:
                break
            continue
        kept.append(block)
        licence, text = (block.licence, block.text) if side == "head" else (block.licence + block.size, block.text + block.size)
    kept.sort(key=lambda block: block.licence)
    return [(block.licence + at, block.text + at) for block in kept for at in range(block.size)]


def equal_words(left: bytes, right: bytes) -> list[tuple[int, int]]:
    """Pairs of positions of a longest common subsequence; equal ends are taken first, so that an edit stays in one piece."""
    head = 0
    while head < len(left) and head < len(right) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < len(left) - head and tail < len(right) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    pairs = [(at, at) for at in range(head)]
    middle_left, middle_right = left[head : len(left) - tail], right[head : len(right) - tail]
    if middle_left and middle_right and len(middle_left) <= MAX_GAP and len(middle_right) <= MAX_GAP:
        pairs += [(head + a, head + b) for a, b in _subsequence(middle_left, middle_right)]
    return pairs + [(len(left) - at, len(right) - at) for at in range(tail, 0, -1)]


def _subsequence(left: bytes, right: bytes) -> list[tuple[int, int]]:
    """Hyyrö's bit-parallel algorithm: a row of bits for each word of `right`, then the way back."""
    where: dict[int, int] = defaultdict(int)
    for at, code in enumerate(left):
        where[code] |= 1 << at
    full = (1 << len(left)) - 1
    row, rows = full, []
    for code in right:
        hits = row & where.get(code, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    pairs = []
    a, b = len(left) - 1, len(right) - 1
    while a >= 0 and b >= 0:
        if rows[b] >> a & 1:
            a -= 1
        elif b > 0 and not rows[b - 1] >> a & 1:
            b -= 1
        else:
            pairs.append((a, b))
            a, b = a - 1, b - 1
    return pairs[::-1]
