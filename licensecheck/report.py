"""The report: everything that the formats show, and nothing else."""

from __future__ import annotations

from licensecheck.findings import Finding, Question
from licensecheck.model import Location, Verdict, worst
from licensecheck.records import record


@record
class InForce:
    """A licence in force on a model, where it comes from and how sure that is."""

    id: str
    title: str
    layer: str
    declared: str
    source: str
    confidence: str
    path: tuple[str, ...]
    relations: tuple[str, ...]


@record
class Duty:
    """Something to do, for which action, by which clause."""

    duty: str
    action: str
    license: str
    clause: str
    section: str
    text: str
    status: str


@record
class ActionResult:
    """The verdict of one action and the clauses that decide it, as `licence/clause`."""

    action: str
    verdict: Verdict
    because: tuple[str, ...]


@record
class UseResult:
    """The verdict of one use of one model."""

    use: str
    verdict: Verdict
    actions: tuple[ActionResult, ...]
    duties: tuple[Duty, ...]
    questions: tuple[Question, ...]


@record
class ModelResult:
    """One model of one input."""

    input: str
    id: str
    purl: str | None
    revision: str | None
    location: Location
    licenses: tuple[InForce, ...]
    uses: tuple[UseResult, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst over the uses."""
        return worst([use.verdict for use in self.uses])


@record
class Run:
    """How the report came about."""

    inputs: tuple[str, ...]
    as_of: str
    reading: str
    offline: bool
    policy: str
    fail_on: Verdict
    version: str
    rules_version: str


@record
class Report:
    """The whole result of a run."""

    run: Run
    models: tuple[ModelResult, ...]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst over the models and over the findings that belong to no model."""
        general = [finding.verdict for finding in self.findings if not finding.model and finding.counts]
        return worst([model.verdict for model in self.models] + general)

    def count(self, verdict: Verdict) -> int:
        """How many models have this verdict."""
        return sum(model.verdict is verdict for model in self.models)
