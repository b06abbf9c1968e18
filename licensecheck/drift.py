"""Licence drift: a declared licence that allows what the base's licence does not, decided clause by clause. Pure.

The base's in-file examples hold a situation for each of its clauses. Where such a situation is barred (or sent to the
licensor) by the base and free under the declared terms, the clause is gone. Duties that must travel with the model
(same licence, pass-on, display, naming) are compared as such; plain notices are not: they travel in files, not in the tag.
"""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck import examples
from licensecheck.facts import Facts
from licensecheck.identify.names import Terms, leaves
from licensecheck.licences import Clause, Kind, Licence, Reading
from licensecheck.model import Said, Verdict
from licensecheck.terms import Load, weigh
from licensecheck.vocabulary import Vocabulary

TRAVELLING = frozenset({"same-license", "pass-on-use-restrictions", "display-attribution", "naming"})
_FREE = Verdict.DUTIES.rank


def lost(own: Terms, base: Licence, vocabulary: Vocabulary, load: Load) -> tuple[str, ...]:
    """The ids of the base's clauses that the declared terms do not hold; empty where there is no drift."""
    return tuple(dict.fromkeys([*_limits(own, base, vocabulary, load), *_duties(own, base, load)]))


def _limits(own: Terms, base: Licence, vocabulary: Vocabulary, load: Load) -> Iterator[str]:
    """Clauses that decide an example of the base (its tests hold the examples right) in a situation that the own terms leave free."""
    for case in examples.cases(base, vocabulary):
        barring = case.expect["verdict"] in (Verdict.AGREEMENT.value, Verdict.PROHIBITED.value)
        # Ending the licence of those who sue the licensor is no limit on use: its absence is no drift.
        if not barring or case.reading is not Reading.CAUTIOUS or case.facts.get("organization.ip_claims"):
            continue
        named = case.expect["because"] if "because" in case.expect else sorted(examples.run(base, case, vocabulary).because)
        because = tuple(name for name in named if _is_limit(base.clause(name)))
        if not because:
            continue
        said = {name: Said(value) for name, value in case.facts.items()}
        tables = tuple(Facts(vocabulary, action, said) for action in case.actions)
        if weigh(own, tables, Reading.CAUTIOUS, load).verdict.rank <= _FREE:
            yield from because


def _is_limit(clause: Clause | None) -> bool:
    """Duties that an example finds unmet are compared as duties."""
    return clause is None or clause.kind is not Kind.OBLIGATION


def _duties(own: Terms, base: Licence, load: Load) -> Iterator[str]:
    """Travelling duties of the base that no licence of the own terms has. Those on unmodified copies alone do not bind what was made from it."""
    held = {(clause.duty, action) for leaf in leaves(own) for name in leaf.licences for clause in load(name).clauses for action in clause.covers}
    for clause in base.clauses:
        actions = clause.covers - {"redistribute"}
        if clause.duty in TRAVELLING and actions and not any((clause.duty, action) in held for action in actions):
            yield clause.id
