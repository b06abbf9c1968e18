"""Wrapping by columns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck.reports.wrapping import columns, padded, wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("", 10, [""]),
        ("meta-llama/Llama-3.1-8B-Instruct", 20, ["meta-llama/Llama-", "3.1-8B-Instruct"]),
        ("许可证许可证", 4, ["许可", "证许", "可证"]),
    ],
)
def test_text_is_broken_at_blanks_and_only_long_words_are_cut(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_prefixes_stand_before_the_lines() -> None:
    assert wrapped("a b c", 4, "- ", "  ") == ["- a", "  b", "  c"]


@settings(deadline=None)
@given(st.text(alphabet="ab /-许 é", max_size=60), st.integers(min_value=4, max_value=30))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_padding_counts_columns() -> None:
    assert padded("许", 4) == "许  "
    assert padded("ab", 4) == "ab  "
