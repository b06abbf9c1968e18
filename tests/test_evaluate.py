"""One licence, one action, one fact table: closed world, prohibitions, exceptions, duties and readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from licensecheck.evaluate import DutyStatus, Effect, Judgement, judge
from licensecheck.facts import Facts
from licensecheck.licences import Reading, build
from licensecheck.model import Said, Verdict
from licensecheck.vocabulary import Vocabulary

Judge = Callable[..., Judgement]
GRANT = {"id": "grant", "kind": "permission", "covers": ["all"]}
COMMERCIAL = {"fact": "use.purpose", "is": "commercial"}
BAN = {"id": "ban", "kind": "prohibition", "covers": ["run"], "when": COMMERCIAL}
FIELDS = {"id": "fields", "kind": "prohibition", "covers": ["run"], "fields": ["military", "spam"]}
FOLLOW = {"id": "follow", "kind": "obligation", "covers": ["run"], "duty": "follow-use-restrictions"}
NAME = {"id": "name", "kind": "obligation", "covers": ["run"], "duty": "naming", "check": {"fact": "distribution.name", "begins_with": "Heron"}}


@pytest.fixture
def bring(vocabulary: Vocabulary) -> Judge:
    def run(*clauses: Mapping[str, Any], action: str = "run", reading: Reading = Reading.CAUTIOUS, **facts: Any) -> Judgement:
        licence = build({"id": "heron-1.0", "title": "Heron", "clauses": list(clauses)}, vocabulary)
        said = {name.replace("_", ".", 1): Said(value) for name, value in facts.items()}
        return judge(licence, Facts(vocabulary, action, said), reading)

    return run


def ids(judgement: Judgement, effect: Effect) -> list[str]:
    return [one.clause.id if one.clause else "" for one in judgement.outcomes if one.effect is effect]


def test_what_no_permission_covers_is_not_granted(bring: Judge) -> None:
    only_run = {**GRANT, "covers": ["run"]}
    assert bring(only_run).verdict is Verdict.PERMITTED
    assert bring(only_run, action="serve").verdict is Verdict.PROHIBITED
    assert ids(bring(action="serve"), Effect.NOT_GRANTED) == [""]


@pytest.mark.parametrize(("purpose", "verdict"), [("research", "permitted"), ("commercial", "prohibited"), (None, "needs-information")])
def test_a_conditional_permission_grants_only_what_its_condition_allows(bring: Judge, purpose: str | None, verdict: str) -> None:
    facts = {"use_purpose": purpose} if purpose else {}
    judged = bring({**GRANT, "when": {"fact": "use.purpose", "is": "research"}}, **facts)
    assert judged.verdict.value == verdict
    assert [ask.fact for one in judged.outcomes for ask in one.asks] == ([] if purpose else ["use.purpose"])


def test_one_permission_that_holds_is_enough(bring: Judge) -> None:
    unsure = {**GRANT, "id": "unsure", "when": COMMERCIAL}
    assert bring(unsure, GRANT).verdict is Verdict.PERMITTED


@pytest.mark.parametrize(("purpose", "verdict"), [("commercial", "prohibited"), ("personal", "permitted"), (None, "needs-information")])
def test_a_prohibition_wins_over_a_permission_and_an_unknown_one_is_open(bring: Judge, purpose: str | None, verdict: str) -> None:
    assert bring(GRANT, BAN, **({"use_purpose": purpose} if purpose else {})).verdict.value == verdict


def test_a_prohibition_of_another_action_does_not_matter(bring: Judge) -> None:
    assert bring(GRANT, BAN, action="serve", use_purpose="commercial").verdict is Verdict.PERMITTED


def test_the_text_decides_between_prohibited_and_needs_agreement(bring: Judge) -> None:
    assert bring(GRANT, {**BAN, "otherwise": "needs-agreement"}, use_purpose="commercial").verdict is Verdict.AGREEMENT


@pytest.mark.parametrize(("internal", "verdict"), [(True, "permitted"), (False, "prohibited"), (None, "prohibited")])
def test_an_exception_lifts_only_when_it_is_known_to_apply(bring: Judge, internal: bool | None, verdict: str) -> None:
    way_out = {"id": "out", "kind": "exception", "lifts": ["ban"], "when": {"fact": "use.production", "is": True}}
    facts = {} if internal is None else {"use_production": internal}
    judged = bring(GRANT, BAN, way_out, use_purpose="commercial", **facts)
    assert judged.verdict.value == verdict
    asked = [ask.fact for one in judged.outcomes for ask in one.asks]
    assert asked == (["use.production"] if internal is None else []), "an open way out is shown with the ban"


@pytest.mark.parametrize(("fields", "verdict"), [(["military"], "prohibited"), (["media"], "permitted"), ([], "permitted"), (None, "permitted-with-duties")])
def test_barred_fields_bar_when_declared_and_are_a_duty_when_not(bring: Judge, fields: list[str] | None, verdict: str) -> None:
    judged = bring(GRANT, FIELDS, **({} if fields is None else {"use_fields": fields}))
    assert judged.verdict.value == verdict
    assert not [ask for one in judged.outcomes for ask in one.asks], "undeclared fields are no question"


def test_the_duty_to_follow_a_list_shows_the_list_once(bring: Judge) -> None:
    judged = bring(GRANT, FIELDS, FOLLOW)
    assert ids(judged, Effect.OWED) == ["follow"]
    assert judged.outcomes[0].fields == ("military", "spam")


def test_a_barred_field_with_an_unknown_condition_is_open(bring: Judge) -> None:
    clause = {**FIELDS, "when": {"fact": "use.human_review", "is": False}}
    assert bring(GRANT, clause, use_fields=["spam"]).verdict is Verdict.INFORMATION
    assert bring(GRANT, clause, use_fields=["spam"], use_human_review=True).verdict is Verdict.PERMITTED
    assert bring(GRANT, clause, use_fields=["spam"], use_human_review=False).verdict is Verdict.PROHIBITED
    assert bring(GRANT, clause, use_fields=[]).verdict is Verdict.PERMITTED


@pytest.mark.parametrize(
    ("name", "verdict", "status"),
    [("acme/Heron-x", "permitted-with-duties", "met"), ("acme/x", "prohibited", "unmet"), (None, "permitted-with-duties", "to-do")],
)
def test_a_duty_that_can_be_checked_is_met_or_unmet(bring: Judge, name: str | None, verdict: str, status: str) -> None:
    judged = bring(GRANT, NAME, **({"distribution_name": name} if name else {}))
    assert (judged.verdict.value, judged.outcomes[0].status.value) == (verdict, status)


def test_a_duty_that_may_not_apply_is_owed_until_known_and_asks_only_where_its_check_fails(bring: Judge) -> None:
    clause = {**NAME, "when": {"fact": "use.modified", "is": True}}
    owed = bring(GRANT, clause).outcomes[0]
    assert (owed.effect, owed.conditional) == (Effect.OWED, True)
    assert bring(GRANT, clause, distribution_name="acme/x").verdict is Verdict.INFORMATION
    assert bring(GRANT, clause, use_modified=False, distribution_name="acme/x").verdict is Verdict.PERMITTED
    assert bring(GRANT, clause, use_modified=True, distribution_name="acme/x").verdict is Verdict.PROHIBITED


@pytest.mark.parametrize(("registered", "status"), [(["heron-1.0"], DutyStatus.MET), (["other"], DutyStatus.TO_DO), (None, DutyStatus.TO_DO)])
def test_a_recorded_registration_meets_the_duty_and_its_absence_bars_nothing(bring: Judge, registered: list[str] | None, status: DutyStatus) -> None:
    form = {"id": "form", "kind": "obligation", "covers": ["run"], "duty": "register"}
    judged = bring(GRANT, form, **({} if registered is None else {"organization_registrations": registered}))
    assert (judged.verdict, judged.outcomes[0].status) == (Verdict.DUTIES, status)


def test_a_licence_file_that_must_go_along_is_looked_for(bring: Judge) -> None:
    copy = {"id": "copy", "kind": "obligation", "covers": ["redistribute"], "duty": "license-copy"}
    assert bring(GRANT, copy, action="redistribute", distribution_files=["license", "readme"]).outcomes[0].status is DutyStatus.MET
    assert bring(GRANT, copy, action="redistribute", distribution_files=["readme"]).verdict is Verdict.PROHIBITED
    assert bring(GRANT, copy, action="redistribute").outcomes[0].status is DutyStatus.TO_DO


def test_a_passage_that_can_be_read_two_ways_carries_both(bring: Judge) -> None:
    clause = {"id": "ban", "kind": "prohibition", "covers": ["run"], "readings": {"cautious": "always", "strict": "never", "why": "not said"}}
    assert bring(GRANT, clause).verdict is Verdict.PROHIBITED
    assert bring(GRANT, clause, reading=Reading.STRICT).verdict is Verdict.PERMITTED


def test_an_assumption_is_shown(bring: Judge) -> None:
    cap = {"id": "cap", "kind": "prohibition", "covers": ["run"], "when": {"fact": "organization.monthly_active_users_on", "month": "2024-06", "above": 10}}
    judged = bring(GRANT, cap, organization_monthly_active_users=9)
    assert (judged.verdict, ids(judged, Effect.ASSUMED)) == (Verdict.PERMITTED, ["cap"])
    assert judged.outcomes[0].used == ("organization.monthly_active_users",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"covers": ["fly"]}, "unknown action fly"),
        ({"when": {"fact": "use.colour", "is": "red"}}, "unknown fact use.colour"),
        ({"fields": ["gardening"]}, "unknown field gardening"),
        ({"duty": "applaud", "kind": "obligation"}, "unknown duty applaud"),
        ({"kind": "obligation"}, "an obligation has `duty`"),
        ({"kind": "exception"}, "an exception `lifts`"),
        ({"lifts": ["grant"]}, "others neither"),
    ],
)
def test_a_word_that_the_vocabulary_lacks_is_an_error(bring: Judge, change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bring(GRANT, {**BAN, **change})
