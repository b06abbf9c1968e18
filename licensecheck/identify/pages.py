"""What pages have beside their text: their numbers, headers and footers."""

from __future__ import annotations

from licensecheck.identify import benign
from licensecheck.identify.document import Document

_PAGE = frozenset((b"page", b"of", b"p", b"seite", b"von", *(sign.encode() for sign in "第页頁共")))
LONGEST_PAGE = 6
"""`第 1 页 共 9 页`."""
LONGEST_NUMBER = 4
"""`Page 1 of 9`."""
MOST_LINES, LONGEST_HEADER, FEWEST_PAGES = 4, 16, 3
"""Lines of a page's header and footer together, words in one, and on how many pages it must be."""


def page_furniture(document: Document, start: int, end: int, names: frozenset[bytes]) -> bool:
    """Whether whole lines are the number of a page, or header and footer of pages: without a term, and there again and again, numbers aside."""
    first, last = document.lines(start, end)
    if start != document.first_of_line(first) or end != document.line_ends[last - 1] or last - first > MOST_LINES:
        return False
    if first == last and end - start <= LONGEST_PAGE and is_page_number(document.words[start:end]):
        return True
    shown = [words for words in map(document.words_of_line, range(first, last + 1)) if words]
    if not all(len(words) <= LONGEST_HEADER and benign.heading(_without_hours(words), names) for words in shown):
        return False
    return all(document.page_lines[without_numbers(words)] >= FEWEST_PAGES for words in shown)


def without_numbers(words: list[bytes]) -> tuple[bytes, ...]:
    """What the same line of other pages has as well."""
    return tuple(word for word in words if not word.isdigit())


def is_page_number(words: list[bytes]) -> bool:
    """Whether the words are one or two numbers with words for pages; a longer list of numbers is a list."""
    return all(word.isdigit() or word in _PAGE for word in words) and (len(words) <= LONGEST_NUMBER or sum(map(bytes.isdigit, words)) == 2)


def _without_hours(words: list[bytes]) -> list[bytes]:
    """The words without `am` and `pm` behind a number, as browsers print the time."""
    return [word for at, word in enumerate(words) if not (word in (b"am", b"pm") and words[at - 1].isdigit() and at)]
