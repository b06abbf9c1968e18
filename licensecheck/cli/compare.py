"""`licensecheck compare`: what changed between two licences, clause by clause, and which verdicts differ."""

from __future__ import annotations

import argparse
import json

from licensecheck.compare import Changed, Comparison, compare
from licensecheck.errors import InputError
from licensecheck.explain import Cell
from licensecheck.identify.names import suggestions
from licensecheck.licences import Clause, Licence, Reading, Status
from licensecheck.model import Location, Problem
from licensecheck.phrases import phrase
from licensecheck.rulebase import RuleBase


def run(options: argparse.Namespace) -> tuple[str, int]:
    """The text to print and the exit code; InputError for names that are not encoded licences."""
    base = RuleBase(options.rules)
    a, b = _licence(options.a, base), _licence(options.b, base)
    found = compare(a, b, base.vocabulary, Reading(options.reading))
    return (_json(a, b, found) if options.format == "json" else _text(a, b, found)), 0


def _licence(name: str, base: RuleBase) -> Licence:
    found = base.find(name)
    if found is None:
        near = suggestions(name, base)
        raise InputError([Problem(Location(name), "not a licence that licensecheck knows", hint=f"names that look like it: {', '.join(near)}" if near else "")])
    licence = base.licence(found)
    if licence.status is not Status.ENCODED:
        hint = f"say which one: {', '.join(licence.candidates)}" if licence.candidates else licence.missing
        raise InputError([Problem(Location(name), f"{licence.title} has no clauses to compare ({licence.status.value})", hint=hint)])
    return licence


def _json(a: Licence, b: Licence, found: Comparison) -> str:
    plain = {
        "a": a.id,
        "b": b.id,
        "only_a": [_clause(clause) for clause in found.only_a],
        "only_b": [_clause(clause) for clause in found.only_b],
        "changed": [{"a": _clause(one.a), "b": _clause(one.b), "parts": list(one.parts)} for one in found.changed],
        "verdicts": [{"action": one.action, "purpose": one.purpose, "a": _cell(one.a), "b": _cell(one.b)} for one in found.verdicts],
    }
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def _clause(clause: Clause) -> dict[str, str]:
    return {"id": clause.id, "kind": clause.kind.value, "section": clause.section, "quote": clause.quote, "summary": clause.summary}


def _cell(cell: Cell) -> dict[str, object]:
    leads_to = sorted(cell.leads_to, key=lambda verdict: verdict.rank)
    return {"verdict": cell.verdict.value, "leads_to": [verdict.value for verdict in leads_to]}


def _text(a: Licence, b: Licence, found: Comparison) -> str:
    lines = [f"a: {a.title} ({a.id})", f"b: {b.title} ({b.id})"]
    for heading, clauses in ((f"Only in {a.id}", found.only_a), (f"Only in {b.id}", found.only_b)):
        if clauses:
            lines += ["", heading]
            lines += [f"  {clause.id} (section {clause.section}): {clause.summary}" for clause in clauses]
    if found.changed:
        lines += ["", "Changed"]
        lines += [line for one in found.changed for line in _changed(one)]
    if found.verdicts:
        lines += ["", "Verdicts that differ"]
        width = max(len(one.action) + len(one.purpose) for one in found.verdicts) + 5
        lines += [f"  {f'{one.action}, {one.purpose}':{width}}{_range(one.a)} -> {_range(one.b)}" for one in found.verdicts]
    if not (found.only_a or found.only_b or found.changed or found.verdicts):
        lines += ["", "No clause and no verdict differs."]
    return "\n".join(lines) + "\n"


def _changed(one: Changed) -> list[str]:
    name = one.a.id if one.a.id == one.b.id else f"{one.a.id} / {one.b.id}"
    lines = [f"  {name} (sections {one.a.section}, {one.b.section}): {', '.join(one.parts)}"]
    for label, clause in (("a", one.a), ("b", one.b)):
        when = phrase(clause.cautious)
        lines.append(f"      {label}: {clause.summary}" + (f" [when {when}]" if when and {"cautious", "strict"} & set(one.parts) else ""))
    return lines


def _range(cell: Cell) -> str:
    ends = sorted(cell.leads_to, key=lambda verdict: verdict.rank)
    return " to ".join(dict.fromkeys(verdict.value for verdict in (ends[0], ends[-1]))) if ends else cell.verdict.value
