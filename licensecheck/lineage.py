"""Ancestors of a model: every licence on every path, cycles and unknown parents included. Pure.

Three modes: `weights` (the ancestor's weights are inside), `outputs` (made from the ancestor's outputs), `data`
(trained on that data set). What is made from outputs of a model is made from outputs of all that model contains.

Each ancestor is summed up once: the nearest way to each different statement of terms. So a graph of many thousands of
models that share ancestors costs one step an edge, and a report names each licence once, by its shortest path.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from enum import Enum

from licensecheck.model import Parent, Subject, folded
from licensecheck.records import record
from licensecheck.vocabulary import Vocabulary


class Mode(Enum):
    """How an ancestor is in the model."""

    WEIGHTS = "weights"
    OUTPUTS = "outputs"
    DATA = "data"


@record
class Reach:
    """One ancestor and the path to it: ids from the model to the ancestor, and the relation of each hop."""

    subject: Subject
    path: tuple[str, ...]
    relations: tuple[str, ...]
    mode: Mode
    made: str = ""
    """The relation by which outputs came in (`distilled`, `trained-on-outputs`); empty in the other modes."""


@record
class Gap:
    """A parent that cannot be followed: nobody knows it, its name means nothing, or it leads in a circle."""

    parent: Parent
    path: tuple[str, ...]
    relations: tuple[str, ...]
    why: str
    mode: Mode


@record
class Lineage:
    """All that reaches one model, nearest first; the model itself comes first with an empty list of relations."""

    reaches: tuple[Reach, ...]
    gaps: tuple[Gap, ...]


Lookup = Callable[[str], Subject | None]
Key = tuple[str, Mode]
Hop = tuple[str, str]

MOST_SILENT = 50
UNCHANGED = "format-conversion"
"""The relation that leaves the weights as they are."""
CIRCLE, UNKNOWN = "the lineage leads in a circle", "nothing is known of it"


@record
class _Step:
    """An ancestor or gap as seen from a node: the hop towards it, and the same thing as seen from there."""

    what: Subject | Parent
    mode: Mode
    says: Hashable = None
    made: str = ""
    why: str = ""
    hop: Hop = ("", "")
    rest: _Step | None = None
    length: int = 0
    changed: bool = False
    """Whether some hop did more than convert the format: handing the model on is then handing on a derivative."""


Sum = dict[Hashable, _Step]
"""What a node knows of its ancestors: the nearest step for each statement of terms, and for each gap."""


def resolve(subject: Subject, lookup: Lookup, vocabulary: Vocabulary) -> Lineage:
    """Follow the parents of one subject through `lookup` (None for an id that nobody knows)."""
    return Resolver(lookup, vocabulary).resolve(subject)


class Resolver:
    """Resolves many subjects that share ancestors; what it found of an ancestor it keeps."""

    def __init__(self, lookup: Lookup, vocabulary: Vocabulary) -> None:
        self._lookup, self._vocabulary = lookup, vocabulary
        self._sums: dict[Key, Sum] = {}

    def resolve(self, subject: Subject) -> Lineage:
        """The lineage of one subject."""
        mode = Mode.DATA if subject.kind == "dataset" else Mode.WEIGHTS
        found = self._summed(subject, mode)
        return self._walked(subject, mode) if found is None else _lineage(subject.id, found)

    def _summed(self, subject: Subject, mode: Mode) -> Sum | None:
        """The sum of a subject, children before parents and without recursion; None if a circle is in the way."""
        root = (folded(subject.id), mode)
        subjects, stack, open_keys = {root: subject}, [root], set[Key]()
        done: dict[Key, Sum] = {}
        while stack:
            key = stack[-1]
            if key in done or (key in self._sums and key != root):
                stack.pop()
                continue
            waiting = []
            for parent, next_mode, _ in _next(subjects[key], key[1], "", self._vocabulary):
                child = (folded(parent.id), next_mode)
                if parent.problem or child in done or child in self._sums:
                    continue
                found = self._lookup(parent.id)
                if child == root or child in open_keys or child[0] == root[0]:
                    return None
                if found is not None:
                    subjects[child] = found
                    waiting.append(child)
            if waiting:
                open_keys.add(key)
                stack += waiting
                continue
            stack.pop()
            open_keys.discard(key)
            done[key] = self._sum(subjects[key], key[1], done)
        self._sums |= {key: found for key, found in done.items() if key != root}
        return done[root]

    def _sum(self, subject: Subject, mode: Mode, done: dict[Key, Sum]) -> Sum:
        says = _signature(subject)
        found: Sum = {(mode, "", says, False): _Step(subject, mode, says)}
        silent = 0
        for parent, next_mode, made in _next(subject, mode, "", self._vocabulary):
            key = (folded(parent.id), next_mode)
            theirs = None if parent.problem else done.get(key, self._sums.get(key))
            if theirs is None:
                if not parent.weak:
                    found.setdefault(("gap", key), _Step(parent, next_mode, why=parent.problem or UNKNOWN, hop=(parent.id, parent.relation), length=1))
                continue
            for step in theirs.values():
                how = step.made or (made if step.mode is Mode.OUTPUTS else "")
                changed = step.changed or parent.relation != UNCHANGED
                ours = _Step(step.what, step.mode, step.says, how, step.why, (parent.id, parent.relation), step, step.length + 1, changed)
                mark = ("gap", folded(step.what.id), step.mode) if step.why else (step.mode, how, step.says, changed)
                known = found.get(mark)
                if known is None and (step.why or isinstance(step.says, str)):
                    # Ancestors without a word on terms, and gaps, are each of their own kind: a few dozen of them tell enough.
                    silent += 1
                    if silent > MOST_SILENT:
                        continue
                if known is None or known.length > ours.length:
                    # Taken out first, so that what is equally near stays in the order of the parents.
                    found.pop(mark, None)
                    found[mark] = ours
        return found

    def _walked(self, subject: Subject, mode: Mode) -> Lineage:
        """The same, step by step over one subject's ancestors: for graphs with circles."""
        start = Reach(subject, (subject.id,), (), mode)
        reaches: list[Reach] = [start]
        gaps: list[Gap] = []
        queue: deque[tuple[Reach, tuple[str, ...]]] = deque([(start, (folded(subject.id),))])
        seen = {(folded(subject.id), mode, "")}
        while queue:
            here, names = queue.popleft()
            for parent, next_mode, made in _next(here.subject, here.mode, here.made, self._vocabulary):
                name = folded(parent.id)
                path, relations = (*here.path, parent.id), (*here.relations, parent.relation)
                found = None if parent.problem else self._lookup(parent.id)
                why = parent.problem or (CIRCLE if name in names else UNKNOWN if found is None else "")
                if found is None or why:
                    gaps += [] if parent.weak else [Gap(parent, path, relations, why, next_mode)]
                elif (name, next_mode, made) not in seen:
                    seen.add((name, next_mode, made))
                    reaches.append(Reach(found, path, relations, next_mode, made))
                    queue.append((reaches[-1], (*names, name)))
        return Lineage(tuple(reaches), tuple(gaps))


