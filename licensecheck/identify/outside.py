"""Words of a file that belong to no licence in it: what is only a heading or a description, and what adds a term."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from licensecheck.identify import benign, headings, hidden, normalise
from licensecheck.identify.document import Document
from licensecheck.identify.restrictions import restricts
from licensecheck.identify.textindex import TextIndex
from licensecheck.identify.wordlists import SIGNALS, SOURCE_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OF_TERMS = frozenset(b"agree any cannot if must never not only prohibited shall unless without you your".split())
"""Words that no sentence has which only introduces a licence: spares its many patterns."""
LONGEST_LEAD_IN = 120
"""Words."""
README_WORDS = 10
"""A file with at least so many other words, and the build of a README or a source file around the licence, is one that contains it; else it is a licence."""

_BUILD = (
    r"(?m)^(?:#{1,6} |!\[|- \[|\|.{1,200}\|$|(?:pip|npm|git|conda) (?:install|clone)|<h[1-6]"
    r"|\.\. [\w_`][^\n]{0,100}:"
    r"|import [\w.]{1,60}(?: as \w{1,30})?;?\s{0,3}$|from [\w.]{1,60} import |#include [<\"]|package [\w.]{1,60};?\s{0,3}$|using [\w.]{1,60};"
    r"|(?:def|func|fn|class|function|namespace|struct) [\w.:]{1,60}\s{0,3}[({:<]|(?:const|let|var) [\w{][^\n]{0,60}=|public (?:class|static|final) "
    r"|[^\n]{0,200}[=()\[\]<>][^\n]{0,200}[;{]\s{0,3}$|\s{0,20}[{}][;,)]{0,2}\s{0,3}$)"
)
"""What READMEs (Markdown, reStructuredText) and source files have and licences have not."""

_TOPIC = r"\b(?:licen[cs]\w*|terms|conditions|restrictions?|usage policy|acceptable use|legal|notices?|copyright)\b|许可|协议|条款"
"""Headings of sections of a README in which every sentence may be a term."""
_FURNITURE = r"\s*(?:(?:[-*+]|\d+[.)])\s+)?\[[^\]]{1,120}\]\(#[^)\s]*\)\s*|\s*\.\. [\w-]{1,30}::[^\n]{0,60}"
_TERMS_PAGE = r"/(?:[^/]*[-_])?(?:eula|terms|tos|policy|legal|agreement|conditions)(?:[-_.][^/]*)?/|/(?:[^/]*-)?(?:not|no|only)-[^/]*/"
_PAGE_WORDS = frozenset(b"deed en full htm html legalcode license licenses md php text txt v".split())
_LICENCE_PAGE = r"/licen[cs]es?/(?!licen[cs]e)(.*)"
_JSON = r"\s{0,9}[\[{]\s{0,99}[\"\[{]"
_MENTION = (
    rb"(?:licensed|released|distributed|available|published|provided|covered) under|under the .{1,60} license"
    rb"|see (?:the )?.{0,40}(?:license|notice|copying|below)"
)


def additions(
    document: Document, index: TextIndex, spans: list[tuple[int, int]], names: frozenset[bytes], comments: Sequence[hidden.Region]
) -> Iterator[tuple[int, int]]:
    """Stretches of words outside the licences (`spans`, in order) that add terms, as (start, end). `names` are words of the licences' titles."""
    readme = _Readme(document, spans, names) if _is_readme(document, spans) else None
    at = 0
    for start, end in [*spans, (len(document.words), len(document.words))]:
        for first, last in _paragraphs(document, at, start):
            # What READMEs describe first: the sentences that introduce a licence are many patterns.
            if not ((readme and readme.describes(first, last)) or _idle(document, index, first, last, names) or _comment(document, comments, first, last)):
                yield first, last
        at = max(at, end)


def _comment(document: Document, comments: Sequence[hidden.Region], start: int, end: int) -> bool:
    """Whether a paragraph is a comment of a mark-up language that says nothing about terms."""
    return any(region.start <= start and end <= region.end for region in comments) and not restricts(document.words[start:end])


