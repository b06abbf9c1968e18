"""Strict YAML and JSON: places, traps, limits, messages."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import documents
from licensecheck.documents import Document, InputError, yaml_text
from licensecheck.documents.scalars import resolve
from licensecheck.documents.wording import path_text, visible
from licensecheck.model import Location, Path, Value

# A busy machine, and the first import of a validator, are no failure.
PATIENT = settings(deadline=None)
BAD = sorted((pathlib.Path(__file__).parent / "bad").glob("*.yaml"))
LOADERS = {"libyaml": getattr(yaml, "CSafeLoader", yaml.SafeLoader), "python": yaml.SafeLoader}


@pytest.fixture(params=sorted(LOADERS))
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "LOADER", LOADERS[request.param])


def load(text: str | bytes, name: str = "f.yaml", schema: str | None = None) -> Document:
    return documents.parse(text if isinstance(text, bytes) else text.encode(), name, schema)


def messages(text: str | bytes, name: str = "f.yaml", schema: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        load(text, name, schema)
    return str(caught.value)


# Places


TEXT = """\
version: 1
uses:
  chat: {purpose: commercial, actions: [run,
    serve]}
"größe 😀": [a, {b: c}]
"""


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("version",), (1, 10), (1, 1)),
        (("uses",), (3, 3), (2, 1)),
        (("uses", "chat"), (3, 9), (3, 3)),
        (("uses", "chat", "purpose"), (3, 19), (3, 10)),
        (("uses", "chat", "actions", 1), (4, 5), (4, 5)),
        (("größe 😀", 1, "b"), (5, 20), (5, 17)),
    ],
)
def test_every_value_and_key_has_its_place(path: Path, value: tuple[int, int], key: tuple[int, int]) -> None:
    document = load(TEXT)
    assert document.at(path) == Location("f.yaml", *value)
    assert document.key_at(path) == Location("f.yaml", *key)


def test_what_is_missing_has_the_place_around_it() -> None:
    document = load(TEXT)
    assert document.at(("uses", "chat", "territories", 0)) == document.at(("uses", "chat"))
    assert document.key_at(("uses", "chat", "territories")) == document.key_at(("uses", "chat"))
    assert document.at(("version", "x")) == document.at(("version",))
    assert document.at(("uses", 3)) == document.at(("uses",))


def test_lines_can_be_shown() -> None:
    document = load(TEXT)
    assert document.line_text(1) == "version: 1"
    assert document.line_text(5) == '"größe 😀": [a, {b: c}]'
    assert document.line_text(0) == ""
    assert document.line_text(99) == ""


def test_aliases_point_to_what_they_stand_for_and_keys_to_themselves() -> None:
    document = load("a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n")
    assert document.data == {"a": {"b": 1}, "c": {"b": 1}, "d": {"e": 2, "b": 1}}
    assert document.at(("c", "b")) == Location("f.yaml", 1, 11)
    assert document.key_at(("c",)) == Location("f.yaml", 2, 1)
    assert document.at(("d", "b")) == Location("f.yaml", 1, 11)


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_do_not_matter(ends: str) -> None:
    document = load("a: 1\nb:\n  - x\n".replace("\n", ends))
    assert document.data == {"a": 1, "b": ["x"]}
    assert document.at(("b", 0)) == Location("f.yaml", 3, 5)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ['{"a": "é", "b": 1}', "a: é\nb: 1\n"])
def test_byte_order_marks_are_read(encoding: str, text: str) -> None:
    mark = "\ufeff" if encoding.endswith("e") else ""
    document = documents.parse((mark + text).encode(encoding), "f")
    assert document.data == {"a": "é", "b": 1}
    assert document.key_at(("a",)).column == (2 if text[0] == "{" else 1)


# YAML


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", "Null"),
        ("true", True), ("TRUE", True), ("False", False), ("yes", "yes"), ("no", "no"), ("NO", "NO"), ("on", "on"), ("y", "y"),
        ("0", 0), ("-7", -7), ("+7", 7), ("700_000_000", 700_000_000), ("1__0", "1__0"), ("_1", "_1"), ("1_", "1_"),
        ("010", "010"), ("0x10", "0x10"), ("0o10", "0o10"), ("0b1", "0b1"), ("1:30", "1:30"), ("190:20:30", "190:20:30"),
        ("3.10", 3.1), ("-0.5", -0.5), (".5", 0.5), ("5.", "5."), ("1.2.3", "1.2.3"), ("2.0", 2), ("1_000.5", 1000.5),
        ("7e8", 700_000_000), ("1.5E+3", 1500), ("15e-1", 1.5), ("1e", "1e"), ("e5", "e5"), ("1e9999", "1e9999"), ("1e99999", "1e99999"),
        (".inf", ".inf"), ("-.INF", "-.INF"), (".nan", ".nan"), (".", "."), ("-", ["-"]), ("+", "+"), ("=", "="),
        ("2024-07-23", "2024-07-23"), ("2024-06", "2024-06"), ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("9" * 400, "9" * 400), ("12345678901234567890e1234567890123456789", "12345678901234567890e1234567890123456789"),
        ("'1'", "1"), ('"true"', "true"), ("!!str 3.10", "3.10"), ("! 3.10", "3.10"), ('!!int "5"', 5), ("!!float 5", 5), ("!!null ''", None),
        ("!!seq [1]", [1]), ("!!map {a: 1}", {"a": 1}), ("|\n  a: b\n", "a: b\n"), (">-\n  a\n  b\n", "a b"),
    ],
)  # fmt: skip
def test_words_mean_what_a_person_means(text: str, value: Value) -> None:
    found = load(f"k: {text}").data if text != "-" else {"k": ["-"]}
    assert found == {"k": value}
    assert isinstance(found, dict)
    assert type(found["k"]) is type(value)


@pytest.mark.usefixtures("_parser")
def test_keys_are_text_as_written() -> None:
    document = load("NO: a\n2024-06: b\n3.10: c\n010: d\ntrue: e\n~: f\n'': g\n? h\n: i\n")
    assert document.data == {"NO": "a", "2024-06": "b", "3.10": "c", "010": "d", "true": "e", "~": "f", "": "g", "h": "i"}


def test_an_alias_may_be_a_key() -> None:
    assert load("a: &x 3.10\n*x : b\nc: &y z\n*y : d\n").data == {"a": 3.1, "3.10": "b", "c": "z", "z": "d"}


def test_merge_keys() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b], y: 3}\nd: {'<<': 4}\n"
    assert load(text).data == {"a": {"x": 1, "y": 1}, "b": {"x": 2, "z": 2}, "c": {"y": 3, "x": 1, "z": 2}, "d": {"<<": 4}}


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 'f.yaml:3:1: a: the key "a" is given twice; the first is on line 1, column 1'),
        ("m:\n- b: {c: 1, c: 2}\n", "f.yaml:2:13: m[0].b.c: the key"),
        ("a:\n\tb: 1\n", "f.yaml:2:1: a tab is used for indentation"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins here"),
        ("", "f.yaml:1:1: the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("---\n", "the file is empty"),
        ("a: !!python/name:os.system x", "f.yaml:1:4: a: the tag !!python/name:os.system is not allowed"),
        ("a: !x [b]", "the tag !x is not allowed"),
        ("a: !!timestamp 2024-01-01", "the tag !!timestamp is not allowed"),
        ("a: !!int x", 'a: "x" does not fit the tag !!int'),
        ("a: *x", "a: the alias *x stands for nothing"),
        ("a: &x [*x]", "a[0]: the alias *x is used inside of what it stands for"),
        ("*x : 1", "the alias *x stands for nothing"),
        ("? [a]\n: 1", "a key must be text, not a list"),
        ("a: {{ b }}", "a: a key must be text, not a mapping (if this is text, put it in quotes)"),
        ("<<: 3", "`<<` takes a mapping or a list of mappings, not the number 3"),
        ("<<: [{a: 1}, b]", "`<<` takes"),
        ("a: b: c", "f.yaml:1:5: a second `: ` on this line"),
        ("a: 1\n b: 2\n", "f.yaml:2:3: a `key: value` is not expected here"),
        ("a: 'it's'", "f.yaml:1:8: there is more text after the end of the value"),
        ('a: "b', "f.yaml:1:4: the quotation mark that opens here is never closed"),
        ("a: [b\nc: d\n", "f.yaml:1:4: the `[` that opens here is not closed"),
        ("a: {b: [c}", "is missing here"),
        ("a: }", "a value is missing before }"),
        ("a:\n- b\nc\n", "f.yaml:3:1: this line is no `key: value`"),
        ("a:\n  - b\n  c: d\n", "f.yaml:3:3: the list ends here"),
        ("a: - b", "a list item `- ` is not expected here"),
        ("a: *.gguf", "text that begins with * or & must be in quotes"),
        ("a: @b", "f.yaml:1:4: text cannot begin with @"),
        ("a: !b!c d", "text that begins with ! must be in quotes"),
        ('a: "\\q"', "a backslash in double quotes"),
        ("a: | b\n", "after `|` or `>` the text begins on the next line"),
        ("a:\n  b: 1\n c: 2\n", "f.yaml:3:2: this line does not fit the lines above"),
        (": a", "a key is missing before this colon"),
        ("%YAML 7.0\n---\na: 1\n", "a line that begins with %"),
        ('a: "\\0"', "a NUL or half a character"),
        ('a: !!str "\\0"', "a NUL or half a character"),
        ('"a\\0": 1', "a NUL or half a character"),
    ],
)  # fmt: skip
def test_yaml_mistakes_are_named(text: str, message: str) -> None:
    assert message in messages(text)


@pytest.mark.usefixtures("_parser")
def test_half_characters_are_refused_by_both_parsers() -> None:
    assert "f.yaml:1:" in messages('a: "\\ud800"')


def test_all_problems_of_a_document_are_told_in_order() -> None:
    lines = messages("version: 1\nversion: 1\nproject: !x y\nmodels: [{id: a/b, uzes: [x]}]\n", schema="manifest").splitlines()
    assert [line.split(": ")[0] for line in lines] == ["f.yaml:2:1", "f.yaml:3:10", "f.yaml:4:20"]


# Limits


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    return "\n".join(lines)


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (bomb(), "too many values"),
        ("a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 1000 + "]", "too much text"),
        ("a: &a {" + ", ".join(f"k{n}: 1" for n in range(5000)) + "}\nb: [" + "{<<: *a}, " * 100 + "]", "too many values"),
        ("[" * 100_000, "nested too deeply"),
        ("{a: " * 10_000, "nested too deeply"),
        ("- " * 10_000, "nested too deeply"),
        ("a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 40 + "*a" + "]" * 40, "nested too deeply"),
        ("a: &a [&b [*a]]", "is used inside of what it stands for"),
        ("[" + "a," * 250_000 + "]", "too many values"),
        ("a: 1\n" * 500, "there are more problems; these are the first 100"),
    ],
)
def test_bombs_are_refused(text: str, message: str) -> None:
    assert message in messages(text)


@pytest.mark.parametrize("text", ["[" * 65 + "]" * 65, '{"a":' * 65 + "1" + "}" * 65, "[" * 100_000])
def test_deep_json_is_refused(text: str) -> None:
    assert "nested too deeply: more than 64 levels" in messages(text, "f.json")


@pytest.mark.usefixtures("_parser")
def test_the_limits_themselves_are_allowed() -> None:
    assert load("[" * 64 + "]" * 64).data
    assert load("[" * 64 + "]" * 64, "f.json").data
    assert load("a: " + "x" * 1_000_000).data == {"a": "x" * 1_000_000}


def test_size_is_limited() -> None:
    assert documents.parse(b"a: b", "f", limit=4).data == {"a": "b"}
    with pytest.raises(InputError, match="the file is too large: more than 3 bytes"):
        documents.parse(b"a: b", "f", limit=3)
    assert "too large" in messages(b"a: " + b"x" * documents.LIMIT)


# Bytes


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", "f.yaml:2:7: this is not UTF-8 text (byte 0xe9) (save the file as UTF-8)"),
        (b"a: 1\nb: \x00\n", "f.yaml:2:4: a NUL character"),
        ("a: b".encode("utf-16-le"), "a NUL character"),
        (b"a: 1\nb: \x1b[31m\n", "f.yaml:2:4: the control character U+001B is not allowed"),
        ("a: \x85".encode(), "U+0085"),
        (b"\xff\xfea\x00:\x00 \x00\x00\xd8", "this is not UTF-16-LE text"),
        (b"\xef\xbb\xbf", "the file is empty"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    assert message in messages(data)


def test_messages_hold_no_terminal_escapes() -> None:
    text = messages('"\\e]0;x\\a": 1\n"\\e]0;x\\a": 2\n"\\u202E": !\u202ex 2\nversion: "\\e[2J"\n', schema="manifest")
    assert text.replace("\n", "").isprintable()
    assert "\\u001b]0;x\\u0007" in text


def test_visible() -> None:
    assert visible("Größe “x”") == "Größe “x”"
    assert visible("a\x1b\n\u202e\u200b\U000e0001") == "a\\u001b\\n\\u202e\\u200b\\U000e0001"


def test_paths_are_written_as_people_do() -> None:
    assert path_text(()) == ""
    assert path_text(("models", 0, "base_models", 2, "id")) == "models[0].base_models[2].id"
    assert path_text(("given", "use.purpose", "a\x1b")) == 'given["use.purpose"]["a\\u001b"]'


# JSON


def test_json_has_places() -> None:
    document = load('{"a": [1, {"b": null}],\n "c": "x\\n\\u00e9", "d": {}, "e": []}', "f.json")
    assert document.data == {"a": [1, {"b": None}], "c": "x\né", "d": {}, "e": []}
    assert document.at(("a", 1, "b")) == Location("f.json", 1, 17)
    assert document.key_at(("c",)) == Location("f.json", 2, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', 'f.json:1:10: a: the key "a" is given twice; the first is on line 1, column 2'),
        ('{"a": 1,}', "f.json:1:8: this is not valid JSON: there is a `,` before the closing `}` (remove it)"),
        ("[1,]", "before the closing `]`"),
        ('{"a": 1 "b": 2}', "f.json:1:9: this is not valid JSON: a `,` or the closing `}` is missing here"),
        ('{"a" 1}', "a `:` is missing after the key"),
        ("{a: 1}", "a key is missing here (keys stand in double quotes)"),
        ('{"a": ', "a value is missing here"),
        ('{"a": [1', "f.json:1:7: this is not valid JSON: the `[` that opens here is never closed"),
        ('{"a": "b', "f.json:1:7: this is not valid JSON: the quotation mark that opens here is never closed"),
        ('{"a": "b\n"}', "text in quotes must end on its line"),
        ('{"a": "\\x"}', "a backslash begins an escape that JSON does not know"),
        ("{'a': 1}", "keys stand in double quotes"),
        ("['a']", "text must be in double quotes, not single ones"),
        ("[True]", "True means nothing in JSON (write true)"),
        ("[abc]", "abc means nothing in JSON (text must be in double quotes)"),
        ("[NaN]", "NaN is no number"),
        ("[-Infinity]", "this is no number"),
        ("[1e999]", "this number is too large"),
        ("[" + "9" * 5000 + "]", "this number is too large"),
        ("[01]", "a `,` or the closing `]` is missing"),
        ("[1] // x", "there is more text after the end"),
        ("[ // x\n1]", "JSON has no comments"),
        ('["\\ud800"]', "[0]: this text holds a NUL or half a character"),
        ('["\\u0000"]', "a NUL or half a character"),
        ("  \n", "the file is empty"),
    ],
)
def test_json_mistakes_are_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        documents.parse(text.encode(), "f.json", kind="json")
    assert message in str(caught.value)


def test_content_tells_the_kind() -> None:
    assert load('\n {"a": 1}', "f.txt").data == {"a": 1}
    assert load("{a: 1, b: [x,]}", "f.txt").data == {"a": 1, "b": ["x"]}
    assert load("a: 1", "f.json").data == {"a": 1}
    assert "JSON" in messages("{a: 1}", "f.json")
    assert "JSON" in messages('{"a": 1,\n "b": [tru]', "stdin")
    assert "JSON" not in messages("{a: 1,\n b: [c}", "stdin")


def test_json_and_yaml_agree_on_numbers() -> None:
    assert load("[1.0, 7e8, -0.5]", "f.json").data == [1, 700_000_000, -0.5]


# Files and Markdown


def test_read(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_bytes(b"a: 1\r\n")
    assert documents.read(file, "m.yaml").data == {"a": 1}
    with pytest.raises(InputError, match="too large"):
        documents.read(file, "m.yaml", limit=3)
    with pytest.raises(InputError, match=r"none\.yaml: the file cannot be read: No such file"):
        documents.read(tmp_path / "none.yaml", "none.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        documents.read(tmp_path, "folder")


CARD = "---\nlicense: llama3.1\ntags:\n- a: b\n---\n# Title\n---\nmore\n"


@pytest.mark.parametrize("before", ["", "\n\n", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_front_matter(before: str, ends: str) -> None:
    data = (before + CARD.replace("\n", ends)).encode()
    document = documents.front_matter(data, "README.md")
    assert document is not None
    assert document.data == {"license": "llama3.1", "tags": [{"a": "b"}]}
    shift = before.count("\n")
    assert document.at(("license",)) == Location("README.md", 2 + shift, 10)
    assert document.at(("tags", 0, "a")) == Location("README.md", 4 + shift, 6)
    assert document.line_text(2 + shift) == "license: llama3.1"
    parts = documents.split_front_matter(data, "README.md")
    assert parts is not None
    assert parts.body == "# Title\n---\nmore\n"


@pytest.mark.parametrize("text", ["# Title\n", "", "---\n---\n", "---\n# x\n\n---\nbody", "---\nJust a ruled line\n", "----\na: 1\n----\n"])
def test_no_front_matter(text: str) -> None:
    assert documents.front_matter(text.encode(), "README.md") is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"---\nlicense: mit\n\n# Title\n", "c.md:1:1: the block that this line opens is not closed"),
        (b"---\na: 1\na: 2\n---\n", "c.md:3:1: a: the key"),
        (b"---\na: b: c\n---\n", "c.md:2:5: a second"),
        (b"---\na: b\n c: [\n---\n", "c.md:3:3:"),
        (b"---\na: \xff\n---\n", "c.md:2:4: this is not UTF-8"),
        (b"---\na: \x00\n---\n", "c.md:2:4: a NUL"),
        (b"---\na: " + b"x" * 100 + b"\n---\n", "c.md:1:1: the block between the `---` lines is too large"),
    ],
)
def test_broken_front_matter_has_its_place(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        documents.front_matter(data, "c.md", limit=50)
    assert message in str(caught.value)


def test_the_body_of_a_card_may_hold_anything() -> None:
    document = documents.front_matter(b"---\na: 1\n---\n\xff\x00\x1b" + b"x" * 10_000, "c.md", limit=100)
    assert document is not None
    assert document.data == {"a": 1}


# What the schema wants


@pytest.mark.parametrize("name", ["f.yaml", "f.json"])
def test_numbers_are_text_where_text_is_wanted(name: str) -> None:
    text = '{"version": 1, "project": 3.10, "models": [7e8, {"id": "a/b", "revision": 1234567, "license": [0.50]}]}'
    data: Any = load(text, name, "manifest").data
    assert data["project"] == "3.10"
    assert data["models"] == ["7e8", {"id": "a/b", "revision": "1234567", "license": ["0.50"]}]
    assert data["version"] == 1


def test_numbers_stay_numbers_where_a_schema_takes_both() -> None:
    document = documents.read(pathlib.Path(__file__).parents[1] / "rules" / "licenses" / "llama3.1.yaml", "l", "license")
    data: Any = document.data
    assert data["clauses"][1]["when"]["above"] == 700_000_000


def test_true_and_null_are_not_made_text() -> None:
    assert 'project: expected text, found true (put it in quotes: "true")' in messages("version: 1\nproject: true\nmodels: [a/b]\n", schema="manifest")
    assert "project: there is no value (leave the key out when" in messages("version: 1\nproject:\nmodels: [a/b]\n", schema="manifest")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5M", "write 5_000_000"), ("1.5 million", "write 1_500_000"), ("20k", "write 20_000"), ("2bn", "write 2_000_000_000"),
        ("1,000", "write 1_000"), ("1.000.000", "write 1_000_000"), ("$1,000", "write 1_000"), ("500 users", "write 500"),
        ("010", "write 10, without leading zeros"), ("'500'", "remove the quotes"), ("many", "digits only"), ("0x10", "digits only"),
        ("5q", "digits only"), ("1.2345M", "write 1_234_500"), ("x" * 100, ""),
    ],
)  # fmt: skip
def test_numbers_written_by_people_get_a_hint(text: str, hint: str) -> None:
    found = messages(f"version: 1\norganization: {{monthly_active_users: {json.dumps(text) if ',' in text else text}}}\nmodels: [a/b]\n", schema="manifest")
    assert "organization.monthly_active_users: expected a whole number" in found
    assert hint in found


@pytest.mark.parametrize("path", BAD, ids=lambda path: str(path.stem))
def test_realistic_mistakes(path: pathlib.Path) -> None:
    with pytest.raises(InputError) as caught:
        documents.read(path, path.name, "manifest")
    found = str(caught.value).splitlines()
    expected = path.with_suffix(".errors.txt").read_text(encoding="utf-8").splitlines()
    assert expected == found


def test_there_are_enough_mistakes_and_no_leftovers() -> None:
    assert len(BAD) >= 25
    texts = {path.name.removesuffix(".errors.txt") for path in BAD[0].parent.glob("*.errors.txt")}
    assert texts == {path.stem for path in BAD}


def test_one_mistake_made_many_times_is_cut_short() -> None:
    lines = messages("version: 1\nmodels: [" + "true, " * 5000 + "]", schema="manifest").splitlines()
    assert len(lines) == 101
    assert any("there are more problems; these are the first 100" in line for line in lines)


# Properties


WORDS = st.text(st.sampled_from("ab \n\t:-?,[]{}#&*!|>'\"%@`~<0123.e_\\\x00\x1b\u202e\ufeff\xe9\ud800\U0001f600-"), max_size=40)


@PATIENT
@given(st.one_of(st.text(), WORDS), st.sampled_from(["f.yaml", "f.json", "f.md"]), st.sampled_from([None, "manifest", "license"]))
def test_any_text_is_read_or_refused(text: str, name: str, schema: str | None) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for loader in LOADERS.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_text, "LOADER", loader)
            for problem in refused(data, name, schema):
                assert problem.isprintable()


@PATIENT
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refused(data, "f.yaml", None)
    refused(b"\xff\xfe" + data, "f.yaml", None)
    refused(b"---\n" + data + b"\n---\n", "f.md", None)


def refused(data: bytes, name: str, schema: str | None) -> list[str]:
    try:
        if name.endswith(".md"):
            documents.front_matter(data, name, schema)
        else:
            documents.parse(data, name, schema)
    except InputError as error:
        return [problem.text() for problem in error.problems]
    return []


FLOATS = st.floats(-1e9, 1e9).filter(lambda number: number == 0 or abs(number) > 1e-100)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | FLOATS | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs", "Cc"])), inner, max_size=4),
    max_leaves=12,
)


@PATIENT
@given(PLAIN)
def test_json_comes_back(data: Any) -> None:
    text = json.dumps(data)
    assert documents.parse(text.encode(), "f.json", kind="json").data == data
    assert documents.parse(json.dumps(data, ensure_ascii=False, indent=1).encode(), "f.json", kind="json").data == data


@PATIENT
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs", "Cc"])), PLAIN, min_size=1))
def test_yaml_comes_back(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, default_style='"', allow_unicode=True)
    for loader in LOADERS.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_text, "LOADER", loader)
            assert load(text).data == data


@PATIENT
@given(PLAIN)
def test_every_place_is_where_the_value_stands(data: Any) -> None:
    text = json.dumps(data, indent=1, ensure_ascii=False)
    document = documents.parse(text.encode(), "f.json", kind="json")
    lines = text.split("\n")
    for path, value in scalars(data, ()):
        place = document.at(path)
        assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(value, ensure_ascii=False))
        if path and isinstance(path[-1], str):
            key = document.key_at(path)
            assert lines[key.line - 1][key.column - 1 :].startswith(json.dumps(path[-1], ensure_ascii=False) + ": ")


def scalars(data: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    entries = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else None
    if entries is None:
        yield path, data
    for step, value in entries or ():
        yield from scalars(value, (*path, step))


@PATIENT
@given(st.integers(), st.integers(0, 6))
def test_whole_numbers_are_read_with_groups(number: int, power: int) -> None:
    assert resolve(f"{number:_}") == number
    assert resolve(f"{number}e{power}") == number * 10**power
    assert resolve(f"{number}.{'0' * (power + 1)}") == number
