"""The JSON of the other commands is what their schemas say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from licensecheck.cli import main
from licensecheck.schema_check import load_schema


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("schema", "arguments"),
    [
        ("explain", ["explain", "llama3.1"]),
        ("explain", ["explain", "openrail"]),
        ("explain", ["explain", "other"]),
        ("explain", ["explain", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B"]),
        ("compare", ["compare", "llama2", "llama3.1"]),
        ("compare", ["compare", "mit", "MIT"]),
        ("rules-list", ["rules", "list"]),
        ("rules-list", ["rules", "list", "--commercial", "no", "--family", "llama"]),
        ("identify", ["identify", "LICENSE"]),
    ],
)
def test_what_is_printed_is_what_the_schema_says(
    schema: str, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(request.config.rootpath)
    Draft202012Validator(load_schema(schema)).validate(printed(capsys, *arguments))


def test_comparing_two_versions_names_the_clause_that_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "compare", "llama2", "llama3.1")
    assert "no-other-llm" in {clause["id"] for clause in found["only_a"]}
    assert {(one["action"], one["purpose"]) for one in found["verdicts"]} >= {("train-on-outputs", "commercial")}


def test_a_licence_compared_with_itself_differs_in_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "compare", "gemma", "Gemma Terms of Use")
    assert not any(found[key] for key in ("only_a", "only_b", "changed", "verdicts"))


def test_filters_of_the_list_pick_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    free = {one["id"] for one in printed(capsys, "rules", "list", "--commercial", "yes", "--trains-others", "yes")["licenses"]}
    assert {"mit", "apache-2.0"} <= free
    assert not free & {"cc-by-nc-4.0", "llama2", "qwen-research"}
    placed = {one["id"] for one in printed(capsys, "rules", "list", "--territory")["licenses"]}
    assert "llama4" in placed
    assert "mit" not in placed


def test_a_model_is_explained_with_what_it_inherits(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "explain", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B")
    assert {"llama3.3", "mit"} <= {one["id"] for one in found["licenses"]}
    assert found["matrix"]["serve"]["commercial"] != "permitted"
