"""Names and SPDX expressions -> licences. Exact names only: no prefixes, no substrings, no luck."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from licensecheck.licences import Status
from licensecheck.model import LicenceId
from licensecheck.records import record
from licensecheck.store import normal_name

if TYPE_CHECKING:
    from licensecheck.rulebase import RuleBase

_EXPRESSION = re.compile(r"(?<![\w-])(AND|OR|WITH)(?![\w-])|[()+]", re.IGNORECASE)
MOST_CHOICES = 64
LINKED = "linked-license"
"""The rule file for licences that are stated as a link and nothing else."""
_NO_LICENCE = frozenset({"none", "none-stated"})


class Sort(Enum):
    """What a name turned out to be."""

    KNOWN = "known"
    AMBIGUOUS = "ambiguous"
    WITHOUT_TEXT = "known-without-text"
    MODIFIED = "modified"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@record
class Leaf:
    """One licence name. `licences` holds the one licence if known, the candidates if ambiguous, else nothing."""

    sort: Sort
    name: str
    licences: tuple[LicenceId, ...] = ()
    note: str = ""
    line: int = 0
    """The line of the file that it was read from, where one line says it; else 0."""


@record
class AllOf:
    """Licences that bind together (AND, or a list)."""

    parts: tuple[Terms, ...]


@record
class OneOf:
    """Licences to choose from (OR)."""

    parts: tuple[Terms, ...]


Terms = Leaf | AllOf | OneOf


def leaves(terms: Terms) -> tuple[Leaf, ...]:
    """Every leaf, in order."""
    return (terms,) if isinstance(terms, Leaf) else tuple(leaf for part in terms.parts for leaf in leaves(part))


def choices(terms: Terms) -> tuple[Terms, ...]:
    """The ways to choose among the ORs of the terms, each without OR; at most a few dozen of them."""
    match terms:
        case Leaf():
            return (terms,)
        case OneOf(parts=parts):
            return tuple(choice for part in parts for choice in choices(part))[:MOST_CHOICES]
        case AllOf(parts=parts):
            combined = product(*(choices(part) for part in parts))
            return tuple(AllOf(combination) for combination in islice(combined, MOST_CHOICES))


def identify(name: str, base: RuleBase) -> Terms:
    """What a licence name or SPDX expression stands for; unknown parts stay unknown."""
    if not normal_name(name) or normal_name(name) in _NO_LICENCE:
        return Leaf(Sort.ABSENT, name)
    leaf = _leaf(name, base)
    if not _EXPRESSION.search(name) or len(name) > 2_000:
        return leaf
    # `MIT AND Apache-2.0` is an expression although `mit-and-apache-2.0` is somebody's name; a title with "and" in it is a name.
    read = _expression(name, base) if leaf.sort in (Sort.UNKNOWN, Sort.AMBIGUOUS, Sort.WITHOUT_TEXT) else None
    if read is None:
        return leaf
    whole = all(one.sort is not Sort.UNKNOWN for one in leaves(read))
    return read if whole or leaf.sort is Sort.UNKNOWN else leaf


def suggestions(name: str, base: RuleBase) -> tuple[str, ...]:
    """Known names that look alike: to be shown, never used."""
    import difflib

    return tuple(difflib.get_close_matches(normal_name(name)[:80], base.names(), n=3, cutoff=0.75))


def _leaf(name: str, base: RuleBase) -> Leaf:
    found = base.find(name)
    if found is None and "://" in name:
        from licensecheck.addresses import is_address

        if is_address(name):
            return _of_repository(name, base) or _leaf(LINKED, base)
    if found is None:
        return Leaf(Sort.UNKNOWN, name)
    licence = base.licence(found)
    match licence.status:
        case Status.ENCODED:
            return Leaf(Sort.KNOWN, name, (found,))
        case Status.AMBIGUOUS:
            return Leaf(Sort.AMBIGUOUS, name, licence.candidates)
        case Status.WITHOUT_TEXT:
            return Leaf(Sort.WITHOUT_TEXT, name, (found,))


def _of_repository(address: str, base: RuleBase) -> Leaf | None:
    """The licence of the model in the catalogue whose licence file the address names.

    Only where the catalogue is sure, and where the file is that of the weights: a repository can have another licence for its code.
    """
    from licensecheck.addresses import licence_file

    file = licence_file(address)
    entries = base.models(file[0]) if file else ()
    if not file or not entries or any(entry["confidence"] != "high" for entry in entries):
        return None
    _, revision, of_model = file
    entries = tuple(entry for entry in entries if revision in entry.get("holds", {}).get("revisions", ())) or entries
    if not of_model and any(entry.get("code_license", entry.get("license")) != entry.get("license") for entry in entries):
        return None
    named = [_leaf(entry.get("license") or "", base) for entry in entries]
    licences = tuple(dict.fromkeys(licence for leaf in named for licence in leaf.licences))
    if any(leaf.sort is not Sort.KNOWN for leaf in named):
        return None
    return Leaf(Sort.KNOWN if len(licences) == 1 else Sort.AMBIGUOUS, address, licences)


def _expression(text: str, base: RuleBase) -> Terms | None:
    from boolean.boolean import ParseError
    from license_expression import ExpressionError, Licensing

    try:
        parsed = Licensing().parse(text, simple=True)
    except (ExpressionError, ParseError, RecursionError, LookupError, AssertionError, TypeError, AttributeError):
        # The parser has no errors of its own for some malformed texts, such as empty parentheses.
        return None
    return None if parsed is None else _tree(parsed, base)


def _tree(node: Any, base: RuleBase) -> Terms:
    from license_expression import AND, OR, LicenseWithExceptionSymbol

    if isinstance(node, AND | OR):
        parts = tuple(_tree(part, base) for part in node.args)
        return AllOf(parts) if isinstance(node, AND) else OneOf(parts)
    if isinstance(node, LicenseWithExceptionSymbol):
        return _with(node.license_symbol.key, node.exception_symbol.key, base)
    return _or_later(str(node.key), base)


def _or_later(name: str, base: RuleBase) -> Leaf:
    """`X+` is X or any later version: X is one of the choices, and the only one that is sure to exist."""
    leaf = _leaf(name, base)
    if leaf.sort is Sort.UNKNOWN and name.endswith("+"):
        plain = _leaf(name.removesuffix("+"), base)
        return Leaf(plain.sort, name, plain.licences)
    return leaf


def _with(name: str, exception: str, base: RuleBase) -> Terms:
    """An SPDX exception only adds permissions, so the licence without it is the safe reading; any other addition is unknown."""
    whole = _leaf(f"{name} WITH {exception}", base)
    if whole.sort is not Sort.UNKNOWN:
        return whole
    from license_expression import get_spdx_licensing

    symbol = get_spdx_licensing().known_symbols_lowercase.get(exception.lower())
    if symbol is None or not symbol.is_exception or exception.lower().startswith("licenseref-"):
        return Leaf(Sort.UNKNOWN, f"{name} WITH {exception}")
    plain = _or_later(name, base)
    return Leaf(plain.sort, f"{name} WITH {exception}", plain.licences, f"the further permission of {exception} is not counted")
