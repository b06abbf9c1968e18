"""Does a document meet a schema? Numbers that stand where text is wanted are given back their source text."""

from __future__ import annotations

from licensecheck.documents.document import Document, Mark
from licensecheck.model import Problem, Value
from licensecheck.schema_check import Schema, alternatives, children, conforms, has_type, load_schema


def conform(document: Document, name: str) -> tuple[Value, list[Problem]]:
    """The data as the schema wants it, and everything that is wrong with it."""
    schema = load_schema(name)
    if conforms(document.data, schema):
        return document.data, []
    data = _with_source_text(document.data, document.marks, [schema], schema)
    if conforms(data, schema):
        return data, []
    from licensecheck.documents.schema_problems import problems

    return data, problems(document.with_data(data), schema)


def _with_source_text(value: Value, mark: Mark, schemas: list[Schema], root: Schema) -> Value:
    """The value with `3.10` as text wherever only text is described."""
    if isinstance(mark, int) or not mark[1] or not schemas:
        return value
    inner = mark[1]
    if isinstance(inner, str):
        return inner if _wants_text(value, schemas, root) else value
    if isinstance(inner, list) and isinstance(value, list):
        below = _below(schemas, 0, root)
        return [_with_source_text(item, inner[index], below, root) for index, item in enumerate(value)]
    if isinstance(inner, dict) and isinstance(value, dict):
        return {key: _with_source_text(entry, inner[key][1], _below(schemas, key, root), root) for key, entry in value.items()}
    return value


def _below(schemas: list[Schema], step: str | int, root: Schema) -> list[Schema]:
    return [child for schema in schemas for child in children(schema, step, root)]


def _wants_text(value: Value, schemas: list[Schema], root: Schema) -> bool:
    """Whether some alternative takes text and none takes the number."""
    types: set[str] = set()
    for option in (option for schema in schemas for option in alternatives(schema, root)):
        found = option.get("type", [])
        types.update([found] if isinstance(found, str) else found)
    return "string" in types and not any(has_type(value, name) for name in types)
