"""One model, one use: every term in force weighed for every action, as findings, duties and questions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from licensecheck.binding import Bound
from licensecheck.conditions import Ask
from licensecheck.evaluate import Effect, Outcome
from licensecheck.facts import Facts
from licensecheck.findings import Code, FactUsed, Finding, Question, severity_of
from licensecheck.identify.names import Leaf, OneOf, Sort, suggestions
from licensecheck.licences import Clause, Licence, Reading
from licensecheck.lineage import UNCHANGED
from licensecheck.model import LicenceId, Said, Subject, Use, Value, Verdict, worst
from licensecheck.questions import question
from licensecheck.records import EMPTY, record, replace
from licensecheck.report import Duty
from licensecheck.rulebase import RuleBase
from licensecheck.terms import Weighed, Weighing, weigh
from licensecheck.wording import AMBIGUOUS, ASSUMED, CLOSED_WORLD, LOOK_ALIKE, NO_LICENSE, NO_WEIGHTS, REMEDIES, UNKNOWN_LICENSE, UNKNOWN_MODEL, WITHOUT_TEXT

LICENCE_FILES = frozenset({"license", "licence", "copying", "eula", "license-model", "model_license"})
"""Names, without endings, of files that hold a copy of a licence."""


@record
class Context:
    """What an assessment needs beside the model: the rule base, the reading, and the licences that agreements cover."""

    base: RuleBase
    reading: Reading
    covered: Mapping[LicenceId, str]
    """Licences under a separate agreement in force -> the words that name it."""
    tables: dict[Any, tuple[Facts, tuple[Mapping[str, Said], ...]]]
    """Fact tables of this run, for the models that share them."""


@record
class Case:
    """One model in one use, with the terms in force on it."""

    subject: Subject
    use: Use
    bounds: tuple[Bound, ...]
    context: Context

    def facts(self, action: str, extra: Mapping[str, Said] | None = None, bound: Bound | None = None) -> Facts:
        """The fact table for an action; `model.*` is said of the release whose terms (`bound`) are weighed."""
        theirs = EMPTY if bound is None or bound.own else bound.reach.subject.facts
        foreign = bound is not None and not bound.own
        handing_on = self.subject.files is not None and action in ("redistribute", "distribute-derivatives")
        if extra is not None or handing_on:
            return self._table(action, foreign, theirs, handing_on, extra or EMPTY, bound)
        # Models of one manifest share their uses: the same table is evaluated once for each licence. The parts are kept with
        # it, so that no other can come to have their identity.
        parts = (self.use.facts, self.subject.facts or EMPTY, theirs or EMPTY)
        key = (action, foreign, *map(id, parts))
        if key not in self.context.tables:
            self.context.tables[key] = (replace(self._table(action, foreign, theirs, False, EMPTY), memo={}), parts)
        return self.context.tables[key][0]

    def _table(self, action: str, foreign: bool, theirs: Mapping[str, Said], handing_on: bool, extra: Mapping[str, Said], bound: Bound | None = None) -> Facts:
        about = self.subject.facts
        if foreign:
            about = {
                **{name: said for name, said in about.items() if not name.startswith("model.")},
                **{name: said for name, said in theirs.items() if name.startswith("model.")},
            }
        said = {**self.use.facts, **about, **extra}
        if handing_on:
            said["distribution.files"] = Said(self._files(bound), self.subject.id)
        return Facts(self.context.base.vocabulary, action, said)

    def _files(self, bound: Bound | None) -> list[Value]:
        """The files that are handed on; a licence file whose text is another licence's is no copy of this one, a card that holds the text is."""
        files: list[Value] = list(self.subject.files or ())
        own = [(claim, leaf) for one in self.bounds if one.own for claim, leaf in one.claims]
        texts = [leaf for claim, leaf in own if claim.source == "file"]
        wanted = {licence for _, leaf in bound.claims for licence in leaf.licences} if bound else set()
        if any(claim.source == "card-text" and leaf.sort is Sort.KNOWN and wanted & set(leaf.licences) for claim, leaf in own):
            return [*files, "license"]
        copied = {licence for leaf in texts for licence in leaf.licences}
        # Where one may be chosen its text is enough; where all bind, the text of one is no copy of the others.
        there = bool(wanted & copied) if bound and isinstance(bound.terms, OneOf) else wanted <= copied
        if not texts or not wanted or there or any(leaf.sort is not Sort.KNOWN for leaf in texts):
            return files
        return [one for one in files if one not in LICENCE_FILES]


