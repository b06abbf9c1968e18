"""`licensecheck rules index`: build the index of licence texts, or check that it is current."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from licensecheck.errors import InputError
from licensecheck.identify.build import build, renamed, sources
from licensecheck.identify.clauses import Quote
from licensecheck.identify.ladder import INDEX
from licensecheck.identify.textindex import TextIndex
from licensecheck.licences import Status
from licensecheck.model import LicenceId, Location, Problem
from licensecheck.rulebase import RuleBase

EXIT_STALE = 1


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Build from `--texts` (repeatable); without it only enter anew which licence each text belongs to and where its clauses stand.

    `--check` compares and writes nothing.
    """
    base = RuleBase(options.rules)
    path: Path = options.output or base.store_of(len(options.rules)).root / INDEX
    finder = Finder(base)
    if options.texts:
        _must_be_folders(options.texts)
        data = build(sources(options.texts, finder), finder.quotes, finder.titles)
    else:
        data = renamed(TextIndex(path), finder, finder.quotes, finder.titles)
    wrong = finder.missing(data)
    if options.check:
        current = path.is_file() and path.read_bytes() == data and not wrong
        message = "current" if current else "stale: run `licensecheck rules index --texts DIR`"
        return "".join(f"{line}\n" for line in wrong) + f"{path}: {message}\n", 0 if current else EXIT_STALE
    _write(path, data)
    count = len(TextIndex(data))
    return f"{path}: {count} texts, {len(data):,} bytes\n" + "".join(f"{line}\n" for line in wrong), EXIT_STALE if wrong else 0


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a running process may have the old file mapped into memory."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def _must_be_folders(folders: list[Path]) -> None:
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise InputError([Problem(Location(str(folder)), "there is no such folder of texts") for folder in missing])


class Finder:
    """The licence of a text by its key: the rule file that has the text, else the one that has the key among its names."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        # An index beside rules that were added to ours need only have the texts of these.
        self._own = base.store_of(-1).header["parts"]
        licences = [licence for licence in map(base.licence, base.ids()) if licence.status is Status.ENCODED]
        self._encoded = {licence.id for licence in licences}
        self.hashes = {document["key"]: document.get("sha256", "") for licence in licences for document in licence.text}
        # The first document of a licence is its own; a later one (a policy) belongs to the licence that names it earliest.
        claims = sorted(
            (base.find(document["key"]) != licence.id, place, len(licence.id), licence.id, document["key"])
            for licence in licences
            for place, document in enumerate(licence.text)
        )
        self._texts: dict[str, str] = {}
        for *_, licence_id, key in claims:
            self._texts.setdefault(key, licence_id)

    def __call__(self, key: str) -> str | None:
        """The id of the licence; None if no rule file has the text."""
        named = self._base.find(key)
        return self._texts.get(key) or (named if named in self._encoded else None)

    def quotes(self, licence_id: str) -> list[Quote]:
        """The quotes of the licence's clauses."""
        if licence_id not in self._encoded:
            return []
        return [(clause.id, clause.section, clause.quote) for clause in self._base.licence(LicenceId(licence_id)).clauses]

    def titles(self, licence_id: str) -> tuple[str, ...]:
        """All that the licence is called, its addresses among it: they can stand above its text."""
        return self._base.licence(LicenceId(licence_id)).names if licence_id in self._encoded else ()

    def missing(self, data: bytes) -> list[str]:
        """What the rule files have and the index has not: texts, or other versions of them."""
        known = dict(line.split("\t") for line in TextIndex(data).origin.splitlines() if line)
        wanted = sorted((key, licence) for key, licence in self._texts.items() if f"licenses/{licence}.yaml" in self._own)
        out = [f"the text {key} of {licence} is not in the index" for key, licence in wanted if key not in known]
        return out + [
            f"the text {key} of {self._texts[key]} has changed"
            for key, digest in sorted(self.hashes.items())
            if digest and key in known and not digest.startswith(known[key])
        ]
