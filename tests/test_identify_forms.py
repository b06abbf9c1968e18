"""Forms in which a licence comes that change no term, each beside a like one that does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licensecheck.identify import identify_text
from licensecheck.identify.build import build, sources
from licensecheck.identify.ladder import INDEX
from licensecheck.identify.normalise import body, words

if TYPE_CHECKING:
    from conftest import Identified, Identify

TEXTS = Path(__file__).resolve().parent / "data" / "identify" / "texts"
HERON, STORK, CRANE = ((TEXTS / f"{key}.txt").read_text(encoding="utf-8") for key in ("heron", "stork", "crane-zh"))
NAMES: dict[str, str] = {}
LINES = HERON.splitlines()


def numbered(form: str, lines: list[str], step: int = 1) -> str:
    return "".join(form.format(at * step, line) + "\n" for at, line in enumerate(lines, 1))


@pytest.mark.parametrize("form", ["{:4}  {}", "{} {}", "{} | {}", "{:5}: {}", "{:3}\t{}"])
def test_numbers_of_lines_are_dress(identified: Identified, form: str) -> None:
    assert identified(numbered(form, LINES)).plain
    assert identified("\n" + numbered(form, LINES)).plain
    assert identified(numbered(form, LINES).replace("300", "3")).confidence == "modified"


@pytest.mark.parametrize("form", ["{:4}  {}", "{} {}"])
def test_numbers_that_do_not_run_on_are_words(identify: Identify, form: str) -> None:
    assert not any(match.plain for match in identify(numbered(form, LINES, step=2)).matches)
    amount = numbered(form, LINES).replace(form.format(9, LINES[8]), form.format(700, LINES[8]))
    assert amount != numbered(form, LINES)
    assert not any(match.plain for match in identify(amount).matches)


def test_an_amount_behind_the_number_of_a_line_stays() -> None:
    assert words(body("1 Up to\n2 100 users\n3 may run it.\n")) == b"up to 100 users may run it".split()
    assert words(body("1 Up to\n100 users\n3 may run it.\n"))[:3] == b"1 up to".split()


@pytest.mark.parametrize("mark", ["@c", "@comment", "c", "C", "  c"])
def test_letters_that_mark_comments_are_dress(identified: Identified, mark: str) -> None:
    text = "".join(f"{mark} {line}\n" if line else f"{mark}\n" for line in LINES)
    assert identified(text).plain
    assert identified(text.replace("300", "3")).confidence == "modified"


def test_a_letter_at_some_lines_is_a_word() -> None:
    assert words(body("c one\nc two\nthree\nfour\n")) == b"c one c two three four".split()


@pytest.mark.parametrize("text", [HERON, CRANE])
def test_letters_that_json_writes_by_numbers(identified: Identified, text: str) -> None:
    curly = text.replace('"Agreement"', "“Agreement”").replace("'", "\u2019").replace("Heron Labs", "Heron\u00a0Labs")
    data = json.dumps({"license": curly}, indent=1)
    assert "\\u" in data
    assert identified(data).plain
    assert identified(data.upper().replace("\\U", "\\u").replace("\\N", "\\n")).plain


def test_a_term_in_letters_by_numbers_is_read(identified: Identified) -> None:
    data = json.dumps({"license": HERON + "\n不得用于商业用途。\n"}, indent=1)
    assert identified(data).confidence == "modified"


def test_mark_up_in_letters_by_numbers_is_no_mark_up() -> None:
    assert words(body('{"a": "x\\n\\u003cdel\\u003ey\\u003c/del\\u003e \\u007e\\u007e \\ud83d\\ude80\\u0041"}')) == b"a x del y del u007e u007e u0041".split()


TERMS = STORK[: STORK.index("END OF TERMS")] + "END OF TERMS AND CONDITIONS\n\n"
HOW = "APPENDIX: How to apply the Tern License to your work.\n\nPut the notice below at the top of every file, and replace what stands in brackets.\n\n"
STATEMENT = "Copyright [yyyy] [name of copyright owner]\n\n"
NOTICE = """Licensed under the Tern License, Version 2.0; you may not use this file except in compliance with the License. You may find a copy
of the License at https://tern.example/license. Unless required by law or agreed to in writing, what is handed out under the License is
handed out as it is, and without conditions of any kind. See the License for its limitations under the License.
"""
LETTER = """How to Apply These Terms to Your New Programs

