"""Local model folders: the card, the licence files beside it, the adapter's base."""

from __future__ import annotations

import os
import re
from pathlib import Path

from licensecheck.errors import InputError
from licensecheck.model import Claim, Location, Problem, Subject
from licensecheck.sources import card
from licensecheck.sources.files import MAX_CARD_BYTES, content
from licensecheck.sources.recipes import bases

_CARDS = ("readme.md", "readme.markdown", "model_card.md", "model-card.md", "modelcard.md")
_LICENCE = re.compile(r"(.*[-_. ])?(licen[cs]es?|copying|unlicense|eula|terms)([-_. ].*)?", re.DOTALL)
_CODE = re.compile(r".*[-_. ]code([-_. ].*)?|code[-_. ].*", re.DOTALL)
_WEIGHTS = ("weight", "model", "checkpoint")
_NO_TEXT = (".py", ".json", ".yaml", ".yml", ".toml", ".lock", ".csv", ".tsv", ".png", ".jpg", ".svg")
_MODEL_ENDINGS = (".safetensors", ".gguf", ".bin", ".pt", ".pth", ".onnx", ".ckpt", ".h5", ".msgpack")
MAX_LICENCE_BYTES = 1024 * 1024
MAX_FILES = 20_000


def read(path: Path, name: str) -> Subject:
    """The model in a folder; InputError if there is no such folder or nothing in it tells of a model."""
    files = _files(path, name)
    cards = sorted(one for one in files if one.lower() in _CARDS)
    licences = sorted(one for one in files if ("/" in one or _LICENCE.fullmatch(one.lower())) and not one.lower().endswith(_NO_TEXT))
    made_from, problems = bases(path, name, files)
    weights = any(one.endswith(_MODEL_ENDINGS) or one == "config.json" for one in files)
    if not (cards or licences or made_from or problems or weights):
        raise InputError([Problem(Location(name), "nothing in this folder tells of a model: no card, licence, configuration or weights")])
    found = [_card(path, name, one) for one in cards]
    claims = [license_file(path, one, Location(os.path.join(name, one), 1, 1)) for one in licences]
    return Subject(
        id=name,
        kind="model",
        input=name,
        location=next((one.location for one in found if not one.problems), Location(name)),
        claims=(*(claim for one in found for claim in one.claims), *claims),
        parents=(*(parent for one in found for parent in one.parents), *made_from),
        # Whatever a licence file is called (`LICENSE-MIT`), duties that ask for one look for `license`.
        files=tuple(sorted({*map(_stem, files), *(["license"] if licences else [])})),
        problems=(*(problem for one in found for problem in one.problems), *problems),
        named=False,
    )


def _card(path: Path, name: str, file: str) -> Subject:
    """What a card of the folder says; one that cannot be read says that."""
    place = os.path.join(name, file)
    try:
        return card.read(content(path / file, MAX_CARD_BYTES, place), place)
    except InputError as error:
        return Subject(name, "model", name, Location(place), problems=error.problems)


def license_file(folder: Path, name: str, location: Location) -> Claim:
    """What a licence file says, as its text; a file outside the folder, or one that cannot be read, is a claim without text."""
    base = name.lower().rpartition("/")[2]
    layer = "code" if _CODE.fullmatch(base) and not any(word in base for word in _WEIGHTS) else "weights"
    path = folder / name
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            return Claim(name, "file", layer, location=location, note="it lies outside the model's folder and was not read")
        data = content(path, MAX_LICENCE_BYTES, name)
    except (OSError, RuntimeError, ValueError, InputError):
        return Claim(name, "file", layer, location=location, note="it could not be read")
    return Claim(name, "file", layer, location=location, text=data.decode("utf-8", errors="replace"))


def _files(path: Path, name: str) -> list[str]:
    """The files of the folder (links too, also broken ones), and those of a folder of licences in it, as `LICENSE/x.txt`."""
    found: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not _is_folder(entry):
                    found.append(entry.name)
                elif _LICENCE.fullmatch(entry.name.lower()):
                    found += [f"{entry.name}/{inner}" for inner in sorted(os.listdir(entry.path))[:MAX_FILES]]
                if len(found) > MAX_FILES:
                    raise InputError([Problem(Location(name), f"the folder holds more than {MAX_FILES} files")])
    except OSError as error:
        reason = {2: "there is no such folder", 20: "it is not a folder"}.get(error.errno or 0, f"it cannot be read: {error.strerror}")
        raise InputError([Problem(Location(name), reason)]) from error
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads to itself: taken for a file, which then says that it cannot be read.
        return False


def _stem(name: str) -> str:
    """`LICENSE.txt` and `License` are both `license`."""
    return name.lower().removesuffix(".txt").removesuffix(".md").removesuffix(".rst")
