"""Syntax errors of the YAML parser in words that help; both parsers, libyaml's and Python's, are covered."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from licensecheck.documents.document import Source
from licensecheck.documents.wording import visible
from licensecheck.model import Problem


class _Known(NamedTuple):
    """An error by the parser's words; `begin` says that the place where the construct begins shows the mistake."""

    pattern: str
    message: str
    hint: str = ""
    begin: bool = False


# The first match wins.
_KNOWN = (
    _Known("could not find expected ':'", "this line is no `key: value`", "a key is followed by a colon and a space", True),
    _Known(
        "did not find expected '-' indicator|while parsing a block collection",
        "the list ends here, but the line is indented like its items",
        "begin each item with `- `, all in the same column",
    ),
    _Known(
        "sequence entries are not allowed",
        "a list item `- ` is not expected here",
        "begin the list on the line below the key",
    ),
    _Known("unexpected end of stream", "the quotation mark that opens here is never closed", begin=True),
    _Known(
        "unknown escape character",
        "a backslash in double quotes begins an escape that YAML does not know",
        "use single quotes, or write \\\\",
    ),
    _Known("escape", "this escape stands for no character", "remove it"),
    _Known("scanning an? (alias|anchor)", "text that begins with * or & must be in quotes", begin=True),
    _Known("tag", "text that begins with ! must be in quotes"),
    _Known("block scalar", "after `|` or `>` the text begins on the next line"),
    _Known("document start", "this stands outside of the document", "begin it in the same column as the lines above"),
    _Known("directive|incompatible YAML", "a line that begins with % is not allowed here", "put the text in quotes"),
)


def explain(error: yaml.YAMLError, source: Source, shift: int) -> Problem:
    """The problem that this error of the parser stands for."""
    if not isinstance(error, yaml.MarkedYAMLError):
        place = min(int(getattr(error, "position", 0)) + shift, len(source.text))
        return source.problem(place, "a character that is not allowed here")
    place = _index(error.problem_mark, error.context_mark) + shift
    begin = _index(error.context_mark, error.problem_mark) + shift
    words = f"{error.context or ''} {error.problem or ''}"
    return _by_place(words, source, place, begin) or _by_words(words, source, place, begin)


def _by_place(words: str, source: Source, place: int, begin: int) -> Problem | None:
    """Errors that one can only name by looking at the text around them."""
    if "cannot start any token" in words or "tab character" in words:
        return _bad_start(source, place)
    if "mapping values are not allowed" in words:
        return _second_colon(source, place)
    if "node content" in words:
        char = visible(source.text[place : place + 1]) or "the end"
        return source.problem(place, f"a value is missing before {char}", "put text that holds brackets in quotes")
    if re.search("expected ',' or '[]}]'", words):
        return _open_bracket(source, place, begin)
    if re.search("block mapping|<block end>", words) and "block collection" not in words:
        return _misplaced(source, place)
    return None


def _by_words(words: str, source: Source, place: int, begin: int) -> Problem:
    for known in _KNOWN:
        if re.search(known.pattern, words):
            return source.problem(begin if known.begin else place, known.message, known.hint)
    return source.problem(place, f"this is not valid YAML: {visible(words.strip())}")


def _bad_start(source: Source, place: int) -> Problem:
    char = source.text[place : place + 1]
    if char == "\t":
        return source.problem(place, "a tab is used for indentation", "YAML allows only spaces there")
    return source.problem(place, f"text cannot begin with {visible(char)}", "put it in quotes")


def _second_colon(source: Source, place: int) -> Problem:
    if re.search(r":\s", _line_before(source, place)):
        return source.problem(place, "a second `: ` on this line", "put the text that holds it in quotes")
    hint = "check that this line begins in the right column, and that `: ` follows the key in the line above"
    return source.problem(place, "a `key: value` is not expected here", hint)


def _open_bracket(source: Source, place: int, begin: int) -> Problem:
    bracket = source.text[begin : begin + 1]
    if source.place(place).line != source.place(begin).line:
        return source.problem(begin, f"the `{visible(bracket)}` that opens here is not closed")
    closing = {"[": "]", "{": "}"}.get(bracket, "closing bracket")
    hint = "text that holds `,`, brackets or `: ` must be in quotes"
    return source.problem(place, f"a `,` or the `{closing}` is missing here", hint)


def _misplaced(source: Source, place: int) -> Problem:
    if source.text[place : place + 1] == ":":
        return source.problem(place, "a key is missing before this colon")
    if _line_before(source, place).strip(" -"):
        hint = "put the whole text in quotes; inside of single quotes write '' for '"
        return source.problem(place, "there is more text after the end of the value", hint)
    return source.problem(place, "this line does not fit the lines above", "check that it begins in the same column")


def _line_before(source: Source, place: int) -> str:
    return source.text[source.text.rfind("\n", 0, place) + 1 : place]


def _index(mark: object, other: object) -> int:
    """The offset of the mark, or of the other when there is none."""
    return int(getattr(mark or other, "index", 0))
