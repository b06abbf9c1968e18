"""The schemas: their words, their examples, and that the fast checker agrees with the full validator."""

from __future__ import annotations

import copy
import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from licensecheck import documents
from licensecheck.documents import InputError
from licensecheck.documents.hints import nearest
from licensecheck.findings import Code
from licensecheck.model import Problem, Verdict
from licensecheck.schema_check import CHECKS, conforms, load_schema, repeated

ROOT = pathlib.Path(__file__).parents[1]
# A busy machine, and the first import of a validator, are no failure.
PATIENT = settings(deadline=None)
NAMES = ["catalogue", "compare", "explain", "identify", "license", "manifest", "policy", "report", "rules-list", "vocabulary"]
ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "errorMessage"}
MANIFEST = load_schema("manifest")
VOCABULARY: Any = documents.read(ROOT / "rules" / "vocabulary.yaml", "vocabulary.yaml", "vocabulary").data
DEFS = MANIFEST["$defs"]

# The manifest of the contract, with every other key that a manifest may have.
SAMPLE_MANIFEST = """\
$schema: urn:licensecheck:schema:manifest
version: 1
project: support-assistant
organization:
  name: Acme GmbH
  kind: company
  domicile: NO
  monthly_active_users: 5_000_000
  monthly_active_users_on: {2024-06: 4_100_000}
  annual_revenue_usd: 20_000_000.5
  sectors: [web-search, travel-agency]
  competes_with: []
  ip_claims: [patent]
uses:
  chat:
    purpose: commercial
    actions: [serve, modify]
    territories: [DE, US, EU, worldwide]
    fields: [customer-support]
    production: true
  student:
    purpose: commercial
    actions: [train-on-outputs]
    trained_model: {name: acme/student-1b, family: own, kind: llm, distributed: true}
models:
  - meta-llama/Llama-3.1-8B-Instruct
  - id: Qwen/Qwen2.5-3B-Instruct
    revision: 1234567890123456789012345678901234567890
    uses: [chat]
  - purl: pkg:huggingface/deepseek-ai/DeepSeek-R1-Distill-Llama-70B
    license: [llama3.3, mit]
  - id: acme/support-llama-lora
    path: models/support-llama-lora
    name: acme/support
    license: {weights: llama3.1, code: [MIT, Apache-2.0], file: LICENSE}
    base_models: [{id: meta-llama/Llama-3.1-8B-Instruct, relation: adapter}, mistralai/Mistral-7B-v0.1]
    datasets: [tatsu-lab/alpaca]
    modalities: [text, smell]
    license_parameters: {change_date: 2029-01-01, additional_use_grant: none}
    distribution: {license: Apache-2.0, name: acme/support-lora, public: false}
datasets:
  - {id: tatsu-lab/alpaca, license: CC-BY-NC-4.0, generated_by: [openai/text-davinci-003]}
  - acme/faq
agreements:
  - {licensor: Black Forest Labs, covers: [flux1-dev-nc], reference: contract 2026-17, expires: 2027-12-31}
policy: default
"""
SAMPLE_POLICY = """\
version: 1
name: default
description: What we accept
deny: {licenses: [llama1], families: [glm], licensors: [Nobody]}
review: {licenses: [gpl-3.0]}
findings: {duty: note, unpinned-revision: off, license-drift: error}
fail_on: needs-agreement
waivers:
  - {finding: 0123456789abcdef, reason: accepted-risk, note: asked legal, owner: jo, expires: 2027-01-31}
  - {code: duty, model: a/b, license: mit, clause: x, reason: not-applicable, owner: jo, expires: 2027-01-31}
"""
SAMPLE_CATALOGUE = """\
owner: acme
models:
  - {id: acme/a, license: null, evidence: card, confidence: low, checked: 2026-11-21}
  - id: acme/b
    kind: dataset
    aliases: [b]
    license: mit
    declared: other/mit
    code_license: apache-2.0
    bases: [{id: acme/a, relation: merge}]
    datasets: [x/y]
    generated_by: [openai/gpt-4]
    modalities: [text]
    released: 2024-07
    holds: {from: 2024, until: 2025-01-01, revisions: [0123456]}
    evidence: LICENSE
    confidence: high
    checked: 2026-11-21
"""
SAMPLE_LICENSES = [
    "id: bsd\nstatus: ambiguous\ntitle: BSD\nnames: {hub: [bsd]}\ncandidates: [bsd-2-clause]\n",
    "id: x-1.0\nstatus: known-without-text\ntitle: X\nnames: {aliases: X License}\nmissing: the text\n",
    """\
id: heron-2.0
title: Heron
version: 2.0
published: 2025-03
names: {}
text: [{key: heron, url: "https://heron.example", sha256: ""}]
reviewed: {on: 2026-11-21, status: draft, readings: 1}
reaches: [{relation: distilled, section: 1, quote: q, summary: s}]
clauses:
  - {id: grant, kind: permission, section: 1.10, quote: q, summary: s, covers: [all]}
  - id: cap
    kind: prohibition
    section: "2"
    quote: q
    summary: s
    covers: [run]
    fields: [military]
    when:
      any:
        - {fact: organization.monthly_active_users_on, month: 2024-06, above: 700_000_000}
        - all: [{fact: use.purpose, in: [research]}, {fact: use.modified, is: true}]
        - not: {fact: distribution.name, begins_with: Heron}
    otherwise: needs-agreement
    remedy: ask
    publisher_says: {says: x, where: y}
  - {id: name, kind: obligation, section: 3, quote: q, summary: s, covers: [serve], duty: naming, text: t, check: {fact: distribution.name, contains: x}}
  - id: end
    kind: exception
    section: 3
    quote: q
    summary: s
    lifts: [cap]
    readings: {cautious: never, strict: {fact: use.production, is_not: true}, why: w}
silent_on: [patents]
examples:
  given: {actions: [run], use.purpose: research, use.territories: [NO]}
  cases:
    - {name: a, with: {use.fields: []}, without: [use.purpose], reading: strict, on: 2026-11-21,
       expect: {verdict: prohibited, because: [cap], duties: [], ask: []}}
    - {name: b, each: {actions: [run, serve]}, expect: {verdict: permitted}}
""",
]
SAMPLE_REPORT: Any = {
    "schema_version": 1,
    "tool": {"name": "licensecheck", "version": "0.1", "rules_version": "1"},
    "run": {"inputs": ["m.yaml"], "as_of": "2026-11-21", "reading": "cautious", "offline": True, "policy": "default", "fail_on": "needs-information"},
    "verdict": "needs-agreement",
    "summary": {"models": 1, "permitted": 0, "permitted-with-duties": 0, "needs-information": 0, "needs-agreement": 1, "prohibited": 0},
    "models": [
        {
            "input": "m.yaml",
            "id": "Qwen/Qwen2.5-3B-Instruct",
            "purl": None,
            "revision": None,
            "licenses": [{"id": "q", "layer": "weights", "declared": "other", "source": "catalogue", "confidence": "exact", "path": ["a/b"]}],
            "uses": [
                {
                    "use": "chat",
                    "verdict": "needs-agreement",
                    "actions": [{"action": "serve", "verdict": "needs-agreement", "because": ["q/x"]}],
                    "duties": [{"duty": "naming", "action": "serve", "license": "q", "clause": "x", "section": "1", "text": "t", "status": "to-do"}],
                    "questions": [{"fact": "use.purpose", "question": "?", "answers": [{"if": "research", "verdict": "permitted"}]}],
                },
            ],
        },
    ],
    "findings": [
        {
            "code": "needs-agreement",
            "verdict": "needs-agreement",
            "severity": "error",
            "confidence": "high",
            "model": "a/b",
            "use": "chat",
            "action": "serve",
            "license": "q",
            "clause": "x",
            "section": "2.b",
            "quote": "q",
            "summary": "s",
            "lineage": ["a/b"],
            "facts": [{"name": "use.purpose", "value": "commercial", "at": "m.yaml:13:14"}],
            "question": None,
            "remedy": "r",
            "waived": None,
            "location": {"file": "m.yaml", "line": 26, "column": 9},
            "fingerprint": "f",
        },
    ],
}


