"""Which terms are in force on a model: what each source claims, over every path of its lineage."""

from __future__ import annotations

from collections.abc import Callable

from licensecheck.identify.names import AllOf, Leaf, Sort, Terms, leaves
from licensecheck.lineage import Lineage, Mode, Reach
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
    return tuple(_bound(reach, identify) for reach in lineage.reaches)


def _bound(reach: Reach, identify: Identify) -> Bound:
    claims = [claim for claim in reach.subject.claims if _in_force(claim, reach)]
    read = [(claim, identify(claim)) for claim in claims]
    parts = tuple(dict.fromkeys(terms for _, terms in read)) or (Leaf(Sort.ABSENT, ""),)
    if any(leaf.sort is not Sort.ABSENT for part in parts for leaf in leaves(part)):
        # A source that says nothing does not outweigh one that says something.
        parts = tuple(part for part in parts if not (isinstance(part, Leaf) and part.sort is Sort.ABSENT))
    terms = parts[0] if len(parts) == 1 else AllOf(parts)
    return Bound(terms, reach, tuple((claim, leaf) for claim, one in read for leaf in leaves(one)))


def _in_force(claim: Claim, reach: Reach) -> bool:
    """Weights (or data) terms always; code terms only where the user lists the code as part of what is used."""
    if claim.layer == "code":
        return claim.source == "manifest" and not reach.relations
    return claim.layer == ("data" if reach.mode is Mode.DATA and claim.layer == "data" else "weights")


def conflict(bound: Bound) -> tuple[tuple[Claim, Leaf], ...]:
    """The claims of different sources that name different known licences; empty where they agree."""
    by_source: dict[str, set[str]] = {}
    sides: list[tuple[Claim, Leaf]] = []
    for claim, leaf in bound.claims:
        if leaf.sort is Sort.KNOWN and claim.layer == "weights":
            by_source.setdefault(claim.source, set()).update(leaf.licences)
            sides.append((claim, leaf))
    different = {frozenset(names) for names in by_source.values()}
    return tuple(sides) if len(different) > 1 else ()
