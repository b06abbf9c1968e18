"""Bases that the files of a model folder name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from licensecheck.sources import folder

if TYPE_CHECKING:
    from conftest import Checker, Found

CARD = "---\nlicense: mit\n---\n"
RECIPES = {
    "models:\n  - model: lab/a\n  - model: lab/b\n    parameters: {weight: 0.5}\nmerge_method: ties\nbase_model: lab/c\n": {"lab/a", "lab/b", "lab/c"},
    "slices:\n  - sources: [{model: lab/a, layer_range: [0, 8]}, {model: lab/b, layer_range: [8, 16]}]\nmerge_method: passthrough\n": {"lab/a", "lab/b"},
    "base_model: lab/c\nexperts:\n  - source_model: lab/a\n    positive_prompts: [x]\n": {"lab/a", "lab/c"},
    "models:\n  - model: lab/a+lab/lora\n": {"lab/a", "lab/lora"},
    "models:\n  - model: {model: {path: lab/a}, lora: {path: lab/lora}}\n": {"lab/a", "lab/lora"},
    "tokenizer_model: lab/t\nmodels: [{model: lab/a}]\n": {"lab/a"},
}


@pytest.mark.parametrize(("recipe", "bases"), RECIPES.items())
def test_a_merge_recipe_names_what_it_merges(checker: Checker, recipe: str, bases: set[str]) -> None:
    checker.write("model/mergekit_config.yml", recipe)
    found = folder.read(checker.folder / "model", "model").parents
    assert {parent.id for parent in found} == bases
    assert {parent.relation for parent in found} == {"merge"}


def test_the_terms_of_every_merged_model_reach_the_merge(checker: Checker, found: Found) -> None:
    checker.write("model/README.md", CARD)
    checker.write("model/mergekit_config.yml", "models: [{model: meta-llama/Llama-2-7b-hf}, {model: Qwen/Qwen2.5-3B}]\n")
    report = checker.given("model")
    assert {"llama2", "qwen-research"} <= {one.id for one in report.models[0].licenses}
    assert found(report, "license-drift")


def test_a_recipe_that_cannot_be_read_keeps_the_verdict_open(checker: Checker) -> None:
    checker.write("model/README.md", CARD)
    checker.write("model/mergekit_config.yml", "models: [")
    assert checker.given("model").verdict.value == "needs-information"


@pytest.mark.parametrize(
    ("name", "licences"),
    [("meta-llama/Llama-2-7b-hf", {"mit", "llama2"}), ("./out/checkpoint-500", {"mit"}), ("nobody/knows-it", {"mit"}), ("", {"mit"}), (7, {"mit"})],
)
def test_what_the_configuration_remembers_counts_where_it_is_known_and_only_there(checker: Checker, name: object, licences: set[str]) -> None:
    checker.write("model/README.md", CARD)
    checker.write("model/config.json", json.dumps({"_name_or_path": name}))
    report = checker.given("model")
    assert {one.id for one in report.models[0].licenses} == licences
    assert (report.verdict.value == "permitted") is (licences == {"mit"})


def test_a_broken_configuration_says_nothing_of_bases(checker: Checker) -> None:
    checker.write("model/README.md", CARD)
    checker.write("model/config.json", "{")
    assert checker.given("model").verdict.value == "permitted"
