"""The rule base on disk in a compiled form: one file, read lazily, that notices edits of the YAML it came from.

Layout: one JSON line (`format`, `files`: name -> [size, crc32], `parts`: name -> [offset, length], `names`, `models`),
then one JSON text a part. A wheel carries the file; a checkout writes it to the user's cache. It is believed while its
list of files and sizes is right and no rule file is newer; a part is checked by checksum when it is used.
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

FORMAT = 2
_HEAD = {"format", "files", "parts", "names", "models"}
FOLDERS = {"licenses": "license", "models": "catalogue"}
COMPILED = "compiled.bin"
INSTALLING = 600
"""Seconds that an installation may take."""


def normal_name(name: str) -> str:
    """The form in which names are compared: letter case, blanks, `_` and `-` do not matter; nothing else is dropped."""
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
        self.names: Mapping[str, str] = header["names"]
        self.models: Mapping[str, str] = header["models"]

    def part(self, name: str) -> Any:
        """The plain data of one rule file (`licenses/mit.yaml`); KeyError if there is none, ValueError if it is damaged."""
        offset, length, checksum = self.header["parts"][name]
        if isinstance(self._body, bytes):
            blob = self._body[offset : offset + length]
        else:
            with self._body.open("rb") as file:
                file.seek(self._start + offset)
                blob = file.read(length)
        if zlib.crc32(blob) != checksum:
            raise ValueError(f"the compiled form of {name} is damaged")
        return json.loads(blob)

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

    header: dict[str, Any] = {"format": FORMAT, "files": {}, "parts": {}, "names": {}, "models": {}}
    body: list[bytes] = []
    problems: list[Problem] = []
    length = 0
    for name in sorted(files_of(root)):
        data = (root / name).read_bytes()
        try:
            parsed = documents.parse(data, str(root / name), schema=_schema(name)).data
        except documents.InputError as error:
            problems += error.problems
            continue
        problems += _index(name, parsed, header, str(root / name))
        blob = json.dumps(parsed, ensure_ascii=False, separators=(",", ":")).encode()
        header["files"][name] = [len(data), zlib.crc32(data)]
        header["parts"][name] = [length, len(blob), zlib.crc32(blob)]
        body.append(blob)
        length += len(blob)
    if problems:
        raise RuleBaseError(problems)
    return header, b"".join(body)


def _schema(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return FOLDERS.get(folder, file.removesuffix(".yaml"))


def _index(name: str, data: Any, header: dict[str, Any], path: str) -> list[Problem]:
    """Enter the names of one file; two files that claim one name, or an id that is not the file's name, are problems."""
    from licensecheck.licences import names_of

    problems = []
    if name.startswith("licenses/"):
        if f"licenses/{data['id']}.yaml" != name:
            problems.append(Problem(Location(path, 1, 1), f"the id {data['id']} is not the file's name", "id"))
        for word in names_of(data):
            if header["names"].setdefault(normal_name(word), data["id"]) != data["id"]:
                message = f"the name {word!r} belongs to {header['names'][normal_name(word)]} already"
                problems.append(Problem(Location(path, 1, 1), message, "names"))
    elif name.startswith("models/"):
        for model in data["models"]:
            words = (model["id"], *model.get("aliases", ()))
            twice = [word for word in words if header["models"].setdefault(folded(word), name) != name]
            problems += [Problem(Location(path, 1, 1), f"the id {word!r} is listed twice", "models") for word in twice]
    return problems


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
