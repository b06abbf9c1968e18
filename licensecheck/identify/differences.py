"""What a text changes against the licence it was aligned with, and whether that touches any term."""

from __future__ import annotations

from zlib import crc32

from licensecheck.identify import benign, rejoin
from licensecheck.identify.align import Alignment
from licensecheck.identify.chains import Target
from licensecheck.identify.document import Document
from licensecheck.identify.facts import APPENDIX, COPYRIGHT, NUMBER, SLOT, TITLE, Facts
from licensecheck.identify.pages import page_furniture
from licensecheck.identify.textindex import WORDS, fingerprint
from licensecheck.records import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEAR = 3
"""Changes with fewer equal words between them are one change."""
MAX_SHIFT = 60
LONG_TOKEN = 20
"""Letters without a blank that a line may end in."""
LONGEST_END, SHORTEST_NOTICE = 6, 30
"""Words of `End of terms and conditions`, and those that a notice has at least."""
LONG_BLANK = 8
"""From so many words on a placeholder is a sentence, and what stands for it may have some of its words."""
_YEARS = frozenset(crc32(word) & 255 for word in (b"year", b"years", b"yyyy", b"date", b"dates"))
_SMALL = frozenset(crc32(word) & 255 for word in (b"the", b"a", b"an", b"version", b"v", b"ver"))
_LETTERS = frozenset(crc32(bytes([letter])) & 255 for letter in range(97, 123))
_NUMBERS = frozenset(crc32(str(number).encode()) & 255 for number in range(40)) - _LETTERS


@record
class Edit:
    """Words `first` to `last` of the licence stand as words `start` to `end` of the text (ends exclusive)."""

    first: int
    last: int
    start: int
    end: int

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.first == self.last:
            return "added"
        return "removed" if self.start == self.end else "changed"


