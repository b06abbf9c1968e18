"""The words of the rule base: actions, facts, duties, fields, regions and families, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licensecheck.model import Value
from licensecheck.records import record

WORLDWIDE = "worldwide"


@record
class FactType:
    """One fact: its type, the values it may take, the question that asks for it, and what implies it."""

    name: str
    type: str
    question: str
    unit: str = ""
    moment: str = ""
    values: tuple[str, ...] = ()
    open: bool = False
    internal: bool = False
    present: str = ""
    """The fact that gives today's figure where this one is about a past month."""
    bounded_by: str = ""
    """A fact that this one cannot exceed: a product has no more users than the whole group."""
    same_as: str = ""
    """The fact whose value holds where this one is not said."""
    implied_by: Mapping[str, Mapping[str, Value]] | None = None
    assumed: Value = None
    """The value taken, without a question, where nothing is said."""


@record
class DutyWord:
    """A duty: what it means, the finding code when it is unmet, and its default check (raw condition)."""

    name: str
    text: str
    unmet: str = "duty"
    check: Mapping[str, Any] | None = None


@record
class Relation:
    """A relation between models; those that contain the parent's weights carry its terms."""

    name: str
    contains_weights: bool
    text: str


@record
class Vocabulary:
    """All words, by name."""

    actions: Mapping[str, str]
    relations: Mapping[str, Relation]
    facts: Mapping[str, FactType]
    fields: Mapping[str, str]
    duties: Mapping[str, DutyWord]
    regions: Mapping[str, frozenset[str]]
    families: Mapping[str, frozenset[str]]
    topics: Mapping[str, str]

    def places(self, given: Value) -> frozenset[str]:
        """ISO codes (and `worldwide`) that a region word or a list of them stands for."""
        words = given if isinstance(given, list) else [given]
        return frozenset().union(*(self.regions.get(str(word), frozenset([str(word)])) for word in words))

    def family(self, given: Value) -> frozenset[str]:
        """The versions that a family word, or a list of them, stands for."""
        words = given if isinstance(given, list) else [given]
        return frozenset().union(*(self.families.get(str(word), frozenset([str(word)])) for word in words))


def build(data: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary from the plain data of `rules/vocabulary.yaml` (already checked against its schema)."""
    return Vocabulary(
        actions=data["actions"],
        relations={name: Relation(name, **raw) for name, raw in data["relations"].items()},
        facts={name: FactType(name, **{**raw, "values": tuple(raw.get("values", ()))}) for name, raw in data["facts"].items()},
        fields=data["fields"],
        duties={name: DutyWord(name, **raw) for name, raw in data["duties"].items()},
        regions={name: frozenset(codes) for name, codes in data["regions"].items()},
        families={name: frozenset([name, *words]) for name, words in data["families"].items()},
        topics=data["topics"],
    )
