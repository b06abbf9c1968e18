"""The JSON report: contract section 5, schema `report`. The same report gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

from licensecheck.findings import Finding, Question
from licensecheck.model import Location, Verdict
from licensecheck.report import ModelResult, Report, UseResult
from licensecheck.reports import Look

SCHEMA_VERSION = 1
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._")


def render(report: Report, look: Look) -> str:
    """JSON text, ending with a line end."""
    rows = plain(report)
    parts = [f"{json.dumps(name)}: {_rows(value) if name in ('models', 'findings') else _one(value)}" for name, value in rows.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _one(value: Any) -> str:
    # Without indentation the encoder is compiled code; a line for each model and finding is still readable, and diffs well.
    return json.dumps(value, ensure_ascii=False)


def _rows(values: list[Any]) -> str:
    return "[\n" + ",\n".join(_one(value) for value in values) + "\n]" if values else "[]"


def plain(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    run = report.run
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "licensecheck", "version": run.version, "rules_version": run.rules_version},
        "run": {
            "inputs": list(run.inputs),
            "as_of": run.as_of,
            "reading": run.reading,
            "offline": run.offline,
            "policy": run.policy,
            "fail_on": run.fail_on.value,
        },
        "verdict": report.verdict.value,
        "summary": {"models": len(report.models)} | {verdict.value: report.count(verdict) for verdict in Verdict},
        "models": [_model(model) for model in report.models],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _model(model: ModelResult) -> dict[str, Any]:
    return {
        "input": model.input,
        "id": model.id,
        "purl": model.purl or _purl(model),
        "revision": model.revision,
        "licenses": [
            {"id": one.id, "layer": one.layer, "declared": one.declared, "source": one.source, "confidence": one.confidence, "path": list(one.path)}
            for one in model.licenses
        ],
        "uses": [_use(use) for use in model.uses],
    }


def _purl(model: ModelResult) -> str | None:
    """The package URL of a Hub id; None for a path."""
    owner, _, name = model.id.partition("/")
    if model.id == model.input or not name.strip() or "/" in name or model.id.startswith((".", "/")):
        return None
    revision = (model.revision or "").lower()
    if _PLAIN.issuperset(owner + name + revision):
        # Nothing to escape: the package need not be loaded.
        return f"pkg:huggingface/{owner}/{name}" + (f"@{revision}" if revision else "")
    from packageurl import PackageURL

    return PackageURL("huggingface", owner, name, model.revision).to_string()


def _use(use: UseResult) -> dict[str, Any]:
    return {
        "use": use.use,
        "verdict": use.verdict.value,
        "actions": [{"action": one.action, "verdict": one.verdict.value, "because": list(one.because)} for one in use.actions],
        "duties": [{name: getattr(one, name) for name in ("duty", "action", "license", "clause", "section", "text", "status")} for one in use.duties],
        "questions": [_question(one) for one in use.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    answers = [{"if": answer, "verdict": verdict.value} for answer, verdict in question.answers]
    return {"fact": question.fact, "question": question.question, "answers": answers}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code.value,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "model": finding.model or None,
        "use": finding.use or None,
        "action": finding.action or None,
        "license": finding.license or None,
        "clause": finding.clause or None,
        "section": finding.section or None,
        "quote": finding.quote or None,
        "summary": finding.summary,
        "lineage": list(finding.lineage),
        "facts": [{"name": one.name, "value": one.value, "at": one.at or None} for one in finding.facts],
        "question": _question(finding.question) if finding.question else None,
        "remedy": finding.remedy or None,
        "waived": finding.waived or None,
        "location": _location(finding.location),
        "fingerprint": finding.fingerprint,
    }


def _location(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line or None, "column": location.column or None}