@record
class Hit:
    """One outcome (None for a leaf that is not a known licence) of one leaf for one action, on one path."""

    bound: Bound
    action: str
    weighed: Weighed
    outcome: Outcome | None

    @property
    def licence(self) -> Licence | None:
        """The licence, where it is known."""
        return self.weighed.judgement.licence if self.weighed.judgement else None


def weigh_case(case: Case, extra: Mapping[str, Said] | None = None) -> tuple[tuple[Bound, Weighing], ...]:
    """Every bound term weighed for the actions of the use."""
    found = []
    for bound in case.bounds:
        tables = tuple(case.facts(_action_on(action, bound), extra, bound) for action in case.use.actions)
        found.append((bound, weigh(bound.terms, tables, case.context.reading, case.context.base.licence)))
    return tuple(found)


def _action_on(action: str, bound: Bound) -> str:
    """Handing on a model hands on a derivative of what it is made from, unless only the format differs."""
    changed = any(relation != UNCHANGED for relation in bound.reach.relations)
    return "distribute-derivatives" if action == "redistribute" and changed else action


def hits(case: Case, weighings: tuple[tuple[Bound, Weighing], ...]) -> Iterator[Hit]:
    """Every outcome once: the same clause for the same action on a second path is not repeated."""
    seen: set[tuple[str, ...]] = set()
    for bound, weighing in weighings:
        for action, weighed in _by_action(case.use.actions, weighing):
            outcomes: tuple[Outcome | None, ...] = weighed.judgement.outcomes if weighed.judgement else (None,)
            for outcome in outcomes:
                clause = outcome.clause.id if outcome and outcome.clause else ""
                name = weighed.judgement.licence.id if weighed.judgement else weighed.leaf.name
                verdict = outcome.verdict if outcome else weighed.verdict
                mark = (name, clause, action, str(outcome and outcome.effect), verdict.value)
                if mark not in seen:
                    seen.add(mark)
                    yield Hit(bound, action, weighed, outcome)


def _by_action(actions: tuple[str, ...], weighing: Weighing) -> Iterator[tuple[str, Weighed]]:
    """Results come leaf by leaf, each with one entry an action, in the order of the actions."""
    for index, weighed in enumerate(weighing.results):
        yield actions[index % len(actions)], weighed


def verdict_of(case: Case, hit: Hit) -> Verdict:
    """The verdict that a hit adds: nothing where an agreement covers the licence, whose own duties stay."""
    verdict = hit.outcome.verdict if hit.outcome else hit.weighed.verdict
    return min(verdict, Verdict.DUTIES, key=lambda one: one.rank) if waiver(case, hit) else verdict


def waiver(case: Case, hit: Hit) -> str:
    """The agreement that lifts the hit, in words; empty where there is none."""
    licences = [hit.licence.id] if hit.licence else list(hit.weighed.leaf.licences)
    verdict = hit.outcome.verdict if hit.outcome else hit.weighed.verdict
    if verdict.rank <= Verdict.DUTIES.rank or not licences:
        return ""
    named = [case.context.covered.get(name, "") for name in licences]
    return named[0] if all(named) else ""


def overall(case: Case, extra: Mapping[str, Said] | None = None) -> Verdict:
    """The verdict of the use from the licences alone."""
    return worst([verdict_of(case, hit) for hit in hits(case, weigh_case(case, extra))])


def suppose(case: Case, name: str, value: Value) -> Verdict:
    """The verdict of the use if the fact were known to be `value`."""
    return overall(case, {name: case.facts("").with_fact(name, value).said[name]})


