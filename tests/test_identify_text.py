"""What is said of a text: invented licences in every dress, with changed terms, damaged, and side by side."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck.identify import identify_text
from licensecheck.identify.build import build, sources
from licensecheck.identify.result import TextResult

if TYPE_CHECKING:
    from conftest import Identified, Identify

IDENTIFY = Path(__file__).resolve().parent / "data" / "identify"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((IDENTIFY / "texts").glob("*.txt"))}
HERON, EGRET, PELICAN, CRANE = (TEXTS[key] for key in ("heron", "egret", "pelican", "crane-zh"))
NAMES = {"heron": "heron-2.0"}


def name(key: str) -> str:
    return NAMES.get(key, key)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("key", TEXTS)
def test_the_text_itself_is_exact(identified: Identified, key: str) -> None:
    match = identified(TEXTS[key])
    assert (match.license, match.confidence, match.score, match.differences) == (name(key), "exact", 1.0, ())
    assert match.lines == (1, TEXTS[key].rstrip().count("\n") + 1)


DRESS: dict[str, Callable[[str], str | bytes]] = {
    "re-wrapped": lambda text: "\n\n".join(textwrap.fill(part, 50) for part in text.split("\n\n")),
    "one line": lambda text: " ".join(text.split()),
    "capitals": str.upper,
    "small letters": str.lower,
    "old Mac": lambda text: text.replace("\n", "\r"),
    "comment": lambda text: re.sub("(?m)^", "# ", text),
    "block comment": lambda text: "/*\n" + re.sub("(?m)^", " * ", text) + "\n */",
    "batch comment": lambda text: re.sub("(?m)^", ":: ", text),
    "quotation": lambda text: re.sub("(?m)^", "> ", text),
    "curly quotes": lambda text: re.sub('"([^"]*)"', "“\\1”", text),
    "Markdown": lambda text: "# **" + text.replace("\n", "**\n", 1).replace("Agreement", "*Agreement*"),
    "linked": lambda text: text.replace("Agreement", "[Agreement](https://example.org/agreement)"),
    "HTML": lambda text: (
        "<html><body><p class='x'>" + text.replace('"', "&quot;").replace("\n\n", "</p>\n<p>").replace("<year>", "&lt;year&gt;") + "</p></body></html>"
    ),
    "non-breaking": lambda text: text.replace(" ", "\u00a0"),
    "zero width": lambda text: text.replace("a", "a\u200b"),
    "full width": lambda text: text.replace("o", "\uff4f"),
    "UTF-8 mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without mark": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "British": lambda text: text.replace("license", "licence").replace("License", "Licence"),
    "page numbers": lambda text: text.replace("\n\n", "\n\nPage 3 of 9\n\n", 3),
    "holder above": lambda text: "Copyright (c) 2024 Rosa Reed <rosa@example.org>\nAll rights reserved.\n\n" + text,
}


@pytest.mark.parametrize("dress", DRESS)
@pytest.mark.parametrize("key", TEXTS)
def test_dress_changes_nothing(identified: Identified, key: str, dress: str) -> None:
    match = identified(DRESS[dress](TEXTS[key]))
    assert match.license == name(key)
    assert match.plain, match


def test_words_divided_at_line_ends_are_put_together(identified: Identified) -> None:
    assert identified(HERON.replace("documentation", "docu-\nmentation").replace("derivatives", "deriva-\n   tives")).plain


@pytest.mark.parametrize("text", [HERON.replace("documentation", "documen\ntation"), HERON.replace("royalty-free and", "royal\nty-free a\nnd")])
def test_words_divided_without_a_hyphen_are_put_together(identified: Identified, text: str) -> None:
    assert identified(text).plain


@pytest.mark.parametrize("number", ["3 00", "30 0", "30\n0", "3.00"])
def test_a_divided_number_is_another_number(identified: Identified, number: str) -> None:
    assert identified(HERON.replace("300 million", f"{number} million")).confidence == "modified"


def test_another_holder_beside_an_unfilled_notice(identified: Identified) -> None:
    notice = "\n\nCopyright (c) {}\n".format
    assert identified(PELICAN + notice("2024 Rosa Reed")).plain
    assert not identified(PELICAN.replace("the holder>", "the exclusive buyer>")).plain


def test_a_quoted_tag_may_be_divided(identified: Identified) -> None:
    assert identified(re.sub("(?m)^", "> ", HERON.replace("Heron Labs grants", "Heron Labs <b\n>grants</b>"))).plain


@pytest.mark.parametrize("key", ["heron", "egret"])
def test_a_short_rest_of_a_text_is_still_named(identified: Identified, key: str) -> None:
    paragraphs = TEXTS[key].strip().split("\n\n")
    rest = "\n\n".join([*paragraphs[:3], *paragraphs[-2:]])
    match = identified(rest)
    assert (match.license, match.confidence) == (name(key), "modified")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_texts_in_their_encodings(identified: Identified, encoding: str) -> None:
    assert identified(CRANE.encode(encoding)).license == "crane-zh"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<year> <name of the holder>", "2021, 2023 Rosa Reed and contributors"),
        ("<year> <name of the holder>", "2019-2024 Institute for Bird Research <info@example.org>. All rights reserved."),
        ("Copyright (c) <year> <name of the holder>\n\n", ""),
        ("Pelican License\n\n", ""),
        ("Pelican License", "The Pelican License"),
    ],
)
def test_holders_and_titles_may_differ(identified: Identified, old: str, new: str) -> None:
    assert identified(PELICAN.replace(old, new)).confidence == "normalized"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<name of the holder>", "<name of the elephant>"),
        ("<year> <name of the holder>", "2024 Rosa Reed. Free for academic use."),
        ("<year> <name of the holder>", "2024 Rosa Reed, not for resale"),
        ("Copyright", "Elephant"),
        ("Pelican License", "Modified Pelican License"),
        ("Pelican License", "Pelican License for Students"),
    ],
)
def test_a_clause_cannot_hide_among_names(identified: Identified, old: str, new: str) -> None:
    assert identified(PELICAN.replace(old, new)).confidence == "modified"


@pytest.mark.parametrize("words", ["All elephant reserved.", "All rights elephant."])
def test_all_rights_reserved_has_no_other_words(identified: Identified, words: str) -> None:
    assert identified(f"Copyright (c) 2024 Rosa Reed\n{words}\n\n{HERON}").confidence == "modified"


@pytest.mark.parametrize(
    "clause",
    [
        "You may not sell it.",
        "The work shall be used for good.",
        "Whoever has more than fifty employees buys a license first.",
        "Birds in the European Union get no rights.",
        "Anyone who benefits owes the authors a beer.",
        "never on sundays",
        "不得用于商业用途。",
    ],
)
@pytest.mark.parametrize("place", ["start", "middle", "end", "inside"])
def test_an_added_clause_is_seen_with_its_lines(identified: Identified, clause: str, place: str) -> None:
    text = {
        "start": clause + "\n\n" + HERON,
        "middle": HERON.replace("3. Outputs.", clause + "\n\n3. Outputs."),
        "end": HERON + "\n" + clause + "\n",
        "inside": HERON.replace("may grant or refuse.", "may grant or refuse. " + clause),
    }[place]
    match = identified(text)
    line = line_of(text, clause)
    assert (match.license, match.confidence) == ("heron-2.0", "modified")
    assert [one.lines for one in match.differences if one.kind == "added"] == [(line, line)]


@pytest.mark.parametrize(
    ("words", "section", "clauses"),
    [
        ("2. Additional Commercial Terms. If", "2", ("scale-cap",)),
        ("3. Outputs. You", "3", ("other-models",)),
        ("   b. If you hand", "1.b", ("license-copy",)),
        ("4. Disclaimer. The", "4", ()),
    ],
)
def test_a_removed_clause_is_named(identified: Identified, words: str, section: str, clauses: tuple[str, ...]) -> None:
    start = HERON.index(words)
    end = min(at for mark in ("\n\n", "\n   c.") if (at := HERON.find(mark, start)) > 0)
    text = HERON[:start] + HERON[end:]
    match = identified(text)
    assert match.confidence == "modified"
    (difference,) = match.differences
    assert (difference.kind, difference.section, difference.clauses) == ("removed", section, clauses)
    assert difference.lines[0] <= line_of(HERON, words) <= difference.lines[1]


@pytest.mark.parametrize("seed", range(60))
def test_one_other_word_is_never_plain(identified: Identified, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    places = [match.span() for match in re.finditer(r"\w+", HERON)][12:]
    start, end = rng.choice(places)
    text = HERON[:start] + rng.choice(["elephant", "never", "77", "commercial"]) + HERON[end:]
    match = identified(text)
    line = text.count("\n", 0, start) + 1
    assert (match.license, match.confidence) == ("heron-2.0", "modified")
    assert any(one.lines[0] <= line <= one.lines[1] for one in match.differences)


@pytest.mark.parametrize(("old", "new"), [("Heron 2.0 Version", "Heron 2.1 Version"), ("March 4, 2025", "March 5, 2025")])
def test_another_version_or_date_is_a_change(identify: Identify, old: str, new: str) -> None:
    assert not any(match.plain for match in identify(HERON.replace(old, new)).matches)


def test_a_changed_number_names_its_clause(identified: Identified) -> None:
    (difference,) = identified(HERON.replace("300 million", "100 million")).differences
    assert (difference.kind, difference.section, difference.clauses) == ("changed", "2", ("scale-cap",))


def test_one_han_letter_is_a_change(identified: Identified) -> None:
    (difference,) = identified(CRANE.replace("不得将模型用于", "可以将模型用于")).differences
    assert difference.lines == (7, 7)


def test_siblings_are_told_apart(identified: Identified) -> None:
    assert identified(HERON.upper()).license == "heron-2.0"
    assert identified(EGRET.upper()).license == "egret"
    assert identified(EGRET + "\nYou may not sell it.\n").license == "egret"


def test_a_text_we_lack_is_unknown_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "texts.idx").write_bytes(build([one for one in sources([IDENTIFY / "texts"], NAMES.get) if one.key != "egret"]))
    result = identify_text(EGRET, [tmp_path])
    assert result.matches == ()
    assert result.nearest is not None
    assert result.nearest.license == "heron-2.0"
    assert 0.8 < result.nearest.score < 1


def test_prose_is_nothing(identify: Identify) -> None:
    result = identify("The river was high that year, and the boats lay in the garden behind the school. " * 40)
    assert (result.matches, result.nearest) == ((), None)


@pytest.mark.parametrize("rule", ["\n\n", "\n\n---\n\n", "\n" + "=" * 70 + "\n"])
def test_two_licences_in_one_file(identify: Identify, rule: str) -> None:
    text = HERON.rstrip() + rule + PELICAN
    first, second = identify(text).matches
    assert (first.license, second.license, first.plain, second.plain) == ("heron-2.0", "pelican", True, True)
    assert first.lines == (1, HERON.rstrip().count("\n") + 1)
    assert second.lines[1] == text.rstrip().count("\n") + 1


README = """# fastbird

