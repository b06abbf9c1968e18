"""Modified, or another licence of the same family? Two texts of one family differ in many places and in how they call themselves."""

from __future__ import annotations

from licensecheck.identify.align import Alignment
from licensecheck.identify.differences import Edit
from licensecheck.identify.document import Document
from licensecheck.identify.facts import TITLE, Facts
from licensecheck.identify.textindex import TextIndex

MANY = 4
"""So many places with other words make another licence; a damaged copy loses words, or has words that no licence has."""
FEW = 2
"""So many are enough where the title is another one as well, or the rest is not very like."""
LIKE = 0.9

LONGEST_WORD = 40
REPEATED = 3
"""A name stands in a text at least so often."""


def another(document: Document, index: TextIndex, facts: Facts, alignment: Alignment, changes: list[tuple[Edit, list[Edit]]]) -> bool:
    """Whether the text is rather a licence that the index does not have than a modified copy of this one."""
    if len(changes) < FEW:
        return False
    title = max((part.end for part in facts.parts if part.kind == TITLE), default=0)
    reworded = [[piece for piece in pieces if _other_words(document, index, piece)] for _, pieces in changes]
    count = sum(map(bool, reworded))
    retitled = any(piece.first < title and piece.kind == "changed" for pieces in reworded for piece in pieces)
    unlike = alignment.matched < LIKE * max(alignment.reach, alignment.end - alignment.start)
    return count >= (FEW if retitled or unlike else MANY)


def _other_words(document: Document, index: TextIndex, edit: Edit) -> bool:
    """Whether the text has words here that the licence has not: words that licences use, numbers, or names that it repeats, not misspellings."""
    words = document.words[edit.start : edit.end]
    return bool(words) and all(index.knows(word) or not word.isalpha() or _is_name(document, index, word) for word in words)


def _is_name(document: Document, index: TextIndex, word: bytes) -> bool:
    """Whether a word that no licence has is a name rather than a misspelling: it comes back, and no letter exchanged or left out makes a known word."""
    if document.counts[word] < REPEATED:
        return False
    if len(word) > LONGEST_WORD:
        return True
    near = [word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :] for at in range(len(word) - 1)]
    return not any(map(index.knows, [*near, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))
