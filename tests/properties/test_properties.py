"""What must hold for every condition, licence, policy and manifest, whatever is in them."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from licensecheck import conditions, terms, vocabulary
from licensecheck.conditions import Condition, Constant, Group, Lookup, Negation, answer
from licensecheck.documents import read
from licensecheck.errors import InputError
from licensecheck.evaluate import Judgement, judge
from licensecheck.facts import Facts
from licensecheck.identify.names import AllOf, Leaf, OneOf, Sort, Terms, identify, leaves
from licensecheck.licences import Clause, Kind, Licence, Reading, Status
from licensecheck.model import LicenceId, Said, Verdict
from licensecheck.pipeline import Request, check
from licensecheck.reports.json import plain
from licensecheck.rulebase import RuleBase, bundled
from licensecheck.vocabulary import FactType

TEXT = read(bundled("rules") / "vocabulary.yaml", "vocabulary.yaml").data
assert isinstance(TEXT, dict)
WORDS = vocabulary.build(TEXT)
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "licensecheck" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
MORE = int(os.environ.get("LICENSECHECK_PROPERTIES", "1"))
"""How many times as many examples to try as usual, and then other ones each time."""

settings.register_profile(
    "ours",
    max_examples=100 * MORE,
    deadline=None,
    derandomize=MORE == 1,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ours")

ACTIONS, FIELDS = list(WORDS.actions), list(WORDS.fields)
FAMILIES = [*WORDS.families, "llama2", "llama3.1", "own", "mistral"]
PLACES = ["DE", "FR", "NO", "US", "CN", "EU", "EEA", "worldwide"]
COUNT = st.sampled_from([0, 1, 9, 10, 11, 700_000_000, 700_000_001])
# Facts that stand in for others would make "more facts, same answer" wrong by design.
PLAIN = sorted(name for name, fact in WORDS.facts.items() if not fact.internal and fact.type not in ("map", "month-map") and not fact.bounded_by)


def value_of(fact: FactType) -> st.SearchStrategy[Any]:
    """A value that a user may state for the fact."""
    words = st.sampled_from(fact.values or ("one", "two"))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "integer": COUNT,
        "number": COUNT,
        "boolean": st.booleans(),
        "word": words,
        "words": st.lists(words, unique=True, max_size=2),
        "fields": st.lists(st.sampled_from(FIELDS), unique=True, max_size=3),
        "region": st.sampled_from(PLACES[:5]),
        "regions": st.lists(st.sampled_from(PLACES), unique=True, max_size=2),
        "family": st.sampled_from(FAMILIES),
        "text": st.sampled_from(["acme/Llama-x", "acme/x", "Heron"]),
        "license": st.sampled_from(["mit", "cc-by-sa-4.0", "proprietary"]),
        "month-map": st.dictionaries(st.sampled_from(["2023-06", "2024-06"]), COUNT, max_size=2),
        "map": st.just({}),
    }
    return kinds[fact.type]


def facts_about(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(st.sampled_from(names), unique=True, max_size=6).flatmap(
        lambda chosen: st.fixed_dictionaries({name: value_of(WORDS.facts[name]) for name in chosen})
    )


@st.composite
def a_test(draw: st.DrawFn) -> conditions.Test:
    fact = WORDS.facts[draw(st.sampled_from(PLAIN))]
    value = draw(value_of(fact))
    match fact.type:
        case "integer" | "number":
            return conditions.Test(fact.name, draw(st.sampled_from(["above", "at_least", "below", "at_most"])), value)
        case "words" | "fields" | "regions":
            return conditions.Test(fact.name, draw(st.sampled_from(["includes_any", "includes_only"])), tuple(value))
        case "text":
            return conditions.Test(fact.name, draw(st.sampled_from(["begins_with", "contains"])), "Llama")
        case _:
            op = draw(st.sampled_from(["is", "is_not", "in", "not_in"]))
            return conditions.Test(fact.name, op, (value,) if op.endswith("in") else value)


def groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, max_size=3).map(tuple)
    return st.builds(Negation, parts) | st.builds(Group, st.booleans(), several)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(a_test() | st.builds(Constant, st.booleans()), groups, max_leaves=6)
TABLES = facts_about(PLAIN)


def lookup(facts: Mapping[str, Any]) -> Lookup:
    return lambda name: Said(facts[name]) if name in facts else None


def truth(condition: Condition, facts: Mapping[str, Any]) -> bool | None:
    return answer(condition, lookup(facts), WORDS).truth


@given(CONDITIONS, TABLES)
def test_a_double_negation_is_none(condition: Condition, facts: dict[str, Any]) -> None:
    assert truth(Negation(Negation(condition)), facts) is truth(condition, facts)


@given(st.lists(CONDITIONS, max_size=3).map(tuple), st.booleans(), TABLES)
def test_de_morgan(parts: tuple[Condition, ...], every: bool, facts: dict[str, Any]) -> None:
    inside_out = Group(not every, tuple(Negation(part) for part in parts))
    assert truth(Negation(Group(every, parts)), facts) is truth(inside_out, facts)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), TABLES, st.booleans())
def test_groups_follow_kleene(parts: list[Condition], facts: dict[str, Any], every: bool) -> None:
    truths = [truth(part, facts) for part in parts]
    deciding = (not every) in truths
    expected = (not every) if deciding else (None if None in truths else every)
    assert truth(Group(every, tuple(parts)), facts) is expected
    assert truth(Group(every, tuple(reversed(parts))), facts) is expected


@given(CONDITIONS, TABLES, TABLES)
def test_what_is_known_stays_known_when_more_is_said(condition: Condition, facts: dict[str, Any], more: dict[str, Any]) -> None:
    before = truth(condition, facts)
    assume(before is not None)
    assert truth(condition, {**more, **facts}) is before


@given(CONDITIONS, TABLES)
def test_an_open_condition_says_what_is_missing_and_only_then(condition: Condition, facts: dict[str, Any]) -> None:
    found = answer(condition, lookup(facts), WORDS)
    assert bool(found.missing) == (found.truth is None)
    assert found.used <= set(facts)


@given(CONDITIONS, TABLES, st.data())
def test_a_fact_that_was_given_is_not_asked_for_again(condition: Condition, facts: dict[str, Any], data: st.DataObject) -> None:
    for ask in answer(condition, lookup(facts), WORDS).missing:
        value = "own" if WORDS.facts[ask.fact].type == "family" else data.draw(value_of(WORDS.facts[ask.fact]))
        assert ask not in answer(condition, lookup({**facts, ask.fact: value}), WORDS).missing


@st.composite
def a_clause(draw: st.DrawFn, number: int = 0, kinds: tuple[Kind, ...] = tuple(Kind)) -> Clause:
    kind = draw(st.sampled_from(kinds))
    when = draw(CONDITIONS)
    return Clause(
        id=f"c{number}",
        kind=kind,
        section="1",
        quote="q",
        summary="s",
        covers=frozenset(draw(st.sets(st.sampled_from(ACTIONS[:3]), min_size=1))),
        cautious=when,
        strict=when,
        fields=tuple(draw(st.lists(st.sampled_from(FIELDS), unique=True, max_size=2))) if kind is Kind.PROHIBITION else (),
        otherwise=draw(st.sampled_from([Verdict.PROHIBITED, Verdict.AGREEMENT])),
        duty=draw(st.sampled_from(["retain-notices", "follow-use-restrictions"])) if kind is Kind.OBLIGATION else "",
        lifts=frozenset(draw(st.sets(st.sampled_from(["c0", "c1", "c2", "c3"]), min_size=1))) if kind is Kind.EXCEPTION else frozenset(),
    )


@st.composite
def a_licence(draw: st.DrawFn) -> Licence:
    grant = Clause("grant", Kind.PERMISSION, "1", "q", "s", covers=frozenset(ACTIONS[:2]))
    clauses = tuple(draw(a_clause(number)) for number in range(draw(st.integers(0, 4))))
    return Licence(LicenceId("x"), "X", clauses=(grant, *clauses))


def judged(licence: Licence, facts: Mapping[str, Any], action: str = "run") -> Judgement:
    return judge(licence, Facts(WORDS, action, {name: Said(value) for name, value in facts.items()}), Reading.CAUTIOUS)


ACTION = st.sampled_from(ACTIONS[:3])


@given(a_licence(), a_clause(9, (Kind.PROHIBITION,)), TABLES, ACTION)
def test_one_more_prohibition_never_makes_a_verdict_more_permissive(licence: Licence, ban: Clause, facts: dict[str, Any], action: str) -> None:
    stricter = Licence(licence.id, licence.title, clauses=(*licence.clauses, ban))
    assert judged(stricter, facts, action).verdict.rank >= judged(licence, facts, action).verdict.rank


@given(a_licence(), TABLES, ACTION)
def test_one_exception_or_permission_less_never_makes_a_verdict_more_permissive(licence: Licence, facts: dict[str, Any], action: str) -> None:
    for clause in licence.clauses:
        # A permission may be lifted by an exception: then the exception is what makes it stricter.
        lifts_a_grant = any(one.id in clause.lifts and one.kind is not Kind.PROHIBITION for one in licence.clauses)
        if clause.kind in (Kind.EXCEPTION, Kind.PERMISSION) and not lifts_a_grant:
            less = Licence(licence.id, licence.title, clauses=tuple(one for one in licence.clauses if one is not clause))
            assert judged(less, facts, action).verdict.rank >= judged(licence, facts, action).verdict.rank


@given(a_licence(), TABLES, ACTION, st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter(licence: Licence, facts: dict[str, Any], action: str, shuffler: random.Random) -> None:
    clauses = list(licence.clauses)
    shuffler.shuffle(clauses)
    one, two = judged(licence, facts, action), judged(Licence(licence.id, licence.title, clauses=tuple(clauses)), facts, action)
    assert one.verdict is two.verdict

    def kinds(judgement: Judgement) -> list[tuple[str, str]]:
        return sorted((each.effect.value, each.clause.id if each.clause else "") for each in judgement.outcomes if each.effect.value != "open")

    assert kinds(one) == kinds(two)


@given(a_licence(), TABLES, ACTION)
def test_needs_information_always_says_which(licence: Licence, facts: dict[str, Any], action: str) -> None:
    found = judged(licence, facts, action)
    assert all(one.asks for one in found.outcomes if one.verdict is Verdict.INFORMATION)
    assert not (found.verdict is Verdict.INFORMATION and not any(one.asks for one in found.outcomes))


@given(st.data())
def test_and_is_as_strict_as_its_strictest_and_or_as_mild_as_its_mildest(base: RuleBase, data: st.DataObject) -> None:
    ids = [one for one in base.ids() if base.licence(one).status is Status.ENCODED and not base.licence(one).addendum]
    parts: tuple[Terms, ...] = tuple(Leaf(Sort.KNOWN, one, (one,)) for one in data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)))
    tables = tuple(Facts(WORDS, action, {name: Said(value) for name, value in data.draw(ANY_TABLE).items()}) for action in ("run", "serve"))

    def rank(of: Terms) -> int:
        return terms.weigh(of, tables, Reading.CAUTIOUS, base.licence).verdict.rank

    assert rank(AllOf(parts)) == max(map(rank, parts))
    assert rank(OneOf(parts)) == min(map(rank, parts))


ANY_TABLE = facts_about(sorted(name for name, fact in WORDS.facts.items() if not fact.internal))


@settings(max_examples=150 * MORE)
@given(st.data())
def test_no_licence_of_the_rule_base_fails_on_any_facts(base: RuleBase, data: st.DataObject) -> None:
    licence = base.licence(data.draw(st.sampled_from([one for one in base.ids() if base.licence(one).status is Status.ENCODED])))
    facts, action, reading = data.draw(ANY_TABLE), data.draw(st.sampled_from(ACTIONS)), data.draw(st.sampled_from(list(Reading)))
    table = Facts(WORDS, action, {name: Said(value) for name, value in facts.items()})
    for outcome in judge(licence, table, reading).outcomes:
        for ask in outcome.asks:
            fact = WORDS.facts[ask.fact]
            value = {ask.month: 5} if ask.month else "own" if fact.type == "family" else data.draw(value_of(fact))
            again = judge(licence, table.with_fact(ask.fact, value), reading)
            assert ask not in [each for one in again.outcomes for each in one.asks]


# A letter on each side keeps made-up words from being names of licences, or of none.
JUNK = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12).map(lambda text: f"zq{text}qz")
EXPRESSIONS = st.lists(
    st.sampled_from(["MIT", "apache-2.0", "nonsense", "AND", "OR", "WITH", "(", ")", "+", "LLVM-exception", "none"]), min_size=1, max_size=7
).map(" ".join)


@settings(max_examples=300 * MORE)
@given(EXPRESSIONS | JUNK)
def test_any_text_is_taken_as_a_licence_name_without_an_error(base: RuleBase, text: str) -> None:
    assume(not re.search(r"\( *(AND|OR|\))", text))  # known faults of license_expression: see test_names.py
    for leaf in leaves(identify(text, base)):
        assert leaf.licences or leaf.sort in (Sort.UNKNOWN, Sort.ABSENT)


def block(prefix: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some facts of one block of a manifest, without the prefix."""
    names = sorted(name for name in WORDS.facts if name.startswith(prefix) and not WORDS.facts[name].internal)
    return facts_about(names).map(lambda found: {name.removeprefix(prefix): value for name, value in found.items()})


