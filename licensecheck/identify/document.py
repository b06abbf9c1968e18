"""One text that is to be identified, with its words, chunks and lines; what is costly is made when it is asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from itertools import accumulate
from zlib import crc32

from licensecheck.identify import normalise
from licensecheck.identify.textindex import TextIndex, chunks_of, codes_of

MAX_WORDS = 250_000
"""Words beyond this are not aligned; the largest licence has 8,000."""


_FRONT_MATTER = r"\s{0,9}---\n(?:(?:[\w.-]{1,60}[ \t]{0,3}:|[ \t#-]|\n)[^\n]{0,2000}\n|\n){1,2000}?---[ \t]*(?:\n|$)"


class Document:
    """A text as it stands, its body (`normalise.body`), and its words."""

    def __init__(self, text: str, plain: str) -> None:
        self.text, self.plain = text, plain
        self.words = normalise.words(plain)
        self._numbers: list[int] | None = None

    @cached_property
    def joined(self) -> Document | None:
        """The text with words that are divided at line ends put together; None where there are none."""
        plain = normalise.join_hyphens(self.plain)
        return Document(self.text, plain) if plain != self.plain else None

    @cached_property
    def codes(self) -> bytes:
        """One byte a word."""
        return codes_of(self.words)

    @cached_property
    def counts(self) -> Counter[bytes]:
        """How often each word occurs."""
        return Counter(self.words)

    @cached_property
    def chunks(self) -> list[bytes]:
        """The chunks of the text's first words."""
        return chunks_of(self.words[:MAX_WORDS])

    @cached_property
    def starts(self) -> list[int]:
        """The first word of each chunk, and the end of the last."""
        return [0, *accumulate(chunk.count(b" ") for chunk in self.chunks)]

    def numbers(self, index: TextIndex) -> list[int]:
        """The number of each chunk in the index, which must be the same at every call; -1 for one that no text has."""
        if self._numbers is None:
            self._numbers = index.numbers(list(map(crc32, self.chunks)))
        return self._numbers

    @cached_property
    def front_matter(self) -> int:
        """How many lines of YAML front matter the text begins with."""
        if not self.text[:20].lstrip().startswith("---"):
            return 0
        found = re.match(_FRONT_MATTER, self.text[:100_000].replace("\r\n", "\n"))
        return found.group().count("\n") if found else 0

    @cached_property
    def mixed(self) -> bool:
        """Whether the text has large and small letters, so that they tell something."""
        return not (self.text.isupper() or self.text.islower())

    @cached_property
    def plain_lines(self) -> list[str]:
        """The lines of the body."""
        return self.plain.split("\n")

    @cached_property
    def shown_lines(self) -> list[str]:
        """The lines as they stand in the file."""
        return re.split("\r\n|[\r\n]", self.text)

    @cached_property
    def line_ends(self) -> list[int]:
        """For each line, the number of words up to its end."""
        return normalise.line_ends(self.plain)

    def line(self, word: int) -> int:
        """The line on which a word stands, from 1."""
        return bisect_right(self.line_ends, word) + 1 if word < len(self.words) else self.last_line

    @cached_property
    def last_line(self) -> int:
        """The last line with a word."""
        return bisect_right(self.line_ends, len(self.words) - 1) + 1

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of the words from `start` to `end` (exclusive)."""
        return self.line(start), self.line(max(start, end - 1))

    def words_of_line(self, line: int) -> list[bytes]:
        """The words on a line."""
        return self.words[self.first_of_line(line) : self.line_ends[line - 1]]

    @cached_property
    def page_lines(self) -> Counter[tuple[bytes, ...]]:
        """How often each line occurs, numbers aside."""
        lines = map(self.words_of_line, range(1, len(self.line_ends) + 1))
        return Counter(tuple(word for word in words if not word.isdigit()) for words in lines if words)

    def first_of_line(self, line: int) -> int:
        """The number of the first word on a line."""
        return self.line_ends[line - 2] if line > 1 else 0
