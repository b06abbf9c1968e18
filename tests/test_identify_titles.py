"""The licence's own names above its text: all that the rule file and the packages of texts call it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licensecheck.identify import identify_text
from licensecheck.identify.build import build, renamed, sources
from licensecheck.identify.ladder import INDEX
from licensecheck.identify.textindex import TextIndex, title_form

if TYPE_CHECKING:
    from conftest import Identified

TEXTS = Path(__file__).resolve().parent / "data" / "identify" / "texts"
HERON, STORK = ((TEXTS / f"{key}.txt").read_text(encoding="utf-8") for key in ("heron", "stork"))
NAMES: dict[str, str] = {}
SPDX_NAME = 'Stork 2-Clause "Flying" Arrangement v1.1'


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a package of texts as SPDX has them: an id, a name, a text."""
    folder = tmp_path_factory.mktemp("package")
    for key, name, text in (("Stork-1.1", SPDX_NAME, STORK), ("Stork-0", "Stork 3-Clause Arrangement", HERON)):
        (folder / f"{key}.json").write_text(json.dumps({"name": name, "licenseText": text}), encoding="utf-8")
    (folder / INDEX).write_bytes(build(sources([folder], NAMES.get)))
    return folder


@pytest.mark.parametrize("title", ["Heron Bird Sharing Arrangement 2.0", "# The Heron bird sharing arrangement, version 2.0", "Heron Bird Sharing Arrangement"])
def test_a_title_of_the_rule_file_is_dress(identified: Identified, title: str) -> None:
    assert identified(f"{title}\n\n{HERON}").plain
    assert identified(f"{title}\nhttps://heron.example/arrangement\n\n{HERON}").plain


@pytest.mark.parametrize(
    "title",
    [
        "Heron Bird Sharing Arrangement 2.1",
        "Heron Bird Sharing Arrangement 2.0 only",
        "Heron Bird Arrangement NC 2.0",
        "Heron Bird Sharing Arrangement 2.0. Not for banks",
        "https://heron.example/other/arrangement",
    ],
)
def test_words_of_titles_are_no_title(identified: Identified, title: str) -> None:
    assert identified(f"{title}\n\n{HERON}").confidence == "modified"


def test_a_title_on_the_line_of_a_sentence_is_an_addition(identified: Identified) -> None:
    assert identified(HERON.replace("1. Grant.", "1. Grant. Heron Bird Sharing Arrangement 2.0")).confidence == "modified"


@pytest.mark.parametrize("title", [SPDX_NAME, "Stork-1.1", "Stork 2 clause flying arrangement", "许可证", "라이선스", "License"])
def test_a_name_of_a_package_is_dress(package: Path, title: str) -> None:
    (match,) = identify_text(f"{title}\n\n{STORK}", [package]).matches
    assert match.plain


@pytest.mark.parametrize("title", ["Stork 3-Clause Arrangement", "Stork 2-Clause Flying Arrangement v1.2", "Stork Arrangement", "许可证 NC"])
def test_a_name_of_another_text_is_not(package: Path, title: str) -> None:
    (match,) = identify_text(f"{title}\n\n{STORK}", [package]).matches
    assert match.confidence == "modified"


def test_titles_of_packages_are_kept_and_those_of_rule_files_entered_anew(package: Path) -> None:
    before = TextIndex(package / INDEX)

    def titles(licence: str) -> list[str]:
        return ["Wader Pact"] if licence == "Stork-1.1" else []

    after = TextIndex(renamed(before, NAMES.get, lambda _: [], titles))
    number = [row[0] for row in after.all_names()].index("Stork-1.1")
    wader, spdx = [b"wader", b"pact"], b"stork 2 clause flying or arrangement v1 1".replace(b"or ", b"").split()
    assert (before.has_title(number, wader), before.has_title(number, spdx)) == (False, True)
    assert (after.has_title(number, wader), after.has_title(number, spdx)) == (True, True)


def test_a_name_without_its_version_is_not_that_of_another_licence(tmp_path: Path) -> None:
    for key, text in (("Tern", HERON), ("Tern-2.0", STORK)):
        (tmp_path / f"{key}.json").write_text(json.dumps({"name": key, "licenseText": text}), encoding="utf-8")
    index = TextIndex(build(sources([tmp_path], NAMES.get)))
    numbers = {row[0]: at for at, row in enumerate(index.all_names())}
    assert [index.has_title(numbers[key], [b"tern"]) for key in ("Tern", "Tern-2.0")] == [True, False]


@pytest.mark.parametrize(("one", "other"), [("the gnu gpl version 3", "gnu gplv3"), ("bsd 3 clause license", "bsd 3 clause")])
def test_forms_of_one_title(one: str, other: str) -> None:
    assert title_form(one.encode().split()) == title_form(other.encode().split())
    assert title_form(one.encode().split()) != title_form(b"gnu gplv2".split())
