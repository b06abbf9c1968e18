"""The JSON report: as its schema says, the same every time, with fingerprints that survive unrelated edits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from licensecheck.report import Report
from licensecheck.reports import FORMATS, Look, render

if TYPE_CHECKING:
    from conftest import Checker

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "licensecheck" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
CONTRACT = (Path(__file__).parent / "data" / "contract.yaml").read_text(encoding="utf-8")


def plain(report: Report) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render("json", report, Look()))
    errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(data)]
    assert errors == []
    return data


INPUTS: dict[str, Any] = {
    "mit": {"id": "a/b", "license": "mit"},
    "unknown": "a/b",
    "ambiguous": {"id": "a/b", "license": "llama"},
    "expression": {"id": "a/b", "license": "(MIT OR GPL-3.0) AND nonsense"},
    "base": {"id": "a/b", "license": "mit", "base_models": ["meta-llama/Llama-3.1-8B", "who/knows", "./x"]},
    "data": {"id": "a/b", "license": "mit", "datasets": ["tatsu-lab/alpaca"]},
    "purl": "pkg:huggingface/a/b@abc",
    "other purl": "pkg:pypi/a@1",
    "local name": {"id": "local", "license": "llama3.1"},
    "missing folder": {"path": "nowhere"},
    "layers": {"id": "a/b", "license": {"weights": "llama3.1", "code": "mit"}},
}


@pytest.mark.parametrize("name", INPUTS)
def test_every_kind_of_entry_gives_a_report_that_its_schema_allows(checker: Checker, name: str) -> None:
    checker.write("all.yaml", json.dumps({"version": 1, "models": [INPUTS[name]]}))
    assert plain(checker.run("all.yaml"))["summary"]["models"] == 1
    assert plain(checker.models(INPUTS[name], use={"fields": ["military", "media"], "actions": ["run", "redistribute"]}))["findings"] is not None


def test_an_id_without_a_name_gives_a_report(checker: Checker) -> None:
    assert plain(checker.models("acme/ "))["models"][0]["purl"] is None


def test_the_contracts_report_is_what_its_schema_allows(checker: Checker) -> None:
    data = plain(checker.manifest(CONTRACT))
    assert data["verdict"] == "prohibited"
    assert data["summary"] == {"models": 4, "permitted": 0, "permitted-with-duties": 0, "needs-information": 1, "needs-agreement": 1, "prohibited": 2}
    assert data["run"] == {
        "inputs": ["manifest.yaml"],
        "as_of": "2026-11-21",
        "reading": "cautious",
        "offline": True,
        "policy": "default",
        "fail_on": "needs-information",
    }
    assert data["models"][1]["purl"] == "pkg:huggingface/Qwen/Qwen2.5-3B-Instruct@aa8e72537993ba99e69dfaafa59ed015b17504d1"
    assert data["models"][1]["licenses"][0] == {
        "id": "qwen-research",
        "layer": "weights",
        "declared": "other/qwen-research",
        "source": "catalogue",
        "confidence": "exact",
        "path": ["Qwen/Qwen2.5-3B-Instruct"],
    }


def test_a_card_and_a_folder_without_one_give_a_report_that_the_schema_allows(checker: Checker) -> None:
    checker.write("card.md", "no front matter\n")
    checker.write("folder/model.safetensors", b"")
    assert plain(checker.run("card.md"))["models"][0]["purl"] is None
    data = plain(checker.run("folder"))
    assert data["models"][0]["id"] == "folder"


@pytest.mark.parametrize("front", ["license: llama2", "license: other\nlicense_name: x", "license: mit\nbase_model: [a/b, c/d]"])
def test_the_report_on_a_card_is_what_the_schema_allows(checker: Checker, front: str) -> None:
    assert plain(checker.card(front, actions=()))["models"]


def test_agreements_and_waivers_appear_as_the_schema_allows(checker: Checker) -> None:
    waiver = {"code": "needs-agreement", "model": "a/b", "reason": "accepted-risk", "owner": "me", "expires": "2020-01-01"}
    checker.write("p.yaml", json.dumps({"version": 1, "name": "p", "waivers": [waiver], "deny": {"licenses": ["mit"]}}))
    held = {"licensor": "Alibaba Cloud", "covers": ["qwen-research"]}
    data = plain(checker.models({"id": "a/b", "license": ["qwen-research", "mit"]}, agreements=[held], policy="p.yaml"))
    assert {one["code"] for one in data["findings"]} >= {"needs-agreement", "policy-denied", "waiver-expired"}
    assert any(one["waived"] for one in data["findings"])


def test_the_same_inputs_give_the_same_bytes(checker: Checker) -> None:
    first, second = (render("json", checker.manifest(CONTRACT), Look()) for _ in range(2))
    assert first == second
    assert first.endswith("}\n")


def test_the_same_inputs_give_the_same_bytes_in_another_process(checker: Checker) -> None:
    checker.write("manifest.yaml", CONTRACT)
    command = [sys.executable, "-m", "licensecheck", "manifest.yaml", "--format", "json", "--on", "2026-11-21"]
    outputs = set()
    for seed in ("1", "2", "3"):
        environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LICENSECHECK_CACHE": str(checker.folder)}
        outputs.add(subprocess.run(command, cwd=checker.folder, env=environment, capture_output=True, check=False).stdout)
    assert len(outputs) == 1


def prints(report: Report) -> list[str]:
    return [one.fingerprint for one in report.findings]


@pytest.mark.parametrize("added", ["# a comment\n\n", "project: another\n"])
def test_fingerprints_survive_an_unrelated_line(checker: Checker, added: str) -> None:
    before = checker.manifest(CONTRACT.replace("project: support-assistant\n", ""))
    after = checker.manifest(added + CONTRACT.replace("project: support-assistant\n", ""))
    assert prints(before) == prints(after)
    assert before.findings[-1].location != after.findings[-1].location


def test_fingerprints_survive_another_model_and_another_order(checker: Checker) -> None:
    one, two = {"id": "a/b", "license": "cc-by-nc-4.0"}, {"id": "c/d", "license": "llama3.1"}
    alone, first, last = (set(prints(checker.models(*entries))) for entries in ([one], [one, two], [two, one]))
    assert alone < first
    assert first == last


def test_fingerprints_tell_findings_apart(checker: Checker) -> None:
    marks = prints(checker.manifest(CONTRACT))
    assert len(marks) == len(set(marks))


def test_only_named_formats_are_rendered(checker: Checker) -> None:
    assert "json" in FORMATS
    with pytest.raises(KeyError):
        render("nonsense", checker.licence("mit"), Look())