IDS = st.sampled_from(["a/b", "c/d", "meta-llama/Llama-3.1-8B", "deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "who/knows", "./x", "tatsu-lab/alpaca"])
KNOWN = [
    "mit",
    "Apache-2.0",
    "cc-by-nc-4.0",
    "llama3.1",
    "gemma",
    "gpl-3.0",
    "qwen-research",
    "llama",
    "bigscience-bloom-rail-1.0",
    "kimi-k2-modified-mit",
    "MIT OR GPL-3.0",
]
NAMED = st.sampled_from(KNOWN)
RELATIONS = st.sampled_from(sorted(WORDS.relations))


@st.composite
def a_manifest(draw: st.DrawFn, licence: st.SearchStrategy[Any] = NAMED) -> dict[str, Any]:
    trained = draw(block("trained_model."))
    use = (
        draw(block("use."))
        | {"actions": draw(st.lists(st.sampled_from(ACTIONS), min_size=1, max_size=3, unique=True))}
        | ({"trained_model": trained} if trained else {})
    )
    models = []
    for number in range(draw(st.integers(1, 2))):
        bases = [{"id": draw(IDS), "relation": draw(RELATIONS)} for _ in range(draw(st.integers(0, 2)))]
        entry: dict[str, Any] = {"id": f"acme/model-{number}", "base_models": bases, "datasets": draw(st.lists(IDS, unique=True, max_size=1))}
        models.append(entry | {"license": draw(licence), "distribution": {"name": draw(st.sampled_from(["acme/x", "acme/Llama-x"]))}})
    return {"version": 1, "organization": draw(block("organization.")), "uses": {"u": use}, "models": [*models, {"id": "c/d", "license": draw(NAMED)}]}


def write(folder: Path, manifest: Mapping[str, Any], policy: Mapping[str, Any] | None = None) -> str:
    if policy is not None:
        (folder / "policy.json").write_text(json.dumps(policy), encoding="utf-8")
        manifest = {**manifest, "policy": "policy.json"}
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return str(path)


@settings(max_examples=60 * MORE)
@given(a_manifest())
def test_any_manifest_of_known_words_gets_a_verdict_that_follows_from_its_parts(base: RuleBase, tmp_path: Path, manifest: dict[str, Any]) -> None:
    report = check(Request((write(tmp_path, manifest),), "2026-11-21"), base)
    assert report.verdict.rank == max(one.verdict.rank for one in report.models)
    for model in report.models:
        for use in model.uses:
            assert use.verdict.rank >= max(action.verdict.rank for action in use.actions)
            assert all(one.verdict.rank <= use.verdict.rank or one.waived for one in report.findings if one.model == model.id and one.use == use.use)
    errors = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(json.dumps(plain(report))))]
    assert errors == []


