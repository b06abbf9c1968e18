"""Licence drift: a declared licence that allows what the base's licence does not, decided clause by clause. Pure.

The base's in-file examples hold a situation for each of its clauses. Where such a situation is barred (or sent to the
licensor) by the base and free under the declared terms, the clause is gone. Duties that must travel with the model
(same licence, pass-on, display, naming) are compared as such; plain notices are not: they travel in files, not in the tag.
"""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck import examples
from licensecheck.evaluate import Effect, judge
from licensecheck.facts import Facts
from licensecheck.identify.names import Terms
from licensecheck.licences import Licence, Reading
from licensecheck.model import Said, Verdict
from licensecheck.terms import Load, weigh
from licensecheck.vocabulary import Vocabulary

TRAVELLING = frozenset({"same-license", "pass-on-use-restrictions", "display-attribution", "naming"})
_FREE = Verdict.DUTIES.rank


def lost(own: Terms, base: Licence, vocabulary: Vocabulary, load: Load) -> tuple[str, ...]:
    """The ids of the base's clauses that the declared terms do not hold; empty where there is no drift."""
    return tuple(dict.fromkeys(_lost(own, base, vocabulary, load)))


def _lost(own: Terms, base: Licence, vocabulary: Vocabulary, load: Load) -> Iterator[str]:
    for case in examples.cases(base, vocabulary):
        # Ending the licence of those who sue the licensor is no limit on use: its absence is no drift.
        if case.reading is not Reading.CAUTIOUS or case.facts.get("organization.ip_claims"):
            continue
        said = {name: Said(value) for name, value in case.facts.items()}
        for action in case.actions:
            table = Facts(vocabulary, action, said)
            theirs = judge(base, table, Reading.CAUTIOUS)
            ours = weigh(own, (table,), Reading.CAUTIOUS, load)
            if theirs.verdict.rank >= Verdict.AGREEMENT.rank and ours.verdict.rank <= _FREE:
                yield from (
                    outcome.clause.id if outcome.clause else "not-granted"
                    for outcome in theirs.outcomes
                    if outcome.effect in (Effect.BARRED, Effect.NOT_GRANTED)
                )
            held = {outcome.duty for result in ours.results if result.judgement for outcome in result.judgement.outcomes}
            for outcome in theirs.outcomes:
                # What the base asks for its unmodified copies does not bind what was made from it.
                if action != "redistribute" and outcome.duty in TRAVELLING and outcome.duty not in held and outcome.clause and ours.verdict.rank <= _FREE:
                    yield outcome.clause.id
