"""The `when:` language of the rule files: parsed once, answered with true, false or unknown.

Grammar (plain data, as YAML gives it)::

    condition := test | {all: [condition, ...]} | {any: [condition, ...]} | {not: condition} | always | never
    test      := {fact: NAME, OP: VALUE} | {fact: NAME, month: "YYYY-MM", OP: NUMBER}
    OP        := is | is_not | in | not_in | includes_any | includes_only
               | above | at_least | below | at_most | begins_with | contains

Kleene's three values: an unknown part leaves the whole unknown only where the known parts do not settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from licensecheck.model import Said, Value
from licensecheck.records import record
from licensecheck.vocabulary import WORLDWIDE, FactType, Vocabulary

NUMERIC: Mapping[str, Callable[[float, float], bool]] = {
    "above": lambda given, line: given > line,
    "at_least": lambda given, line: given >= line,
    "below": lambda given, line: given < line,
    "at_most": lambda given, line: given <= line,
}
OPERATORS = (*NUMERIC, "is", "is_not", "in", "not_in", "includes_any", "includes_only", "begins_with", "contains")
_NEGATED = {"is_not": "is", "not_in": "in"}

Lookup = Callable[[str], Said | None]


class Ask(NamedTuple):
    """A missing fact; `month` where a figure of one calendar month is asked for."""

    fact: str
    month: str = ""


@record
class Answer:
    """What a condition comes to, the facts it rests on, what is missing and what was assumed."""

    truth: bool | None
    used: frozenset[str] = frozenset()
    missing: frozenset[Ask] = frozenset()
    assumed: frozenset[Ask] = frozenset()


@record
class Constant:
    """`always` or `never`."""

    truth: bool


@record
class Test:
    """One fact compared with one value."""

    fact: str
    op: str
    value: Any
    month: str = ""


@record
class Group:
    """`all` or `any` of several conditions."""

    every: bool
    parts: tuple[Condition, ...]


@record
class Negation:
    """`not` of a condition."""

    part: Condition


Condition = Constant | Test | Group | Negation
ALWAYS, NEVER = Constant(True), Constant(False)


def parse(raw: Any) -> Condition:
    """The condition that plain data states; ValueError says what is wrong with it."""
    if raw in ("always", "never"):
        return ALWAYS if raw == "always" else NEVER
    if not isinstance(raw, Mapping):
        raise ValueError(f"a condition is a mapping, `always` or `never`, not {raw!r}")
    for word, every in (("all", True), ("any", False)):
        if word in raw:
            return Group(every, tuple(parse(part) for part in raw[word]))
    if "not" in raw:
        return Negation(parse(raw["not"]))
    ops = [op for op in OPERATORS if op in raw]
    if "fact" not in raw or len(ops) != 1:
        raise ValueError("a test has `fact` and exactly one operator")
    value = raw[ops[0]]
    return Test(str(raw["fact"]), ops[0], tuple(value) if isinstance(value, list) else value, str(raw.get("month", "")))


def tests(condition: Condition) -> Iterator[Test]:
    """All tests inside a condition, in order."""
    match condition:
        case Test():
            yield condition
        case Group(parts=parts):
            for part in parts:
                yield from tests(part)
        case Negation(part=part):
            yield from tests(part)
        case Constant():
            return


def answer(condition: Condition, lookup: Lookup, vocabulary: Vocabulary) -> Answer:
    """The truth of a condition over the facts that `lookup` gives."""
    match condition:
        case Constant(truth=truth):
            return Answer(truth)
        case Negation(part=part):
            inner = answer(part, lookup, vocabulary)
            truth_of = None if inner.truth is None else not inner.truth
            return Answer(truth_of, inner.used, inner.missing, inner.assumed)
        case Group(every=every, parts=parts):
            return _combine(every, [answer(part, lookup, vocabulary) for part in parts])
        case Test():
            return _test(condition, lookup, vocabulary)


def _combine(every: bool, answers: list[Answer]) -> Answer:
    deciding = [part for part in answers if part.truth is (not every)]
    if deciding:
        return deciding[0]
    open_parts = [part for part in answers if part.truth is None]
    return Answer(
        None if open_parts else every,
        frozenset().union(*(part.used for part in answers)),
        frozenset().union(*(part.missing for part in open_parts)),
        frozenset().union(*(part.assumed for part in answers)),
    )


def _test(test: Test, lookup: Lookup, vocabulary: Vocabulary) -> Answer:
    if test.op in _NEGATED:
        positive = _test(Test(test.fact, _NEGATED[test.op], test.value, test.month), lookup, vocabulary)
        truth = None if positive.truth is None else not positive.truth
        return Answer(truth, positive.used, positive.missing, positive.assumed)
    fact = vocabulary.facts[test.fact]
    if test.month:
        return _month_test(test, fact, lookup)
    said = lookup(test.fact)
    truth = None if said is None else _holds(test, fact, said.value, vocabulary)
    if said is None and fact.bounded_by and (bound := lookup(fact.bounded_by)) is not None:
        return _bounded_test(test, fact, bound)
    if truth is None:
        return Answer(None, missing=frozenset([Ask(test.fact)]))
    return Answer(truth, used=frozenset([test.fact]))


def _month_test(test: Test, fact: FactType, lookup: Lookup) -> Answer:
    """A figure of a past month. Today's figure is no substitute: at or below the line it is an assumption, above it a question."""
    said, ask = lookup(test.fact), Ask(test.fact, test.month)
    if said is not None and isinstance(said.value, dict) and test.month in said.value:
        return Answer(NUMERIC[test.op](_number(said.value[test.month]), test.value), used=frozenset([test.fact]))
    today = lookup(fact.present) if fact.present else None
    over = "at_least" if test.op in ("at_least", "below") else "above"
    if today is None or NUMERIC[over](_number(today.value), test.value):
        return Answer(None, missing=frozenset([ask]))
    return Answer(NUMERIC[test.op](_number(today.value), test.value), used=frozenset([fact.present]), assumed=frozenset([ask]))


