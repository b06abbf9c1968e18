"""Short lines beside a licence that read like a term and not like a name: by their build, in whatever language.

Lists of words cannot know every term. A name, a title and a date are built otherwise than `Territory: Japan`, `max 5 seats`
or `Niet voor commercieel gebruik`.
"""

from __future__ import annotations

import re

from licensecheck.identify.document import Document
from licensecheck.identify.normalise import body, words
from licensecheck.identify.wordlists import ROLES, TITLE_WORDS, words_of

_LABEL = r"\W{0,12}([^\W\d_][^:：\n]{0,50}?)\s?[:：](?!/|\d)\s{0,4}(\S[^\n]*)?"
_COUNTED = (
    r"(?<![\w.-])(?!(?:19|20)\d\d\b)\d[\d.,]{0,12}(?:\+(?!\d)|\s(?!in\b|and\b|by\b|to\b|of\b|von\b)[a-z]{3,})"
    r"|(?i:\b(?:max|min|age|up to|at most|over|above)\.?\s\d)|[<>≤≥]\s?\d"
)
_SPACED = r"(?<!\w)(?:[^\W\d_][ \t]){5,}[^\W\d_](?!\w)"
_PARTS = r"[.;]\s|\s[-–—|]\s|[(（]"
"""What may divide a line: behind it another sentence may begin."""
_CAMEL = r"(?<=[a-z])(?=[A-Z])"
_ADDRESS = r"\S*(?:@|//|www\.)\S*"
_UNCASED = r"[\u0590-\u08ff\u0900-\u10ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Letters of scripts that know no small and large ones."""
_OTHER_UNCASED = r"[\u0590-\u08ff\u0900-\u10ff\u1780-\u17ff]"
_HAN_TERMS = "[须須需请請不禁仅僅限只应應]|使用|利用|商业|商業|商用|用途|授权|授權|研究|許諾|再配布|금지|불가|연구|상업|비영리"
LONGEST_HAN_NAME = 8
_KNOWN_UNCASED = (
    r"版[权權]所有|著作[权權]|保留(?:所有)?[权權]利|许可(?:证|协议)?|許可(?:證|協議)?|授权协议|开源|简体中文|繁體中文|中文|日本語|한국어|ライセンス|라이선스|저작권|第|页|頁|共"
    r"|[\u3400-\u9fff]{0,20}(?:公司|大学|大學|研究院|研究所|实验室|中心|团队|集团|科技|学院|基金会|学会|智能|作者)|株式会社[\u3040-\u9fff]{0,12}|[\u3040-\u9fff]{1,12}株式会社"
)
_LABELS = words_of(
    """
    address author authors by code component components contact contributor contributors copyright created creator date dated description effective email
    file filename files from holder holders home homepage id issued library link links mail maintainer maintainers modified module name names origin
    original owner owners package packages page part portions product project publication published reference references release released repo repository
    revision section source sources spdx subject summary text title translation updated upstream uri url version web webpage website year years
    """
)
"""What may stand before a colon: `Author: Ann`. Another label, such as `Territory`, says a term."""
_OF_LICENCES = words_of("license licenses agreement copying")
_NEGATIONS = words_of("academic ban banned commercial commercially forbidden never no non noncommercial not only prohibited restricted unlicensed")
_ALONE = words_of(
    "academic by commercial deprecated draft expired nc nd noncommercial only proprietary research restricted revoked sa sample trial unlicensed void"
)
"""What says a term by itself, behind a holder's name."""
_SMALL = (
    ROLES
    | TITLE_WORDS
    | words_of(
        """
        all and das de del della den der des developer developers development di do dos du et etc for full group inc la las le list los ltd maintainers members
        mit others other parts portions present project projects reserved respective rights some team teams the their und van various von with
        """
    )
)
MOST_SMALL, MOST_SMALL_STATED = 2, 3
"""So many other words with small initials make a sentence of a line, and of the name in a copyright statement."""


def reads_like_a_term(shown: str, names: frozenset[bytes]) -> bool:
    """Whether a line of a title, a heading or a statement, as it stands in the file, says more than a name: `names` are the words of the licence's own."""
    line = re.sub(_ADDRESS, " ", shown)
    if any(char.isdigit() for char in line) and re.search(_COUNTED, line):
        return True
    label = re.match(_LABEL, line) if ":" in line or "：" in line else None
    if label and not _may_stand(set(words(body(label[1]))), set(words(body(label[2] or ""))), names):
        return True
    if re.search(_SPACED, line) and not (TITLE_WORDS | names).issuperset(words(body(re.sub(r"(?<=\S)[ \t](?=\S)", "", line)))):
        return True
    return _in_one_word(line, names) or _uncased(line)


def in_lines(document: Document, start: int, end: int, names: frozenset[bytes]) -> bool:
    """Whether one of the lines that the words fill states a term."""
    first, last = document.lines(start, end)
    whole = [number for number in range(first, last + 1) if start <= document.first_of_line(number) and document.line_ends[number - 1] <= end]
    return any(states_a_term(document.shown_lines[number - 1], names, document.mixed) for number in whole)


def _may_stand(label: set[bytes], value: set[bytes], names: frozenset[bytes]) -> bool:
    """Whether a label with a value says no term. What is said of the licence must be its own name."""
    if not _OF_LICENCES.isdisjoint(label):
        return value <= names | TITLE_WORDS and label <= names | TITLE_WORDS | _LABELS | ROLES
    return not label.isdisjoint(_LABELS | ROLES) or label <= names


def _in_one_word(line: str, names: frozenset[bytes]) -> bool:
    """Whether a word is several ones put together that forbid: `NonCommercialUseOnly`."""
    for word in line.split():
        parts = words(body(re.sub(_CAMEL, " ", word)))
        if len(parts) > 1 and re.search(_CAMEL, word) and not _NEGATIONS.isdisjoint(frozenset(parts) - names):
            return True
    return False


def _uncased(line: str) -> bool:
    """Whether a line has letters of scripts without small and large ones that are neither a holder's name nor a usual phrase."""
    if line.isascii():
        return False
    rest = re.sub(_KNOWN_UNCASED, "", line)
    return re.search(_HAN_TERMS, rest) is not None or len(re.findall(_UNCASED, rest)) > LONGEST_HAN_NAME or len(re.findall(_OTHER_UNCASED, rest)) > 1


def states_a_term(line: str, names: frozenset[bytes], mixed: bool) -> bool:
    """Whether a line reads like a term, or has a sentence in it that no name is. `mixed`: the text has large and small letters."""
    if reads_like_a_term(line, names):
        return True
    first, *others = re.split(_PARTS, re.sub(_ADDRESS, " ", line.replace("(c)", "©").replace("(C)", "©")))
    stated = "copyright" in line.lower() or "©" in line or "(c)" in line.lower()
    if stated and any(found and _ALONE.issuperset(found) for found in (words(body(other)) for other in others)):
        return True
    return mixed and (_small(first, names) >= (MOST_SMALL_STATED if stated else MOST_SMALL) or any(_small(other, names) >= MOST_SMALL for other in others))


def _small(part: str, names: frozenset[bytes]) -> int:
    """How many words have small initials that names do not have."""
    small = [word for word in re.findall(r"(?<![^\s(,])[^\W\d_][^\s,;]*", part) if word[0].islower() and len(word) > 2]
    # `för` is not `for`.
    return sum(not word.isascii() or not (_SMALL | names).issuperset(words(body(word))) for word in small)
