"""The full validator's errors as plain data; the only place that imports `jsonschema`.

Imported only when `schema_check` has found that something is wrong, because `jsonschema` is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby, islice
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from licensecheck.documents.document import MOST
from licensecheck.model import Path, Value
from licensecheck.records import record, replace
from licensecheck.schema_check import Schema, repeated, unknown_keys


@record
class Failure:
    """A keyword of a schema that a value does not meet."""

    keyword: str
    wanted: Any
    value: Value
    schema: Schema
    path: Path
    of_key: bool
    """Whether the value is a key of the mapping at the path."""
    branches: tuple[tuple[Failure, ...], ...] = ()
    """For alternatives: what each of them misses."""

    @property
    def of_type(self) -> bool:
        """Whether the value is of the wrong type."""
        return self.keyword == "type"


def failures(data: Value, schema: Schema) -> Iterator[Failure]:
    """The failures that matter: of alternatives, those of the one that was meant."""
    for error in _validator()(schema).iter_errors(data):
        yield from _meant(_failure(error))


def _failure(error: ValidationError) -> Failure:
    # Typed as possibly unset by the library; the errors of a validation always have them.
    value: Any = error.instance
    schema: Any = error.schema
    branches = groupby(error.context or (), key=lambda each: each.schema_path[0])
    return Failure(
        keyword=str(error.validator),
        wanted=error.validator_value,
        value=value,
        schema=schema,
        path=tuple(error.absolute_path),
        of_key="propertyNames" in error.schema_path,
        branches=tuple(tuple(map(_failure, group)) for _, group in branches),
    )


def _meant(failure: Failure) -> Iterator[Failure]:
    """The failure, or those of the alternative that comes nearest to the value."""
    nearest = min(failure.branches, key=lambda branch: _distance(failure, branch), default=())
    wrong_type = any(inner.of_type and inner.path == failure.path for inner in nearest)
    if not nearest or wrong_type or "errorMessage" in failure.schema:
        yield failure
        return
    kinds = _kinds(failure)
    for inner in nearest:
        yield from _meant(replace(inner, keyword="enum", wanted=kinds) if kinds and inner.keyword == "const" else inner)


def _kinds(failure: Failure) -> list[Value]:
    """The words that tell the alternatives apart, when the value has none of them."""
    constants = [[inner for inner in branch if inner.keyword == "const"] for branch in failure.branches]
    return [branch[0].wanted for branch in constants] if all(constants) else []


def _distance(failure: Failure, branch: tuple[Failure, ...]) -> tuple[int, int, int, int]:
    """How far the value is from an alternative: another type or kind, missing and unknown keys, all else."""
    own = [inner for inner in branch if inner.path == failure.path]
    keys = sum(_keys_amiss(inner) for inner in own)
    constants = sum(inner.keyword == "const" for inner in branch)
    return sum(inner.of_type for inner in own), constants, keys, len(branch)


def _keys_amiss(failure: Failure) -> int:
    if failure.keyword == "additionalProperties" and isinstance(failure.value, dict):
        return len(unknown_keys(failure.value, failure.schema))
    return int(failure.keyword == "required")


@cache
def _validator() -> Any:
    """The standard's validator, but linear in time and soon tired of a list that is wrong throughout."""
    make: Any = extend
    return make(Draft202012Validator, {"items": _items, "uniqueItems": _unique_items})


def _items(validator: Any, items: Schema, instance: Value, schema: Schema) -> Iterator[ValidationError]:
    if isinstance(instance, list):
        found = (error for index, item in enumerate(instance) for error in validator.descend(item, items, path=index))
        yield from islice(found, MOST + 1)


def _unique_items(validator: Any, wanted: bool, instance: Value, schema: Schema) -> Iterator[ValidationError]:
    if wanted and isinstance(instance, list) and repeated(instance) is not None:
        yield ValidationError("an item is listed twice")
