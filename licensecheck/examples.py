"""In-file examples of a licence: run them, and check by mutation that they notice every part of every clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from licensecheck.conditions import NUMERIC, Condition, Group, Negation, Test
from licensecheck.evaluate import Effect, Outcome, judge
from licensecheck.facts import Facts
from licensecheck.licences import Clause, Licence, Reading
from licensecheck.model import Said, Verdict, worst
from licensecheck.records import record, replace
from licensecheck.vocabulary import Vocabulary

_LISTS = frozenset({"words", "fields", "regions"})
_DEFAULT_CHECKS = frozenset({"distribution.files", "organization.registrations"})
_FLIPPED = {"above": "at_least", "at_least": "above", "below": "at_most", "at_most": "below",
            "is": "is_not", "is_not": "is", "in": "not_in", "not_in": "in"}  # fmt: skip


@record
class Case:
    """One example: a situation and what must come out."""

    name: str
    actions: tuple[str, ...]
    facts: Mapping[str, Any]
    reading: Reading
    expect: Mapping[str, Any]


@record
class Found:
    """What evaluation gives for a case."""

    verdict: Verdict
    because: frozenset[str]
    duties: frozenset[str]
    ask: frozenset[str]


def cases(licence: Licence, vocabulary: Vocabulary) -> Iterator[Case]:
    """The cases of a licence, `each` unfolded."""
    given = licence.examples.get("given", {})
    for raw in licence.examples.get("cases", ()):
        facts = {**given, **raw.get("with", {})}
        for name in raw.get("without", ()):
            facts.pop(name, None)
        reading = Reading(raw.get("reading", "cautious"))
        for label, more in _unfold(raw.get("each", {}), vocabulary):
            all_facts = {**facts, **more}
            actions = tuple(all_facts.pop("actions"))
            yield Case(raw["name"] + label, actions, all_facts, reading, raw["expect"])


def _unfold(each: Mapping[str, Any], vocabulary: Vocabulary) -> list[tuple[str, dict[str, Any]]]:
    if not each:
        return [("", {})]
    name, values = next(iter(each.items()))
    listed = name == "actions" or vocabulary.facts[name].type in _LISTS
    return [(f" [{value}]", {name: [value] if listed else value}) for value in values]


def run(licence: Licence, case: Case, vocabulary: Vocabulary) -> Found:
    """Evaluate one case."""
    said = {name: Said(value) for name, value in case.facts.items()}
    outcomes: list[Outcome] = []
    for action in case.actions:
        outcomes += judge(licence, Facts(vocabulary, action, said), case.reading).outcomes
    verdict = worst([outcome.verdict for outcome in outcomes])
    deciding = [outcome for outcome in outcomes if outcome.verdict is verdict and verdict.rank > Verdict.DUTIES.rank]
    return Found(
        verdict,
        frozenset(outcome.clause.id if outcome.clause else "not-granted" for outcome in deciding),
        frozenset(outcome.clause.id for outcome in outcomes if outcome.effect is Effect.OWED and outcome.clause),
        frozenset(ask.fact for outcome in outcomes if outcome.effect is Effect.OPEN for ask in outcome.asks),
    )


def failures(licence: Licence, case: Case, vocabulary: Vocabulary) -> list[str]:
    """What differs from the expectation, in words; empty when the case passes."""
    found, expect = run(licence, case, vocabulary), case.expect
    wrong = []
    if found.verdict.value != expect["verdict"]:
        wrong.append(f"verdict is {found.verdict.value} because of {_list(found.because)}, expected {expect['verdict']}")
    for key in ("because", "duties", "ask"):
        actual: frozenset[str] = getattr(found, key)
        if key in expect and actual != frozenset(expect[key]):
            wrong.append(f"{key} is {_list(actual)}, expected {_list(frozenset(expect[key]))}")
    return wrong


def _list(words: frozenset[str]) -> str:
    return ", ".join(sorted(words)) or "nothing"


def survivors(licence: Licence, vocabulary: Vocabulary) -> list[str]:
    """The mutants that no example notices, in words. Empty when the examples hold every clause in place."""
    everything = list(cases(licence, vocabulary))
    return [
        f"no example notices: {what}"
        for what, clause, mutant in mutants(licence)
        if not any(failures(mutant, case, vocabulary) for case in _likely_first(everything, clause))
    ]


def _likely_first(everything: list[Case], clause: Clause) -> list[Case]:
    def distance(case: Case) -> int:
        named = clause.id in case.expect.get("because", ()) or clause.id in case.expect.get("duties", ())
        return (not named) + (not clause.covers.intersection(case.actions))

    return sorted(everything, key=distance)


def mutants(licence: Licence) -> Iterator[tuple[str, Clause, Licence]]:
    """Every licence that differs in one small way from this one."""
    for index, clause in enumerate(licence.clauses):
        before, after = licence.clauses[:index], licence.clauses[index + 1 :]
        yield f"{clause.id} deleted", clause, replace(licence, clauses=before + after)
        for what, changed in _changed(clause):
            yield f"{clause.id} {what}", clause, replace(licence, clauses=(*before, changed, *after))


def _changed(clause: Clause) -> Iterator[tuple[str, Clause]]:
    if len(clause.covers) > 1:
        for action in sorted(clause.covers):
            yield f"without the action {action}", replace(clause, covers=clause.covers - {action})
    for name in clause.fields if len(clause.fields) > 1 else ():
        yield f"without the field {name}", replace(clause, fields=tuple(other for other in clause.fields if other != name))
    for name in sorted(clause.lifts) if len(clause.lifts) > 1 else ():
        yield f"not lifting {name}", replace(clause, lifts=clause.lifts - {name})
    if clause.otherwise is Verdict.AGREEMENT:
        yield "as a bare ban", replace(clause, otherwise=Verdict.PROHIBITED)
    if clause.cautious == clause.strict:
        for what, condition in _variants(clause.cautious):
            yield what, replace(clause, cautious=condition, strict=condition)
    else:
        for what, condition in _variants(clause.cautious):
            yield f"(cautious) {what}", replace(clause, cautious=condition)
        for what, condition in _variants(clause.strict):
            yield f"(strict) {what}", replace(clause, strict=condition)
        yield "read strictly in both", replace(clause, cautious=clause.strict)
        yield "read cautiously in both", replace(clause, strict=clause.cautious)
    # A default check comes from the vocabulary, not from this file.
    if clause.check is not None and not (isinstance(clause.check, Test) and clause.check.fact in _DEFAULT_CHECKS):
        for what, condition in _variants(clause.check):
            yield f"check {what}", replace(clause, check=condition)


def _variants(condition: Condition) -> Iterator[tuple[str, Condition]]:
    match condition:
        case Test():
            yield from _test_variants(condition)
        case Negation(part=part):
            yield "with `not` dropped", part
            for what, changed in _variants(part):
                yield what, Negation(changed)
        case Group(every=every, parts=parts):
            yield f"with `{'all' if every else 'any'}` swapped", Group(not every, parts)
            for index, part in enumerate(parts):
                for what, changed in _variants(part):
                    yield what, Group(every, (*parts[:index], changed, *parts[index + 1 :]))
        case _:
            return


def _test_variants(test: Test) -> Iterator[tuple[str, Condition]]:
    words = f"{test.fact} {test.op} {test.value}"
    yield f"with {words} flipped", replace(test, op=_FLIPPED[test.op]) if test.op in _FLIPPED else Negation(test)
    if test.op in NUMERIC:
        for step in (-1, 1):
            yield f"with {words} moved by {step}", replace(test, value=test.value + step)
    if isinstance(test.value, tuple) and len(test.value) > 1:
        for value in test.value:
            yield f"with {words} without {value}", replace(test, value=tuple(other for other in test.value if other != value))
