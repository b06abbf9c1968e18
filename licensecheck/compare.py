"""Two licences side by side: clauses that only one has, clauses that changed, and the verdicts that differ. Pure."""

from __future__ import annotations

from licensecheck.explain import Cell, matrix
from licensecheck.licences import Clause, Licence, Reading
from licensecheck.records import record
from licensecheck.vocabulary import Vocabulary

_TERMS = ("kind", "covers", "cautious", "strict", "fields", "otherwise", "duty", "text", "check", "lifts")
"""What makes a clause another clause; sections, quotes and summaries may differ in wording alone."""


@record
class Changed:
    """A clause that both have under one name, and the parts in which its terms differ."""

    a: Clause
    b: Clause
    parts: tuple[str, ...]


@record
class VerdictChange:
    """An action and purpose that the two licences judge differently."""

    action: str
    purpose: str
    a: Cell
    b: Cell


@record
class Comparison:
    """All differences between two licences."""

    only_a: tuple[Clause, ...]
    only_b: tuple[Clause, ...]
    changed: tuple[Changed, ...]
    verdicts: tuple[VerdictChange, ...]


def compare(a: Licence, b: Licence, vocabulary: Vocabulary, reading: Reading) -> Comparison:
    """Clauses are matched by id, and what is left by what it does (kind, duty, actions)."""
    pairs = [(one, other) for one in a.clauses if (other := b.clause(one.id))]
    paired = {id(clause) for pair in pairs for clause in pair}
    for one in a.clauses:
        twin = next((other for other in b.clauses if id(other) not in paired and _alike(one, other)), None)
        if id(one) not in paired and twin is not None:
            pairs.append((one, twin))
            paired |= {id(one), id(twin)}
    changed = [Changed(one, other, parts) for one, other in pairs if (parts := _different(one, other))]
    return Comparison(
        tuple(clause for clause in a.clauses if id(clause) not in paired),
        tuple(clause for clause in b.clauses if id(clause) not in paired),
        tuple(changed),
        _verdicts(a, b, vocabulary, reading),
    )


def _alike(one: Clause, other: Clause) -> bool:
    same_deed = one.kind is other.kind and one.duty == other.duty and one.covers == other.covers
    return same_deed and {test.fact for test in one.facts()} == {test.fact for test in other.facts()}


def _different(one: Clause, other: Clause) -> tuple[str, ...]:
    return tuple(part for part in _TERMS if getattr(one, part) != getattr(other, part))


def _verdicts(a: Licence, b: Licence, vocabulary: Vocabulary, reading: Reading) -> tuple[VerdictChange, ...]:
    theirs, ours = matrix(a, vocabulary, reading), matrix(b, vocabulary, reading)
    return tuple(
        VerdictChange(action, purpose, cell, ours[action][purpose])
        for action, row in theirs.items()
        for purpose, cell in row.items()
        if (cell.verdict, cell.leads_to) != (ours[action][purpose].verdict, ours[action][purpose].leads_to)
    )
