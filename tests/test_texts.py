"""Licence texts: the normal form, hashes, and whether quotes stand where they are said to stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck.licences import Clause, Kind, Licence
from licensecheck.model import LicenceId
from licensecheck.texts import digest, misplaced, normal_text, problems

TEXT = """Heron License

1. Grant
  a. You may use it “freely”, for any purpose,
     at no cost.
  b. Limits
     i. Not for war.
     ii. Not for spam.
2. Duties
(a) Keep this notice.

Exhibit A
1. Prohibited: harm to people.
"""


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("“a”", '"a"'),
        ("it’s", "it's"),
        ("a\n  b", "a b"),
        ("a\r\nb", "a b"),
        ("**bold** word", "bold word"),
        ("a–b", "a-b"),
        ("\ufeffa", "a"),
        ("a\u00a0b", "a b"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_print_does_not_matter(one: str, two: str) -> None:
    assert normal_text(one) == normal_text(two)
    assert digest(one) == digest(two)


@pytest.mark.parametrize(("one", "two"), [("may", "may not"), ("700", "701"), ("May", "may"), ("a.", "a")])
def test_words_matter(one: str, two: str) -> None:
    assert digest(one) != digest(two)


@pytest.mark.parametrize(
    ("section", "quote"),
    [
        ("1.a", 'use it "freely", for any purpose, at no cost'),
        ("1.b.i", "Not for war"),
        ("1.b.ii", "Not for spam"),
        ("2.a", "Keep this notice"),
        ("Exhibit A/1", "harm to people"),
        ("Exhibit A", "harm to people"),
        ("¶1", "Heron License"),
        ("¶3", "harm to people"),
    ],
)
def test_a_quote_that_stands_in_its_section_is_found(section: str, quote: str) -> None:
    assert misplaced(TEXT, section, quote) is None


@pytest.mark.parametrize(
    ("section", "quote", "why"),
    [
        ("1.a", "Not for fun", "is not in the text"),
        ("1.a", "not for war", "is not in the text"),
        ("3", "Keep this notice", "section 3 is not found before the quote"),
        ("Exhibit A", "Not for war", "section Exhibit A is not found before the quote"),
        ("2.a", "Not for war", "section 2.a is not found before the quote"),
        ("¶2", "Heron License", "not in paragraph 2"),
        ("¶9", "Heron License", "not in paragraph 9"),
        ("1", " ".join(["word"] * 13), "more than 12 words"),
        ("1", "", "is not in the text"),
    ],
)
def test_a_quote_that_stands_elsewhere_is_told(section: str, quote: str, why: str) -> None:
    assert why in (misplaced(TEXT, section, quote) or "")


def heron(sha256: str, quote: str = "Not for war", document: str = "") -> Licence:
    clause = Clause("war", Kind.PROHIBITION, "1.b.i", quote, "No war.", document=document)
    return Licence(LicenceId("heron-1.0"), "Heron", text=({"key": "heron", "sha256": sha256},), clauses=(clause,))


def test_a_licence_that_fits_its_text_has_no_problems(tmp_path: Path) -> None:
    (tmp_path / "heron.txt").write_text(TEXT, encoding="utf-8")
    assert list(problems(heron(digest(TEXT)), tmp_path)) == []


@pytest.mark.parametrize(
    ("licence", "message"),
    [
        (heron(""), "the file says nothing"),
        (heron("0" * 64), "the hash of heron is"),
        (heron(digest(TEXT), "Not for peace"), "war: the quote 'Not for peace' is not in the text"),
        (heron(digest(TEXT), document="other"), "war: the document 'other' is not listed"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, licence: Licence, message: str) -> None:
    (tmp_path / "heron.txt").write_text(TEXT, encoding="utf-8")
    assert any(message in one for one in problems(licence, tmp_path))


def test_a_missing_text_is_told(tmp_path: Path) -> None:
    assert "heron.txt is not in" in next(iter(problems(heron(""), tmp_path)))
