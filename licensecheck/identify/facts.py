"""What the index knows about one text beyond its words: sections, sentences, and parts that may differ."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from licensecheck.records import record

TITLE, COPYRIGHT, SLOT, APPENDIX, NUMBER = "tcsan"
"""Parts that may be missing or differ: title, copyright statement, placeholder or holder's name, instructions
behind the terms, number or letter of a list item."""


@record
class Part:
    """A part of a text that may differ: words `start` to `end` (exclusive)."""

    kind: str
    start: int
    end: int


@record
class Facts:
    """Sections and replaceable parts of a text, in word numbers.

    `marks` are the first words of sentences, items and paragraphs, `paths` the section of each.
    `proof` is the hash of all words outside the parts: a text that is declared plain must reproduce it. `first` is the
    number of the first text with the same proof: texts that differ in holders only go by its name.
    """

    parts: tuple[Part, ...]
    marks: tuple[int, ...]
    paths: tuple[str, ...]
    proof: int
    first: int

    def section(self, word: int) -> str:
        """The section in which a word stands."""
        at = bisect_right(self.marks, word) - 1
        return self.paths[at] if at >= 0 else ""

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The words from `start` to `end`, widened to whole sentences."""
        first = bisect_right(self.marks, start) - 1
        last = bisect_right(self.marks, end - 1)
        return (self.marks[first] if first >= 0 else 0), (self.marks[last] if last < len(self.marks) else 1 << 30)


def dump(facts: Facts) -> bytes:
    """Facts as lines of text: differences of numbers, each path once. Not JSON: its module takes longer to load than a text to identify."""
    paths = list(dict.fromkeys(facts.paths))
    number = {path: at for at, path in enumerate(paths)}
    steps = [after - before for before, after in zip((0, *facts.marks), facts.marks, strict=False)]
    lines = (
        [f"{part.kind} {part.start} {part.end}" for part in facts.parts],
        map(str, steps),
        paths,
        (str(number[path]) for path in facts.paths),
        (str(facts.proof), str(facts.first)),
    )
    return "\n".join("\t".join(line) for line in lines).encode()


def load(data: bytes) -> Facts:
    """Facts from bytes."""
    parts, steps, paths, numbers, last = (line.split("\t") if line else [] for line in data.decode().split("\n"))
    pieces = [part.split() for part in parts]
    return Facts(
        tuple(Part(kind, int(start), int(end)) for kind, start, end in pieces),
        tuple(accumulate(map(int, steps))),
        tuple(paths[int(number)] for number in numbers),
        int(last[0]),
        int(last[1]),
    )