def _is_readme(document: Document, spans: list[tuple[int, int]]) -> bool:
    if document.front_matter or (document.plain.lstrip()[:1] in ("[", "{") and re.match(_JSON, document.plain)):
        return True
    if len(document.words) - sum(end - start for start, end in spans) < README_WORDS:
        return False
    lines = list(document.plain_lines)
    for start, end in spans:
        first, last = document.lines(start, end)
        lines[first - 1 : last] = [""] * (last - first + 1)
    if sum(map(bool, map(str.strip, lines))) < 2:
        # One mark of a README does not make one.
        return False
    if _is_commented(document):
        lines = [line.lstrip(" #") for line in lines]
    underlined = sum(_underlines(line, under) for line, under in pairwise(lines[:5_000]))
    fences = sum(line.startswith(("```", "~~~")) for line in lines) // 2
    return underlined + fences + len(re.findall(_BUILD, "\n".join(lines)[:200_000])) >= 2


def _is_commented(document: Document) -> bool:
    """Whether the marks at the beginning of the lines are those of comments, not of headings."""
    written = [line for line in document.plain_lines if line.strip()]
    return 2 * sum(line.lstrip()[:1] == "#" for line in written) > len(written)


def _underlines(line: str, under: str) -> bool:
    """Whether a line is the heading that the one below it underlines, as reStructuredText has it; a rule between paragraphs is longer."""
    mark = under.strip()
    return 3 <= len(line.strip()) <= len(mark) <= len(line.strip()) + 3 and mark[0] in "=-~^\"'`*+#" and mark == mark[0] * len(mark)


class _Readme:
    """The sections of a README: those with a licence in them, or about licensing, are read more strictly."""

    def __init__(self, document: Document, spans: list[tuple[int, int]], names: frozenset[bytes]) -> None:
        self._document, self._names = document, names
        self._headings = (
            [] if _is_commented(document) else [number for number, line in enumerate(document.plain_lines, 1) if re.match(r"[ \t]{0,3}#{1,6}[ \t]", line)]
        )
        lines = document.plain_lines
        self._front = document.front_matter
        self._strict = {at for at, number in enumerate(self._headings, 1) if re.search(_TOPIC, lines[number - 1])}
        for start, end in spans if self._headings or self._front else ():
            self._strict |= {self._section(start), self._section(end - 1)}

    def _section(self, word: int) -> int:
        return bisect_right(self._headings, self._document.line(word))

    def _pieces(self, start: int, end: int) -> Iterator[list[bytes]]:
        """The words of a paragraph; of the front matter those of each value by themselves."""
        document = self._document
        if document.line(end - 1) > self._front:
            yield document.words[start:end]
            return
        lines = document.plain_lines
        first = start
        for number in range(document.line(start) + 1, document.line(end - 1) + 1):
            if lines[number - 1][:1].isalpha() and (at := document.first_of_line(number)) > first:
                yield document.words[first:at]
                first = at
        yield document.words[first:end]

    def _names_another(self, words: list[bytes]) -> bool:
        """Whether a passage on licensing names another licence than the one that is there."""
        return bool({b"license", b"licensed", b"licenses"} & set(words)) and not self._names.issuperset(benign.other_licence(words))

    def describes(self, start: int, end: int) -> bool:
        """Whether a paragraph only describes: no restriction anywhere, and in a section on licensing no more than a mention of the licence."""
        words = self._document.words[start:end]
        if any(restricts(piece) or self._names_another(piece) for piece in self._pieces(start, end)):
            return False
        if self._document.line(end - 1) <= self._front:
            return True
        if self._section(start) not in self._strict:
            return True
        return re.search(_MENTION, b" ".join(words)) is not None and SIGNALS.isdisjoint(words)


