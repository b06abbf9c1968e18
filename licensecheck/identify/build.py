"""Building the index of texts from folders of licence texts. Not used at run time."""

from __future__ import annotations

import json
import re
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

from licensecheck.identify import clauses, facts, marks
from licensecheck.identify.benign import without_copyright
from licensecheck.identify.chains import Target
from licensecheck.identify.ladder import raw
from licensecheck.identify.normalise import body, decode, words
from licensecheck.identify.textindex import (
    BARE,
    BLOCK,
    MAGIC,
    PARTS,
    RAW,
    VOCABULARY_BITS,
    WORDS,
    TextIndex,
    chunks_of,
    codes_of,
    fingerprint,
    title_form,
    title_print,
    vocabulary_bits,
)
from licensecheck.records import record
from licensecheck.texts import digest

Find = Callable[[str], str | None]
"""Gives the licence of a key, None where no rule file has it."""
Quotes = Callable[[str], Iterable[clauses.Quote]]
"""Gives the clauses of a licence."""
Titles = Callable[[str], Iterable[str]]
"""Gives the titles of a licence."""
_VERSION = re.compile(r"(?i)[\s,-]{1,3}(?:v|version\s)?\s?[0-9]{1,3}(?:\.[0-9]{1,3}){1,3}$")


@record
class Source:
    """A text to be indexed: its key, the key of the text it equals (or its own), its licence, its words as they stand, and its titles."""

    key: str
    base: str
    licence: str
    text: str
    digest: str = ""
    titles: tuple[str, ...] = ()


def sources(folders: Iterable[Path], find: Find) -> list[Source]:
    """The texts of the folders: `<key>.txt` as our texts have them, `<SPDX id>.json` with a `licenseText` as SPDX packages have them.

    They come in a fixed order, keys that are SPDX ids and short ones first (`mit` before `acme-mit`): of texts with the same terms the first gives the name.
    """
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    titles: dict[str, str] = {}
    for folder in folders:
        for path in folder.iterdir():
            if path.suffix == ".txt" and (text := _shown(path.read_bytes())):
                ours.setdefault(path.stem, text)
            elif path.suffix == ".json" and (found := _spdx_text(path)):
                theirs.setdefault(path.stem, found[0])
                titles.setdefault(path.stem, found[1])
    listed = {key.lower() for key in theirs}
    order = sorted(ours.items(), key=lambda entry: (entry[0] not in listed, *_shortest_first(entry)))
    out = [Source(key, key, find(key) or key, text, digest(text)[:16]) for key, text in order]
    equal: dict[int, str] = {}
    for source in out:
        _enter(equal, source.text, source.key)
    for key, text in sorted(theirs.items(), key=_shortest_first):
        base = key.lower() if key.lower() in ours else _enter(equal, text, key)
        out.append(Source(key, base, find(key) or find(base) or base, text, titles=(key, titles[key])))
    return out


def _enter(equal: dict[int, str], text: str, key: str) -> str:
    """The key of the first text with the same words, or the same words but for the copyright lines; this one if it is the first."""
    plain = body(text)
    prints = [fingerprint(kind, b" ".join(words(one))) for kind, one in ((WORDS, plain), (BARE, without_copyright(plain)))]
    first = next((equal[value] for value in prints if value in equal), key)
    for value in prints:
        equal.setdefault(value, first)
    return first


def _shortest_first(entry: tuple[str, str]) -> tuple[int, str]:
    return len(entry[0]), entry[0]


def _spdx_text(path: Path) -> tuple[str, str] | None:
    """(text, name) of a licence; None where the file has no text."""
    data = json.loads(path.read_bytes())
    text = data.get("licenseText") if isinstance(data, dict) else None
    shown = _shown(text.encode()) if isinstance(text, str) else ""
    return (shown, str(data.get("name", ""))) if shown else None


def _shown(data: bytes) -> str:
    text, problem = decode(data)
    return "" if problem or not words(body(text)) else text


def build(texts: Iterable[Source], quotes: Quotes | None = None, titles: Titles | None = None) -> bytes:
    """The index file for these texts. The same texts give the same bytes; of two equal texts the earlier is the one that answers."""
    parts = _parts(texts)
    if titles:
        parts["rule_titles"] = _titles_of_rules(TextIndex(pack(parts)), titles)
    return _with_clauses(parts, quotes) if quotes else pack(parts)


def _parts(texts: Iterable[Source]) -> dict[str, bytes]:
    entries = list(texts)
    sequences = [_chunks(source) for source in entries]
    numbers = {value: number for number, value in enumerate(sorted({zlib.crc32(chunk) for chunks in sequences for chunk in chunks}))}
    content = {numbers[zlib.crc32(chunk)]: chunk.split() for chunks in sequences for chunk in chunks}
    ids = [[numbers[zlib.crc32(chunk)] for chunk in chunks] for chunks in sequences]
    wholes: dict[int, int] = {}
    firsts: dict[tuple[int, tuple[bytes, ...]], int] = {}
    kept = [_facts(number, source, wholes, firsts) for number, source in enumerate(entries)]
    order = sorted(wholes)
    codes = [codes_of(content[number]) for number in range(len(numbers))]
    return {
        "names": "\n".join(_name(source.key, source.base, source.licence) for source in entries).encode(),
        "whole": table("Q", order),
        "whole_text": table("H", [wholes[value] for value in order]),
        "chunks": table("I", sorted(numbers)),
        "lengths": bytes(map(len, codes)),
        "blocks": table("I", [sum(map(len, codes[:first])) for first in range(0, len(codes), BLOCK)]),
        "codes": b"".join(codes),
        "vocabulary": _vocabulary({word for chunk in content.values() for word in chunk}),
        **_postings(ids, len(numbers)),
        "sequences": table("I", _running(map(len, ids))),
        "sequence": table("H", [number for one in ids for number in one]),
        "totals": table("I", [sum(len(content[number]) for number in one) for one in ids]),
        "facts": b"".join(kept),
        "facts_at": table("I", _running(map(len, kept))),
        "origin": "\n".join(f"{source.key}\t{source.digest}" for source in entries if source.digest).encode(),
        "clauses": b"",
        "clauses_at": table("I", [0] * (len(entries) + 1)),
        "titles": _titles([(source.base, title) for source in entries for title in source.titles]),
        "rule_titles": b"",
    }


