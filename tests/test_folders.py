"""Model folders: every file that speaks of the licence is read and compared, and nothing outside the folder is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licensecheck.cli import main
from licensecheck.errors import InputError
from licensecheck.sources import folder

if TYPE_CHECKING:
    from conftest import Checker, Cli, Found

BARRED = "NOTICE OF TERMS\n\nThe model may not be used for commercial purposes without prior written permission of the authors.\n"
SERVE = {"actions": ("serve",), "use_audience": "external", "use_territories": ["EU"]}


@pytest.fixture
def text(shared: Path) -> dict[str, str]:
    """Licence texts by key."""
    keys = (
        "mit",
        "apache-2.0",
        "cc-by-nc-4.0",
        "llama3.1-community",
        "llama3.1-use-policy",
        "llama3.2-use-policy",
        "kimi-k2-modified-mit",
        "lgpl-3.0",
        "gpl-3.0",
    )
    return {key: (shared / "license-texts" / f"{key}.txt").read_text(encoding="utf-8") for key in keys}


def card(front: str, body: str = "A model.") -> str:
    return f"---\n{front}\n---\n# A model\n\n{body}\n"


@pytest.mark.parametrize(
    "name",
    ["模型许可协议.md", "LIZENZ.txt", "COPYRIGHT", "LEGAL.md", "weights/LICENSE", "LICENSES/CC-BY-NC-4.0.txt", "legal/LICENSE", "USE_POLICY.md", "NOTICE"],
)
def test_a_text_that_forbids_is_found_wherever_it_stands(checker: Checker, found: Found, text: dict[str, str], name: str) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write(f"m/{name}", text["cc-by-nc-4.0"])
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "prohibited"
    assert found(report, "license-conflict")


def test_a_licence_beside_the_code_of_others_does_not_bind_the_weights(checker: Checker, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write("m/third_party/parser/LICENSE", text["cc-by-nc-4.0"])
    assert checker.given("m", **SERVE).verdict.value == "permitted"


def test_a_folder_that_holds_weights_speaks_of_them(checker: Checker, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write("m/unet/LICENSE", text["cc-by-nc-4.0"])
    checker.write("m/unet/model.safetensors", b"x")
    assert checker.given("m", **SERVE).verdict.value == "prohibited"


def test_a_licence_text_in_the_card_counts(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit", "## License\n\n" + text["cc-by-nc-4.0"]))
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "prohibited"
    assert found(report, "license-conflict")
    checker.write("n/README.md", card("tags: [x]", "## License\n\n" + text["mit"]))
    assert checker.given("n", **SERVE).verdict.value == "permitted"
    assert checker.given("n", actions=("redistribute",), use_audience="external").verdict.value == "permitted-with-duties"


def test_the_licence_files_beside_a_card_count(checker: Checker, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write("m/LICENSE", text["cc-by-nc-4.0"])
    assert checker.given("m/README.md", **SERVE).verdict.value == "prohibited"


@pytest.mark.parametrize(("name", "expected"), [("USE_POLICY.md", "needs-information"), ("NOTICE", "needs-information"), ("NOTICE.txt", "needs-information")])
def test_a_restriction_of_the_publishers_own_is_shown(checker: Checker, text: dict[str, str], name: str, expected: str) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    checker.write("m/LICENSE", text["apache-2.0"])
    assert checker.given("m", **SERVE).verdict.value == "permitted"
    checker.write(f"m/{name}", BARRED)
    assert checker.given("m", **SERVE).verdict.value == expected


@pytest.mark.parametrize("notice", ["Acme Model\nCopyright 2024 Acme Inc.\n\nThis product includes software developed at Acme.\n", "MIT"])
def test_an_ordinary_notice_says_nothing(checker: Checker, text: dict[str, str], notice: str) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    checker.write("m/NOTICE", text["mit"] if notice == "MIT" else notice)
    assert checker.given("m", **SERVE).verdict.value == "permitted"


def test_the_policy_of_the_licence_adds_nothing_and_that_of_another_version_conflicts(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: llama3.1"))
    checker.write("m/LICENSE", text["llama3.1-community"])
    before = checker.given("m", **SERVE)
    checker.write("m/USE_POLICY.md", text["llama3.1-use-policy"])
    after = checker.given("m", **SERVE)
    assert [one.fingerprint for one in after.findings] == [one.fingerprint for one in before.findings]
    checker.write("m/USE_POLICY.md", text["llama3.2-use-policy"])
    assert found(checker.given("m", **SERVE), "license-conflict")
    checker.write("m/USE_POLICY.md", text["llama3.1-use-policy"] + "\nThe model may not be used on Sundays.\n")
    assert found(checker.given("m", **SERVE), "modified-license")


@pytest.mark.parametrize(
    "front", ["license: other\nlicense_name: modified-mit", "license: other", "license: unknown", "license: other\nlicense_name: acme-kimi"]
)
def test_the_text_at_hand_settles_what_the_tag_leaves_open(checker: Checker, text: dict[str, str], front: str) -> None:
    checker.write("m/README.md", card(front))
    checker.write("m/LICENSE", text["kimi-k2-modified-mit"])
    report = checker.given("m", **SERVE)
    assert {one.id for model in report.models for one in model.licenses} == {"kimi-k2-modified-mit"}


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("https://acme.example/terms", "needs-information"),
        ("https://hub.example/acme/m/blob/main/LICENSE?raw=true", "permitted"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "permitted"),
    ],
)
@pytest.mark.parametrize("name", ["license_name: acme-nc\n", ""])
def test_a_text_does_not_answer_for_a_licence_that_is_elsewhere(checker: Checker, text: dict[str, str], name: str, address: str, verdict: str) -> None:
    checker.write("m/README.md", card(f"license: other\n{name}license_link: {address}"))
    checker.write("m/LICENSE", text["apache-2.0"])
    assert checker.given("m", **SERVE).verdict.value == verdict


def test_a_tag_that_is_unknown_stays_so(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: apche-2.0"))
    checker.write("m/LICENSE", text["mit"])
    (finding,) = found(checker.given("m", **SERVE), "unknown-license")
    assert "apache-2.0" in finding.summary


def test_the_gpl_beside_the_lesser_gpl_is_no_conflict(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: lgpl-3.0"))
    checker.write("m/COPYING", text["gpl-3.0"])
    checker.write("m/COPYING.LESSER", text["lgpl-3.0"])
    assert not found(checker.given("m", **SERVE), "license-conflict")


def test_the_text_of_one_alternative_is_no_conflict(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit OR apache-2.0"))
    checker.write("m/LICENSE", text["mit"])
    assert not found(checker.given("m", **SERVE), "license-conflict")


def test_a_link_to_the_licence_of_another_model_binds(checker: Checker, found: Found) -> None:
    checker.write("m/README.md", card("license: mit\nlicense_link: https://huggingface.co/Qwen/Qwen2.5-3B/blob/main/LICENSE"))
    report = checker.given("m", **SERVE)
    assert found(report, "license-conflict")
    assert report.verdict.value == "needs-agreement"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.nvidia.com/en-us/agreements/enterprise-software/nvidia-open-model-license/",
        "https://falconllm.tii.ae/falcon-mamba-7b-terms-and-conditions.html",
    ],
)
def test_a_link_to_a_licence_that_is_known_only_in_part_keeps_the_verdict_open(checker: Checker, text: dict[str, str], address: str) -> None:
    checker.write("m/README.md", card(f"license: mit\nlicense_link: {address}"))
    checker.write("m/LICENSE", text["mit"])
    assert checker.given("m", **SERVE).verdict.value == "needs-information"


def test_a_version_settles_the_link_to_a_page_of_several(checker: Checker) -> None:
    link = "https://www.nvidia.com/en-us/agreements/enterprise-software/nvidia-open-model-license/"
    checker.write("m/README.md", card(f"license: other\nlicense_name: nvidia-open-model-2025-10-24\nlicense_link: {link}"))
    report = checker.given("m", **SERVE)
    assert {one.id for model in report.models for one in model.licenses} == {"nvidia-open-model-2025-10-24"}


@pytest.mark.parametrize(
    ("address", "notes"),
    [
        ("https://acme.example/terms", 1),
        ("https://hub.example/acme/m/blob/main/LICENSE", 0),
        ("https://opensource.org/licenses/MIT", 0),
        ("https://huggingface.co/microsoft/Phi-3-mini-128k-instruct/resolve/main/LICENSE", 0),
    ],
)
def test_a_link_that_was_not_read_is_named(checker: Checker, found: Found, text: dict[str, str], address: str, notes: int) -> None:
    checker.write("m/README.md", card(f"license: mit\nlicense_link: {address}"))
    checker.write("m/LICENSE", text["mit"])
    report = checker.given("m", **SERVE)
    assert [finding.severity.value for finding in found(report, "unknown-license")] == ["note"] * notes
    assert report.verdict.value == "permitted"


def test_a_linked_licence_is_compared(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit\nlicense_link: https://creativecommons.org/licenses/by-nc/4.0/"))
    assert found(checker.given("m", **SERVE), "license-conflict")
    checker.write("n/README.md", card("license: other\nlicense_name: acme\nlicense_link: docs/RULES"))
    checker.write("n/docs/RULES", text["cc-by-nc-4.0"])
    assert checker.given("n", **SERVE).verdict.value == "prohibited"


@pytest.mark.parametrize("name", ["LICENSE-DATA", "DATA_LICENSE", "LICENSE-DATASET.txt"])
def test_the_licence_of_the_data_does_not_answer_for_the_weights(checker: Checker, text: dict[str, str], name: str) -> None:
    checker.write("m/README.md", card("tags: [x]"))
    checker.write(f"m/{name}", text["mit"])
    assert checker.given("m", **SERVE).verdict.value == "needs-information"


@pytest.mark.parametrize("files", [{"NOTICE": "x"}, {"LICENSE": "\n"}, {"LICENSE": "mit"}])
def test_a_duty_is_not_met_by_any_file(checker: Checker, text: dict[str, str], files: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    for name, content in files.items():
        checker.write(f"m/{name}", text.get(content, content))
    report = checker.given("m", actions=("redistribute",), use_audience="external")
    assert not [duty for model in report.models for use in model.uses for duty in use.duties if duty.license == "apache-2.0" and duty.status == "met"]


def test_text_in_two_bytes_a_letter_is_read(checker: Checker, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: cc-by-nc-4.0"))
    checker.write("m/LICENSE", text["cc-by-nc-4.0"].encode("utf-16"))
    assert checker.given("m", **SERVE).verdict.value == "prohibited"


def test_the_place_of_a_changed_licence_is_the_changed_line(checker: Checker, found: Found, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write("m/LICENSE", text["mit"].rstrip() + "\n\nYou may not sell it.\n")
    (finding,) = found(checker.given("m", **SERVE), "modified-license")
    assert (finding.location.file, finding.location.line) == (os.path.join("m", "LICENSE"), text["mit"].rstrip().count("\n") + 3)


@pytest.mark.parametrize("name", ["LICENSE", "README.md"])
def test_nothing_outside_the_folder_is_read_or_shown(checker: Checker, cli: Cli, name: str) -> None:
    secret = checker.write("secret", "root:x:0:0:root\n" * 3)
    checker.write("m/config.json", "{}")
    (checker.folder / "m" / name).symlink_to(secret)
    ran = cli("m", "--purpose", "commercial", "--action", "serve")
    assert "root:x" not in ran.out + ran.err
    assert ran.code == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["LICENSE", "README.md", "NOTICE"])
def test_a_pipe_does_not_hold_up(checker: Checker, cli: Cli, name: str) -> None:
    checker.write("m/config.json", "{}")
    os.mkfifo(checker.folder / "m" / name)
    assert cli("m", "--purpose", "commercial", "--action", "serve").code == 1
    assert cli("identify", "m").code == 1


def test_a_snapshot_in_the_hubs_cache_is_read(checker: Checker, text: dict[str, str]) -> None:
    checker.write("hub/models--acme--m/blobs/1", text["cc-by-nc-4.0"])
    checker.write("hub/models--acme--m/snapshots/abc/config.json", "{}")
    (checker.folder / "hub/models--acme--m/snapshots/abc/LICENSE").symlink_to("../../blobs/1")
    claims = folder.read(Path("hub/models--acme--m/snapshots/abc"), "snapshot").claims
    assert [(claim.declared, bool(claim.text)) for claim in claims] == [("LICENSE", True)]


def test_what_was_left_out_is_told(checker: Checker, cli: Cli, text: dict[str, str]) -> None:
    checker.write("m/LICENSE", text["mit"])
    assert cli("identify", "m").code == 0
    checker.write("m/" + "a/" * 14 + "LICENSE", text["cc-by-nc-4.0"])
    ran = cli("identify", "m")
    assert ran.code == 1
    assert "not looked at" in ran.out


@pytest.mark.parametrize("words", ["This model is for non-commercial research use only.", "Commercial use is prohibited.", "本模型仅供学术研究使用。"])
def test_what_a_card_says_against_commercial_use_is_not_passed_over(checker: Checker, found: Found, words: str) -> None:
    checker.write("m/README.md", card("license: mit", "It writes text, and does so at some length, for whoever asks.\n\n" + words))
    (finding,) = found(checker.given("m", **SERVE), "license-conflict")
    assert finding.location.line == 8
    checker.write("m/README.md", card("license: cc-by-nc-4.0", "It writes text, and does so at some length, for whoever asks.\n\n" + words))
    assert not found(checker.given("m", **SERVE), "license-conflict")


def test_a_finding_keeps_its_mark_however_the_path_is_written(checker: Checker, text: dict[str, str]) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write("m/LICENSE", text["cc-by-nc-4.0"])
    marks = [[one.fingerprint for one in checker.given(path, **SERVE).findings] for path in ("m", "./m", "m/", str(checker.folder / "m"))]
    assert all(one == marks[0] for one in marks)


@pytest.mark.parametrize(
    "link",
    [
        "https://creativecommons.org/licenses/by-nc/4.0/?ref=chooser-v1",
        "https://creativecommons.org/licenses/by-nc/4.0/deed.en#ref-appropriate-credit",
        "//creativecommons.org/licenses/by-nc/4.0",
        "creativecommons.org/licenses/by-nc/4.0",
        "HTTPS://CreativeCommons.org/Licenses/BY-NC/4.0/",
        "<https://creativecommons.org/licenses/by-nc/4.0/>",
        '"[CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/)"',
        "https://huggingface.co/Qwen/Qwen2.5-3B",
        "https://huggingface.co/Qwen/Qwen2.5-3B/tree/main",
    ],
)
def test_a_link_is_read_however_it_is_written(checker: Checker, found: Found, link: str) -> None:
    checker.write("m/README.md", card(f"license: apache-2.0\nlicense_link: {link}"))
    report = checker.given("m", **SERVE)
    assert report.verdict.value in ("prohibited", "needs-agreement")
    assert found(report, "license-conflict")


@pytest.mark.parametrize(
    "link", ["https://acme.example/terms?of=mit", "https://huggingface.co/acme/nobody", "https://huggingface.co/datasets/acme/mit", "mit.example/x"]
)
def test_an_address_that_is_no_licence_stays_a_link_that_was_not_read(checker: Checker, found: Found, link: str) -> None:
    checker.write("m/README.md", card(f"license: mit\nlicense_link: {link}"))
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "permitted"
    (note,) = found(report, "unknown-license")
    assert "was not read" in note.summary
    checker.write("m/README.md", card(f"license: other\nlicense_link: {link}"))
    assert checker.given("m", **SERVE).verdict.value == "needs-information"


@pytest.mark.parametrize("given", ["m", "m/README.md"])
def test_a_licence_file_that_is_linked_and_missing_is_told(checker: Checker, found: Found, text: dict[str, str], given: str) -> None:
    checker.write("m/README.md", card("license: mit\nlicense_link: MODEL_LICENSE.pdf"))
    checker.write("m/LICENSE", text["mit"])
    report = checker.given(given, **SERVE)
    assert report.verdict.value == "permitted"
    (note,) = found(report, "unknown-license")
    assert "MODEL_LICENSE.pdf" in note.summary
    assert note.location.line == 3
    checker.write("m/README.md", card("license: other\nlicense_name: acme\nlicense_link: MODEL_LICENSE.pdf"))
    assert checker.given(given, **SERVE).verdict.value == "needs-information"


@pytest.mark.parametrize("link", ["license", "./LICENSE.md", ".\\LICENSE.txt", "legal", "LICENSE.txt"])
def test_a_linked_file_that_is_there_is_not_missed(checker: Checker, found: Found, text: dict[str, str], link: str) -> None:
    checker.write("m/README.md", card(f"license: other\nlicense_name: acme\nlicense_link: {link}"))
    checker.write("m/legal/LICENSE.txt", text["mit"])
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "permitted"
    assert not found(report, "unknown-license")


@pytest.mark.parametrize(
    ("notice", "licence"),
    [
        ("Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.", "llama3.1"),
        ("Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms", "gemma"),
        ("Qwen is licensed under the Qwen RESEARCH LICENSE AGREEMENT, Copyright (c) Alibaba Cloud. All Rights Reserved.", "qwen-research"),
        ("Acme Model\n\nThe weights are licensed under\nCC BY-NC 4.0.", "cc-by-nc-4.0"),
        ("The model is released under the MIT License.", "mit"),
        ("Licensed by Alibaba Cloud under the Qwen RESEARCH LICENSE AGREEMENT", "qwen-research"),
    ],
)
def test_a_notice_that_names_the_licence_of_the_model_binds(checker: Checker, found: Found, text: dict[str, str], notice: str, licence: str) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    checker.write("m/LICENSE", text["apache-2.0"])
    checker.write("m/NOTICE", notice)
    report = checker.given("m", **SERVE)
    assert licence in {one.id for one in report.models[0].licenses}
    assert found(report, "license-conflict")


@pytest.mark.parametrize(
    "notice",
    [
        "libfoo is licensed under the MIT License.\nffmpeg is licensed under the LGPL-2.1.",
        "The training data is licensed under CC BY-NC 4.0.",
        "Parts are licensed under CC BY-NC 4.0 Plus.",
        "Acme-7B is licensed under the Apache License, Version 2.0.",
    ],
)
def test_a_notice_on_parts_says_nothing_of_the_model(checker: Checker, found: Found, text: dict[str, str], notice: str) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    checker.write("m/LICENSE", text["apache-2.0"])
    checker.write("m/NOTICE", notice)
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "permitted"
    assert not found(report, "license-conflict")


def test_a_restriction_beside_a_named_licence_is_still_a_question(checker: Checker, found: Found) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    checker.write("m/NOTICE", f"Llama 3.1 is licensed under the Llama 3.1 Community License.\n\n{BARRED}")
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "needs-information"
    assert found(report, "unknown-license")


@pytest.mark.parametrize(
    "body",
    [
        "## License\n\ncc-by-nc-4.0",
        "## Licence:\n\n`CC BY-NC 4.0`\n\n## Usage\n\nRun it.",
        "**License**\n\nLicense: CC BY-NC 4.0.",
        "## 许可证\n\n[CC BY-NC 4.0](https://creativecommons.org/licenses/by-nc/4.0/)",
        "## License\n\nAcme-7B is licensed under the [CC-BY-NC-4.0](https://creativecommons.org/licenses/by-nc/4.0/) license.",
        "## License\n\nReleased under CC BY-NC 4.0.",
        "The **model weights** are released under CC BY-NC 4.0.",
        "The code is MIT, and the model is released under the CC BY-NC 4.0 license (see below).",
    ],
)
def test_a_licence_that_the_card_names_in_words_binds_beside_its_tag(checker: Checker, found: Found, body: str) -> None:
    checker.write("m/README.md", card("license: mit", body))
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "prohibited"
    (finding,) = found(report, "license-conflict")
    assert "card-words says" in finding.summary
    assert "README.md:1:1" not in finding.summary
    checker.write("m/README.md", card("license: cc-by-nc-4.0", body))
    assert not found(checker.given("m", **SERVE), "license-conflict")


@pytest.mark.parametrize(
    "body",
    [
        "The training data is released under CC BY-NC 4.0.",
        "The base model is licensed under CC BY-NC 4.0.",
        "The model was released under CC BY-NC 4.0.",
        "The model is not released under CC BY-NC 4.0.",
        "## License\n\nThe demo is licensed under CC BY-NC 4.0.",
        "## License\n\nUnlike the first version, which was under\n\nCC BY-NC 4.0\n\nthis one is free.",
        "## Citation\n\ncc-by-nc-4.0",
        "## License\n\nMIT License",
        "## License\n\nThis project is licensed under the MIT License.",
        "## License\n\nSee LICENSE.",
    ],
)
def test_words_about_something_else_do_not_bind(checker: Checker, found: Found, body: str) -> None:
    checker.write("m/README.md", card("license: mit", body))
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "permitted"
    assert not found(report, "license-conflict")


@pytest.mark.parametrize("front", ["tags: [x]", "license: other", "license: other\nlicense_name: acme"])
def test_words_alone_are_no_grant(checker: Checker, front: str) -> None:
    checker.write("m/README.md", card(front, "## License\n\nMIT License"))
    assert checker.given("m", **SERVE).verdict.value in ("needs-information", "prohibited")


def test_words_are_no_copy_of_the_licence(checker: Checker) -> None:
    checker.write("m/README.md", card("license: mit", "## License\n\nMIT License"))
    report = checker.given("m", actions=("redistribute",), use_audience="external")
    assert [duty.status for duty in report.models[0].uses[0].duties if duty.duty == "license-copy"] != ["met"]


@pytest.mark.parametrize("body", ["Non-commercial use only.", "禁止商用"])
def test_a_short_card_is_read_like_a_long_one(checker: Checker, found: Found, body: str) -> None:
    checker.write("m/README.md", f"---\nlicense: mit\n---\n{body}\n")
    assert found(checker.given("m", **SERVE), "license-conflict")


@pytest.mark.parametrize("name", ["weights/README.md", "unet/README.md", "a/b/model_card.md", "README_zh.md"])
def test_a_card_beside_weights_counts_and_two_cards_can_disagree(checker: Checker, found: Found, name: str) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write(f"m/{name}", card("license: cc-by-nc-4.0"))
    checker.write(f"m/{Path(name).parent}/model.safetensors", b"x")
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "prohibited"
    (conflict,) = found(report, "license-conflict")
    assert name in conflict.summary


def test_a_card_beside_no_weights_speaks_of_something_else(checker: Checker) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write("m/data/README.md", card("license: cc-by-nc-4.0"))
    checker.write("m/docs/README.md", card("license: cc-by-nc-4.0"))
    assert checker.given("m", **SERVE).verdict.value == "permitted"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lora/adapter_config.json", '{"base_model_name_or_path": "Qwen/Qwen2.5-3B"}'),
        ("merged/mergekit_config.yml", "models:\n- model: Qwen/Qwen2.5-3B\n- model: Qwen/Qwen2.5-7B\n"),
    ],
)
def test_an_adapter_or_a_merge_beside_weights_further_down_names_its_base(checker: Checker, name: str, content: str) -> None:
    checker.write("m/README.md", card("license: apache-2.0"))
    checker.write(f"m/{name}", content)
    assert checker.given("m", **SERVE).verdict.value == "permitted"
    checker.write(f"m/{Path(name).parent}/adapter_model.safetensors", b"x")
    assert checker.given("m", **SERVE).verdict.value == "needs-agreement"
    checker.write(f"m/{name}", "{")
    assert checker.given("m", **SERVE).verdict.value == "needs-information"


def test_a_folder_of_the_hubs_cache_means_its_snapshot(checker: Checker) -> None:
    checker.write("models--acme--x/snapshots/aaa/README.md", card("license: cc-by-nc-4.0"))
    assert checker.given("models--acme--x", **SERVE).verdict.value == "prohibited"
    checker.write("models--acme--x/snapshots/bbb/README.md", card("license: mit"))
    with pytest.raises(InputError, match="2 snapshots"):
        checker.given("models--acme--x", **SERVE)
    checker.write("models--acme--x/refs/main", "bbb")
    assert checker.given("models--acme--x", **SERVE).verdict.value == "permitted"
    checker.write("models--acme--x/refs/main", "ccc")
    with pytest.raises(InputError, match="2 snapshots"):
        checker.given("models--acme--x", **SERVE)


@pytest.mark.parametrize("hidden", ["weights", "zz", "a/b"])
def test_a_folder_that_cannot_be_listed_keeps_the_verdict_open(
    checker: Checker, found: Found, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], hidden: str
) -> None:
    checker.write("m/README.md", card("license: mit"))
    checker.write(f"m/{hidden}/model.safetensors", b"x")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith(f"/{hidden}"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "needs-information"
    (finding,) = found(report, "unreadable-input")
    assert hidden in finding.summary
    assert main(["identify", "m"]) == 1
    assert hidden in capsys.readouterr().out


@pytest.mark.parametrize(
    "named",
    [
        "https://huggingface.co/Qwen/Qwen2.5-3B",
        "https://hf.co/Qwen/Qwen2.5-3B/",
        "Qwen/Qwen2.5-3B/",
        "/root/.cache/huggingface/hub/models--Qwen--Qwen2.5-3B/snapshots/abc",
    ],
)
def test_a_base_is_known_by_its_page_and_by_its_folder_in_the_cache(checker: Checker, found: Found, named: str) -> None:
    checker.write("m/README.md", card(f"license: apache-2.0\nbase_model: {named}"))
    report = checker.given("m", **SERVE)
    assert report.verdict.value == "needs-agreement"
    assert not found(report, "unknown-base")


@pytest.mark.parametrize(
    "named", ["https://acme.example/Qwen/Qwen2.5-3B", "/models/Qwen2.5-3B", "a/Qwen/Qwen2.5-3B", "https://huggingface.co/spaces/Qwen/Qwen2.5-3B"]
)
def test_another_address_or_path_is_no_base(checker: Checker, found: Found, named: str) -> None:
    checker.write("m/README.md", card(f"license: apache-2.0\nbase_model: {named}"))
    assert found(checker.given("m", **SERVE), "unknown-base")


def test_a_card_may_begin_with_html(checker: Checker) -> None:
    checker.write("m/README.md", "<p align=center>Acme</p>\n\n# Acme\n")
    checker.write("m/LICENSE", "Permission is granted.")
    assert checker.given("m/README.md", **SERVE).verdict.value == "needs-information"


def test_a_notice_with_a_name_of_several_licences_is_settled_by_the_one_that_is_known(checker: Checker, found: Found) -> None:
    checker.write("m/NOTICE", "Licensed by NVIDIA Corporation under the NVIDIA Open Model License")
    checker.write("m/README.md", card("license: other\nlicense_name: nvidia-open-model-2025-10-24"))
    assert not found(checker.given("m", **SERVE), "ambiguous-license")
    checker.write("m/README.md", card("license: apache-2.0"))
    assert found(checker.given("m", **SERVE), "ambiguous-license")
