"""Separate licences that an organisation holds: which licences they cover, and which of them lift nothing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from licensecheck import policy
from licensecheck.errors import InputError
from licensecheck.findings import Code, Finding, Severity
from licensecheck.identify.names import Sort, identify, leaves, suggestions
from licensecheck.model import LicenceId, Problem
from licensecheck.rulebase import RuleBase
from licensecheck.sources import Agreement
from licensecheck.wording import AGREEMENT_EXPIRED, AGREEMENT_UNUSED


def covered(agreements: Sequence[Agreement], base: RuleBase, as_of: str) -> dict[LicenceId, str]:
    """The licences covered by agreements in force, with the words that name the agreement. InputError for names that are not one licence's."""
    found: dict[LicenceId, str] = {}
    problems = []
    for agreement in agreements:
        for name in agreement.covers:
            named = leaves(identify(name, base))
            if wrong := _wrong(name, [leaf.sort for leaf in named], base):
                problems.append(Problem(agreement.location, *wrong))
            elif not expired(agreement, as_of):
                found |= {licence: words(agreement) for leaf in named for licence in leaf.licences}
    if problems:
        raise InputError(problems)
    return found


def _wrong(name: str, sorts: list[Sort], base: RuleBase) -> tuple[str, str, str] | None:
    if Sort.AMBIGUOUS in sorts:
        candidates = [one for leaf in leaves(identify(name, base)) for one in leaf.licences]
        return f"covers {name!r}, a name of several licences", "agreements", f"say which: {', '.join(candidates)}"
    if all(sort in (Sort.KNOWN, Sort.WITHOUT_TEXT) for sort in sorts):
        return None
    near = suggestions(name, base)
    return f"covers {name!r}, which is not a licence that licensecheck knows", "agreements", f"did you mean {near[0]!r}?" if near else ""


def about(agreements: Sequence[Agreement], as_of: str, used: Collection[str]) -> Iterator[Finding]:
    """Findings for agreements that have expired, or that lift nothing."""
    for agreement in agreements:
        told = {"licensor": agreement.licensor, "reference": agreement.reference or "no reference", "expires": agreement.expires}
        if expired(agreement, as_of):
            yield policy.note(Code.WAIVER_EXPIRED, AGREEMENT_EXPIRED.format(**told), agreement.location, Severity.WARNING)
        elif words(agreement) not in used:
            yield policy.note(Code.WAIVER_UNUSED, AGREEMENT_UNUSED.format(**told), agreement.location, Severity.NOTE)


def expired(agreement: Agreement, as_of: str) -> bool:
    """Whether the last day of the agreement is past."""
    return bool(agreement.expires) and as_of > agreement.expires


def words(agreement: Agreement) -> str:
    """The words by which findings name the agreement."""
    return f"agreement with {agreement.licensor} ({agreement.reference or 'no reference'})"
