"""The fact table: what is said, what follows from it, and what is assumed."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck.facts import Facts
from licensecheck.model import Said
from licensecheck.vocabulary import Vocabulary


def value(vocabulary: Vocabulary, name: str, action: str = "run", **said: Any) -> Any:
    facts = Facts(vocabulary, action, {key.replace("_", ".", 1): Said(given, "here") for key, given in said.items()})
    found = facts.get(name)
    return found.value if found else None


@pytest.mark.parametrize(
    ("purpose", "aim"),
    [("commercial", True), ("noncommercial", False), ("personal", False), ("research", None), ("evaluation", None), ("government", None)],
)
def test_only_some_purposes_settle_the_aim(vocabulary: Vocabulary, purpose: str, aim: bool | None) -> None:
    assert value(vocabulary, "use.commercial_aim", use_purpose=purpose) is aim


@pytest.mark.parametrize(
    ("action", "audience", "modified"),
    [
        ("run", "internal", None),
        ("serve", "external", None),
        ("modify", None, True),
        ("distribute-derivatives", None, True),
        ("redistribute", None, False),
        ("distill", None, None),
    ],
)
def test_the_action_implies_audience_and_modification(vocabulary: Vocabulary, action: str, audience: str | None, modified: bool | None) -> None:
    assert (value(vocabulary, "use.audience", action), value(vocabulary, "use.modified", action)) == (audience, modified)


def test_what_is_said_wins_over_what_is_implied(vocabulary: Vocabulary) -> None:
    assert value(vocabulary, "use.commercial_aim", use_purpose="commercial", use_commercial_aim=False) is False
    assert value(vocabulary, "use.audience", "run", use_audience="external") == "external"


def test_outputs_are_made_for_the_purpose_of_the_use_unless_said_otherwise(vocabulary: Vocabulary) -> None:
    assert value(vocabulary, "use.generation_purpose", use_purpose="commercial") == "commercial"
    assert value(vocabulary, "use.generation_purpose", use_purpose="commercial", use_generation_purpose="personal") == "personal"
    assert value(vocabulary, "use.generation_purpose") is None


def test_claims_against_the_model_are_not_asked_for(vocabulary: Vocabulary) -> None:
    assert value(vocabulary, "organization.ip_claims") == []
    assert value(vocabulary, "organization.ip_claims", organization_ip_claims=["patent"]) == ["patent"]


def test_nothing_else_is_assumed(vocabulary: Vocabulary) -> None:
    assert [name for name, fact in vocabulary.facts.items() if fact.assumed is not None] == ["organization.ip_claims"]


def test_an_implied_fact_keeps_the_place_of_what_implies_it(vocabulary: Vocabulary) -> None:
    facts = Facts(vocabulary, "serve", {"use.purpose": Said("commercial", "manifest.yaml:3:4")})
    assert facts.get("use.commercial_aim") == Said(True, "manifest.yaml:3:4")
    assert facts.get("use.audience") == Said("external", "action serve")


def test_supposing_a_month_keeps_the_other_months(vocabulary: Vocabulary) -> None:
    name = "organization.monthly_active_users_on"
    facts = Facts(vocabulary, "run", {name: Said({"2023-06": 1}, "here")}).with_fact(name, {"2024-06": 2})
    assert facts.said[name].value == {"2023-06": 1, "2024-06": 2}


def test_a_supposed_fact_replaces_the_one_that_was_said(vocabulary: Vocabulary) -> None:
    facts = Facts(vocabulary, "run", {"use.purpose": Said("research")}).with_fact("use.purpose", "personal")
    assert facts.get("use.commercial_aim") == Said(False, "supposed")


def test_the_same_facts_serve_another_action(vocabulary: Vocabulary) -> None:
    facts = Facts(vocabulary, "run", {"use.purpose": Said("research")})
    assert facts.for_action("redistribute").get("use.modified") == Said(False, "action redistribute")
    assert facts.for_action("redistribute").said is facts.said


def test_a_fact_without_a_name_in_the_vocabulary_is_an_error(vocabulary: Vocabulary) -> None:
    with pytest.raises(KeyError):
        value(vocabulary, "use.colour")
