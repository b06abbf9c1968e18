"""The rule base: licences by id or name, catalogue entries by exact model id, the vocabulary. Lazy by id."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from licensecheck import documents, licences, vocabulary
from licensecheck.errors import RuleBaseError
from licensecheck.licences import Licence
from licensecheck.model import LicenceId, Location, Problem, folded
from licensecheck.records import replace
from licensecheck.store import MODELS, NAMES, Store, files_of, normal_name, open_store
from licensecheck.version import VERSION
from licensecheck.vocabulary import Vocabulary

_PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """The folder `rules` or `policies` that ships with the package (a wheel), or stands beside it (a checkout)."""
    inside = _PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def load_vocabulary(root: Path) -> Vocabulary:
    """The vocabulary of a rule folder, read straight from its file: a broken licence file does not get in the way."""
    data = documents.read(root / "vocabulary.yaml", str(root / "vocabulary.yaml"), schema="vocabulary").data
    assert isinstance(data, dict)
    return vocabulary.build(data)


class RuleBase:
    """One or more rule folders; a later folder overrides licences and models of an earlier one."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        missing = [root for root in folders if not files_of(root)]
        if missing:
            raise RuleBaseError(Problem(Location(str(root)), "there are no rule files in this folder") for root in missing)
        self._stores = [open_store(root) for root in (bundled("rules"), *folders)]
        self._licences: dict[LicenceId, Licence] = {}
        self._fresh: set[tuple[str, int]] = set()
        self.vocabulary = vocabulary.build(self._part("vocabulary.yaml", 0))

    def ids(self) -> tuple[LicenceId, ...]:
        """Every licence id, sorted."""
        return tuple(sorted({LicenceId(name) for store in self._stores for _, name in store.rows(NAMES)}))

    def names(self) -> tuple[str, ...]:
        """Every licence name in the form in which names are compared."""
        return tuple(sorted({name for store in self._stores for name, _ in store.rows(NAMES)}))

    def model_ids(self) -> tuple[str, ...]:
        """Every model id of the catalogue, letter case folded."""
        return tuple(sorted({name for store in self._stores for name, _ in store.rows(MODELS)}))

    def find(self, name: str) -> LicenceId | None:
        """The licence that has exactly this name (letter case, blanks, `_` and `-` aside); None if none has."""
        key = normal_name(name)
        hit = self._search(NAMES, key)
        return LicenceId(hit[1]) if hit else None

    def licence(self, licence_id: LicenceId) -> Licence:
        """The licence of that id; KeyError if there is none, RuleBaseError if its file is wrong."""
        if licence_id not in self._licences:
            part = f"licenses/{licence_id}.yaml"
            for index in reversed(range(len(self._stores))):
                if part in self._stores[index].header["parts"]:
                    self._licences[licence_id] = self._build(part, index)
                    break
            else:
                raise KeyError(licence_id)
        return self._licences[licence_id]

    def with_examples(self, licence_id: LicenceId) -> Licence:
        """The licence with its in-file examples, which `licence` leaves on disk."""
        part = f"licenses/{licence_id}.yaml#examples"
        index = max(index for index, store in enumerate(self._stores) if part in store.header["parts"])
        return replace(self.licence(licence_id), examples=self._part(part, index))

    def models(self, model_id: str) -> tuple[Mapping[str, Any], ...]:
        """The catalogue entries of exactly this id (letter case aside, as the Hub does), one for each time or revision range."""
        hit = self._search(MODELS, folded(model_id))
        if hit is None:
            return ()
        index, places = hit
        if self._reopened(places.partition(":")[0], index):
            return self.models(model_id)
        try:
            return tuple(self._stores[index].entry(place) for place in places.split(","))
        except (ValueError, OSError):
            self._stores[index] = open_store(self._stores[index].root, rebuild=True)
            return self.models(model_id)

    def _search(self, table: str, key: str) -> tuple[int, str] | None:
        """Where the key stands, the last folder first: (store, value)."""
        for index in reversed(range(len(self._stores))):
            value = self._stores[index].search(table, key)
            if value is not None:
                return index, value
        return None

    def _part(self, name: str, index: int) -> Any:
        self._reopened(name.partition("#")[0], index)
        try:
            return self._stores[index].part(name)
        except (ValueError, OSError):
            # Damaged or gone since it was opened: the YAML files are what counts.
            self._stores[index] = open_store(self._stores[index].root, rebuild=True)
            return self._stores[index].part(name)

    def _reopened(self, file: str, index: int) -> bool:
        """Whether the file had changed since it was compiled, so that the store had to be made anew; asked once a file."""
        if (file, index) in self._fresh:
            return False
        self._fresh.add((file, index))
        if self._stores[index].fresh(file):
            return False
        self._stores[index] = open_store(self._stores[index].root, rebuild=True)
        return True

    def _build(self, part: str, index: int) -> Licence:
        try:
            return licences.build(self._part(part, index), self.vocabulary)
        except ValueError as error:
            raise RuleBaseError([Problem(Location(str(self._stores[index].root / part)), str(error))]) from error

    def version(self) -> str:
        """A short mark of the content of all rule files."""
        files = json.dumps([store.header["files"] for store in self._stores], sort_keys=True)
        return f"{VERSION}+{zlib.crc32(files.encode()):08x}"

    def own_folders(self) -> tuple[Path, ...]:
        """The rule folders that were added to ours, in order."""
        return tuple(store.root for store in self._stores[1:])

    def store_of(self, folder: int = 0) -> Store:
        """The store of one rule folder, for the commands that work on whole files."""
        return self._stores[folder]
