"""Local model folders: the cards, the licence files, use policies and notices, the adapter's base."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from licensecheck import filewalk
from licensecheck.errors import InputError
from licensecheck.model import Claim, Location, Parent, Problem, Subject
from licensecheck.records import replace
from licensecheck.sources import card
from licensecheck.sources.files import MAX_CARD_BYTES, content, identity
from licensecheck.sources.recipes import ADAPTER, RECIPES, bases

_CODE = re.compile(r".*[-_. ]code([-_. ].*)?|code[-_. ].*", re.DOTALL)
_DATA = re.compile(r".*[-_. ]data(?:set)?s?([-_. ].*)?|data(?:set)?s?[-_. ].*", re.DOTALL)
_WEIGHTS = ("weight", "model", "checkpoint")
_FOLDERS = frozenset({"weights", "weight", "model", "models", "checkpoint", "checkpoints", "legal", "license", "licenses", "licence", "licences"})
"""Folders whose licence files speak of the weights; of any other only one that holds weights itself."""
_MODEL_ENDINGS = (".safetensors", ".gguf", ".bin", ".pt", ".pth", ".onnx", ".ckpt", ".h5", ".msgpack")
MAX_LICENCE_BYTES = 1024 * 1024
MAX_FILES = 20_000
FEWEST_BYTES = 20
"""A licence or notice with less is none."""


def read(path: Path, name: str) -> Subject:
    """The model in a folder; InputError if there is no such folder or nothing in it tells of a model."""
    path, name = _snapshot(path, name)
    files = _files(path, name)
    found = [(os.path.relpath(one.path, path), one) for one in filewalk.files(str(path))]
    cards = [_card(path, name, file) for file, one in found if one.kind == filewalk.CARD and _holds_weights(path, os.path.dirname(file))]
    # COPYING is the GPL that COPYING.LESSER builds on, not a licence of its own.
    lesser = any(file.lower().startswith("copying.lesser") for file, _ in found)
    found = [(file, one) for file, one in found if not (lesser and _stem(file) == "copying")]
    claims = [claim for file, one in found if (claim := _claim(path, name, file, one)) is not None]
    read_already = {claim.declared for claim in claims}
    claims += [claim for claim in linked(path, name, [link for one in cards for link in one.links]) if claim.declared not in read_already]
    made_from, problems = _bases(path, name, files)
    problems += [Problem(Location(os.path.join(name, file)), one.problem) for file, one in found if one.kind == filewalk.FOLDER]
    weights = any(one.endswith(_MODEL_ENDINGS) or one == "config.json" for one in files)
    if not (cards or claims or made_from or problems or weights):
        raise InputError([Problem(Location(name), "nothing in this folder tells of a model: no card, licence, configuration or weights")])
    licensed = any(claim.source == "file" and len((claim.text or b"").strip()) >= FEWEST_BYTES for claim in claims)
    return Subject(
        id=identity(name),
        kind="model",
        input=name,
        location=next((one.location for one in cards if not one.problems), Location(name)),
        claims=(*(claim for one in cards for claim in one.claims), *claims),
        parents=(*(parent for one in cards for parent in one.parents), *made_from),
        # Whatever a licence file is called (`LICENSE-MIT`), duties that ask for one look for `license`.
        files=tuple(sorted({*(_stem(one) for one in files if not filewalk.kind_of(one) or _holds_words(path / one)), *(["license"] if licensed else [])})),
        problems=(*(problem for one in cards for problem in one.problems), *problems),
        named=False,
    )


def _claim(path: Path, name: str, file: str, one: filewalk.Candidate) -> Claim | None:
    """What a file says of the licence of the weights; None for one that speaks of something else."""
    if one.kind in (filewalk.CARD, filewalk.FOLDER):
        return None
    inner = os.path.dirname(file)
    if inner and not _of_the_weights(path, inner):
        return None
    location = Location(os.path.join(name, file), 1, 1)
    if one.problem:
        return Claim(file, "file", location=replace(location, line=0, column=0), note=one.problem) if one.kind == filewalk.LICENCE else None
    claim = license_file(path, file, location)
    return claim if one.kind == filewalk.LICENCE else replace(claim, source=one.kind)


def _of_the_weights(path: Path, folder: str) -> bool:
    """Whether a folder in the model's folder is one for licences or weights."""
    parts = folder.lower().split(os.sep)
    return all(part in _FOLDERS for part in parts) or _holds_weights(path, folder)


def _holds_weights(path: Path, folder: str) -> bool:
    """Whether a folder in the model's folder is that folder itself, or one with weights in it: its card is one of the model's."""
    try:
        return not folder or any(one.endswith(_MODEL_ENDINGS) for one in os.listdir(path / folder))
    except OSError:
        return False


