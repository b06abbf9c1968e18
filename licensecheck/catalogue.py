"""Known models: an exact id -> licence, bases, data and evidence, as `rules/models/` lists them. No prefix rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from licensecheck.model import Claim, Location, Parent, Said, Subject
from licensecheck.rulebase import RuleBase


def find(base: RuleBase, model_id: str, on: str, revision: str | None = None) -> Subject | None:
    """What the catalogue says of exactly this id on that day (YYYY-MM-DD) or at that revision; None if it is not listed.

    Where the licence changed and the revision is none that the entries name, all that it may be are candidates.
    """
    entries = base.models(model_id)
    if not entries:
        return None
    held = [entry for entry in entries if _holds(entry, on, revision)] or list(entries)
    entry = held[0]
    return Subject(
        id=entry["id"],
        kind=entry.get("kind", "model"),
        input="catalogue",
        location=Location("catalogue"),
        revision=revision,
        claims=tuple(_claims(entry)) if len(held) == 1 else (_undecided(held),),
        parents=tuple(_parents(entry)),
        facts={"model.modalities": Said(entry["modalities"], "catalogue")} if "modalities" in entry else {},
    )


def _holds(entry: Mapping[str, Any], on: str, revision: str | None) -> bool:
    """Whether an entry is in force: by revision where one is pinned and named, by date where none is pinned."""
    held = entry.get("holds")
    if held is None:
        return True
    if revision is not None:
        return revision in held.get("revisions", ())
    return bool(held.get("from", "") <= on <= held.get("until", "9999-12-31"))


def _undecided(entries: Sequence[Mapping[str, Any]]) -> Claim:
    names = tuple(dict.fromkeys(entry.get("license") or "none" for entry in entries))
    return Claim(" or ".join(names) + ", by revision", "catalogue", choices=names, note=entries[0]["evidence"])


def neighbours(base: RuleBase, model_id: str) -> tuple[str, ...]:
    """Listed ids that look like this one: to be shown, never used."""
    import difflib

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