def duties(found: tuple[Hit, ...]) -> tuple[Duty, ...]:
    """What is owed, or found unmet, for each action."""
    owed = []
    for hit in found:
        if hit.outcome is None or hit.licence is None or hit.outcome.clause is None or not hit.outcome.duty:
            continue
        if hit.outcome.effect in (Effect.OWED, Effect.UNMET):
            clause = hit.outcome.clause
            owed.append(Duty(hit.outcome.duty, hit.action, hit.licence.id, clause.id, clause.section, duty_text(hit.outcome), hit.outcome.status.value))
    return tuple(owed)


def duty_text(outcome: Outcome) -> str:
    """What to do, with the barred fields and the condition where there are any."""
    assert outcome.clause is not None
    text = outcome.clause.text or outcome.clause.summary
    if outcome.fields:
        text += f" Barred: {', '.join(outcome.fields)}."
    if outcome.conditional:
        text += f" (Owed depending on {', '.join(ask.fact for ask in outcome.asks)}.)"
    return text


class Questions:
    """Questions for missing facts, each made once a case: they cost an evaluation for every answer."""

    def __init__(self, case: Case, licences: tuple[Licence, ...]) -> None:
        self._case, self._licences = case, licences
        self._made: dict[Ask, Question] = {}

    def __call__(self, ask: Ask) -> Question:
        """The question for one missing fact."""
        if ask not in self._made:
            case = self._case
            self._made[ask] = question(ask, self._licences, case.context.base.vocabulary, case.context.reading, lambda name, value: suppose(case, name, value))
        return self._made[ask]


def findings(case: Case, found: tuple[Hit, ...]) -> tuple[Finding, ...]:
    """All hits as findings."""
    licences = {hit.licence.id: hit.licence for hit in found if hit.licence}
    for hit in found:
        licences |= {name: case.context.base.licence(name) for name in hit.weighed.candidates}
    ask = Questions(case, tuple(licences.values()))
    return tuple(finding for hit in found for finding in _findings(case, hit, ask))


def _findings(case: Case, hit: Hit, ask: Questions) -> Iterator[Finding]:
    # Gathered first and made once: a large manifest has thousands of findings.
    start: dict[str, Any] = {
        "model": case.subject.id,
        "location": case.subject.location,
        "use": case.use.name,
        "action": hit.action,
        "license": hit.licence.id if hit.licence else hit.weighed.leaf.name,
        "confidence": _confidence(hit),
        "lineage": hit.bound.reach.path,
        "relations": hit.bound.reach.relations,
        "waived": waiver(case, hit),
    }
    outcome = hit.outcome
    if outcome is None:
        yield _open_leaf(case, hit, start)
        return
    start |= {"verdict": outcome.verdict, "severity": severity_of(outcome.verdict)}
    start["facts"] = tuple(_fact(case, hit.action, name) for name in outcome.used)
    clause = outcome.clause
    if clause is None:
        yield Finding(**start, code=Code.NOT_GRANTED, summary=CLOSED_WORLD, remedy="Ask the licensor for this right.")
        return
    start |= {"clause": clause.id, "section": clause.section, "quote": clause.quote, "summary": clause.summary, "remedy": clause.remedy}
    for more in _by_effect(case, clause, outcome, ask):
        yield Finding(**{**start, **more})


def _confidence(hit: Hit) -> str:
    """How sure a finding is: a catalogue entry from memory weakens it most, a licence read by one reader only less."""
    sources = [claim for claim, leaf in hit.bound.claims if leaf == hit.weighed.leaf or (hit.licence and leaf.licences == (hit.licence.id,))]
    if sources and all(claim.confidence != "exact" for claim in sources):
        return "low"
    return "high" if hit.licence and hit.licence.reviewed.get("status") == "reviewed" else "medium"


