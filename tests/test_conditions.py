"""The `when:` language: every operator, three values, what was used and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from licensecheck import conditions
from licensecheck.conditions import ALWAYS, NEVER, Answer, Ask, answer, parse
from licensecheck.model import Said
from licensecheck.vocabulary import Vocabulary

Evaluate = Callable[[Any, Mapping[str, Any]], Answer]
USERS, PAST, PRODUCT = "organization.monthly_active_users", "organization.monthly_active_users_on", "use.monthly_active_users"


@pytest.fixture
def evaluate(vocabulary: Vocabulary) -> Evaluate:
    def run(raw: Any, facts: Mapping[str, Any]) -> Answer:
        return answer(parse(raw), lambda name: Said(facts[name]) if name in facts else None, vocabulary)

    return run


def test_always_and_never_need_no_facts(evaluate: Evaluate) -> None:
    assert (parse("always"), parse("never")) == (ALWAYS, NEVER)
    assert evaluate("always", {}) == Answer(True)
    assert evaluate("never", {}) == Answer(False)


@pytest.mark.parametrize(
    "raw",
    [
        "sometimes",
        None,
        True,
        [],
        7,
        {},
        {"fact": "use.purpose"},
        {"is": "commercial"},
        {"fact": "use.purpose", "is": 1, "in": [1]},
        {"not": "perhaps"},
        {"all": [{}]},
    ],
)
def test_what_is_no_condition_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match=r"condition|operator"):
        parse(raw)


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [("above", False, False, True), ("at_least", False, True, True), ("below", True, False, False), ("at_most", True, True, False)],
)
def test_a_number_is_compared_exactly_as_written(evaluate: Evaluate, op: str, below: bool, at: bool, above: bool) -> None:
    line = 700_000_000
    given = [evaluate({"fact": USERS, op: line}, {USERS: line + step}).truth for step in (-1, 0, 1)]
    assert given == [below, at, above]


@pytest.mark.parametrize(
    ("test", "value", "truth"),
    [
        ({"fact": "use.purpose", "is": "research"}, "research", True),
        ({"fact": "use.purpose", "is": "research"}, "commercial", False),
        ({"fact": "use.purpose", "is_not": "research"}, "research", False),
        ({"fact": "use.purpose", "in": ["research", "evaluation"]}, "evaluation", True),
        ({"fact": "use.purpose", "not_in": ["research", "evaluation"]}, "commercial", True),
        ({"fact": "use.commercial_aim", "is": True}, False, False),
        ({"fact": "use.fields", "includes_any": ["military"]}, ["military", "media"], True),
        ({"fact": "use.fields", "includes_any": ["military"]}, [], False),
        ({"fact": "use.fields", "includes_only": ["media"]}, ["media"], True),
        ({"fact": "use.fields", "includes_only": ["media"]}, ["media", "military"], False),
        ({"fact": "organization.competes_with", "includes_any": ["Black Forest Labs"]}, ["black forest labs"], True),
        ({"fact": "distribution.name", "begins_with": "Llama"}, "acme/llama-x", True),
        ({"fact": "distribution.name", "begins_with": "Llama"}, "Llama/x", False),
        ({"fact": "distribution.name", "begins_with": "Llama"}, "acme/x-Llama", False),
        ({"fact": "distribution.name", "contains": "Llama"}, "acme/x-Llama", True),
        ({"fact": "distribution.name", "contains": "Llama"}, "Llama/x", False),
    ],
)
def test_an_operator_says_what_its_name_says(evaluate: Evaluate, test: dict[str, Any], value: Any, truth: bool) -> None:
    assert evaluate(test, {test["fact"]: value}).truth is truth


@pytest.mark.parametrize(
    ("op", "listed", "given", "truth"),
    [
        ("includes_any", ["EU"], ["US", "DE"], True),
        ("includes_any", ["EU"], ["US", "NO"], False),
        ("includes_any", ["EEA"], ["NO"], True),
        ("includes_any", ["FR"], ["EU"], True),
        ("includes_any", ["FR"], ["worldwide"], True),
        ("includes_only", ["EU"], ["DE", "FR"], True),
        ("includes_only", ["EU"], ["DE", "CH"], False),
        ("includes_only", ["EU"], ["worldwide"], False),
    ],
)
def test_regions_are_expanded(evaluate: Evaluate, op: str, listed: list[str], given: list[str], truth: bool) -> None:
    assert evaluate({"fact": "use.territories", op: listed}, {"use.territories": given}).truth is truth


@pytest.mark.parametrize(("given", "truth"), [("llama2", True), ("llama3", False), ("own", False), ("mistral", False), ("llama", None)])
def test_a_family_word_for_several_versions_leaves_the_version_open(evaluate: Evaluate, given: str, truth: bool | None) -> None:
    found = evaluate({"fact": "trained_model.family", "is": "llama2"}, {"trained_model.family": given})
    assert found.truth is truth
    assert found.missing == (frozenset([Ask("trained_model.family")]) if truth is None else frozenset())


@pytest.mark.parametrize(
    ("facts", "truth", "assumed"),
    [
        ({PAST: {"2024-06": 700_000_000}}, False, False),
        ({PAST: {"2024-06": 700_000_001}}, True, False),
        ({PAST: {"2024-06": 1}, USERS: 900_000_000}, False, False),
        ({PAST: {"2024-05": 900_000_000}}, None, False),
        ({USERS: 700_000_000}, False, True),
        ({USERS: 700_000_001}, None, False),
        ({}, None, False),
    ],
)
def test_a_present_figure_is_no_substitute_for_a_past_one(evaluate: Evaluate, facts: dict[str, Any], truth: bool | None, assumed: bool) -> None:
    found = evaluate({"fact": PAST, "month": "2024-06", "above": 700_000_000}, facts)
    ask = frozenset([Ask(PAST, "2024-06")])
    assert found.truth is truth
    assert found.missing == (ask if truth is None else frozenset())
    assert found.assumed == (ask if assumed else frozenset())


@pytest.mark.parametrize(
    ("op", "whole", "truth"),
    [
        ("above", 100, False),
        ("above", 101, None),
        ("at_least", 99, False),
        ("at_least", 100, None),
        ("below", 99, True),
        ("below", 100, None),
        ("at_most", 100, True),
    ],
)
def test_the_group_bounds_its_product_and_not_the_other_way_round(evaluate: Evaluate, op: str, whole: int, truth: bool | None) -> None:
    assert evaluate({"fact": PRODUCT, op: 100}, {USERS: whole}).truth is truth
    assert evaluate({"fact": USERS, op: 100}, {PRODUCT: whole}).truth is None
    assert evaluate({"fact": PRODUCT, "above": 100}, {PRODUCT: 101, USERS: 0}).truth is True


KNOWN = {"use.purpose": "research", "use.production": True}
TRUE, FALSE, UNKNOWN = {"fact": "use.purpose", "is": "research"}, {"fact": "use.production", "is": False}, {"fact": "use.audience", "is": "internal"}


@pytest.mark.parametrize(
    ("raw", "truth", "missing"),
    [
        ({"all": [TRUE, UNKNOWN]}, None, {"use.audience"}),
        ({"all": [FALSE, UNKNOWN]}, False, set()),
        ({"any": [TRUE, UNKNOWN]}, True, set()),
        ({"any": [FALSE, UNKNOWN]}, None, {"use.audience"}),
        ({"not": UNKNOWN}, None, {"use.audience"}),
        ({"not": {"all": [TRUE, {"not": FALSE}]}}, False, set()),
        ({"all": []}, True, set()),
        ({"any": []}, False, set()),
    ],
)
def test_an_unknown_part_matters_only_where_the_known_parts_do_not_settle_it(evaluate: Evaluate, raw: Any, truth: bool | None, missing: set[str]) -> None:
    found = evaluate(raw, KNOWN)
    assert found.truth is truth
    assert {ask.fact for ask in found.missing} == missing


def test_the_facts_that_decide_are_named(evaluate: Evaluate) -> None:
    assert evaluate({"all": [TRUE, FALSE]}, KNOWN).used == {"use.production"}
    assert evaluate({"all": [TRUE, {"not": FALSE}]}, KNOWN).used == {"use.purpose", "use.production"}


def test_every_test_inside_a_condition_is_found_in_order() -> None:
    condition = parse({"all": [TRUE, {"not": {"any": [FALSE, UNKNOWN]}}, "always"]})
    assert [test.fact for test in conditions.tests(condition)] == ["use.purpose", "use.production", "use.audience"]


def test_a_truth_value_is_no_number(evaluate: Evaluate) -> None:
    with pytest.raises(TypeError, match="a number was expected"):
        evaluate({"fact": USERS, "above": 0}, {USERS: True})
