"""The straight line from inputs to report; the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from licensecheck import assess, catalogue, inherited, lineage, policies, policy, sources
from licensecheck.assess import Case, Context, Hit
from licensecheck.binding import Bound, bind
from licensecheck.errors import InputError
from licensecheck.findings import Code, Finding, Severity
from licensecheck.identify.claims import terms
from licensecheck.identify.names import Sort, leaves, suggestions
from licensecheck.identify.names import identify as identify_name
from licensecheck.licences import Reading
from licensecheck.lineage import Mode
from licensecheck.model import LicenceId, Location, Problem, Said, Subject, Use, Value, Verdict, worst
from licensecheck.policy import Policy
from licensecheck.records import record, replace
from licensecheck.report import ActionResult, InForce, ModelResult, Report, Run, UseResult
from licensecheck.rulebase import RuleBase
from licensecheck.sources import Agreement, Inventory
from licensecheck.store import normal_name
from licensecheck.version import VERSION
from licensecheck.wording import AGREEMENT_EXPIRED, AGREEMENT_UNUSED, REMEDIES, UNPINNED, UNREADABLE

PROPRIETARY = "proprietary"
"""The outbound licence of those who hand out under their own terms."""
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
    chosen = _policy(request, inventories)
    results: list[ModelResult] = []
    findings: list[Finding] = []
    used: set[int] = set()
    said = _Said(inventories, base, request.as_of)
    covered = said.covered()
    context = Context(base, request.reading, covered)
    for inventory in inventories:
        for stated in inventory.models:
            result, found = _model(said.enriched(stated), inventory, request, context, said)
            kept, met = policy.apply(chosen, _ruled(chosen, result, found, context), request.as_of, said.texts)
            used |= met
            results.append(_with_verdicts(result, kept))
            findings += kept
    findings += policy.about_waivers(chosen, frozenset(used), request.as_of)
    findings += said.about_agreements({finding.waived for finding in findings})
    run = Run(request.inputs, request.as_of, request.reading.value, request.offline, chosen.name, request.fail_on or chosen.fail_on, VERSION, base.version())
    # Facts hold lists, so findings cannot be keys themselves.
    return Report(run, tuple(results), tuple({repr(finding): finding for finding in findings}.values()))


def _collect(request: Request) -> list[Inventory]:
    problems: list[Problem] = []
    found = []
    for name in request.inputs:
        try:
            found.append(sources.read(name, request.use))
        except InputError as error:
            problems += error.problems
    named = {use.name for inventory in found for model in inventory.models for use in model.uses}
    for name in request.uses:
        if name not in named and not problems:
            problems.append(Problem(Location("--use"), f"no input has a use named {name!r}", hint=f"the uses are: {', '.join(sorted(named))}"))
    if request.use.actions and found and all(inventory.states_uses for inventory in found):
        problems.append(Problem(Location("--action"), "the input states its own uses; choose among them with --use"))
    if problems:
        raise InputError(problems)
    return found


def _policy(request: Request, inventories: Sequence[Inventory]) -> Policy:
    if request.policy:
        return policies.load(request.policy, Path(), None)
    named = [inventory for inventory in inventories if inventory.policy]
    if len({inventory.policy for inventory in named}) > 1:
        hint = "one run has one policy: give it with --policy"
        raise InputError([Problem(Location(one.input), f"names the policy {one.policy!r}", "policy", hint) for one in named])
    if not named:
        return policies.load(policies.DEFAULT, Path(), None)
    return policies.load(named[0].policy, Path(named[0].input).parent, named[0].policy_at)


class _Said:
    """All that the inputs say, by id, completed from the catalogue."""

    def __init__(self, inventories: Sequence[Inventory], base: RuleBase, as_of: str) -> None:
        self.base, self.as_of = base, as_of
        self._by_id = {one.id.casefold(): one for inventory in inventories for one in (*inventory.data_sets, *inventory.models)}
        self._known: dict[str, Subject | None] = {}
        self._agreements = [agreement for inventory in inventories for agreement in inventory.agreements]

    def lookup(self, name: str) -> Subject | None:
        """The subject of an id: as stated in an input, else as listed; None if nobody knows it."""
        key = name.casefold()
        if key not in self._known:
            stated = self._by_id.get(key)
            self._known[key] = self.enriched(stated) if stated else catalogue.find(self.base, name, self.as_of)
        return self._known[key]

    def enriched(self, stated: Subject) -> Subject:
        """What the input says and what the catalogue says, together: disagreement is for the findings to tell."""
        listed = catalogue.find(self.base, stated.id, self.as_of, stated.revision)
        if listed is None:
            known = bool(stated.claims) or stated.files is not None or stated.input == stated.id or bool(stated.problems)
            near = catalogue.neighbours(self.base, stated.id) if not known else ()
            hint = f" (listed ids that look like it: {', '.join(near)})" if near else ""
            return replace(stated, listed=known, facts=self.licence_facts(stated.facts), hint=hint)
        parents = {(parent.id.casefold(), parent.relation): parent for parent in (*listed.parents, *stated.parents)}
        facts = self.licence_facts({**listed.facts, **stated.facts})
        return replace(stated, claims=(*stated.claims, *listed.claims), parents=tuple(parents.values()), facts=facts)

    def licence_facts(self, facts: Mapping[str, Said]) -> dict[str, Said]:
        """Facts that name licences, by rule id. Another name is another licence than any that a duty asks for."""
        named = dict(facts)
        outbound = named.get("distribution.license")
        if outbound is not None and normal_name(str(outbound.value)) != PROPRIETARY:
            found = leaves(identify_name(str(outbound.value), self.base))
            if len(found) == 1 and found[0].sort is Sort.KNOWN:
                named["distribution.license"] = Said(found[0].licences[0], outbound.at)
            elif any(leaf.sort is Sort.AMBIGUOUS for leaf in found):
                del named["distribution.license"]
        registered = named.get("organization.registrations")
        if registered is not None and isinstance(registered.value, list):
            ids: list[Value] = [self.base.find(str(name)) or str(name) for name in registered.value]
            named["organization.registrations"] = Said(ids, registered.at)
        return named

    def texts(self, name: str) -> tuple[str, ...]:
        """The hashes of the texts of a licence; none for a name that is no licence's."""
        found = self.base.find(name) if name else None
        return tuple(text["sha256"] for text in self.base.licence(found).text) if found else ()

    def covered(self) -> dict[LicenceId, str]:
        """The licences that agreements in force cover. InputError for a name that is no licence's."""
        covered: dict[LicenceId, str] = {}
        problems = []
        for agreement in self._agreements:
            for name in agreement.covers:
                found = leaves(identify_name(name, self.base))
                if any(leaf.sort is Sort.UNKNOWN for leaf in found):
                    near = suggestions(name, self.base)
                    hint = f"did you mean {near[0]!r}?" if near else ""
                    message = f"covers {name!r}, which is not a licence that licensecheck knows"
                    problems.append(Problem(agreement.location, message, "agreements", hint))
                if not self._expired(agreement):
                    covered |= {licence: self._words(agreement) for leaf in found for licence in leaf.licences}
        if problems:
            raise InputError(problems)
        return covered

    def about_agreements(self, used: set[str]) -> Iterator[Finding]:
        """Agreements that have expired, or that lift nothing."""
        for agreement in self._agreements:
            words = {"licensor": agreement.licensor, "reference": agreement.reference or "no reference", "expires": agreement.expires}
            if self._expired(agreement):
                yield policy.note(Code.WAIVER_EXPIRED, AGREEMENT_EXPIRED.format(**words), agreement.location, Severity.WARNING)
            elif self._words(agreement) not in used:
                yield policy.note(Code.WAIVER_UNUSED, AGREEMENT_UNUSED.format(**words), agreement.location, Severity.NOTE)

    def _expired(self, agreement: Agreement) -> bool:
        return bool(agreement.expires) and self.as_of > agreement.expires

    def _words(self, agreement: Agreement) -> str:
        return f"agreement with {agreement.licensor} ({agreement.reference or 'no reference'})"


