"""The same thing said once: findings that differ only in action or use, duties and questions over all models."""

from __future__ import annotations

from licensecheck.findings import Finding, Question, Severity
from licensecheck.records import record
from licensecheck.report import Duty, Report

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@record
class Together:
    """Findings alike but for action and use."""

    first: Finding
    actions: tuple[str, ...]
    uses: tuple[str, ...]


def grouped(findings: tuple[Finding, ...]) -> tuple[Together, ...]:
    """Findings gathered over actions and uses, the most severe first."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        asked = finding.question.fact if finding.question else ""
        key = (finding.code, finding.verdict, finding.model, finding.license, finding.clause, finding.location, asked, finding.waived)
        groups.setdefault(key if finding.action else (*key, finding.summary, finding.use), []).append(finding)
    gathered = [
        Together(
            group[0],
            tuple(dict.fromkeys(one.action for one in group if one.action)),
            tuple(dict.fromkeys(one.use for one in group if one.use)),
        )
        for group in groups.values()
    ]
    return tuple(sorted(gathered, key=lambda one: _ORDER[one.first.severity]))


def gathered_duties(report: Report) -> list[tuple[Duty, tuple[str, ...], tuple[str, ...]]]:
    """Each duty once, with the actions and the models that bring it."""
    found: dict[tuple[str, ...], tuple[Duty, dict[str, None], dict[str, None]]] = {}
    for model in report.models:
        for use in model.uses:
            for duty in use.duties:
                entry = found.setdefault((duty.duty, duty.license, duty.section, duty.text, duty.status), (duty, {}, {}))
                entry[1][duty.action] = None
                entry[2][model.id] = None
    return [(duty, tuple(actions), tuple(models)) for duty, actions, models in found.values()]


def gathered_questions(report: Report) -> list[tuple[Question, tuple[str, ...]]]:
    """Each question once, with the models that raise it; answers are those of the first model."""
    found: dict[tuple[str, str], tuple[Question, dict[str, None]]] = {}
    for model in report.models:
        for use in model.uses:
            for question in use.questions:
                found.setdefault((question.fact, question.question), (question, {}))[1][model.id] = None
    return [(question, tuple(models)) for question, models in found.values()]
