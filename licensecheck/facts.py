"""The fact table of one (model, use, action): each value with the place where it was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licensecheck.model import Said, Value
from licensecheck.records import EMPTY, record
from licensecheck.vocabulary import Vocabulary


@record
class Facts:
    """Facts said, and what the vocabulary derives from them. `get` is all that conditions see."""

    vocabulary: Vocabulary
    action: str
    said: Mapping[str, Said] = EMPTY
    memo: dict[Any, Any] | None = None
    """What was already evaluated over this very table; None where nobody asks twice."""

    def get(self, name: str) -> Said | None:
        """The fact's value: as said, else as another fact or the action implies it, else as assumed; None if unknown."""
        if name in self.said:
            return self.said[name]
        fact = self.vocabulary.facts[name]
        if fact.same_as:
            return self.get(fact.same_as)
        implied = self._implied(fact.implied_by or {})
        if implied is not None:
            return implied
        return None if fact.assumed is None else Said(fact.assumed, "assumed")

    def _implied(self, rules: Mapping[str, Mapping[str, Value]]) -> Said | None:
        for source, values in rules.items():
            if source == "action":
                if self.action in values:
                    return Said(values[self.action], f"action {self.action}")
            elif (said := self.get(source)) is not None and isinstance(said.value, str) and said.value in values:
                return Said(values[said.value], said.at)
        return None

    def with_fact(self, name: str, value: Value) -> Facts:
        """The same table with one fact set; a month map is extended, not replaced."""
        before = self.said.get(name)
        if isinstance(value, dict) and before is not None and isinstance(before.value, dict):
            value = {**before.value, **value}
        return Facts(self.vocabulary, self.action, {**self.said, name: Said(value, "supposed")})

    def for_action(self, action: str) -> Facts:
        """The same facts for another action."""
        return Facts(self.vocabulary, action, self.said)
