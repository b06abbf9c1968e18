"""YAML to a document, from the parser's events: strict, limited, every value with its place."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from licensecheck.documents.document import MOST, Document, Mark, Source, start_of
from licensecheck.documents.scalars import resolve
from licensecheck.documents.wording import brief, kind_of, path_text, shown
from licensecheck.errors import InputError
from licensecheck.model import Path, Problem, Value
from licensecheck.records import record

DEPTH = 64
"""How deep lists and mappings may be nested."""

NODES = 200_000
"""How many values a document may have once its aliases are expanded."""

CHARACTERS = 8 * 1024 * 1024
"""How much text a document may have once its aliases are expanded."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it, else the parser in Python; only its events are used."""

_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


@record
class _Anchor:
    """A value that aliases may stand for, and what expanding it costs."""

    value: Value
    mark: Mark
    nodes: int
    characters: int
    height: int


def compose(source: Source, start: int = 0) -> tuple[Document, list[Problem]]:
    """The document that begins at an offset of the text, and the problems that did not stop the reading.

    Raises `InputError` for what stops it: broken syntax, a passed limit, an empty or a second document.
    """
    composer = _Composer(source, start)
    try:
        value, mark = composer.document()
    except yaml.YAMLError as error:
        from licensecheck.documents.yaml_errors import explain

        raise InputError([*composer.problems, explain(error, source, start)]) from None
    return Document(source.name, value, mark, source), composer.problems


