"""Plain data that every stage shares: places, problems, names of things."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NewType

from licensecheck.records import EMPTY, record

_FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def folded(name: str) -> str:
    """The name with A-Z in small letters: letter case does not tell ids apart, other alphabets' look-alikes do."""
    return name.translate(_FOLD)


LicenceId = NewType("LicenceId", str)
"""The id of a rule file; only the rule base makes one from a name."""

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]
"""Plain data as documents hold it."""

Path = tuple[str | int, ...]
"""Keys and indices from the root of a document to a value."""


class Verdict(Enum):
    """The five verdicts; `rank` orders them from best to worst."""

    PERMITTED = "permitted"
    DUTIES = "permitted-with-duties"
    INFORMATION = "needs-information"
    AGREEMENT = "needs-agreement"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """Position in the order of severity, 0 for permitted."""
        return _RANKS[self]


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: list[Verdict]) -> Verdict:
    """The most severe of the verdicts; permitted if there are none."""
    return max(verdicts, key=_RANKS.__getitem__, default=Verdict.PERMITTED)


@record
class Location:
    """A place in a file of the user's: line and column count from 1; 0 where only the file is known."""

    file: str
    line: int = 0
    column: int = 0

    def text(self) -> str:
        """`file:line:column`, or the file alone."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@record
class Problem:
    """One thing wrong with an input: where, on which path, what was expected, and the likely intention."""

    location: Location
    message: str
    path: str = ""
    hint: str = ""

    def text(self) -> str:
        """One line: place, path, message and hint."""
        path = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.location.text()}: {path}{self.message}{hint}"


@record
class Said:
    """A fact's value and where it was said."""

    value: Value
    at: str = ""


@record
class Parent:
    """An edge of the lineage: what a model is made from, how, and who says so."""

    id: str
    relation: str
    source: str
    location: Location | None = None
    problem: str = ""
    """Why the parent's name means nothing (a local path, nonsense); empty when it is an id."""
    weak: bool = False
    """Weak evidence: it counts where the id is known, and is no gap where it is not."""
    own: bool = False
    """The licensor of the parent is that of the child, and grants the child anew: the parent's terms stay with the parent."""


@record
class Claim:
    """What one source says the licence is: the raw words, and the file text if it is a file."""

    declared: str
    source: str
    layer: str = "weights"
    name: str = ""
    """The name to look up, where `declared` shows more than it."""
    location: Location | None = None
    choices: tuple[str, ...] = ()
    """Names of which one holds, where it is not known which."""
    text: bytes | None = None
    confidence: str = "exact"
    note: str = ""


@record
class Use:
    """One intended use of a model: its actions and the facts said about it."""

    name: str
    actions: tuple[str, ...]
    facts: Mapping[str, Said] = EMPTY


@record
class Subject:
    """A model or data set as one input states it."""

    id: str
    kind: str
    input: str
    location: Location
    revision: str | None = None
    purl: str | None = None
    claims: tuple[Claim, ...] = ()
    parents: tuple[Parent, ...] = ()
    facts: Mapping[str, Said] = EMPTY
    uses: tuple[Use, ...] = ()
    links: tuple[str, ...] = ()
    """Files of the model's own repository that its card names as the licence."""
    files: tuple[str, ...] | None = None
    """Names of the files at hand, when the model is a folder."""
    problems: tuple[Problem, ...] = ()
    """What could not be read; the verdict cannot be clean with it."""
    named: bool = True
    """False where the id is no name but the path of a file or folder."""
    listed: bool = True
    """False for a bare id of which nothing is known."""
    hint: str = ""
    """Listed ids that look like an unlisted one: shown, never used."""
