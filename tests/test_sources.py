"""Inputs: manifests in every form, cards, folders; what cannot be read says so and never counts as permitted."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.errors import InputError
from licensecheck.model import Claim, Parent, Subject, Use
from licensecheck.sources import read
from licensecheck.sources.card import parent

if TYPE_CHECKING:
    from conftest import Checker, Found

PERMISSIVE = {"permitted", "permitted-with-duties"}


def subjects(checker: Checker, *entries: Any) -> tuple[Subject, ...]:
    checker.write("manifest.yaml", json.dumps({"version": 1, "uses": {"u": {"actions": ["run"]}}, "models": list(entries)}))
    return read("manifest.yaml", Use("command-line", ())).models


def from_card(checker: Checker, front: str) -> Subject:
    checker.write("card.md", f"---\n{front}\n---\n")
    return read("card.md", Use("command-line", ())).models[0]


def claimed(subject: Subject) -> list[tuple[str, str]]:
    return [(claim.layer, claim.declared) for claim in subject.claims]


def bases(subject: Subject) -> list[tuple[str, str]]:
    return [(one.id, one.relation) for one in subject.parents]


@pytest.mark.parametrize(
    ("entry", "subject_id", "revision"),
    [
        ("acme/model", "acme/model", None),
        ("local-name", "local-name", None),
        ({"id": "acme/model", "revision": "abc"}, "acme/model", "abc"),
        ("pkg:huggingface/acme/model@abc", "acme/model", "abc"),
        ({"purl": "pkg:huggingface/acme/model@abc"}, "acme/model", "abc"),
        ({"purl": "pkg:huggingface/acme/model", "revision": "abc"}, "acme/model", "abc"),
        ({"purl": "pkg:huggingface/acme/model@abc", "id": "Acme/Model", "revision": "ABC"}, "Acme/Model", "abc"),
        ("pkg:pypi/mit@1", "pkg:pypi/mit@1", None),
        ("pkg:github/acme/model", "pkg:github/acme/model", None),
    ],
)
def test_a_model_is_named_by_id_or_purl(checker: Checker, entry: Any, subject_id: str, revision: str | None) -> None:
    subject = subjects(checker, entry)[0]
    assert subject.id == subject_id
    assert subject.revision in (revision, "1" if "pypi" in subject_id else revision)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"purl": "pkg:huggingface/acme/model@abc", "revision": "def"}, "the purl says 'abc', `revision` says 'def'"),
        ({"purl": "pkg:huggingface/acme/model", "id": "acme/other"}, "the purl says 'acme/model', `id` says 'acme/other'"),
        ({"purl": "pkg:huggingface/"}, "not a package URL"),
        ("pkg:", "not a package URL"),
        ({"id": "acme/model", "uses": ["x"]}, "there is no use named 'x'"),
    ],
)
def test_what_contradicts_itself_is_bad_input(checker: Checker, entry: Any, message: str) -> None:
    with pytest.raises(InputError, match=rf"manifest\.yaml:1:\d+.*{re.escape(message)}"):
        subjects(checker, entry)


@pytest.mark.parametrize(
    ("one", "two"),
    [("acme/model", "acme/model"), ("acme/model", "ACME/model"), ("acme/model", "pkg:huggingface/acme/model"), ({"id": "a", "license": "mit"}, "a")],
)
def test_the_same_model_for_the_same_uses_twice_is_bad_input(checker: Checker, one: Any, two: Any) -> None:
    with pytest.raises(InputError, match="is listed twice"):
        subjects(checker, one, two)


def test_the_same_model_at_two_revisions_is_meant(checker: Checker) -> None:
    assert len(subjects(checker, {"id": "a/b", "revision": "1"}, {"id": "a/b", "revision": "2"})) == 2


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("MIT", [("weights", "MIT")]),
        (["MIT", "Apache-2.0"], [("weights", "MIT"), ("weights", "Apache-2.0")]),
        ({"weights": "llama3.1"}, [("weights", "llama3.1")]),
        (
            {"weights": ["llama3.1", "MIT"], "code": "MIT", "data": "CC0-1.0"},
            [("weights", "llama3.1"), ("weights", "MIT"), ("code", "MIT"), ("data", "CC0-1.0")],
        ),
        ({"code": "MIT"}, [("code", "MIT")]),
        ({"file": "LICENSE"}, [("weights", "LICENSE")]),
    ],
)
def test_a_licence_is_stated_in_any_accepted_form(checker: Checker, licence: Any, expected: list[tuple[str, str]]) -> None:
    assert claimed(subjects(checker, {"id": "a/b", "license": licence})[0]) == expected


def test_a_claim_knows_its_place(checker: Checker) -> None:
    checker.write("manifest.yaml", "version: 1\nmodels:\n  - id: a/b\n    license:\n      - MIT\n      - X\n")
    claims = read("manifest.yaml", Use("command-line", ())).models[0].claims
    assert [claim.location.text() if claim.location else "" for claim in claims] == ["manifest.yaml:5:9", "manifest.yaml:6:9"]


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ({"weights": "MIT", "code": "GPL-3.0"}, "permitted"),
        ({"weights": "MIT", "code": "CC-BY-NC-4.0"}, "prohibited"),
        ({"weights": "CC-BY-NC-4.0", "code": "MIT"}, "prohibited"),
        ({"weights": "MIT", "data": "CC-BY-NC-4.0"}, "needs-information"),
        ({"data": "MIT"}, "needs-information"),
    ],
)
def test_each_layer_answers_for_itself(checker: Checker, licence: Any, verdict: str) -> None:
    assert checker.licence(licence).verdict.value == verdict


def test_the_licence_of_the_code_never_answers_for_the_weights(checker: Checker) -> None:
    assert checker.licence({"code": "MIT"}).verdict.value == "needs-information"


def test_the_licence_of_the_code_does_not_complete_an_addendum_to_the_weights(checker: Checker) -> None:
    assert checker.licence({"weights": "gpt-oss-usage-policy", "code": "MIT"}).verdict.value == checker.licence("gpt-oss-usage-policy").verdict.value


def test_several_licence_files_may_be_named(checker: Checker) -> None:
    assert len(subjects(checker, {"id": "a/b", "license": {"file": ["LICENSE", "NOTICE"]}})[0].claims) == 2


@pytest.mark.parametrize("name", ["missing", "../outside", "/etc/hostname", "folder"])
def test_a_licence_file_that_is_not_read_keeps_the_verdict_open(checker: Checker, name: str) -> None:
    checker.write("folder/x", "")
    (checker.folder.parent / "outside").write_text("MIT License")
    assert checker.licence({"file": name}).verdict.value == "needs-information"


def test_a_licence_file_behind_a_link_that_leaves_the_folder_is_not_read(checker: Checker) -> None:
    (checker.folder.parent / "outside").write_text("MIT License")
    os.symlink(checker.folder.parent / "outside", checker.folder / "LICENSE")
    assert checker.licence({"file": "LICENSE"}).verdict.value == "needs-information"


def test_a_licence_file_that_links_to_itself_keeps_the_verdict_open(checker: Checker) -> None:
    os.symlink("LICENSE", checker.folder / "LICENSE")
    assert checker.licence({"file": "LICENSE"}).verdict.value == "needs-information"


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("lab/base", ("lab/base", "finetune")),
        ({"id": "lab/base"}, ("lab/base", "finetune")),
        ({"id": "lab/base", "relation": "quantized"}, ("lab/base", "quantized")),
    ],
)
def test_a_base_is_named_in_either_form(checker: Checker, base: Any, expected: tuple[str, str]) -> None:
    subject = subjects(checker, {"id": "a/b", "base_models": [base], "datasets": ["lab/data"]})[0]
    assert bases(subject) == [expected, ("lab/data", "trained-on")]


def test_a_base_may_be_named_by_purl(checker: Checker) -> None:
    assert bases(subjects(checker, {"id": "a/b", "base_models": [{"purl": "pkg:huggingface/lab/base"}]})[0]) == [("lab/base", "finetune")]


def test_the_licence_that_is_stated_for_a_base_counts(checker: Checker) -> None:
    entry = {"base_models": [{"id": "lab/base", "license": "cc-by-nc-4.0"}]}
    assert checker.licence("mit", entry=entry).verdict.value == "prohibited"


@pytest.mark.parametrize("entry", [{"purl": "pkg:huggingface/lab/data"}, {"path": "data"}])
def test_a_data_set_may_be_named_by_purl_or_path(checker: Checker, entry: dict[str, str]) -> None:
    checker.licence("mit", datasets=[entry])


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("license: mit", [("weights", "mit")]),
        ("license: [apache-2.0, cc-by-nc-4.0]", [("weights", "apache-2.0"), ("weights", "cc-by-nc-4.0")]),
        ("license: other\nlicense_name: qwen-research", [("weights", "other/qwen-research")]),
        ("license: unknown\nlicense_name: x", [("weights", "other/x")]),
        ("license: other", [("weights", "other")]),
        ("license: mit\nlicense_name: x", [("weights", "mit"), ("weights", "other/x")]),
        ("license_name: x", [("weights", "other/x")]),
        ("tags: [x]", []),
    ],
)
def test_a_card_states_its_licence(checker: Checker, front: str, expected: list[tuple[str, str]]) -> None:
    assert claimed(from_card(checker, front)) == expected


@pytest.mark.parametrize(
    ("front", "relation"),
    [
        ("base_model: lab/base", "finetune"),
        ("base_model: [lab/base]", "finetune"),
        ("base_model: lab/base\nbase_model_relation: quantized", "quantized"),
        ("base_model: lab/base\nbase_model_relation: adapter", "adapter"),
        ("base_model: lab/base\nbase_model_relation: nonsense", "finetune"),
        ("base_model: lab/base\nlibrary_name: peft", "adapter"),
        ("base_model: lab/base\ntags: [lora]", "adapter"),
        ("base_model: lab/base\ntags: [GGUF]", "quantized"),
        ("base_model: lab/base\ntags: [mergekit]", "merge"),
    ],
)
def test_a_card_states_its_base(checker: Checker, front: str, relation: str) -> None:
    assert bases(from_card(checker, front)) == [("lab/base", relation)]


def test_several_bases_are_a_merge_and_data_sets_are_data(checker: Checker) -> None:
    subject = from_card(checker, "base_model: [lab/one, lab/two]\ndatasets: [lab/data]")
    assert bases(subject) == [("lab/one", "merge"), ("lab/two", "merge"), ("lab/data", "trained-on")]


@pytest.mark.parametrize("name", ["./x", "../x", "/data/x", "~/x", "C:\\x", "a\\b", "a/b/c", "https://huggingface.co/a/b"])
def test_a_path_is_no_model_id(name: str) -> None:
    assert "local path" in parent(name, "finetune", None, "card").problem


@pytest.mark.parametrize(("name", "good"), [("a/b", True), ("gpt2", True), ("a b", False), ("-a/b", False), ("a/", False), ("a/b?", False), ("x" * 200, False)])
def test_an_id_is_told_from_nonsense(name: str, good: bool) -> None:
    assert (parent(name, "finetune", None, "card") == Parent(name, "finetune", "card", None)) is good


@pytest.mark.parametrize(
    "front",
    ["license: other", "license: ''", "license:", "license: none", "license: true", "tags: [mit]", "license: {name: mit}", "license: mit licence terms"],
)
def test_a_card_without_a_known_licence_is_never_permitted(checker: Checker, front: str) -> None:
    assert checker.card(front).verdict.value == "needs-information"


@pytest.mark.parametrize(
    "front",
    [
        "license: [mit, {name: cc-by-nc-4.0}]",
        "license: [mit, [gpl-3.0]]",
        "license: mit\nbase_model: {id: meta-llama/Llama-3.1-8B}",
        "license: mit\nbase_model: [{id: meta-llama/Llama-3.1-8B}]",
        "license: mit\nlicense_name: {a: b}",
    ],
)
def test_what_a_card_says_in_a_strange_form_is_not_passed_over(checker: Checker, front: str) -> None:
    assert checker.card(front).verdict.value == "needs-information"


def test_a_card_without_front_matter_has_no_licence(checker: Checker, found: Found) -> None:
    checker.write("card.md", "# MIT License\n")
    report = checker.run("card.md")
    assert report.verdict.value == "needs-information"
    assert found(report, "no-license")


@pytest.mark.parametrize("front", ["- a\n- b", "license: [", "license: mit\nlicense: gpl"])
def test_a_card_that_cannot_be_read_is_bad_input(checker: Checker, front: str) -> None:
    with pytest.raises(InputError, match=r"card\.md:\d+:\d+"):
        checker.card(front)


CARD = "---\nlicense: apache-2.0\n---\n"


def test_a_folder_is_read_with_its_card(checker: Checker) -> None:
    checker.write("model/README.md", CARD)
    checker.write("model/model.safetensors", b"")
    subject = read("model", Use("command-line", ())).models[0]
    assert claimed(subject) == [("weights", "apache-2.0")]
    assert subject.files == ("model.safetensors", "readme")


def test_an_adapter_names_its_base_in_its_configuration(checker: Checker) -> None:
    checker.write("model/README.md", CARD)
    checker.write("model/adapter_config.json", json.dumps({"base_model_name_or_path": "meta-llama/Llama-3.1-8B"}))
    assert bases(read("model", Use("command-line", ())).models[0]) == [("meta-llama/Llama-3.1-8B", "adapter")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"model.safetensors": ""}, "no-license"),
        ({"README.md": "no front matter"}, "no-license"),
        ({"README.md": "---\n: : :\n- x\n---\n"}, "unreadable-input"),
        ({"README.md": CARD, "adapter_config.json": "{"}, "unreadable-input"),
        ({"README.md": CARD, "adapter_config.json": "{}"}, "unknown-base"),
        ({"README.md": CARD, "adapter_config.json": "[]"}, "unknown-base"),
        ({"README.md": CARD, "adapter_config.json": '{"base_model_name_or_path": "/home/me/x"}'}, "unknown-base"),
        ({"README.md": CARD, "adapter_config.json": '{"base_model_name_or_path": "who/knows"}'}, "unknown-base"),
    ],
)
def test_a_folder_that_does_not_tell_all_keeps_the_verdict_open(checker: Checker, found: Found, files: dict[str, str], code: str) -> None:
    for name, content in files.items():
        checker.write(f"model/{name}", content)
    for report in (checker.given("model"), checker.models({"id": "acme/model", "path": "model"})):
        assert report.verdict.value == "needs-information"
        assert found(report, code)


@pytest.mark.parametrize("path", ["nowhere", "../nowhere", "/nowhere", "file", "empty"])
def test_a_path_that_leads_to_no_model_is_told_and_keeps_the_verdict_open(checker: Checker, found: Found, path: str) -> None:
    checker.write("file", "x")
    checker.write("empty/notes.txt", "x")
    report = checker.models({"id": "acme/model", "path": path})
    assert report.verdict.value == "needs-information"
    assert found(report, "unreadable-input")


def test_a_path_that_is_too_long_keeps_the_verdict_open(checker: Checker) -> None:
    assert checker.models({"id": "acme/model", "path": "x" * 5000}).verdict.value == "needs-information"


def test_a_folder_that_may_not_be_listed_keeps_the_verdict_open(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    checker.write("model/README.md", CARD)
    monkeypatch.setattr("licensecheck.sources.folder.os.scandir", refuse)
    assert checker.models({"id": "acme/model", "path": "model"}).verdict.value == "needs-information"


def test_a_folder_is_found_from_the_place_of_the_manifest(checker: Checker) -> None:
    checker.write("project/model/README.md", CARD)
    checker.write("project/m.yaml", "version: 1\nuses: {u: {purpose: commercial, actions: [run], fields: []}}\nmodels: [{id: a/b, path: model}]\n")
    assert checker.run("project/m.yaml").verdict.value == "permitted"


def test_a_folder_is_not_a_listed_model_because_of_its_name(checker: Checker) -> None:
    checker.write("deepseek-ai/DeepSeek-R1/model.safetensors", b"")
    assert checker.given("deepseek-ai/DeepSeek-R1").verdict.value == "needs-information"


@pytest.mark.parametrize("purl", ["pkg:huggingface/deepseek-ai/DeepSeek-R1?repository_url=https://hub.example", "pkg:generic/deepseek-ai/DeepSeek-R1"])
def test_a_purl_of_another_repository_is_another_model(checker: Checker, purl: str) -> None:
    assert checker.models(purl).verdict.value == "needs-information"


@pytest.mark.parametrize(
    "model",
    ["deepseek-ai/DeepSeek-R1 ", "deepseek-ai/DeepSeek-R1-x", "deepseek-ai/deepseek_r1", "hf:deepseek-ai/DeepSeek-R1", "\u0501eepseek-ai/DeepSeek-R1"],
)
def test_an_id_that_looks_like_a_listed_one_is_another(checker: Checker, model: str) -> None:
    assert checker.models(model).verdict.value == "needs-information"


def test_an_id_with_letters_that_look_alike_is_another(checker: Checker) -> None:
    assert checker.models("deep\u017feek-ai/DeepSeek-R1").verdict.value == "needs-information"


def test_several_inputs_are_one_run(checker: Checker) -> None:
    checker.write("one.md", CARD)
    checker.write("two/README.md", "---\nlicense: cc-by-nc-4.0\n---\n")
    checker.write("m.yaml", "version: 1\nmodels: [{id: a/b, license: mit}]\n")
    report = checker.run("one.md", "two", "m.yaml")
    assert [(model.input, model.id) for model in report.models] == [("one.md", "one.md"), ("two", "two"), ("m.yaml", "a/b")]
    assert report.run.inputs == ("one.md", "two", "m.yaml")


def test_the_problems_of_all_inputs_are_told_at_once(checker: Checker) -> None:
    checker.write("bad.yaml", "version: 2\nmodels: [a/b]\n")
    with pytest.raises(InputError) as caught:
        checker.run("bad.yaml", "nowhere.yaml")
    assert [problem.location.file for problem in caught.value.problems] == ["bad.yaml", "nowhere.yaml"]


@pytest.mark.parametrize("name", ["hf:acme/model", "acme/model", "pkg:huggingface/acme/model@abc"])
def test_a_hub_id_on_the_command_line_comes_later(checker: Checker, name: str) -> None:
    with pytest.raises(InputError, match=r"cannot be read yet by this version.*manifest"):
        checker.run(name)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("m.gguf", b"GGUF\x03\x00\x00\x00", "a GGUF file cannot be read yet"),
        ("weights.bin", b"GGUF\x03\x00\x00\x00", "a GGUF file cannot be read yet"),
        ("bom.json", b'{"bomFormat": "CycloneDX", "specVersion": "1.5"}', "an SBOM cannot be read yet"),
        ("bom.json", b'{"spdxVersion": "SPDX-2.3"}', "an SBOM cannot be read yet"),
        ("bom.json", b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}', "an SBOM cannot be read yet"),
        ("bom.xml", b'<?xml version="1.0"?><bom/>', "XML document .* cannot be read yet"),
    ],
)
def test_a_kind_of_input_that_comes_later_is_told_by_its_content(checker: Checker, name: str, content: bytes, message: str) -> None:
    checker.write(name, content)
    with pytest.raises(InputError, match=message):
        checker.run(name)


def test_a_manifest_that_merely_mentions_an_sbom_is_a_manifest(checker: Checker) -> None:
    assert checker.manifest("version: 1\nproject: bomFormat\nmodels: [{id: a/b, license: mit}]\n").models[0].id == "a/b"


def shared_files(folder: str) -> list[Any]:
    place = Path(__file__).resolve().parents[2] / "shared" / folder
    files = sorted(path for path in place.glob("*") if path.suffix != ".tsv") if place.is_dir() else []
    return [pytest.param(path, id=path.name) for path in files] or [pytest.param(None, marks=pytest.mark.skip(f"{place} is not there"))]


@pytest.mark.parametrize("path", shared_files("boms"))
def test_every_sample_sbom_gets_a_clear_message(checker: Checker, path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read yet by this version"):
        checker.run(str(path))


@pytest.mark.parametrize("path", shared_files("gguf"))
def test_every_sample_gguf_file_gets_a_clear_message(checker: Checker, path: Path) -> None:
    with pytest.raises(InputError, match="a GGUF file cannot be read yet"):
        checker.run(str(path))


@pytest.mark.parametrize("path", shared_files("model-cards"))
def test_every_sample_card_gets_a_verdict_with_its_reasons(checker: Checker, path: Path) -> None:
    report = checker.run(str(path))
    model = report.models[0]
    assert len(model.uses[0].actions) == 9
    assert report.verdict.value != "permitted", "no licence of the samples is free of duties for every action"
    if report.verdict.value == "needs-information":
        assert any(one.question for one in report.findings)


def test_the_claims_of_a_listed_model_come_after_those_of_the_user(checker: Checker) -> None:
    sources = [one.source for one in checker.models({"id": "Qwen/Qwen2.5-7B-Instruct", "license": "mit"}).models[0].licenses]
    assert sources[:2] == ["manifest", "catalogue"]
    assert Claim("mit", "manifest").layer == "weights"


def test_the_users_own_word_that_there_is_no_licence_is_not_outweighed(checker: Checker, found: Found) -> None:
    report = checker.models({"id": "Qwen/Qwen2.5-7B-Instruct", "license": "none"})
    assert report.verdict.value == "needs-information"
    assert found(report, "license-conflict")
