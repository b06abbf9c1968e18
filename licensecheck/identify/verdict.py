"""From alignments to matches: what differs, on which lines, in which section and clauses, and so how far the licence is this one."""

from __future__ import annotations

import re
from pathlib import Path

from licensecheck.identify import facts as fact_table
from licensecheck.identify import outside
from licensecheck.identify.align import Alignment, Target
from licensecheck.identify.clauses import clause_ids
from licensecheck.identify.differences import Comparison, Edit
from licensecheck.identify.document import Document
from licensecheck.identify.result import Difference, Match
from licensecheck.identify.textindex import TextIndex

MAX_DIFFERENCES = 400
"""More than these are reported as one; a text so different has been rewritten."""


def judge(document: Document, index: TextIndex, found: list[tuple[Target, Alignment]], rules_root: Path | None) -> list[Match]:
    """A match for each alignment, in the order of the text."""
    spans = [(alignment.start, alignment.end) for _, alignment in found]
    differences = [_inside(document, index, target, alignment, spans, rules_root) for target, alignment in found]
    if found:
        for start, end in outside.additions(document, spans):
            owner = min(range(len(spans)), key=lambda at: max(spans[at][0] - end, start - spans[at][1]))
            differences[owner].append(Difference("added", document.lines(start, end)))
    return [
        _match(document, index, target, alignment, sorted(one, key=lambda difference: difference.lines))
        for (target, alignment), one in zip(found, differences, strict=True)
    ]


def _match(document: Document, index: TextIndex, target: Target, alignment: Alignment, differences: list[Difference]) -> Match:
    confidence = "modified" if differences else "normalized"
    span = alignment.end - alignment.start
    score = round(2 * alignment.matched / (alignment.total + span), 4) if differences else 1.0
    return Match(index.name(target.number)[1], confidence, min(score, 0.9999) if differences else 1.0, document.lines(alignment.start, alignment.end), tuple(differences))


def _inside(document: Document, index: TextIndex, target: Target, alignment: Alignment, spans: list[tuple[int, int]], rules_root: Path | None) -> list[Difference]:
    facts = fact_table.load(index.facts(target.number))
    key, licence = index.name(target.number)
    names = frozenset(word.encode() for word in re.findall(r"[a-z]+|[0-9]+", f"{key} {licence}".lower()))
    comparison = Comparison(document, target, alignment, facts, _free(document, alignment, spans), names)
    edits = comparison.changes()
    if len(edits) > MAX_DIFFERENCES:
        edits = [Edit(edits[0].first, edits[-1].last, edits[0].start, edits[-1].end)]
    return [
        Difference(edit.kind, _lines(document, edit), facts.section(min(edit.first, target.total - 1)), clause_ids(key, licence, target, facts, edit, rules_root))
        for edit in edits
    ]


def _free(document: Document, alignment: Alignment, spans: list[tuple[int, int]]) -> list[bool] | None:
    """Which words of the text no other licence has taken; None for all."""
    if len(spans) < 2:
        return None
    free = [True] * len(document.words)
    for start, end in spans:
        if (start, end) != (alignment.start, alignment.end) and alignment.start <= start and end <= alignment.end:
            free[start:end] = [False] * (end - start)
    return free


def _lines(document: Document, edit: Edit) -> tuple[int, int]:
    if edit.start < edit.end:
        return document.lines(edit.start, edit.end)
    before = document.line(edit.start - 1) if edit.start else 1
    return before, document.line(min(edit.start, len(document.words) - 1))
