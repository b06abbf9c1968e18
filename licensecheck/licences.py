"""Licences as typed data: clauses, conditions and in-file examples, built from the plain data of one rule file."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from licensecheck.conditions import ALWAYS, NEVER, Condition, Test, parse, tests
from licensecheck.model import LicenceId, Verdict
from licensecheck.records import EMPTY, record
from licensecheck.vocabulary import Vocabulary

BY_FORM = frozenset({"register", "request-license"})
"""Duties that a recorded registration meets."""


class Status(Enum):
    """How much is known of a licence name."""

    ENCODED = "encoded"
    AMBIGUOUS = "ambiguous"
    WITHOUT_TEXT = "known-without-text"


class Kind(Enum):
    """What a clause does."""

    PERMISSION = "permission"
    PROHIBITION = "prohibition"
    OBLIGATION = "obligation"
    EXCEPTION = "exception"


class Reading(Enum):
    """How a passage that can be read two ways is taken."""

    STRICT = "strict"
    CAUTIOUS = "cautious"


@record
class Clause:
    """One operative passage of a licence."""

    id: str
    kind: Kind
    section: str
    quote: str
    summary: str
    document: str = ""
    covers: frozenset[str] = frozenset()
    cautious: Condition = ALWAYS
    strict: Condition = ALWAYS
    why: str = ""
    """Why the two readings differ; empty where they do not."""
    fields: tuple[str, ...] = ()
    otherwise: Verdict = Verdict.PROHIBITED
    remedy: str = ""
    duty: str = ""
    text: str = ""
    check: Condition | None = None
    lifts: frozenset[str] = frozenset()
    compatible: frozenset[str] = frozenset()
    """Of a same-licence duty: licences with which the text lets the work be combined."""
    publisher_says: str = ""

    def when(self, reading: Reading) -> Condition:
        """The condition under the given reading."""
        return self.strict if reading is Reading.STRICT else self.cautious

    def facts(self) -> tuple[Test, ...]:
        """Every test of a fact in its conditions, the check's included."""
        conditions = (self.cautious, self.strict, self.check or NEVER)
        return tuple(test for condition in conditions for test in tests(condition))


@record
class Licence:
    """One licence: identity, names and clauses. Only encoded ones have clauses."""

    id: LicenceId
    title: str
    status: Status = Status.ENCODED
    licensor: str = ""
    family: str = ""
    version: str = ""
    published: str = ""
    names: tuple[str, ...] = ()
    addendum: bool = False
    """It only adds limits to another licence: beside one, its own closed world does not count."""
    candidates: tuple[LicenceId, ...] = ()
    missing: str = ""
    text: tuple[Mapping[str, str], ...] = ()
    reviewed: Mapping[str, Any] = EMPTY
    reaches: Mapping[str, Mapping[str, str]] = EMPTY
    frees_results: Mapping[str, str] = EMPTY
    """Of data: the passage that leaves what is computed from it (models) free of its same-licence terms."""
    clauses: tuple[Clause, ...] = ()
    notes: tuple[Mapping[str, str], ...] = ()
    """What the text says that decides no verdict: governing law, termination, sublicensing, marks, ownership of outputs."""
    silent_on: tuple[str, ...] = ()
    examples: Mapping[str, Any] = EMPTY

    def clause(self, clause_id: str) -> Clause | None:
        """The clause of that id."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)


def names_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Every name that finds the licence, the id first; SPDX has a page for each of its ids."""
    groups = {key: group if isinstance(group, list) else [group] for key, group in data.get("names", {}).items()}
    listed = [name for group in groups.values() for name in group]
    pages = [f"https://spdx.org/licenses/{name}{end}" for name in groups.get("spdx", ()) for end in ("", ".html") if not name.startswith("LicenseRef-")]
    return tuple(dict.fromkeys([data["id"], data["title"], *listed, *pages]))


def build(data: Mapping[str, Any], vocabulary: Vocabulary) -> Licence:
    """The licence from plain data that its schema has passed; ValueError names a word that the vocabulary lacks."""
    told = {note["topic"] for note in data.get("notes", ())}
    if wrong := sorted(told - set(vocabulary.topics)) or sorted(told & set(data.get("silent_on", ()))):
        raise ValueError(f"notes: {', '.join(wrong)} is no topic of the vocabulary, or stands in `silent_on` as well")
    return Licence(
        id=LicenceId(data["id"]),
        title=data["title"],
        status=Status(data.get("status", "encoded")),
        **{key: data.get(key, "") for key in ("licensor", "family", "version", "published", "missing")},
        names=names_of(data),
        addendum=data.get("addendum", False),
        candidates=tuple(LicenceId(name) for name in data.get("candidates", ())),
        text=tuple(data.get("text", ())),
        reviewed=data.get("reviewed", {}),
        reaches={raw["relation"]: raw for raw in data.get("reaches", ())},
        frees_results=data.get("frees_results", EMPTY),
        clauses=tuple(_clause(raw, data["id"], vocabulary) for raw in data.get("clauses", ())),
        notes=tuple(data.get("notes", ())),
        silent_on=tuple(data.get("silent_on", ())),
        examples=data.get("examples", {}),
    )


def _clause(raw: Mapping[str, Any], licence: str, vocabulary: Vocabulary) -> Clause:
    readings = raw.get("readings", {})
    when = parse(raw.get("when", "always"))
    clause = Clause(
        id=raw["id"],
        kind=Kind(raw["kind"]),
        **{key: raw.get(key, "") for key in ("section", "quote", "summary", "document", "remedy", "duty", "text")},
        covers=frozenset(vocabulary.actions if raw.get("covers") == ["all"] else raw.get("covers", ())),
        cautious=parse(readings["cautious"]) if readings else when,
        strict=parse(readings["strict"]) if readings else when,
        why=readings.get("why", ""),
        fields=tuple(raw.get("fields", ())),
        otherwise=Verdict(raw.get("otherwise", "prohibited")),
        check=_check(raw, licence, vocabulary),
        lifts=frozenset(raw.get("lifts", ())),
        compatible=frozenset(raw.get("compatible", ())),
        publisher_says=raw.get("publisher_says", {}).get("says", ""),
    )
    _known_words(clause, vocabulary)
    return clause


def _check(raw: Mapping[str, Any], licence: str, vocabulary: Vocabulary) -> Condition | None:
    duty = raw.get("duty", "")
    if "check" in raw:
        return parse(raw["check"])
    if duty in BY_FORM:
        return Test("organization.registrations", "includes_any", (licence,))
    word = vocabulary.duties.get(duty)
    return parse(word.check) if word and word.check else None


def _known_words(clause: Clause, vocabulary: Vocabulary) -> None:
    used = {test.fact for test in clause.facts()}
    groups: list[tuple[str, set[str], Mapping[str, Any]]] = [
        ("action", set(clause.covers), vocabulary.actions),
        ("fact", used, vocabulary.facts),
        ("field", set(clause.fields), vocabulary.fields),
        ("duty", {clause.duty} - {""}, vocabulary.duties),
    ]
    for kind, words, known in groups:
        if unknown := sorted(words - set(known)):
            raise ValueError(f"clause {clause.id}: unknown {kind} {', '.join(unknown)}")
    if (clause.kind is Kind.OBLIGATION) != bool(clause.duty) or (clause.kind is Kind.EXCEPTION) != bool(clause.lifts):
        raise ValueError(f"clause {clause.id}: an obligation has `duty`, an exception `lifts`, others neither")
