"""Licence files beside the weights: recognised, changed, unknown, or at odds with the card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licensecheck.model import Use
from licensecheck.sources import read

if TYPE_CHECKING:
    from conftest import Checker, Found

APACHE = (Path(__file__).resolve().parents[1] / "LICENSE").read_text(encoding="utf-8")
MIT = """MIT License

Copyright (c) 2026 Acme

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR
A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN
ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
BANNED = MIT.replace(
    "subject to the following conditions:", "subject to the following conditions:\n\nThe Software shall not be used for any commercial purpose."
)


def card(licence: str) -> str:
    return f"---\nlicense: {licence}\n---\n"


def write(checker: Checker, **files: str) -> str:
    for name, content in files.items():
        checker.write(f"model/{name.replace('_', '.')}", content)
    checker.write("model/model.safetensors", b"")
    return "model"


@pytest.mark.parametrize(("text", "expected"), [(MIT, "mit"), (APACHE, "apache-2.0")])
@pytest.mark.parametrize("name", ["LICENSE", "LICENSE_txt", "LICENCE", "License_md", "COPYING"])
def test_a_licence_file_alone_is_the_licence(checker: Checker, text: str, expected: str, name: str) -> None:
    report = checker.given(write(checker, **{name: text}))
    assert report.verdict.value == "permitted"
    assert [(one.id, one.source) for one in report.models[0].licenses] == [(expected, "file")]


@pytest.mark.parametrize("purpose", ["commercial", "personal"])
def test_a_licence_file_with_a_term_added_is_never_the_plain_licence(checker: Checker, found: Found, purpose: str) -> None:
    for files in ({"LICENSE": BANNED}, {"LICENSE": BANNED, "README_md": card("mit")}):
        report = checker.given(write(checker, **files), use_purpose=purpose)
        assert report.verdict.value == "needs-information"
        assert found(report, "modified-license") or found(report, "unknown-license")


def test_a_changed_text_has_its_own_code(checker: Checker, found: Found) -> None:
    assert found(checker.given(write(checker, LICENSE=BANNED)), "modified-license")


@pytest.mark.parametrize(
    "text",
    ["", "All rights reserved.", "MIT", "See the website for the licence.", "permission is hereby granted", "\x00\x01\x02", "Licensed under the MIT License."],
)
def test_a_file_that_is_no_known_text_keeps_the_verdict_open(checker: Checker, text: str) -> None:
    assert checker.given(write(checker, LICENSE=text, README_md=card("mit"))).verdict.value == "needs-information"


def test_a_file_and_a_card_that_disagree_both_bind_and_it_is_told(checker: Checker, found: Found) -> None:
    report = checker.given(write(checker, LICENSE=APACHE, README_md=card("cc-by-nc-4.0")))
    assert report.verdict.value == "prohibited"
    assert "cc-by-nc-4.0" in found(report, "license-conflict")[0].summary


def test_a_file_and_a_card_that_agree_are_one_licence(checker: Checker, found: Found) -> None:
    report = checker.given(write(checker, LICENSE=MIT, README_md=card("mit")))
    assert report.verdict.value == "permitted"
    assert found(report, "license-conflict") == []


def test_two_texts_in_one_file_both_bind(checker: Checker) -> None:
    report = checker.given(write(checker, LICENSE=f"{MIT}\n\n{'=' * 70}\n\n{APACHE}"), actions=("redistribute",))
    assert {one.id for one in report.models[0].licenses} == {"mit", "apache-2.0"}


def test_handing_on_with_the_licence_file_at_hand_meets_the_duty(checker: Checker) -> None:
    report = checker.given(write(checker, LICENSE=APACHE), actions=("redistribute",))
    assert [(duty.duty, duty.status) for duty in report.models[0].uses[0].duties] == [("license-copy", "met")]


def test_the_file_named_in_a_manifest_is_read_from_the_models_folder(checker: Checker) -> None:
    checker.write("weights/terms.txt", MIT)
    checker.write("weights/model.safetensors", b"")
    entry = {"id": "acme/model", "path": "weights", "license": {"file": "terms.txt"}}
    assert checker.models(entry).verdict.value == "permitted"


