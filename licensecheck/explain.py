"""What a licence allows: a matrix of actions and purposes, then its clauses and silences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licensecheck.conditions import Ask
from licensecheck.evaluate import Effect, judge
from licensecheck.facts import Facts
from licensecheck.licences import Licence, Reading
from licensecheck.model import Said, Verdict, worst
from licensecheck.questions import possible_answers
from licensecheck.records import EMPTY, record
from licensecheck.vocabulary import Vocabulary


@record
class Cell:
    """One action for one purpose: the verdict when nothing else is known, the clauses that decide it, the facts asked for."""

    verdict: Verdict
    because: tuple[str, ...]
    asks: tuple[str, ...]
    leads_to: frozenset[Verdict] = frozenset()
    """Where facts are asked for: the verdicts that the answers lead to."""


Matrix = dict[str, dict[str, Cell]]


def matrix(licence: Licence, vocabulary: Vocabulary, reading: Reading, known: Mapping[str, Said] = EMPTY) -> Matrix:
    """Every action for every purpose, with no other fact given than those known of the model."""
    purposes = vocabulary.facts["use.purpose"].values
    return {
        action: {purpose: _cell(licence, Facts(vocabulary, action, {**known, "use.purpose": Said(purpose)}), reading) for purpose in purposes}
        for action in vocabulary.actions
    }


def _cell(licence: Licence, facts: Facts, reading: Reading) -> Cell:
    found = judge(licence, facts, reading)
    deciding = [one for one in found.outcomes if one.verdict is found.verdict and one.verdict is not Verdict.PERMITTED]
    because = tuple(dict.fromkeys(one.clause.id if one.clause else "not-granted" for one in deciding))
    asks = tuple(dict.fromkeys(ask for one in deciding if one.effect is Effect.OPEN for ask in one.asks))
    leads_to = reachable(licence, facts, reading, asks) if asks else frozenset()
    return Cell(found.verdict, because, tuple(dict.fromkeys(ask.fact for ask in asks)), leads_to)


def reachable(licence: Licence, facts: Facts, reading: Reading, asks: tuple[Ask, ...], depth: int = 3) -> frozenset[Verdict]:
    """The verdicts that answers to the open questions can lead to, a few questions deep."""
    found: set[Verdict] = set()
    for _, value in possible_answers(asks[0], (licence,), facts.vocabulary, reading):
        supposed = facts.with_fact(asks[0].fact, value)
        judgement = judge(licence, supposed, reading)
        still = tuple(ask for one in judgement.outcomes if one.effect is Effect.OPEN for ask in one.asks)
        if still and depth and judgement.verdict is Verdict.INFORMATION:
            found |= reachable(licence, supposed, reading, still, depth - 1)
        else:
            found.add(judgement.verdict)
    return frozenset(found)


def joined(found: Sequence[Matrix]) -> Matrix:
    """Several matrices as one, for licences that bind together: the worst of each cell, and of each end of its range."""
    if not found:
        return {}
    return {action: {purpose: _worst_cell([one[action][purpose] for one in found]) for purpose in row} for action, row in found[0].items()}


def _worst_cell(cells: list[Cell]) -> Cell:
    verdict = worst([cell.verdict for cell in cells])
    because = tuple(dict.fromkeys(name for cell in cells if cell.verdict is verdict for name in cell.because))
    asks = tuple(dict.fromkeys(fact for cell in cells for fact in cell.asks))
    ranges = [cell.leads_to or frozenset([cell.verdict]) for cell in cells]
    ends = (worst([min(one, key=_rank) for one in ranges]), worst([max(one, key=_rank) for one in ranges]))
    return Cell(verdict, because, asks, frozenset(ends) if asks else frozenset())


def _rank(verdict: Verdict) -> int:
    return verdict.rank
