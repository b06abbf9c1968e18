"""What is wrong with a document that does not meet its schema, in words for its writer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from licensecheck.documents.document import MOST, Document
from licensecheck.documents.failures import Failure, failures
from licensecheck.documents.hints import did_you_mean, for_type, nearest
from licensecheck.documents.wording import kind_of, path_text, shown
from licensecheck.model import Location, Path, Problem, Value
from licensecheck.schema_check import Schema, alternatives, repeated, unknown_keys

_LISTED = 12
_TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping (`key: value` lines)",
    "null": "nothing",
}


def problems(document: Document, schema: Schema) -> list[Problem]:
    """All the problems, each once; at most `MOST`, then one that says so."""
    told = (problem for failure in failures(document.data, schema) for problem in _told(document, schema, failure))
    found = list(dict.fromkeys(islice(told, MOST + 1)))
    if len(found) > MOST:
        found[MOST:] = [Problem(Location(document.name), f"there are more problems; these are the first {MOST}")]
    return found


def _told(document: Document, root: Schema, failure: Failure) -> Iterator[Problem]:
    """The problems that a failure stands for."""
    path, value = failure.path, failure.value
    if failure.keyword == "additionalProperties" and isinstance(value, dict):
        for key in unknown_keys(value, failure.schema):
            hint = _key_hint(key, value, failure.schema, root)
            yield _at_key(document, (*path, key), "unknown key", hint)
    elif failure.keyword == "required" and isinstance(value, dict):
        for key in _missing(value, failure):
            yield _at_key(document, path, f"the key `{key}` is missing")
    elif failure.keyword == "uniqueItems" and isinstance(value, list):
        index = repeated(value) or 0
        yield _at_value(document, (*path, index), f"{shown(value[index])} is listed twice")
    elif failure.of_key:
        yield _at_key(document, (*path, str(value)), *_said(failure))
    elif value is None:
        yield _at_value(document, path, *_nothing(path))
    elif not _key_was_meant(failure):
        deepest = max((each.path for branch in failure.branches for each in branch), key=len, default=path)
        yield _at_value(document, deepest, *_said(failure))


def _key_hint(key: str, among: dict[str, Value], schema: Schema, root: Schema) -> str:
    """What an unknown key was probably meant to be, where it belongs, or what is known here."""
    meant = _meant_key(key, among, schema)
    if meant:
        return f"did you mean {meant}?"
    homes = list(_homes(root, root, key, "", frozenset()))
    if homes:
        return f"it belongs in {min(homes, key=len)}"
    if among[key] is None and " " in key:
        return "if it continues the text before it: text that holds a comma must be in quotes"
    known = schema.get("properties", {})
    return f"known keys: {', '.join(known)}" if 0 < len(known) <= _LISTED else ""


def _meant_key(key: str, among: dict[str, Value], schema: Schema) -> str | None:
    """The known key, not used yet, that an unknown one stands for."""
    return nearest(key, (known for known in schema.get("properties", {}) if known not in among))


def _strangers(value: dict[str, Value], schema: Schema) -> set[str | None]:
    """The known keys that unknown ones stand for."""
    if schema.get("additionalProperties") is not False:
        return set()
    return {_meant_key(key, value, schema) for key in unknown_keys(value, schema)[:_LISTED]}


def _key_was_meant(failure: Failure) -> bool:
    """Whether what is missing from a mapping stands there under a name that is told as unknown."""
    missing = {key for branch in failure.branches for each in branch if each.keyword == "required" for key in each.wanted}
    return isinstance(failure.value, dict) and bool(missing & _strangers(failure.value, failure.schema))


def _missing(value: dict[str, Value], failure: Failure) -> list[str]:
    """The missing keys, but not those that an unknown key stands for."""
    meant = _strangers(value, failure.schema)
    return [key for key in failure.wanted if key not in value and key not in meant]


def _homes(schema: Schema, root: Schema, key: str, place: str, above: frozenset[int]) -> Iterator[str]:
    """The places below a schema that know a key, as `uses.<name>` or `models[]`."""
    for option in alternatives(schema, root):
        if id(option) in above:
            continue
        entries = option.get("properties", {})
        if key in entries:
            yield f"`{place}`" if place else "the top level"
        below = [(f"{place}.{name}".lstrip("."), entry) for name, entry in entries.items()]
        if isinstance(option.get("additionalProperties"), dict):
            below.append((f"{place}.<name>", option["additionalProperties"]))
        if "items" in option:
            below.append((f"{place}[]", option["items"]))
        for deeper, entry in below:
            yield from _homes(entry, root, key, deeper, above | {id(option)})


def _nothing(path: Path) -> tuple[str, str]:
    """Message and hint for null."""
    if path and isinstance(path[-1], int):
        return "this item is empty", "remove it"
    return "there is no value", "leave the key out when the value is not known"


def _said(failure: Failure) -> tuple[str, str]:
    """Message and hint for a value."""
    value, schema, wanted = failure.value, failure.schema, failure.wanted
    if failure.of_type:
        return _wrong_type(value, [wanted] if isinstance(wanted, str) else list(wanted))
    if failure.keyword == "minimum":
        return ("this must not be negative" if wanted == 0 else f"this must be at least {wanted}"), ""
    words = wanted if failure.keyword == "enum" else _words(schema)
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    if "errorMessage" in schema:
        return schema["errorMessage"] + _found(value), hint
    if failure.keyword == "enum":
        return _not_listed(value, wanted), hint
    if failure.keyword == "const":
        return f"expected {shown(wanted)}{_found(value)}", ""
    if failure.keyword in ("anyOf", "oneOf"):
        return _wrong_type(value, _types(failure))
    if failure.keyword in ("minItems", "minProperties"):
        return f"expected at least {wanted} {'entry' if wanted == 1 else 'entries'}", ""
    return f"expected text like {wanted}{_found(value)}", ""


def _wrong_type(value: Value, wanted: list[str]) -> tuple[str, str]:
    expected = " or ".join(_TYPE_WORDS[name] for name in wanted) or "something else"
    return f"expected {expected}, found {kind_of(value)}", for_type(value, wanted)


def _types(failure: Failure) -> list[str]:
    """The types that the alternatives want, when that is what they miss."""
    inner = [each for branch in failure.branches for each in branch if each.of_type and each.path == failure.path]
    names = [[each.wanted] if isinstance(each.wanted, str) else each.wanted for each in inner]
    return list(dict.fromkeys(name for group in names for name in group))


def _words(schema: Schema) -> list[str]:
    """The words that a schema's alternatives list."""
    return [word for option in schema.get("anyOf", []) for word in option.get("enum", [])]


def _not_listed(value: Value, words: list[Value]) -> str:
    if len(words) > _LISTED:
        return f"{shown(value)} is not one of the words allowed here"
    return f"expected {_either([str(word) for word in words])}{_found(value)}"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _found(value: Value) -> str:
    return "" if isinstance(value, list | dict) else f", found {shown(value)}"


def _at_value(document: Document, path: Path, message: str, hint: str = "") -> Problem:
    return Problem(document.at(path), message, path_text(path), hint)


def _at_key(document: Document, path: Path, message: str, hint: str = "") -> Problem:
    return Problem(document.key_at(path), message, path_text(path), hint)
