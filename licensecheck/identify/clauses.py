"""Which clauses of a rule file a change touches: their quotes are looked for among the licence's word codes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from licensecheck.identify import normalise
from licensecheck.identify.chains import Target
from licensecheck.identify.differences import Edit
from licensecheck.identify.facts import Facts
from licensecheck.identify.textindex import codes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from licensecheck.rulebase import RuleBase


Span = tuple[str, int, int]
"""A clause id, and the first word and the end of a sentence of the licence that its quote stands in."""


def clause_spans(key: str, licence: str, target: Target, facts: Facts, rules_root: Path | None) -> list[Span]:
    """Where the clauses stand in the licence, in the order of the rule file; nothing where no rule file has this text."""
    out = []
    for clause_id, section, codes in _quotes(key, licence, rules_root):
        places = list(_places(target.codes, codes))
        exact = [place for place in places if facts.section(place).casefold() == section.casefold()]
        out += [(clause_id, *facts.sentence(start, start + len(codes))) for start in exact or places]
    return out


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


@cache
def _quotes(key: str, licence: str, rules_root: Path | None) -> tuple[tuple[str, str, bytes], ...]:
    """(clause, section, word codes of its quote) for each clause of the licence that stands in the text `key`."""
    from licensecheck.model import LicenceId

    try:
        rules = _rules(rules_root).licence(LicenceId(licence))
    except KeyError:
        return ()
    keys = [document["key"] for document in rules.text]
    if key not in keys and len(keys) > 1:
        key = keys[0]
    return tuple(
        (clause.id, clause.section, codes_of(normalise.words(normalise.body(clause.quote))))
        for clause in rules.clauses
        if (clause.document or (keys[0] if keys else "")) == key or len(keys) < 2
    )


@cache
def _rules(rules_root: Path | None) -> RuleBase:
    from licensecheck.rulebase import RuleBase

    return RuleBase([rules_root] if rules_root and (rules_root / "licenses").is_dir() else [])
