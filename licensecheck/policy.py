"""The organisation's own rules: denied and reviewed licences, waivers, severities; and the agreements it holds. Pure.

A policy can only make a verdict worse. Waivers and agreements lift named findings, which stay visible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from licensecheck.findings import Code, Finding, Severity, severity_of
from licensecheck.licences import Licence
from licensecheck.model import Location, Verdict, folded
from licensecheck.records import EMPTY, record, replace
from licensecheck.wording import DENIED, REMEDIES, REVIEW, WAIVER_EXPIRED, WAIVER_UNUSED

Texts = Callable[[str], Collection[str]]
"""The hashes of the texts that a licence was encoded from, by its id."""


@record
class Group:
    """Licences named by id, family or licensor."""

    licenses: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    licensors: frozenset[str] = frozenset()

    def holds(self, licence: Licence) -> bool:
        """Whether the licence is one of them."""
        return licence.id in self.licenses or folded(licence.family) in self.families or folded(licence.licensor) in self.licensors


@record
class Waiver:
    """One finding that the organisation has decided to accept: why, who says so, until when."""

    match: Mapping[str, str]
    reason: str
    owner: str
    expires: str
    location: Location
    text: str = ""
    """The hash of the licence text that was read; another text needs another decision."""

    def covers(self, finding: Finding, texts: Texts) -> bool:
        """Whether the finding is the one that the waiver names, by fingerprint or by what it is about."""
        if self.text and self.text not in texts(finding.license):
            return False
        has = {"finding": finding.fingerprint, "code": finding.code.value, "model": finding.model, "use": finding.use}
        has |= {"action": finding.action, "license": finding.license, "clause": finding.clause}
        return all(folded(has[key]) == folded(value) for key, value in self.match.items())

    def target(self) -> str:
        """What it names, in words."""
        return ", ".join(f"{key} {value}" for key, value in self.match.items())


@record
class Policy:
    """One policy file."""

    name: str
    deny: Group = Group()
    review: Group = Group()
    severities: Mapping[str, str] = EMPTY
    fail_on: Verdict = Verdict.INFORMATION
    waivers: tuple[Waiver, ...] = ()


def ruled(policy: Policy, licences: Mapping[str, Licence], start: Finding) -> Iterator[Finding]:
    """Findings for licences in force that the policy denies, or wants reviewed."""
    for name, licence in licences.items():
        denied = policy.deny.holds(licence)
        if not denied and not policy.review.holds(licence):
            continue
        code = Code.POLICY_DENIED if denied else Code.POLICY_REVIEW
        verdict = Verdict.PROHIBITED if denied else Verdict.INFORMATION
        summary = (DENIED if denied else REVIEW).format(policy=policy.name, what=licence.title)
        yield replace(start, code=code, verdict=verdict, severity=severity_of(verdict), summary=summary, license=name, remedy=REMEDIES[code])


def apply(policy: Policy, findings: tuple[Finding, ...], as_of: str, texts: Texts) -> tuple[tuple[Finding, ...], frozenset[int]]:
    """The findings with waivers and severities applied, and the indices of the waivers that met one."""
    used: set[int] = set()
    result = []
    for one in findings:
        finding = one
        for index, waiver in enumerate(policy.waivers):
            if waiver.covers(finding, texts) and finding.verdict.rank > Verdict.PERMITTED.rank:
                used.add(index)
                if not waiver.expires or as_of <= waiver.expires:
                    finding = replace(finding, waived=finding.waived or f"waiver of {waiver.owner}: {waiver.reason}")
        result.append(_severity(policy, finding))
    return tuple(result), frozenset(used)


def visible(policy: Policy, finding: Finding) -> bool:
    """Whether the finding is shown: a policy may hide what bars nothing. Hidden or not, it counts in the verdict."""
    return policy.severities.get(finding.code.value) != "off" or finding.verdict.rank > Verdict.DUTIES.rank


def _severity(policy: Policy, finding: Finding) -> Finding:
    wanted = policy.severities.get(finding.code.value, "")
    return replace(finding, severity=Severity(wanted)) if wanted not in ("", "off") else finding


def about_waivers(policy: Policy, used: frozenset[int], as_of: str) -> Iterator[Finding]:
    """Findings for waivers that have expired or that no finding needed."""
    for index, waiver in enumerate(policy.waivers):
        words = {"owner": waiver.owner, "target": waiver.target(), "expires": waiver.expires}
        if waiver.expires and as_of > waiver.expires:
            yield note(Code.WAIVER_EXPIRED, WAIVER_EXPIRED.format(**words), waiver.location, Severity.WARNING)
        elif index not in used:
            yield note(Code.WAIVER_UNUSED, WAIVER_UNUSED.format(**words), waiver.location, Severity.NOTE)


def note(code: Code, summary: str, location: Location, severity: Severity) -> Finding:
    """A finding about the run as a whole, which changes no verdict."""
    return Finding(code, Verdict.PERMITTED, severity, summary, "", location, remedy=REMEDIES.get(code, ""))
