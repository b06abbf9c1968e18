"""Manifests: the organisation, its uses, and the models and data sets as the user states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from licensecheck.documents import Document
from licensecheck.errors import InputError
from licensecheck.model import Claim, Location, Parent, Problem, Said, Subject, Use
from licensecheck.model import Path as Route
from licensecheck.records import replace
from licensecheck.sources import card
from licensecheck.sources.inventory import Agreement, Inventory

_NOT_FACTS = frozenset({"name", "actions", "trained_model"})


def read(document: Document, place: Path) -> Inventory:
    """The inventory of a manifest that its schema has passed. `place` is the folder that relative paths start from."""
    data: dict[str, Any] = document.data if isinstance(document.data, dict) else {}
    problems: list[Problem] = []
    organisation = dict(_facts(document, ("organization",), "organization."))
    uses = {name: _use(document, name, raw, organisation) for name, raw in data.get("uses", {}).items()}
    models = [_model(document, index, raw, uses, organisation, place, problems) for index, raw in enumerate(data.get("models", ()))]
    data_sets = [_data_set(document, ("datasets", index), raw) for index, raw in enumerate(data.get("datasets", ()))]
    _no_repeats("models", models, problems)
    _no_repeats("datasets", data_sets, problems)
    if problems:
        raise InputError(problems)
    return Inventory(
        input=document.name,
        models=tuple(models),
        data_sets=tuple(data_sets),
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


def _model(
    document: Document, index: int, raw: Any, uses: Mapping[str, Use], organisation: Mapping[str, Said], place: Path, problems: list[Problem]
) -> Subject:
    route: Route = ("models", index)
    entry = raw if isinstance(raw, dict) else {"purl": raw} if raw.startswith("pkg:") else {"id": raw}

    def at(key: str) -> Location:
        return document.at((*route, key) if isinstance(raw, dict) else route)

    subject_id, revision = entry.get("id", ""), entry.get("revision")
    if "purl" in entry:
        subject_id, revision = _from_purl(entry, at("purl"), problems)
    start = next((at(key) for key in ("id", "purl", "path") if key in entry), document.at(route))
    subject = Subject(subject_id or entry.get("path", "?"), "model", document.name, start, revision, entry.get("purl"))
    if "path" in entry:
        subject = _with_folder(subject, entry["path"], place, at("path"))
    return replace(
        subject,
        claims=(*_claims(document, (*route, "license"), entry.get("license"), place, entry.get("path")), *subject.claims),
        parents=(*_parents(document, route, entry), *subject.parents),
        facts=dict(_model_facts(document, route, entry)),
        uses=_uses_of(document, route, entry, uses, organisation, problems),
    )


def _from_purl(entry: Mapping[str, Any], at: Location, problems: list[Problem]) -> tuple[str, str | None]:
    """Id and revision of a purl. The entry's own id or revision, if stated as well, must not differ."""
    from packageurl import PackageURL

    try:
        purl = PackageURL.from_string(entry["purl"])
    except ValueError as error:
        problems.append(Problem(at, f"not a package URL: {error}", "purl", "for example pkg:huggingface/owner/name@revision"))
        return entry.get("id", ""), entry.get("revision")
    named = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
    # The purl types of the two hubs whose ids are of the form owner/name; another type is kept whole, so that it is unknown.
    found = named if purl.type in ("huggingface", "modelscope") else entry["purl"]
    for key, value in (("id", found), ("revision", purl.version)):
        if entry.get(key) and value and str(entry[key]).casefold() != value.casefold():
            problems.append(Problem(at, f"the purl says {value!r}, `{key}` says {entry[key]!r}", "purl"))
    return entry.get("id") or found, purl.version or entry.get("revision")


def _with_folder(subject: Subject, path: str, place: Path, at: Location) -> Subject:
    """What the folder says, added to the entry; a folder that cannot be read is a finding, not the end of the run."""
    from licensecheck.sources import folder

    try:
        found = folder.read(place / path, path)
    except InputError as error:
        why = "; ".join(problem.message for problem in error.problems)
        return replace(subject, problems=(Problem(at, f"{path}: {why}"),))
    return replace(subject, claims=found.claims, parents=found.parents, files=found.files, problems=found.problems)


