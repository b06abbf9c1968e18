"""Which clauses of a rule file a change touches: where their quotes stand is worked out when the index is built."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from licensecheck.identify.chains import Target
    from licensecheck.identify.differences import Edit
    from licensecheck.identify.facts import Facts

Quote = tuple[str, str, str]
"""A clause id, its section, and the words of the licence that it quotes."""

FEWEST_WORDS = 4
"""Fewer words are believed at their first place only."""

Span = tuple[str, int, int]
"""A clause id, and the first word and the end of a sentence of the licence that its quote stands in."""


def spans(quotes: Iterable[Quote], target: Target, facts: Facts) -> list[Span]:
    """Where the clauses stand in a text of the licence: every place of the quote in its section, or in the whole text where that has none."""
    from licensecheck.identify.normalise import body, words
    from licensecheck.identify.textindex import codes_of

    out = []
    for clause, section, quote in quotes:
        codes = codes_of(words(body(quote)))
        places = list(_places(target.codes, codes))
        exact = [place for place in places if facts.section(place).casefold() == section.casefold()]
        # A few words may stand anywhere, in another document of the licence as well.
        found = exact or (places if len(codes) >= FEWEST_WORDS else places[:1])
        out += [(clause, *facts.sentence(start, start + len(codes))) for start in found]
    return [(clause, first, min(last, target.total)) for clause, first, last in out]


def touched(spans: list[Span], edit: Edit) -> tuple[str, ...]:
    """The clauses whose sentences an edit touches."""
    if edit.kind == "added":
        hit = [clause for clause, first, last in spans if first < edit.first < last]
    else:
        hit = [clause for clause, first, last in spans if edit.first < last and first < edit.last]
    return tuple(dict.fromkeys(hit))


def _places(text: bytes, wanted: bytes) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)
