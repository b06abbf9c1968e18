"""Building the index of texts from folders of licence texts. Not used at run time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from licensecheck.identify import facts, marks
from licensecheck.identify.benign import without_copyright
from licensecheck.identify.normalise import body, decode, words
from licensecheck.identify.ladder import raw
from licensecheck.identify.textindex import BARE, BLOCK, RAW, WORDS, chunks_of, codes_of, fingerprint, pack, table


@dataclass(frozen=True, slots=True)
class Source:
    """A text to be indexed: its key, the licence it belongs to, and its words as they stand."""

    key: str
    licence: str
    text: str


def sources(folders: Iterable[Path], licences: Mapping[str, str]) -> Iterator[Source]:
    """The texts of the folders: `<key>.txt` as our texts have them, `<SPDX id>.json` with a `licenseText` as SPDX packages have them."""
    seen: set[str] = set()
    for folder in folders:
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if path.suffix not in (".txt", ".json") or path.stem in seen:
                continue
            text = path.read_bytes()
            if path.suffix == ".json":
                data = json.loads(text)
                if not isinstance(data, dict) or not isinstance(data.get("licenseText"), str):
                    continue
                text = data["licenseText"].encode()
            shown, problem = decode(text)
            if problem or not words(body(shown)):
                continue
            seen.add(path.stem)
            yield Source(path.stem, licences.get(path.stem) or licences.get(path.stem.lower()) or (path.stem.lower() if path.stem.lower() in seen else path.stem), shown)


def build(texts: Iterable[Source], origin: str) -> bytes:
    """The index file for these texts. The same texts give the same bytes; of two equal texts the earlier is the one that answers."""
    entries = list(texts)
    sequences = [_chunks(source) for source in entries]
    numbers = {value: number for number, value in enumerate(sorted({zlib.crc32(chunk) for chunks in sequences for chunk in chunks}))}
    content = {numbers[zlib.crc32(chunk)]: chunk.split() for chunks in sequences for chunk in chunks}
    ids = [[numbers[zlib.crc32(chunk)] for chunk in chunks] for chunks in sequences]
    wholes: dict[int, int] = {}
    kept = [_facts(number, source, wholes) for number, source in enumerate(entries)]
    order = sorted(wholes)
    codes = [codes_of(content[number]) for number in range(len(numbers))]
    return pack(
        {
            "names": "\n".join(source.key if source.key == source.licence else f"{source.key}\t{source.licence}" for source in entries).encode(),
            "whole": table("Q", order),
            "whole_text": table("H", [wholes[value] for value in order]),
            "chunks": table("I", sorted(numbers)),
            "lengths": bytes(map(len, codes)),
            "blocks": table("I", [sum(map(len, codes[:first])) for first in range(0, len(codes), BLOCK)]),
            "codes": b"".join(codes),
            **_postings(ids, len(numbers)),
            "sequences": table("I", _running(map(len, ids))),
            "sequence": table("H", [number for one in ids for number in one]),
            "totals": table("I", [sum(len(content[number]) for number in one) for one in ids]),
            "facts": b"".join(kept),
            "facts_at": table("I", _running(map(len, kept))),
            "origin": origin.encode(),
        }
    )


def _chunks(source: Source) -> list[bytes]:
    return chunks_of(words(body(source.text)))


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


def _facts(number: int, source: Source, wholes: dict[int, int]) -> bytes:
    plain = body(source.text)
    found = words(plain)
    bare = words(without_copyright(plain))
    for kind, data in ((RAW, raw(source.text)), (WORDS, b" ".join(found)), (BARE, b" ".join(bare))):
        wholes.setdefault(fingerprint(kind, data), number)
    parts = marks.parts(source.text, plain)
    optional = {at for part in parts for at in range(part.start, part.end)}
    proof = fingerprint(WORDS, b" ".join(word for at, word in enumerate(found) if at not in optional))
    places, paths = marks.marks(plain)
    return zlib.compress(facts.dump(facts.Facts(parts, tuple(places), tuple(paths), proof)), 9)

