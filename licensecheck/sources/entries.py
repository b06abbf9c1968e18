"""One entry of a manifest (a model, a base, a data set): its id in any of the accepted forms, its folder, its licence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from licensecheck.documents import Document
from licensecheck.errors import InputError
from licensecheck.model import Claim, Location, Problem, Subject, folded
from licensecheck.model import Path as Route
from licensecheck.records import record, replace


@record
class Entry:
    """An entry as a mapping, whether it was written as one or as a bare id."""

    document: Document
    route: Route
    values: Mapping[str, Any]
    bare: bool

    @classmethod
    def of(cls, document: Document, route: Route, raw: Any) -> Entry:
        """The entry of a raw value: a mapping, an id or a purl."""
        values = raw if isinstance(raw, dict) else {"purl" if raw.startswith("pkg:") else "id": raw}
        return cls(document, route, values, not isinstance(raw, dict))

    def at(self, key: str) -> Location:
        """The place of a value of the entry."""
        return self.document.at(self.route if self.bare else (*self.route, key))

    def start(self) -> Location:
        """The place of what names the entry."""
        return next((self.at(key) for key in ("id", "purl", "path") if key in self.values), self.document.at(self.route))

    def id_and_revision(self, problems: list[Problem]) -> tuple[str, str | None]:
        """Id and revision, from the purl where there is one; what is stated beside a purl must not differ from it."""
        stated: str = self.values.get("id", "")
        revision: str | None = self.values.get("revision")
        if "purl" not in self.values:
            return stated or self.values.get("path", "?"), revision
        found, version = _of_purl(self.values["purl"], self.at("purl"), problems)
        for key, value in (("id", found), ("revision", version)):
            if value and self.values.get(key) and folded(str(self.values[key])) != folded(value):
                problems.append(Problem(self.at("purl"), f"the purl says {value!r}, `{key}` says {self.values[key]!r}", "purl"))
        return stated or found, version or revision


def _of_purl(text: str, at: Location, problems: list[Problem]) -> tuple[str, str | None]:
    """The Hub id that a purl names; a purl of another type or another repository is kept whole, so that it is nobody else."""
    from packageurl import PackageURL

    try:
        purl = PackageURL.from_string(text)
    except ValueError as error:
        problems.append(Problem(at, f"not a package URL: {error}", "purl", "for example pkg:huggingface/owner/name@revision"))
        return "", None
    elsewhere = "repository_url" in dict(purl.qualifiers or {})
    if purl.type != "huggingface" or elsewhere:
        return text, purl.version
    return f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name, purl.version


def subject_of(entry: Entry, kind: str, place: Path, problems: list[Problem]) -> Subject:
    """The subject that an entry names, with what its folder says; a folder that cannot be read is a finding, not the end of the run."""
    name, revision = entry.id_and_revision(problems)
    named = "id" in entry.values or "purl" in entry.values
    subject = Subject(name, kind, entry.document.name, entry.start(), revision, entry.values.get("purl"), named=named)
    if "path" not in entry.values:
        return subject
    from licensecheck.sources import folder

    path = entry.values["path"]
    try:
        found = folder.read(place / path, path)
    except (InputError, OSError, RuntimeError, ValueError) as error:
        why = "; ".join(one.message for one in error.problems) if isinstance(error, InputError) else f"it cannot be read: {error}"
        return replace(subject, problems=(Problem(entry.at("path"), f"{path}: {why}"),))
    return replace(subject, claims=found.claims, parents=found.parents, files=found.files, problems=found.problems)


def claims(entry: Entry, place: Path) -> Iterator[Claim]:
    """What the entry's `license` says, in every accepted form. Files are looked for in the entry's folder, else beside the manifest."""
    raw = entry.values.get("license")
    route = (*entry.route, "license")
    if raw is None:
        return
    if not isinstance(raw, dict):
        for index, text in enumerate(raw if isinstance(raw, list) else [raw]):
            yield Claim(text, "manifest", location=entry.document.at((*route, index) if isinstance(raw, list) else route))
        return
    for layer in ("weights", "code", "data"):
        values = raw.get(layer, [])
        for text in values if isinstance(values, list) else [values]:
            yield Claim(text, "manifest", layer, location=entry.document.at((*route, layer)))
    files = raw.get("file", [])
    for file in files if isinstance(files, list) else [files]:
        from licensecheck.sources import folder

        yield folder.license_file(place / entry.values.get("path", "."), file, entry.document.at((*route, "file")))
