"""The rule base on disk: compiled once, never stale, and never in the way."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from licensecheck.errors import RuleBaseError
from licensecheck.model import LicenceId
from licensecheck.rulebase import RuleBase, bundled
from licensecheck.store import FORMAT, Store, compile_rules, normal_name, open_store

LICENCE = """id: {id}
title: {title}
licensor: Heron Ltd
names: {{aliases: [{alias}]}}
text: [{{key: {id}, url: "https://example.org", sha256: ""}}]
reviewed: {{on: "2026-11-21", status: draft, readings: 1}}
clauses:
  - {{id: grant, kind: permission, section: "1", quote: "may", summary: {summary}, covers: [all]}}
silent_on: []
examples:
  given: {{actions: [run]}}
  cases: [{{name: anyone, expect: {{verdict: permitted}}}}]
"""


def write(root: Path, name: str = "heron-1.0", **words: str) -> Path:
    path = root / "licenses" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LICENCE.format(**{"id": name, "title": f"Heron {name}", "alias": f"other name of {name}", "summary": "All."} | words), encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICENSECHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def rules(tmp_path: Path, cache: Path) -> Path:
    write(tmp_path / "rules")
    return tmp_path / "rules"


def cached(cache: Path) -> Path:
    return max(cache.rglob("*.bin"), key=lambda path: path.stat().st_mtime_ns)


@pytest.mark.parametrize(("one", "two"), [("Apache-2.0", "apache 2.0"), ("llama_3", "LLAMA-3"), (" a  b ", "a-b")])
def test_letter_case_blanks_and_hyphens_do_not_matter(one: str, two: str) -> None:
    assert normal_name(one) == normal_name(two)


@pytest.mark.parametrize(("one", "two"), [("apache-2.0", "apache-20"), ("mit", "m-it"), ("gpl-3.0", "gpl-3.0+"), ("a/b", "a-b")])
def test_everything_else_matters(one: str, two: str) -> None:
    assert normal_name(one) != normal_name(two)


def test_a_second_run_reads_what_the_first_compiled(rules: Path, cache: Path) -> None:
    first = open_store(rules)
    assert cached(cache).read_bytes().startswith(b'{"format"')
    second = open_store(rules)
    assert (second.header, second.part("licenses/heron-1.0.yaml")) == (json.loads(json.dumps(first.header)), first.part("licenses/heron-1.0.yaml"))


@pytest.mark.parametrize("summary", ["Everything that there is.", "One."])
def test_a_changed_rule_file_is_noticed(rules: Path, summary: str) -> None:
    open_store(rules)
    write(rules, summary=summary)
    assert RuleBase([rules]).licence(LicenceId("heron-1.0")).clauses[0].summary == summary


def test_a_change_that_keeps_size_and_time_is_noticed_in_what_is_used(rules: Path) -> None:
    path = rules / "licenses" / "heron-1.0.yaml"
    before = path.stat()
    open_store(rules)
    write(rules, summary="Alt.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert RuleBase([rules]).licence(LicenceId("heron-1.0")).clauses[0].summary == "Alt."


def test_a_new_and_a_removed_rule_file_are_noticed(rules: Path) -> None:
    assert RuleBase([rules]).find("heron-2.0") is None
    added = write(rules, "heron-2.0")
    assert RuleBase([rules]).find("other name of heron-2.0") == "heron-2.0"
    added.unlink()
    assert RuleBase([rules]).find("heron-2.0") is None


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[]\n", b'{"format": 0}\n', b"\xff\xfe\x00", json.dumps({"format": FORMAT + 1}).encode() + b"\n"])
def test_a_broken_cache_file_is_ignored_and_mended(rules: Path, cache: Path, content: bytes) -> None:
    open_store(rules)
    cached(cache).write_bytes(content)
    assert open_store(rules).rows("names")
    assert cached(cache).read_bytes().startswith(b'{"format"')


@pytest.mark.parametrize("damage", ["head only", "cut off"])
def test_a_cache_file_that_was_cut_off_is_ignored(rules: Path, cache: Path, damage: str) -> None:
    open_store(rules)
    path = cached(cache)
    whole = path.read_bytes()
    path.write_bytes(json.dumps({"format": FORMAT}).encode() + b"\n" if damage == "head only" else whole[: whole.index(b"\n") + 10])
    assert RuleBase([rules]).licence(LicenceId("heron-1.0")).clauses


def test_a_cache_file_with_other_rules_in_it_is_not_believed(rules: Path, cache: Path) -> None:
    open_store(rules)
    path = cached(cache)
    path.write_bytes(path.read_bytes().replace(b'"summary":"All."', b'"summary":"Nil."'))
    assert RuleBase([rules]).licence(LicenceId("heron-1.0")).clauses[0].summary == "All."


def test_a_cache_that_cannot_be_written_is_no_error(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("LICENSECHECK_CACHE", str(tmp_path / "file"))
    assert open_store(rules).rows("names")


def test_a_full_disk_is_no_error_and_leaves_nothing_behind(rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("licensecheck.store.os.replace", full)
    assert open_store(rules).rows("names")
    assert not list(cache.rglob("rules-*"))


def test_rules_of_ones_own_are_added_and_win(rules: Path) -> None:
    write(rules, "mit", title="Our MIT", alias="MIT")
    own = RuleBase([rules])
    assert (own.licence(LicenceId("mit")).title, own.find("heron-1.0"), own.find("apache-2.0")) == ("Our MIT", "heron-1.0", "apache-2.0")
    assert own.version() != RuleBase().version()


def test_the_version_names_the_content(rules: Path) -> None:
    before = RuleBase([rules]).version()
    assert RuleBase([rules]).version() == before
    write(rules, summary="More.")
    assert RuleBase([rules]).version() != before


def test_a_folder_of_rules_that_is_not_there_is_bad_input(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(RuleBaseError):
        RuleBase([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"id": "heron-9.9"}, "the id heron-9.9 is not the file's name"),
        ({"alias": "Heron heron-2.0"}, "belongs to"),
        ({"summary": "[a, b]"}, "summary"),
    ],
)
def test_every_problem_of_every_rule_file_is_told(rules: Path, words: dict[str, str], message: str) -> None:
    write(rules, "heron-2.0")
    write(rules, "heron-1.0", **words)
    (rules / "licenses" / "broken.yaml").write_text("id: [\n", encoding="utf-8")
    with pytest.raises(RuleBaseError, match=message) as caught:
        compile_rules(rules)
    assert {Path(problem.location.file).name for problem in caught.value.problems} >= {"broken.yaml"}


def test_an_unknown_word_in_a_rule_is_told_with_its_file(rules: Path) -> None:
    write(rules, summary='"x", when: {fact: use.colour, is: red}')
    with pytest.raises(RuleBaseError, match=r"heron-1\.0\.yaml.*unknown fact use.colour"):
        RuleBase([rules]).licence(LicenceId("heron-1.0"))


def test_the_rules_that_ship_compile_without_a_problem(cache: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(bundled("rules"), copy)
    header, body = compile_rules(copy)
    assert dict(Store(copy, header, body, 0).rows("names"))["mit"] == "mit"
