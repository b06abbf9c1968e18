"""From alignments to matches: what differs, on which lines, in which section and clauses, and so how far the licence is this one."""

from __future__ import annotations

from licensecheck.identify import benign, hidden, outside
from licensecheck.identify import facts as fact_table
from licensecheck.identify.align import Alignment
from licensecheck.identify.chains import Target
from licensecheck.identify.clauses import touched
from licensecheck.identify.differences import Comparison, Edit
from licensecheck.identify.document import Document
from licensecheck.identify.facts import TITLE, Facts
from licensecheck.identify.kinship import another
from licensecheck.identify.normalise import name_words
from licensecheck.identify.pages import is_page_number, page_furniture, without_numbers
from licensecheck.identify.result import Difference, Match
from licensecheck.identify.textindex import TextIndex
from licensecheck.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_TITLE_LINES = 20
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
    index: TextIndex

    @property
    def span(self) -> tuple[int, int]:
        """The words of the text that belong to the licence."""
        return self.alignment.start, self.alignment.end

    @property
    def names(self) -> frozenset[bytes]:
        """The words of the licence's own name."""
        return name_words(f"{self.key} {self.licence}")

    def is_title(self, words: list[bytes]) -> bool:
        """Whether the words as a whole are a title of the licence."""
        return any(self.index.has_title(number, words) for number in dict.fromkeys((self.alignment.number, self.facts.first)))


def judge(document: Document, index: TextIndex, found: list[Alignment]) -> tuple[list[Match], list[Alignment]]:
    """A match for each alignment, in the order of the text, and the alignments with texts that are rather other licences."""
    findings = [_finding(index, alignment) for alignment in found]
    spans = [finding.span for finding in findings]
    changes = [_changes(document, finding, spans) for finding in findings]
    strange = [another(document, index, finding.facts, finding.target, finding.alignment, edits) for finding, edits in zip(findings, changes, strict=True)]
    kept = [(finding, [edit for edit, _ in edits]) for finding, edits, other in zip(findings, changes, strange, strict=True) if not other]
    differences = [_differences(document, index, finding, _bounded(edits)) for finding, edits in kept]
    if kept:
        spans = [finding.span for finding, _ in kept]
        names = frozenset[bytes]().union(*(finding.names | _title_words(document, finding) for finding, _ in kept))
        regions = list(hidden.regions(document))
        additions = outside.additions(document, index, spans, names, [region for region in regions if region.comment])
        for start, end in _without_dress(document, [finding for finding, _ in kept], additions, names):
            owner = min(range(len(spans)), key=lambda at: max(spans[at][0] - end, start - spans[at][1]))
            differences[owner].append(Difference("added", document.lines(start, end)))
        for at, (finding, edits) in enumerate(kept):
            differences[at] += _struck(document, index, finding, regions, edits)
        differences[0] += [Difference("added", lines) for lines in hidden.unseen_terms(document)]
    matches = [
        _match(document, index, finding, sorted(one, key=lambda difference: difference.lines)) for (finding, _), one in zip(kept, differences, strict=True)
    ]
    return matches, [finding.alignment for finding, other in zip(findings, strange, strict=True) if other]


def _finding(index: TextIndex, alignment: Alignment) -> Finding:
    key, licence = index.name(alignment.number)
    return Finding(Target(index, alignment.number), alignment, fact_table.load(index.facts(alignment.number)), key, licence, index)


def _match(document: Document, index: TextIndex, finding: Finding, differences: list[Difference]) -> Match:
    alignment = finding.alignment
    # A text with another holder than the one in the index is the first licence with these terms, not that holder's copy.
    licence = finding.licence if alignment.matched == alignment.total else index.name(finding.facts.first)[1]
    first, last = document.lines(alignment.start, alignment.end)
    lines = (_with_title(document, first, finding.names), last)
    if not differences:
        return Match(licence, "normalized", 1.0, lines)
    score = round(2 * alignment.matched / (alignment.total + alignment.end - alignment.start), 4)
    return Match(licence, "modified", min(score, 0.9999), lines, tuple(differences))


def untitled(document: Document, index: TextIndex, found: Sequence[Alignment]) -> Document | None:
    """The text without its first line if that is a title of a licence in it; None if it is not.

    Above the text's own title it keeps the words from being aligned, or makes another licence's longer title fit better.
    """
    first = document.line(0)
    words = document.words_of_line(first)
    if not any(_finding(index, alignment).is_title(words) for alignment in found):
        return None
    lines = list(document.plain_lines)
    lines[first - 1] = ""
    return Document(document.text, "\n".join(lines))


