"""Bases that the files of a model folder name: PEFT adapters, mergekit recipes, and (weakly) the configuration's own memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from licensecheck import documents
from licensecheck.documents import Document
from licensecheck.errors import InputError
from licensecheck.model import Location, Parent, Problem
from licensecheck.model import Path as Route
from licensecheck.records import replace
from licensecheck.sources.card import parent, repository

ADAPTER = "adapter_config.json"
RECIPES = ("mergekit_config.yml", "mergekit_config.yaml", "mergekit_moe_config.yml", "mergekit_moe_config.yaml", "merge.yml", "merge.yaml")
CONFIG = "config.json"
_NAMES = ("model", "source_model", "base_model", "tokenizer_model")
_MOST_DEPTH = 12


def bases(path: Path, name: str, files: list[str]) -> tuple[list[Parent], list[Problem]]:
    """The bases named by the files at hand, and what could not be read of them."""
    found: list[Parent] = []
    problems: list[Problem] = []
    for file in (ADAPTER, *RECIPES, CONFIG):
        if file not in files:
            continue
        place = os.path.join(name, file)
        try:
            document = documents.read(path / file, place)
        except InputError as error:
            # A broken configuration says nothing of bases; a broken recipe or adapter hides them.
            problems += error.problems if file != CONFIG else ()
            continue
        found += {ADAPTER: _adapter, CONFIG: _config}.get(file, _recipe)(document, place)
    return found, problems


def _adapter(document: Document, place: str) -> list[Parent]:
    base = document.data.get("base_model_name_or_path") if isinstance(document.data, dict) else None
    if not isinstance(base, str) or not base.strip():
        return [Parent("?", "adapter", ADAPTER, Location(place), "the adapter's configuration names no base")]
    return [parent(repository(base.strip()), "adapter", document.at(("base_model_name_or_path",)), ADAPTER)]


def _config(document: Document, place: str) -> list[Parent]:  # noqa: ARG001  (all readers have one signature)
    """`_name_or_path` is what the weights were loaded from last: often the base, often the model itself or a folder. Weak evidence."""
    base = document.data.get("_name_or_path") if isinstance(document.data, dict) else None
    if not isinstance(base, str) or not base.strip():
        return []
    return [replace(parent(repository(base.strip()), "finetune", document.at(("_name_or_path",)), CONFIG), weak=True)]


def _recipe(document: Document, place: str) -> list[Parent]:
    """Every model that a mergekit recipe merges; `model+adapter` names two."""
    found: dict[str, Parent] = {}
    for text, route in _models(document.data, ()):
        for part in text.split("+"):
            if part.strip():
                found.setdefault(part.strip(), parent(repository(part.strip()), "merge", document.at(route), os.path.basename(place)))
    return list(found.values())


def _models(value: Any, route: Route) -> Iterator[tuple[str, Route]]:
    if len(route) > _MOST_DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _NAMES and isinstance(inner, str):
                if key != "tokenizer_model":
                    yield inner, (*route, key)
            elif key in _NAMES and isinstance(inner, dict):
                yield from _nested(inner, (*route, key))
            else:
                yield from _models(inner, (*route, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _models(inner, (*route, index))


def _nested(value: dict[str, Any], route: Route) -> Iterator[tuple[str, Route]]:
    """The long form `model: {model: {path: X}, lora: {path: Y}}`."""
    for key in ("path", "model", "lora"):
        inner = value.get(key)
        if isinstance(inner, str):
            yield inner, (*route, key)
        elif isinstance(inner, dict):
            yield from _nested(inner, (*route, key))
