"""Findings that come from the lineage: unknown bases, drift, conflicts, training data, outputs of other models. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.addresses import is_address
from licensecheck.assess import Case
from licensecheck.binding import Bound, conflict, unread_links
from licensecheck.evaluate import Effect, judge
from licensecheck.facts import Facts
from licensecheck.findings import Code, FactUsed, Finding, Question, Severity, severity_of
from licensecheck.identify.claims import limits_purpose
from licensecheck.identify.names import Leaf, OneOf, Sort, Terms, choices, identify, leaves
from licensecheck.licences import Licence, Reading, Status
from licensecheck.lineage import Gap, Lineage, Mode
from licensecheck.model import LicenceId, Location, Said, Subject, Verdict, folded
from licensecheck.records import replace
from licensecheck.terms import weigh
from licensecheck.wording import (
    CONFLICT,
    DATA_TERMS,
    DATA_UNKNOWN,
    DRIFT,
    INCOMPATIBLE,
    MISSING_LINK,
    OUTBOUND,
    PROVENANCE,
    PROVENANCE_UNKNOWN,
    REMEDIES,
    SAID_IN_PASSING,
    UNKNOWN_BASE,
    UNREAD_LINK,
    UNSURE,
)


def _finding(code: Code, subject: Subject, verdict: Verdict, summary: str, at: Location | None = None) -> Finding:
    return Finding(code, verdict, severity_of(verdict), summary, subject.id, at or subject.location, remedy=REMEDIES[code])


def of_model(subject: Subject, lineage: Lineage, bounds: tuple[Bound, ...], case: Case) -> Iterator[Finding]:
    """Findings that hold for every use of the model."""
    own = bounds[0]
    if sides := conflict(own):
        text = "; ".join(
            f"{claim.source} says {leaf.name or 'nothing'}" + (f" ({_place(claim.location, leaf).text()})" if claim.location else "") for claim, leaf in sides
        )
        found = _finding(Code.LICENSE_CONFLICT, subject, Verdict.PERMITTED, CONFLICT.format(sides=text), sides[0][0].location)
        yield replace(found, severity=Severity.WARNING, lineage=(subject.id,))
    yield from _said_in_passing(subject, own, case)
    for claim in unread_links(own):
        summary = (UNREAD_LINK if is_address(claim.declared) else MISSING_LINK).format(address=claim.declared)
        yield replace(_finding(Code.UNKNOWN_LICENSE, subject, Verdict.PERMITTED, summary, claim.location), lineage=(subject.id,))
    for gap in lineage.gaps:
        if gap.mode is Mode.WEIGHTS:
            yield _gap(subject, gap)
    for bound in bounds:
        if bound.own or bound.reach.mode is Mode.WEIGHTS:
            yield from _unsure(subject, bound)
    yield from _drift(subject, own, bounds, case)


def _place(at: Location, leaf: Leaf) -> Location:
    """The line that says it, where one does; else the place of the claim."""
    return replace(at, line=leaf.line, column=1) if leaf.line else at


def _said_in_passing(subject: Subject, own: Bound, case: Case) -> Iterator[Finding]:
    """A warning where a card keeps the model from commercial use in its own words and no licence of the model does."""
    cards = [claim for claim in subject.claims if claim.source == "card-text"]
    known = [leaf for _, leaf in own.claims if leaf.sort is Sort.KNOWN]
    if not cards or not known or any(limits_purpose(leaf, case.context.base) for leaf in known):
        return
    # Loaded for cards only: a manifest needs nothing of what reads texts.
    from licensecheck.identify.prose import noncommercial

    for claim in cards:
        if claim.text and claim.location and (line := noncommercial(claim.text)):
            at = replace(claim.location, line=line, column=1)
            found = _finding(Code.LICENSE_CONFLICT, subject, Verdict.PERMITTED, SAID_IN_PASSING.format(line=line), at)
            yield replace(found, severity=Severity.WARNING, lineage=(subject.id,))


def _unsure(subject: Subject, bound: Bound) -> Iterator[Finding]:
    """A note where a licence rests on a source that is not sure, and on no other: a verdict built on it says so."""
    sure = {leaf.licences for claim, leaf in bound.claims if claim.confidence == "exact"}
    for claim, leaf in bound.claims:
        if claim.confidence != "exact" and leaf.licences not in sure:
            words = {"id": bound.reach.subject.id, "name": claim.declared, "why": claim.note or claim.confidence}
            found = _finding(Code.UNKNOWN_LICENSE, subject, Verdict.PERMITTED, UNSURE.format(**words))
            yield replace(found, license=leaf.name, lineage=bound.reach.path, relations=bound.reach.relations, confidence="low")


def _gap(subject: Subject, gap: Gap) -> Finding:
    summary = UNKNOWN_BASE.format(parent=gap.parent.id, why=gap.why)
    answers = (("it has none", Verdict.PROHIBITED), ("one that is declared and encoded", Verdict.INFORMATION))
    return replace(
        _finding(Code.UNKNOWN_BASE, subject, Verdict.INFORMATION, summary, gap.parent.location),
        lineage=gap.path,
        relations=gap.relations,
        question=Question("license", f"Under which licence is the base {gap.parent.id}?", answers),
    )


def _drift(subject: Subject, own: Bound, bounds: tuple[Bound, ...], case: Case) -> Iterator[Finding]:
    """A declared licence more permissive than a base's; of a choice, any side that is: whoever chooses it is free of the base's terms."""
    if not all(leaf.sort is Sort.KNOWN for leaf in leaves(own.terms)):
        return
    from licensecheck.drift import lost

    base = case.context.base
    done: set[str] = set()
    for bound in bounds[1:]:
        for licence in _known(bound.terms, case) if bound.reach.mode is Mode.WEIGHTS and not bound.own else ():
            if licence.id in done:
                continue
            done.add(licence.id)
            for choice in choices(own.terms):
                declared = {name for leaf in leaves(choice) for name in leaf.licences}
                gone = () if licence.id in declared else lost(choice, base.with_examples(licence.id), base.vocabulary, base.licence)
                if gone:
                    names = " and ".join(leaf.name for leaf in leaves(choice))
                    words = {"own": names, "base": licence.title, "ancestor": bound.reach.subject.id, "gone": f"{', '.join(gone)} not held"}
                    found = _finding(Code.LICENSE_DRIFT, subject, Verdict.PERMITTED, DRIFT.format(**words), own.claims[0][0].location if own.claims else None)
                    yield replace(found, severity=Severity.WARNING, license=licence.id, lineage=bound.reach.path, relations=bound.reach.relations)
                    break


def _known(terms: Terms, case: Case) -> Iterator[Licence]:
    for leaf in leaves(terms):
        if leaf.sort is Sort.KNOWN:
            yield case.context.base.licence(leaf.licences[0])


def of_use(subject: Subject, lineage: Lineage, bounds: tuple[Bound, ...], case: Case) -> Iterator[Finding]:
    """Findings that depend on the use: terms of training data and of the models whose outputs went in."""
    for claim in subject.claims if subject.kind != "dataset" else ():
        if claim.layer == "data":
            data = identify(claim.name or claim.declared, case.context.base)
            yield from _data_terms(subject, data, f"data of {subject.id}", case, claim.location, (subject.id,), ())
    for bound in bounds[1:]:
        if bound.own:
            continue
        if bound.reach.mode is Mode.DATA:
            yield from _data(subject, bound, case)
        elif bound.reach.mode is Mode.OUTPUTS:
            yield from _provenance(subject, bound, case)
    if unknown := [gap for gap in lineage.gaps if gap.mode is Mode.DATA]:
        # Not a question for every card that lists its data, but not passed over in silence either.
        summary = DATA_UNKNOWN.format(names=", ".join(gap.parent.id for gap in unknown))
        found = _finding(Code.TRAINING_DATA_TERMS, subject, Verdict.PERMITTED, summary, unknown[0].parent.location)
        yield replace(found, use=case.use.name, confidence="low", remedy="List them under `datasets:` with their licences if they matter.")
    for gap in lineage.gaps:
        if gap.mode is Mode.OUTPUTS:
            summary = PROVENANCE_UNKNOWN.format(parent=gap.parent.id)
            yield replace(_contested(Code.OUTPUT_PROVENANCE, subject, summary, gap.parent.location, case), lineage=gap.path, relations=gap.relations)


def _contested(code: Code, subject: Subject, summary: str, at: Location | None, case: Case) -> Finding:
    """Contested law: a question under the cautious reading, a note under the strict one."""
    cautious = case.context.reading is Reading.CAUTIOUS
    answers = (("yes (record a waiver)", Verdict.DUTIES), ("no", Verdict.PROHIBITED))
    return replace(
        _finding(code, subject, Verdict.INFORMATION if cautious else Verdict.PERMITTED, summary, at),
        use=case.use.name,
        confidence="medium",
        question=Question("accepted-risk", "Does the organisation accept the risk?", answers) if cautious else None,
    )


def _data(subject: Subject, bound: Bound, case: Case) -> Iterator[Finding]:
    """The terms of a data set, behind a use that is (or may be) commercial."""
    yield from _data_terms(subject, bound.terms, bound.reach.subject.id, case, _stated_at(bound, subject), bound.reach.path, bound.reach.relations)


def _data_terms(
    subject: Subject, data: Terms, name: str, case: Case, at: Location | None, path: tuple[str, ...], relations: tuple[str, ...]
) -> Iterator[Finding]:
    """A data licence that bars commercial use, or asks for the same licence; of a choice, the freest side counts."""
    aim = case.facts("modify").get("use.commercial_aim")
    if aim is not None and aim.value is False:
        return
    troubled = [[licence for licence in _known(choice, case) if _bars_or_spreads(licence, case)] for choice in choices(data)]
    if not all(troubled):
        return
    for licence in troubled[0]:
        summary = DATA_TERMS.format(data=name, license=licence.title)
        found = replace(_contested(Code.TRAINING_DATA_TERMS, subject, summary, at, case), license=licence.id, lineage=path, relations=relations)
        yield replace(found, facts=() if aim is None else (FactUsed("use.commercial_aim", aim.value, aim.at),))


def _bars_or_spreads(licence: Licence, case: Case) -> bool:
    commercial = {**case.use.facts, "use.purpose": Said("commercial"), "use.commercial_aim": Said(True), "use.fields": Said([])}
    table = Facts(case.context.base.vocabulary, "modify", commercial)
    if judge(licence, table, Reading.CAUTIOUS).verdict.rank >= Verdict.AGREEMENT.rank:
        return True
    if licence.frees_results:
        return False
    handed_on = judge(licence, table.for_action("distribute-derivatives"), Reading.CAUTIOUS)
    return any(outcome.duty == "same-license" for outcome in handed_on.outcomes)


def _stated_at(bound: Bound, subject: Subject) -> Location | None:
    """Where the model names the first hop of the path."""
    hop = folded(bound.reach.path[1])
    return next((parent.location for parent in subject.parents if folded(parent.id) == hop), None)


def _provenance(subject: Subject, bound: Bound, case: Case) -> Iterator[Finding]:
    """The making of the model, judged as what it was: training on, or distilling, another model's outputs."""
    made = Said("commercial")
    said = {**case.use.facts, "use.purpose": made, "trained_model.name": Said(subject.id), "trained_model.distributed": Said(True), "use.fields": Said([])}
    action = "distill" if bound.reach.made == "distilled" else "train-on-outputs"
    table = Facts(case.context.base.vocabulary, action, said)
    weighing = weigh(bound.terms, (table,), case.context.reading, case.context.base.licence)
    if weighing.verdict.rank <= Verdict.DUTIES.rank:
        return
    for result in weighing.results:
        if result.verdict is not weighing.verdict:
            continue
        outcomes = result.judgement.outcomes if result.judgement else ()
        clause = next((one.clause for one in outcomes if one.verdict is result.verdict and one.effect is not Effect.OWED), None)
        known = result.judgement.licence if result.judgement else None
        summary = PROVENANCE.format(parent=bound.reach.subject.id, license=known.title if known else result.leaf.name or "no licence stated")
        found = _contested(Code.OUTPUT_PROVENANCE, subject, summary, _stated_at(bound, subject), case)
        found = replace(found, license=known.id if known else result.leaf.name, lineage=bound.reach.path, relations=bound.reach.relations)
        yield replace(found, clause=clause.id, section=clause.section, quote=clause.quote) if clause else found


