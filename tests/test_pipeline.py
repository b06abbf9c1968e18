"""The straight line from inputs to verdicts: what issue 2 and the contract say must hold, and hunts for a false `permitted`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.errors import InputError
from licensecheck.model import Said, Use
from licensecheck.report import ModelResult, Report, UseResult

if TYPE_CHECKING:
    from conftest import Checker, Found

DATA = Path(__file__).parent / "data"
LLAMA, QWEN, DISTILL, LORA = (
    "meta-llama/Llama-3.1-8B-Instruct",
    "Qwen/Qwen2.5-3B-Instruct",
    "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
    "acme/support-llama-lora",
)


def model(report: Report, name: str) -> ModelResult:
    return next(one for one in report.models if one.id == name)


def use(report: Report, name: str, use_name: str) -> UseResult:
    return next(one for one in model(report, name).uses if one.use == use_name)


@pytest.fixture(params=["kept", "as written"])
def contract(request: pytest.FixtureRequest, checker: Checker) -> Report:
    text = (DATA / "contract.yaml").read_text(encoding="utf-8")
    if request.param == "as written":
        place = Path(__file__).resolve().parents[2] / "shared" / "contract.md"
        if not place.is_file():
            pytest.skip(f"{place} is not there")
        section = re.search(r"^## 4\. Manifest\n+```yaml\n(.*?)^```", place.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        assert section
        text = section[1]
    return checker.manifest(text)


def test_the_contracts_manifest_gives_the_verdicts_that_are_promised(contract: Report) -> None:
    found = {(one.id, each.use): each.verdict.value for one in contract.models for each in one.uses}
    assert found == {
        (LLAMA, "chat"): "permitted-with-duties",
        (LLAMA, "student"): "prohibited",
        (QWEN, "chat"): "needs-agreement",
        (DISTILL, "chat"): "permitted-with-duties",
        (DISTILL, "student"): "prohibited",
        (LORA, "chat"): "needs-information",
    }
    assert contract.verdict.value == "prohibited"


def test_the_student_is_prohibited_for_its_name_and_the_remedy_is_to_rename_it(contract: Report, found: Found) -> None:
    naming = found(contract, "naming", model=LLAMA, use="student")[0]
    assert (naming.action, naming.license, naming.section, naming.verdict.value) == ("train-on-outputs", "llama3.1", "1.b.i", "prohibited")
    assert "Rename" in naming.remedy
    assert {one.name: one.value for one in naming.facts}["trained_model.name"] == "acme/student-1b"
    assert naming.facts[0].at.startswith("manifest.yaml:")


def test_the_research_licence_sends_commercial_users_to_its_licensor(contract: Report, found: Found) -> None:
    asked = found(contract, "needs-agreement", model=QWEN)
    assert {(one.license, one.clause, one.section, one.quote) for one in asked} == {
        ("qwen-research", "noncommercial-only", "2.b", "you shall request a license from us")
    }
    assert asked[0].facts[0].name == "use.purpose"


def test_the_distilled_llama_is_drift_and_carries_the_terms_of_its_base(contract: Report, found: Found) -> None:
    drift = found(contract, "license-drift")
    assert [(one.model, one.license, one.lineage) for one in drift] == [(DISTILL, "llama3.3", (DISTILL, "meta-llama/Llama-3.3-70B-Instruct"))]
    assert [(one.id, one.declared, one.source) for one in model(contract, DISTILL).licenses] == [
        ("mit", "mit", "catalogue"),
        ("llama3.3", "llama3.3", "catalogue"),
    ]
    assert {duty.license for duty in use(contract, DISTILL, "chat").duties} == {"llama3.3"}


def test_the_unused_agreement_is_mentioned(contract: Report, found: Found) -> None:
    assert "Black Forest Labs (contract 2026-17)" in found(contract, "waiver-unused")[0].summary


def test_the_adapters_data_and_missing_folder_are_mentioned(contract: Report, found: Found) -> None:
    assert found(contract, "training-data-terms", model=LORA)[0].license == "cc-by-nc-4.0"
    assert found(contract, "output-provenance", model=LORA)[0].lineage == (LORA, "tatsu-lab/alpaca", "openai/text-davinci-003")
    assert found(contract, "unreadable-input", model=LORA)


def test_every_verdict_is_the_worst_below_it(contract: Report) -> None:
    for one in contract.models:
        assert one.verdict.rank == max(each.verdict.rank for each in one.uses)
        for each in one.uses:
            assert each.verdict.rank >= max(action.verdict.rank for action in each.actions)
    assert contract.verdict.rank == max(one.verdict.rank for one in contract.models)


def test_every_action_that_is_not_plainly_permitted_says_why(contract: Report) -> None:
    for one in contract.models:
        for each in one.uses:
            for action in each.actions:
                assert bool(action.because) == (action.verdict.value != "permitted")


@pytest.mark.parametrize("name", ["acme/nobody-knows-it", "Qwen/Qwen2.5-3B-Instruct-x", "meta-llama/Llama-3.1-8B-Instruct-x", "gpt-5"])
def test_a_bare_id_that_nothing_knows_is_never_guessed(checker: Checker, found: Found, name: str) -> None:
    report = checker.models(name)
    assert report.verdict.value == "needs-information"
    assert report.models[0].licenses == () or report.models[0].licenses[0].confidence != "exact"
    assert found(report, "unknown-license")[0].question


PAST, NOW = "monthly_active_users_on", "monthly_active_users"


@pytest.mark.parametrize(
    ("figures", "verdict", "asked", "assumed"),
    [
        ({PAST: {"2024-06": 700_000_000}}, "permitted-with-duties", False, False),
        ({PAST: {"2024-06": 700_000_001}}, "needs-agreement", False, False),
        ({NOW: 900_000_000}, "needs-information", True, False),
        ({NOW: 5_000_000}, "permitted-with-duties", False, True),
        ({NOW: 900_000_000, PAST: {"2024-06": 1}}, "permitted-with-duties", False, False),
        ({NOW: 900_000_000, PAST: {"2024-07": 1}}, "needs-information", True, False),
        ({}, "needs-information", True, False),
    ],
)
def test_llama_counts_the_users_of_the_month_before_its_release(
    checker: Checker, found: Found, figures: dict[str, Any], verdict: str, asked: bool, assumed: bool
) -> None:
    report = checker.models(LLAMA, use={"actions": ["serve"]}, organization=figures)
    assert report.verdict.value == verdict
    questions = [one.question for one in report.models[0].uses[0].questions if one.fact == f"organization.{PAST}"]
    assert ["2024-06" in one for one in questions] == ([True] if asked or assumed else [])
    shown = [one for one in found(report, "missing-fact") if one.verdict.value == "permitted"]
    assert bool(shown) == assumed
    assert all("2024-06" in one.summary for one in shown)


EVER = {"monthly_active_users_on": {"2023-06": 1, "2024-03": 1, "2024-06": 1, "2024-08": 1, "2024-11": 1, "2025-03": 1}}


@pytest.mark.parametrize(
    ("licence", "name", "family", "verdict"),
    [
        ("llama1", "acme/llama-x", "own", "prohibited"),
        ("llama2", "acme/llama-x", "own", "prohibited"),
        ("llama2", "acme/llama-x", "mistral", "prohibited"),
        ("llama2", "acme/llama-x", "llama2", "permitted-with-duties"),
        ("llama3", "acme/Llama-3-x", "own", "prohibited"),
        ("llama3", "acme/Llama-3-x", "llama3", "permitted-with-duties"),
        *((licence, "acme/Llama-x", "own", "permitted-with-duties") for licence in ("llama3.1", "llama3.2", "llama3.3", "llama4")),
        *((licence, "acme/student", "own", "prohibited") for licence in ("llama3.1", "llama3.2", "llama3.3", "llama4")),
    ],
)
@pytest.mark.parametrize("action", ["train-on-outputs", "distill"])
def test_training_another_familys_llm_on_llama_outputs(checker: Checker, found: Found, licence: str, name: str, family: str, verdict: str, action: str) -> None:
    student = {"trained_model": {"name": name, "family": family, "kind": "llm", "distributed": True}, "territories": ["US"], "fields": []}
    organization = {**EVER, "domicile": "US", "kind": "company"}
    report = checker.licence(licence, action, organization=organization, use=student, entry={"modalities": ["text"]})
    assert report.verdict.value == verdict
    if licence.startswith(("llama3.", "llama4")):
        assert "naming" in {duty.duty for duty in report.models[0].uses[0].duties}
        assert bool(found(report, "naming")) == (verdict == "prohibited")


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [("llama1", "prohibited"), ("opt-175b", "prohibited"), ("cc-by-nc-4.0", "prohibited"), ("qwen-research", "needs-agreement"), ("mit", "permitted")],
)
def test_a_bare_ban_is_told_from_a_licence_that_offers_another(checker: Checker, licence: str, verdict: str) -> None:
    assert checker.licence(licence).verdict.value == verdict


def test_a_folder_without_a_licence_file_may_not_be_handed_on(checker: Checker, found: Found) -> None:
    checker.write("model/README.md", "---\nlicense: apache-2.0\n---\n")
    report = checker.given("model", actions=("redistribute",))
    assert found(report, "missing-notice")[0].verdict.value == "prohibited"
    assert checker.given("model", actions=("serve",)).verdict.value == "permitted"


@pytest.mark.parametrize("field", ["military", "malware"])
def test_a_declared_field_that_is_barred_prohibits_the_use(checker: Checker, found: Found, field: str) -> None:
    report = checker.licence("gemma" if field == "malware" else "llama3.1", organization=EVER, use={"fields": [field]})
    assert report.verdict.value == "prohibited"
    barred = found(report, "prohibited-use")[0]
    assert [fact.value for fact in barred.facts if fact.name == "use.fields"] == [[field]]


def test_redistributing_a_fine_tune_is_handing_on_a_derivative_of_its_base(checker: Checker, found: Found) -> None:
    entry = {"base_models": [LLAMA], "distribution": {"name": "acme/support"}}
    report = checker.licence("mit", "redistribute", organization=EVER, entry=entry)
    assert [one.action for one in found(report, "naming", license="llama3.1")] == ["redistribute"]
    named = checker.licence("mit", "redistribute", organization=EVER, entry={**entry, "distribution": {"name": "acme/Llama-support"}})
    assert found(named, "naming") == []


@pytest.mark.parametrize(
    ("planned", "verdict"),
    [
        ("CC-BY-SA-4.0", "permitted-with-duties"),
        ("cc-by-sa-4.0", "permitted-with-duties"),
        ("MIT", "prohibited"),
        ("proprietary", "prohibited"),
        ("nonsense", "prohibited"),
    ],
)
def test_the_planned_outbound_licence_is_checked_by_any_of_its_names(checker: Checker, found: Found, planned: str, verdict: str) -> None:
    report = checker.licence("cc-by-sa-4.0", "distribute-derivatives", entry={"distribution": {"license": planned}})
    assert report.verdict.value == verdict
    assert bool(found(report, "outbound-license")) == (verdict == "prohibited")


def test_an_or_takes_the_better_choice(checker: Checker) -> None:
    assert checker.licence("CC-BY-NC-4.0 OR MIT").verdict.value == "permitted"
    assert checker.licence("CC-BY-NC-4.0 AND MIT").verdict.value == "prohibited"
    assert checker.licence(["CC-BY-NC-4.0", "MIT"]).verdict.value == "prohibited"


def test_the_report_says_which_choice_was_taken(checker: Checker) -> None:
    report = checker.licence("CC-BY-NC-4.0 OR MIT")
    said = [one.summary for one in report.findings] + [one.confidence for one in report.models[0].licenses]
    assert len(report.models[0].licenses) == 1 or any("chosen" in text or "choice" in text for text in said)


def test_a_manifest_without_uses_is_checked_for_every_action(checker: Checker) -> None:
    report = checker.manifest("version: 1\nmodels: [{id: a/b, license: mit}]\n")
    assert len(report.models[0].uses[0].actions) == 9


def test_a_manifest_without_uses_takes_the_use_of_the_command_line(checker: Checker) -> None:
    report = checker.manifest("version: 1\nmodels: [{id: a/b, license: cc-by-nc-4.0}]\n", use=Use("command-line", ("run",), {"use.purpose": Said("personal")}))
    assert [one.action for one in report.models[0].uses[0].actions] == ["run"]
    assert report.verdict.value == "permitted"


TWO_USES = "version: 1\nuses:\n  a: {purpose: commercial, actions: [run], fields: []}\n  b: {purpose: personal, actions: [run], fields: []}\n"


def test_only_the_chosen_uses_are_checked(checker: Checker) -> None:
    text = TWO_USES + "models: [{id: x/y, license: cc-by-nc-4.0}]\n"
    assert checker.manifest(text).verdict.value == "prohibited"
    assert checker.manifest(text, uses=("b",)).verdict.value == "permitted"
    with pytest.raises(InputError, match=r"no input has a use named 'c'.*a, b"):
        checker.manifest(text, uses=("c",))


def test_a_model_that_was_not_checked_is_not_counted_as_permitted(checker: Checker) -> None:
    report = checker.manifest(TWO_USES + "models: [{id: x/y, license: cc-by-nc-4.0, uses: [a]}, {id: x/z, license: cc-by-nc-4.0, uses: [b]}]\n", uses=("b",))
    assert [one.id for one in report.models] == ["x/z"]


def test_a_manifest_of_data_sets_alone_is_not_permitted_unseen(checker: Checker) -> None:
    report = checker.manifest(TWO_USES + "datasets: [{id: x/y, license: cc-by-nc-4.0}]\n", uses=("a",))
    assert report.verdict.value != "permitted"


def test_a_fact_of_the_command_line_wins_over_the_manifest(checker: Checker) -> None:
    report = checker.licence("llama3.1", organization=EVER, facts=(("organization.monthly_active_users_on", Said({"2024-06": 800_000_000}, "--fact")),))
    assert report.verdict.value == "needs-agreement"


def test_the_aim_given_decides_for_research(checker: Checker) -> None:
    for aim, verdict in ((True, "prohibited"), (False, "permitted")):
        assert checker.licence("cc-by-nc-4.0", purpose="research", use={"commercial_aim": aim}).verdict.value == verdict


@pytest.mark.parametrize(
    "licence",
    [
        "other", "unknown", "none", " ", "MIT.", "MIT, see LICENSE", "mit-like", "free for all", "proprietary", "permitted", "MIT AND who-knows",
        ["MIT", "who-knows"], ["MIT", "other"], {"file": "LICENSE"}, {"data": "MIT"}, {"weights": "other", "code": "MIT"},
    ],
)  # fmt: skip
def test_an_unknown_licence_is_never_permitted(checker: Checker, licence: Any) -> None:
    try:
        report = checker.licence(licence)
    except InputError:
        return
    assert report.verdict.value == "needs-information"
    assert any(one.question for one in report.findings)


def test_a_pinned_revision_is_not_asked_for(checker: Checker, found: Found) -> None:
    checker.write("p.yaml", "version: 1\nname: p\n")
    assert found(checker.models({"id": LLAMA}, policy="p.yaml"), "unpinned-revision")
    assert found(checker.models({"id": LLAMA, "revision": "abc"}, policy="p.yaml"), "unpinned-revision") == []


def test_the_same_model_from_two_inputs_is_judged_in_both(checker: Checker) -> None:
    for name, licence in (("one", "mit"), ("two", "cc-by-nc-4.0")):
        checker.write(
            f"{name}.yaml", f"version: 1\nuses: {{u: {{purpose: commercial, actions: [run], fields: []}}}}\nmodels: [{{id: a/b, license: {licence}}}]\n"
        )
    assert [one.verdict.value for one in checker.run("one.yaml", "two.yaml").models] == ["permitted", "prohibited"]


def test_a_data_set_is_judged_for_itself_where_its_entry_names_uses(checker: Checker) -> None:
    text = (
        TWO_USES + "models: [{id: x/m, license: mit, uses: [b]}]\ndatasets: [{id: x/y, license: cc-by-nc-4.0, uses: [a]}, {id: x/z, license: cc-by-nc-4.0}]\n"
    )
    report = checker.manifest(text)
    assert [(one.id, one.verdict.value) for one in report.models] == [("x/m", "permitted"), ("x/y", "prohibited")]


def test_what_a_data_set_was_made_from_is_judged_with_it(checker: Checker, found: Found) -> None:
    entry = "datasets: [{id: x/y, license: mit, generated_by: [meta-llama/Llama-2-7b-hf]}]\n"
    assert found(checker.manifest(TWO_USES + entry, uses=("a",)), "output-provenance", model="x/y")
