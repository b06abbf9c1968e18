"""Licence terms weighed for one use: AND binds all, OR takes the best choice for this use, what is unknown stays open. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from licensecheck.evaluate import Effect, Judgement, judge
from licensecheck.facts import Facts
from licensecheck.identify.names import AllOf, Leaf, OneOf, Sort, Terms
from licensecheck.licences import Licence, Reading, Status
from licensecheck.model import LicenceId, Verdict, worst
from licensecheck.records import record, replace

Load = Callable[[LicenceId], Licence]


@record
class Weighed:
    """One leaf for one action: its judgement if the licence is known, else why it stays open."""

    leaf: Leaf
    action: str
    judgement: Judgement | None
    candidates: Mapping[LicenceId, Verdict]
    verdict: Verdict


@record
class Weighing:
    """All leaves that bind, for all actions; `choices` names the alternatives taken and `passed_over` the others."""

    results: tuple[Weighed, ...]
    choices: tuple[Leaf, ...] = ()
    passed_over: tuple[Leaf, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst over leaves and actions."""
        return worst([result.verdict for result in self.results])


def weigh(terms: Terms, tables: tuple[Facts, ...], reading: Reading, load: Load) -> Weighing:
    """Weigh the terms for the actions of the fact tables."""
    match terms:
        case Leaf():
            return Weighing(tuple(_leaf(terms, facts, reading, load) for facts in tables))
        case AllOf(parts=parts):
            inner = [weigh(part, tables, reading, load) for part in parts]
            return Weighing(
                _with_addenda(tuple(result for one in inner for result in one.results)),
                tuple(leaf for one in inner for leaf in one.choices),
                tuple(leaf for one in inner for leaf in one.passed_over),
            )
        case OneOf(parts=parts):
            options = [weigh(part, tables, reading, load) for part in parts]
            best = min(options, key=lambda option: (option.verdict.rank, _burden(option)))
            others = [option for option in options if option is not best]
            return Weighing(
                best.results,
                (*best.choices, *dict.fromkeys(result.leaf for result in best.results)),
                (*best.passed_over, *dict.fromkeys(result.leaf for option in others for result in option.results)),
            )


def _candidate(licence: Licence, facts: Facts, reading: Reading) -> Verdict:
    """A candidate without clauses is as open as the name itself."""
    return judge(licence, facts, reading).verdict if licence.status is Status.ENCODED else Verdict.INFORMATION


def _with_addenda(results: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """An addendum grants nothing itself; beside a licence that may grant, only what it limits and asks for counts."""
    if all(result.judgement and result.judgement.licence.addendum for result in results):
        return results
    return tuple(_limits_only(result) if result.judgement and result.judgement.licence.addendum else result for result in results)


def _limits_only(result: Weighed) -> Weighed:
    assert result.judgement is not None
    outcomes = tuple(one for one in result.judgement.outcomes if one.effect is not Effect.NOT_GRANTED)
    judgement = replace(result.judgement, outcomes=outcomes)
    return replace(result, judgement=judgement, verdict=judgement.verdict)


def _burden(option: Weighing) -> int:
    """How many duties an alternative brings: of two with the same verdict the lighter is the better."""
    judged = [result.judgement for result in option.results if result.judgement]
    return sum(outcome.effect is Effect.OWED for one in judged for outcome in one.outcomes)


def _leaf(leaf: Leaf, facts: Facts, reading: Reading, load: Load) -> Weighed:
    match leaf.sort:
        case Sort.KNOWN:
            judgement = judge(load(leaf.licences[0]), facts, reading)
            return Weighed(leaf, facts.action, judgement, {}, judgement.verdict)
        case Sort.AMBIGUOUS:
            verdicts = {name: _candidate(load(name), facts, reading) for name in leaf.licences}
            # Whichever it is, it is at least as strict as its mildest candidate.
            least = min((one.rank for one in verdicts.values()), default=0)
            verdict = max(Verdict.INFORMATION, list(Verdict)[least], key=lambda one: one.rank)
            return Weighed(leaf, facts.action, None, verdicts, verdict)
        case Sort.UNKNOWN | Sort.WITHOUT_TEXT | Sort.MODIFIED | Sort.ABSENT:
            return Weighed(leaf, facts.action, None, {}, Verdict.INFORMATION)
