"""Every name that the material at hand uses leads somewhere: the keys of the texts, the Hub's identifiers, the strings in use."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from licensecheck.coverage import measure, read_table
from licensecheck.identify.names import Sort, identify, leaves
from licensecheck.licences import Status
from licensecheck.rulebase import RuleBase

SHARED = Path(__file__).resolve().parents[2] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")

# It is no licence: a notice that says which of two licences, both without a text here, holds for which model.
NOTICES = {"esm-license-md"}
NO_LICENCES = {"none-stated"}


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="," if name.endswith(".csv") else "\t"))


@pytest.mark.parametrize("index", ["west", "east", "tail"])
def test_every_complete_text_belongs_to_an_encoded_licence(base: RuleBase, index: str) -> None:
    complete = [row["key"] for row in rows(f"license-texts/INDEX-{index}.tsv") if row["complete"] == "yes" and row["key"] not in NOTICES]
    assert complete
    assert [key for key in complete if (found := base.find(key)) is None or base.licence(found).status is not Status.ENCODED] == []


@pytest.mark.parametrize("index", ["west", "east", "tail"])
def test_every_incomplete_text_is_known_by_name_and_grants_nothing(base: RuleBase, index: str) -> None:
    missing = [row["key"] for row in rows(f"license-texts/INDEX-{index}.tsv") if row["complete"] != "yes"]
    assert [key for key in missing if base.find(key) is None] == []


def test_every_hub_identifier_resolves(base: RuleBase) -> None:
    ids = [row["id"] for row in rows("hub-api/hub-license-ids.tsv")]
    assert len(ids) == 83
    assert [name for name in ids if base.find(name) is None] == []


def test_every_key_of_the_seed_systems_resolves(base: RuleBase) -> None:
    keys = {row[column] for row in rows("seed-systems.csv") for column in ("weights_license", "code_license")} - {""} - NO_LICENCES
    assert [key for key in sorted(keys) if base.find(key) is None] == []


def test_almost_all_strings_in_use_resolve(base: RuleBase) -> None:
    found = measure(read_table(SHARED / "hub-license-frequency.tsv"), base)
    assert found.ids["nothing"] / sum(found.ids.values()) < 0.01


def test_prose_is_never_taken_for_a_licence(base: RuleBase) -> None:
    prose = [
        row["license_string"] for row in rows("hub-license-frequency.tsv") if "://" not in row["license_string"] and len(row["license_string"].split()) > 7
    ]
    assert prose
    assert [name for name in prose if any(leaf.sort is Sort.KNOWN for leaf in leaves(identify(name, base)))] == []


def test_a_link_is_never_taken_for_a_permissive_licence(base: RuleBase) -> None:
    links = [row["license_string"] for row in rows("hub-license-frequency.tsv") if "://" in row["license_string"]]
    assert links
    found = {licence for name in links for leaf in leaves(identify(name, base)) if leaf.sort is Sort.KNOWN for licence in leaf.licences}
    assert not found & {"mit", "apache-2.0", "bsd-2-clause", "bsd-3-clause", "isc", "cc0-1.0", "cc-by-4.0", "unlicense", "openmdw-1.1"}


def test_the_readme_says_what_the_rule_base_knows(base: RuleBase) -> None:
    text = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    found = measure(read_table(SHARED / "hub-license-frequency.tsv"), base)
    for kind, ids in found.ids.items():
        share, downloads = ids / sum(found.ids.values()), found.downloads[kind] / sum(found.downloads.values())
        assert f"| {kind} | {share:.1%} | {downloads:.1%} |" in text
    encoded = [one for one in base.ids() if base.licence(one).status is Status.ENCODED]
    assert f"{len(encoded)} licences and terms" in text
    assert f"{len(base.ids()) - len(encoded)} further names" in text
    assert all(base.licence(one).reviewed["readings"] >= 2 for one in encoded), "the README says that each was read twice"
