"""Forms in which a licence comes that change no term, each beside a like one that does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licensecheck.identify.normalise import body, words

if TYPE_CHECKING:
    from conftest import Identified, Identify

TEXTS = Path(__file__).resolve().parent / "data" / "identify" / "texts"
HERON, STORK, CRANE = ((TEXTS / f"{key}.txt").read_text(encoding="utf-8") for key in ("heron", "stork", "crane-zh"))
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
