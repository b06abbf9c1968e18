"""Headings, identifiers and names beside a licence: those that only name it, and those that qualify it or name another one."""

from __future__ import annotations

import re
from functools import cache

from licensecheck.identify import benign
from licensecheck.identify.normalise import words as words_of
from licensecheck.identify.textindex import TextIndex
from licensecheck.identify.wordlists import QUALIFIERS, STATUS, TERMS, TITLE_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LICENCE_WORDS = frozenset((b"license", b"licenses", b"agreement", b"eula", b"policy", b"terms"))
_PUBLISHERS = frozenset(b"affero apple commons creative eclipse european gnu google lesser meta microsoft mozilla nvidia tencent".split())
"""Words of titles that no id has."""
_IDENTIFIER = [b"spdx", b"license", b"identifier"]
_HOLDER = [b"spdx", b"filecopyrighttext"]
_FILLERS = frozenset((b"license", b"the", b"version", b"v"))
LONGEST_ID = 8
_IN_EXPRESSIONS = frozenset((b"only", b"later", b"or", b"plus", b"and", b"with"))
LONGEST_UNMARKED = 2
"""So many words, as they are written, are a heading at the top of a file even without large letters."""


def harmless(words: Sequence[bytes], names: frozenset[bytes], index: TextIndex) -> bool:
    """Whether a heading neither qualifies the licence whose title has the words `names`, nor names another one."""
    if not benign.heading(words, names) or benign.restricts_in_other_scripts(words):
        return False
    rest = frozenset(words) - names - TITLE_WORDS
    if not rest.isdisjoint(STATUS):
        return False
    if not _LICENCE_WORDS.isdisjoint(words):
        return rest.isdisjoint(QUALIFIERS) and rest.isdisjoint(_names_of_licences(index))
    return names.issuperset(benign.other_licence(words))


def another_licence(words: Sequence[bytes], names: frozenset[bytes], index: TextIndex) -> bool:
    """Whether the words are, as a whole, the name of a licence that has other words in its name."""
    bare = tuple(word for word in words if word not in _FILLERS)
    return len(bare) <= LONGEST_ID and not names.issuperset(bare) and bare in _keys(index)


def identifier(words: Sequence[bytes]) -> bool:
    """Whether the line is an SPDX identifier or holder."""
    return words[:3] == _IDENTIFIER or words[:2] == _HOLDER


def title(words: Sequence[bytes], names: frozenset[bytes]) -> bool:
    """Whether the words are a variant of the licence's title, without another version in it; the number of a section may stand before it."""
    numbers = {word for word in words[1:] if word.isdigit()}
    return benign.title(words, names) and (numbers <= names or _LICENCE_WORDS.isdisjoint(words))


def agrees(words: Sequence[bytes], names: frozenset[bytes], index: TextIndex) -> bool:
    """Whether a line that is an SPDX identifier names the licence, or offers it as a choice, or only names a holder."""
    if words[:2] == _HOLDER:
        return benign.name(words[2:])
    if words[3:4] == [b"licenseref"]:
        # The file's own name for it.
        own = frozenset(words[4:]) - names
        return own.isdisjoint(TERMS | QUALIFIERS) and not benign.other_licence(words[4:])
    choices: list[set[bytes]] = [set()]
    rest = words[3:]
    for at, word in enumerate(rest):
        if word == b"or" and rest[at + 1 : at + 2] != [b"later"]:
            choices.append(set())
        else:
            choices[-1].add(word)
    return any(choice and (choice <= names | _IN_EXPRESSIONS or _same_text(choice, names, index)) for choice in choices)


def _same_text(choice: set[bytes], names: frozenset[bytes], index: TextIndex) -> bool:
    """Whether the words are an id that the index has for the licence's own text: several ids can share one."""
    found = (licence for key, _, licence in index.all_names() if choice == set(words_of(key.lower())))
    return any(names.issuperset(words_of(licence.lower())) for licence in found)


@cache
def _keys(index: TextIndex) -> frozenset[tuple[bytes, ...]]:
    """The words of each name of a licence."""
    named = (words_of(name.lower()) for entry in index.all_names() for name in entry)
    return frozenset(tuple(word for word in words if word not in _FILLERS) for words in named)


@cache
def _names_of_licences(index: TextIndex) -> frozenset[bytes]:
    """The words of the names of all licences."""
    return _PUBLISHERS | frozenset(word.encode() for entry in index.all_names() for name in entry for word in re.findall("[a-z]{2,}", name.lower()))
