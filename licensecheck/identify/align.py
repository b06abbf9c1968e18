"""Aligning a text with a licence: runs of equal chunks, then equal words between them.

The runs are chained so that they cover most words with the fewest gaps. Between two runs the words are compared by
their one-byte codes with a bit-parallel longest common subsequence. All steps are bounded for hostile input.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from zlib import crc32

from licensecheck.identify.document import Document
from licensecheck.identify.textindex import TextIndex, codes_of
from licensecheck.records import record

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
MAX_GAP = 3_000
"""Longest stretch of words, on either side, that is compared word by word."""
FAR = 40
"""Words behind which a gap hardly costs more."""
_COSTS = [0.5 * words for words in range(FAR + 1)]


Run = tuple[int, int, int]
"""Equal chunks: the first in the text, the first in the licence, how many."""


@record
class Block:
    """Equal words: `size` of them from word `licence` of the licence and word `text` of the text."""

    licence: int
    text: int
    size: int


@record
class Gap:
    """Chunks `first` to `last` of the licence, and words `start` to `end` of the text, between runs.

    `fixed` is the end (`head`, `tail`) that touches a run, where only one does.
    """

    first: int
    last: int
    start: int
    end: int
    fixed: str = ""


@record
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
    def reach(self) -> int:
        """How many words of the licence lie between its first and its last equal word."""
        return self.blocks[-1].licence + self.blocks[-1].size - self.blocks[0].licence

    @property
    def score(self) -> float:
        """Equal words less what is missing and what is extra; what is missing at the ends counts little, as the text may be an excerpt."""
        matched = self.matched
        outer = outer_cost(self.blocks[0].licence) + outer_cost(self.total - self.reach - self.blocks[0].licence)
        return matched - 0.5 * (self.reach - matched) - outer - 0.5 * (self.end - self.start - matched)


def outer_cost(words: int) -> float:
    """What words of the licence before or behind the text's part cost: something, so that a whole licence is preferred, but not more the longer it is."""
    return 0.1 * min(words, 60)


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


def align(document: Document, target: Target, path: list[Run], free: list[bool] | None) -> Alignment:
    """Equal words: those of the runs, and those between, before and behind them. `free` says which words of the text may be used."""
    blocks: list[Block] = []
    ends, starts = document.starts, target.starts
    chunk, text_at = 0, max(0, ends[path[0][0]] - _window(starts[path[0][1]]))
    for number, (text, licence, size) in enumerate(path):
        blocks += _between(document, target, Gap(chunk, licence, text_at, ends[text], "tail" if number == 0 else ""), free)
        blocks.append(Block(starts[licence], ends[text], starts[licence + size] - starts[licence]))
        chunk, text_at = licence + size, ends[text + size]
    tail = min(len(document.words), text_at + _window(target.total - starts[chunk]))
    blocks += _between(document, target, Gap(chunk, len(target.chunks), text_at, tail, "head"), free)
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


def _between(document: Document, target: Target, gap: Gap, free: list[bool] | None) -> list[Block]:
    """Equal words inside a gap. At the edges of the licence only words near the runs count."""
    if gap.first >= gap.last or gap.start >= gap.end:
        return []
    places = [at for at in range(gap.start, gap.end) if free[at]] if free else range(gap.start, gap.end)
    if not places:
        return []
    words = [document.words[at] for at in places]
    left, right = target.codes_between(gap.first, gap.last), codes_of(words)
    if not gap.fixed and (cut := _insertion(target, gap, left, right, words)) >= 0:
        offset = target.starts[gap.first]
        return _blocks([(offset + at, places[at if at < cut else at + len(right) - len(left)]) for at in range(len(left))])
    # Where the text itself ends with the gap, or another licence begins, both ends of the gap are fixed.
    closed = gap.end >= len(document.words) or (free is not None and not free[gap.end - 1]) if gap.fixed == "head" else gap.start <= 0
    pairs = equal_words(left, right, "" if closed else gap.fixed)
    if len(pairs) == len(left) == len(right) and not gap.fixed:
        # The chunks differ although the codes agree: some word is another one. The gap as a whole counts as changed.
        return []
    offset = target.starts[gap.first]
    found = [(offset + a, places[b]) for a, b in pairs]
    if not gap.fixed:
        return _blocks(found)
    edge = (target.starts[gap.last], gap.end) if gap.fixed == "tail" else (offset, gap.start)
    other = (offset, places[0]) if gap.fixed == "tail" else (target.starts[gap.last], places[-1] + 1)
    return _near(_blocks(found), edge, gap.fixed, other if closed else None)


def _insertion(target: Target, gap: Gap, left: bytes, right: bytes, words: list[bytes]) -> int:
    """Behind how many words of the gap something was inserted, if that is all that differs: told by the hashes of the chunks, not by the codes; else -1."""
    extra = len(right) - len(left)
    if extra <= 0:
        return -1
    head = tail = 0
    while head < len(left) and left[head] == right[head]:
        head += 1
    while tail < len(left) and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    cuts = range(head, len(left) - tail - 1, -1)
    return next((cut for cut in cuts if target.is_sequence(gap.first, gap.last, words[:cut] + words[cut + extra :])), -1)


def _blocks(pairs: list[tuple[int, int]]) -> list[Block]:
    out: list[Block] = []
    for licence, text in pairs:
        if out and out[-1].licence + out[-1].size == licence and out[-1].text + out[-1].size == text:
            out[-1] = Block(out[-1].licence, out[-1].text, out[-1].size + 1)
        else:
            out.append(Block(licence, text, 1))
    return out


def _near(blocks: list[Block], edge: tuple[int, int], fixed: str, other: tuple[int, int] | None) -> list[Block]:
    """The blocks from the run outwards, as long as they stand in company: lone words agree by chance.

    A block at the `other` end, where the text ends with the licence, stays as well.
    """
    licence, text = edge
    kept: list[Block] = []
    if other and blocks:
        last = blocks[0] if fixed == "tail" else blocks[-1]
        reached = (last.licence, last.text) if fixed == "tail" else (last.licence + last.size, last.text + last.size)
        if reached == other and last.size >= 3:
            kept.append(last)
            blocks = blocks[1:] if fixed == "tail" else blocks[:-1]
    for block in reversed(blocks) if fixed == "tail" else blocks:
        if fixed == "tail":
            missing, extra = licence - block.licence - block.size, text - block.text - block.size
        else:
            missing, extra = block.licence - licence, block.text - text
        if block.size < 4 and max(missing, extra) > 2 * block.size + 1 and (missing or extra > 8):
            continue
        kept.append(block)
        licence, text = (block.licence, block.text) if fixed == "tail" else (block.licence + block.size, block.text + block.size)
    return sorted(kept, key=lambda block: block.licence)


def equal_words(left: bytes, right: bytes, fixed: str = "") -> list[tuple[int, int]]:
    """Pairs of positions of a longest common subsequence.

    Equal ends are taken first, so that an edit stays in one piece; only the end named in `fixed` where the other one is open.
    """
    head = tail = 0
    if fixed != "tail":
        while head < len(left) and head < len(right) and left[head] == right[head]:
            head += 1
    if fixed != "head":
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
