"""The rule base on disk in a compiled form: one file, read lazily, that notices edits of the YAML it came from.

Layout: one JSON line (`format`, `files`: name -> [size, crc32], `parts`: name -> [offset, length, crc32]), then the parts: a
JSON text for each rule file, one for each entry of the catalogue, and two tables that are searched as they lie, `names` and
`models`. A wheel carries the file; a checkout writes it to the user's cache. It is believed while its list of files and sizes
is right and no rule file is newer; a part is checked by checksum when it is used.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licensecheck.errors import RuleBaseError
from licensecheck.model import Location, Problem, folded

FORMAT = 6
_HEAD = {"format", "files", "parts"}
NAMES, MODELS = "names", "models"
FOLDERS = {"licenses": "license", "models": "catalogue"}
COMPILED = "compiled.bin"
INSTALLING = 600
"""Seconds that an installation may take."""


def normal_name(name: str) -> str:
    """The form in which names are compared: letter case, blanks, `_` and `-` do not matter; nothing else is dropped.

    Of addresses, only the page counts (`addresses.normal_address`).
    """
    if "://" in name:
        from licensecheck.addresses import is_address, normal_address

        name = normal_address(name) if is_address(name) else name
    return "-".join(folded(name).replace("_", " ").replace("-", " ").split())


def files_of(root: Path) -> dict[str, os.stat_result]:
    """Every rule file below `root` (relative name) with its size and time of change."""
    found = {}
    for folder in ("", *FOLDERS):
        place = root / folder
        if place.is_dir():
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.endswith(".yaml") and entry.is_file():
                        found[f"{folder}/{entry.name}" if folder else entry.name] = entry.stat()
    return found


class Store:
    """The parts of one rule folder as plain data."""

    def __init__(self, root: Path, header: Mapping[str, Any], body: bytes | Path, start: int) -> None:
        self.root, self.header = root, header
        self._body, self._start = body, start
        self._tables: dict[str, bytes] = {}

    def search(self, table: str, key: str) -> str | None:
        """What stands behind a key in a table: a licence id, or the parts of a model's entries."""
        lines, wanted = self._table(table), b"\n" + key.encode(errors="replace") + b"\t"
        start = lines.find(wanted) if "\n" not in key and "\t" not in key else -1
        return None if start < 0 else lines[start + len(wanted) : lines.index(b"\n", start + 1)].decode()

    def rows(self, table: str) -> list[tuple[str, str]]:
        """All keys of a table with what stands behind them."""
        return [(key, value) for key, _, value in (line.partition("\t") for line in self._table(table).decode().split("\n") if line)]

    def _table(self, table: str) -> bytes:
        if table not in self._tables:
            self._tables[table] = self._bytes(table)
        return self._tables[table]

    def part(self, name: str) -> Any:
        """The plain data of one rule file (`licenses/mit.yaml`); KeyError if there is none, ValueError if it is damaged."""
        return json.loads(self._bytes(name))

    def entry(self, place: str) -> Any:
        """The plain data of one catalogue entry, by the place that the table of models gives (`file:offset:length:crc32`)."""
        file, *numbers = place.split(":")
        return json.loads(self._at(file, *map(int, numbers)))

    def _bytes(self, name: str) -> bytes:
        return self._at(name, *self.header["parts"][name])

    def _at(self, name: str, offset: int, length: int, checksum: int) -> bytes:
        if isinstance(self._body, bytes):
            blob = self._body[offset : offset + length]
        else:
            with self._body.open("rb") as file:
                file.seek(self._start + offset)
                blob = file.read(length)
        if zlib.crc32(blob) != checksum:
            raise ValueError(f"the compiled form of {name} is damaged")
        return blob

    def fresh(self, name: str) -> bool:
        """Whether the rule file still has the content it was compiled from."""
        try:
            return bool(zlib.crc32((self.root / name).read_bytes()) == self.header["files"][name][1])
        except (OSError, KeyError):
            return False


def open_store(root: Path, rebuild: bool = False) -> Store:
    """The store of a rule folder: compiled where that is current, else built from the YAML (and cached if possible)."""
    cache = _cache_file(root)
    if not rebuild:
        for path in (root / COMPILED, cache):
            store = _load(root, path)
            if store is not None:
                return store
    header, body = compile_rules(root)
    write(cache, header, body)
    return Store(root, header, body, 0)


