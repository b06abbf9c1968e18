"""Ancestors of a model: every path on which terms reach it, cycles and unknown parents included. Pure.

Three modes: `weights` (the ancestor's weights are inside), `outputs` (made from the ancestor's outputs), `data`
(trained on that data set). What is made from outputs of a model is made from outputs of all that model contains.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
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


def resolve(subject: Subject, lookup: Lookup, vocabulary: Vocabulary) -> Lineage:
    """Follow the parents of a subject through `lookup` (None for an id that nobody knows)."""
    start = Reach(subject, (subject.id,), (), Mode.DATA if subject.kind == "dataset" else Mode.WEIGHTS)
    reaches, gaps, queue = [start], [], deque([start])
    seen = {(folded(subject.id), start.mode, "")}
    while queue:
        here = queue.popleft()
        for parent, mode, made in _next(here, vocabulary):
            path, relations = (*here.path, parent.id), (*here.relations, parent.relation)
            if parent.weak and (parent.problem or folded(parent.id) in map(folded, here.path) or lookup(parent.id) is None):
                continue
            if parent.problem:
                gaps.append(Gap(parent, path, relations, parent.problem, mode))
                continue
            if folded(parent.id) in (folded(name) for name in here.path):
                gaps.append(Gap(parent, path, relations, "the lineage leads in a circle", mode))
                continue
            key = (folded(parent.id), mode, made)
            if key in seen:
                continue
            seen.add(key)
            found = lookup(parent.id)
            if found is None:
                gaps.append(Gap(parent, path, relations, "nothing is known of it", mode))
                continue
            reach = Reach(found, path, relations, mode, made)
            reaches.append(reach)
            queue.append(reach)
    return Lineage(tuple(reaches), tuple(gaps))


def _next(here: Reach, vocabulary: Vocabulary) -> Iterator[tuple[Parent, Mode, str]]:
    """The parents that matter from here, with the mode in which they reach the model."""
    for parent in here.subject.parents:
        contains = vocabulary.relations[parent.relation].contains_weights
        match here.mode:
            case Mode.WEIGHTS if contains:
                yield parent, Mode.WEIGHTS, ""
            case Mode.WEIGHTS if parent.relation == "trained-on":
                yield parent, Mode.DATA, ""
            case Mode.WEIGHTS:
                yield parent, Mode.OUTPUTS, parent.relation
            case Mode.OUTPUTS if parent.relation != "trained-on":
                # Outputs of what was itself made from outputs are, at one remove, made from those.
                yield parent, Mode.OUTPUTS, here.made
            case Mode.DATA if parent.relation in ("trained-on-outputs", "distilled"):
                yield parent, Mode.OUTPUTS, "trained-on-outputs"
            case Mode.DATA if parent.relation == "trained-on":
                yield parent, Mode.DATA, ""
            case _:
                continue
