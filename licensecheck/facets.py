"""What sorts licences for a person who looks for one: commercial use, outputs, thresholds, territory. Pure."""

from __future__ import annotations

from enum import Enum

from licensecheck.conditions import NUMERIC
from licensecheck.evaluate import Effect, judge
from licensecheck.explain import reachable
from licensecheck.facts import Facts
from licensecheck.licences import Kind, Licence, Reading
from licensecheck.model import Said, Value, Verdict
from licensecheck.records import record
from licensecheck.vocabulary import Vocabulary

_STUDENT: dict[str, Value] = {"trained_model.family": "own", "trained_model.kind": "llm", "trained_model.distributed": True, "trained_model.foundation": True}


class Allowed(Enum):
    """What the licence says to something at its best: allowed, allowed on some facts, with the licensor's agreement, or not."""

    YES = "yes"
    CONDITIONAL = "conditional"
    AGREEMENT = "agreement"
    NO = "no"


@record
class Facets:
    """The facets of one licence."""

    commercial: Allowed
    trains_others: Allowed
    thresholds: bool
    territory: bool


def facets(licence: Licence, vocabulary: Vocabulary) -> Facets:
    """Facets of an encoded licence under the cautious reading."""
    tests = [test for clause in licence.clauses if clause.kind is Kind.PROHIBITION for test in clause.facts()]
    return Facets(
        commercial=_allowed(licence, Facts(vocabulary, "serve", {"use.purpose": Said("commercial")})),
        trains_others=_allowed(
            licence,
            Facts(vocabulary, "train-on-outputs", {"use.purpose": Said("commercial"), **{name: Said(value) for name, value in _STUDENT.items()}}),
        ),
        thresholds=any(test.op in NUMERIC for test in tests),
        territory=any(vocabulary.facts[test.fact].type in ("region", "regions") for test in tests),
    )


def _allowed(licence: Licence, facts: Facts) -> Allowed:
    found = judge(licence, facts, Reading.CAUTIOUS)
    asks = tuple(ask for one in found.outcomes if one.effect is Effect.OPEN for ask in one.asks)
    ends = reachable(licence, facts, Reading.CAUTIOUS, asks) if found.verdict is Verdict.INFORMATION and asks else frozenset([found.verdict])
    if not ends:
        return Allowed.CONDITIONAL
    best = min(ends, key=lambda verdict: verdict.rank)
    if best.rank <= Verdict.DUTIES.rank:
        return Allowed.YES if len(ends) == 1 else Allowed.CONDITIONAL
    return Allowed.AGREEMENT if best is Verdict.AGREEMENT else Allowed.NO
