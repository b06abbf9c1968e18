"""Handing a model on: parts that cannot be combined, outbound licences that drop terms, and what is recommended instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.distribution import dropped, incompatible, recommended
from licensecheck.model import LicenceId
from licensecheck.rulebase import RuleBase

if TYPE_CHECKING:
    from conftest import Checker, Found

SHIP = {"actions": ["distribute-derivatives"], "fields": []}
NOBODY = {"organization": {"kind": "company", "domicile": "CH", "monthly_active_users_on": dict.fromkeys(("2023-06", "2024-03", "2024-06", "2024-11"), 0)}}


def licences(base: RuleBase, *names: str) -> list[Any]:
    return [base.with_examples(LicenceId(name)) for name in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["gpl-3.0", "llama3.1"], {("gpl-3.0", "llama3.1")}),
        (["llama3.1", "gpl-3.0"], {("gpl-3.0", "llama3.1")}),
        (["gpl-3.0", "cc-by-nc-4.0"], {("gpl-3.0", "cc-by-nc-4.0")}),
        (["gpl-3.0", "mit"], set()),
        (["gpl-3.0", "apache-2.0"], set()),
        (["gpl-3.0", "agpl-3.0"], set()),
        (["mpl-2.0", "gpl-3.0"], set()),
        (["cc-by-nc-4.0", "apache-2.0"], set()),
        (["llama3.1", "gemma"], set()),
        (["mit", "apache-2.0", "bsd-3-clause"], set()),
    ],
)
def test_licences_that_cannot_both_be_met_in_one_work(base: RuleBase, names: list[str], expected: set[tuple[str, str]]) -> None:
    assert {(one.id, other.id) for one, other, _ in incompatible(licences(base, *names))} == expected


def test_one_licence_alone_is_compatible_with_itself(base: RuleBase) -> None:
    for name in ("gpl-3.0", "cc-by-sa-4.0", "llama3.1"):
        assert not list(incompatible(licences(base, name)))


@pytest.mark.parametrize(
    ("outbound", "on_work", "lost"),
    [
        ("apache-2.0", ["llama3.1"], True),
        ("mit", ["gemma"], True),
        ("mit", ["apache-2.0"], False),
        ("apache-2.0", ["mit", "bsd-3-clause"], False),
        ("llama3.1", ["llama3.1"], False),
        ("cc-by-nc-4.0", ["apache-2.0"], False),
    ],
)
def test_an_outbound_licence_must_hold_what_is_on_the_work(base: RuleBase, outbound: str, on_work: list[str], lost: bool) -> None:
    assert bool(list(dropped(LicenceId(outbound), licences(base, *on_work), base.vocabulary, base.licence))) is lost


def test_of_the_licences_on_a_work_those_are_recommended_that_hold_all_the_others(base: RuleBase) -> None:
    assert recommended(licences(base, "mit", "llama3.1"), base.vocabulary, base.licence) == ("llama3.1",)
    assert recommended(licences(base, "mit", "gpl-3.0"), base.vocabulary, base.licence) == ("gpl-3.0",)
    assert recommended(licences(base, "gpl-3.0", "llama3.1"), base.vocabulary, base.licence) == ()


def test_a_merge_of_gpl_and_llama_may_be_run_but_not_handed_on(checker: Checker, found: Found) -> None:
    bases = [{"id": "lab/gpl", "relation": "merge"}, {"id": "meta-llama/Llama-3.1-8B", "relation": "merge"}]
    entries: list[Any] = [{"id": "acme/Llama-merge", "license": "llama3.1", "base_models": bases}, {"id": "lab/gpl", "license": "GPL-3.0"}]
    run = checker.models(*entries, use={"actions": ["run"]}, **NOBODY)
    assert found(run, "incompatible-licenses", model="acme/Llama-merge")[0].verdict.value == "permitted"
    assert run.models[0].verdict.value == "permitted-with-duties"
    shipped = checker.models(*entries, use=SHIP, **NOBODY)
    assert found(shipped, "incompatible-licenses", model="acme/Llama-merge")[0].verdict.value == "prohibited"


def test_an_outbound_licence_that_drops_terms_is_told_with_the_ones_that_do_not(checker: Checker, found: Found) -> None:
    entry = {
        "id": "acme/tuned",
        "license": "llama3.1",
        "base_models": ["meta-llama/Llama-3.1-8B"],
        "distribution": {"license": "Apache-2.0", "name": "acme/Llama-tuned"},
    }
    report = checker.models(entry, use=SHIP, **NOBODY)
    told = found(report, "outbound-license", model="acme/tuned")
    assert told
    assert "llama3.1" in told[0].remedy
    assert report.verdict.value == "prohibited"
    kept = checker.models({**entry, "distribution": {"license": "llama3.1", "name": "acme/Llama-tuned"}}, use=SHIP, **NOBODY)
    assert kept.verdict.value == "permitted-with-duties"
