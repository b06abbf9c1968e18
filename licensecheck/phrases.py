"""Conditions in words, for people who read no YAML."""

from __future__ import annotations

from typing import Any

from licensecheck.conditions import Condition, Constant, Group, Negation, Test

_OPS = {
    "is": "is", "is_not": "is not", "in": "is one of", "not_in": "is none of", "includes_any": "includes any of",
    "includes_only": "includes only", "above": "is more than", "at_least": "is at least", "below": "is less than",
    "at_most": "is at most", "begins_with": "begins with", "contains": "contains",
}  # fmt: skip


def phrase(condition: Condition) -> str:
    """The condition as a phrase; empty for one that always holds."""
    match condition:
        case Constant(truth=truth):
            return "" if truth else "never"
        case Negation(part=part):
            return f"not ({phrase(part)})"
        case Group(every=every, parts=parts):
            return (" and " if every else " or ").join(f"({phrase(part)})" if isinstance(part, Group) else phrase(part) for part in parts)
        case Test(fact=fact, op=op, value=value, month=month):
            return f"{fact}{f' in {month}' if month else ''} {_OPS[op]} {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:,}"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
