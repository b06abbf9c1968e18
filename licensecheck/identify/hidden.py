"""Words that a reader does not see, or sees struck out, and restrictions in places that are no text: alt texts, titles, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.identify.document import Document
from licensecheck.identify.normalise import body, words
from licensecheck.identify.restrictions import restricts
from licensecheck.records import record

_REGION = (
    r"(?is)(?P<comment><!--.{0,20000}?-->|\[(?://|#|comment)\]:\s{0,3}(?:#|<>)\s{0,3}\([^()]{0,2000}\))|(?<!~)~~(?![~\s]).{1,4000}?(?<![~\s])~~(?!~)|<(?P<struck>del|s|strike)\b[^<>]{0,200}>.{0,20000}?</(?P=struck)>"
    r"|<(?P<unseen>[a-z]{1,10})\b[^<>]{0,200}?\b(?:hidden\b|display\s{0,3}:\s{0,3}none)[^<>]{0,200}>.{0,20000}?</(?P=unseen)>"
)
_ATTRIBUTE = r"(?i)\b(?:alt|title|aria-label)\s{0,3}=\s{0,3}(?:\"([^\"<>]{12,600})\"|'([^'<>]{12,600})')"
_LINK_TITLE = r"\]\([^()\s]{0,600}\s{1,3}(?:\"([^\"\n]{12,300})\"|'([^'\n]{12,300})')\s{0,3}\)"
_SCRIPT = r"(?is)<script\b[^<>]{0,300}>(.{0,20000}?)</script>"
_PLACES = (("<", _ATTRIBUTE), ("<script", _SCRIPT), ("](", _LINK_TITLE))
MAX_REGIONS = 200


@record
class Region:
    """Words `start` to `end` of a text (end exclusive) that are struck out or cannot be seen; a comment may also be the dress of a whole text."""

    start: int
    end: int
    comment: bool


def suspect(text: str) -> bool:
    """Whether a text may have such places: only then is it worth while to look for them."""
    return any(mark in text and re.search(pattern, text) for mark, pattern in (("~~", _REGION), ("<", _REGION), ("]:", _REGION), *_PLACES))


def regions(document: Document) -> Iterator[Region]:
    """The words that are struck out or hidden. Words that a line end divides may shift the places by some words."""
    if not any(mark in document.text for mark in ("~~", "<", "]:")):
        return
    at = count = 0
    for number, match in enumerate(re.finditer(_REGION, document.text)):
        if number >= MAX_REGIONS:
            return
        start = count + len(words(body(document.text[at : match.start()])))
        at, count = match.end(), start + len(words(body(match.group())))
        if count > start:
            yield Region(start, count, match["comment"] is not None)


def unseen_terms(document: Document) -> Iterator[tuple[int, int]]:
    """The lines of attributes, scripts and titles of links with words that restrict."""
    for mark, pattern in _PLACES:
        for match in re.finditer(pattern, document.text) if mark in document.text else ():
            shown = next(group for group in match.groups() if group is not None)
            if restricts(words(body(shown))):
                line = document.text.count("\n", 0, match.start()) + 1
                yield line, line + match.group().count("\n")
