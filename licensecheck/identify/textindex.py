"""The index of licence texts: one flat file of hashes, mapped into memory, with no step of loading.

A text is cut into chunks of words. Where a chunk ends depends on the words themselves, so that chunks fall into step again
behind an edit, and every word lies in exactly one chunk: no change goes unseen. The file holds, for every different
chunk, its CRC-32 and one byte a word (some sixty words of English share a value), for every text the sequence of its
chunks, hashes of the whole, and where its sections, its clauses and its replaceable parts stand. No words are kept.

Layout: MAGIC, the number of parts, (offset, length) of each as 32-bit numbers, then the parts, aligned to 8 bytes.
"""

from __future__ import annotations

import mmap
import re
import sys

try:
    # Without the detour over hashlib, which loads OpenSSL for three milliseconds.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

MAGIC = b"lctexts7"
PARTS = (
    "names",
    "whole",
    "whole_text",
    "chunks",
    "lengths",
    "blocks",
    "codes",
    "starts",
    "postings",
    "sequences",
    "sequence",
    "totals",
    "facts",
    "facts_at",
    "clauses",
    "clauses_at",
    "origin",
    "vocabulary",
    "titles",
    "rule_titles",
)
TYPES: dict[str, Literal["H", "I", "Q"]] = {
    "whole": "Q", "whole_text": "H", "chunks": "I", "blocks": "I", "starts": "I", "postings": "H", "sequences": "I", "sequence": "H",
    "totals": "I", "facts_at": "I", "clauses_at": "I", "titles": "Q", "rule_titles": "Q",
}  # fmt: skip
BLOCK = 16
"""One offset into the word codes is kept for so many chunks."""
MANY_LOOKUPS = 10_000
"""A run that asks for more chunks than this reads many files: then a table in memory pays."""
VOCABULARY_BITS = 1 << 18
RAW, WORDS, BARE, TITLE = b"raw", b"words", b"bare", b"title"
"""What a hash was made of: the characters of a text, all its words, its words without copyright lines, or a title."""
LONGEST_TITLE = 30
"""Words of the longest name that a licence has, and some more."""
_IDLE_IN_TITLES = frozenset((b"a", b"an", b"the", b"license", b"licenses", b"version", b"ver", b"v"))
"""Words that a title may have or not."""
_LICENCE = ("许可证", "许可协议", "許可證", "ライセンス", "\u1105\u1161\u110b\u1175\u1109\u1165\u11ab\u1109\u1173")
"""The word in other scripts, in the form that texts have in normal form."""
_NUMBERED = rb"([a-z]{2,}?|)v?([0-9]+)"
"""`gplv3` or `v3`."""

# At most thirteen words that end in the first word whose last letter is s or y (or in one of a fifth of the other scripts' letters).
_CHUNK = rb"(?:[^ ]*[^sy\x80-\x8b ] ){0,12}[^ ]* "


def chunks_of(words: list[bytes]) -> list[bytes]:
    """The words cut into chunks, each word followed by a blank."""
    return re.findall(_CHUNK, b" ".join(words) + b" ") if words else []


def fingerprint(kind: bytes, data: bytes) -> int:
    """64 bits of a cryptographic hash: what decides that a text is a licence must not be forgeable."""
    return int.from_bytes(blake2b(data, digest_size=8, person=kind).digest(), "little")


def codes_of(words: list[bytes]) -> bytes:
    """One byte a word."""
    from zlib import crc32

    return bytes([code & 255 for code in map(crc32, words)])


def title_form(words: list[bytes]) -> tuple[bytes, ...]:
    """The words of a title without those that it may have or not: `The GNU GPL, version 3` is `GNU GPLv3`."""
    plain = b" ".join(words)
    if any(word > b"\x80" for word in words):
        for name in _LICENCE:
            plain = plain.replace(" ".join(name).encode(), b" ")
    out: list[bytes] = []
    for word in plain.split():
        numbered = re.fullmatch(_NUMBERED, word) if word[-1:].isdigit() else None
        out += filter(None, numbered.groups()) if numbered else [word]
    return tuple(word for word in out if word not in _IDLE_IN_TITLES)


def title_print(owner: str, form: tuple[bytes, ...]) -> int:
    """What the index keeps of a title: the hash of the whole, with the licence or the text that it belongs to."""
    return fingerprint(TITLE, owner.encode() + b"\n" + b" ".join(form))


def vocabulary_bits(word: bytes) -> tuple[int, int, int, int]:
    """The places of a word in the vocabulary's Bloom filter."""
    from zlib import crc32

    one, two = crc32(word), crc32(word, 0x5EED)
    return one % VOCABULARY_BITS, (one >> 13) % VOCABULARY_BITS, two % VOCABULARY_BITS, (two >> 13) % VOCABULARY_BITS