def _titles(entries: list[tuple[str, str]]) -> bytes:
    """The hashes of titles, each with its owner; of a title that ends in its version also without it, where none is called so."""
    whole = {(owner, _form(title)) for owner, title in entries}
    taken = {form for _, form in whole}
    short = {(owner, form) for owner, title in entries if (form := _form(_VERSION.sub("", title))) not in taken}
    return table("Q", sorted({title_print(owner, form) for owner, form in whole | short if form}))


def _form(title: str) -> tuple[bytes, ...]:
    return title_form(words(body(title)))


def _titles_of_rules(index: TextIndex, titles: Titles) -> bytes:
    licences = sorted({licence for _, _, licence in index.all_names()})
    return _titles([(licence, title) for licence in licences for title in titles(licence)])


def _chunks(source: Source) -> list[bytes]:
    return chunks_of(words(body(source.text)))


def _vocabulary(known: Iterable[bytes]) -> bytes:
    filled = bytearray(VOCABULARY_BITS // 8)
    for word in known:
        for bit in vocabulary_bits(word):
            filled[bit >> 3] |= 1 << (bit & 7)
    return bytes(filled)


def _running(lengths: Iterable[int]) -> list[int]:
    total, out = 0, [0]
    for length in lengths:
        total += length
        out.append(total)
    return out


def _postings(ids: list[list[int]], count: int) -> dict[str, bytes]:
    lists: list[list[int]] = [[] for _ in range(count)]
    for text, sequence in enumerate(ids):
        for number in set(sequence):
            lists[number].append(text)
    return {"starts": table("I", _running(map(len, lists))), "postings": table("H", [text for one in lists for text in one])}


def _facts(number: int, source: Source, wholes: dict[int, int], firsts: dict[tuple[int, tuple[bytes, ...]], int]) -> bytes:
    plain = body(source.text)
    found = words(plain)
    bare, filled = words(without_copyright(plain)), words(without_copyright(plain, filled_only=True))
    for kind, data in ((RAW, raw(source.text)), (WORDS, b" ".join(found)), (BARE, b" ".join(bare)), (BARE, b" ".join(filled))):
        wholes.setdefault(fingerprint(kind, data), number)
    parts = marks.parts(source.text, plain)
    optional = {at for part in parts for at in range(part.start, part.end)}
    proof = fingerprint(WORDS, b" ".join(word for at, word in enumerate(found) if at not in optional))
    # Versions can differ in their titles only.
    version = tuple(word for part in parts if part.kind == facts.TITLE for word in found[part.start : part.end] if not word.isalpha())
    places, paths = marks.marks(plain)
    return zlib.compress(facts.dump(facts.Facts(parts, tuple(places), tuple(paths), proof, firsts.setdefault((proof, version), number))), 9)


def renamed(index: TextIndex, find: Find, quotes: Quotes, titles: Titles) -> bytes:
    """The index file with what comes from the rule files entered anew, without any text at hand: names, titles, places of clauses."""
    names = [_name(key, base, find(key) or find(base) or base) for key, base, _ in index.all_names()]
    parts = {**index.parts(), "names": "\n".join(names).encode()}
    parts["rule_titles"] = _titles_of_rules(TextIndex(pack(parts)), titles)
    return _with_clauses(parts, quotes)


def _with_clauses(parts: dict[str, bytes], quotes: Quotes) -> bytes:
    """The index file with the places of the clauses: found among the word codes, so no text is needed."""
    index = TextIndex(pack(parts))
    found = []
    for number in range(len(index)):
        spans = clauses.spans(quotes(index.name(number)[1]), Target(index, number), facts.load(index.facts(number)))
        found.append(zlib.compress("\n".join(f"{clause} {first} {last}" for clause, first, last in spans).encode(), 9) if spans else b"")
    return pack({**parts, "clauses": b"".join(found), "clauses_at": table("I", _running(map(len, found)))})


def _name(key: str, base: str, licence: str) -> str:
    return key if key == base == licence else f"{key}\t{base}\t{licence}"


def pack(parts: dict[str, bytes]) -> bytes:
    """The index file from its parts."""
    places, body, offset = [], [], 8 + 8 * len(PARTS)
    offset += -offset % 8
    start = offset
    for name in PARTS:
        data = parts[name]
        places += [offset, len(data)]
        padded = data + bytes(-len(data) % 8)
        body.append(padded)
        offset += len(padded)
    head = MAGIC + struct.pack(f"<{len(places)}I", *places)
    return head + bytes(start - len(head)) + b"".join(body)


def table(kind: str, values: list[int]) -> bytes:
    """A list of numbers as bytes; OverflowError when one does not fit."""
    numbers = array(kind, values)
    if sys.byteorder != "little":
        numbers.byteswap()
    return numbers.tobytes()