class Comparison:
    """A text beside one licence in it."""

    def __init__(
        self,
        document: Document,
        target: Target,
        alignment: Alignment,
        facts: Facts,
        free: list[bool] | None,
        names: frozenset[bytes],
        is_title: Callable[[list[bytes]], bool],
    ) -> None:
        self.document, self.target, self.alignment, self.facts = document, target, alignment, facts
        self._free, self._names, self._is_title = free, names, is_title
        self._kind = [""] * target.total
        for part in facts.parts:
            self._kind[part.start : part.end] = [part.kind] * (part.end - part.start)
        self._joined: dict[int, list[bytes]] = {}
        self._guessed: list[Edit] = []

    def changes(self) -> list[tuple[Edit, list[Edit]]]:
        """The edits that change terms, each with the smaller ones that it is made of.

        None at all is only the answer if the words that remain prove to be the licence's.
        """
        every = list(self._edits())
        edits = [edit for edit in every if not self._harmless(edit)]
        if edits and any(COPYRIGHT in kinds or SLOT in kinds for kinds in (self._kind[edit.first : edit.last] for edit in edits)):
            edits = [edit for edit in edits if not self._restated(edit, every)]
        if edits and (notice := self._notice(every)):
            edits = [edit for edit in edits if edit not in notice]
        if not edits and not self._proven():
            edits = [*self._guessed, *self._disguised()] or [Edit(0, self.target.total, self.alignment.start, self.alignment.end)]
        return [(self._settled(edit), pieces) for edit, pieces in _united(edits)]

    def _notice(self, every: list[Edit]) -> list[Edit]:
        """The edits that leave of the instructions only the notice that they give, word for word, below a copyright statement; the terms must end."""
        part = next((part for part in self.facts.parts if part.kind == APPENDIX), None)
        inside = [edit for edit in every if part and part.start <= edit.first < part.end]
        statement = next((one for one in self.facts.parts if part and one.kind == COPYRIGHT and part.start < one.start < part.end), None)
        if part is None or statement is None or not inside or not part.start < inside[0].first <= part.start + LONGEST_END:
            return []
        whole = Edit(inside[0].first, inside[-1].last, inside[0].start, inside[-1].end)
        kept = whole.last == statement.end or whole.first < whole.last <= statement.start
        return inside if kept and part.end - whole.last >= SHORTEST_NOTICE and self._is_statement_or_nothing(whole) and self._true(whole.last, part.end) else []

    def _is_statement_or_nothing(self, edit: Edit) -> bool:
        """Whether the words are copyright statements on lines of their own, or none."""
        if edit.start == edit.end:
            return True
        first, last = self.document.lines(edit.start, edit.end)
        alone = edit.start == self.document.first_of_line(first) and edit.end == self.document.line_ends[last - 1]
        return alone and benign.copyright_statement(self.document.words[edit.start : edit.end])

    def _true(self, first: int, last: int) -> bool:
        """Whether the words from `first` to `last` of the licence are all in the text, not only others of the same codes."""
        there = sum(max(0, min(last, block.licence + block.size) - max(first, block.licence)) for block in self.alignment.blocks)
        return there == last - first and not any(edit.first < last and first < edit.last for edit in self._disguised())

    def _edits(self) -> Iterator[Edit]:
        blocks = self.alignment.blocks
        licence, text = 0, blocks[0].text
        for block in blocks:
            edit = self._trimmed(Edit(licence, block.licence, text, block.text))
            if edit.first < edit.last or edit.start < edit.end:
                yield self._settled(edit) if edit.kind == "added" else edit
            licence, text = block.licence + block.size, block.text + block.size
        if licence < self.target.total:
            yield Edit(licence, self.target.total, text, text)

    def _trimmed(self, edit: Edit) -> Edit:
        """Without the words that belong to another licence in the file."""
        if self._free is None:
            return edit
        start, end = edit.start, edit.end
        while start < end and not self._free[start]:
            start += 1
        while start < end and not self._free[end - 1]:
            end -= 1
        return replace(edit, start=start, end=end)

    def _harmless(self, edit: Edit) -> bool:
        kinds = set(self._kind[edit.first : edit.last])
        added = self.document.words[edit.start : edit.end]
        if edit.first < edit.last and not added:
            return self._may_be_missing(edit, kinds)
        harmless = self._may_be_changed(edit, kinds, added) if kinds else self._may_be_added(edit, added)
        return harmless and not self._states_a_term(edit)

    def _states_a_term(self, edit: Edit) -> bool:
        """Whether the edit lies on a copyright statement, or fills lines, that say more than a name."""
        # Loaded only where something would be let through.
        from licensecheck.identify.riders import states_a_term

        document = self.document
        numbers = range(document.line(edit.start), document.line(edit.end - 1) + 1)
        whole = [
            number
            for number in numbers
            if ("copyright" in document.plain_lines[number - 1] and self._on_statement(edit))
            or (edit.start <= document.first_of_line(number) and document.line_ends[number - 1] <= edit.end)
        ]
        return any(states_a_term(document.shown_lines[number - 1], self._names, document.mixed) for number in whole)

    def _may_be_missing(self, edit: Edit, kinds: set[str]) -> bool:
        if TITLE in kinds and not self._whole_lines(edit):
            return False
        if kinds <= {TITLE, COPYRIGHT, NUMBER}:
            return True
        if SLOT in kinds and kinds <= {TITLE, COPYRIGHT, NUMBER, SLOT}:
            # A blank may go with the whole copyright statement it is part of, not alone from a sentence.
            return all(
                edit.first <= part.start and part.end <= edit.last
                for part in self.facts.parts
                if part.kind == COPYRIGHT and part.start < edit.last and edit.first < part.end
            ) and any(part.kind == COPYRIGHT and part.start < edit.last and edit.first < part.end for part in self.facts.parts)
        return any(
            part.kind == APPENDIX and edit.first <= part.start + LONGEST_END and edit.first >= part.start and edit.last >= part.end for part in self.facts.parts
        )

    def _whole_lines(self, edit: Edit) -> bool:
        """Whether whole lines of the title are missing, or small words of it, or the end of a line with the lines below it."""
        touched = [part for part in self.facts.parts if part.kind == TITLE and part.start < edit.last and edit.first < part.end]
        whole = [part for part in touched if edit.first <= part.start and part.end <= edit.last]
        small = all(code in _SMALL for code in self.target.codes[edit.first : edit.last])
        return small or len(whole) == len(touched) or (bool(whole) and whole[-1] is touched[-1] and len(whole) + 1 == len(touched))

    def _may_be_added(self, edit: Edit, added: list[bytes]) -> bool:
        if benign.copyright_statement(added):
            return self._lines_alone(edit)
        if b"".join(added) in (b"http", b"https"):
            # A link that is broken inside its scheme; an unbroken scheme is no word.
            return True
        if self._item_number(edit, added) or page_furniture(self.document, edit.start, edit.end, self._names) or self._title_again(edit, added):
            return True
        around = set(self._kind[max(0, edit.first - 1) : edit.first + 1])
        if COPYRIGHT in around:
            return self._on_statement(edit)
        if around == {SLOT}:
            return benign.slot(added) and all(map(benign.role, added))
        if around == {TITLE}:
            return benign.title(added, self._names)
        return False

    def _lines_alone(self, edit: Edit) -> bool:
        """Whether the added words do not divide a sentence of the licence."""
        return edit.first == 0 or edit.first in self.facts.marks or bool({COPYRIGHT, TITLE} & set(self._kind[edit.first - 1 : edit.first]))

    def _title_again(self, edit: Edit, added: list[bytes]) -> bool:
        """The licence's own title on a line of its own, between sentences."""
        first, last = self.document.lines(edit.start, edit.end)
        alone = edit.start == self.document.first_of_line(first) and edit.end == self.document.line_ends[last - 1]
        return alone and self._lines_alone(edit) and self._is_title(added)

    def _item_number(self, edit: Edit, added: list[bytes]) -> bool:
        """The number of an item, where one begins: inside a sentence it would be another number."""
        begins = edit.first == 0 or edit.first in self.facts.marks
        return begins and len(added) == 1 and benign.number(added[0]) and edit.start == self.document.first_of_line(self.document.line(edit.start))

    def _may_be_changed(self, edit: Edit, kinds: set[str], added: list[bytes]) -> bool:
        if self._rejoined(edit, added):
            return True
        if kinds <= {NUMBER}:
            numbers = len(added) <= edit.last - edit.first + 1 and all(map(benign.number, added))
            return numbers and (not self._renumbered(edit, added) or (added == [b"1"] and self._counts_by_itself(edit)))
        if kinds <= {TITLE}:
            # Another number in the title is another version.
            return benign.title(added, self._names) and not any(word.isdigit() for word in added) and self._whole_lines(edit)
        if kinds <= {SLOT}:
            # A statement with its year has been filled in; without one its placeholders must be these.
            return self._may_fill(edit, added) or (any(map(benign.year, self._line_of(edit))) and self._part_of_statement(edit))
        if kinds <= {SLOT, COPYRIGHT}:
            return self._part_of_statement(edit)
        if kinds <= {SLOT, COPYRIGHT, TITLE}:
            return _titled_statement(added, self._names)
        return False

    def _restated(self, edit: Edit, every: list[Edit]) -> bool:
        """Whether the copyright statement or the long blank in which an edit lies is as a whole another one: their words may agree here and there."""
        around = [part for part in self.facts.parts if part.start <= edit.first and edit.last <= part.end]
        part = next((part for part in around if part.kind == COPYRIGHT or (part.kind == SLOT and part.end - part.start >= LONG_BLANK)), None)
        if part is None or edit.first == edit.last:
            return False
        inside = [one for one in every if part.start <= one.first and one.last <= part.end]
        whole = Edit(inside[0].first, inside[-1].last, inside[0].start, inside[-1].end)
        if part.kind == SLOT:
            return (whole.first, whole.last) == (part.start, part.end) and benign.slot(self.document.words[whole.start : whole.end])
        return len(inside) > 1 and self._part_of_statement(whole) and not self._states_a_term(whole)

    def _on_statement(self, edit: Edit) -> bool:
        """Whether the words stand on lines that are copyright statements as a whole."""
        return benign.copyright_statement(self._line_of(edit))

    def _line_of(self, edit: Edit) -> list[bytes]:
        """The words of the lines on which an edit stands."""
        first, last = self.document.lines(edit.start, edit.end)
        return self.document.words[self.document.first_of_line(first) : self.document.line_ends[last - 1]]

    def _part_of_statement(self, edit: Edit) -> bool:
        """Whether the words, with those before them, are a copyright statement."""
        words = self.document.words
        for start in range(edit.end - 1, max(-1, edit.start - 14), -1):
            if words[start] == b"copyright" or (words[start] == b"c" and start + 1 < edit.end and words[start + 1].isdigit()):
                return benign.copyright_statement(words[start : edit.end]) and (start <= edit.start or benign.name(words[edit.start : start]))
        return False

    def _may_fill(self, edit: Edit, added: list[bytes]) -> bool:
        """Whether the words may stand for a placeholder or a holder's role: for the whole of it, so that no word inside is exchanged."""
        if all(map(benign.role, added)):
            return True
        whole = [part for part in self.facts.parts if part.kind == SLOT and part.start < edit.last and edit.first < part.end]
        left_over = sum(part.end - part.start for part in whole) - (edit.last - edit.first)
        around = [code for part in whole for at in range(part.start, part.end) if not edit.first <= at < edit.last for code in self.target.codes[at : at + 1]]
        if (
            left_over
            and not all(code in _SMALL for code in around)
            and not (edit.last - edit.first >= 2 and left_over <= 3 and len(whole) == 1 and whole[0].end - whole[0].start >= 5)
        ):
            return False
        if all(code in _YEARS for code in self.target.codes[edit.first : edit.last]) and not any(word.isdigit() for word in added):
            return False
        return benign.slot(added)

    def _counts_by_itself(self, edit: Edit) -> bool:
        """Whether the number is the `1.` that Markdown takes for every item of a list."""
        line = self.document.line(edit.start)
        return edit.start == self.document.first_of_line(line) and self.document.plain_lines[line - 1].lstrip(" \t>#*/-")[:2] == "1."

    def _renumbered(self, edit: Edit, added: list[bytes]) -> bool:
        """Whether one number became another: another style of numbering is dress, another number is not."""
        return any(word.isdigit() for word in added) and any(code in _NUMBERS for code in self.target.codes[edit.first : edit.last])

    def _rejoined(self, edit: Edit, added: list[bytes]) -> bool:
        """Words written as more words or as fewer: a hyphen or a line end more or less."""
        codes = self.target.codes[edit.first : edit.last]
        ways = [added]
        first, last = self.document.lines(edit.start, edit.end)
        broken = bool(added) and (first < last or self.document.shown_lines[first - 1].rstrip().endswith("-"))
        if broken:
            # A page's number may stand between the halves.
            ways.append([word for word in added if not (word.isdigit() or word in (b"page", b"of"))])
        for words in ways:
            pieces = rejoin.pieces(words, codes)
            if not broken and rejoin.are_other_words(words, pieces):
                continue
            if pieces and (not rejoin.of_digits(words, pieces) or (broken and self._in_long_token(edit))):
                # Only likely so far: one byte a word. The proof over all words decides.
                self._guessed.append(edit)
                self._joined[edit.first] = [piece for at, piece in enumerate(pieces, edit.first) if not self._kind[at]]
                return True
        return False

    def _in_long_token(self, edit: Edit) -> bool:
        """Whether the line ends inside letters without a blank that were too long for it: elsewhere a divided number is another number."""
        first, last = self.document.lines(edit.start, edit.end)
        lines = self.document.plain_lines[first - 1 : last]
        return len(lines) == 2 and len((lines[0].split() or [""])[-1]) + len((lines[1].split() or [""])[0]) >= LONG_TOKEN

    def _proven(self) -> bool:
        """Whether the words of the text that stand for the licence's fixed words are these words."""
        kept: list[bytes] = []
        joined = sorted(self._joined.items(), reverse=True)
        for block in self.alignment.blocks:
            while joined and joined[-1][0] < block.licence:
                kept += joined.pop()[1]
            kinds = self._kind[block.licence : block.licence + block.size]
            kept += [word for word, kind in zip(self.document.words[block.text : block.text + block.size], kinds, strict=True) if not kind]
        kept += [word for _, words in reversed(joined) for word in words]
        return fingerprint(WORDS, b" ".join(kept)) == self.facts.proof

    def _disguised(self) -> Iterator[Edit]:
        """Chunks whose words have the right codes and are other words all the same."""
        at = {block.licence + step: block.text + step for block in self.alignment.blocks for step in range(block.size)}
        for chunk, first, last in self.target.spans():
            places = [at[word] for word in range(first, last) if word in at]
            if len(places) == last - first and not self.target.is_chunk(chunk, [self.document.words[place] for place in places]):
                yield Edit(first, last, places[0], places[-1] + 1)

    def _settled(self, edit: Edit) -> Edit:
        """A passage that was added or removed can often be cut in several places: take the one where a line and a sentence begin."""
        if edit.kind == "changed" or edit.last >= self.target.total:
            return edit
        shifts = list(_shifts(self.document.words, edit.start, edit.end) if edit.kind == "added" else _shifts(self.target.codes, edit.first, edit.last))
        best = max(shifts, key=lambda shift: (self._begins(edit, shift), -abs(shift)))
        return Edit(edit.first + best, edit.last + best, edit.start + best, edit.end + best)

    def _begins(self, edit: Edit, shift: int) -> int:
        """How many beginnings and ends of lines and sentences the stretch has at that place."""
        lines = self._at_line(edit.start + shift) + (edit.start < edit.end and self._at_line(edit.end + shift))
        return lines + (edit.first + shift in self.facts.marks)

    def _at_line(self, word: int) -> bool:
        return word >= len(self.document.words) or word == self.document.first_of_line(self.document.line(word))


def _shifts(sequence: list[bytes] | bytes, start: int, end: int) -> Iterator[int]:
    """By how much the stretch can be moved with the same result, nearest first."""
    yield 0
    back = forth = 0
    while back < MAX_SHIFT and start - back > 0 and sequence[start - back - 1] == sequence[end - back - 1]:
        back += 1
        yield -back
    while forth < MAX_SHIFT and end + forth < len(sequence) and sequence[start + forth] == sequence[end + forth]:
        forth += 1
        yield forth


def _united(edits: list[Edit]) -> list[tuple[Edit, list[Edit]]]:
    """Edits with only a few equal words between them as one."""
    out: list[tuple[Edit, list[Edit]]] = []
    for edit in edits:
        if out and edit.first - out[-1][0].last < NEAR and edit.start - out[-1][0].end < NEAR:
            whole, pieces = out[-1]
            out[-1] = (Edit(whole.first, edit.last, whole.start, edit.end), [*pieces, edit])
        else:
            out.append((edit, [edit]))
    return out


def _titled_statement(added: list[bytes], names: frozenset[bytes]) -> bool:
    at = added.index(b"copyright") if b"copyright" in added else len(added)
    return benign.title(added[:at], names) and (at == len(added) or benign.copyright_statement(added[at:]))
