"""Strict YAML and JSON, read with the place of every value; the only user of `yaml` and `jsonschema`.

Everything read here is hostile until shown otherwise: size, depth and aliases are limited, keys are unique,
and whatever is wrong becomes an `InputError` that names file, line and column. `yaml` and `jsonschema` are
imported only by the functions that need them, because start-up time is a feature.
"""

from __future__ import annotations

import pathlib
from typing import Literal

from licensecheck.documents.decode import decode, split_front_matter
from licensecheck.documents.document import Document, Source
from licensecheck.documents.wording import path_text, visible
from licensecheck.errors import InputError
from licensecheck.model import Location, Problem

__all__ = [
    "LIMIT",
    "Document",
    "InputError",
    "front_matter",
    "parse",
    "path_text",
    "read",
    "split_front_matter",
    "visible",
]

LIMIT = 2 * 1024 * 1024
"""Bytes that a document may have unless the caller allows more."""

Kind = Literal["yaml", "json"]


def read(path: pathlib.Path, name: str, schema: str | None = None, limit: int = LIMIT) -> Document:
    """The document in a file; `name` is what messages call it.

    Raises `InputError` when the file cannot be read or its content is wrong.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([Problem(Location(name), f"the file cannot be read: {reason}")]) from error
    return parse(data, name, schema, limit=limit)


def parse(
    data: bytes,
    name: str,
    schema: str | None = None,
    kind: Kind | None = None,
    limit: int = LIMIT,
) -> Document:
    """The document in these bytes, checked against `schemas/<schema>.schema.json` when one is named.

    Without `kind` the content tells: what begins with `{` or `[` and is JSON is JSON, the rest is YAML.
    Raises `InputError` with every problem found.
    """
    if len(data) > limit:
        message = f"the file is too large: more than {limit:,} bytes"
        raise InputError([Problem(Location(name), message)])
    source = Source(name, decode(data, name))
    document, problems = _parse(source, kind)
    return _checked(document, schema, problems)


def front_matter(data: bytes, name: str, schema: str | None = None, limit: int = LIMIT) -> Document | None:
    """The YAML block between `---` lines at the top of a Markdown file; None when there is none.

    Places are those in the Markdown file. The block may have `limit` bytes, the text after it any number.
    Raises `InputError` with every problem found.
    """
    parts = split_front_matter(data, name)
    if parts is None:
        return None
    if len(parts.block) > limit:
        message = f"the block between the `---` lines is too large: more than {limit:,} characters"
        raise InputError([Problem(Location(name, 1, 1), message)])
    from licensecheck.documents import yaml_text

    source = Source(name, parts.before + parts.block)
    document, problems = yaml_text.compose(source, start=len(parts.before))
    return _checked(document, schema, problems)


def _parse(source: Source, kind: Kind | None) -> tuple[Document, list[Problem]]:
    """Parse as the kind said, or as the content looks."""
    if kind == "json" or (kind is None and source.text.lstrip()[:1] in ("{", "[")):
        from licensecheck.documents import json_text

        try:
            return json_text.compose(source)
        except json_text.JsonSyntaxError as error:
            if kind == "json" or source.name.lower().endswith(".json"):
                raise
            return _flow_yaml(source, error)
    from licensecheck.documents import yaml_text

    return yaml_text.compose(source)


def _flow_yaml(source: Source, as_json: InputError) -> tuple[Document, list[Problem]]:
    """YAML that begins like JSON; when it is neither, the reader that got further knows best what is wrong."""
    from licensecheck.documents import yaml_text

    try:
        return yaml_text.compose(source)
    except InputError as as_yaml:
        if _place(as_yaml.problems[-1]) > _place(as_json.problems[-1]):
            raise
    raise as_json


def _checked(document: Document, schema: str | None, problems: list[Problem]) -> Document:
    """The document when nothing is wrong with it; raises `InputError` otherwise."""
    if schema is not None:
        from licensecheck.documents.conform import conform

        data, found = conform(document, schema)
        document = document.with_data(data)
        told = {problem.path for problem in problems}
        problems = problems + [problem for problem in found if problem.path not in told]
    if problems:
        raise InputError(sorted(problems, key=_place))
    return document


def _place(problem: Problem) -> tuple[int, int]:
    return problem.location.line, problem.location.column
