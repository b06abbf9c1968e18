"""Which terms are in force on a model: what each source claims, over every path of its lineage."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from licensecheck.identify.names import AllOf, Leaf, Sort, Terms, leaves
from licensecheck.lineage import Lineage, Reach
from licensecheck.model import Claim
from licensecheck.records import record

Identify = Callable[[Claim], Terms]


@record
class Bound:
    """Terms that one ancestor (or the model itself) brings, with the claims they were read from."""

    terms: Terms
    reach: Reach
    claims: tuple[tuple[Claim, Leaf], ...]

    @property
    def own(self) -> bool:
        """Whether these are the model's own terms."""
        return not self.reach.relations


def bind(lineage: Lineage, identify: Identify) -> tuple[Bound, ...]:
    """The terms of every ancestor, nearest first."""
    return tuple(bound for reach in lineage.reaches for bound in _bounds(reach, identify))


def _bounds(reach: Reach, identify: Identify) -> Iterator[Bound]:
    """The terms of the weights, always; those of the code apart, so that neither answers for the other."""
    claims = [claim for claim in reach.subject.claims if _in_force(claim, reach)]
    read = [(claim, identify(claim)) for claim in claims]
    weights = [(claim, terms) for claim, terms in read if claim.layer != "code"]
    code = [(claim, terms) for claim, terms in read if claim.layer == "code"]
    yield _bound(reach, weights, _weights(weights))
    if code:
        yield _bound(reach, code, list(dict.fromkeys(terms for _, terms in code)))


def _bound(reach: Reach, read: list[tuple[Claim, Terms]], parts: list[Terms]) -> Bound:
    terms = parts[0] if len(parts) == 1 else AllOf(tuple(parts))
    return Bound(terms, reach, tuple((claim, leaf) for claim, one in read for leaf in leaves(one)))


def _weights(read: list[tuple[Claim, Terms]]) -> list[Terms]:
    """The terms of the weights; absent where no source says any, for the licence of the code does not answer for them.

    The user's own word that there is no licence stands beside what others say; that of another source does not outweigh it.
    """
    parts = list(dict.fromkeys(terms for _, terms in read))
    said = list(dict.fromkeys(terms for claim, terms in read if claim.source == "manifest" or not (isinstance(terms, Leaf) and terms.sort is Sort.ABSENT)))
    return said or parts[:1] or [Leaf(Sort.ABSENT, "")]


def _in_force(claim: Claim, reach: Reach) -> bool:
    """Weights (or, of a data set, data) terms always; code terms only where the user lists the code as part of what is used."""
    if claim.layer == "code":
        return claim.source == "manifest" and not reach.relations
    return claim.layer == "weights" or (claim.layer == "data" and reach.subject.kind == "dataset")


def conflict(bound: Bound) -> tuple[tuple[Claim, Leaf], ...]:
    """The claims of different sources that name different known licences; empty where they agree."""
    by_source: dict[str, set[str]] = {}
    sides: list[tuple[Claim, Leaf]] = []
    for claim, leaf in bound.claims:
        if leaf.sort in (Sort.KNOWN, Sort.ABSENT) and claim.layer == "weights":
            by_source.setdefault(claim.source, set()).update(leaf.licences)
            sides.append((claim, leaf))
    different = {frozenset(names) for names in by_source.values()}
    return tuple(sides) if len(different) > 1 else ()