def carried(bound: Bound, case: Case) -> bool:
    """Whether terms reach the model: its weights are inside, or the text itself says that models made from outputs are derivatives."""
    if bound.reach.mode is Mode.WEIGHTS or bound.own:
        return True
    return bound.reach.mode is Mode.OUTPUTS and any(bound.reach.made in licence.reaches for licence in _known(bound.terms, case))


def of_distribution(subject: Subject, bounds: tuple[Bound, ...], case: Case) -> Iterator[Finding]:
    """Findings on handing the model on: parts that cannot be combined, and an outbound licence that drops terms."""
    from licensecheck.distribution import HANDING_ON, dropped, incompatible, recommended

    weights = [bound for bound in bounds if bound.reach.mode is Mode.WEIGHTS]
    on_work = {licence.id: licence for bound in weights if not isinstance(bound.terms, OneOf) for licence in _known(bound.terms, case)}
    licences, base = tuple(on_work.values()), case.context.base
    handed_on = [action for action in case.use.actions if action in HANDING_ON]
    for one, other, clause in incompatible(licences):
        # Run or served the work meets both; only handing it on cannot.
        verdict = Verdict.PROHIBITED if handed_on else Verdict.PERMITTED
        summary = INCOMPATIBLE.format(one=one.title, other=other.title)
        found = replace(_finding(Code.INCOMPATIBLE_LICENSES, subject, verdict, summary), use=case.use.name, license=one.id)
        yield replace(found, clause=clause.id, section=clause.section, quote=clause.quote, action=handed_on[0] if handed_on else "")
    said = case.facts("").get("distribution.license") if handed_on else None
    if said is None or base.find(str(said.value)) != said.value or base.licence(LicenceId(str(said.value))).status is not Status.ENCODED:
        return
    whole = [base.with_examples(licence.id) for licence in licences]
    allowed = recommended(whole, base.vocabulary, base.licence)
    for licence, gone in dropped(LicenceId(str(said.value)), whole, base.vocabulary, base.licence):
        summary = OUTBOUND.format(outbound=said.value, license=licence.title, gone=", ".join(gone))
        remedy = f"Hand it out under {' or '.join(allowed)}." if allowed else REMEDIES[Code.OUTBOUND_LICENSE]
        found = replace(_finding(Code.OUTBOUND_LICENSE, subject, Verdict.PROHIBITED, summary), use=case.use.name, license=licence.id, remedy=remedy)
        for action in handed_on:
            yield replace(found, action=action, facts=(FactUsed("distribution.license", said.value, said.at),))