![badge](https://example.org/badge.svg)

A fast library that counts birds in pictures. You may need a newer compiler; only Python 3.11 is supported, and you must install numpy.

```
pip install fastbird
```

## License

{}

## Thanks

We thank the users who sent pictures of birds from their gardens.
"""


def test_a_licence_in_a_readme(identified: Identified) -> None:
    text = README.format(PELICAN.strip())
    match = identified(text)
    assert (match.license, match.plain) == ("pelican", True)
    assert match.lines == (line_of(text, "Pelican License"), line_of(text, "The authors owe"))


def test_a_restriction_in_a_readme_counts(identified: Identified) -> None:
    text = README.format(PELICAN.strip() + "\n\nThe weights may not be used for commercial purposes.")
    assert identified(text).confidence == "modified"


def test_the_first_half_is_modified_and_names_what_is_gone(identified: Identified) -> None:
    match = identified(HERON[: HERON.index("3. Outputs")])
    assert (match.license, match.confidence) == ("heron-2.0", "modified")
    assert match.differences[-1].kind == "removed"
    assert "other-models" in match.differences[-1].clauses


@pytest.mark.parametrize("seed", range(10))
def test_lost_words_keep_the_name(identified: Identified, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    match = identified(" ".join(word for word in HERON.split() if rng.random() > 0.05))
    assert (match.license, match.confidence) == ("heron-2.0", "modified")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "an empty file"),
        (b" \n\t\r\n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"%PDF-1.7\n%\xe2\xe3", "a binary file, not a text"),
        (bytes(range(256)) * 40, "a binary file, not a text"),
        (b"GGUF\x03\0\0\0" + b"\0" * 100, "a binary file, not a text"),
        ("— … •\n", "a file without words"),
    ],
)
def test_files_that_hold_no_text(identify: Identify, data: bytes | str, problem: str) -> None:
    assert identify(data) == TextResult(problem=problem)


def test_what_is_not_read_is_not_vouched_for(identify: Identify) -> None:
    result = identify(HERON + "\n" * 4_000_000 + "You may not sell it.")
    assert "were read" in result.problem
    assert [match.confidence for match in result.matches] == ["modified"]


@given(st.binary(max_size=400) | st.text(max_size=400))
@settings(deadline=None, max_examples=150)
def test_nothing_makes_it_fail(data: bytes | str) -> None:
    identify_text(data)


HOSTILE = {
    "one phrase": "Heron Labs grants you a license to use. " * 25_000,
    "one word": "a" * 1_000_000,
    "brackets": "[" * 300_000 + "](" * 300_000,
    "tags": "<p " * 300_000,
    "open script": "<script>" * 100_000 + "</s",
    "quotes": "> " * 500_000,
    "hyphens": "a-\n" * 300_000,
    "copyright": "copyright (c) " * 70_000,
    "entities": "&amp" * 100_000 + "&amp;" * 100_000,
    "numbers": "1.1.1. " * 100_000,
    "han": "不得用于商业用途" * 40_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_are_answered(identify: Identify, kind: str) -> None:
    assert all(not match.plain for match in identify(HOSTILE[kind]).matches)
