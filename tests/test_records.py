"""Records behave as the frozen dataclasses that they stand for."""

from __future__ import annotations

from dataclasses import make_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.records import record, replace

NAMES = st.lists(st.sampled_from(["first", "last", "lines", "kind", "start", "end", "text", "a0", "a1", "a2", "_set"]), min_size=1, max_size=9, unique=True)


def pair(names: list[str], defaults: dict[str, int]) -> tuple[Any, Any]:
    """The same class as a record and as a frozen dataclass."""
    fields = {"__annotations__": dict.fromkeys(names, "int")}
    ours: Any = record(type("Thing", (), {**fields, **defaults, "__module__": __name__}))
    theirs = make_dataclass("Thing", [(name, int, defaults[name]) if name in defaults else (name, int) for name in names], frozen=True)
    return ours, theirs


def outcome(make: Any, *values: int, **named: int) -> str:
    try:
        return repr(make(*values, **named))
    except TypeError as error:
        return str(error).removeprefix("Thing.")


@given(NAMES, st.data())
def test_arguments_defaults_and_errors_are_those_of_a_dataclass(names: list[str], data: st.DataObject) -> None:
    optional = data.draw(st.integers(0, len(names)))
    ours, theirs = pair(names, {name: at for at, name in enumerate(names[len(names) - optional :], 100)})
    values = data.draw(st.lists(st.integers(), max_size=len(names) + 1))
    named = data.draw(st.dictionaries(st.sampled_from([*names, "unknown"]), st.integers(), max_size=3))
    assert outcome(ours, *values, **named) == outcome(theirs, *values, **named)


@given(NAMES, st.data())
def test_equality_hash_and_replace_are_those_of_a_dataclass(names: list[str], data: st.DataObject) -> None:
    ours, theirs = pair(names, {})
    values, others = (data.draw(st.lists(st.integers(0, 1), min_size=len(names), max_size=len(names))) for _ in range(2))
    assert (ours(*values) == ours(*others)) == (theirs(*values) == theirs(*others))
    assert hash(ours(*values)) == hash(ours(*values))
    assert replace(ours(*values), **{names[-1]: 7}) == ours(*values[:-1], 7)
    assert ours(*values) != tuple(values)


def test_a_record_cannot_be_changed() -> None:
    ours, _ = pair(["first", "last"], {})
    with pytest.raises(AttributeError, match="frozen"):
        ours(1, 2).first = 3
    with pytest.raises(AttributeError):
        del ours(1, 2).first


def test_a_default_before_a_field_without_one_is_refused() -> None:
    with pytest.raises(TypeError, match="first, last"):
        record(type("Thing", (), {"__annotations__": {"first": "int", "last": "int"}, "first": 1}))


def test_a_default_that_can_be_changed_is_refused() -> None:
    with pytest.raises(TypeError, match="must not change"):
        record(type("Thing", (), {"__annotations__": {"first": "list[int]"}, "first": []}))
