"""From a licence text to what the index keeps about it: sections, sentences, replaceable parts. Used only to build the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from licensecheck.identify import benign
from licensecheck.identify.facts import APPENDIX, COPYRIGHT, NUMBER, SLOT, TITLE, Part
from licensecheck.identify.normalise import words

_ITEM = re.compile(
    r"[\s>*#\-•_|]{0,40}(?:(?P<word>section|article|clause)\s+)?"
    r"(?:(?P<dotted>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})[.)]?(?=[\s*_])|\(?(?P<number>[0-9]{1,2})(?:[.)、）:](?![0-9])|(?=\s+[a-z]))"
    r"|\(?(?P<roman>[ivx]{1,5})[.)](?=[\s*_]|$)|\(?(?P<letter>[a-z])[.)](?=[\s*_]|$)"
    r"|第(?P<cjk>[一二三四五六七八九十0-9]{1,3})[条章]|[（(]?(?P<han>[一二三四五六七八九十]{1,3})[、）)])"
)
_HEADING = re.compile(r"[\s>*#\-_]{0,40}(?P<name>(?:attachment|exhibit|schedule|appendix|annex|part)\s+[a-z0-9]{1,3})\b")
_SENTENCE = re.compile(r"[.;:!?][\"')\]”’]{0,3}(?=\s)|[。；！？]")
_PLACEHOLDER = re.compile(r"<[^<>\n]{1,60}>|\[[^\[\]\n]{1,60}\]|\{[^{}\n]{1,60}\}")
_BLANKS = re.compile(
    r"\b(?:years?|y{4}|names?|owners?|holders?|authors?|organi[sz]ations?|company|insert|fullname|e-?mail|project|program|licensor|date|copyright"
    r"|url|title|your|month|day)\b"
)
_NAME_PLACES = re.compile(
    r"neither\s+the\s+names?\s+of\s+(.{1,80}?)\s+nor|(?:software|code|program)\s+is\s+provided\s+by\s+(.{1,80}?)\W{1,9}as\s+is"
    r"|in\s+no\s+event\s+shall\s+(.{1,80}?)\s+be\s+liable|as\s+is\W{1,9}and\s+(.{1,80}?)\s+disclaims?\s+all",
    re.DOTALL,
)
_ANYONE = frozenset(b"the copyright holder holders owner owners author authors and or contributor contributors its organization".split())
"""Where only these words stand, a template means whoever it may be; a name in such a place is part of the licence."""
_INSTRUCTIONS = re.compile(
    r"(?:end of (?:the )?terms and conditions[\s\W]{0,80})?(?:(?:appendix|addendum)\W{1,20})?"
    r"how to (?:apply|use) [^.]{1,80} (?:to|for) your (?:new )?(?:work|program|librar|software|document)"
)
_LAST_WORDS = re.compile(
    r"limitations under the license\W{0,9}|instead of this\W{1,9}license[^\n]{0,80}(?:\n[^\n]{0,80}>\.?)?|that's all there is to it\W{0,9}"
)
"""How instructions of well-known licences end; terms may stand behind them."""
_LONG_BLANK = re.compile(r"<one line to give [^<>\n]{20,100}>")
"""A placeholder that is a sentence; only in instructions."""
LONGEST_INSTRUCTIONS = 500
LONGEST_TITLE = 20
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx")


class Sections:
    """Follows the numbering of a text; `path` is the section of the line read last."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, str]] = []
        self.top = ""
        self.paragraph = 0

    def read(self, line: str, new_paragraph: bool) -> bool:
        """Take in a line; true when a heading or item begins on it."""
        self.paragraph += new_paragraph
        heading = _HEADING.match(line)
        if heading and len(line) < 200:
            self.top, self.stack = heading["name"].title(), []
            return True
        item = _ITEM.match(line)
        if item is None:
            return False
        kind = item.lastgroup if item.lastgroup != "word" else "number"
        self._enter(str(kind), item[str(kind)])
        return True

    def _enter(self, kind: str, label: str) -> None:
        if kind == "roman" and len(label) == 1 and not self._follows("roman", label) and (label != "i" or self._follows("letter", label)):
            kind = "letter"
        if kind == "dotted":
            self.stack = [("number", label)]
            return
        kinds = [entry[0] for entry in self.stack]
        if kind in kinds:
            del self.stack[kinds.index(kind) :]
        elif kind in ("cjk", "number") and not self._inside():
            self.stack = []
        self.stack.append((kind, label))

    def _inside(self) -> bool:
        """A number behind a letter or a Han numeral is an item of it; otherwise it starts a section."""
        return bool(self.stack) and self.stack[-1][0] in ("letter", "han", "cjk")

    def _follows(self, kind: str, label: str) -> bool:
        last = next((entry[1] for entry in reversed(self.stack) if entry[0] == kind), None)
        if last is None:
            return False
        if kind == "letter":
            return ord(label) == ord(last) + 1
        return last in ROMAN and label in ROMAN and ROMAN.index(label) == ROMAN.index(last) + 1

    @property
    def path(self) -> str:
        """`Attachment A/2.b`, or the paragraph's number where nothing is numbered."""
        items = ".".join(label for _, label in self.stack)
        return "/".join(part for part in (self.top, items) if part) or f"¶{max(self.paragraph, 1)}"


