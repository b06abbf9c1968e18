"""Facts given on the command line as NAME=VALUE, read by the type that the vocabulary states."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from licensecheck.errors import InputError
from licensecheck.model import Location, Problem, Said, Value
from licensecheck.schema_check import load_schema
from licensecheck.vocabulary import WORLDWIDE, FactType, Vocabulary

MOST = 1e18
"""Beyond all figures that licences count."""
_NUMBER = re.compile(r"-?\d[\d_]*(\.\d+)?([eE]\d+)?")
_MONTH = re.compile(r"(\d{4}-(0[1-9]|1[0-2]))[:=](.+)")


def facts_given(texts: Iterable[str], vocabulary: Vocabulary) -> dict[str, Said]:
    """The facts; InputError lists every text that is none, with what was expected."""
    found: dict[str, Said] = {}
    problems = []
    for text in texts:
        name, sign, raw = text.partition("=")
        fact = vocabulary.facts.get(name)
        if fact is not None and not sign:
            problems.append(Problem(Location("--fact"), f"{name} has no value", hint=f"write {name}=VALUE"))
            continue
        if fact is None or fact.internal:
            near = difflib.get_close_matches(name, vocabulary.facts, n=1)
            problems.append(Problem(Location("--fact"), f"{name!r} is not a fact", hint=f"did you mean {near[0]}?" if near else "NAME=VALUE"))
            continue
        try:
            value = _value(fact, raw.strip(), vocabulary)
        except ValueError as error:
            problems.append(Problem(Location("--fact"), f"{name}: {error}"))
            continue
        before = found.get(name)
        if isinstance(value, dict) and before is not None and isinstance(before.value, dict):
            value = {**before.value, **value}
        found[name] = Said(value, "--fact")
    if problems:
        raise InputError(problems)
    return found


def _value(fact: FactType, raw: str, vocabulary: Vocabulary) -> Value:
    match fact.type:
        case "integer" | "number":
            return _number(raw, fact.type == "integer")
        case "boolean":
            if raw not in ("true", "false"):
                raise ValueError(f"{raw!r} is neither true nor false")
            return raw == "true"
        case "month-map":
            match = _MONTH.fullmatch(raw)
            if match is None:
                raise ValueError(f"{raw!r} is not YYYY-MM:NUMBER")
            return {match[1]: _number(match[3], True)}
        case "words" | "fields" | "regions":
            words = [word.strip() for word in raw.strip("[]").split(",") if word.strip()]
            return [_word(fact, word, vocabulary) for word in words]
        case "map":
            pairs = [pair.partition(":") for pair in raw.split(",") if pair.strip()]
            return {key.strip(): value.strip() for key, _, value in pairs}
        case _:
            return _word(fact, raw, vocabulary)


def countries() -> frozenset[str]:
    """The country codes that a manifest may hold: the schema has the list."""
    return frozenset(load_schema("manifest")["$defs"]["country"]["enum"])


def _number(raw: str, whole: bool) -> int | float:
    if not _NUMBER.fullmatch(raw):
        raise ValueError(f"{raw!r} is not a number")
    value = float(raw.replace("_", ""))
    if value > MOST:
        raise ValueError(f"{raw!r} is too large")
    if value < 0 or (whole and not value.is_integer()):
        raise ValueError(f"{raw!r} is not a whole number of at least 0" if whole else f"{raw!r} is negative")
    return int(raw.replace("_", "")) if raw.replace("_", "").isdigit() else int(value) if value.is_integer() else value


def _word(fact: FactType, raw: str, vocabulary: Vocabulary) -> str:
    known: tuple[str, ...] = fact.values
    if fact.type == "fields":
        known = tuple(vocabulary.fields)
    if fact.type == "region" and raw not in countries():
        raise ValueError(f"{raw!r} is not a country: an ISO 3166 code of two capital letters")
    if fact.type == "regions" and raw not in countries() and raw not in vocabulary.regions and raw != WORLDWIDE:
        raise ValueError(f"{raw!r} is not a country: an ISO 3166 code of two capital letters, EU, EEA or worldwide")
    if known and raw not in known and not fact.open:
        near = difflib.get_close_matches(raw, known, n=1)
        raise ValueError(f"{raw!r} is not one of {', '.join(known[:12])}{', …' if len(known) > 12 else ''}" + (f"; did you mean {near[0]}?" if near else ""))
    return raw
