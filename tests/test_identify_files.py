"""Files and folders: decoding, what is walked, the command's table, JSON and exit codes, and the index of texts."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from licensecheck.cli import identify as command
from licensecheck.cli import index as index_command
from licensecheck.cli.arguments import parse
from licensecheck.errors import InputError
from licensecheck.identify import identify_text, normalise, walk
from licensecheck.identify.build import build, renamed, sources
from licensecheck.identify.ladder import INDEX
from licensecheck.identify.textindex import MAGIC, TextIndex
from licensecheck.rulebase import RuleBase, bundled
from licensecheck.schema_check import load_schema

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "identify"
SHARED = ROOT.parent / "shared" / "license-texts"
HERON, PELICAN = ((DATA / "texts" / f"{key}.txt").read_text(encoding="utf-8") for key in ("heron", "pelican"))
MOST_BYTES = 2_500_000


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "licenses").mkdir()
    (folder / "licenses" / "heron-2.0.yaml").write_bytes((DATA / "rules" / "licenses" / "heron-2.0.yaml").read_bytes())
    index_command.run(options(rules=[folder], texts=[DATA / "texts"]))
    return folder


def nothing(key: str) -> str | None:
    """No rule file has any text."""
    return None


def options(**given: Any) -> argparse.Namespace:
    return argparse.Namespace(**{"rules": [], "texts": [], "output": None, "check": False, "format": "terminal", "paths": []} | given)


def files_of(rules: Path, *paths: Path) -> tuple[list[dict[str, Any]], int]:
    text, code = command.run(options(rules=[rules], paths=list(paths), format="json"))
    data = json.loads(text)
    Draft202012Validator(load_schema("identify")).validate(data)
    return data["files"], code


def test_an_unchanged_licence_exits_with_0(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(HERON.upper(), encoding="utf-8")
    (file,), code = files_of(rules, tmp_path)
    assert code == 0
    assert file["path"].endswith("/LICENSE")
    assert file["matches"] == [{"license": "heron-2.0", "confidence": "normalized", "score": 1.0, "lines": [1, 21], "differences": []}]
    assert file["nearest"] is None


def test_a_changed_licence_exits_with_1_and_says_what_changed(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(HERON.replace("300 million", "3 million") + "\nYou may not sell it.\n", encoding="utf-8")
    (file,), code = files_of(rules, tmp_path / "LICENSE")
    assert code == 1
    assert [(one["kind"], one["section"], one["clauses"]) for one in file["matches"][0]["differences"]] == [
        ("changed", "2", ["scale-cap"]),
        ("added", None, []),
    ]
    table, code = command.run(options(rules=[rules], paths=[tmp_path]))
    assert code == 1
    assert "heron-2.0" in table
    assert "changed on line 14, section 2: scale-cap" in table
    assert "added on line 23" in table


@pytest.mark.parametrize(("content", "says"), [(b"", "an empty file"), (b"\0\1\2\3" * 50, "a binary file"), (b"The river was high.", "no licence text")])
def test_files_without_a_licence_exit_with_1(rules: Path, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "LICENSE").write_bytes(content)
    table, code = command.run(options(rules=[rules], paths=[tmp_path]))
    assert (code, says in table) == (1, True)


def test_a_card_need_not_hold_a_licence(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(PELICAN, encoding="utf-8")
    (tmp_path / "README.md").write_text("# Birds\n\nA library that counts them.\n", encoding="utf-8")
    files, code = files_of(rules, tmp_path)
    assert [Path(file["path"]).name for file in files] == ["LICENSE", "README.md"]
    assert code == 0


def test_an_empty_folder_is_no_success(rules: Path, tmp_path: Path) -> None:
    assert command.run(options(rules=[rules], paths=[tmp_path])) == ("no licence file found\n", 1)


def test_every_missing_path_is_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        command.run(options(paths=["nowhere", "LICENSE-of-nothing"]))
    assert len(error.value.problems) == 2


def test_paths_are_shown_without_tricks(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "LICENSE\x1b[31m\u202e").write_text(PELICAN, encoding="utf-8")
    table, _ = command.run(options(rules=[rules], paths=[tmp_path]))
    assert "\x1b" not in table
    assert "\u202e" not in table


NAMES = (
    "LICENSE LICENCE LICENSE.md LICENSE-MODEL LICENSE_CODE.txt MODEL_LICENSE COPYING COPYING.LESSER NOTICE NOTICE.txt USE_POLICY.md Acceptable-Use-Policy.md "
    "UNLICENSE Gemma_Prohibited_Uses.txt LIZENZ.txt LICENCIA 许可证.txt 模型许可协议 ライセンス.md third-party-licenses.txt"
)


@pytest.mark.parametrize("name", NAMES.split())
def test_names_that_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    assert [(os.path.basename(one.path), one.card) for one in walk(tmp_path)] == [(name, False)]


@pytest.mark.parametrize("name", ["README.md", "readme", "README_zh.md", "README.zh-CN.md", "MODEL_CARD.md", "model-card.md"])
def test_cards_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    assert [(os.path.basename(one.path), one.card) for one in walk(tmp_path)] == [(name, True)]


@pytest.mark.parametrize(
    "name", ["license.py", "licenses.json", "notice.safetensors", "permitted.txt", "main.c", "noticeboard.txt", "LICENSE.png", "unlicensed.txt"]
)
def test_names_that_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x", encoding="utf-8")
    assert list(walk(tmp_path)) == []


def test_folders_are_walked_with_bounds(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a"] * 30)
    for folder in (tmp_path / "b", tmp_path / ".git", tmp_path / "node_modules", deep):
        folder.mkdir(parents=True)
        (folder / "LICENSE").write_text("x", encoding="utf-8")
    assert [os.path.relpath(one.path, tmp_path) for one in walk(tmp_path) if not one.problem] == [os.path.join("b", "LICENSE")]


def test_links_may_not_lead_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "project", tmp_path / "secret"
    inside.mkdir()
    outside.mkdir()
    (outside / "LICENSE").write_text("x", encoding="utf-8")
    (inside / "TERMS").write_text("x", encoding="utf-8")
    (inside / "LICENSE").symlink_to(outside / "LICENSE")
    (inside / "COPYING").symlink_to(inside / "TERMS")
    (inside / "NOTICE").symlink_to(inside / "NOTICE")
    (inside / "more").symlink_to(outside, target_is_directory=True)
    assert [os.path.basename(one.path) for one in walk(inside) if not one.problem] == ["COPYING", "TERMS"]
    assert all("outside" in one.problem or "cannot be read" in one.problem for one in walk(inside) if os.path.basename(one.path) in ("LICENSE", "NOTICE"))


@pytest.mark.parametrize(
    ("plain", "dressed"),
    [
        ("the licensor grants", "The <b>Licensor</b> grants"),
        ("a license", "a&nbsp;licence"),
        ("a b", "a &amp;amp; b"),
        ("year", "<year>"),
        ("see example org", 'see [https://example.org](https://example.org/x_(y) "t")'),
        ("non commercial", "Non\u2011Commercial"),
        ("file", "ﬁle"),
        ("resume", "résumé"),
        ("strasse", "STRASSE"),
        ("strasse", "Straße"),
        ("a b", "a\u200b b\ufeff"),
    ],
)
def test_the_normal_form(plain: str, dressed: str) -> None:
    assert normalise.words(normalise.body(dressed)) == plain.encode().split()


def test_han_letters_are_words_of_their_own() -> None:
    assert [word.decode() for word in normalise.words(normalise.body("模型 GPT-4，许可。"))] == ["模", "型", "gpt", "4", "许", "可"]


@pytest.mark.parametrize("text", ["a b\nc\n\nd e f\n", "模型\n许可 x\n", "", "\n\n"])
def test_line_ends_count_words(text: str) -> None:
    lines = text.split("\n")
    expected = [sum(len(normalise.words(line)) for line in lines[: at + 1]) for at in range(len(lines))]
    assert normalise.line_ends(text) == expected


def test_the_same_texts_give_the_same_index_without_any_words() -> None:
    first, second = (build(sources([DATA / "texts"], nothing)) for _ in range(2))
    assert first == second
    assert first.startswith(MAGIC)
    assert not any(word in first for word in (b"royalty", b"worldwide", b"neighbour", b"neighbor", b"outputs"))


def test_texts_are_named_anew_without_the_texts(rules: Path, tmp_path: Path) -> None:
    (tmp_path / INDEX).write_bytes(build(sources([DATA / "texts"], nothing)))
    assert identify_text(HERON, [tmp_path]).matches[0].license == "heron"
    index_command.run(options(rules=[rules], output=tmp_path / INDEX))
    assert TextIndex(tmp_path / INDEX).all_names() == TextIndex(rules / INDEX).all_names()


def test_a_stale_index_is_noticed(rules: Path, tmp_path: Path) -> None:
    (tmp_path / INDEX).write_bytes(build(sources([DATA / "texts"], nothing)))
    _, code = index_command.run(options(rules=[rules], output=tmp_path / INDEX, check=True))
    assert code == 1
    assert index_command.Finder(RuleBase([rules]))("heron") == "heron-2.0"


def test_a_clause_renamed_in_its_rule_file_makes_the_index_stale(tmp_path: Path) -> None:
    (tmp_path / "licenses").mkdir()
    file = tmp_path / "licenses" / "heron-2.0.yaml"
    file.write_bytes((DATA / "rules" / "licenses" / "heron-2.0.yaml").read_bytes())
    index_command.run(options(rules=[tmp_path], texts=[DATA / "texts"]))
    before = TextIndex(tmp_path / INDEX)
    finder = index_command.Finder(RuleBase([tmp_path]))
    assert renamed(before, finder, finder.quotes, finder.titles) == (tmp_path / INDEX).read_bytes()
    file.write_text(file.read_text(encoding="utf-8").replace("scale-cap", "user-cap"), encoding="utf-8")
    finder = index_command.Finder(RuleBase([tmp_path]))
    assert renamed(before, finder, finder.quotes, finder.titles) != (tmp_path / INDEX).read_bytes()
    index_command.run(options(rules=[tmp_path]))
    (match,) = identify_text(HERON.replace("300 million", "3 million"), [tmp_path]).matches
    assert match.differences[0].clauses == ("user-cap",)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")
def test_texts_of_an_own_folder_are_known_beside_ours(rules: Path) -> None:
    own, ours = HERON, (SHARED / "mit.txt").read_text(encoding="utf-8")
    both = identify_text(f"{own}\n\n{ours}", [rules])
    found = [(match.license, match.confidence) for match in (*identify_text(own, [rules]).matches, *identify_text(ours, [rules]).matches)]
    assert found == [("heron-2.0", "exact"), ("mit", "exact")]
    assert {match.license for match in both.matches} == {"heron-2.0", "mit"}
    changed = identify_text(ours.replace("without restriction", "with restriction"), [rules])
    assert [(match.license, match.confidence) for match in changed.matches] == [("mit", "modified")]


def test_an_own_index_need_not_have_the_texts_of_ours(rules: Path) -> None:
    said, code = index_command.run(options(rules=[rules], check=True))
    assert (code, "not in the index" in said) == (0, False)


def test_texts_of_an_spdx_package_go_by_their_ids(tmp_path: Path) -> None:
    (tmp_path / "Pelican-1.0.json").write_text(json.dumps({"licenseText": PELICAN.replace("Pelican License", "Pelican License 1.0")}), encoding="utf-8")
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    assert [(one.key, one.licence) for one in sources([tmp_path], nothing)] == [("Pelican-1.0", "Pelican-1.0")]
    assert [(one.key, one.licence) for one in sources([tmp_path], lambda key: "pelican" if key == "Pelican-1.0" else None)] == [("Pelican-1.0", "pelican")]


def test_a_folder_of_texts_must_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        index_command.run(options(texts=[tmp_path / "none"]))


def test_another_file_is_no_index() -> None:
    with pytest.raises(ValueError, match="no text index"):
        TextIndex(b"nonsense" * 20)


def test_the_bundled_index_is_small_and_names_what_the_rules_say() -> None:
    path = bundled("rules") / INDEX
    assert path.stat().st_size <= MOST_BYTES
    finder = index_command.Finder(RuleBase())
    wrong = [(key, licence, finder(key) or finder(base) or base) for key, base, licence in TextIndex(path).all_names()]
    assert [row for row in wrong if row[1] != row[2]] == [], "run `licensecheck rules index`"


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there")
def test_every_text_at_hand_is_known_exactly() -> None:
    index = TextIndex(bundled("rules") / INDEX)
    names = {key: licence for key, _, licence in index.all_names()}
    wrong = []
    for path in sorted(SHARED.glob("*.txt")):
        (match,) = identify_text(path.read_bytes()).matches
        if (match.license, match.confidence) != (names[path.stem], "exact"):
            wrong.append((path.stem, match))
    assert wrong == []


@pytest.mark.parametrize(
    ("argv", "read"),
    [
        (["LICENSE"], (["LICENSE"], "terminal")),
        (["../a/LICENSE", "b"], (["../a/LICENSE", "b"], "terminal")),
        (["--format", "json", "a"], (["a"], "json")),
        (["a", "--format", "json"], (["a"], "json")),
    ],
)
def test_paths_alone_need_no_parser_and_are_read_as_the_parser_reads_them(argv: list[str], read: tuple[list[str], str]) -> None:
    plain = command.plain_options(argv)
    parsed = parse(["identify", *argv])
    assert plain is not None
    assert (plain.paths, plain.format, plain.rules, plain.command) == (*read, [], "identify")
    assert ([str(path) for path in parsed.paths], parsed.format, parsed.rules, parsed.command) == (*read, [], "identify")


@pytest.mark.parametrize("argv", [[], [""], ["--help"], ["-x", "a"], ["./a"], ["a/"], ["a//b"], ["a/../b"], ["--format", "json"], ["--format", "xml", "a"]])
def test_anything_else_is_left_to_the_parser(argv: list[str]) -> None:
    assert command.plain_options(argv) is None
