"""Aligning a text with a licence word by word: between the equal chunks of a chain, before and behind them.

Words are compared by their one-byte codes with a bit-parallel longest common subsequence. All steps are bounded for hostile input.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from licensecheck.identify.chains import Run, Target
from licensecheck.identify.document import Document
from licensecheck.identify.textindex import codes_of
from licensecheck.records import record

LOOSE = 5.0
"""So much less than nothing must words at an end be worth to be left out: a page's number may stand before the last word."""
NEAR_ENDS = 40
"""So many other words may stand between a licence and its title."""
MOST_MISSING = 6.0
"""What words of the licence that are missing between two stretches cost at most: they may have been taken out in one piece."""
MAX_GAP = 3_000
"""Longest stretch of words, on either side, that is compared word by word."""


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
    def complete(self) -> bool:
        """Whether the licence is there without a gap."""
        return len(self.blocks) == 1 and self.matched == self.total

    @property
    def score(self) -> float:
        """Equal words less what is missing and what is extra; what is missing at the ends counts little, as the text may be an excerpt."""
        matched = self.matched
        outer = outer_cost(self.blocks[0].licence) + outer_cost(self.total - self.reach - self.blocks[0].licence)
        return matched - 0.5 * (self.reach - matched) - outer - 0.5 * (self.end - self.start - matched)


def outer_cost(words: int) -> float:
    """What words of the licence before or behind the text's part cost: something, so that a whole licence is preferred, but not more the longer it is."""
    return 0.1 * min(words, 60)


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
    return Alignment(target.number, tuple(_without_loose_ends(_merged(blocks))), target.total)


def _without_loose_ends(blocks: list[Block]) -> list[Block]:
    """Without the few words at either end that stand so scattered in other text that they are equal by chance."""
    cuts = []
    for ordered in (blocks[::-1], blocks):
        worth, lowest, cut = 0.0, -LOOSE, 0
        for at, (block, inner) in enumerate(pairwise(ordered), 1):
            first, second = sorted((block, inner), key=lambda one: one.text)
            missing, added = second.licence - first.licence - first.size, second.text - first.text - first.size
            worth += block.size - 0.5 * added - min(0.5 * missing, MOST_MISSING)
            if worth < lowest:
                lowest, cut = worth, at
        cuts.append(cut)
    behind, before = cuts
    return blocks[before : len(blocks) - behind] or blocks


def _window(words: int) -> int:
    """How far outside the runs the missing words of a licence are looked for."""
    return words + words // 4 + NEAR_ENDS if words else 0


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
    # Where the text itself ends with the gap, or another licence begins, both ends of the gap are fixed.
    closed = gap.end >= len(document.words) or (free is not None and not free[gap.end - 1]) if gap.fixed == "head" else gap.start <= 0
    if (closed or not gap.fixed) and (cut := _insertion(target, gap, left, right, words)) >= 0:
        offset = target.starts[gap.first]
        return _blocks([(offset + at, places[at if at < cut else at + len(right) - len(left)]) for at in range(len(left))])
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
