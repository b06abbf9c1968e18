"""Words of a file that belong to no licence in it: what is only a heading or a description, and what adds a term."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from licensecheck.identify import benign
from licensecheck.identify.document import Document
from licensecheck.identify.wordlists import SIGNALS

README_WORDS = 30
"""A file with at least so many other words, and the build of a README, is one that contains a licence; else it is a licence."""

_BUILD = r"(?m)^(?:#{1,6} |```|~~~|!\[|- \[|\|.{1,200}\|$|(?:pip|npm|git|conda) (?:install|clone)|<h[1-6])"
_FRONT_MATTER = r"\s{0,9}---\n(?:[^\n]{0,2000}\n){1,2000}?---[ \t]*(?:\n|$)"
_TOPIC = r"licen[cs]|terms|condition|restriction|usage policy|acceptable use|legal|notice|copyright|许可|协议|条款"
"""Headings of sections of a README in which every sentence may be a term."""
_STRONG = (
    rb"(?:may|must|shall|can|is|are) not (?:be )?(?:use|used|sell|sold|distribute|distributed|deploy|deployed|train|commerciali|allowed|permitted|offer"
    rb"|host|exceed)|non ?commercial|not permitted|prohibited|forbidden|not allowed"
    rb"|(?:research|academic|evaluation|personal|educational|internal) (?:purposes?|use) only|only (?:be used )?(?:for|in) (?:research|academic|personal|non)"
    rb"|commercial (?:use|purposes?)|written (?:permission|consent)|prior permission|million (?:monthly|users|dollars|usd)|you agree"
    rb"|additional (?:terms|restrictions|conditions)|separate license|restrictions? (?:apply|on)|in addition to the (?:above|license|terms)"
    rb"|notwithstanding|provided that you"
)
_STRONG_HAN = "不得|禁止|仅限|非商业|非商用|商业用途|商用|书面|授权"
_MENTION = (
    rb"(?:licensed|released|distributed|available|published|provided|covered) under|under the .{1,60} license"
    rb"|see (?:the )?.{0,40}(?:license|notice|copying|below)"
)


def additions(document: Document, spans: list[tuple[int, int]], names: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """Stretches of words outside the licences (`spans`, in order) that add terms, as (start, end). `names` are words of the licences' titles."""
    readme = _Readme(document, spans) if _is_readme(document, spans) else None
    at = 0
    for start, end in [*spans, (len(document.words), len(document.words))]:
        for first, last in _paragraphs(document, at, start):
            if not (_idle(document, first, last, names) or (readme and readme.describes(first, last))):
                yield first, last
        at = max(at, end)


def _is_readme(document: Document, spans: list[tuple[int, int]]) -> bool:
    other = len(document.words) - sum(end - start for start, end in spans)
    if re.match(_FRONT_MATTER, document.text[:100_000].replace("\r\n", "\n")):
        return True
    return other >= README_WORDS and len(re.findall(_BUILD, document.plain[:200_000])) >= 2


class _Readme:
    """The sections of a README: those with a licence in them, or about licensing, are read more strictly."""

    def __init__(self, document: Document, spans: list[tuple[int, int]]) -> None:
        self._document = document
        self._headings = [number for number, line in enumerate(document.plain.split("\n"), 1) if re.match(r"[ \t]{0,3}#{1,6}[ \t]", line)]
        lines = document.plain.split("\n")
        self._strict = {at for at, number in enumerate(self._headings, 1) if re.search(_TOPIC, lines[number - 1])}
        for start, end in spans:
            self._strict |= {self._section(start), self._section(end - 1)}

    def _section(self, word: int) -> int:
        return bisect_right(self._headings, self._document.line(word))

    def describes(self, start: int, end: int) -> bool:
        """Whether a paragraph only describes: no restriction anywhere, and in a section on licensing no more than a mention of the licence."""
        words = self._document.words[start:end]
        if _restricts(words):
            return False
        if self._section(start) not in self._strict:
            return True
        return re.search(_MENTION, b" ".join(words)) is not None and SIGNALS.isdisjoint(words)


def _restricts(words: list[bytes]) -> bool:
    joined = b" ".join(words)
    if re.search(_STRONG, joined):
        return True
    return any(word > b"\x80" for word in words) and re.search(_STRONG_HAN, joined.replace(b" ", b"").decode("utf-8", "replace")) is not None


def _paragraphs(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines and headings, cut at the ends of the region."""
    if start >= end:
        return
    lines, ends = document.plain.split("\n"), document.line_ends
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


def _idle(document: Document, start: int, end: int, names: frozenset[bytes]) -> bool:
    """Whether a paragraph of a licence file says nothing about terms: a title, a copyright statement, an identifier."""
    words = document.words[start:end]
    if benign.copyright_statement(words) or words[:3] == [b"spdx", b"license", b"identifier"] or benign.title(words, names):
        return True
    head = words[: words.index(b"copyright")] if b"copyright" in words else words
    if len(head) < len(words) and not benign.copyright_statement(words[len(head) :]):
        return False
    if not head or benign.title(head, names):
        return True
    # Words that share a line with the licence's own title change it; a heading stands alone.
    alone = end in (document.line_ends[document.line(end - 1) - 1], len(document.words))
    return alone and benign.heading(head, names) and _looks_like_a_heading(document, start, start + len(head))


def _looks_like_a_heading(document: Document, start: int, end: int) -> bool:
    """Few words with large initials that are no sentence. A text without any large letters tells nothing: then very few words."""
    first, last = document.lines(start, end)
    shown = " ".join(document.shown_lines[first - 1 : last]).strip(" \t#*=-_/>\"'|;:%<!()")
    if shown.endswith((".", "。", "；", "!")) or "\u2e80" < shown[:1] < "\uffff":
        return False
    long = [word for word in shown.split() if len(word) > 3 and word[0].isalpha()]
    large = sum(word[0].isupper() for word in long)
    if document.text.isupper() or document.text.islower():
        return end - start <= 4
    return large * 3 >= len(long) * 2
