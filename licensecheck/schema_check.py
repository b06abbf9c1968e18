"""A small, fast checker for the part of JSON Schema (2020-12) that our schemas use.

It only says whether a value conforms; the words for what is wrong come from `documents`, which asks the full
validator when something is. A schema may use these keywords and no other: `type`, `enum`, `const`, `required`,
`properties`, `patternProperties`, `additionalProperties`, `propertyNames`, `minProperties`, `items`, `minItems`,
`uniqueItems`, `minimum`, `pattern`, `anyOf`, `oneOf` and `$ref` into `$defs`. Annotations are passed over.
"""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from licensecheck.model import Value

Schema: TypeAlias = dict[str, Any]

_FOLDER = pathlib.Path(__file__).parent / "schemas"


@cache
def load_schema(name: str) -> Schema:
    """The schema `schemas/<name>.schema.json`; raises `FileNotFoundError` when there is none."""
    schema: Schema = json.loads((_FOLDER / f"{name}.schema.json").read_bytes())
    return schema


def conforms(value: Value, schema: Schema, root: Schema | None = None) -> bool:
    """Whether the value meets the schema; `root` is the document that `$ref` points into."""
    top = schema if root is None else root
    for keyword in schema:
        check = CHECKS.get(keyword)
        if check is not None and not check(value, schema, top):
            return False
    return True


def resolved(schema: Schema, root: Schema) -> Schema:
    """What the `$ref` of a schema stands for; the schema itself when it has none."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def alternatives(schema: Schema, root: Schema) -> Iterator[Schema]:
    """The schema, and those it refers to or offers as alternatives, in which a value may be described."""
    yield schema
    if "$ref" in schema:
        yield from alternatives(resolved(schema, root), root)
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from alternatives(branch, root)


def children(schema: Schema, step: str | int, root: Schema) -> Iterator[Schema]:
    """The schemas that may describe the entry of a mapping or an item of a list."""
    for option in alternatives(schema, root):
        if isinstance(step, int):
            if "items" in option:
                yield option["items"]
        else:
            yield from _entry_schemas(option, step)


def repeated(items: list[Value]) -> int | None:
    """The index of the first item that equals an earlier one, found in linear time; None when there is none."""
    seen = set()
    for index, item in enumerate(items):
        text = _canonical(item)
        if text in seen:
            return index
        seen.add(text)
    return None


def _entry_schemas(schema: Schema, key: str) -> list[Schema]:
    """The schemas of a mapping's entry; `False` stands for an entry that may not be."""
    found = [entry for pattern, entry in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
    if key in schema.get("properties", {}):
        found.append(schema["properties"][key])
    if found or "additionalProperties" not in schema:
        return found
    other = schema["additionalProperties"]
    return [other] if isinstance(other, dict) else []


def _canonical(value: Value) -> str:
    """Text that two values share exactly when they are equal as JSON."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_canonical(value[key])}" for key in sorted(value)) + "}"
    return json.dumps(value)


def _ref(value: Value, schema: Schema, root: Schema) -> bool:
    return conforms(value, resolved(schema, root), root)


def _type(value: Value, schema: Schema, root: Schema) -> bool:
    wanted = schema["type"]
    return has_type(value, wanted) if isinstance(wanted, str) else any(has_type(value, name) for name in wanted)


def has_type(value: Value, name: str) -> bool:
    """Whether the value has this JSON Schema type; 5.0 is an integer, true is no number."""
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return isinstance(value, _TYPES[name])


def _equal(one: Value, other: Value) -> bool:
    """Equality of JSON, for which true is not 1."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return _canonical(one) == _canonical(other)


def _enum(value: Value, schema: Schema, root: Schema) -> bool:
    return any(_equal(value, word) for word in schema["enum"])


def _const(value: Value, schema: Schema, root: Schema) -> bool:
    return _equal(value, schema["const"])


def _required(value: Value, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(key in value for key in schema["required"])


def _min_properties(value: Value, schema: Schema, root: Schema) -> bool:
    least: int = schema["minProperties"]
    return not isinstance(value, dict) or len(value) >= least


def _properties(value: Value, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema["properties"]
    return all(conforms(value[key], known[key], root) for key in value if key in known)


def _pattern_properties(value: Value, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    entries = schema["patternProperties"].items()
    return all(conforms(value[key], entry, root) for pattern, entry in entries for key in value if re.search(pattern, key))


def _additional_properties(value: Value, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    rule = schema["additionalProperties"]
    if rule is True:
        return True
    others = unknown_keys(value, schema)
    return not others if rule is False else all(conforms(value[key], rule, root) for key in others)


def unknown_keys(value: Mapping[str, Value], schema: Schema) -> list[str]:
    """The keys that neither `properties` nor `patternProperties` describe."""
    known = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    return [key for key in value if key not in known and not any(re.search(each, key) for each in patterns)]


def _property_names(value: Value, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(conforms(key, schema["propertyNames"], root) for key in value)


def _items(value: Value, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, list) or all(conforms(item, schema["items"], root) for item in value)


def _min_items(value: Value, schema: Schema, root: Schema) -> bool:
    least: int = schema["minItems"]
    return not isinstance(value, list) or len(value) >= least


def _unique_items(value: Value, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, list) or not schema["uniqueItems"] or repeated(value) is None


def _minimum(value: Value, schema: Schema, root: Schema) -> bool:
    least: float = schema["minimum"]
    return isinstance(value, bool) or not isinstance(value, int | float) or value >= least


def _pattern(value: Value, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, str) or re.search(schema["pattern"], value) is not None


def _any_of(value: Value, schema: Schema, root: Schema) -> bool:
    return any(conforms(value, branch, root) for branch in schema["anyOf"])


def _one_of(value: Value, schema: Schema, root: Schema) -> bool:
    return sum(conforms(value, branch, root) for branch in schema["oneOf"]) == 1


_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "array": list,
    "object": dict,
    "null": type(None),
    "boolean": bool,
}
CHECKS: dict[str, Callable[[Value, Schema, Schema], bool]] = {
    "$ref": _ref,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "required": _required,
    "minProperties": _min_properties,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "items": _items,
    "minItems": _min_items,
    "uniqueItems": _unique_items,
    "minimum": _minimum,
    "pattern": _pattern,
    "anyOf": _any_of,
    "oneOf": _one_of,
}
"""How each keyword is checked."""
