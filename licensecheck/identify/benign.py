"""Which differences change no term: copyright statements, names in placeholders, titles, page furniture, list numbers.

A statement or a name is benign only if none of its words could carry a condition, so that a clause cannot hide in it.
"""

from __future__ import annotations

import re
from functools import cache

from licensecheck.identify.wordlists import OTHER_SCRIPTS, ROLES, TERMS, TITLE_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_INSTITUTE = (
    rb"((?:institut(?:e|ion|o)?|cent(?:er|re)|corporation|association|foundation|society|organi[sz]ation|laboratory|school|college|council|academy|university"
    rb"|department|office|ministry|agency|board|trust|alliance|consortium|research|fund|initiative|group|program|project)s?) (?:for|in)(?![^ ])"
)
_PHRASES = (
    rb"for the benefit of (?:the )?|please (?=see the authors file)|(?<=file )for details?|some (?=rights reserved)"
    rb"|free (?=software foundation)|non ?profit (?=foundation|organization|association)"
    rb"|limited *(?=all rights|and |[0-9]|$)|to (?=present|date)|(?<=contributors )to (?=the )|(?:may|will) (?!(?:be|not|only|also)(?![^ ]))"
    rb"|(?:other |in )?(?:and )?(?:see|listed in) (?:the )?(?=(?:authors?|contributors|credits)(?: file| md| txt| rst)*(?![^ ]))|other (?=authors|contributors)"
)
_START = rb"(?:portions |the |parts? |all |original |code |model |some |this )?(?:copyright|copyrighted|copyleft|c) "
_FIRST = frozenset((b"copyright", b"copyrighted", b"copyleft", b"c"))
"""One of these is the first or the second word of a statement."""
_MARK = rb"(?<![^ ])(?:copyright|copyrighted) (?!(?:holder|owner|statement|notice|law|license|interest|act|ownership)s? )"
_RIGHTS = rb"(?:all|some) rights reserved"
_COPYRIGHT_LINE = r"(?m)^[^\w\n]{0,30}(?:\w{1,9} )?(?:copyright|\(c\)|©|版权所有|all rights reserved)[^\n]{0,300}$"
_UNFILLED = (
    r"^[^\n]{0,100}copyright[^\n]{0,100}[<\[{][^<>\[\]{}\n]{0,60}"
    r"\b(?:years?|y{4}|names?|owners?|holders?|authors?|organi[sz]ation)\b[^<>\[\]{}\n]{0,60}[>\]}]"
)
_BRACKETS = frozenset("<[{")
_OTHER_LICENCE = rb"(?<![^ ])(?:[al]?gpl(?:v?[123])?|cc (?:0|by)|creative commons (?=attr|by|zero|non|share|lic|[0-9])|bsd [0234]|apache [12]|mpl [12])(?![^ ])"
"""Licences that go by a name without the word."""
_TRIAL = rb"(?<![^ ])trial (?:version|edition|copy|period|expires|only|use)(?![^ ])"
_ADDRESS = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}|//[^\s<>()]{4,200}|\bwww\.[^\s<>()]{4,200}"
_ROMAN = frozenset(b"i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())
LONGEST_STATEMENT = 24
LONGEST_NAME = 14
LONGEST_TITLE = 14


def restricts_in_other_scripts(words: Sequence[bytes]) -> bool:
    """Whether words that are not in Latin letters restrict."""
    return any(word > b"\x80" for word in words) and _other_scripts().search(b"".join(words).decode("utf-8", "replace")) is not None


@cache
def _other_scripts() -> re.Pattern[str]:
    from licensecheck.identify.normalise import body

    return re.compile("|".join(body(part).replace(" ", "") for part in OTHER_SCRIPTS))


def other_licence(words: Sequence[bytes]) -> list[bytes]:
    """The words of a licence's name among these; none where there is no such name."""
    match = re.search(_OTHER_LICENCE, b" ".join(words))
    return match.group().split() if match else []


def _plain(words: Sequence[bytes]) -> bool:
    """Whether none of the words could carry a condition, but for those in names of institutes and references to a list of authors."""
    if restricts_in_other_scripts(words) or other_licence(words) or re.search(_TRIAL, b" ".join(words)):
        return False
    if TERMS.isdisjoint(words):
        return True
    rest = re.sub(_PHRASES, b"", b" ".join(words))
    return TERMS.isdisjoint(re.sub(_INSTITUTE, rb"\1", rest).split() if b"for" in words or b"in" in words else rest.split())


def copyright_statement(words: Sequence[bytes]) -> bool:
    """Whether the words are one or more copyright statements and nothing else."""
    joined = b" ".join(words) + b" "
    if joined in (b"all rights reserved ", b"some rights reserved "):
        return True
    if _FIRST.isdisjoint(words[:2]):
        return False
    if not {b"rights", b"reserved"}.isdisjoint(re.sub(_RIGHTS, b"", joined).split()):
        # Another word in the place of one of the three.
        return False
    starts = [match.start() for match in re.finditer(_MARK, joined)]
    if not starts:
        return re.match(_START, joined) is not None and len(words) <= LONGEST_STATEMENT and any(map(year, words)) and _plain(words)
    head = joined[: starts[0]].split()
    if len(head) > 2 or not re.match(_START, joined):
        return False
    pieces = [joined[a:b].split() for a, b in zip(starts, [*starts[1:], len(joined)], strict=True)]
    return all(len([word for word in piece if not year(word)]) <= LONGEST_STATEMENT for piece in pieces) and _plain(words)


def year(word: bytes) -> bool:
    """Whether the word is a year, or two of them."""
    return word.isdigit() and ((len(word) == 4 and word[:2] in (b"19", b"20")) or len(word) == 8)


def without_copyright(plain: str, filled_only: bool = False) -> str:
    """The text without its lines that are copyright statements; `filled_only`: those that have blanks to be filled stay."""
    if "copyright" not in plain and "(c)" not in plain and "©" not in plain and "rights reserved" not in plain and "版权" not in plain:
        return plain
    return re.sub(_COPYRIGHT_LINE, lambda match: match.group() if (filled_only and unfilled(match.group())) or not _is_statement(match.group()) else "", plain)


def _is_statement(line: str) -> bool:
    from licensecheck.identify.normalise import words

    return copyright_line(words(without_addresses(line)))


def without_addresses(plain: str) -> str:
    """A text in normal form without addresses of mail and of pages: their words are no terms."""
    return re.sub(_ADDRESS, " ", plain) if any(mark in plain for mark in ("@", "//", "www.")) else plain


def unfilled(plain: str) -> bool:
    """Whether a copyright line still has its placeholders: then it is no statement, and its words count."""
    candidates = (line for line in plain.split("\n") if "copyright" in line and not _BRACKETS.isdisjoint(line))
    return any(re.search(_UNFILLED, line) for line in candidates)


def copyright_line(found: list[bytes]) -> bool:
    """Whether a line that looks like a copyright statement is one."""
    return not found or copyright_statement(found) or ("版".encode() in found[:2] and len(found) <= 40 and _plain(found))


def name(words: Sequence[bytes]) -> bool:
    """Whether the words may fill a placeholder: a year, a name, an address."""
    return 0 < len(words) <= LONGEST_NAME and _plain(words)


def slot(new: Sequence[bytes]) -> bool:
    """Whether `new` may stand in the place of a holder's name: role words only, or a name without the words of the template."""
    if all(word in ROLES for word in new):
        return bool(new)
    rest = list(new[1:] if new[:1] == [b"this"] else new)
    while rest and rest[-1] in (b"and", b"or", b"its", b"contributors", b"affiliates"):
        rest.pop()
    return name(rest) and not {
        b"copyright",
        b"holder",
        b"holders",
        b"owner",
        b"owners",
        b"organization",
        b"authors",
        b"name",
        b"year",
        b"licensee",
        b"licensor",
    } & set(rest)


def heading(words: Sequence[bytes], known: frozenset[bytes] = frozenset()) -> bool:
    """Whether the words are a title or heading: few, and none that could carry a condition except in the licence's own title."""
    return len(words) <= LONGEST_TITLE and all(word in known or word in TITLE_WORDS or word not in TERMS for word in words)


def title(words: Sequence[bytes], known: frozenset[bytes]) -> bool:
    """Whether the words are a variant of a licence's title: its own words and those of any title."""
    return len(words) <= LONGEST_TITLE and all(word in known or word in TITLE_WORDS for word in words)


def role(word: bytes) -> bool:
    """Whether a word names a role (`holders`, `contributors`), not a person."""
    return word in ROLES


def number(word: bytes) -> bool:
    """Whether a word may be the number or letter of a list item."""
    return len(word) == 1 or (word.isdigit() and len(word) <= 2) or word in _ROMAN
