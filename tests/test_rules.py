"""The rule base itself: the examples in every licence file hold, and every quote stands in its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck import documents, examples, texts
from licensecheck.licences import Kind, Licence, Status, build
from licensecheck.model import LicenceId
from licensecheck.rulebase import RuleBase, bundled
from licensecheck.vocabulary import Vocabulary

FILES = sorted((bundled("rules") / "licenses").glob("*.yaml"))
TEXTS = Path(__file__).resolve().parents[2] / "shared" / "license-texts"


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def licence(request: pytest.FixtureRequest, vocabulary: Vocabulary) -> Licence:
    data = documents.read(request.param, request.param.name, schema="license").data
    assert isinstance(data, dict)
    return build(data, vocabulary)


def test_the_examples_in_the_file_hold(licence: Licence, vocabulary: Vocabulary) -> None:
    if licence.status is not Status.ENCODED:
        assert not licence.clauses
        return
    cases = list(examples.cases(licence, vocabulary))
    assert cases
    assert [f"{case.name}: {text}" for case in cases for text in examples.failures(licence, case, vocabulary)] == []


def test_every_quote_stands_in_its_text(licence: Licence) -> None:
    if not TEXTS.is_dir():
        pytest.skip(f"{TEXTS} is not there")
    if licence.status is Status.ENCODED:
        assert list(texts.problems(licence, TEXTS)) == []


def test_a_clause_is_whole(licence: Licence) -> None:
    ids = [clause.id for clause in licence.clauses]
    assert len(ids) == len(set(ids))
    for clause in licence.clauses:
        assert clause.summary.endswith((".", ")")), clause.id
        assert clause.quote, clause.id
        assert clause.section, clause.id
        assert clause.kind is Kind.EXCEPTION or clause.covers, clause.id
        assert clause.lifts <= set(ids), clause.id
        assert clause.cautious == clause.strict or clause.why, clause.id


def test_an_ambiguous_name_has_candidates_that_exist(licence: Licence, base: RuleBase) -> None:
    assert set(licence.candidates) <= set(base.ids())
    assert not licence.candidates or licence.status is Status.AMBIGUOUS


ISSUE_2 = """
    mit apache-2.0 bsd-3-clause gpl-3.0 agpl-3.0 cc0-1.0 cc-by-4.0 cc-by-sa-4.0 cc-by-nc-4.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 llama1 llama2
    llama3 llama3.1 llama3.2 llama3.3 llama4 gemma tongyi-qianwen tongyi-qianwen-research qwen qwen-research deepseek-model-1.0
    bigscience-bloom-rail-1.0 creativeml-openrail-m mistral-mnpl-0.1 mistral-mrl-0.1 stability-community flux1-dev-nc falcon-180b-tii
    opt-175b kimi-k2-modified-mit
""".split()


@pytest.mark.parametrize("name", ISSUE_2)
def test_the_licences_of_the_first_issue_are_encoded(base: RuleBase, name: str) -> None:
    assert base.licence(LicenceId(name)).status is Status.ENCODED
