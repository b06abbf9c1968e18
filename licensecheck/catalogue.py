"""Known models: an exact id -> licence, bases, data and evidence, as `rules/models/` lists them. No prefix rules."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from licensecheck.model import Claim, Location, Parent, Said, Subject
from licensecheck.rulebase import RuleBase


def find(base: RuleBase, model_id: str, on: str, revision: str | None = None) -> Subject | None:
    """What the catalogue says of exactly this id on that day (YYYY-MM-DD) or at that revision; None if it is not listed."""
    entry = base.model(model_id)
    if entry is None:
        return None
    place = Location("catalogue")
    return Subject(
        id=entry["id"],
        kind=entry.get("kind", "model"),
        input="catalogue",
        location=place,
        revision=revision,
        claims=tuple(_claims(entry)),
        parents=tuple(_parents(entry)),
        facts={"model.modalities": Said(entry["modalities"], "catalogue")} if "modalities" in entry else {},
    )


def neighbours(base: RuleBase, model_id: str) -> tuple[str, ...]:
    """Listed ids that look like this one: to be shown, never used."""
    return tuple(difflib.get_close_matches(model_id.casefold(), base.model_ids(), n=3, cutoff=0.7))


def _claims(entry: Mapping[str, Any]) -> Iterator[Claim]:
    confidence = {"high": "exact", "medium": "likely", "low": "memory"}[entry["confidence"]]
    note = "" if confidence == "exact" else entry["evidence"]
    if "license" in entry:
        name = entry["license"] or "none"
        yield Claim(entry.get("declared", name), "catalogue", name=name, confidence=confidence, note=note)
    if "code_license" in entry:
        yield Claim(entry["code_license"], "catalogue", "code", confidence=confidence)


def _parents(entry: Mapping[str, Any]) -> Iterator[Parent]:
    for base in entry.get("bases", ()):
        yield Parent(base["id"], base["relation"], "catalogue")
    for name in entry.get("datasets", ()):
        yield Parent(name, "trained-on", "catalogue")
    for name in entry.get("generated_by", ()):
        yield Parent(name, "trained-on-outputs", "catalogue")