def _by_effect(case: Case, clause: Clause, outcome: Outcome, ask: Questions) -> Iterator[dict[str, Any]]:
    """What is particular to a kind of outcome: its code, question, remedy."""
    match outcome.effect:
        case Effect.BARRED | Effect.NOT_GRANTED:
            code = Code.NEEDS_AGREEMENT if outcome.verdict is Verdict.AGREEMENT else Code.PROHIBITED_USE
            yield {"code": code, "question": ask(outcome.asks[0]) if outcome.asks else None}
        case Effect.OPEN:
            for missing in outcome.asks:
                yield {
                    "code": Code.MISSING_FACT,
                    "question": ask(missing),
                    "remedy": f"State `{missing.fact}`{f' for {missing.month}' if missing.month else ''}.",
                }
        case Effect.OWED:
            yield {"code": Code.DUTY, "summary": duty_text(outcome)}
        case Effect.UNMET:
            code = Code(case.context.base.vocabulary.duties[outcome.duty].unmet)
            yield {"code": code, "remedy": clause.remedy or f"{REMEDIES.get(code, '')} {duty_text(outcome)}".strip()}
        case Effect.ASSUMED:
            for missing in outcome.asks:
                summary = f"{clause.summary} {ASSUMED.format(month=missing.month)}"
                remedy = f"State `{missing.fact}` for {missing.month}."
                yield {"code": Code.MISSING_FACT, "summary": summary, "question": ask(missing), "confidence": "medium", "remedy": remedy}


def _fact(case: Case, action: str, name: str) -> FactUsed:
    said = case.facts(action).get(name)
    return FactUsed(name, said.value if said else None, said.at if said else "")


def _open_leaf(case: Case, hit: Hit, start: dict[str, Any]) -> Finding:
    """A licence that is unknown, ambiguous, without text or absent: the question is which one it is."""
    leaf, base = hit.weighed.leaf, case.context.base
    code, summary = _sort_words(leaf, hit, base)
    answers: tuple[tuple[str, Verdict], ...] = tuple((str(name), verdict) for name, verdict in hit.weighed.candidates.items())
    if not answers:
        answers = (("no licence was granted", Verdict.PROHIBITED), ("a licence that is declared and encoded", Verdict.INFORMATION))
    at = next((claim.location for claim, named in hit.bound.claims if named == leaf and claim.location and hit.bound.own), None)
    if at and at.line and leaf.line:
        at = replace(at, line=leaf.line, column=1)
    return Finding(
        **{**start, "location": at or start["location"]},
        code=code,
        verdict=hit.weighed.verdict,
        severity=severity_of(hit.weighed.verdict),
        summary=summary,
        question=Question("license", f"Under which licence is {hit.bound.reach.subject.id} granted?", answers),
        remedy=REMEDIES[code],
    )


def _sort_words(leaf: Leaf, hit: Hit, base: RuleBase) -> tuple[Code, str]:
    subject = hit.bound.reach.subject
    if subject.kind not in ("model", "dataset") and leaf.sort in (Sort.ABSENT, Sort.UNKNOWN):
        return Code.NO_LICENSE, NO_WEIGHTS.format(id=subject.id, kind=subject.kind)
    match leaf.sort:
        case Sort.AMBIGUOUS:
            return Code.AMBIGUOUS_LICENSE, AMBIGUOUS.format(name=leaf.name, candidates=", ".join(leaf.licences))
        case Sort.WITHOUT_TEXT:
            return Code.UNKNOWN_LICENSE, WITHOUT_TEXT.format(name=leaf.name, missing=base.licence(leaf.licences[0]).missing)
        case Sort.MODIFIED:
            return Code.MODIFIED_LICENSE, leaf.note
        case Sort.ABSENT if not hit.bound.reach.subject.listed:
            return Code.UNKNOWN_LICENSE, UNKNOWN_MODEL.format(id=hit.bound.reach.subject.id) + hit.bound.reach.subject.hint
        case Sort.ABSENT:
            return Code.NO_LICENSE, NO_LICENSE
        case Sort.UNKNOWN | Sort.KNOWN:
            if leaf.note:
                return Code.UNKNOWN_LICENSE, leaf.note
            near = suggestions(leaf.name, base)
            return Code.UNKNOWN_LICENSE, UNKNOWN_LICENSE.format(name=leaf.name) + (LOOK_ALIKE.format(names=", ".join(near)) if near else "")
