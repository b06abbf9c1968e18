"""From alignments to matches: what differs, on which lines, in which section and clauses, and so how far the licence is this one."""

from __future__ import annotations

import re
from licensecheck.records import record
from pathlib import Path

from licensecheck.identify import facts as fact_table
from licensecheck.identify import outside
from licensecheck.identify.align import Alignment, Target
from licensecheck.identify.clauses import clause_ids
from licensecheck.identify.differences import Comparison, Edit
from licensecheck.identify.document import Document
from licensecheck.identify.facts import Facts
from licensecheck.identify.result import Difference, Match
from licensecheck.identify.textindex import TextIndex

MAX_DIFFERENCES = 400
"""More than these are reported as one; a text so different has been rewritten."""


@record
class Finding:
    """An alignment with what the index knows of its licence."""

    target: Target
    alignment: Alignment
    facts: Facts
    key: str
    licence: str

    @property
    def span(self) -> tuple[int, int]:
        """The words of the text that belong to the licence."""
        return self.alignment.start, self.alignment.end

    @property
    def names(self) -> frozenset[bytes]:
        """The words of the licence's own name."""
        return frozenset(word.encode() for word in re.findall(r"[a-z]+|[0-9]+", f"{self.key} {self.licence}".lower()))


def judge(document: Document, index: TextIndex, found: list[Alignment], rules_root: Path | None) -> list[Match]:
    """A match for each alignment, in the order of the text."""
    findings = [_finding(index, alignment) for alignment in found]
    spans = [finding.span for finding in findings]
    differences = [_inside(document, finding, spans, rules_root) for finding in findings]
    if findings:
        names = frozenset[bytes]().union(*(finding.names for finding in findings))
        for start, end in outside.additions(document, spans, names):
            owner = min(range(len(spans)), key=lambda at: max(spans[at][0] - end, start - spans[at][1]))
            differences[owner].append(Difference("added", document.lines(start, end)))
    return [
        _match(document, index, finding, sorted(one, key=lambda difference: difference.lines)) for finding, one in zip(findings, differences, strict=True)
    ]


def _finding(index: TextIndex, alignment: Alignment) -> Finding:
    key, licence = index.name(alignment.number)
    return Finding(Target(index, alignment.number), alignment, fact_table.load(index.facts(alignment.number)), key, licence)


def _match(document: Document, index: TextIndex, finding: Finding, differences: list[Difference]) -> Match:
    alignment = finding.alignment
    # A text with another holder than the one in the index is the first licence with these terms, not that holder's copy.
    licence = finding.licence if alignment.matched == alignment.total else index.name(finding.facts.first)[1]
    lines = document.lines(alignment.start, alignment.end)
    if not differences:
        return Match(licence, "normalized", 1.0, lines)
    score = round(2 * alignment.matched / (alignment.total + alignment.end - alignment.start), 4)
    return Match(licence, "modified", min(score, 0.9999), lines, tuple(differences))


def _inside(document: Document, finding: Finding, spans: list[tuple[int, int]], rules_root: Path | None) -> list[Difference]:
    free = _free(document, finding.span, spans)
    edits = Comparison(document, finding.target, finding.alignment, finding.facts, free, finding.names).changes()
    if len(edits) > MAX_DIFFERENCES:
        edits = [Edit(edits[0].first, edits[-1].last, edits[0].start, edits[-1].end)]
    return [_difference(document, finding, edit, rules_root) for edit in edits]


def _difference(document: Document, finding: Finding, edit: Edit, rules_root: Path | None) -> Difference:
    section = finding.facts.section(min(edit.first, finding.target.total - 1))
    touched = clause_ids(finding.key, finding.licence, finding.target, finding.facts, edit, rules_root)
    return Difference(edit.kind, _lines(document, edit), section, touched)


def _free(document: Document, span: tuple[int, int], spans: list[tuple[int, int]]) -> list[bool] | None:
    """Which words of the text no other licence has taken; None for all."""
    inner = [other for other in spans if other != span and span[0] <= other[0] and other[1] <= span[1]]
    if not inner:
        return None
    free = [True] * len(document.words)
    for start, end in inner:
        free[start:end] = [False] * (end - start)
    return free


def _lines(document: Document, edit: Edit) -> tuple[int, int]:
    if edit.start < edit.end:
        return document.lines(edit.start, edit.end)
    before = document.line(edit.start - 1) if edit.start else 1
    return before, document.line(edit.start) if edit.start < len(document.words) else len(document.shown_lines)