def _load(root: Path, path: Path) -> Store | None:
    try:
        with path.open("rb") as file:
            header = json.loads(file.readline())
            start = file.tell()
    except (OSError, ValueError):
        return None
    if not isinstance(header, dict) or header.get("format") != FORMAT or header.keys() != _HEAD:
        return None
    found = files_of(root)
    if {name: size for name, (size, _) in header["files"].items()} != {name: stat.st_size for name, stat in found.items()}:
        return None
    # An installer writes all files of a wheel at once, in any order.
    newest = max(stat.st_mtime for stat in found.values()) - (INSTALLING if path.name == COMPILED else 0)
    if newest > path.stat().st_mtime:
        return None
    return Store(root, header, path, start)


def compile_rules(root: Path) -> tuple[dict[str, Any], bytes]:
    """Header and body from the YAML files; RuleBaseError lists every problem of every file."""
    from licensecheck import documents

    made = _Made()
    for name in sorted(files_of(root)):
        data = (root / name).read_bytes()
        try:
            parsed: Any = documents.parse(data, str(root / name), schema=_schema(name)).data
        except documents.InputError as error:
            made.problems += error.problems
            continue
        made.files[name] = [len(data), zlib.crc32(data)]
        made.enter(name, parsed, str(root / name))
    if made.problems:
        raise RuleBaseError(made.problems)
    made.add(NAMES, _lines(made.names))
    made.add(MODELS, _lines({key: ",".join(parts) for key, parts in made.models.items()}))
    return {"format": FORMAT, "files": made.files, "parts": made.parts}, b"".join(made.body)


def _lines(table: Mapping[str, str]) -> bytes:
    return ("\n" + "".join(f"{key}\t{value}\n" for key, value in sorted(table.items()))).encode()


class _Made:
    """What the compiler has made so far."""

    def __init__(self) -> None:
        self.files: dict[str, list[int]] = {}
        self.parts: dict[str, list[int]] = {}
        self.body: list[bytes] = []
        self.names: dict[str, str] = {}
        self.models: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self._length = 0

    def add(self, name: str, blob: bytes) -> None:
        """Append a part that the header names."""
        self.parts[name] = self._place(blob)

    def _place(self, blob: bytes) -> list[int]:
        place = [self._length, len(blob), zlib.crc32(blob)]
        self.body.append(blob)
        self._length += len(blob)
        return place

    def enter(self, name: str, data: Any, path: str) -> None:
        """Append the parts of one file and enter its names; an id that is not the file's name, or a name taken twice, is a problem."""
        if name.startswith("licenses/"):
            # Examples are most of a licence file, and few runs need them.
            self.add(name, _blob({key: value for key, value in data.items() if key != "examples"}))
            self.add(f"{name}#examples", _blob(data.get("examples", {})))
        elif not name.startswith("models/"):
            self.add(name, _blob(data))
        if name.startswith("licenses/"):
            self._licence(name, data, path)
        for entry in data["models"] if name.startswith("models/") else ():
            place = f"{name}:" + ":".join(map(str, self._place(_blob(entry))))
            for word in dict.fromkeys(folded(word) for word in (entry["id"], *entry.get("aliases", ()), *entry.get("purls", ()))):
                before = self.models.setdefault(word, [])
                # Two repositories may be mirrored as one elsewhere: a purl may stand in two files, an id may not.
                if before and not before[0].startswith(f"{name}:") and not word.startswith("pkg:"):
                    self._problem(path, f"the id {word!r} is listed in {before[0].partition(':')[0]} already", "models")
                before.append(place)

    def _licence(self, name: str, data: Any, path: str) -> None:
        from licensecheck.licences import names_of

        if f"licenses/{data['id']}.yaml" != name:
            self._problem(path, f"the id {data['id']} is not the file's name", "id")
        for word in names_of(data):
            if self.names.setdefault(normal_name(word), data["id"]) != data["id"]:
                self._problem(path, f"the name {word!r} belongs to {self.names[normal_name(word)]} already", "names")

    def _problem(self, path: str, message: str, key: str) -> None:
        self.problems.append(Problem(Location(path, 1, 1), message, key))


def _blob(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _schema(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return FOLDERS.get(folder, file.removesuffix(".yaml"))


def _cache_file(root: Path) -> Path:
    base = os.environ.get("LICENSECHECK_CACHE") or os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "licensecheck" / f"rules-{zlib.crc32(os.fsencode(root.resolve())):08x}.bin"


def write(path: Path, header: Mapping[str, Any], body: bytes) -> None:
    """Write a compiled form atomically, so that a reader never sees half a file; a cache that cannot be written is no error."""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + body)
        os.replace(file.name, path)
    except OSError:
        return