def _paragraphs(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines and headings, cut at the ends of the region."""
    if start >= end:
        return
    lines, ends = document.plain_lines, document.line_ends
    first: tuple[int, int] | None = None
    for number in range(document.line(start), document.line(end - 1) + 1):
        begin, finish = max(start, ends[number - 2] if number > 1 else 0), min(end, ends[number - 1])
        heading = lines[number - 1].lstrip()[:1] == "#"
        if first is not None and (not lines[number - 1].strip() or heading):
            yield first
            first = None
        if begin < finish:
            first = (first[0] if first else begin, finish)
        if heading and first is not None:
            yield first
            first = None
    if first is not None:
        yield first


def _idle(document: Document, index: TextIndex, start: int, end: int, names: frozenset[bytes]) -> bool:
    """Whether a paragraph of a licence file says nothing about terms: a title, a copyright statement, an identifier."""
    words = document.words[start:end]
    if headings.identifier(words):
        line_end = min(end, document.line_ends[document.line(start) - 1])
        return headings.agrees(document.words[start:line_end], names, index) and (line_end == end or _idle(document, index, line_end, end, names))
    if headings.another_licence(words, names, index):
        return False
    if _seems_idle(document, index, start, end, names):
        # Loaded only where something would be let through.
        from licensecheck.identify.riders import in_lines

        if not in_lines(document, start, end, names):
            return True
    return _introduces(document, start, end, names)


def _introduces(document: Document, start: int, end: int, names: frozenset[bytes]) -> bool:
    """Whether lines that the paragraph fills only say whose the licence is, or where it comes from."""
    first, last = document.lines(start, end)
    if start != document.first_of_line(first) or end != document.line_ends[last - 1] or end - start > LONGEST_LEAD_IN:
        return False
    if not _OF_TERMS.isdisjoint(document.words[start:end]):
        return False
    from licensecheck.identify.leadins import introduces

    lines = document.shown_lines[first - 1 : last]
    return introduces("\n".join(lines), names) and not any(_leads_to_terms(line, names) for line in lines)


def _seems_idle(document: Document, index: TextIndex, start: int, end: int, names: frozenset[bytes]) -> bool:
    words = document.words[start:end]
    if benign.copyright_statement(words) or headings.title(words, names) or benign.copyright_statement(_without_addresses(document, start, end)):
        return True
    if _is_furniture(document, start, end, names):
        return True
    head = words[: words.index(b"copyright")] if b"copyright" in words else words
    if len(head) < len(words) and not benign.copyright_statement(words[len(head) :]):
        return False
    if not head or headings.title(head, names):
        return True
    # Words that share a line with the licence's own title change it; a heading stands alone.
    alone = end in (document.line_ends[document.line(end - 1) - 1], len(document.words))
    return alone and headings.harmless(head, names, index) and _looks_like_a_heading(document, start, start + len(head))


def _is_furniture(document: Document, start: int, end: int, names: frozenset[bytes]) -> bool:
    """Whether a paragraph is a table of contents, a link inside the page, a directive, or says where the text was found."""
    first, last = document.lines(start, end)
    shown = [line for line in document.shown_lines[first - 1 : last] if line.strip()]
    bare = _without_addresses(document, start, end)
    found = len(bare) < end - start and all(word in SOURCE_WORDS for word in bare) and not any(_leads_to_terms(line, names) for line in shown)
    return (found or all(("](#" in line or ".." in line) and re.fullmatch(_FURNITURE, line) for line in shown)) and not restricts(document.words[start:end])


def _leads_to_terms(line: str, names: frozenset[bytes]) -> bool:
    """Whether an address on a line is that of other terms: a page of that name, or another licence's. A file LICENSE is where a text is from."""
    for address in re.findall(r"(?:https?://|www\.)[^\s<>()\"']+", line.lower()):
        page = re.search(_LICENCE_PAGE, address)
        named = {word for word in normalise.words(page[1]) if word.isalpha()} if page else set()
        if re.search(_TERMS_PAGE, f"{address}/") or not named <= names | _PAGE_WORDS:
            return True
    return False


def _without_addresses(document: Document, start: int, end: int) -> list[bytes]:
    """The words of a paragraph, without those of addresses where it stands on lines of its own."""
    first, last = document.lines(start, end)
    if start != document.first_of_line(first) or end != document.line_ends[last - 1]:
        return document.words[start:end]
    return normalise.words(benign.without_addresses("\n".join(document.plain_lines[first - 1 : last])))


def _looks_like_a_heading(document: Document, start: int, end: int) -> bool:
    """Few words with large initials that are no sentence. A text without any large letters tells nothing: then very few words."""
    first, last = document.lines(start, end)
    shown = " ".join(document.shown_lines[first - 1 : last]).strip(" \t#*=-_/>\"'|;:%<!()")
    if shown.endswith((".", "。", "；", "!")) or "\u2e80" < shown[:1] < "\uffff":
        return False
    if start == 0 and len(shown.split()) <= headings.LONGEST_UNMARKED:
        return True
    long = [word for word in shown.split() if len(word) > 3 and word[0].isalpha()]
    large = sum(word[0].isupper() for word in long)
    if document.text.isupper() or document.text.islower():
        return end - start <= 4
    return large * 3 >= len(long) * 2