def _without_dress(document: Document, findings: list[Finding], additions: Iterable[tuple[int, int]], names: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """The additions that are neither lines of pages nor titles. Behind many of them nobody looks for titles any more."""
    inner: frozenset[tuple[bytes, ...]] = frozenset()
    for count, (start, end) in enumerate(additions):
        if page_furniture(document, start, end, names):
            inner = inner or _inner_lines(document, [finding.span for finding in findings])
            if _furniture(document, start, end, inner):
                continue
        if count >= MAX_DIFFERENCES or not _only_titles(document, findings, start, end):
            yield start, end


def _inner_lines(document: Document, spans: list[tuple[int, int]]) -> frozenset[tuple[bytes, ...]]:
    """The lines that stand within licences, numbers aside."""
    return frozenset(without_numbers(document.words_of_line(line)) for span in spans for line in range(document.line(span[0]), document.line(span[1] - 1)))


def _furniture(document: Document, start: int, end: int, inner: frozenset[tuple[bytes, ...]]) -> bool:
    """Whether lines outside the licences are page numbers, or the header or footer that pages of a licence have."""
    lines = map(without_numbers, map(document.words_of_line, _lines_of(document, start, end)))
    return all(not one or is_page_number(list(one)) or one in inner for one in lines)


def _lines_of(document: Document, start: int, end: int) -> range:
    first, last = document.lines(start, end)
    return range(first, last + 1)


def _only_titles(document: Document, findings: list[Finding], start: int, end: int) -> bool:
    """Whether whole lines are nothing but titles of a licence, one over one or more lines, and copyright statements."""
    first, last = document.lines(start, end)
    if start != document.first_of_line(first) or end != document.line_ends[last - 1] or last - first > MAX_TITLE_LINES:
        return False
    filled = [number for number in range(first, last + 1) if document.words_of_line(number)]
    stated = [number for number in filled if benign.copyright_statement(document.words_of_line(number))]
    lines = [document.words_of_line(number) for number in filled if number not in stated]
    whole = [word for words in lines for word in words]
    found = next((finding for finding in findings if lines and (all(map(finding.is_title, lines)) or finding.is_title(whole))), None)
    if found is None or not stated:
        return found is not None
    from licensecheck.identify.riders import states_a_term

    return not any(states_a_term(document.shown_lines[number - 1], found.names, document.mixed) for number in stated)


def _with_title(document: Document, line: int, names: frozenset[bytes]) -> int:
    """The first line of the title and copyright statements that stand directly above a licence."""
    found = line
    for above in range(line - 1, max(0, line - 1 - MAX_TITLE_LINES), -1):
        words = document.words[document.first_of_line(above) : document.line_ends[above - 1]]
        if words and not benign.copyright_statement(words) and not (benign.title(words, names) and not names.isdisjoint(words)):
            break
        found = above if words else found
    return found


def _title_words(document: Document, finding: Finding) -> frozenset[bytes]:
    """The words of the licence's title, where it stands in the text."""
    end = max((part.end for part in finding.facts.parts if part.kind == TITLE), default=0)
    found: list[bytes] = []
    for block in finding.alignment.blocks:
        found += document.words[block.text : block.text + max(0, min(block.size, end - block.licence))]
    return frozenset(found)


def _changes(document: Document, finding: Finding, spans: list[tuple[int, int]]) -> list[tuple[Edit, list[Edit]]]:
    return Comparison(
        document, finding.target, finding.alignment, finding.facts, _free(document, finding.span, spans), finding.names, finding.is_title
    ).changes()


def _bounded(edits: list[Edit]) -> list[Edit]:
    return edits if len(edits) <= MAX_DIFFERENCES else [Edit(edits[0].first, edits[-1].last, edits[0].start, edits[-1].end)]


def _differences(document: Document, index: TextIndex, finding: Finding, edits: list[Edit]) -> list[Difference]:
    if not edits:
        return []
    clauses = index.clauses(finding.alignment.number)
    last = finding.target.total - 1
    return [Difference(edit.kind, _lines(document, edit), finding.facts.section(min(edit.first, last)), touched(clauses, edit)) for edit in edits]


def _struck(document: Document, index: TextIndex, finding: Finding, regions: list[hidden.Region], edits: list[Edit]) -> list[Difference]:
    """The words of a licence that stand in the text but are struck out or hidden; a comment around the whole of it is only dress."""
    out = []
    start, end = finding.span
    for region in regions:
        if region.comment and region.start <= start and end <= region.end:
            continue
        places = [
            (block.licence, block.text, block.size) for block in finding.alignment.blocks if block.text < region.end and region.start < block.text + block.size
        ]
        if not places and start <= region.start and region.end <= end and not any(edit.start < region.end and region.start < edit.end for edit in edits):
            # Words that were put together with those beside them: `~~ir~~revocable`.
            out.append(Difference("changed", document.lines(region.start, region.end)))
        if places:
            (first, text, _), (last, behind, size) = places[0], places[-1]
            edit = Edit(first + max(0, region.start - text), last + min(size, region.end - behind), region.start, region.end)
            section = finding.facts.section(edit.first)
            out.append(Difference("removed", document.lines(edit.start, edit.end), section, touched(index.clauses(finding.alignment.number), edit)))
    return out


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
