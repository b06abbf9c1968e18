"""Known models: an exact id -> licence, bases, data and evidence. No prefix rules.

Two layers: entries that somebody wrote with their evidence (`rules/models/`), and, for ids that have none, what lists of
others declare (`rules/declared.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from licensecheck import declared
from licensecheck.declared import Declaration
from licensecheck.model import Claim, Location, Parent, Said, Subject, folded
from licensecheck.rulebase import RuleBase

DECLARED = "a declaration found in a list; neither the licence text nor the card was read"
NO_BASE = "where its licence was found ({source}) nothing says whether it is made from another model; state `license:` and `base_models:` as its card does"


def find(base: RuleBase, model_id: str, on: str, revision: str | None = None, stated: Subject | None = None) -> Subject | None:
    """What the catalogue says of exactly this id on that day (YYYY-MM-DD) or at that revision; None if it is not listed.

    Where the licence changed and the revision is none that the entries name, all that it may be are candidates. What is
    merely declared is asked for only where an input that names the id (`stated`) has no licence of its own.
    """
    entries = base.models(model_id)
    if not entries:
        own = stated is not None and any(claim.layer != "code" for claim in stated.claims)
        return None if own else _declared(base, model_id, revision, stated)
    held = [entry for entry in entries if _holds(entry, on, revision)] or list(entries)
    entry = held[0]
    one_licence = len({other.get("license") for other in held}) == 1
    return Subject(
        id=entry["id"],
        kind=entry.get("kind", "model"),
        input="catalogue",
        location=Location("catalogue"),
        revision=revision,
        claims=tuple(_claims(entry)) if one_licence else (_undecided(held),),
        parents=_all_parents(held),
        facts={"model.modalities": Said(entry["modalities"], "catalogue")} if "modalities" in entry else {},
    )


def _declared(base: RuleBase, model_id: str, revision: str | None, stated: Subject | None) -> Subject | None:
    """What lists of others declare; a list that names no base leaves open whether there is one, unless the input says it."""
    found = declared.look_up(base.store_of().root / declared.TABLE, model_id)
    if not found:
        return None
    parents = {folded(name): Parent(name, one.relation, _by((one,))) for one in found for name in one.bases}
    contains = base.vocabulary.relations
    told = stated is not None and any(contains[parent.relation].contains_weights for parent in stated.parents)
    if not parents and not told and found[0].kind == "model":
        parents["?"] = Parent("?", "finetune", _by(found), problem=NO_BASE.format(source=_sources(found)))
    return Subject(
        id=found[0].id,
        kind=found[0].kind,
        input="catalogue",
        location=Location("catalogue"),
        revision=revision,
        claims=tuple(_declared_claims(found)),
        parents=tuple(parents.values()),
    )


def _declared_claims(found: Sequence[Declaration]) -> Iterator[Claim]:
    """One claim a name: lists that say the same are named together, those that differ are sides of a conflict."""
    by_name: dict[str, list[Declaration]] = {}
    for one in found:
        by_name.setdefault(folded(one.licence), []).append(one)
    for same in by_name.values():
        yield Claim(same[0].licence, _by(same), confidence="likely", note=DECLARED)


def _by(found: Sequence[Declaration]) -> str:
    return f"declared by {_sources(found)}"


def _sources(found: Sequence[Declaration]) -> str:
    return " and ".join(dict.fromkeys(one.source for one in found))


def _all_parents(entries: Sequence[Mapping[str, Any]]) -> tuple[Parent, ...]:
    """The parents of all entries that may hold, but for these themselves: mirrors of one model may name each other."""
    own = {folded(entry["id"]) for entry in entries}
    found = {(folded(parent.id), parent.relation): parent for entry in entries for parent in _parents(entry)}
    return tuple(parent for key, parent in found.items() if len(entries) == 1 or key[0] not in own)


def _holds(entry: Mapping[str, Any], on: str, revision: str | None) -> bool:
    """Whether an entry is in force: by revision where one is pinned and named, by date where none is pinned."""
    held = entry.get("holds")
    if held is None:
        return True
    if revision is not None:
        return revision in held.get("revisions", ())
    return bool(held.get("from", "") <= on <= held.get("until", "9999-12-31"))


def _owner(model_id: str) -> str:
    return folded(model_id).partition("/")[0]


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
        yield Parent(base["id"], base["relation"], "catalogue", own=entry.get("own_grant", False) and _owner(base["id"]) == _owner(entry["id"]))
    for name in entry.get("datasets", ()):
        yield Parent(name, "trained-on", "catalogue")
    for name in entry.get("generated_by", ()):
        yield Parent(name, "trained-on-outputs", "catalogue")
