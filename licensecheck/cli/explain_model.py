"""`licensecheck explain MODEL`: a model of the catalogue with its ancestors, their licences and dates, and what all of them allow together."""

from __future__ import annotations

import json
from typing import Any

from licensecheck import lineage
from licensecheck.binding import Bound, bind
from licensecheck.explain import Matrix, joined, matrix
from licensecheck.identify.claims import terms
from licensecheck.identify.names import Sort, choices, leaves
from licensecheck.known import Known
from licensecheck.licences import Reading
from licensecheck.lineage import Mode
from licensecheck.model import Subject
from licensecheck.rulebase import RuleBase


def text(subject: Subject, base: RuleBase, reading: Reading, on: str) -> str:
    """The model for people."""
    from licensecheck.cli.explain import matrix_lines

    line, bounds = _resolved(subject, base, on)
    lines = [subject.id, ""]
    for bound in bounds:
        depth = len(bound.reach.relations)
        relation = f"{bound.reach.relations[-1]}: " if depth else ""
        lines.append(f"{'  ' * depth}{'└ ' if depth else ''}{relation}{bound.reach.subject.id}: {_said(bound)}{_dates(bound, base)}")
    lines += [f"  └ {gap.relations[-1]}: {gap.parent.id}: {gap.why}" for gap in line.gaps]
    lines += _warnings(bounds, base)
    notes = dict.fromkeys(f"{bound.reach.subject.id}: {claim.note}" for bound in bounds for claim, _ in bound.claims if claim.note)
    lines += ["", *notes] if notes else []
    found = _matrix(bounds, base, reading)
    lines += ["", *(matrix_lines(found) if found else ["What may be done with it depends on licences that are not known."])]
    names = dict.fromkeys(name for bound in bounds for leaf in leaves(bound.terms) for name in leaf.licences)
    lines += ["", *(f"`licensecheck explain {name}` tells its clauses." for name in names)]
    return "\n".join(lines) + "\n"


def plain(subject: Subject, base: RuleBase, reading: Reading, on: str) -> str:
    """The model as JSON: contract section 5."""
    line, bounds = _resolved(subject, base, on)
    found = _matrix(bounds, base, reading)
    data: dict[str, Any] = {
        "model": subject.id,
        "licenses": [
            {"id": leaf.licences[0] if leaf.sort is Sort.KNOWN else None, "declared": claim.declared, "layer": claim.layer, "path": list(bound.reach.path)}
            for bound in bounds
            for claim, leaf in bound.claims
        ],
        "lineage": [{"id": bound.reach.subject.id, "relation": bound.reach.relations[-1], "path": list(bound.reach.path)} for bound in bounds if not bound.own]
        + [{"id": gap.parent.id, "relation": gap.relations[-1], "path": list(gap.path)} for gap in line.gaps],
        "matrix": {action: {purpose: cell.verdict.value for purpose, cell in row.items()} for action, row in found.items()},
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _resolved(subject: Subject, base: RuleBase, on: str) -> tuple[lineage.Lineage, tuple[Bound, ...]]:
    line = lineage.resolve(subject, Known((), base, on).lookup, base.vocabulary)
    return line, bind(line, lambda claim: terms(claim, base))


def _said(bound: Bound) -> str:
    words = [f"{claim.declared}" + ("" if claim.confidence == "exact" else f" ({claim.confidence})") for claim, _ in bound.claims]
    kind = {Mode.WEIGHTS: "", Mode.OUTPUTS: " [its outputs]", Mode.DATA: " [data]"}[bound.reach.mode] if not bound.own else ""
    return (", ".join(dict.fromkeys(words)) or "no licence stated") + kind


def _dates(bound: Bound, base: RuleBase) -> str:
    """When it was released, and between which dates its licence held, where the catalogue says so."""
    entries = base.models(bound.reach.subject.id)
    released = next((f", released {entry['released']}" for entry in entries if "released" in entry), "")
    ranges = [(entry.get("license"), entry["holds"]) for entry in entries if "holds" in entry]
    told = [f"{name} from {held.get('from', 'the start')} until {held.get('until', 'now')}" for name, held in ranges]
    return released + (f" ({'; '.join(told)})" if told else "")


def _warnings(bounds: tuple[Bound, ...], base: RuleBase) -> list[str]:
    """What popular summaries get wrong about these versions."""
    notes = dict.fromkeys(entry["note"] for bound in bounds for entry in base.models(bound.reach.subject.id) if "note" in entry)
    return ["", *(f"Mind: {note}" for note in notes)] if notes else []


def _matrix(bounds: tuple[Bound, ...], base: RuleBase, reading: Reading) -> Matrix:
    """All that the weights contain, together; of a choice the first side. Empty where a licence is not known."""
    cells: list[Matrix] = []
    for bound in bounds:
        if bound.reach.mode is not Mode.WEIGHTS and not bound.own:
            continue
        for leaf in leaves(choices(bound.terms)[0]):
            if leaf.sort is not Sort.KNOWN:
                return {}
            cells.append(matrix(base.licence(leaf.licences[0]), base.vocabulary, reading, bound.reach.subject.facts))
    return joined(cells)
