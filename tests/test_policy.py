"""Policies, waivers and agreements: what they may change, and that they never change it in secret."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.errors import InputError
from licensecheck.model import LicenceId, Verdict
from licensecheck.report import Report

if TYPE_CHECKING:
    from conftest import Checker, Found

WAIVER = {"code": "prohibited-use", "model": "acme/model", "reason": "accepted-risk", "owner": "legal@acme.example", "expires": "2027-06-30"}
HELD = {"licensor": "Alibaba Cloud", "covers": ["qwen-research"], "reference": "contract 7", "expires": "2027-12-31"}


def under(checker: Checker, licence: Any, policy: dict[str, Any], **rest: Any) -> Report:
    checker.write("policy.yaml", json.dumps({"version": 1, "name": "acme", **policy}))
    return checker.licence(licence, policy="policy.yaml", **rest)


@pytest.mark.parametrize(
    ("policy", "verdict", "code"),
    [
        ({"deny": {"licenses": ["mit"]}}, "prohibited", "policy-denied"),
        ({"deny": {"families": ["mit"]}}, "prohibited", "policy-denied"),
        ({"deny": {"licensors": ["Any Author"]}}, "prohibited", "policy-denied"),
        ({"review": {"licenses": ["mit"]}}, "needs-information", "policy-review"),
        ({"deny": {"licenses": ["mit"]}, "review": {"licenses": ["mit"]}}, "prohibited", "policy-denied"),
        ({"deny": {"licenses": ["apache-2.0"]}}, "permitted", ""),
    ],
)
def test_a_policy_denies_or_asks_for_review(checker: Checker, policy: dict[str, Any], verdict: str, code: str) -> None:
    report = under(checker, "MIT", policy)
    assert report.verdict.value == verdict
    assert [one.code.value for one in report.findings if one.code.value.startswith("policy")] == ([code] if code else [])
    assert report.run.policy == "acme"


@pytest.mark.parametrize("group", [{"licenses": ["MIT"]}, {"licenses": ["MIT License"]}, {"families": ["MIT"]}])
def test_a_policy_names_licences_as_people_write_them(checker: Checker, group: dict[str, Any]) -> None:
    assert under(checker, "mit", {"deny": group}).verdict.value == "prohibited"


def test_a_policy_that_names_no_licence_is_bad_input(checker: Checker) -> None:
    with pytest.raises(InputError, match="nonsense"):
        under(checker, "mit", {"deny": {"licenses": ["nonsense"]}})


def test_a_denied_licence_of_the_base_counts(checker: Checker) -> None:
    entry = {"base_models": [{"id": "meta-llama/Llama-3.1-8B"}]}
    assert under(checker, "mit", {"deny": {"families": ["llama"]}}, entry=entry).verdict.value == "prohibited"


def test_a_denied_licence_that_binds_through_outputs_counts(checker: Checker) -> None:
    entries = [{"id": "acme/tuned", "license": "mit", "base_models": [{"id": "lab/gemma", "relation": "distilled"}]}, {"id": "lab/gemma", "license": "gemma"}]
    checker.write("p.yaml", "version: 1\nname: p\ndeny: {licenses: [gemma]}\n")
    assert checker.models(*entries, policy="p.yaml").models[0].verdict.value == "prohibited"


def test_a_denied_alternative_that_is_not_chosen_does_not_count(checker: Checker) -> None:
    assert under(checker, "MIT OR GPL-3.0", {"deny": {"licenses": ["gpl-3.0"]}}).verdict.value == "permitted"


@pytest.mark.parametrize("severity", ["note", "warning", "error"])
def test_a_policy_sets_how_loud_a_finding_is(checker: Checker, found: Found, severity: str) -> None:
    report = under(checker, "mit", {"findings": {"unpinned-revision": severity}})
    assert [one.severity.value for one in found(report, "unpinned-revision")] == [severity]


def test_a_policy_can_hide_a_note_and_no_more(checker: Checker, found: Found) -> None:
    off = under(checker, "cc-by-nc-4.0", {"findings": {"unpinned-revision": "off", "prohibited-use": "off"}})
    assert found(off, "unpinned-revision") == []
    assert off.verdict.value == "prohibited"
    assert found(off, "prohibited-use")


def test_hiding_duties_does_not_make_the_verdict_better(checker: Checker) -> None:
    assert under(checker, "gemma", {"findings": {"duty": "off"}}).verdict.value == "permitted-with-duties"


@pytest.mark.parametrize(
    ("fail_on", "given", "expected"), [(None, None, "needs-information"), ("prohibited", None, "prohibited"), ("prohibited", "permitted", "permitted")]
)
def test_the_command_line_wins_over_the_policy_on_what_fails(checker: Checker, fail_on: str | None, given: str | None, expected: str) -> None:
    report = under(checker, "mit", {"fail_on": fail_on} if fail_on else {}, fail_on=Verdict(given) if given else None)
    assert report.run.fail_on.value == expected


def test_a_waiver_lifts_a_finding_which_stays_visible(checker: Checker, found: Found) -> None:
    report = under(checker, "cc-by-nc-4.0", {"waivers": [WAIVER]})
    assert report.verdict.value == "permitted-with-duties"
    assert "legal@acme.example" in found(report, "prohibited-use")[0].waived
    assert found(report, "waiver-unused") == []


@pytest.mark.parametrize(("on", "verdict", "code"), [("2027-06-30", "permitted-with-duties", ""), ("2027-07-01", "prohibited", "waiver-expired")])
def test_a_waiver_holds_through_its_last_day(checker: Checker, found: Found, on: str, verdict: str, code: str) -> None:
    report = under(checker, "cc-by-nc-4.0", {"waivers": [WAIVER]}, on=on)
    assert report.verdict.value == verdict
    assert len(found(report, "waiver-expired")) == bool(code)


def test_a_waiver_by_fingerprint_meets_one_finding(checker: Checker, found: Found) -> None:
    mark = found(checker.licence("cc-by-nc-4.0"), "prohibited-use")[0].fingerprint
    one = {key: value for key, value in WAIVER.items() if key not in ("code", "model")} | {"finding": mark}
    assert under(checker, "cc-by-nc-4.0", {"waivers": [one]}).verdict.value == "permitted-with-duties"


@pytest.mark.parametrize("other", [{"model": "acme/other"}, {"license": "mit"}, {"clause": "scale-cap"}, {"code": "needs-agreement"}, {"code": "duty"}])
def test_a_waiver_of_something_else_lifts_nothing_and_is_told(checker: Checker, found: Found, other: dict[str, str]) -> None:
    report = under(checker, "cc-by-nc-4.0", {"waivers": [WAIVER | other]})
    assert report.verdict.value == "prohibited"
    assert len(found(report, "waiver-unused")) == 1


def test_a_waiver_names_the_model_clause_and_licence_in_any_letter_case(checker: Checker) -> None:
    exact = WAIVER | {"model": "ACME/Model", "license": "CC-BY-NC-4.0", "clause": "noncommercial"}
    assert under(checker, "cc-by-nc-4.0", {"waivers": [exact]}).verdict.value == "permitted-with-duties"


def test_a_waiver_for_another_text_does_not_hold(checker: Checker) -> None:
    text = checker.base.licence(LicenceId("cc-by-nc-4.0")).text[0]["sha256"]
    for sha256, verdict in ((text, "permitted-with-duties"), ("0" * 64, "prohibited")):
        assert under(checker, "cc-by-nc-4.0", {"waivers": [WAIVER | {"text_sha256": sha256}]}).verdict.value == verdict


def test_an_agreement_lifts_the_clauses_of_the_licence_it_covers(checker: Checker, found: Found) -> None:
    report = checker.licence("qwen-research", agreements=[HELD])
    assert report.verdict.value == "permitted-with-duties"
    assert "contract 7" in found(report, "needs-agreement")[0].waived
    assert found(report, "waiver-unused") == []


def test_an_agreement_on_another_licence_lifts_nothing_and_is_told(checker: Checker, found: Found) -> None:
    report = checker.licence("qwen-research", agreements=[HELD | {"covers": ["flux1-dev-nc"]}])
    assert report.verdict.value == "needs-agreement"
    assert "lifts nothing" in found(report, "waiver-unused")[0].summary


@pytest.mark.parametrize(("on", "verdict", "told"), [("2027-12-31", "permitted-with-duties", 0), ("2028-01-01", "needs-agreement", 1)])
def test_an_agreement_holds_through_its_last_day(checker: Checker, found: Found, on: str, verdict: str, told: int) -> None:
    report = checker.licence("qwen-research", agreements=[HELD], on=on)
    assert report.verdict.value == verdict
    assert len(found(report, "waiver-expired")) == told


def test_an_agreement_without_an_end_holds(checker: Checker) -> None:
    held = {key: value for key, value in HELD.items() if key != "expires"}
    assert checker.licence("qwen-research", agreements=[held], on="2099-01-01").verdict.value == "permitted-with-duties"


def test_an_agreement_on_no_known_licence_is_bad_input(checker: Checker) -> None:
    with pytest.raises(InputError, match="did you mean 'qwen-research'"):
        checker.licence("qwen-research", agreements=[HELD | {"covers": ["qwen-reserch"]}])


def test_an_agreement_of_one_organisation_does_not_help_another(checker: Checker) -> None:
    one = {"version": 1, "uses": {"u": {"purpose": "commercial", "actions": ["run"], "fields": []}}, "models": [{"id": "a/b", "license": "qwen-research"}]}
    checker.write("one.yaml", json.dumps(one))
    checker.write("two.yaml", json.dumps({**one, "models": [{"id": "x/y", "license": "mit"}], "agreements": [HELD]}))
    assert checker.run("one.yaml", "two.yaml").verdict.value == "needs-agreement"


def test_an_agreement_on_an_ambiguous_name_is_bad_input(checker: Checker) -> None:
    with pytest.raises(InputError):
        checker.licence("llama3.1", agreements=[HELD | {"licensor": "Meta", "covers": ["llama"]}])


def test_an_unknown_policy_is_bad_input_at_its_place(checker: Checker) -> None:
    with pytest.raises(InputError, match=r"manifest.yaml:1:\d+: policy: there is no policy 'strict'"):
        checker.licence("mit", policy="strict")


def test_two_inputs_with_different_policies_are_bad_input(checker: Checker) -> None:
    for name in ("one", "two"):
        checker.write(f"{name}.yaml", f"version: 1\npolicy: {name}-policy.yaml\nmodels: [a/{name}]\n")
    with pytest.raises(InputError, match="one run has one policy"):
        checker.run("one.yaml", "two.yaml")


def test_the_policy_of_the_command_line_wins(checker: Checker) -> None:
    checker.write("strict.yaml", "version: 1\nname: strict\ndeny: {licenses: [mit]}\n")
    assert under(checker, "mit", {}).verdict.value == "permitted"
    assert checker.run("manifest.yaml", policy="strict.yaml").verdict.value == "prohibited"