def _claims(document: Document, route: Route, raw: Any, place: Path, path: str | None) -> Iterator[Claim]:
    if raw is None:
        return
    if not isinstance(raw, dict):
        for index, text in enumerate(raw if isinstance(raw, list) else [raw]):
            yield Claim(text, "manifest", location=document.at((*route, index) if isinstance(raw, list) else route))
        return
    for layer in ("weights", "code", "data"):
        values = raw.get(layer, [])
        for text in values if isinstance(values, list) else [values]:
            yield Claim(text, "manifest", layer, location=document.at((*route, layer)))
    if "file" in raw:
        from licensecheck.sources import folder

        yield folder.license_file(place / (path or "."), raw["file"], document.at((*route, "file")))


def _parents(document: Document, route: Route, entry: Mapping[str, Any]) -> Iterator[Parent]:
    for index, base in enumerate(entry.get("base_models", ())):
        text, relation = (base, "finetune") if isinstance(base, str) else (base["id"], base.get("relation", "finetune"))
        yield card.parent(text, relation, document.at((*route, "base_models", index)), "manifest")
    for index, text in enumerate(entry.get("datasets", ())):
        yield card.parent(text, "trained-on", document.at((*route, "datasets", index)), "manifest")


def _model_facts(document: Document, route: Route, entry: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    for key in ("name", "modalities", "license_parameters"):
        if key in entry:
            yield f"model.{key}", Said(entry[key], document.at((*route, key)).text())
    if "distribution" in entry:
        yield from _facts(document, (*route, "distribution"), "distribution.")


def _uses_of(
    document: Document, route: Route, entry: Mapping[str, Any], uses: Mapping[str, Use], organisation: Mapping[str, Said], problems: list[Problem]
) -> tuple[Use, ...]:
    """The uses named by the entry, all of them when it names none; the organisation's facts alone when the manifest has none."""
    chosen = []
    for index, name in enumerate(entry.get("uses", uses)):
        if name in uses:
            chosen.append(uses[name])
            continue
        import difflib

        near = difflib.get_close_matches(name, uses, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the uses are: {', '.join(uses) or 'none'}"
        problems.append(Problem(document.at((*route, "uses", index)), f"there is no use named {name!r}", f"models[{route[1]}].uses[{index}]", hint))
    return tuple(chosen) or (() if uses else (Use("", (), dict(organisation)),))


def _data_set(document: Document, route: Route, raw: Any) -> Subject:
    entry = raw if isinstance(raw, dict) else {"id": raw}
    claims = tuple(_claims(document, (*route, "license"), entry.get("license"), Path(), None))
    made = entry.get("generated_by", [])
    parents = tuple(
        Parent(text, "trained-on-outputs", "manifest", document.at((*route, "generated_by")))
        for text in (made if isinstance(made, list) else [made])
    )
    return Subject(entry["id"], "dataset", document.name, document.at(route), claims=claims, parents=parents)


def _agreements(document: Document, raw: Any) -> Iterator[Agreement]:
    for index, entry in enumerate(raw):
        yield Agreement(
            entry["licensor"], tuple(entry["covers"]), entry.get("reference", ""), entry.get("expires", ""), document.at(("agreements", index))
        )


def _no_repeats(key: str, subjects: list[Subject], problems: list[Problem]) -> None:
    """The same model with the same uses twice is a slip; with other uses, a revision or a folder it is meant."""
    seen: dict[tuple[str, ...], Subject] = {}
    for subject in subjects:
        mark = (subject.id.casefold(), subject.revision or "", *(use.name for use in subject.uses))
        if mark in seen and subject.files is None:
            problems.append(Problem(subject.location, f"{subject.id} is listed twice", key, f"first at {seen[mark].location.text()}"))
        seen.setdefault(mark, subject)