def _model(subject: Subject, inventory: Inventory, request: Request, context: Context, said: _Said) -> tuple[ModelResult, tuple[Finding, ...]]:
    line = lineage.resolve(subject, said.lookup, context.base.vocabulary)
    bounds = bind(line, lambda claim: terms(claim, context.base))
    uses = [_use(use, request, context, said) for use in subject.uses if not request.uses or use.name in request.uses]
    findings: list[Finding] = list(_of_subject(subject))
    results, all_hits = [], list[Hit]()
    for use in uses:
        case = Case(subject, use, bounds, context)
        case = replace(case, bounds=tuple(bound for bound in bounds if inherited.carried(bound, case)))
        found = tuple(assess.hits(case, assess.weigh_case(case)))
        all_hits += found
        findings += assess.findings(case, found)
        findings += inherited.of_use(subject, line, bounds, case)
        actions = tuple(ActionResult(action, Verdict.PERMITTED, ()) for action in use.actions)
        results.append(UseResult(use.name, Verdict.PERMITTED, actions, assess.duties(found), ()))
    findings += inherited.of_model(subject, line, bounds, Case(subject, Use("", ()), bounds, context))
    result = ModelResult(inventory.input, subject.id, subject.purl, subject.revision, subject.location, _in_force(bounds, context), tuple(results))
    return result, tuple(findings)


def _use(use: Use, request: Request, context: Context, said: _Said) -> Use:
    """The use with the command line's facts over its own, and every action where none is named."""
    return Use(use.name, use.actions or tuple(context.base.vocabulary.actions), said.licence_facts({**use.facts, **dict(request.facts)}))


def _of_subject(subject: Subject) -> Iterator[Finding]:
    for problem in subject.problems:
        text = UNREADABLE.format(why=problem.text())
        yield Finding(Code.UNREADABLE_INPUT, Verdict.INFORMATION, Severity.WARNING, text, subject.id, problem.location, remedy=REMEDIES[Code.UNREADABLE_INPUT])
    if subject.revision is None and subject.files is None and "/" in subject.id and subject.input != subject.id:
        yield Finding(Code.UNPINNED_REVISION, Verdict.PERMITTED, Severity.NOTE, UNPINNED, subject.id, subject.location, remedy=REMEDIES[Code.UNPINNED_REVISION])


def _in_force(bounds: tuple[Bound, ...], context: Context) -> tuple[InForce, ...]:
    found = []
    for bound in bounds:
        if bound.reach.mode is not Mode.WEIGHTS:
            continue
        for claim, leaf in bound.claims:
            name = leaf.licences[0] if leaf.sort is Sort.KNOWN else ""
            title = context.base.licence(LicenceId(name)).title if name else leaf.name
            confidence = claim.confidence if name else leaf.sort.value
            found.append(InForce(name or leaf.name, title, claim.layer, claim.declared, claim.source, confidence, bound.reach.path, bound.reach.relations))
    return tuple(dict.fromkeys(found))


def _ruled(chosen: Policy, result: ModelResult, found: tuple[Finding, ...], context: Context) -> tuple[Finding, ...]:
    licences = {one.id: context.base.licence(LicenceId(one.id)) for one in result.licenses if context.base.find(one.id) == one.id}
    start = Finding(Code.POLICY_REVIEW, Verdict.PERMITTED, Severity.NOTE, "", result.id, result.location)
    return (*found, *policy.ruled(chosen, licences, start))


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
