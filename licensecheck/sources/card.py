"""Model cards: what the YAML front matter of a Hub README says of licence, bases and data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck import documents
from licensecheck.addresses import written_address
from licensecheck.documents import Document
from licensecheck.model import Claim, Location, Parent, Problem, Subject
from licensecheck.records import replace

LEAST_WITH_WORDS = 80
"""A card with less, and with nothing but keys, says nothing of the licence in its own words."""
_FRONT_MATTER_ONLY = rb"\s*(?:---\s*\n(?:(?!.*gated)(?!---).*\n)*(?:---\s*)?)?"
_RELATIONS = {"finetune": "finetune", "adapter": "adapter", "merge": "merge", "quantized": "quantized"}
_HUB_ID = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}(/[A-Za-z0-9_.][\w.-]{0,95})?")
_ON_THE_HUB = r"(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/)?)?([A-Za-z0-9_][\w.-]*/[A-Za-z0-9_.][\w.-]*)(?:/|/tree/main/?)?"
_IN_THE_CACHE = r"(?:^|[/\\])(?:models|datasets)--([A-Za-z0-9_][\w.-]*?)--([\w.-]+)(?:[/\\]|$)"
_LOCAL = re.compile(r"(?:\./)?[^/:\\<\[#][^:\\]{0,300}")
_QUANTIZED_TAGS = frozenset({"gguf", "gptq", "awq", "exl2", "quantized", "bnb", "mlx"})


def read(data: bytes, name: str) -> Subject:
    """The model that a card describes; InputError if its front matter cannot be read. A licence text in the card counts as one."""
    found = subject(documents.front_matter(data, name), name)
    if len(data) < LEAST_WITH_WORDS and re.fullmatch(_FRONT_MATTER_ONLY, data):
        return found
    place = Location(name, 1, 1)
    return replace(found, claims=(*found.claims, Claim(name, "card-text", location=place, text=data), Claim(name, "card-words", location=place, text=data)))


def subject(card: Document | None, name: str) -> Subject:
    """The model of a card's front matter (None: the card has none)."""
    if card is None:
        return Subject(name, "model", name, Location(name, 1, 1), named=False)
    if not isinstance(card.data, dict):
        raise documents.InputError([Problem(card.at(()), "the front matter of a card is a mapping of keys to values")])
    return Subject(
        id=name,
        kind="model",
        input=name,
        location=card.at(("license",)) if "license" in card.data else card.at(()),
        claims=tuple(_claims(card)),
        parents=(*_bases(card), *_data_sets(card)),
        problems=tuple(_strange(card)),
        links=tuple(text for text, _ in strings(card, "license_link") if _LOCAL.fullmatch(text)),
        named=False,
    )


def _strange(card: Document) -> Iterator[Problem]:
    """Values of a kind that cards do not have there: what they mean is not known, so the card is not all read."""
    assert isinstance(card.data, dict)
    for key in ("license", "license_name", "base_model", "base_model_relation", "datasets"):
        value = card.data.get(key)
        items = value if isinstance(value, list) else [value]
        for index, item in enumerate(items):
            if item is not None and (isinstance(item, bool | dict | list) or not str(item).strip()):
                yield Problem(card.at((key, index) if isinstance(value, list) else (key,)), f"`{key}` is not a text, so it could not be read", key)


def strings(card: Document, key: str) -> Iterator[tuple[str, Location]]:
    """The value of a key as a list of texts with their places: cards write one text or a list of them."""
    value = card.data.get(key) if isinstance(card.data, dict) else None
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str | int | float) and not isinstance(item, bool):
                yield str(item).strip(), card.at((key, index))
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value).strip(), card.at((key,))


def _claims(card: Document) -> Iterator[Claim]:
    """`license: other` means what `license_name` says; any other licence beside a `license_name` binds as well."""
    named = [(text, place) for text, place in strings(card, "license_name") if text]
    for text, place in strings(card, "license"):
        if text.lower() in ("other", "unknown") and named:
            continue
        yield Claim(text, "card", location=place)
    for text, place in named:
        yield Claim(f"other/{text}", "card", name=text, location=place)
    for text, place in strings(card, "license_link"):
        # What no address is, and no file at hand either, was not read: that is for the findings to tell.
        if address := written_address(text) or text:
            yield Claim(address, "card-link", location=place)


def repository(text: str) -> str:
    """The id of the repository that a page of the Hub, or a folder in the Hub's cache, is of; any other text as it is."""
    if named := re.fullmatch(_ON_THE_HUB, text):
        return named[1]
    cached = re.search(_IN_THE_CACHE, text)
    return f"{cached[1]}/{cached[2]}" if cached else text


def parent(text: str, relation: str, place: Location | None, source: str) -> Parent:
    """An edge to a base as its name stands in a file; a local path or nonsense is kept as a problem."""
    if re.match(r"[./~\\]|[A-Za-z]:[\\/]", text) or "\\" in text or text.count("/") > 1:
        return Parent(text, relation, source, place, "it is a local path, not a model id")
    if not _HUB_ID.fullmatch(text):
        return Parent(text, relation, source, place, "it is not a model id")
    return Parent(text, relation, source, place)


def _bases(card: Document) -> Iterator[Parent]:
    bases = [(text, place) for text, place in strings(card, "base_model") if text]
    stated = next((text for text, _ in strings(card, "base_model_relation")), "")
    relation = _RELATIONS.get(stated.lower()) or _inferred(card, len(bases))
    for text, place in bases:
        yield parent(repository(text), relation, place, "card")


def _inferred(card: Document, bases: int) -> str:
    """The relation as the Hub infers it where the card names none. All of these contain the base's weights."""
    tags = {text.lower() for text, _ in strings(card, "tags")} | {text.lower() for text, _ in strings(card, "library_name")}
    if bases > 1 or "merge" in tags or "mergekit" in tags:
        return "merge"
    if tags & {"peft", "adapter", "lora"}:
        return "adapter"
    return "quantized" if tags & _QUANTIZED_TAGS else "finetune"


def _data_sets(card: Document) -> Iterator[Parent]:
    for text, place in strings(card, "datasets"):
        if text:
            yield parent(repository(text), "trained-on", place, "card")