Put these lines at the top of every file.

    <one line to give the program's name and a brief idea of what it does.>
    Copyright (C) <year>  <name of author>

    This program sings for free: it can be heard, and sung again, in the words of the document that came with its feathers.
"""


@pytest.fixture(scope="module")
def terns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a licence with a notice, and of one with a line to be filled in, in their instructions."""
    folder = tmp_path_factory.mktemp("terns")
    (folder / "tern.txt").write_text(TERMS + HOW + STATEMENT + NOTICE, encoding="utf-8")
    (folder / "tern-letter.txt").write_text(HERON + "\n" + LETTER, encoding="utf-8")
    (folder / INDEX).write_bytes(build(sources([folder], NAMES.get)))
    return folder


def said(folder: Path, text: str) -> str:
    (match,) = identify_text(text, [folder]).matches
    return f"{match.license} {'plain' if match.plain else 'modified'}"


@pytest.mark.parametrize("statement", ["Copyright 2016 Rosa Reed, Inc.\n\n", "Copyright 2016 Rosa Reed. All rights reserved.\n\n", STATEMENT, ""])
def test_a_notice_without_the_instructions_around_it(terns: Path, statement: str) -> None:
    assert said(terns, TERMS + statement + NOTICE) == "tern plain"
    assert said(terns, TERMS + statement + NOTICE.replace("at https://tern.example/license", "from banks")) == "tern modified"
    assert said(terns, TERMS + statement + NOTICE.replace("may not use", "may use")) == "tern modified"
    assert said(terns, TERMS + statement + NOTICE[NOTICE.index("Unless") :]) == "tern modified"
    assert said(terns, TERMS.replace("with or without", "without") + statement + NOTICE) == "tern modified"
    assert said(terns, TERMS.replace("END OF TERMS AND CONDITIONS", "") + statement + NOTICE) == "tern modified"


@pytest.mark.parametrize(
    "more", ["Banks pay a fee.\n\n", "Copyright 2016 Rosa Reed, for private use only\n\n", "Copyright 2016 Rosa Reed\n\nNot for banks.\n\n"]
)
def test_more_than_a_statement_before_the_notice(terns: Path, more: str) -> None:
    assert said(terns, TERMS + more + NOTICE) == "tern modified"
    assert said(terns, TERMS + NOTICE + more) == "tern modified"


def test_a_line_of_the_instructions_is_filled_in(terns: Path) -> None:
    filled = LETTER.replace("<one line to give the program's name and a brief idea of what it does.>", "Beak, a singing tool")
    filled = filled.replace("<year>  <name of author>", "2024 Rosa Reed")
    assert said(terns, HERON + "\n" + filled) == "tern-letter plain"
    assert said(terns, HERON) == "tern-letter plain"
    assert said(terns, HERON + "\n" + filled.replace("singing tool", "tool for research only")) == "tern-letter modified"
    assert said(terns, HERON[:-30]) == "tern-letter modified"


def paged(furniture: str) -> str:
    lines = STORK.splitlines()
    return "\n".join("\n".join(lines[at : at + 3]) + "\n" + furniture.format(at // 3 + 1) for at in range(0, len(lines), 3))


@pytest.mark.parametrize("furniture", ["5/1/24, 10:31 AM      License | Foo\n", "\n第 {} 页 共 9 页\n", "\nSeite {} von 9\n", "\nPage {} of 9\n"])
def test_headers_of_printed_pages_are_dress(identified: Identified, furniture: str) -> None:
    assert identified(paged(furniture)).plain


@pytest.mark.parametrize("furniture", ["5/1/24, 10:31 AM      No banks\n", "10 users may am\n"])
def test_headers_with_a_term_are_not(identified: Identified, furniture: str) -> None:
    assert not identified(paged(furniture)).plain


def test_lines_above_that_no_page_of_the_licence_has_are_no_header(identified: Identified) -> None:
    assert not identified("Wader License Plus\n\n" * 3 + STORK).plain
    assert not identified("GNU General Public License\n\n" * 3 + STORK).plain
