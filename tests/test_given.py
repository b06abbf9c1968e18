"""Facts on the command line: NAME=VALUE, read by the type that the vocabulary states."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck.errors import InputError
from licensecheck.given import facts_given
from licensecheck.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("organization.monthly_active_users=5000000", 5_000_000),
        ("organization.monthly_active_users=5_000_000", 5_000_000),
        ("organization.monthly_active_users=7e8", 700_000_000),
        ("organization.monthly_active_users=9007199254740993", 9_007_199_254_740_993),
        ("organization.annual_revenue_usd=1.5", 1.5),
        ("organization.annual_revenue_usd= 2 ", 2),
        ("use.commercial_aim=true", True),
        ("use.commercial_aim=false", False),
        ("use.purpose=research", "research"),
        ("use.fields=military,media", ["military", "media"]),
        ("use.fields=[military, media]", ["military", "media"]),
        ("use.fields=", []),
        ("use.fields=[]", []),
        ("use.territories=DE,EU,worldwide", ["DE", "EU", "worldwide"]),
        ("organization.domicile=NO", "NO"),
        ("organization.sectors=anything", ["anything"]),
        ("trained_model.name=acme/x=y", "acme/x=y"),
        ("organization.monthly_active_users_on=2024-06:4_100_000", {"2024-06": 4_100_000}),
        ("model.license_parameters=change_date:2027-01-01,additional_use_grant:none", {"change_date": "2027-01-01", "additional_use_grant": "none"}),
    ],
)
def test_a_value_is_read_by_its_type(vocabulary: Vocabulary, text: str, value: Any) -> None:
    name = text.partition("=")[0]
    said = facts_given([text], vocabulary)[name]
    assert (said.value, type(said.value), said.at) == (value, type(value), "--fact")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("organization.monthly_active_user=5", "did you mean organization.monthly_active_users"),
        ("nonsense", "'nonsense' is not a fact"),
        ("use.purpose", "use.purpose has no value"),
        ("=5", "'' is not a fact"),
        ("distribution.files=LICENSE", "is not a fact"),
        ("organization.monthly_active_users=many", "'many' is not a number"),
        ("organization.monthly_active_users=", "'' is not a number"),
        ("organization.monthly_active_users=-1", "at least 0"),
        ("organization.monthly_active_users=1.5", "whole number"),
        ("organization.monthly_active_users=1,000", "is not a number"),
        ("organization.monthly_active_users=inf", "is not a number"),
        ("organization.monthly_active_users=nan", "is not a number"),
        ("organization.annual_revenue_usd=-0.5", "negative"),
        ("use.commercial_aim=yes", "neither true nor false"),
        ("use.purpose=comercial", "did you mean commercial"),
        ("use.fields=miltary", "did you mean military"),
        ("use.territories=Germany", "not a country"),
        ("organization.domicile=de", "not a country"),
        ("organization.monthly_active_users_on=5", "not YYYY-MM:NUMBER"),
        ("organization.monthly_active_users_on=2024-13:5", "not YYYY-MM:NUMBER"),
    ],
)
def test_what_is_no_value_is_bad_input(vocabulary: Vocabulary, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        facts_given([text], vocabulary)
    assert message in str(caught.value)
    assert str(caught.value).startswith("--fact: ")


def test_a_name_without_a_value_is_told_as_that(vocabulary: Vocabulary) -> None:
    with pytest.raises(InputError) as caught:
        facts_given(["use.purpose"], vocabulary)
    assert "is not a fact" not in str(caught.value)


def test_all_problems_are_told_at_once(vocabulary: Vocabulary) -> None:
    with pytest.raises(InputError) as caught:
        facts_given(["a=1", "use.purpose=research", "use.production=maybe"], vocabulary)
    assert len(caught.value.problems) == 2


def test_months_given_one_by_one_are_gathered(vocabulary: Vocabulary) -> None:
    name = "organization.monthly_active_users_on"
    assert facts_given([f"{name}=2023-06:1", f"{name}=2024-06:2"], vocabulary)[name].value == {"2023-06": 1, "2024-06": 2}


def test_a_number_that_is_too_large_is_bad_input(vocabulary: Vocabulary) -> None:
    with pytest.raises(InputError):
        facts_given(["organization.annual_revenue_usd=1e999"], vocabulary)


@pytest.mark.parametrize("place", ["EU", "worldwide", "XX"])
def test_a_domicile_is_one_country(vocabulary: Vocabulary, place: str) -> None:
    with pytest.raises(InputError):
        facts_given([f"organization.domicile={place}"], vocabulary)
