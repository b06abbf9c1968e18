"""Questions for missing facts, and what each answer would lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.conditions import Ask
from licensecheck.licences import Reading, build
from licensecheck.model import Value, Verdict
from licensecheck.questions import question
from licensecheck.vocabulary import Vocabulary

if TYPE_CHECKING:
    from conftest import Checker

MONTH = "organization.monthly_active_users_on"


def answers(vocabulary: Vocabulary, fact: str, *conditions: dict[str, Any], month: str = "") -> list[tuple[str, Value]]:
    """Every answer by itself: each gets a verdict of its own kind of value, so that none are joined."""
    clauses = [{"id": f"c{n}", "kind": "prohibition", "covers": ["run"], "when": when} for n, when in enumerate(conditions)]
    seen: list[Value] = []

    def suppose(_: str, value: Value) -> Verdict:
        seen.append(value)
        return list(Verdict)[(len(seen) - 1) % 5]

    asked = question(Ask(fact, month), [build({"id": "x", "title": "x", "clauses": clauses}, vocabulary)], vocabulary, Reading.CAUTIOUS, suppose)
    assert asked.fact == fact
    return list(zip((label for label, _ in asked.answers), seen, strict=True))


@pytest.mark.parametrize(
    ("fact", "conditions", "expected"),
    [
        ("use.production", [{"is": True}], [("yes", True), ("no", False)]),
        ("organization.employees", [{"above": 10}], [("at most 10 people", 10), ("more than 10 people", 11)]),
        ("organization.employees", [{"at_least": 10}], [("less than 10 people", 9), ("at least 10 people", 10)]),
        (
            "organization.employees",
            [{"at_least": 10}, {"above": 20}],
            [("less than 10 people", 9), ("at least 10 people, up to 20", 10), ("more than 20 people", 21)],
        ),
        ("organization.competes_with", [{"includes_any": ["Meta"]}], [("Meta", ["Meta"]), ("none of these", [])]),
        ("organization.competes_with", [], [("none", [])]),
        ("organization.domicile", [{"in": ["EU"]}], [("in EU", "AT"), ("elsewhere", "CH")]),
        ("use.territories", [{"includes_any": ["CN"]}], [("CN", ["CN"]), ("elsewhere", ["CH"])]),
        ("trained_model.family", [{"is_not": "llama2"}], [("llama2", "llama2"), ("another", "another-one")]),
    ],
)
def test_only_answers_that_make_a_difference_are_offered(
    vocabulary: Vocabulary, fact: str, conditions: list[dict[str, Any]], expected: list[tuple[str, Value]]
) -> None:
    assert answers(vocabulary, fact, *({"fact": fact, **one} for one in conditions)) == expected


def test_a_word_may_be_answered_with_each_of_its_values(vocabulary: Vocabulary) -> None:
    assert [value for _, value in answers(vocabulary, "use.audience", {"fact": "use.audience", "is": "internal"})] == ["internal", "external"]


def test_a_figure_of_a_month_is_asked_for_that_month(vocabulary: Vocabulary) -> None:
    found = answers(vocabulary, MONTH, {"fact": MONTH, "month": "2024-06", "above": 700_000_000}, month="2024-06")
    assert found == [("at most 700,000,000 users", {"2024-06": 700_000_000}), ("more than 700,000,000 users", {"2024-06": 700_000_001})]


def test_the_question_names_the_month(checker: Checker) -> None:
    asked = checker.licence("llama3.1").models[0].uses[0].questions
    assert [(one.fact, "in 2024-06" in one.question) for one in asked] == [(MONTH, True)]
    assert asked[0].answers == (("at most 700,000,000 users", Verdict.DUTIES), ("more than 700,000,000 users", Verdict.AGREEMENT))


def test_answers_that_lead_to_the_same_verdict_are_joined(checker: Checker) -> None:
    report = checker.manifest({"version": 1, "uses": {"u": {"actions": ["run"], "fields": []}}, "models": [{"id": "a/b", "license": "qwen-research"}]})
    asked = report.models[0].uses[0].questions[0]
    assert asked.answers == (("commercial, noncommercial, personal, government", Verdict.AGREEMENT), ("research, evaluation", Verdict.PERMITTED))


def test_the_aim_of_research_is_asked_for(checker: Checker) -> None:
    asked = checker.licence("cc-by-nc-4.0", purpose="research").models[0].uses[0].questions
    assert [(one.fact, one.answers) for one in asked] == [("use.commercial_aim", (("yes", Verdict.PROHIBITED), ("no", Verdict.PERMITTED)))]


def test_a_question_whose_answers_all_lead_to_the_same_is_not_asked(checker: Checker) -> None:
    report = checker.licence(["cc-by-nc-4.0", "llama3.1"])
    assert report.verdict is Verdict.PROHIBITED
    assert report.models[0].uses[0].questions == ()


def test_every_candidate_of_an_ambiguous_name_is_an_answer(checker: Checker) -> None:
    asked = checker.licence("modified-mit").models[0].uses[0].questions[0]
    assert asked.fact == "license"
    assert {"kimi-k2-modified-mit", "mistral-modified-mit-2026"} <= {name for name, _ in asked.answers}


@pytest.mark.parametrize("licence", ["llama3.1", "cc-by-nc-4.0", "stability-community", "modified-mit", "nonsense", "mistral-mnpl-0.1", "llama4", "qwen"])
def test_what_needs_information_says_which(checker: Checker, licence: str) -> None:
    use = checker.licence(licence, purpose="research").models[0].uses[0]
    if use.verdict is Verdict.INFORMATION:
        assert use.questions
        assert all(one.question.endswith("?") and len(one.answers) > 1 for one in use.questions)