def _bounded_test(test: Test, fact: FactType, bound: Said) -> Answer:
    """What is not above the line for the whole is not above it for a part; the other way round nothing follows."""
    limit = _number(bound.value)
    if test.op in ("above", "at_least") and not NUMERIC[test.op](limit, test.value):
        return Answer(False, used=frozenset([fact.bounded_by]))
    if test.op in ("below", "at_most") and NUMERIC[test.op](limit, test.value):
        return Answer(True, used=frozenset([fact.bounded_by]))
    return Answer(None, missing=frozenset([Ask(test.fact)]))


def _number(value: Value) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number was expected, not {value!r}")
    return value


def _holds(test: Test, fact: FactType, given: Value, vocabulary: Vocabulary) -> bool | None:
    if test.op in NUMERIC:
        return NUMERIC[test.op](_number(given), test.value)
    if test.op in ("begins_with", "contains"):
        name, part = str(given).rpartition("/")[2].casefold(), str(test.value).casefold()
        return name.startswith(part) if test.op == "begins_with" else part in name
    wanted = list(test.value) if isinstance(test.value, tuple) else [test.value]
    match fact.type:
        case "region" | "regions":
            return _within(vocabulary.places(given), vocabulary.places(wanted), test.op)
        case "family":
            mine, theirs = vocabulary.family(given), vocabulary.family(wanted)
            return True if mine <= theirs else False if not mine & theirs else None
        case "words" | "fields":
            return _within(_folded(given if isinstance(given, list) else [given]), _folded(wanted), test.op)
        case _:
            return given in wanted


def _folded(words: list[Any]) -> frozenset[str]:
    return frozenset(str(word).casefold() for word in words)


def _within(mine: frozenset[Any], theirs: frozenset[Any], op: str) -> bool:
    if op == "includes_any":
        return bool(mine & theirs) or (WORLDWIDE in mine and bool(theirs))
    return mine <= theirs
