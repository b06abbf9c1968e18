"""The catalogue against the table of systems that it was started from, and what must hold of every entry."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from licensecheck import catalogue, lineage
from licensecheck.identify.claims import terms
from licensecheck.identify.names import Sort, identify, leaves
from licensecheck.model import LicenceId, Subject
from licensecheck.rulebase import RuleBase

if TYPE_CHECKING:
    from conftest import Checker, Found

SHARED = Path(__file__).resolve().parents[2] / "shared"
TODAY = "2026-11-21"
SYSTEMS = SHARED / "seed-systems.csv"
KINDS = {"open weights model": "model", "dataset": "dataset", "closed": "service", "software or app": "software", "protocol": "software"}

WRITTEN = {"license": "mit", "evidence": "a card", "confidence": "high", "checked": TODAY}
"""What every entry says."""

NOT_LICENCES = {"": None, "none-stated": "none-stated", "proprietary": "proprietary", "per-source": "per-source"}
"""What the table says where there is no licence to name -> what the entry declares (None: it says why in its own words)."""

README_TERMS = {"research-only", "belle-terms", "chinese-llama-alpaca-terms"}
"""Licences that are a sentence in a README: the table calls all of them research-only."""

READ_AS = {
    # The key of the table -> the licence in force today.
    "internlm": {"internlm2-weights-terms"},
    "chatglm2": {"chatglm-6b"},
}

OTHER_LICENCE = {
    # The row is under llama2 but for this one, whose base is OpenLLaMA.
    "chitanda/panda-7b-open-llama-preview-300pt": "apache-2.0",
}

OTHER_BASES = {
    # A size that has its own base, or none that was published, where the row names one base of several.
    "codellama/codellama-34b-hf": set(),
    "bigscience/bloomz-7b1": {"bigscience/bloom-7b1"},
    "bigscience/bloomz-7b1-mt": {"bigscience/bloom-7b1"},
    "01-ai/yi-1.5-9b": {"01-ai/yi-9b"},
    "hfl/chinese-alpaca-lora-33b": {"huggyllama/llama-30b"},
}

BASES_WITHOUT_AN_ID = {
    # The row names the base of a size that it gives no id for.
    "TigerBot-7B v3, 13B, 70B": {"meta-llama/llama-2-7b-hf"},
}


def systems() -> list[dict[str, str]]:
    """The rows of the table; none where it is absent, and then pytest shows the skipped tests."""
    if not SYSTEMS.is_file():
        return []
    with SYSTEMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = systems()
each_system = pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])


def ids_of(row: Mapping[str, str]) -> list[str]:
    """The Hub ids of a system, or its name where it has none."""
    return row["hub_ids"].split() or [row["name"]]


def listed(base: RuleBase, model_id: str) -> Subject:
    found = catalogue.find(base, model_id, TODAY)
    assert found is not None, f"{model_id} is not listed"
    return found


def licences_of(base: RuleBase, subject: Subject, layer: str = "weights") -> set[str]:
    """The licences that the catalogue names, by rule id; an ambiguous name counts as itself."""
    found: set[str] = set()
    for claim in subject.claims:
        if claim.layer == layer:
            for leaf in leaves(terms(claim, base)):
                assert leaf.sort is not Sort.UNKNOWN, f"{subject.id}: {leaf.name} is no known licence"
                found |= set(leaf.licences) if leaf.sort is Sort.KNOWN else {base.find(leaf.name) or ""}
    return found - {""}


def ancestors_of(base: RuleBase, subject: Subject) -> set[str]:
    """Every model whose weights are in this one, as the entries have it."""
    found: set[str] = set()
    open_names = [subject.id]
    while open_names:
        for parent in listed(base, open_names.pop()).parents:
            if base.vocabulary.relations[parent.relation].contains_weights and parent.id.casefold() not in found:
                found.add(parent.id.casefold())
                open_names.append(parent.id)
    return found


def wanted(base: RuleBase, key: str) -> set[str]:
    """The licences that a key of the table may stand for."""
    if key in READ_AS:
        return READ_AS[key]
    if key == "research-only":
        return README_TERMS
    found = base.find(key)
    assert found is not None, f"{key} is no name of a licence"
    return {found, *base.licence(found).candidates}


@pytest.fixture(scope="module")
def entries(base: RuleBase) -> list[Mapping[str, Any]]:
    """Every entry as its file has it."""
    store = base.store_of()
    return [entry for part in store.header["parts"] if part.startswith("models/") for entry in store.part(part)["models"]]


@pytest.fixture(scope="module")
def known(base: RuleBase, entries: list[Mapping[str, Any]]) -> dict[str, Subject]:
    """What the catalogue says today, by id and alias."""
    found: dict[str, Subject] = {}
    for entry in entries:
        subject = listed(base, entry["id"])
        found |= {name.casefold(): subject for name in (entry["id"], *entry.get("aliases", ()))}
    return found


@each_system
def test_a_system_is_listed_as_what_it_is(base: RuleBase, row: Mapping[str, str]) -> None:
    for name in ids_of(row):
        assert listed(base, name).kind == KINDS[row["kind"]]


@each_system
def test_a_system_has_the_licence_of_the_table(base: RuleBase, row: Mapping[str, str]) -> None:
    key = row["weights_license"]
    for name in ids_of(row):
        subject = listed(base, name)
        found = licences_of(base, subject)
        weights = [claim for claim in subject.claims if claim.layer == "weights"]
        if key in NOT_LICENCES:
            assert not found
            assert [claim.declared for claim in weights] == [NOT_LICENCES[key] or weights[0].declared]
        elif key == "not-seen":
            assert all(claim.confidence != "exact" for claim in weights)
        elif key == "base-model-license":
            assert [claim.declared for claim in weights] == [key]
            known = [listed(base, parent.id) for parent in subject.parents if parent.relation == "finetune"]
            assert found
            assert all(licences_of(base, parent) <= found for parent in known)
        elif name in OTHER_LICENCE:
            assert found == {OTHER_LICENCE[name]}
        else:
            assert found & wanted(base, key), f"{name}: {found or 'none'}, not {key}"


@each_system
def test_the_licence_of_the_code_is_kept_apart(base: RuleBase, row: Mapping[str, str]) -> None:
    if row["code_license"] in ("", "none-stated"):
        return
    for name in ids_of(row):
        assert licences_of(base, listed(base, name), "code") & wanted(base, row["code_license"])


@each_system
def test_a_system_has_the_bases_of_the_table(base: RuleBase, row: Mapping[str, str]) -> None:
    told = {name.casefold() for name in row["base_model"].split()}
    if not told:
        return
    reached: set[str] = set()
    for name in ids_of(row):
        ancestors = ancestors_of(base, listed(base, name))
        reached |= ancestors
        expected = OTHER_BASES.get(name.casefold(), told)
        assert ancestors & expected or not expected, f"{name}: {ancestors}"
    assert told <= reached | {name.casefold() for name in ids_of(row)} | BASES_WITHOUT_AN_ID.get(row["name"], set())


@each_system
def test_what_was_not_verified_says_so(base: RuleBase, row: Mapping[str, str]) -> None:
    if row["verified"] == "yes":
        return
    for name in ids_of(row):
        assert all(claim.confidence != "exact" and claim.note for claim in listed(base, name).claims if claim.layer == "weights")


@pytest.mark.parametrize(
    ("model", "ancestor", "licence"),
    [
        ("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "meta-llama/Llama-3.3-70B-Instruct", "llama3.3"),
        ("vidore/colqwen2.5-v0.2", "Qwen/Qwen2.5-VL-3B-Instruct", "qwen-research"),
        ("FreedomIntelligence/phoenix-chat-7b", "bigscience/bloomz-7b1-mt", "bigscience-bloom-rail-1.0"),
        ("openbmb/UltraRM-13b", "meta-llama/Llama-2-13b-hf", "llama2"),
    ],
)
def test_drift_is_found_on_its_path(checker: Checker, found: Found, model: str, ancestor: str, licence: str) -> None:
    drift = found(checker.models(model), "license-drift", license=licence)
    assert [one.lineage for one in drift] == [(model, ancestor)]


@pytest.mark.parametrize(
    ("own", "ancestor"),
    [
        ("apache-2.0", "microsoft/phi-4"),
        ("cc-by-nc-4.0", "mistralai/Mistral-7B-v0.1"),
        ("llama3.1", "meta-llama/Llama-3.1-8B"),
    ],
)
def test_what_is_no_drift_stays_silent(checker: Checker, found: Found, own: str, ancestor: str) -> None:
    model = {"id": "acme/tuned", "license": own, "base_models": [{"id": ancestor, "relation": "finetune"}]}
    assert not found(checker.models(model), "license-drift")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EleutherAI/gpt-j-6b", "EleutherAI/gpt-j-6B"),
        ("google-bert/bert-base-uncased", "bert-base-uncased"),
        ("meta-llama/Llama-3.1-8B", "meta-llama/Meta-Llama-3.1-8B"),
        ("THUDM/chatglm-6b", "zai-org/chatglm-6b"),
        ("WizardLM/WizardLM-70B-V1.0", "WizardLMTeam/wizardlm-70b-v1.0"),
        ("CohereLabs/c4ai-command-r-plus", "CohereForAI/c4ai-command-r-plus"),
        ("openbmb/UltraChat", "stingning/ultrachat"),
    ],
)
def test_two_spellings_of_an_id_are_one_model(base: RuleBase, one: str, other: str) -> None:
    assert catalogue.find(base, one, TODAY) == catalogue.find(base, other, TODAY) is not None


@pytest.mark.parametrize("model", ["Qwen/Qwen2.5-3B-Instruct-Ultra", "meta-llama/Llama-3.1-9B", "mistralai/Mistral-7B-v0.9"])
def test_an_unlisted_id_of_a_known_owner_is_unknown(checker: Checker, found: Found, model: str) -> None:
    report = checker.models(model)
    unknown = found(report, "unknown-license")
    assert [one.model for one in unknown] == [model]
    assert model.split("/", maxsplit=1)[0].casefold() in unknown[0].summary.partition("look like it")[2].casefold()
    assert report.models[0].licenses == ()


@pytest.mark.parametrize(
    ("model", "day", "expected"),
    [
        ("tiiuae/falcon-40b", "2023-05-27", {"falcon-tii"}),
        ("tiiuae/falcon-40b", "2023-06-01", {"apache-2.0"}),
        ("tiiuae/falcon-180B", TODAY, {"falcon-180b-tii"}),
        ("lmsys/vicuna-13b-delta-v1.1", "2023-05-01", {"apache-2.0"}),
        ("lmsys/vicuna-13b-delta-v1.1", TODAY, {"llama1"}),
        ("01-ai/Yi-34B-Chat", "2024-01-01", {"yi-community-2.1"}),
        ("01-ai/Yi-34B-Chat", TODAY, {"apache-2.0"}),
        ("THUDM/chatglm-6b", "2023-04-01", {"glm-130b"}),
        ("THUDM/chatglm-6b", TODAY, {"chatglm-6b"}),
        ("vivo-ai/BlueLM-7B-Chat", "2024-06-01", {"bluelm"}),
        ("MiniMaxAI/MiniMax-M2", "2025-11-01", {"mit"}),
        ("MiniMaxAI/MiniMax-M2", TODAY, {"minimax-m2-modified-mit"}),
        ("mosaicml/mpt-7b-instruct", "2023-05-06", {"cc-by-sa-3.0"}),
        ("mosaicml/mpt-7b-instruct", TODAY, {"apache-2.0"}),
        ("internlm/internlm2-7b", TODAY, {"internlm2-weights-terms"}),
    ],
)
def test_a_card_that_changed_is_read_by_the_day(base: RuleBase, model: str, day: str, expected: set[str]) -> None:
    subject = catalogue.find(base, model, day)
    assert subject is not None
    assert licences_of(base, subject) == {base.find(name) for name in expected}


def test_a_pinned_revision_that_nobody_dated_keeps_all_that_it_may_be(base: RuleBase) -> None:
    subject = catalogue.find(base, "tiiuae/falcon-40b", TODAY, "0" * 40)
    assert subject is not None
    assert [claim.choices for claim in subject.claims] == [("falcon-tii", "apache-2.0")]


@pytest.mark.parametrize(("parent", "own"), [("Heron/base", True), ("other/base", False), ("heron-labs/base", False)])
def test_an_owners_grant_answers_for_its_own_bases_only(base: RuleBase, monkeypatch: pytest.MonkeyPatch, parent: str, own: bool) -> None:
    entry = {**WRITTEN, "id": "heron/tuned", "own_grant": True, "bases": [{"id": parent, "relation": "finetune"}]}
    monkeypatch.setattr(RuleBase, "models", lambda *_: (entry,))
    subject = catalogue.find(base, "heron/tuned", TODAY)
    assert subject is not None
    assert [(one.id, one.own) for one in subject.parents] == [(parent, own)]


def test_all_entries_that_may_hold_name_parents_but_not_one_another(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {**WRITTEN, "id": "heron/one", "bases": [{"id": "wren/base", "relation": "finetune"}]}
    second = {**WRITTEN, "id": "mirror/one", "bases": [{"id": "Heron/One", "relation": "format-conversion"}, {"id": "finch/base", "relation": "merge"}]}
    monkeypatch.setattr(RuleBase, "models", lambda *_: (first, second))
    subject = catalogue.find(base, "heron/one", TODAY)
    assert subject is not None
    assert {one.id for one in subject.parents} == {"wren/base", "finch/base"}


def test_a_size_has_its_own_licence(base: RuleBase) -> None:
    sizes = {"0.5B": "apache-2.0", "1.5B": "apache-2.0", "3B": "qwen-research", "7B": "apache-2.0", "14B": "apache-2.0", "32B": "apache-2.0", "72B": "qwen"}
    for kind in ("", "-Instruct"):
        assert {size: licences_of(base, listed(base, f"Qwen/Qwen2.5-{size}{kind}")) for size in sizes} == {size: {name} for size, name in sizes.items()}


def test_the_catalogue_is_large_enough(base: RuleBase) -> None:
    assert sum("/" in name for name in base.model_ids()) >= 2_000


def test_every_licence_that_an_entry_names_is_known(base: RuleBase, entries: list[Mapping[str, Any]]) -> None:
    names = {entry[layer] for entry in entries for layer in ("license", "code_license") if entry.get(layer)}
    assert [name for name in sorted(names) for leaf in leaves(identify(name, base)) if leaf.sort is Sort.UNKNOWN] == []


def test_every_parent_that_an_entry_names_is_listed(known: dict[str, Subject]) -> None:
    edges = {(subject.id, parent.id) for subject in known.values() for parent in subject.parents}
    assert [edge for edge in sorted(edges) if edge[1].casefold() not in known] == []


def test_no_entry_is_its_own_ancestor(base: RuleBase, known: dict[str, Subject]) -> None:
    lines = ((subject.id, lineage.resolve(subject, lambda name: known.get(name.casefold()), base.vocabulary)) for subject in known.values())
    assert [name for name, line in lines if line.gaps] == []


def test_an_entry_that_rests_on_memory_says_so(entries: list[Mapping[str, Any]]) -> None:
    words = ("memory", "not seen", "was seen", "licence seen")
    assert [entry["id"] for entry in entries if entry["confidence"] == "low" and not any(word in entry["evidence"] for word in words)] == []


def test_a_conversion_names_what_it_was_made_from(entries: list[Mapping[str, Any]]) -> None:
    """A copy by another owner without a base would look freer than what it is."""
    owners = {"mlx-community", "unsloth", "TheBloke", "bartowski", "lmstudio-community", "RedHatAI"}
    assert [entry["id"] for entry in entries if entry["id"].split("/")[0] in owners and not entry.get("bases")] == []


def test_rule_ids_of_the_table_are_rule_files(base: RuleBase) -> None:
    for names in (*READ_AS.values(), README_TERMS, OTHER_LICENCE.values()):
        for name in names:
            assert base.licence(LicenceId(name)).id == name