class _Composer:
    """One reading of one text."""

    def __init__(self, source: Source, start: int) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._shift = start
        self._next = LOADER(source.text[start:] if start else source.text).get_event
        self._anchors: dict[str, _Anchor | None] = {}
        self._nodes = 0
        self._characters = 0
        self._deepest = 0
        self._path: list[str | int] = []

    def document(self) -> tuple[Value, Mark]:
        """The only document of the stream."""
        self._next()
        if type(self._next()) is StreamEndEvent:
            self._stop(self._shift, "the file is empty", "")
        value, mark = self._node(self._next(), 0)
        if value is None and not self.problems:
            self._stop(start_of(mark), "the file is empty", "")
        self._next()
        after = self._next()
        if type(after) is DocumentStartEvent:
            self._stop(self._place(after), "a second document begins here", "keep one document in a file")
        return value, mark

    def _node(self, event: Any, depth: int) -> tuple[Value, Mark]:
        kind = type(event)
        if kind is AliasEvent:
            return self._alias(event, depth)
        self._nodes += 1
        if self._nodes > NODES:
            self._within_limits(self._place(event), depth)
        if event.anchor is None:
            return self._fresh(event, kind, depth)
        # Until it is complete the anchor is known but stands for nothing, so that no value can hold itself.
        self._anchors[event.anchor] = None
        nodes, characters, outer = self._nodes - 1, self._characters, self._deepest
        self._deepest = depth
        value, mark = self._fresh(event, kind, depth)
        size = (self._nodes - nodes, self._characters - characters, self._deepest - depth)
        self._anchors[event.anchor] = _Anchor(value, mark, *size)
        self._deepest = max(outer, self._deepest)
        return value, mark

    def _fresh(self, event: Any, kind: type, depth: int) -> tuple[Value, Mark]:
        if kind is ScalarEvent:
            return self._scalar(event)
        depth += 1
        place = self._place(event)
        self._within_limits(place, depth)
        self._deepest = max(self._deepest, depth)
        if kind is SequenceStartEvent:
            self._collection_tag(event, "seq")
            return self._sequence(place, depth)
        self._collection_tag(event, "map")
        return self._mapping(place, depth)

    def _sequence(self, place: int, depth: int) -> tuple[Value, Mark]:
        values: list[Value] = []
        marks: list[Mark] = []
        while type(event := self._next()) is not SequenceEndEvent:
            self._path.append(len(values))
            value, mark = self._node(event, depth)
            self._path.pop()
            values.append(value)
            marks.append(mark)
        self._within_limits(place, depth)
        return values, (place, marks)

    def _mapping(self, place: int, depth: int) -> tuple[Value, Mark]:
        values: dict[str, Value] = {}
        marks: dict[str, tuple[int, Mark]] = {}
        merged: list[tuple[Value, Mark]] = []
        while type(event := self._next()) is not MappingEndEvent:
            at = self._place(event)
            key = self._key(event, depth)
            self._path.append(key or "")
            value, mark = self._node(self._next(), depth)
            if key == "<<" and event.implicit[0]:
                merged += self._to_merge(value, mark)
            elif key in marks:
                self._twice(key, at, marks[key][0])
            elif key is not None:
                values[key] = value
                marks[key] = (at, mark)
            self._path.pop()
        self._within_limits(place, depth)
        _merge(values, marks, merged)
        return values, (place, marks)

    def _scalar(self, event: Any) -> tuple[Value, Mark]:
        """The value; a number's mark keeps its source text."""
        place = event.start_mark.index + self._shift
        text: str = event.value
        self._characters += len(text)
        if event.style == '"' and _UNSAFE.search(text):
            self._problem(place, "this text holds a NUL or half a character", "remove the escape")
        if event.tag is not None:
            return self._tagged(event, place)
        if not event.implicit[0]:
            return text, place
        value = resolve(text)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value, (place, text)
        return value, place

    def _tagged(self, event: Any, place: int) -> tuple[Value, Mark]:
        kind = event.tag.removeprefix(_TAG)
        if kind in ("!", "str"):
            return event.value, place
        if kind not in _SCALAR_TAGS:
            self._bad_tag(event)
            return event.value, place
        value = resolve(event.value)
        if type(value) not in _SCALAR_TAGS[kind]:
            self._problem(place, f"{shown(event.value)} does not fit the tag !!{kind}")
        return value, place

    def _collection_tag(self, event: Any, wanted: str) -> None:
        if event.tag not in (None, "!", _TAG + wanted):
            self._bad_tag(event)

    def _key(self, event: Any, depth: int) -> str | None:
        """The key by its source text; None, with a problem, for what can be no key."""
        if type(event) is ScalarEvent and (event.value or not event.implicit[0]):
            self._node(event, depth)
            return str(event.value)
        known = len(self.problems)
        value, mark = self._node(event, depth)
        if isinstance(value, str | int | float):
            text = mark[1] if isinstance(mark, tuple) else value
            return text if isinstance(text, str) else str(text).lower()
        if type(event) is AliasEvent and value is None and len(self.problems) > known:
            return None
        # What is wrong inside of something that cannot be a key at all is not worth telling.
        del self.problems[known:]
        hint = "if this is text, put it in quotes" if value is not None else ""
        self._problem(self._place(event), f"a key must be text, not {kind_of(value)}", hint)
        return None

    def _alias(self, event: Any, depth: int) -> tuple[Value, Mark]:
        place = self._place(event)
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            inside = event.anchor in self._anchors
            message = "is used inside of what it stands for" if inside else "stands for nothing"
            hint = "" if inside else "if it is text, put it in quotes"
            self._problem(place, f"the alias *{brief(event.anchor)} {message}", hint)
            return None, place
        self._nodes += anchor.nodes
        self._characters += anchor.characters
        self._deepest = max(self._deepest, depth + anchor.height)
        self._within_limits(place, depth + anchor.height)
        return anchor.value, anchor.mark

    def _to_merge(self, value: Value, mark: Mark) -> list[tuple[Value, Mark]]:
        inner = None if isinstance(mark, int) else mark[1]
        parts = list(zip(value, inner, strict=True)) if isinstance(value, list) and isinstance(inner, list) else [(value, mark)]
        if all(isinstance(part, dict) for part, _ in parts):
            return parts
        self._problem(start_of(mark), f"`<<` takes a mapping or a list of mappings, not {kind_of(value)}")
        return []

    def _twice(self, key: str, place: int, first: int) -> None:
        before = self._source.place(first)
        message = f"the key {shown(key)} is given twice; the first is on line {before.line}, column {before.column}"
        self._problem(place, message, "keep one of them")

    def _bad_tag(self, event: Any) -> None:
        name = brief(event.tag.replace(_TAG, "!!"))
        self._problem(self._place(event), f"the tag {name} is not allowed", "remove it, or put the text in quotes")

    def _within_limits(self, place: int, depth: int) -> None:
        if depth > DEPTH:
            self._stop(place, f"nested too deeply: more than {DEPTH} levels", "")
        if self._nodes > NODES:
            self._stop(place, f"too many values: more than {NODES:,}, aliases expanded", "")
        if self._characters > CHARACTERS:
            self._stop(place, f"too much text: more than {CHARACTERS:,} characters, aliases expanded", "")

    def _problem(self, place: int, message: str, hint: str = "") -> None:
        path: Path = tuple(self._path)
        if len(self.problems) == MOST:
            self._stop(place, f"there are more problems; these are the first {MOST}", "")
        self.problems.append(self._source.problem(place, message, hint, path_text(path)))

    def _stop(self, place: int, message: str, hint: str) -> NoReturn:
        raise InputError([*self.problems, self._source.problem(place, message, hint)])

    def _place(self, event: Any) -> int:
        return int(event.start_mark.index) + self._shift


def _merge(values: dict[str, Value], marks: dict[str, tuple[int, Mark]], parts: list[tuple[Value, Mark]]) -> None:
    """Add the entries of merged mappings that are not there yet: what is written out wins, then the first."""
    for value, mark in parts:
        inner = None if isinstance(mark, int) else mark[1]
        if isinstance(value, dict) and isinstance(inner, dict):
            for key in value:
                values.setdefault(key, value[key])
                marks.setdefault(key, inner[key])
