"""What the identification of a text says: matches with their differences, or what comes nearest."""

from __future__ import annotations

from licensecheck.records import record

PLAIN = ("exact", "normalized")
"""The confidences that mean the licence itself, with no term changed."""


@record
class Difference:
    """One place where the file's terms are not the licence's.

    `lines` are the file's; for a removed passage they are the lines between which it would stand.
    `section` and `clauses` (ids of the rule file) say where in the licence.
    """

    kind: str
    lines: tuple[int, int]
    section: str = ""
    clauses: tuple[str, ...] = ()


@record
class Match:
    """A licence found in the file: how surely, where, and what differs."""

    license: str
    confidence: str
    score: float
    lines: tuple[int, int]
    differences: tuple[Difference, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the text is the licence itself, with no term changed."""
        return self.confidence in PLAIN


@record
class Nearest:
    """The known licence that a text resembles most; shown, never used."""

    license: str
    score: float


@record
class TextResult:
    """All that is known of one text. `problem` says what kept it from being read whole, in words."""

    matches: tuple[Match, ...] = ()
    nearest: Nearest | None = None
    problem: str = ""