def _bases(path: Path, name: str, files: list[str]) -> tuple[list[Parent], list[Problem]]:
    """The bases that the files of the folder name, and adapters and recipes beside weights below it."""
    found, problems = bases(path, name, files)
    for folder, names, _ in filewalk.folders(str(path)):
        inner = os.path.relpath(folder, path)
        recipes = [one for one in names if one in (ADAPTER, *RECIPES)]
        if inner == os.curdir or not recipes or not _holds_weights(path, inner):
            continue
        unread = {one: why for one in recipes if (why := filewalk.unreadable(os.path.join(folder, one), str(path)))}
        problems += [Problem(Location(os.path.join(name, inner, one)), why) for one, why in unread.items()]
        more, wrong = bases(path / inner, os.path.join(name, inner), [one for one in recipes if one not in unread])
        found += more
        problems += wrong
    return found, problems


def _snapshot(path: Path, name: str) -> tuple[Path, str]:
    """The snapshot that a model's folder in the Hub's cache means: the only one, or that of the branch `main`; any other folder is meant itself."""
    if not path.absolute().name.startswith("models--") or not (path / "snapshots").is_dir():
        return path, name
    there = sorted(os.listdir(path / "snapshots"))
    if len(there) != 1:
        main = path / "refs" / "main"
        revision = content(main, 100, name).decode("ascii", "replace").strip() if main.is_file() else ""
        if revision not in there:
            raise InputError([Problem(Location(name), f"it holds {len(there)} snapshots, and `refs/main` names none of them", hint="name one of them")])
        there = [revision]
    return path / "snapshots" / there[0], os.path.join(name, "snapshots", there[0])


def _card(path: Path, name: str, file: str) -> Subject:
    """What a card of the folder says; one that cannot be read says that."""
    place = os.path.join(name, file)
    if why := filewalk.unreadable(str(path / file), str(path)):
        return Subject(name, "model", name, Location(place), problems=(Problem(Location(place), why),))
    try:
        return card.read(content(path / file, MAX_CARD_BYTES, place), place)
    except InputError as error:
        return Subject(name, "model", name, Location(place), problems=error.problems)


def license_file(folder: Path, name: str, location: Location) -> Claim:
    """What a licence file says, as its text; a file outside the folder, or one that cannot be read, is a claim without text."""
    base = name.lower().rpartition("/")[2]
    weights = any(word in base for word in _WEIGHTS)
    layer = "weights" if weights else "code" if _CODE.fullmatch(base) else "data" if _DATA.fullmatch(base) else "weights"
    try:
        why = filewalk.unreadable(str(folder / name), str(folder)) or None
        data = b"" if why else content(folder / name, MAX_LICENCE_BYTES, name)
    except (OSError, RuntimeError, ValueError, InputError):
        why, data = "it could not be read", b""
    if why is None:
        return Claim(name, "file", layer, location=location, text=data)
    return Claim(name, "file", layer, location=location, note=why)


def beside(path: Path, name: str) -> Iterator[Claim]:
    """What the licence files, policies and notices beside a README or model card say."""
    if filewalk.kind_of(path.name) != filewalk.CARD:
        return
    folder = path.parent
    for file in sorted(os.listdir(folder)):
        kind = filewalk.kind_of(file)
        if kind and not (folder / file).is_dir():
            why = filewalk.unreadable(str(folder / file), str(folder))
            if (claim := _claim(folder, os.path.dirname(name), file, filewalk.Candidate(file, kind, why))) is not None:
                yield claim


def linked(folder: Path, name: str, links: Sequence[str]) -> Iterator[Claim]:
    """What the files say that cards name as the licence; those that are not there are told as links that were not read."""
    for link in dict.fromkeys(map(os.path.normpath, links)):
        if (folder / link).is_file():
            yield license_file(folder, link, Location(os.path.join(name, link), 1, 1))


def _files(path: Path, name: str) -> list[str]:
    """The files of the folder (links too, also broken ones)."""
    try:
        with os.scandir(path) as entries:
            found = [entry.name for entry in entries if not _is_folder(entry)]
    except OSError as error:
        reason = {2: "there is no such folder", 20: "it is not a folder"}.get(error.errno or 0, f"it cannot be read: {error.strerror}")
        raise InputError([Problem(Location(name), reason)]) from error
    if len(found) > MAX_FILES:
        raise InputError([Problem(Location(name), f"the folder holds more than {MAX_FILES} files")])
    return found


def _holds_words(path: Path) -> bool:
    """Whether a file has more in it than would be an oversight."""
    try:
        return path.stat().st_size >= FEWEST_BYTES
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads to itself: taken for a file, which then says that it cannot be read.
        return False


def _stem(name: str) -> str:
    """`LICENSE.txt` and `License` are both `license`."""
    return name.lower().removesuffix(".txt").removesuffix(".md").removesuffix(".rst")
