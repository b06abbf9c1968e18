"""AND binds all, OR takes the best choice for the use at hand, what is unknown stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from licensecheck.facts import Facts
from licensecheck.identify.names import AllOf, Leaf, OneOf, Sort, Terms
from licensecheck.licences import Licence, Reading, build
from licensecheck.model import LicenceId, Said
from licensecheck.terms import Weighing, weigh
from licensecheck.vocabulary import Vocabulary

Weigh = Callable[..., Weighing]
GRANT = {"id": "grant", "kind": "permission", "covers": ["all"]}
LICENCES: dict[str, list[dict[str, Any]]] = {
    "free": [GRANT],
    "notice": [GRANT, {"id": "keep", "kind": "obligation", "covers": ["run"], "duty": "retain-notices"}],
    "notices": [GRANT, *({"id": f"keep{n}", "kind": "obligation", "covers": ["run"], "duty": "retain-notices"} for n in (1, 2))],
    "closed": [{**GRANT, "covers": ["serve"]}],
    "inside": [{**GRANT, "covers": ["run"]}],
    "addendum": [{"id": "limit", "kind": "prohibition", "covers": ["serve"]}],
    "ask": [GRANT, {"id": "cap", "kind": "prohibition", "covers": ["all"], "otherwise": "needs-agreement"}],
}
UNKNOWN = Leaf(Sort.UNKNOWN, "nonsense")


def known(name: str) -> Leaf:
    return Leaf(Sort.KNOWN, name, (LicenceId(name),))


@pytest.fixture
def weighed(vocabulary: Vocabulary) -> Weigh:
    def load(name: LicenceId) -> Licence:
        return build({"id": name, "title": name, "clauses": LICENCES[name], "addendum": name == "addendum"}, vocabulary)

    def run(terms: Terms, *actions: str) -> Weighing:
        tables = tuple(Facts(vocabulary, action, {"use.purpose": Said("commercial")}) for action in actions or ("run",))
        return weigh(terms, tables, Reading.CAUTIOUS, load)

    return run


def chosen(weighing: Weighing) -> list[str]:
    return [leaf.name for leaf in weighing.choices]


def test_all_that_are_joined_by_and_bind(weighed: Weigh) -> None:
    found = weighed(AllOf((known("free"), known("notice"), known("closed"))))
    assert [one.leaf.name for one in found.results] == ["free", "notice", "closed"]
    assert found.verdict.value == "prohibited"


def test_of_those_joined_by_or_the_best_counts_and_is_named(weighed: Weigh) -> None:
    found = weighed(OneOf((known("closed"), known("notice"), known("ask"))))
    assert found.verdict.value == "permitted-with-duties"
    assert chosen(found) == ["notice"]
    assert [leaf.name for leaf in found.passed_over] == ["closed", "ask"]


def test_of_two_alike_the_one_with_fewer_duties_is_better(weighed: Weigh) -> None:
    assert chosen(weighed(OneOf((known("notices"), known("notice"))))) == ["notice"]


def test_the_choice_is_made_for_the_whole_use(weighed: Weigh) -> None:
    either = OneOf((known("inside"), known("closed")))
    assert weighed(either, "run").verdict.value == "permitted"
    assert weighed(either, "serve").verdict.value == "permitted"
    assert weighed(either, "run", "serve").verdict.value == "prohibited", "one copy is under one licence: no picking clause by clause"


def test_a_choice_inside_what_binds_is_still_a_choice(weighed: Weigh) -> None:
    found = weighed(AllOf((known("notice"), OneOf((known("closed"), known("free"))))))
    assert found.verdict.value == "permitted-with-duties"
    assert chosen(found) == ["free"]


@pytest.mark.parametrize("sort", [Sort.UNKNOWN, Sort.WITHOUT_TEXT, Sort.ABSENT])
def test_what_is_not_known_is_open(weighed: Weigh, sort: Sort) -> None:
    assert weighed(Leaf(sort, "x")).verdict.value == "needs-information"
    assert weighed(AllOf((known("free"), Leaf(sort, "x")))).verdict.value == "needs-information"
    assert weighed(OneOf((known("closed"), Leaf(sort, "x")))).verdict.value == "needs-information"
    assert weighed(OneOf((known("free"), Leaf(sort, "x")))).verdict.value == "permitted"


@pytest.mark.parametrize(
    ("candidates", "verdict"),
    [
        (("free", "notice"), "needs-information"),
        (("free", "closed"), "needs-information"),
        (("ask", "closed"), "needs-agreement"),
        (("closed",), "prohibited"),
        ((), "needs-information"),
    ],
)
def test_an_ambiguous_name_is_at_least_as_strict_as_its_mildest_candidate(weighed: Weigh, candidates: tuple[str, ...], verdict: str) -> None:
    found = weighed(Leaf(Sort.AMBIGUOUS, "heron", tuple(map(LicenceId, candidates))))
    assert found.verdict.value == verdict
    assert set(found.results[0].candidates) == set(candidates)


def test_an_addendum_limits_another_licence_and_grants_nothing_itself(weighed: Weigh) -> None:
    beside = AllOf((known("free"), known("addendum")))
    assert weighed(known("addendum")).verdict.value == "prohibited"
    assert weighed(AllOf((known("addendum"), known("addendum")))).verdict.value == "prohibited"
    assert weighed(beside, "run").verdict.value == "permitted"
    assert weighed(beside, "serve").verdict.value == "prohibited"
    assert weighed(AllOf((UNKNOWN, known("addendum")))).verdict.value == "needs-information"