def test_the_file_named_without_a_folder_is_read_beside_the_manifest(checker: Checker) -> None:
    checker.write("terms.txt", MIT)
    assert checker.models({"id": "acme/model", "license": {"file": "terms.txt"}}).verdict.value == "permitted"


@pytest.mark.parametrize("layer", ["code", "data"])
def test_a_file_beside_another_layers_licence_answers_for_the_weights(checker: Checker, layer: str) -> None:
    checker.write("terms.txt", BANNED)
    assert checker.models({"id": "acme/model", "license": {layer: "mit", "file": "terms.txt"}}).verdict.value == "needs-information"


def test_the_licence_file_of_a_data_set_is_read_beside_the_manifest(checker: Checker) -> None:
    checker.write("sub/terms.txt", MIT)
    text = "version: 1\nuses: {u: {purpose: commercial, actions: [run], fields: []}}\nmodels: [{id: a/b, license: mit, datasets: [c/d]}]\n"
    checker.write("sub/m.yaml", text + "datasets: [{id: c/d, license: {file: terms.txt}}]\n")
    claims = read("sub/m.yaml", Use("command-line", ())).data_sets[0].claims
    assert [claim.text for claim in claims] == [MIT.encode()]


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE.gemma",
        "LICENSE_WEIGHTS.txt",
        "LICENSE.pdf",
        "EULA.txt",
        "LICENSE/LICENSE.txt",
        "LICENSE-MODEL.html",
        "LICENSE_CODE_AND_WEIGHTS.txt",
        "LICENSE-model-code",
        "AGREEMENT.md",
        "MODEL_AGREEMENT",
        "LicenseAgreement.txt",
        "LICENSE(1)",
        "LICENSE (2).txt",
        "AUP.md",
        "TOS.txt",
        "使用条款.md",
        "利用規約.txt",
        "legalcode.txt",
        "CC-BY-NC-4.0",
        "cc-by-nc-4.0.txt",
        "GPLv3.txt",
        "Apache-2.0.md",
        "OpenRAIL-M.txt",
        "RAIL.md",
        "COMMERCIAL.md",
        "non-commercial.txt",
    ],
)
def test_a_licence_file_under_another_name_is_not_passed_over(checker: Checker, name: str) -> None:
    checker.write(f"model/{name}", "Non-commercial use only.")
    checker.write("model/README.md", card("mit"))
    assert checker.given("model").verdict.value == "needs-information"


@pytest.mark.parametrize(
    "name",
    [
        "CONTRIBUTOR_AGREEMENT.md",
        "agreement_scores.txt",
        "disagreement.md",
        "photos.txt",
        "commercial_samples.txt",
        "mit_dataset.txt",
        "mit.py",
        "accuracy.txt",
        "grail.md",
        "cc-by-nc-4.0.json",
    ],
)
def test_an_agreement_about_something_else_is_none(checker: Checker, name: str) -> None:
    checker.write(f"model/{name}", "Contributors sign here.")
    checker.write("model/README.md", card("mit"))
    assert checker.given("model").verdict.value == "permitted"


def test_a_licence_file_that_is_a_broken_link_keeps_the_verdict_open(checker: Checker) -> None:
    (checker.folder / write(checker, README_md=card("mit")) / "LICENSE").symlink_to("nowhere")
    assert checker.given("model").verdict.value == "needs-information"


def test_a_card_that_links_to_itself_keeps_the_verdict_open(checker: Checker) -> None:
    (checker.folder / write(checker, LICENSE=MIT) / "README.md").symlink_to("README.md")
    assert checker.given("model").verdict.value == "needs-information"


@pytest.mark.parametrize(
    ("name", "front"), [("README.MD", "base_model: who/knows"), ("Model_Card.md", "base_model: who/knows"), ("MODEL_CARD.md", "license: cc-by-nc-4.0")]
)
def test_no_card_is_passed_over(checker: Checker, name: str, front: str) -> None:
    files = {"LICENSE": MIT, name: f"---\n{front}\n---\n"} | ({"README.md": card("mit")} if name == "MODEL_CARD.md" else {})
    for each, content in files.items():
        checker.write(f"model/{each}", content)
    assert checker.given("model").verdict.value != "permitted"
