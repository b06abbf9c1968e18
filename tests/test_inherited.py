"""Findings that the lineage brings: drift, conflicts, unknown bases, training data, outputs of other models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.licences import Reading

if TYPE_CHECKING:
    from conftest import Checker, Found

NOBODY = {"organization": {"monthly_active_users_on": {"2023-06": 1, "2024-03": 1, "2024-06": 1, "2024-08": 1, "2024-11": 1, "2025-03": 1}}}


def two(checker: Checker, own: Any, base: Any, relation: str = "finetune", **rest: Any) -> Any:
    """A model under `own`, made from one under `base`."""
    made = {"id": "acme/tuned", "license": own, "base_models": [{"id": "lab/base", "relation": relation}]}
    return checker.models(made, {"id": "lab/base", "license": base}, **{**NOBODY, **rest})


@pytest.mark.parametrize(
    ("own", "below"),
    [
        ("mit", "llama3.3"),
        ("apache-2.0", "qwen-research"),
        ("apache-2.0", "bigscience-bloom-rail-1.0"),
        ("mit", "llama2"),
        ("apache-2.0", "cc-by-nc-4.0"),
        ("mit", "gpl-3.0"),
        ("apache-2.0", "gemma"),
        ("mit OR apache-2.0", "llama3.1"),
        ("cc-by-4.0", "cc-by-sa-4.0"),
        ("cc-by-4.0", "gpl-3.0"),
        ("mit OR llama3.1", "llama3.1"),
    ],
)
def test_a_tag_that_allows_more_than_the_base_is_drift(checker: Checker, found: Found, own: str, below: str) -> None:
    drift = found(two(checker, own, below), "license-drift")
    assert [(one.model, one.license, one.lineage, one.severity.value) for one in drift] == [("acme/tuned", below, ("acme/tuned", "lab/base"), "warning")]
    assert "not held" in drift[0].summary


@pytest.mark.parametrize(
    ("own", "below"),
    [
        ("apache-2.0", "mit"),
        ("mit", "apache-2.0"),
        ("cc-by-nc-4.0", "apache-2.0"),
        ("llama3.1", "llama3.1"),
        ("bsd-3-clause", "mit"),
        ("mit", "bsd-3-clause"),
        ("mit", "cc0-1.0"),
        ("gpl-3.0", "mit"),
        ("qwen-research", "qwen-research"),
        ("agpl-3.0", "agpl-3.0"),
        (["mit", "llama3.1"], "llama3.1"),
    ],
)
def test_terms_that_hold_what_the_base_asks_are_no_drift(checker: Checker, found: Found, own: Any, below: str) -> None:
    assert found(two(checker, own, below), "license-drift") == []


@pytest.mark.parametrize("relation", ["finetune", "adapter", "merge", "quantized", "continued-pretraining", "format-conversion"])
def test_the_terms_of_the_weights_reach_what_contains_them(checker: Checker, found: Found, relation: str) -> None:
    report = two(checker, "mit", "cc-by-nc-4.0", relation)
    barred = found(report, "prohibited-use", model="acme/tuned")
    assert [(one.license, one.clause, one.lineage, one.relations) for one in barred] == [
        ("cc-by-nc-4.0", "noncommercial", ("acme/tuned", "lab/base"), (relation,))
    ]


def test_what_was_made_from_outputs_is_not_bound_unless_the_text_says_so(checker: Checker, found: Found) -> None:
    report = two(checker, "mit", "llama3.1", "distilled")
    assert found(report, "license-drift") == []
    assert not [one for one in report.findings if one.model == "acme/tuned" and one.license == "llama3.1" and one.code.value == "duty"]


@pytest.mark.parametrize("relation", ["distilled", "trained-on-outputs"])
def test_its_making_is_judged_nevertheless(checker: Checker, found: Found, relation: str) -> None:
    made = found(two(checker, "mit", "qwen-research", relation), "output-provenance")
    assert [(one.model, one.license, one.clause, one.verdict.value) for one in made] == [
        ("acme/tuned", "qwen-research", "noncommercial-only", "needs-information")
    ]
    assert made[0].question


def test_a_text_that_reaches_models_made_from_outputs_binds_them(checker: Checker, found: Found) -> None:
    assert found(two(checker, "mit", "gemma", "distilled"), "duty", model="acme/tuned", license="gemma")
    assert found(two(checker, "mit", "gemma", "distilled", use={"fields": ["malware"]}), "prohibited-use", model="acme/tuned", license="gemma")


def test_outputs_of_a_model_that_allows_training_are_fine(checker: Checker, found: Found) -> None:
    assert found(two(checker, "apache-2.0", "mit", "distilled"), "output-provenance") == []


def test_outputs_of_an_unknown_model_are_a_question_and_under_the_strict_reading_a_note(checker: Checker, found: Found) -> None:
    made = {"id": "acme/tuned", "license": "mit", "base_models": [{"id": "who/knows", "relation": "distilled"}]}
    assert checker.models(made).verdict.value == "needs-information"
    strict = checker.models(made, reading=Reading.STRICT)
    assert strict.verdict.value == "permitted"
    assert found(strict, "output-provenance")[0].question is None


DATA = {"id": "acme/tuned", "license": "mit", "datasets": ["lab/data"]}


@pytest.mark.parametrize(
    ("licence", "purpose", "verdict"),
    [
        ("cc-by-nc-4.0", "commercial", "needs-information"),
        ("cc-by-sa-4.0", "commercial", "needs-information"),
        ("cc-by-nc-4.0", "research", "needs-information"),
        ("cc-by-nc-4.0", "personal", "permitted"),
        ("cc-by-4.0", "commercial", "permitted"),
        ("apache-2.0", "commercial", "permitted"),
    ],
)
def test_non_commercial_or_share_alike_data_behind_a_commercial_use_is_a_question(
    checker: Checker, found: Found, licence: str, purpose: str, verdict: str
) -> None:
    report = checker.models(DATA, use={"purpose": purpose}, datasets=[{"id": "lab/data", "license": licence}])
    assert report.verdict.value == verdict
    assert bool(found(report, "training-data-terms", license=licence)) == (verdict != "permitted")


def test_data_made_of_another_models_outputs_is_judged_as_that(checker: Checker, found: Found) -> None:
    teacher = {"id": "lab/teacher", "license": "qwen-research"}
    report = checker.models(DATA, teacher, datasets=[{"id": "lab/data", "license": "mit", "generated_by": ["lab/teacher"]}])
    assert [one.lineage for one in found(report, "output-provenance")] == [("acme/tuned", "lab/data", "lab/teacher")]


@pytest.mark.parametrize("parent", ["who/knows", "./local/path", "C:\\models\\x", "not an id!"])
def test_an_unknown_base_keeps_the_verdict_open(checker: Checker, found: Found, parent: str) -> None:
    report = checker.models({"id": "acme/tuned", "license": "mit", "base_models": [parent]})
    assert report.verdict.value == "needs-information"
    gap = found(report, "unknown-base")[0]
    assert (gap.lineage, bool(gap.question)) == (("acme/tuned", parent), True)


def test_a_circle_keeps_the_verdict_open(checker: Checker, found: Found) -> None:
    one = {"id": "acme/one", "license": "mit", "base_models": ["acme/two"]}
    report = checker.models(one, {"id": "acme/two", "license": "mit", "base_models": ["acme/one"]})
    assert report.verdict.value == "needs-information"
    assert len(found(report, "unknown-base")) == 2


def test_sources_that_disagree_are_told_and_all_bind(checker: Checker, found: Found) -> None:
    report = checker.models({"id": "Qwen/Qwen2.5-3B-Instruct", "license": "apache-2.0"})
    assert report.verdict.value == "needs-agreement"
    conflict = found(report, "license-conflict")[0]
    assert "apache-2.0" in conflict.summary
    assert "qwen-research" in conflict.summary
    assert conflict.location.file == "manifest.yaml"


def test_sources_that_agree_are_no_conflict(checker: Checker, found: Found) -> None:
    assert found(checker.models({"id": "Qwen/Qwen2.5-7B-Instruct", "license": "Apache License 2.0"}), "license-conflict") == []


def test_the_base_says_what_is_handed_on_and_under_which_name_only_for_itself(checker: Checker, found: Found) -> None:
    tuned = {"id": "acme/support", "license": "mit", "base_models": ["lab/base"], "distribution": {"name": "acme/support"}}
    base = {"id": "lab/base", "license": "llama3.1"}
    handed_on: dict[str, Any] = {"use": {"actions": ["distribute-derivatives"]}, **NOBODY}
    assert found(checker.models(tuned, base, **handed_on), "naming", model="acme/support")


def test_the_name_of_the_base_does_not_answer_for_the_derivative(checker: Checker, found: Found) -> None:
    tuned = {"id": "acme/support", "license": "mit", "base_models": ["lab/base"], "distribution": {"name": "acme/support"}}
    base = {"id": "lab/base", "license": "llama3.1", "distribution": {"name": "acme/Llama-base"}}
    report = checker.models(tuned, base, use={"actions": ["distribute-derivatives"]}, **NOBODY)
    assert found(report, "naming", model="acme/support")


def test_a_distilled_model_of_a_reaching_text_carries_it_whatever_the_order(checker: Checker, found: Found) -> None:
    bases = [{"id": "lab/base", "relation": "distilled"}, {"id": "lab/base", "relation": "trained-on-outputs"}]
    report = checker.models({"id": "acme/tuned", "license": "mit", "base_models": bases}, {"id": "lab/base", "license": "gemma"})
    assert found(report, "duty", model="acme/tuned", license="gemma")


def test_handing_on_a_fine_tune_unchanged_is_handing_on_a_derivative_of_its_base(checker: Checker, found: Found) -> None:
    report = two(checker, "mit", "cc-by-nd-4.0", use={"actions": ["redistribute"]})
    assert found(report, "not-granted", model="acme/tuned", license="cc-by-nd-4.0") or found(
        report, "prohibited-use", model="acme/tuned", license="cc-by-nd-4.0"
    )
    unchanged = two(checker, "mit", "cc-by-nd-4.0", "format-conversion", use={"actions": ["redistribute"]})
    assert unchanged.models[0].uses[0].verdict.value == "permitted-with-duties", "a change of format alone is no adaptation"


def test_a_base_that_is_listed_twice_binds_with_both_licences(checker: Checker) -> None:
    run = {"purpose": "commercial", "actions": ["run"], "fields": []}
    tuned = {"id": "acme/tuned", "license": "mit", "base_models": ["lab/base"], "uses": ["u"]}
    bases = [{"id": "lab/base", "license": "cc-by-nc-4.0", "uses": ["u"]}, {"id": "lab/base", "license": "mit", "uses": ["v"]}]
    report = checker.manifest({"version": 1, "uses": {"u": run, "v": run}, "models": [tuned, *bases]})
    assert report.models[0].verdict.value == "prohibited"


def test_a_text_that_reaches_models_made_from_outputs_reaches_those_made_from_theirs(checker: Checker, found: Found) -> None:
    first = {"id": "lab/first", "license": "mit", "base_models": [{"id": "lab/gemma", "relation": "distilled"}]}
    second = {"id": "acme/second", "license": "mit", "base_models": [{"id": "lab/first", "relation": "distilled"}]}
    report = checker.models(second, first, {"id": "lab/gemma", "license": "gemma"})
    assert [one for one in report.findings if one.model == "acme/second"]


def test_the_data_licence_of_a_model_is_judged_as_data(checker: Checker, found: Found) -> None:
    assert found(checker.licence({"weights": "mit", "data": "cc-by-nc-4.0"}), "training-data-terms")


def test_a_data_set_with_a_free_choice_is_no_question(checker: Checker) -> None:
    report = checker.models(DATA, datasets=[{"id": "lab/data", "license": "CC-BY-NC-4.0 OR MIT"}])
    assert report.verdict.value == "permitted"


@pytest.mark.parametrize(("relation", "verdict"), [("finetune", "prohibited"), ("quantized", "prohibited"), ("format-conversion", "permitted-with-duties")])
def test_handing_on_a_derivative_under_its_bases_own_licence_is_still_handing_on_a_derivative(checker: Checker, relation: str, verdict: str) -> None:
    assert two(checker, "cc-by-nd-4.0", "cc-by-nd-4.0", relation, use={"actions": ["redistribute"]}).models[0].verdict.value == verdict


def test_a_mere_conversion_beside_a_fine_tune_does_not_hide_it(checker: Checker) -> None:
    bases = [{"id": "lab/one", "relation": "format-conversion"}, {"id": "lab/two", "relation": "finetune"}]
    tuned = {"id": "acme/tuned", "license": "mit", "base_models": bases}
    under = [{"id": name, "license": "cc-by-nd-4.0"} for name in ("lab/one", "lab/two")]
    assert checker.models(tuned, *under, use={"actions": ["redistribute"]}).models[0].verdict.value == "prohibited"


def test_a_fine_tune_of_llama_that_is_handed_on_needs_the_name(checker: Checker, found: Found) -> None:
    entry = {"id": "acme/tuned", "license": "llama3.1", "base_models": ["meta-llama/Llama-3.1-8B"], "distribution": {"name": "acme/tuned"}}
    assert found(checker.models(entry, use={"actions": ["redistribute"]}, **NOBODY), "naming", model="acme/tuned")
