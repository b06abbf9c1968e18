"""One licence, one action, one fact table: which clauses bite, and the verdict they give. Pure.

- An action that no permission covers is not granted (closed world).
- A prohibition wins over a permission; an exception lifts the clauses it names, once its condition is known to be true.
- An unknown condition of a permission or prohibition leaves the verdict open; an obligation that may apply is owed
  until the fact that would lift it is given, and asks only where its check would fail.
"""

from __future__ import annotations

from enum import Enum

from licensecheck.conditions import ALWAYS, Answer, Ask, Condition, answer
from licensecheck.facts import Facts
from licensecheck.licences import BY_FORM, Clause, Kind, Licence, Reading
from licensecheck.model import Verdict, worst
from licensecheck.records import record

FOLLOW = "follow-use-restrictions"


class Effect(Enum):
    """What an outcome is."""

    BARRED = "barred"
    NOT_GRANTED = "not-granted"
    OPEN = "open"
    OWED = "owed"
    UNMET = "unmet"
    ASSUMED = "assumed"


class DutyStatus(Enum):
    """Whether a duty is done."""

    TO_DO = "to-do"
    MET = "met"
    UNMET = "unmet"


@record
class Outcome:
    """What one clause (none for the closed world) comes to for one action."""

    effect: Effect
    verdict: Verdict
    clause: Clause | None = None
    used: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    fields: tuple[str, ...] = ()
    duty: str = ""
    status: DutyStatus = DutyStatus.TO_DO
    conditional: bool = False
    """The duty's condition is unknown: it is owed unless the asked facts say otherwise."""


@record
class Judgement:
    """All outcomes of one licence for one action, and their verdict."""

    licence: Licence
    action: str
    outcomes: tuple[Outcome, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the outcomes."""
        return worst([outcome.verdict for outcome in self.outcomes])


def judge(licence: Licence, facts: Facts, reading: Reading) -> Judgement:
    """Evaluate the licence for the action of the fact table; a table with a memo is asked once for each licence and reading."""
    if facts.memo is None:
        return _judge(licence, facts, reading)
    key = (licence.id, reading)
    if key not in facts.memo:
        facts.memo[key] = _judge(licence, facts, reading)
    found: Judgement = facts.memo[key]
    return found


def _judge(licence: Licence, facts: Facts, reading: Reading) -> Judgement:
    lifted: set[str] = set()
    ways_out: dict[str, set[Ask]] = {}
    for clause in licence.clauses:
        if clause.kind is Kind.EXCEPTION:
            result = answer(clause.when(reading), facts.get, facts.vocabulary)
            if result.truth:
                lifted |= clause.lifts
            elif result.truth is None:
                for name in clause.lifts:
                    ways_out.setdefault(name, set()).update(result.missing)
    outcomes = list(_grants(licence, facts, reading, lifted))
    active = [clause for clause in licence.clauses if facts.action in clause.covers and clause.id not in lifted]
    follows = any(clause.duty == FOLLOW for clause in active)
    for clause in active:
        if clause.kind is Kind.PROHIBITION:
            outcomes += _bar(clause, facts, reading, follows, ways_out.get(clause.id, set()))
        elif clause.kind is Kind.OBLIGATION:
            outcomes += _duty(clause, facts, reading, _barred_fields(active) if clause.duty == FOLLOW else ())
    return Judgement(licence, facts.action, tuple(outcomes))


def _ask(condition: Condition, facts: Facts) -> Answer:
    return answer(condition, facts.get, facts.vocabulary)


def _grants(licence: Licence, facts: Facts, reading: Reading, lifted: set[str]) -> list[Outcome]:
    unsure: Outcome | None = None
    for clause in licence.clauses:
        if clause.kind is not Kind.PERMISSION or facts.action not in clause.covers or clause.id in lifted:
            continue
        result = _ask(clause.when(reading), facts)
        if result.truth:
            return []
        if result.truth is None and unsure is None:
            unsure = Outcome(Effect.OPEN, Verdict.INFORMATION, clause, asks=tuple(sorted(result.missing)))
    return [unsure or Outcome(Effect.NOT_GRANTED, Verdict.PROHIBITED)]


def _bar(clause: Clause, facts: Facts, reading: Reading, follows: bool, ways_out: set[Ask]) -> list[Outcome]:
    result = _ask(clause.when(reading), facts)
    if result.truth is False:
        assumed = Outcome(Effect.ASSUMED, Verdict.PERMITTED, clause, tuple(sorted(result.used)), tuple(sorted(result.assumed)))
        return [assumed] if result.assumed else []
    used, hit = result.used, clause.fields
    if clause.fields:
        said = facts.get("use.fields")
        if said is None:
            if follows:
                return []
            return [Outcome(Effect.OWED, Verdict.DUTIES, clause, fields=clause.fields, duty=FOLLOW, conditional=result.truth is None)]
        hit = tuple(name for name in clause.fields if isinstance(said.value, list) and name in said.value)
        if not hit:
            return []
        used |= {"use.fields"}
    if result.truth is None:
        return [Outcome(Effect.OPEN, Verdict.INFORMATION, clause, tuple(sorted(used)), tuple(sorted(result.missing)), hit)]
    return [Outcome(Effect.BARRED, clause.otherwise, clause, tuple(sorted(used)), tuple(sorted(ways_out)), hit)]


def _duty(clause: Clause, facts: Facts, reading: Reading, fields: tuple[str, ...]) -> list[Outcome]:
    result = _ask(clause.when(reading), facts)
    if result.truth is False:
        return []
    checked = _ask(clause.check, facts) if clause.check is not None else Answer(None)
    used, missing = tuple(sorted(result.used | checked.used)), tuple(sorted(result.missing))
    unsure = result.truth is None
    if checked.truth is False and clause.duty not in BY_FORM:
        if unsure:
            return [Outcome(Effect.OPEN, Verdict.INFORMATION, clause, used, missing, fields, clause.duty, DutyStatus.UNMET)]
        return [Outcome(Effect.UNMET, Verdict.PROHIBITED, clause, used, (), fields, clause.duty, DutyStatus.UNMET)]
    status = DutyStatus.MET if checked.truth else DutyStatus.TO_DO
    return [Outcome(Effect.OWED, Verdict.DUTIES, clause, used, missing, fields, clause.duty, status, unsure)]


def _barred_fields(clauses: list[Clause]) -> tuple[str, ...]:
    listed = [name for clause in clauses if clause.kind is Kind.PROHIBITION for name in clause.fields]
    return tuple(dict.fromkeys(listed))


__all__ = ["ALWAYS", "FOLLOW", "DutyStatus", "Effect", "Judgement", "Outcome", "judge"]
