"""Names and SPDX expressions: exact names only, in any spelling that a person would take for the same."""

from __future__ import annotations

import pytest

from licensecheck.identify.names import AllOf, Leaf, OneOf, Sort, Terms, identify, leaves, suggestions
from licensecheck.rulebase import RuleBase


def shape(terms: Terms) -> str:
    if isinstance(terms, Leaf):
        return "|".join(terms.licences) if terms.licences else f"?{terms.sort.value}"
    inner = [shape(part) for part in terms.parts]
    return f"({' and '.join(inner)})" if isinstance(terms, AllOf) else f"({' or '.join(inner)})"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MIT", "mit"),
        ("mit", "mit"),
        ("  MIT \t", "mit"),
        ("MIT License", "mit"),
        ("mit_license", "mit"),
        ("apache-2.0", "apache-2.0"),
        ("Apache License, Version 2.0", "apache-2.0"),
        ("Llama 3.1 Community License Agreement", "llama3.1"),
        ("llama3.1-community", "llama3.1"),
        ("qwen-research", "qwen-research"),
        ("GPL-3.0-or-later", "gpl-3.0"),
        ("BSD-3-Clause", "bsd-3-clause"),
    ],
)
def test_a_licence_is_found_by_any_of_its_names(base: RuleBase, name: str, expected: str) -> None:
    assert shape(identify(name, base)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "permitted", "submitted", "commit", "mit-0", "MIT-like", "not MIT", "no MIT", "M I T", "MIT, Apache-2.0", "MIT/Apache-2.0", "MIT (expat)",
        "MIT-licensed code", "apache", "apache-2.1", "llama3.10", "llama-3.1-8b", "gpl-30", "LicenseRef-MIT", "other/mit",
        "see LICENSE", "MIT\u200b", "\u041cIT",
    ],
)  # fmt: skip
def test_a_name_that_merely_looks_like_a_licence_is_unknown(base: RuleBase, name: str) -> None:
    found = identify(name, base)
    assert shape(found) == "?unknown"
    assert leaves(found)[0].name == name


@pytest.mark.parametrize("name", ["b\u017fd-3-clau\u017fe", "opt-175b-licen\u017fe"])
def test_letters_that_only_look_alike_are_other_letters(base: RuleBase, name: str) -> None:
    assert shape(identify(name, base)) == "?unknown"


@pytest.mark.parametrize("name", ["", " ", "none", "None", "NONE", "--"])
def test_no_name_is_no_licence(base: RuleBase, name: str) -> None:
    assert shape(identify(name, base)) == "?absent"


@pytest.mark.parametrize(
    ("name", "some"), [("llama", {"llama2", "llama3.1", "llama4"}), ("modified-mit", {"kimi-k2-modified-mit"}), ("openrail", {"creativeml-openrail-m"})]
)
def test_a_name_of_several_texts_is_ambiguous(base: RuleBase, name: str, some: set[str]) -> None:
    found = identify(name, base)
    assert isinstance(found, Leaf)
    assert found.sort is Sort.AMBIGUOUS
    assert some <= set(found.licences)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT OR Apache-2.0", "(mit or apache-2.0)"),
        ("mit or apache-2.0", "(mit or apache-2.0)"),
        ("MIT AND Apache-2.0", "(mit and apache-2.0)"),
        ("MIT AND (Apache-2.0 OR CC-BY-NC-4.0)", "(mit and (apache-2.0 or cc-by-nc-4.0))"),
        ("MIT OR Apache-2.0 AND CC-BY-NC-4.0", "(mit or (apache-2.0 and cc-by-nc-4.0))"),
        ("(MIT)", "mit"),
        ("MIT+", "mit"),
        ("Apache-2.0 WITH LLVM-exception", "apache-2.0"),
        ("MIT WITH nonsense", "?unknown"),
        ("MIT WITH Commons-Clause", "?unknown"),
        ("Apache-2.0 AND nonsense", "(apache-2.0 and ?unknown)"),
        ("Apache-2.0 OR nonsense", "(apache-2.0 or ?unknown)"),
        ("none OR mit", "(?unknown or mit)"),
    ],
)
def test_an_expression_is_read_as_spdx_means_it(base: RuleBase, expression: str, expected: str) -> None:
    assert shape(identify(expression, base)) == expected


def test_an_exception_that_is_not_counted_is_named(base: RuleBase) -> None:
    found = identify("Apache-2.0 WITH LLVM-exception", base)
    assert isinstance(found, Leaf)
    assert found.name == "Apache-2.0 WITH LLVM-exception"
    assert "LLVM-exception" in found.note


@pytest.mark.parametrize(
    "text",
    [
        "MIT OR",
        "OR",
        "AND",
        "WITH",
        "MIT AND AND MIT",
        "((((",
        "MIT)",
        "+",
        "(NOT MIT)",
        "MIT OR MIT License 2",
        "(" * 3000 + "MIT" + ")" * 3000,
        "MIT OR " * 500,
    ],
)
def test_a_broken_expression_is_an_unknown_licence(base: RuleBase, text: str) -> None:
    assert shape(identify(text, base)) == "?unknown"


@pytest.mark.parametrize("text", ["()", "()()", "MIT OR ()", "( AND MIT", "( OR MIT )"])
def test_parentheses_that_hold_nothing_are_an_unknown_licence(base: RuleBase, text: str) -> None:
    assert shape(identify(text, base)) == "?unknown"


def test_leaves_come_in_order() -> None:
    one, two, three = (Leaf(Sort.UNKNOWN, name) for name in "abc")
    assert leaves(AllOf((one, OneOf((two, three))))) == (one, two, three)


def test_look_alikes_are_suggested_and_never_used(base: RuleBase) -> None:
    assert "apache-2.0" in suggestions("apche-2.0", base)
    assert shape(identify("apche-2.0", base)) == "?unknown"
    assert suggestions("something entirely different", base) == ()


def test_every_name_of_every_licence_finds_it(base: RuleBase) -> None:
    missed = [(licence_id, name) for licence_id in base.ids() for name in base.licence(licence_id).names if base.find(name) != licence_id]
    assert missed == []