def parsed(text: str, schema: str) -> Any:
    return documents.parse(text.encode(), "f.yaml", schema).data


def problems(text: str, schema: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parsed(text, schema)
    return [f"{problem.path}: {problem.message}" for problem in caught.value.problems]


SAMPLES: list[tuple[str, Any]] = [
    ("manifest", parsed(SAMPLE_MANIFEST, "manifest")),
    ("policy", parsed(SAMPLE_POLICY, "policy")),
    ("catalogue", parsed(SAMPLE_CATALOGUE, "catalogue")),
    ("report", SAMPLE_REPORT),
    ("vocabulary", VOCABULARY),
    *(("license", parsed(text, "license")) for text in SAMPLE_LICENSES),
]


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that it holds."""
    yield schema
    for key in ("properties", "patternProperties", "$defs"):
        for inner in schema.get(key, {}).values():
            yield from subschemas(inner)
    for key in ("additionalProperties", "propertyNames", "items"):
        if isinstance(schema.get(key), dict):
            yield from subschemas(schema[key])
    for key in ("anyOf", "oneOf"):
        for inner in schema.get(key, []):
            yield from subschemas(inner)


# The schemas themselves


def test_these_are_all_schemas() -> None:
    folder = ROOT / "licensecheck" / "schemas"
    assert sorted(path.name.removesuffix(".schema.json") for path in folder.iterdir()) == NAMES
    with pytest.raises(FileNotFoundError):
        load_schema("none")


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name: str) -> None:
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:licensecheck:schema:{name}"
    assert schema["title"].startswith("licensecheck ")
    assert schema["description"]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_use_only_what_the_fast_checker_knows(name: str) -> None:
    for schema in subschemas(load_schema(name)):
        assert set(schema) <= set(CHECKS) | ANNOTATIONS
        assert isinstance(schema.get("additionalProperties", {}), dict | bool)
        for pattern in [schema.get("pattern", ""), *schema.get("patternProperties", {})]:
            re.compile(pattern)


def test_editors_can_explain_every_key_of_a_manifest() -> None:
    for schema in subschemas(MANIFEST):
        for name, entry in schema.get("properties", {}).items():
            target = DEFS[entry["$ref"].rpartition("/")[2]] if "$ref" in entry else entry
            constraint_only = set(entry) == {"minItems"}
            assert constraint_only or "description" in entry or "description" in target, name


# The same words as the vocabulary


def values(name: str) -> Any:
    """The schema of a fact in the manifest."""
    block, _, key = name.partition(".")
    if block in ("organization", "use", "trained_model"):
        return DEFS[block]["properties"].get(key)
    entry = DEFS["model"]["anyOf"][1]["properties"]
    return (entry["distribution"]["properties"] if block == "distribution" else entry).get(key)


@pytest.mark.parametrize("word", ["action", "field", "relation"])
def test_manifest_has_the_words_of_the_vocabulary(word: str) -> None:
    assert DEFS[word]["enum"] == list(VOCABULARY[f"{word}s"])


@pytest.mark.parametrize("name", sorted(VOCABULARY["facts"]))
def test_manifest_takes_every_fact_as_the_vocabulary_has_it(name: str) -> None:
    fact, schema = VOCABULARY["facts"][name], values(name)
    if fact.get("internal"):
        assert schema is None
        return
    ref = {"text": "text", "family": "text", "license": "text", "region": "country", "integer": "count", "number": "amount"}
    items = {"regions": {"$ref": "#/$defs/territory"}, "fields": {"$ref": "#/$defs/field"}}
    match fact["type"]:
        case "word":
            assert schema["enum"] == fact["values"]
        case "words" if "values" not in fact:
            assert schema["items"] == {"$ref": "#/$defs/text"}
        case "words" if fact.get("open"):
            assert schema["items"]["anyOf"][0]["enum"] == fact["values"]
        case "words":
            assert schema["items"]["enum"] == fact["values"]
        case "boolean":
            assert schema["type"] == "boolean"
        case "month-map" | "map":
            assert schema["type"] == "object"
        case "regions" | "fields":
            assert schema["items"] == items[fact["type"]]
        case kind:
            assert schema["$ref"] == f"#/$defs/{ref[kind]}"


def test_manifest_takes_no_other_facts() -> None:
    facts = VOCABULARY["facts"]
    known = {block: {name.partition(".")[2] for name in facts if name.startswith(f"{block}.")} for block in ("organization", "use", "trained_model")}
    assert set(DEFS["organization"]["properties"]) - known["organization"] == {"name"}
    assert set(DEFS["use"]["properties"]) - known["use"] == {"actions", "trained_model"}
    assert set(DEFS["trained_model"]["properties"]) == known["trained_model"]


def test_countries_and_regions() -> None:
    countries = DEFS["country"]["enum"]
    assert len(countries) == len(set(countries)) == 249
    assert countries == sorted(countries)
    assert {"DE", "NO", "GB", "US", "TW", "XK", "UK", "EU"} & set(countries) == {"DE", "NO", "GB", "US", "TW"}
    for codes in VOCABULARY["regions"].values():
        assert set(codes) <= set(countries)
    assert set(DEFS["territory"]["enum"]) == {*countries, *VOCABULARY["regions"], "worldwide"}


def test_other_schemas_have_the_same_words() -> None:
    codes = [code.value for code in Code]
    verdicts = [verdict.value for verdict in Verdict]
    policy, report, catalogue, vocabulary = (load_schema(name) for name in ("policy", "report", "catalogue", "vocabulary"))
    assert list(policy["properties"]["findings"]["properties"]) == codes
    assert policy["$defs"]["waiver"]["properties"]["code"]["enum"] == codes
    assert report["$defs"]["finding"]["properties"]["code"]["enum"] == codes
    assert vocabulary["properties"]["duties"]["additionalProperties"]["properties"]["unmet"]["enum"] == codes
    assert policy["properties"]["fail_on"]["enum"] == report["$defs"]["verdict"]["enum"] == verdicts
    assert load_schema("license")["$defs"]["expect"]["properties"]["verdict"]["enum"] == verdicts
    assert catalogue["$defs"]["entry"]["properties"]["bases"]["items"]["properties"]["relation"]["enum"] == list(VOCABULARY["relations"])


# What they take and what they refuse


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_samples_conform(name: str, sample: Any) -> None:
    assert conforms(sample, load_schema(name))


@pytest.mark.parametrize("path", sorted((ROOT / "rules" / "licenses").glob("*.yaml")), ids=lambda path: str(path.stem))
def test_rule_files_conform(path: pathlib.Path) -> None:
    documents.read(path, path.name, "license")


@pytest.mark.parametrize("path", sorted((ROOT / "rules" / "models").glob("*.yaml")), ids=lambda path: str(path.stem))
def test_catalogue_files_conform(path: pathlib.Path) -> None:
    documents.read(path, path.name, "catalogue")


@pytest.mark.parametrize("path", sorted((ROOT / "policies").glob("*.yaml")), ids=lambda path: str(path.stem))
def test_policies_conform(path: pathlib.Path) -> None:
    documents.read(path, path.name, "policy")


ENCODED = SAMPLE_LICENSES[2]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("kind: permission", "kind: permision", "clauses[0].kind: expected permission, prohibition, obligation or exception"),
        ("covers: [all]", "cover: [all]", "clauses[0].cover: unknown key"),
        ("{fact: use.modified, is: true}", "{fact: use.modified}", "clauses[1].when.any[1].all[1]: expected exactly one operator"),
        ("{fact: use.modified, is: true}", "{fact: modified, is: true}", "clauses[1].when.any[1].all[1].fact: expected a fact"),
        ("begins_with", "starts_with", "clauses[1].when.any[2].not.starts_with: unknown key"),
        ("otherwise: needs-agreement", "otherwise: prohibited", "clauses[1].otherwise: expected"),
        ("lifts: [cap]", "lifts: []", "clauses[3].lifts: expected at least 1 entry"),
        ("month: 2024-06", "month: 2024", "clauses[1].when.any[0].month: expected a month"),
        ("expect: {verdict: permitted}", "expect: {verdict: allowed}", "examples.cases[1].expect.verdict: expected permitted"),
        ("{name: b, each", "{name: b, c, each", "examples.cases[1].c: unknown key"),
        ("given: {actions", "given: {action", "examples.given.action: expected a fact"),
        ("names: {}", "names: {spdxx: [a]}", "names.spdxx: unknown key"),
        ("id: heron-2.0", "id: Heron 2.0", "id: expected an id in small letters"),
        ("status: draft", "status: done", "reviewed.status: expected draft or reviewed"),
    ],
)  # fmt: skip
def test_licence_mistakes_are_named(old: str, new: str, expected: str) -> None:
    assert old in ENCODED
    assert any(problem.startswith(expected) for problem in problems(ENCODED.replace(old, new, 1), "license"))


@pytest.mark.parametrize(
    ("schema", "old", "new", "expected"),
    [
        ("policy", "fail_on: needs-agreement", "fail_on: prohibit", "fail_on: expected permitted"),
        ("policy", "duty: note", "duty: notice", "findings.duty: expected off, note, warning or error"),
        ("policy", "duty: note", "dutty: note", "findings.dutty: unknown key"),
        ("policy", "owner: jo, ", "", "waivers[0]: the key `owner` is missing"),
        ("policy", "finding: 0123456789abcdef, ", "", "waivers[0]: expected the key finding, or code"),
        ("policy", "deny: {licenses: [llama1]", "deny: {licenses: llama1", "deny.licenses: expected a list"),
        ("catalogue", "relation: merge", "relation: merged", "models[1].bases[0].relation: expected finetune"),
        ("catalogue", "confidence: low", "confidence: sure", "models[0].confidence: expected high, medium or low"),
        ("catalogue", "license: null", "licence: null", "models[0].licence: unknown key"),
    ],
)
def test_mistakes_in_other_files_are_named(schema: str, old: str, new: str, expected: str) -> None:
    text = {"policy": SAMPLE_POLICY, "catalogue": SAMPLE_CATALOGUE}[schema]
    assert old in text
    assert any(problem.startswith(expected) for problem in problems(text.replace(old, new, 1), schema))


@pytest.mark.parametrize("path", [("extra",), ("run", "extra"), ("models", 0, "extra"), ("findings", 0, "location", "extra")])
def test_reports_have_no_other_keys(path: tuple[str | int, ...]) -> None:
    report = copy.deepcopy(SAMPLE_REPORT)
    place = report
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = None
    assert not conforms(report, load_schema("report"))
    for key in list(place):
        smaller = copy.deepcopy(SAMPLE_REPORT)
        part = smaller
        for step in path[:-1]:
            part = part[step]
        part.pop(key, None)
        assert conforms(smaller, load_schema("report")) == (key == "extra")


def test_deep_conditions_are_read_and_refused_without_recursion_errors() -> None:
    deep = "{not: " * 55 + "{fact: use.modified, is: true}" + "}" * 55
    text = ENCODED.replace("{fact: use.production, is_not: true}", deep)
    assert parsed(text, "license")
    assert problems(text.replace("is: true}}", "iss: true}}"), "license")


def test_synonyms_need_the_word_among_the_choices() -> None:
    assert nearest("host", ["serve", "run"]) == "serve"
    assert nearest("host", ["a", "b"]) is None
    assert nearest("UK", DEFS["territory"]["enum"]) == "GB"
    assert nearest("x" * 1000, ["x" * 999]) is None


# The fast checker and the full validator


SMALL: list[dict[str, Any]] = [
    {"type": "integer"},
    {"type": ["string", "null"]},
    {"type": "number", "minimum": 1},
    {"minimum": 1},
    {"enum": [1, "a", True, None, [0], {"a": 1}]},
    {"const": 0},
    {"const": False},
    {"const": [1, {"a": True}]},
    {"uniqueItems": True},
    {"uniqueItems": False, "minItems": 2},
    {"pattern": "^a+$"},
    {"required": ["a"], "minProperties": 2},
    {"properties": {"a": {"type": "string"}}, "patternProperties": {"^b": {"type": "number"}}, "additionalProperties": False},
    {"properties": {"a": {}}, "additionalProperties": {"type": "boolean"}},
    {"propertyNames": {"pattern": "^[ab]"}},
    {"items": {"type": "number"}},
    {"anyOf": [{"type": "string"}, {"minimum": 1}]},
    {"oneOf": [{"type": "integer"}, {"minimum": 1}, {"required": ["a"]}]},
    {"$ref": "#/$defs/tree", "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}},
]
SCALARS = st.none() | st.booleans() | st.sampled_from([0, 1, 2, -1, 0.0, 1.0, 0.5, "", "a", "aa", "ab", "b", "commercial", "DE", "2024-06", "2024-06-01"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8)


@PATIENT
@given(st.sampled_from(SMALL), VALUES)
def test_both_agree_on_every_keyword(schema: dict[str, Any], value: Any) -> None:
    assert conforms(value, schema) == Draft202012Validator(schema).is_valid(value)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container and key or index in it."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from places(value[key])


@PATIENT
@given(st.data())
def test_both_agree_on_our_schemas(data: st.DataObject) -> None:
    name, sample = data.draw(st.sampled_from(SAMPLES))
    changed = {"root": copy.deepcopy(sample)}
    for _ in range(data.draw(st.integers(0, 3))):
        everywhere = list(places(changed))
        container, key = everywhere[data.draw(st.integers(0, len(everywhere) - 1))]
        match data.draw(st.sampled_from(["replace", "replace", "copy", "add", "remove"])):
            case "replace":
                container[key] = data.draw(VALUES)
            case "copy":
                other, from_key = everywhere[data.draw(st.integers(0, len(everywhere) - 1))]
                if from_key in other if isinstance(other, dict) else from_key < len(other):
                    container[key] = copy.deepcopy(other[from_key])
            case "add" if isinstance(container, dict):
                container[data.draw(st.sampled_from(["x", "id", "fact", "when", "license"]))] = data.draw(VALUES)
            case "remove" if container is not changed:
                del container[key]
    schema = load_schema(name)
    valid = Draft202012Validator(schema).is_valid(changed["root"])
    assert conforms(changed["root"], schema) == valid
    found = told(changed["root"], name)
    # A number where text is wanted is no mistake: it is read as its source text.
    assert not (valid and found)
    assert all(problem.message and problem.location.line for problem in found)


def told(value: Any, name: str) -> tuple[Problem, ...]:
    try:
        documents.parse(json.dumps(value).encode(), "f.json", name, "json")
    except InputError as error:
        return error.problems
    return ()


@PATIENT
@given(st.lists(VALUES, max_size=6))
def test_repeated_finds_the_first_repetition(items: list[Any]) -> None:
    index = repeated(items)
    assert (index is None) == Draft202012Validator({"uniqueItems": True}).is_valid(items)
    if index is not None:
        assert repeated(items[:index]) is None
