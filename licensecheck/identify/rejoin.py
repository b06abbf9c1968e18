"""Words that were written as more words, or as fewer: by a hyphen or a line end more or less."""

from __future__ import annotations

from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_JOINED = 120
"""Letters of words that may have been divided or joined."""
MOST_REJOINED = 12
"""Words in one place that may have been divided."""
_FREE = frozenset(
    b"a all an and any be by can cannot every for here hereby herein how in into may no not now of off on one or out shall so some than that the then there"
    b" thereof therein to under un unless until up upon use when where with within without would".split()
)
"""Words that make sense alone: put together with others, or divided, they are other words."""


def pieces(words: list[bytes], codes: bytes) -> list[bytes]:
    """The letters of the words as words that have these codes; nothing if that cannot be."""
    return _divided(words, codes) or _regrouped(words, codes)


def are_other_words(words: list[bytes], pieces: list[bytes]) -> bool:
    """Whether the words make sense alone: on one line `may be` and `maybe` are different words."""
    return not _FREE.isdisjoint({*pieces, *words})


def of_digits(words: list[bytes], pieces: list[bytes]) -> bool:
    """Whether a number was divided or two were put together: `3.2` is not `32`."""
    numbers = [[word for word in one if word.isdigit()] for one in (words, pieces)]
    return numbers[0] != numbers[1]


def _divided(words: list[bytes], codes: bytes) -> list[bytes]:
    """The letters of a few words divided into other words that have these codes; nothing if that cannot be."""
    letters = b"".join(words)
    if not (1 <= len(codes) <= 3 and 1 <= len(words) <= 3) or len(letters) > LONGEST_JOINED:
        return []
    fit = (pieces for pieces in _divisions(letters, len(codes)) if pieces != words and _have(pieces, codes))
    return next(fit, [])


def _regrouped(words: list[bytes], codes: bytes) -> list[bytes]:
    """The words put together to fewer ones that have these codes; nothing if that cannot be."""
    if not len(codes) < len(words) <= 3 * len(codes) <= 3 * MOST_REJOINED:
        return []
    ways: list[tuple[int, list[bytes]]] = [(0, [])]
    for code in codes:
        ways = [
            (at + size, [*pieces, piece])
            for at, pieces in ways
            for size in (1, 2, 3)
            if at + size <= len(words) and crc32(piece := b"".join(words[at : at + size])) & 255 == code
        ][:MOST_REJOINED]
    return next((pieces for at, pieces in ways if at == len(words)), [])


def _have(pieces: list[bytes], codes: bytes) -> bool:
    return all(crc32(piece) & 255 == code for piece, code in zip(pieces, codes, strict=True))


def _divisions(letters: bytes, count: int) -> Iterator[list[bytes]]:
    if count == 1:
        yield [letters]
        return
    for at in range(1, len(letters)):
        for rest in _divisions(letters[at:], count - 1):
            yield [letters[:at], *rest]