STRANGE: st.SearchStrategy[Any] = (
    JUNK | st.lists(JUNK, min_size=1, max_size=2) | st.tuples(NAMED, JUNK).map(list) | JUNK.map(lambda name: {"weights": name, "code": "mit"})
)


@settings(max_examples=60 * MORE)
@given(a_manifest(STRANGE))
def test_an_unknown_licence_is_never_permitted_and_never_more_than_bad_input(base: RuleBase, tmp_path: Path, manifest: dict[str, Any]) -> None:
    try:
        report = check(Request((write(tmp_path, manifest),), "2026-11-21"), base)
    except InputError:
        return
    assert all(one.verdict.rank >= Verdict.INFORMATION.rank for one in report.models if one.id.startswith("acme/"))


GROUP = st.fixed_dictionaries(
    {}, optional={"licenses": st.lists(st.sampled_from(["mit", "gemma", "llama3.1"]), unique=True), "families": st.lists(st.just("llama"), max_size=1)}
)
# Not `duty`: hiding duties is a known fault, see test_policy.py.
SEVERITIES = st.dictionaries(st.sampled_from(["missing-fact", "prohibited-use", "unknown-license", "license-drift"]), st.sampled_from(["off", "note", "error"]))


@settings(max_examples=40 * MORE)
@given(a_manifest(), GROUP, GROUP, SEVERITIES)
def test_a_policy_never_makes_a_verdict_better(
    base: RuleBase, tmp_path: Path, manifest: dict[str, Any], deny: dict[str, Any], review: dict[str, Any], severities: dict[str, str]
) -> None:
    policy = {"version": 1, "name": "p", "deny": deny, "review": review, "findings": severities}
    plainly = check(Request((write(tmp_path, manifest),), "2026-11-21"), base)
    ruled = check(Request((write(tmp_path, manifest, policy),), "2026-11-21"), base)
    assert [one.verdict.rank for one in ruled.models] >= [one.verdict.rank for one in plainly.models]
    assert all(after.verdict.rank >= before.verdict.rank for before, after in zip(plainly.models, ruled.models, strict=True))


@settings(max_examples=30 * MORE)
@given(a_manifest())
def test_one_more_licence_that_binds_never_makes_a_verdict_better(base: RuleBase, tmp_path: Path, manifest: dict[str, Any]) -> None:
    before = check(Request((write(tmp_path, manifest),), "2026-11-21"), base)
    for entry in manifest["models"]:
        entry["license"] = [entry["license"], "cc-by-nc-4.0"]
    after = check(Request((write(tmp_path, manifest),), "2026-11-21"), base)
    assert all(late.verdict.rank >= early.verdict.rank for early, late in zip(before.models, after.models, strict=True))
