"""The straight line from inputs to report; the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from licensecheck import agreements, assess, inherited, policies, policy, sources
from licensecheck.assess import Case, Context
from licensecheck.binding import Bound, bind
from licensecheck.errors import InputError
from licensecheck.findings import Code, Finding, Severity
from licensecheck.identify.claims import terms
from licensecheck.identify.names import Leaf, Sort
from licensecheck.known import Known
from licensecheck.licences import Licence, Reading
from licensecheck.lineage import Mode
from licensecheck.model import LicenceId, Location, Problem, Said, Subject, Use, Verdict, worst
from licensecheck.policy import Policy
from licensecheck.records import record, replace
from licensecheck.report import ActionResult, InForce, ModelResult, Report, Run, UseResult
from licensecheck.rulebase import RuleBase
from licensecheck.sources import Inventory
from licensecheck.terms import Weighed
from licensecheck.version import VERSION
from licensecheck.wording import REMEDIES, UNPINNED, UNREADABLE

COMMAND_LINE = Use("command-line", ())


@record
class Request:
    """What to check and how; `as_of` (YYYY-MM-DD) is an argument because the line itself has no clock."""

    inputs: tuple[str, ...]
    as_of: str
    use: Use = COMMAND_LINE
    """The use of inputs that state none; no actions: all of them."""
    uses: tuple[str, ...] = ()
    facts: tuple[tuple[str, Said], ...] = ()
    policy: str = ""
    reading: Reading = Reading.CAUTIOUS
    fail_on: Verdict | None = None
    rules: tuple[Path, ...] = ()
    offline: bool = True


def check(request: Request, base: RuleBase | None = None) -> Report:
    """The report on all inputs; InputError if any of them is wrong."""
    base = base or RuleBase(request.rules)
    inventories = _collect(request)
    chosen = _policy(request, inventories, base)
    known = Known(inventories, base, request.as_of)
    results: list[ModelResult] = []
    findings: list[Finding] = []
    used: set[int] = set()
    for inventory in inventories:
        # An agreement helps the organisation that holds it, not those of other inputs.
        context = Context(base, request.reading, agreements.covered(inventory.agreements, base, request.as_of), {})
        lifted: set[str] = set()
        for stated in (*inventory.models, *inventory.data_sets):
            result, found = _model(known.completed(stated), inventory, request, context, known, chosen)
            if not result.uses:
                continue
            kept, met = policy.apply(chosen, found, request.as_of, known.texts)
            used |= met
            lifted |= {finding.waived for finding in kept}
            results.append(_with_verdicts(result, kept))
            findings += kept
        findings += agreements.about(inventory.agreements, request.as_of, lifted)
    findings += policy.about_waivers(chosen, frozenset(used), request.as_of)
    run = Run(request.inputs, request.as_of, request.reading.value, request.offline, chosen.name, request.fail_on or chosen.fail_on, VERSION, base.version())
    # Facts hold lists, so findings cannot be keys themselves.
    shown = {repr(finding): finding for finding in findings if policy.visible(chosen, finding)}
    return Report(run, tuple(results), tuple(shown.values()))


def _collect(request: Request) -> list[Inventory]:
    problems: list[Problem] = []
    found = []
    for name in request.inputs:
        try:
            found.append(sources.read(name, request.use))
        except InputError as error:
            problems += error.problems
    named = {use.name for inventory in found for model in (*inventory.models, *inventory.data_sets) for use in model.uses}
    for name in request.uses:
        if name not in named and not problems:
            problems.append(Problem(Location("--use"), f"no input has a use named {name!r}", hint=f"the uses are: {', '.join(sorted(named))}"))
    if (request.use.actions or request.use.facts) and found and all(inventory.states_uses for inventory in found):
        option = "--action" if request.use.actions else "--purpose"
        problems.append(Problem(Location(option), "the input states its own uses; choose among them with --use"))
    if problems:
        raise InputError(problems)
    return found


def _policy(request: Request, inventories: Sequence[Inventory], base: RuleBase) -> Policy:
    if request.policy:
        return policies.load(request.policy, Path(), None, base)
    named = [inventory for inventory in inventories if inventory.policy]
    if len({inventory.policy for inventory in named}) > 1:
        hint = "one run has one policy: give it with --policy"
        raise InputError([Problem(Location(one.input), f"names the policy {one.policy!r}", "policy", hint) for one in named])
    if not named:
        return policies.load(policies.DEFAULT, Path(), None, base)
    return policies.load(named[0].policy, Path(named[0].input).parent, named[0].policy_at, base)


def _model(subject: Subject, inventory: Inventory, request: Request, context: Context, known: Known, chosen: Policy) -> tuple[ModelResult, tuple[Finding, ...]]:
    line = known.lineage(subject)
    bounds = bind(line, lambda claim: terms(claim, context.base))
    uses = [known.use(use, request.facts) for use in subject.uses if not request.uses or use.name in request.uses]
    findings: list[Finding] = list(_of_subject(subject))
    results: list[UseResult] = []
    weighed: list[Weighed] = []
    for use in uses:
        case = Case(subject, use, bounds, context)
        case = replace(case, bounds=tuple(bound for bound in bounds if inherited.carried(bound, case)))
        weighings = assess.weigh_case(case)
        weighed += [result for _, weighing in weighings for result in weighing.results]
        found = tuple(assess.hits(case, weighings))
        findings += assess.findings(case, found)
        findings += inherited.of_use(subject, line, bounds, case)
        findings += inherited.of_distribution(subject, bounds, case)
        actions = tuple(ActionResult(action, Verdict.PERMITTED, ()) for action in use.actions)
        results.append(UseResult(use.name, Verdict.PERMITTED, actions, assess.duties(found), ()))
    findings += inherited.of_model(subject, line, bounds, Case(subject, Use("", ()), bounds, context))
    start = Finding(Code.POLICY_REVIEW, Verdict.PERMITTED, Severity.NOTE, "", subject.id, subject.location)
    findings += policy.ruled(chosen, _binding(weighed, context), start)
    in_force = _in_force(bounds, {one.leaf for one in weighed}, context)
    result = ModelResult(inventory.input, subject.id, subject.purl, subject.revision, subject.location, in_force, tuple(results))
    return result, tuple(findings)


def _binding(weighed: Sequence[Weighed], context: Context) -> dict[str, Licence]:
    """The licences that bind in some use: the chosen side of an OR, what reaches through outputs, and every candidate of an ambiguous name."""
    found: dict[str, Licence] = {one.judgement.licence.id: one.judgement.licence for one in weighed if one.judgement}
    candidates = dict.fromkeys(name for one in weighed for name in one.candidates)
    return {**found, **{name: context.base.licence(name) for name in candidates}}


def _of_subject(subject: Subject) -> Iterator[Finding]:
    for problem in subject.problems:
        text = UNREADABLE.format(why=problem.text())
        yield Finding(Code.UNREADABLE_INPUT, Verdict.INFORMATION, Severity.WARNING, text, subject.id, problem.location, remedy=REMEDIES[Code.UNREADABLE_INPUT])
    if subject.revision is None and subject.files is None and "/" in subject.id and subject.named:
        yield Finding(Code.UNPINNED_REVISION, Verdict.PERMITTED, Severity.NOTE, UNPINNED, subject.id, subject.location, remedy=REMEDIES[Code.UNPINNED_REVISION])


def _in_force(bounds: tuple[Bound, ...], weighed: set[Leaf], context: Context) -> tuple[InForce, ...]:
    """The licences on the model and on what its weights contain; of a choice, which side was taken in some use."""
    found = []
    for bound in bounds:
        if bound.reach.mode is not Mode.WEIGHTS and not bound.own:
            continue
        for claim, leaf in bound.claims:
            name = leaf.licences[0] if leaf.sort is Sort.KNOWN else ""
            title = context.base.licence(LicenceId(name)).title if name else leaf.name
            confidence = claim.confidence if name else leaf.sort.value
            if weighed and leaf not in weighed:
                confidence = "not-chosen"
            found.append(InForce(name or leaf.name, title, claim.layer, claim.declared, claim.source, confidence, bound.reach.path, bound.reach.relations))
    return tuple(dict.fromkeys(found))


def _with_verdicts(result: ModelResult, findings: tuple[Finding, ...]) -> ModelResult:
    """Verdicts follow from the findings: a use has its own, and those that hold for every use of the model."""
    uses = []
    for use in result.uses:
        mine = [finding for finding in findings if finding.use in ("", use.use)]
        actions = tuple(_action(action.action, [one for one in mine if one.action == action.action]) for action in use.actions)
        general = [_counted(finding) for finding in mine if not finding.action]
        # A question whose every answer leads to the same verdict is not worth asking.
        asked = [finding.question for finding in mine if finding.question and finding.counts]
        questions = dict.fromkeys(one for one in asked if len({verdict for _, verdict in one.answers}) > 1)
        uses.append(replace(use, verdict=worst([one.verdict for one in actions] + general), actions=actions, questions=tuple(questions)))
    return replace(result, uses=tuple(uses))


def _action(action: str, findings: list[Finding]) -> ActionResult:
    verdict = worst([_counted(finding) for finding in findings])
    deciding = [f"{one.license or 'none'}/{one.clause or one.code.value}" for one in findings if _counted(one) is verdict and verdict is not Verdict.PERMITTED]
    return ActionResult(action, verdict, tuple(dict.fromkeys(deciding)))


def _counted(finding: Finding) -> Verdict:
    """What a finding adds to the verdict: a lifted one no more than duties, since the licence's other duties stay."""
    return finding.verdict if finding.counts else min(finding.verdict, Verdict.DUTIES, key=lambda one: one.rank)