class TextIndex:
    """A text index that was built before; texts are known by their number.

    The texts in which chunk `n` occurs are `postings[starts[n] : starts[n + 1]]`.
    """

    def __init__(self, source: str | Path | bytes) -> None:
        view = memoryview(source if isinstance(source, bytes) else _mapped(source))
        if bytes(view[:8]) != MAGIC or sys.byteorder != "little":
            raise ValueError("no text index of this version")
        places = view[8 : 8 + 8 * len(PARTS)].cast("I").tolist()
        self._parts = {name: view[places[2 * i] : places[2 * i] + places[2 * i + 1]] for i, name in enumerate(PARTS)}
        self.chunks, self.starts, self.postings = self._table("chunks"), self._table("starts"), self._table("postings")
        self.totals, self._sequences, self._sequence = self._table("totals"), self._table("sequences"), self._table("sequence")
        self._lengths, self._codes, self._blocks = self._parts["lengths"], self._parts["codes"], self._table("blocks")
        self._names: list[str] = []
        self._lookups, self._numbers = 0, dict[int, int]()

    def _table(self, name: str) -> memoryview[int]:
        return self._parts[name].cast(TYPES[name])

    def __len__(self) -> int:
        return len(self.totals)

    @property
    def origin(self) -> str:
        """For each text of a licence folder a line with its key and the beginning of its hash (`texts.digest`)."""
        return bytes(self._parts["origin"]).decode()

    def name(self, text: int) -> tuple[str, str]:
        """(key of the text, id of its licence)."""
        if not self._names:
            self._names = bytes(self._parts["names"]).decode().split("\n")
        fields = self._names[text].split("\t")
        return fields[0], fields[-1]

    def all_names(self) -> list[tuple[str, str, str]]:
        """(key, key of the equal text or its own, licence) of every text."""
        rows = [line.split("\t") for line in bytes(self._parts["names"]).decode().split("\n")]
        return [(row[0], row[0], row[0]) if len(row) == 1 else (row[0], row[1], row[2]) for row in rows]

    def parts(self) -> dict[str, bytes]:
        """All the parts as they are in the file."""
        return {name: bytes(part) for name, part in self._parts.items()}

    def whole(self, kind: bytes, data: bytes) -> int | None:
        """The text whose hash of that kind this is."""
        at = _place(self._table("whole"), fingerprint(kind, data))
        return None if at is None else self._table("whole_text")[at]

    def has_title(self, text: int, words: list[bytes]) -> bool:
        """Whether the words, all of them in this order, are a title of the text or of its licence, or only the word `licence`."""
        form = title_form(words) if len(words) <= LONGEST_TITLE else ()
        if not form:
            return len(words) <= LONGEST_TITLE
        key, licence = self.name(text)
        base = self._names[text].split("\t")[-2:][0]
        tables = ((self._table("rule_titles"), (licence,)), (self._table("titles"), (key, base)))
        return any(_place(table, title_print(owner, form)) is not None for table, owners in tables for owner in dict.fromkeys(owners))

    def numbers(self, values: list[int]) -> list[int]:
        """The numbers of the chunks with these CRCs; -1 for one that no text has."""
        from bisect import bisect_left

        self._lookups += len(values)
        if self._lookups > MANY_LOOKUPS:
            self._numbers = self._numbers or {known: at for at, known in enumerate(self.chunks.tolist())}
            return [self._numbers.get(value, -1) for value in values]
        chunks, count = self.chunks, len(self.chunks)
        places = [bisect_left(chunks, value) for value in values]
        return [at if at < count and chunks[at] == value else -1 for at, value in zip(places, values, strict=True)]

    def knows(self, word: bytes) -> bool:
        """Whether the word occurs in some text (one wrong yes in a hundred)."""
        filled = self._parts["vocabulary"]
        return all(filled[bit >> 3] >> (bit & 7) & 1 for bit in vocabulary_bits(word))

    def sequence(self, text: int) -> list[int]:
        """The chunks of a text, in order."""
        return self._sequence[self._sequences[text] : self._sequences[text + 1]].tolist()

    def length(self, chunk: int) -> int:
        """How many words a chunk has."""
        return self._lengths[chunk]

    def codes(self, chunk: int) -> bytes:
        """One byte for each word of a chunk."""
        first = chunk - chunk % BLOCK
        start = self._blocks[chunk // BLOCK] + sum(self._lengths[first:chunk])
        return bytes(self._codes[start : start + self._lengths[chunk]])

    def facts(self, text: int) -> bytes:
        """The packed facts about a text (`facts.py` reads them)."""
        from zlib import decompress

        table = self._table("facts_at")
        return decompress(self._parts["facts"][table[text] : table[text + 1]])

    def clauses(self, text: int) -> list[tuple[str, int, int]]:
        """Where the clauses of the rule file stand in a text (`clauses.Span`); nothing where no rule file has it."""
        table = self._table("clauses_at")
        data = bytes(self._parts["clauses"][table[text] : table[text + 1]])
        if not data:
            return []
        from zlib import decompress

        rows = [line.split(" ") for line in decompress(data).decode().split("\n")]
        return [(clause, int(first), int(last)) for clause, first, last in rows]


def _place(table: memoryview[int], value: int) -> int | None:
    """Where a value stands in a sorted table."""
    first, last = 0, len(table)
    while first < last:
        middle = (first + last) // 2
        if table[middle] < value:
            first = middle + 1
        else:
            last = middle
    return first if first < len(table) and table[first] == value else None


def _mapped(path: str | Path) -> mmap.mmap:
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
