"""`licensecheck explain`: what a licence, or a model of the catalogue, allows."""

from __future__ import annotations

import argparse
import datetime
import json
from typing import Any

from licensecheck import catalogue
from licensecheck.cli import explain_model
from licensecheck.errors import InputError
from licensecheck.explain import Cell, Matrix, matrix
from licensecheck.identify.names import suggestions
from licensecheck.licences import Clause, Kind, Licence, Reading, Status
from licensecheck.model import Location, Problem
from licensecheck.phrases import phrase
from licensecheck.rulebase import RuleBase

_SHORT = {"permitted": "yes", "permitted-with-duties": "duties", "needs-information": "asks", "needs-agreement": "agree", "prohibited": "NO"}


def run(options: argparse.Namespace) -> tuple[str, int]:
    """The text to print and the exit code; InputError for a name that nobody knows."""
    base, reading = RuleBase(options.rules), Reading(options.reading)
    found = base.find(options.name)
    if found is not None:
        licence = base.licence(found)
        return (_licence_json if options.format == "json" else _licence_text)(licence, base, reading), 0
    today = datetime.date.today().isoformat()
    subject = catalogue.find(base, options.name, today)
    if subject is not None:
        return (explain_model.plain if options.format == "json" else explain_model.text)(subject, base, reading, today), 0
    near = (*suggestions(options.name, base), *catalogue.neighbours(base, options.name))
    hint = f"names that look like it: {', '.join(near)}" if near else "`licensecheck rules list` shows every licence"
    raise InputError([Problem(Location(options.name), "neither a licence nor a model that licensecheck knows", hint=hint)])


def _clause_plain(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "kind": clause.kind.value,
        "section": clause.section,
        "quote": clause.quote,
        "summary": clause.summary,
        "covers": sorted(clause.covers),
        "when": phrase(clause.cautious) or None,
        "strict": phrase(clause.strict) if clause.strict != clause.cautious else None,
        "why_two_readings": clause.why or None,
        "otherwise": clause.otherwise.value if clause.kind is Kind.PROHIBITION else None,
        "fields": list(clause.fields),
        "duty": clause.duty or None,
        "text": clause.text or None,
        "lifts": sorted(clause.lifts),
        "publisher_says": clause.publisher_says or None,
    }


def _matrix_plain(cells: Matrix) -> dict[str, dict[str, str]]:
    return {action: {purpose: cell.verdict.value for purpose, cell in row.items()} for action, row in cells.items()}


def _licence_json(licence: Licence, base: RuleBase, reading: Reading) -> str:
    encoded = licence.status is Status.ENCODED
    plain = {
        "license": licence.id,
        "title": licence.title,
        "status": licence.status.value,
        "candidates": list(licence.candidates),
        "missing": licence.missing or None,
        "names": list(licence.names),
        "published": licence.published or None,
        "reviewed": dict(licence.reviewed),
        "matrix": _matrix_plain(matrix(licence, base.vocabulary, reading)) if encoded else {},
        "clauses": [_clause_plain(clause) for clause in licence.clauses],
        "notes": [{key: note[key] for key in ("topic", "section", "quote", "summary")} for note in licence.notes],
        "silent_on": list(licence.silent_on),
    }
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def _licence_text(licence: Licence, base: RuleBase, reading: Reading) -> str:
    lines = [f"{licence.title} ({licence.id})"]
    published = f"published {licence.published}" if licence.published else ""
    about = (licence.licensor, published, f"encoding {licence.reviewed['status']}" if licence.reviewed else "")
    lines += [", ".join(part for part in about if part), ""]
    if licence.status is Status.AMBIGUOUS:
        return "\n".join([*lines, "A name of several licences; say which one is meant:", *(f"  {name}" for name in licence.candidates)]) + "\n"
    if licence.status is Status.WITHOUT_TEXT:
        return "\n".join([*lines, f"Known by name only: {licence.missing}"]) + "\n"
    lines += matrix_lines(matrix(licence, base.vocabulary, reading))
    for kind, heading in ((Kind.PERMISSION, "Grants"), (Kind.PROHIBITION, "Limits"), (Kind.EXCEPTION, "Exceptions"), (Kind.OBLIGATION, "Duties")):
        clauses = [clause for clause in licence.clauses if clause.kind is kind]
        if clauses:
            lines += ["", heading]
            lines += [line for clause in clauses for line in _clause_lines(clause, base)]
    if licence.notes:
        lines += ["", "Also"]
        lines += [f"  {note['topic']} (section {note['section']}): {note['summary']}" for note in licence.notes]
    if licence.silent_on:
        lines += ["", "The text says nothing on: " + "; ".join(base.vocabulary.topics.get(topic, topic) for topic in licence.silent_on)]
    return "\n".join(lines) + "\n"


def matrix_lines(cells: Matrix) -> list[str]:
    """The matrix as a table, with its legend."""
    purposes = list(next(iter(cells.values())))
    width = max(map(len, cells)) + 2
    lines = ["What may be done for which purpose (duties: allowed, with duties; agree: the licensor must agree;", "a/b: depends on facts, from a to b):", ""]
    lines.append(" " * width + "".join(f"{purpose:15}" for purpose in purposes).rstrip())
    for action, row in cells.items():
        lines.append(f"{action:{width}}" + "".join(f"{_cell(cell):15}" for cell in row.values()).rstrip())
    asked = sorted({fact for row in cells.values() for cell in row.values() for fact in cell.asks})
    return [*lines, *([f"depends on: {', '.join(asked)}"] if asked else [])]


def _cell(cell: Cell) -> str:
    """The verdict, or the range that the open questions leave."""
    ends = sorted(cell.leads_to, key=lambda verdict: verdict.rank)
    return "/".join(dict.fromkeys(_SHORT[verdict.value] for verdict in (ends[0], ends[-1]))) if ends else _SHORT[cell.verdict.value]


def _clause_lines(clause: Clause, base: RuleBase) -> list[str]:
    lines = [f"  {clause.id} (section {clause.section}): {clause.summary}"]
    lines.append(f'      "{clause.quote}"')
    if clause.covers and len(clause.covers) < len(base.vocabulary.actions):
        lines.append(f"      for: {', '.join(action for action in base.vocabulary.actions if action in clause.covers)}")
    if when := phrase(clause.cautious):
        lines.append(f"      when: {when}")
    if clause.strict != clause.cautious:
        lines.append(f"      read strictly, when: {phrase(clause.strict) or 'always'} ({clause.why})")
    if clause.kind is Kind.PROHIBITION:
        lines.append(f"      then: {clause.otherwise.value}")
    for label, words in (("fields", clause.fields), ("lifts", sorted(clause.lifts))):
        if words:
            lines.append(f"      {label}: {', '.join(words)}")
    if clause.text:
        lines.append(f"      {clause.duty}: {clause.text}")
    if clause.publisher_says:
        lines.append(f"      the publisher says: {clause.publisher_says}")
    return lines
