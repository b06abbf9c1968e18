"""Local model folders: the card, the licence files beside it, the adapter's base."""

from __future__ import annotations

import os
from pathlib import Path

from licensecheck import documents
from licensecheck.errors import InputError
from licensecheck.model import Claim, Location, Parent, Problem, Subject
from licensecheck.records import replace
from licensecheck.sources import card
from licensecheck.sources.files import MAX_CARD_BYTES, content

_CARDS = ("README.md", "readme.md", "Readme.md", "MODEL_CARD.md", "model_card.md")
_LICENCE_STEMS = ("license", "licence", "copying", "unlicense", "license-model", "license_model", "model_license", "model-license")
_MODEL_ENDINGS = (".safetensors", ".gguf", ".bin", ".pt", ".pth", ".onnx", ".ckpt", ".h5", ".msgpack")
MAX_LICENCE_BYTES = 1024 * 1024
MAX_FILES = 20_000


def read(path: Path, name: str) -> Subject:
    """The model in a folder; InputError if there is no such folder or nothing in it tells of a model."""
    if not path.is_dir():
        raise InputError([Problem(Location(name), "there is no such folder" if not path.exists() else "it is not a folder")])
    files = _files(path, name)
    card_name = next((one for one in _CARDS if one in files), None)
    subject = replace(Subject(name, "model", name, Location(name)), files=tuple(sorted(_stem(one) for one in files)))
    problems: list[Problem] = []
    if card_name:
        place = os.path.join(name, card_name)
        try:
            found = card.read(content(path / card_name, MAX_CARD_BYTES, place), place)
            subject = replace(subject, claims=found.claims, parents=found.parents, location=found.location)
        except InputError as error:
            problems += error.problems
    licences = [one for one in sorted(files) if _stem(one) in _LICENCE_STEMS]
    claims = [license_file(path, one, Location(os.path.join(name, one), 1, 1)) for one in licences]
    adapter, wrong = _adapter(path, name, files)
    problems += wrong
    if not (card_name or licences or adapter or any(one.endswith(_MODEL_ENDINGS) or one == "config.json" for one in files)):
        raise InputError([Problem(Location(name), "nothing in this folder tells of a model: no card, licence, configuration or weights")])
    return replace(subject, claims=(*subject.claims, *claims), parents=(*subject.parents, *adapter), problems=tuple(problems))


def license_file(folder: Path, name: str, location: Location) -> Claim:
    """What a licence file says, as its text; a file outside the folder, or one that cannot be read, is a claim without text."""
    path = folder / name
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        if not inside:
            return Claim(name, "file", location=location, note="it lies outside the model's folder and was not read")
        data = content(path, MAX_LICENCE_BYTES, name)
    except (OSError, InputError):
        return Claim(name, "file", location=location, note="it could not be read")
    return Claim(name, "file", location=location, text=data.decode("utf-8", errors="replace"))


def _files(path: Path, name: str) -> list[str]:
    found = []
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_file():
                found.append(entry.name)
            if len(found) > MAX_FILES:
                raise InputError([Problem(Location(name), f"the folder holds more than {MAX_FILES} files")])
    return found


def _stem(name: str) -> str:
    """`LICENSE.txt` and `License` are both `license`."""
    return name.casefold().removesuffix(".txt").removesuffix(".md").removesuffix(".rst")


def _adapter(path: Path, name: str, files: list[str]) -> tuple[list[Parent], list[Problem]]:
    """The base of a PEFT adapter, from `adapter_config.json`."""
    if "adapter_config.json" not in files:
        return [], []
    place = os.path.join(name, "adapter_config.json")
    try:
        config = documents.read(path / "adapter_config.json", place)
    except InputError as error:
        return [], list(error.problems)
    base = config.data.get("base_model_name_or_path") if isinstance(config.data, dict) else None
    if not isinstance(base, str) or not base.strip():
        return [Parent("?", "adapter", "adapter_config.json", Location(place), "the adapter's configuration names no base")], []
    return [card.parent(base.strip(), "adapter", config.at(("base_model_name_or_path",)), "adapter_config.json")], []