def _lineage(start: str, found: Sum) -> Lineage:
    reaches, gaps = [], []
    for step in sorted(found.values(), key=lambda one: one.length):
        path, relations = _path(start, step)
        if isinstance(step.what, Parent):
            gaps.append(Gap(step.what, path, relations, step.why, step.mode))
        else:
            reaches.append(Reach(step.what, path, relations, step.mode, step.made))
    return Lineage(tuple(reaches), tuple(gaps))


def _path(start: str, step: _Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
    hops = []
    at: _Step | None = step
    while at is not None and at.hop[0]:
        hops.append(at.hop)
        at = at.rest
    return (start, *(name for name, _ in hops)), tuple(relation for _, relation in hops)


def _signature(subject: Subject) -> Hashable:
    """What a subject says of its terms: two that say the same are met by their nearest; one that says nothing is like no other."""
    said = tuple(sorted({(claim.layer, claim.name or claim.declared, claim.text or b"", claim.choices) for claim in subject.claims}))
    about = tuple(sorted((name, repr(one.value)) for name, one in subject.facts.items() if name.startswith("model.")))
    return (said, about) if said else folded(subject.id)


def _next(subject: Subject, mode: Mode, made: str, vocabulary: Vocabulary) -> Iterator[tuple[Parent, Mode, str]]:
    """The parents that matter from here, with the mode in which they reach the model."""
    for parent in subject.parents:
        if parent.own:
            continue
        contains = vocabulary.relations[parent.relation].contains_weights
        match mode:
            case Mode.WEIGHTS if contains:
                yield parent, Mode.WEIGHTS, ""
            case Mode.WEIGHTS if parent.relation == "trained-on":
                yield parent, Mode.DATA, ""
            case Mode.WEIGHTS:
                yield parent, Mode.OUTPUTS, parent.relation
            case Mode.OUTPUTS if parent.relation != "trained-on":
                # Outputs of what was itself made from outputs are, at one remove, made from those.
                yield parent, Mode.OUTPUTS, made
            case Mode.DATA if parent.relation in ("trained-on-outputs", "distilled"):
                yield parent, Mode.OUTPUTS, "trained-on-outputs"
            case Mode.DATA if parent.relation == "trained-on":
                yield parent, Mode.DATA, ""
            case _:
                continue
