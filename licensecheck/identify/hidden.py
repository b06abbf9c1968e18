"""Words that a reader does not see, or sees struck out, and restrictions in places that are no text: alt texts, titles, scripts."""

from __future__ import annotations

import re

from licensecheck.identify.document import Document
from licensecheck.identify.normalise import body, words
from licensecheck.identify.restrictions import restricts
from licensecheck.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = (
    r"<!--|(?P<note>\[(?://|#|comment)\]:\s{0,3}(?:#|<>)\s{0,3}\()|(?<!~)~~(?![~\s])|(?<![~\w/=])~(?![~\s/])|<(?P<struck>del|s|strike|template)\b[^<>]{0,200}>"
    r"|<(?P<unseen>[a-z]{1,10})\b[^<>]{0,200}?(?:\bhidden\b|\bdisplay\s{0,3}:\s{0,3}none|line-through|\bstrike|\bopacity\s{0,3}:\s{0,3}0(?![.\d])"
    r"|\bfont-size\s{0,3}:\s{0,3}0(?![.\d])|[\"';\s]color\s{0,3}:\s{0,3}(?:transparent|white\b|#fff))[^<>]{0,200}>"
)
_ATTRIBUTE = r"(?i)\b(?:alt|title|aria-label)\s{0,3}=\s{0,3}(?:\"([^\"<>]{12,600})\"|'([^'<>]{12,600})')"
_LINK_TITLE = r"\]\([^()\s]{0,600}\s{1,3}(?:\"([^\"\n]{12,300})\"|'([^'\n]{12,300})')\s{0,3}\)"
_SCRIPT = r"(?i)<script\b[^<>]{0,300}>([^<]{0,20000})</script>"
_PLACES = ((("<", "="), _ATTRIBUTE), (("<script",), _SCRIPT), (("](",), _LINK_TITLE))
"""What a text must have, in small letters, that a pattern may match."""
_MARKS = ("~", "<!--", "]:", "<del", "<s", "<template")
_STYLES = ("hidden", "display", "line-through", "opacity", "font-size", "strike", "color")
"""One of the marks, or a style in a tag, is in every place that `_OPENING` finds."""
LONGEST_STRUCK = 20_000
"""Letters between two marks."""
MAX_REGIONS = 200


@record
class Region:
    """Words `start` to `end` of a text (end exclusive) that are struck out or cannot be seen; a comment may also be the dress of a whole text."""

    start: int
    end: int
    comment: bool


def suspect(text: str) -> bool:
    """Whether a text may have such places: only then is it worth while to look for them."""
    return next(_spans(text), None) is not None or any(re.search(pattern, text) for pattern in _places(text))


def _places(text: str) -> list[str]:
    small = text.lower()
    return [pattern for marks, pattern in _PLACES if all(mark in small for mark in marks)]


def regions(document: Document) -> Iterator[Region]:
    """The words that are struck out or hidden. Words that a line end divides may shift the places by some words."""
    at = count = 0
    for number, (first, last, comment) in enumerate(_spans(document.text)):
        if number >= MAX_REGIONS:
            return
        start = count + len(words(body(document.text[at:first])))
        at, count = last, start + len(words(body(document.text[first:last])))
        if count > start:
            yield Region(start, count, comment)


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where something is struck out or hidden, and whether by a comment; each part of the text is looked at once."""
    small = text.lower()
    if not any(mark in small for mark in _MARKS) and not ("<" in small and any(style in small for style in _STYLES)):
        return
    opening, unclosed, at = re.compile(_OPENING), set[str](), 0
    while match := opening.search(small, at):
        at = match.end()
        closing = _closing(match)
        if closing in unclosed:
            continue
        end = small.find(closing, at)
        if end < 0:
            unclosed.add(closing)
        elif end - at <= LONGEST_STRUCK and (closing[0] != "~" or _strikes(small, at, end, closing)):
            at = end + len(closing)
            yield match.start(), at, closing in ("-->", ")")


def _strikes(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a mark of strikes closes what one before it opened: directly behind a word, and a single one in the same paragraph."""
    return text[end - 1] not in " \n\t~" and text[end + len(mark) :][:1] != "~" and (mark == "~~" or "\n\n" not in text[start:end])


def _closing(opening: re.Match[str]) -> str:
    if opening["note"]:
        return ")"
    tag = opening["struck"] or opening["unseen"]
    return f"</{tag}>" if tag else "-->" if opening.group() == "<!--" else opening.group()


def unseen_terms(document: Document) -> Iterator[tuple[int, int]]:
    """The lines of attributes, scripts and titles of links with words that restrict."""
    for pattern in _places(document.text):
        for match in re.finditer(pattern, document.text):
            shown = next(group for group in match.groups() if group is not None)
            if restricts(words(body(shown))):
                line = document.text.count("\n", 0, match.start()) + 1
                yield line, line + match.group().count("\n")