def marks(plain: str) -> tuple[list[int], list[str]]:
    """First words of paragraphs, items and sentences, with the section of each."""
    sections = Sections()
    places: list[int] = []
    paths: list[str] = []
    at, blank, ended = 0, True, True
    for line in plain.split("\n"):
        count = len(words(line))
        if count:
            item = sections.read(line, blank)
            starts = [0] if item or blank or ended else []
            starts += [len(words(line[: match.end()])) for match in _SENTENCE.finditer(line)]
            for start in starts:
                if start < count and (not places or at + start > places[-1]):
                    places.append(at + start)
                    paths.append(sections.path)
            ended = bool(re.search(r"[.;:!?。；！？][\"')\]”’*]{0,3}\s*$", line))
        blank = not line.strip()
        at += count
    return places, paths


def parts(text: str, plain: str) -> tuple[Part, ...]:
    """The parts of a text that may be missing or differ. `plain` is its body."""
    lines = plain.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(words(line)))
    found = [*_title(text, lines, starts), *_copyrights(lines, starts), *_slots(plain), *_numbers(lines, starts), *_appendix(plain, starts[-1])]
    return tuple(sorted((part for part in found if part.end > part.start), key=lambda part: (part.start, part.end)))


def _title(text: str, lines: list[str], starts: list[int]) -> Iterator[Part]:
    raw = text.replace("\r\n", "\n").split("\n")
    shown = raw if len(raw) == len(lines) else lines
    end = 0
    for first, last in _groups(lines):
        size = starts[last] - starts[first]
        short = size <= 8 and re.search(r"\b(?:licen[cs]e|agreement|terms|policy|许可证|许可协议)\b", " ".join(lines[first:last]))
        if short or (size <= LONGEST_TITLE and all(_title_line(shown[at], starts[at + 1] - starts[at]) for at in range(first, last))):
            end = starts[last]
            continue
        end = max(end, _leading_title(shown, starts, first, last))
        break
    if 0 < end * 3 < starts[-1]:
        # One part a line: a line may be missing, a word of it may not.
        yield from (Part(TITLE, start, after) for start, after in pairwise(starts) if after <= end)


def _leading_title(shown: list[str], starts: list[int], first: int, last: int) -> int:
    """The end of a title that stands directly above long lines; 0 where there is none."""
    end = 0
    for at in range(first, last):
        if starts[at + 1] - starts[at] > LONGEST_TITLE or not _title_line(shown[at], 1):
            break
        if any(starts[below + 1] - starts[below] > LONGEST_TITLE for below in range(at + 1, min(at + 4, last))):
            end = starts[at + 1]
    return end


def _groups(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines between blank ones, as (first, end)."""
    first = None
    for number, line in enumerate([*lines, ""]):
        if line.strip() and first is None:
            first = number
        elif not line.strip() and first is not None:
            yield first, number
            first = None


def _title_line(line: str, count: int) -> bool:
    """Whether a line looks like part of a title: large initials, no sentence, no list item."""
    line = benign.without_addresses(re.sub(r"(?i)https?:", "", line))
    letters = [word for word in re.findall(r"[^\W\d_][^\s]*", line) if len(word) > 3 and word != "dated"]
    large = sum(word[0].isupper() or not word[0].isascii() for word in letters) * 3 >= len(letters) * 2
    item = _ITEM.match(line.lower())
    return not count or (large and not item and not line.strip().endswith((".", ";", ",", "。")) and "copyright" not in line.lower())


def _copyrights(lines: list[str], starts: list[int]) -> Iterator[Part]:
    for number, line in enumerate(lines):
        if starts[number + 1] > starts[number] and not benign.without_copyright(line).strip():
            yield Part(COPYRIGHT, starts[number], starts[number + 1])


def _slots(plain: str) -> Iterator[Part]:
    for match in _PLACEHOLDER.finditer(plain):
        if _BLANKS.search(match.group()) and plain[match.end() : match.end() + 1] != "(":
            yield _between(plain, match.start(), match.end())
    for match in _NAME_PLACES.finditer(plain):
        group = match.lastindex or 0
        if _ANYONE.issuperset(words(match.group(group))):
            yield _between(plain, match.start(group), match.end(group))


def _between(plain: str, start: int, end: int) -> Part:
    first = len(words(plain[:start]))
    return Part(SLOT, first, first + len(words(plain[start:end])))


def _numbers(lines: list[str], starts: list[int]) -> Iterator[Part]:
    for number, line in enumerate(lines):
        item = _ITEM.match(line)
        if item and not item["word"] and not item["cjk"]:
            count = len(words(item.group()))
            if count < starts[number + 1] - starts[number]:
                yield Part(NUMBER, starts[number], starts[number] + count)


def _appendix(plain: str, total: int) -> Iterator[Part]:
    """Instructions on how to apply the licence: they are no terms. What else stands behind the terms (a list of prohibited uses) is."""
    match = _INSTRUCTIONS.search(plain)
    if match is None:
        return
    last = next(_LAST_WORDS.finditer(plain, match.end()), None)
    behind = last.end() if last else len(plain)
    first, end = (len(words(plain[:at])) for at in (match.start(), behind))
    if first * 5 > total * 2 and end - first <= LONGEST_INSTRUCTIONS:
        yield Part(APPENDIX, first, end)
        yield from (_between(plain, blank.start(), blank.end()) for blank in _LONG_BLANK.finditer(plain, match.end(), behind))
