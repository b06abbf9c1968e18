"""The finding type, the closed list of codes, and all their wording."""

from __future__ import annotations

from enum import Enum

from licensecheck.model import Location, Value, Verdict
from licensecheck.records import record


class Code(Enum):
    """Every kind of finding; each has a heading in docs/findings.md."""

    PROHIBITED_USE = "prohibited-use"
    NOT_GRANTED = "not-granted"
    NEEDS_AGREEMENT = "needs-agreement"
    MISSING_FACT = "missing-fact"
    DUTY = "duty"
    UNKNOWN_LICENSE = "unknown-license"
    NO_LICENSE = "no-license"
    AMBIGUOUS_LICENSE = "ambiguous-license"
    MODIFIED_LICENSE = "modified-license"
    LICENSE_CONFLICT = "license-conflict"
    LICENSE_DRIFT = "license-drift"
    INCOMPATIBLE_LICENSES = "incompatible-licenses"
    OUTBOUND_LICENSE = "outbound-license"
    NAMING = "naming"
    MISSING_NOTICE = "missing-notice"
    UNKNOWN_BASE = "unknown-base"
    TRAINING_DATA_TERMS = "training-data-terms"
    OUTPUT_PROVENANCE = "output-provenance"
    UNPINNED_REVISION = "unpinned-revision"
    LOCK_DRIFT = "lock-drift"
    POLICY_DENIED = "policy-denied"
    POLICY_REVIEW = "policy-review"
    WAIVER_EXPIRED = "waiver-expired"
    WAIVER_UNUSED = "waiver-unused"
    HUB_UNREACHABLE = "hub-unreachable"
    UNREADABLE_INPUT = "unreadable-input"


class Severity(Enum):
    """How loud a finding is shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def severity_of(verdict: Verdict) -> Severity:
    """The severity that a verdict has by default."""
    match verdict:
        case Verdict.PROHIBITED | Verdict.AGREEMENT:
            return Severity.ERROR
        case Verdict.INFORMATION:
            return Severity.WARNING
        case Verdict.DUTIES | Verdict.PERMITTED:
            return Severity.NOTE


@record
class Question:
    """A missing fact, the question for it, and the verdict that each answer would lead to."""

    fact: str
    question: str
    answers: tuple[tuple[str, Verdict], ...]


@record
class FactUsed:
    """A fact that a finding rests on, with the place where it was said."""

    name: str
    value: Value
    at: str


@record
class Finding:
    """One thing to know about a model and a use: the user's line, the licence's words, what to do."""

    code: Code
    verdict: Verdict
    severity: Severity
    summary: str
    model: str
    location: Location
    use: str = ""
    action: str = ""
    license: str = ""
    clause: str = ""
    section: str = ""
    quote: str = ""
    lineage: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    facts: tuple[FactUsed, ...] = ()
    question: Question | None = None
    remedy: str = ""
    waived: str = ""
    confidence: str = "high"

    @property
    def fingerprint(self) -> str:
        """Stable over unrelated edits: made of what was found, not of where it stands."""
        # hashlib loads OpenSSL, which costs more than all the rest of the JSON report.
        from _blake2 import blake2b

        question = self.question.fact if self.question else ""
        parts = (self.code.value, self.model, self.use, self.action, self.license, self.clause, "<".join(self.lineage), question)
        return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()

    @property
    def counts(self) -> bool:
        """Whether the finding takes part in the verdict: a waived one does not."""
        return not self.waived
