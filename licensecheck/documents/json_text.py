"""JSON to a document, with the place of every value; what RFC 8259 does not allow is refused."""

from __future__ import annotations

import json.decoder
import re
from typing import NoReturn

from licensecheck.documents.document import MOST, Document, Mark, Source
from licensecheck.documents.scalars import number
from licensecheck.documents.wording import brief, path_text, shown
from licensecheck.errors import InputError
from licensecheck.model import Problem, Value

DEPTH = 64
"""How deep lists and mappings may be nested."""

_scan_string = getattr(json.decoder, "scanstring")  # noqa: B009 (the type stubs do not name it)
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_]+")
_WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


class JsonSyntaxError(InputError):
    """The text is no JSON at all, as opposed to JSON that is refused; it may be YAML."""


def compose(source: Source) -> tuple[Document, list[Problem]]:
    """The document, and the problems that did not stop the reading.

    Raises `JsonSyntaxError` for broken syntax, `InputError` for a passed limit.
    """
    reader = _Reader(source)
    value, mark = reader.document()
    return Document(source.name, value, mark, source), reader.problems


class _Reader:
    """One reading of one text."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._text = source.text
        self._path: list[str | int] = []

    def document(self) -> tuple[Value, Mark]:
        """The one value of the text."""
        start = self._skip(0)
        if start == len(self._text):
            raise InputError([self._source.problem(0, "the file is empty")])
        value, mark, end = self._value(start, 0)
        end = self._skip(end)
        if end != len(self._text):
            self._broken(end, "there is more text after the end of the JSON value")
        return value, mark

    def _value(self, at: int, depth: int) -> tuple[Value, Mark, int]:
        char = self._text[at : at + 1]
        if char == '"':
            text, end = self._string(at)
            return text, at, end
        if char == "{":
            return self._mapping(at, depth + 1)
        if char == "[":
            return self._list(at, depth + 1)
        if word := _WORD.match(self._text, at):
            return self._word(word.group(), at), at, word.end()
        if found := _NUMBER.match(self._text, at):
            return self._number(found.group(), at), (at, found.group()), found.end()
        return self._no_value(at, char)

    def _mapping(self, at: int, depth: int) -> tuple[Value, Mark, int]:
        self._check_depth(at, depth)
        values: dict[str, Value] = {}
        marks: dict[str, tuple[int, Mark]] = {}
        place = self._skip(at + 1)
        if self._text[place : place + 1] == "}":
            return values, (at, marks), place + 1
        while True:
            if self._text[place : place + 1] != '"':
                self._no_key(place)
            key, end = self._string(place)
            end = self._skip(end)
            if self._text[end : end + 1] != ":":
                self._broken(end, "a `:` is missing after the key")
            self._path.append(key)
            value, mark, end = self._value(self._skip(end + 1), depth)
            if key in marks:
                self._twice(key, place, marks[key][0])
            else:
                values[key], marks[key] = value, (place, mark)
            self._path.pop()
            place, done = self._after_item(end, "}", at)
            if done:
                return values, (at, marks), place

    def _list(self, at: int, depth: int) -> tuple[Value, Mark, int]:
        self._check_depth(at, depth)
        values: list[Value] = []
        marks: list[Mark] = []
        place = self._skip(at + 1)
        if self._text[place : place + 1] == "]":
            return values, (at, marks), place + 1
        while True:
            self._path.append(len(values))
            value, mark, end = self._value(place, depth)
            self._path.pop()
            values.append(value)
            marks.append(mark)
            place, done = self._after_item(end, "]", at)
            if done:
                return values, (at, marks), place

    def _after_item(self, end: int, closing: str, opening: int) -> tuple[int, bool]:
        """Where the next item begins; or where the list or mapping ends, and True."""
        place = self._skip(end)
        char = self._text[place : place + 1]
        if char == closing:
            return place + 1, True
        if char == ",":
            following = self._skip(place + 1)
            if self._text[following : following + 1] == closing:
                self._broken(place, f"there is a `,` before the closing `{closing}`", "remove it")
            return following, False
        return self._broken_list(place, closing, opening)

    def _string(self, at: int) -> tuple[str, int]:
        try:
            text, end = _scan_string(self._text, at + 1, True)
        except json.JSONDecodeError as error:
            self._bad_string(error, at)
        if end - at - 2 != len(text) and _UNSAFE.search(text):
            self._problem(at, "this text holds a NUL or half a character", "remove the escape")
        return text, end

    def _bad_string(self, error: json.JSONDecodeError, at: int) -> NoReturn:
        if error.msg.startswith("Unterminated"):
            self._broken(at, "the quotation mark that opens here is never closed")
        if error.msg.startswith("Invalid control"):
            self._broken(error.pos, "text in quotes must end on its line", "write \\n for a line break, \\t for a tab")
        self._broken(error.pos, "a backslash begins an escape that JSON does not know", "write \\\\ for a backslash")

    def _word(self, word: str, at: int) -> Value:
        if word in _WORDS:
            return _WORDS[word]
        return self._no_word(word, at)

    def _number(self, text: str, at: int) -> Value:
        value = number(text)
        if isinstance(value, str):
            self._problem(at, "this number is too large or has too many digits", "put it in quotes if it is text")
            return 0
        return value

    def _no_word(self, word: str, at: int) -> NoReturn:
        if word in ("NaN", "Infinity"):
            self._broken(at, f"{word} is no number")
        close = {"True": "true", "False": "false", "None": "null"}.get(word)
        hint = f"write {close}" if close else "text must be in double quotes"
        self._broken(at, f"{brief(word)} means nothing in JSON", hint)

    def _broken_list(self, place: int, closing: str, opening: int) -> NoReturn:
        if place == len(self._text):
            self._broken(opening, f"the `{self._text[opening]}` that opens here is never closed")
        self._broken(place, f"a `,` or the closing `{closing}` is missing here")

    def _no_key(self, place: int) -> NoReturn:
        hint = "keys stand in double quotes" if self._text[place : place + 1] else ""
        self._broken(place, "a key is missing here", hint)

    def _no_value(self, at: int, char: str) -> NoReturn:
        if char == "'":
            self._broken(at, "text must be in double quotes, not single ones")
        if char in ("/", "#"):
            self._broken(at, "JSON has no comments")
        if char in ("-", "+", "."):
            self._broken(at, "this is no number")
        self._broken(at, "a value is missing here")

    def _twice(self, key: str, place: int, first: int) -> None:
        before = self._source.place(first)
        message = f"the key {shown(key)} is given twice; the first is on line {before.line}, column {before.column}"
        self._problem(place, message, "keep one of them")

    def _check_depth(self, at: int, depth: int) -> None:
        if depth > DEPTH:
            problem = self._source.problem(at, f"nested too deeply: more than {DEPTH} levels")
            raise InputError([*self.problems, problem])

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _problem(self, place: int, message: str, hint: str = "") -> None:
        if len(self.problems) == MOST:
            raise InputError(self.problems)
        self.problems.append(self._source.problem(place, message, hint, path_text(tuple(self._path))))

    def _broken(self, place: int, message: str, hint: str = "") -> NoReturn:
        problem = self._source.problem(place, f"this is not valid JSON: {message}", hint)
        raise JsonSyntaxError([*self.problems, problem])
