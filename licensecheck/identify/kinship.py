"""Modified, or another licence of the same family? Two texts of one family differ in many places and in how they call themselves."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from licensecheck.identify import benign
from licensecheck.identify.align import Alignment
from licensecheck.identify.chains import Target
from licensecheck.identify.differences import Edit
from licensecheck.identify.document import Document
from licensecheck.identify.facts import TITLE, Facts
from licensecheck.identify.textindex import TextIndex, codes_of
from licensecheck.identify.wordlists import TITLE_WORDS, words_of

MANY = 4
"""So many places with other words make another licence; a damaged copy loses words, or has words that no licence has."""
FEW = 2
"""So many are enough where the title is another one as well, or the rest is not very like."""
LIKE = 0.9

FAR_TITLE = 60
"""Words above a licence among which its title is looked for."""
LONGEST_TITLE = 14
"""Words above a licence that may be its title."""
MONTHS = words_of("january february march april may june july august september october november december")

LONGEST_WORD = 40
REPEATED = 3
"""A name stands in a text at least so often."""
LOST, OFTEN = 4, 0.25
"""A name is gone where it is missing in so many places, and in this share of those with its code: other words have the same, a damaged copy loses less."""
DATED = 30
"""Words at the beginning among which the date of a licence stands."""


def another(document: Document, index: TextIndex, facts: Facts, target: Target, alignment: Alignment, changes: list[tuple[Edit, list[Edit]]]) -> bool:
    """Whether the text is rather a licence that the index does not have than a modified copy of this one."""
    title = max((part.end for part in facts.parts if part.kind == TITLE), default=0)
    if changes and _other_version(document, target, alignment, title):
        return True
    if len(changes) < FEW:
        return False
    reworded = [[piece for piece in pieces if _other_words(document, index, piece)] for _, pieces in changes]
    # The same words again (a page's header, a word for another throughout) count once.
    count = len({tuple(document.words[piece.start : piece.end]) for place in reworded for piece in place[:1]})
    pieces = [piece for place in reworded for piece in place if piece.kind == "changed"]
    pieces += [piece for piece in _first_words(document, target, alignment, title) if _other_words(document, index, piece)]
    inserted = any(piece.kind == "added" and 0 < piece.first < title for place in reworded for piece in place)
    if inserted or any(piece.first < title or (piece.first < DATED and _dated(document, piece)) for piece in pieces):
        # It has another title or date, and differs in a second place.
        return True
    unlike = alignment.matched < LIKE * max(alignment.reach, alignment.end - alignment.start)
    return count >= (FEW if unlike else MANY) or _calls_itself(document, alignment, title, pieces) or _lost_its_name(target, alignment, title)


def _first_words(document: Document, target: Target, alignment: Alignment, title: int) -> list[Edit]:
    """The words that stand for the first ones of a title, on its line, before the first equal word, if they are other ones."""
    first, start = alignment.blocks[0].licence, alignment.start
    line = document.first_of_line(document.line(start))
    others = set(codes_of(document.words[line:start])) - set(target.codes[:title])
    return [Edit(0, first, line, start)] if 0 < first < title and others else []


def _other_version(document: Document, target: Target, alignment: Alignment, title: int) -> bool:
    """Whether the licence's title stands above the text with another number in it."""
    if not title or alignment.blocks[0].licence < title:
        return False
    from difflib import SequenceMatcher

    above = document.words[max(0, alignment.start - FAR_TITLE) : alignment.start]
    codes = codes_of(above)
    blocks = [block for block in SequenceMatcher(None, target.codes[:title], codes, autojunk=False).get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) * 2 < title:
        return False
    between = [above[one.b + one.size : two.b] for one, two in pairwise(blocks) if two.a > one.a + one.size]
    return any(words and all(not word.isalpha() for word in words) for words in between)


def _dated(document: Document, piece: Edit) -> bool:
    """Whether the words are a date, or the most of one."""
    words = document.words[piece.start : piece.end]
    return any(word.isdigit() for word in words) and (not MONTHS.isdisjoint(words) or any(len(word) == 4 and word.isdigit() for word in words))


def _calls_itself(document: Document, alignment: Alignment, title: int, pieces: list[Edit]) -> bool:
    """Whether a name that stands above the terms also stands in them, in the place of other words."""
    first = next((block.text for block in alignment.blocks if block.licence + block.size > title), alignment.start)
    above = {word for word in document.words[max(0, first - LONGEST_TITLE) : first] if word not in TITLE_WORDS}
    return any(not above.isdisjoint(document.words[piece.start : piece.end]) for piece in pieces)


def _lost_its_name(target: Target, alignment: Alignment, title: int) -> bool:
    """Whether a word of the licence's title, which comes back in its terms, is missing in the title and nearly everywhere else."""
    reach = alignment.blocks[-1].licence + alignment.blocks[-1].size
    codes = target.codes[:reach]
    there = bytearray(reach)
    for block in alignment.blocks:
        there[block.licence : block.licence + block.size] = b"\1" * block.size
    lost = {codes[at] for at in range(min(title, reach)) if not there[at]}
    places, missing = Counter(codes[title:]), Counter(code for code, kept in zip(codes[title:], there[title:], strict=True) if not kept)
    return any(missing[code] >= LOST and missing[code] >= OFTEN * places[code] for code in lost)


def _other_words(document: Document, index: TextIndex, edit: Edit) -> bool:
    """Whether the text has words here that the licence has not: words that licences use, numbers, or names that it repeats, not misspellings."""
    words = document.words[edit.start : edit.end]
    if len(words) == 1 and words[0] > b"\x80":
        # One letter of a script that has a letter a word may be misspelt.
        return False
    if all(map(benign.number, words)) and (edit.kind == "added" or edit.start == document.first_of_line(document.line(edit.start))):
        # The number of an item, a page or a note.
        return False
    return bool(words) and all(index.knows(word) or not word.isalpha() or _is_name(document, index, word) for word in words)


def _is_name(document: Document, index: TextIndex, word: bytes) -> bool:
    """Whether a word that no licence has is a name rather than a misspelling: it comes back, and no letter exchanged or left out makes a known word."""
    if document.counts[word] < REPEATED:
        return False
    if len(word) > LONGEST_WORD:
        return True
    near = [word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :] for at in range(len(word) - 1)]
    return not any(map(index.knows, [*near, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))
