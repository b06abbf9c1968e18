"""Manifests: the organisation, its uses, and the models and data sets as the user states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from licensecheck.documents import Document
from licensecheck.errors import InputError
from licensecheck.model import Parent, Problem, Said, Subject, Use, folded
from licensecheck.model import Path as Route
from licensecheck.records import record, replace
from licensecheck.sources import card
from licensecheck.sources.entries import Entry, claims, subject_of
from licensecheck.sources.inventory import Agreement, Inventory

_NOT_FACTS = frozenset({"name", "actions", "trained_model"})


@record
class _Reading:
    """What is known while a manifest is read."""

    document: Document
    place: Path
    """The folder that relative paths start from."""
    organisation: Mapping[str, Said]
    uses: Mapping[str, Use]
    otherwise: Use
    """The use of a manifest that states none."""
    problems: list[Problem]
    models: bool
    """Whether the manifest lists models."""


def read(document: Document, place: Path, otherwise: Use) -> Inventory:
    """The inventory of a manifest that its schema has passed; InputError for names that lead nowhere."""
    data: dict[str, Any] = document.data if isinstance(document.data, dict) else {}
    organisation = dict(_facts(document, ("organization",), "organization."))
    uses = {name: _use(document, name, raw, organisation) for name, raw in data.get("uses", {}).items()}
    here = _Reading(document, place, organisation, uses, otherwise, [], bool(data.get("models")))
    models = [_model(here, index, raw) for index, raw in enumerate(data.get("models", ()))]
    data_sets = [_data_set(here, index, raw) for index, raw in enumerate(data.get("datasets", ()))]
    bases = [base for index, raw in enumerate(data.get("models", ())) for base in _stated_bases(here, index, raw)]
    _no_repeats("models", models, here.problems)
    _no_repeats("datasets", data_sets, here.problems)
    if here.problems:
        raise InputError(here.problems)
    return Inventory(
        input=document.name,
        models=tuple(models),
        data_sets=tuple(data_sets),
        others=tuple(bases),
        agreements=tuple(_agreements(document, data.get("agreements", ()))),
        policy=data.get("policy", ""),
        policy_at=document.at(("policy",)) if "policy" in data else None,
        states_uses="uses" in data,
    )


def _facts(document: Document, route: Route, prefix: str) -> Iterator[tuple[str, Said]]:
    """The facts of one block of the manifest, each with its place."""
    value: Any = document.data
    for key in route:
        value = value.get(key, {}) if isinstance(value, Mapping) else value[key]
    for key, inner in value.items():
        if key not in _NOT_FACTS or prefix in ("trained_model.", "distribution."):
            yield prefix + str(key), Said(inner, document.at((*route, key)).text())


def _use(document: Document, name: str, raw: Mapping[str, Any], organisation: Mapping[str, Said]) -> Use:
    facts = {**organisation, **dict(_facts(document, ("uses", name), "use."))}
    if "trained_model" in raw:
        facts |= dict(_facts(document, ("uses", name, "trained_model"), "trained_model."))
    return Use(name, tuple(dict.fromkeys(raw["actions"])), facts)


def _model(here: _Reading, index: int, raw: Any) -> Subject:
    entry = Entry.of(here.document, ("models", index), raw)
    subject = subject_of(entry, "model", here.place, here.problems)
    return replace(
        subject,
        claims=(*claims(entry, here.place), *subject.claims),
        parents=(*_parents(here, entry), *subject.parents),
        facts=dict(_model_facts(entry)),
        uses=_uses_of(here, entry),
    )


def _data_set(here: _Reading, index: int, raw: Any) -> Subject:
    entry = Entry.of(here.document, ("datasets", index), raw)
    subject = subject_of(entry, "dataset", here.place, here.problems)
    made = entry.values.get("generated_by", [])
    parents = [card.parent(text, "trained-on-outputs", entry.at("generated_by"), "manifest") for text in (made if isinstance(made, list) else [made])]
    return replace(
        subject,
        claims=(*claims(entry, here.place), *subject.claims),
        parents=(*parents, *subject.parents),
        # A data set is judged for itself where its entry names uses, or where the manifest is about data alone.
        uses=_uses_of(here, entry) if "uses" in entry.values or not here.models else (),
    )


def _parents(here: _Reading, entry: Entry) -> Iterator[Parent]:
    for index, raw in enumerate(entry.values.get("base_models", ())):
        base = Entry.of(here.document, (*entry.route, "base_models", index), raw)
        name, _ = base.id_and_revision(here.problems)
        yield card.parent(name, base.values.get("relation", "finetune"), base.start(), "manifest")
    for index, text in enumerate(entry.values.get("datasets", ())):
        yield card.parent(text, "trained-on", here.document.at((*entry.route, "datasets", index)), "manifest")


def _stated_bases(here: _Reading, index: int, raw: Any) -> Iterator[Subject]:
    """Bases whose licence the entry of the model states: they are subjects of their own, known by their ids."""
    bases = raw.get("base_models", ()) if isinstance(raw, dict) else ()
    for number, item in enumerate(bases):
        base = Entry.of(here.document, ("models", index, "base_models", number), item)
        if "license" in base.values:
            name, revision = base.id_and_revision([])
            yield Subject(name, "model", here.document.name, base.start(), revision, claims=tuple(claims(base, here.place)))


def _model_facts(entry: Entry) -> Iterator[tuple[str, Said]]:
    for key in ("name", "modalities", "license_parameters"):
        if key in entry.values:
            yield f"model.{key}", Said(entry.values[key], entry.at(key).text())
    if "distribution" in entry.values:
        yield from _facts(entry.document, (*entry.route, "distribution"), "distribution.")


def _uses_of(here: _Reading, entry: Entry) -> tuple[Use, ...]:
    """The uses named by the entry, all of them when it names none; the given use when the manifest has none."""
    if not here.uses and "uses" not in entry.values:
        return (replace(here.otherwise, facts={**here.organisation, **here.otherwise.facts}),)
    chosen = []
    for index, name in enumerate(entry.values.get("uses", here.uses)):
        if name in here.uses:
            chosen.append(here.uses[name])
            continue
        import difflib

        near = difflib.get_close_matches(name, here.uses, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the uses are: {', '.join(here.uses) or 'none'}"
        route = ".".join(map(str, (entry.route[0],))) + f"[{entry.route[1]}].uses[{index}]"
        here.problems.append(Problem(here.document.at((*entry.route, "uses", index)), f"there is no use named {name!r}", route, hint))
    return tuple(chosen)


def _agreements(document: Document, raw: Any) -> Iterator[Agreement]:
    for index, entry in enumerate(raw):
        place = document.at(("agreements", index))
        yield Agreement(entry["licensor"], tuple(entry["covers"]), entry.get("reference", ""), entry.get("expires", ""), place)


def _no_repeats(key: str, subjects: list[Subject], problems: list[Problem]) -> None:
    """The same model with the same uses twice is a slip; with other uses, a revision or a folder it is meant."""
    seen: dict[tuple[str, ...], Subject] = {}
    for subject in subjects:
        mark = (folded(subject.id), subject.revision or "", *(use.name for use in subject.uses))
        if mark in seen and subject.files is None:
            problems.append(Problem(subject.location, f"{subject.id} is listed twice", key, f"first at {seen[mark].location.text()}"))
        seen.setdefault(mark, subject)
