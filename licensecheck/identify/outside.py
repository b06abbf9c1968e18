"""Words of a file that belong to no licence in it: what is only a heading or a description, and what adds a term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.identify import benign
from licensecheck.identify.document import Document

README_WORDS = 60
"""A file with at least so many other words, and the build of a README, is one that contains a licence; else it is a licence."""

_BUILD = re.compile(r"(?m)^(?:#{1,6} |```|~~~|!\[|- \[|\|.*\|$|(?:pip|npm|git|conda) (?:install|clone)|<h[1-6])")
_ANY_SIGNAL = benign._set(
    "may must shall cannot prohibited prohibits prohibit forbidden restricted restriction restrictions agree agrees permission permitted conditions "
    "noncommercial commercial commercially revenue consent authorization royalty military weapons exceed exceeds million notwithstanding prior"
)
_STRONG = re.compile(
    rb"(?:may|must|shall|can|is|are) not (?:be )?(?:use|used|sell|sold|distribute|distributed|deploy|deployed|train|commerciali|allowed|permitted|offer|host|exceed)"
    rb"|non ?commercial|not permitted|prohibited|forbidden|not allowed|(?:research|academic|evaluation|personal|educational|internal) (?:purposes?|use) only|only (?:be used )?(?:for|in) (?:research|academic|personal|non)"
    rb"|commercial (?:use|purposes?)|written (?:permission|consent)|prior permission|million (?:monthly|users|dollars|usd)|you agree|additional (?:terms|restrictions|conditions)|separate license"
    rb"|restrictions? (?:apply|on)|in addition to the (?:above|license|terms)|notwithstanding|provided that you"
)
_STRONG_HAN = re.compile("不得|禁止|仅限|非商业|非商用|商业用途|商用|书面|授权")
_MENTION = re.compile(rb"(?:licensed|released|distributed|available|published|provided|covered) under|under the .{1,60} license|see (?:the )?.{0,40}(?:license|notice|copying|below)|license:? ")


def additions(document: Document, spans: list[tuple[int, int]], names: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """Stretches of words outside the licences (`spans`, in order) that add terms, as (start, end). `names` are words of the licences' titles."""
    readme = _is_readme(document, spans)
    at = 0
    for start, end in [*spans, (len(document.words), len(document.words))]:
        for first, last in _paragraphs(document, at, start):
            if _adds_in_readme(document.words[first:last]) if readme else not _idle(document, first, last, names):
                yield first, last
        at = max(at, end)


def _is_readme(document: Document, spans: list[tuple[int, int]]) -> bool:
    other = len(document.words) - sum(end - start for start, end in spans)
    return other >= README_WORDS and len(_BUILD.findall(document.text.lower()[:200_000])) >= 2


def _paragraphs(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines, cut at the ends of the region."""
    if start >= end:
        return
    lines, ends = document.plain.split("\n"), document.line_ends
    first = None
    for number in range(document.line(start), document.line(end - 1) + 1):
        begin, finish = max(start, ends[number - 2] if number > 1 else 0), min(end, ends[number - 1])
        text = lines[number - 1]
        if first is not None and (not text.strip() or text.lstrip()[:1] == "#"):
            yield first
            first = None
        if begin < finish:
            first = (first[0] if first else begin, finish)
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
    return not head or benign.title(head, names) or (benign.heading(head, names) and _looks_like_a_heading(document, start, start + len(head)))


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


def _adds_in_readme(words: list[bytes]) -> bool:
    joined = b" ".join(words)
    if _STRONG.search(joined):
        return True
    return bool(_STRONG_HAN.search(joined.replace(b" ", b"").decode("utf-8", "replace"))) if any(word > b"\x80" for word in words) else False
