"""Handing a model on: licences that cannot both be met in one work, and an outbound licence that drops terms. Pure.

Both follow from clauses. A same-licence duty names the licences under which a derivative may go out; another licence on the
same work that limits use, or names others, cannot be met together with it. An outbound licence that does not hold the
limits and travelling duties of what the work is made from would hand it on as freer than it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from licensecheck.conditions import tests
from licensecheck.drift import TRAVELLING, lost
from licensecheck.identify.names import Leaf, Sort
from licensecheck.licences import Clause, Kind, Licence
from licensecheck.model import LicenceId
from licensecheck.terms import Load
from licensecheck.vocabulary import Vocabulary

HANDING_ON = ("redistribute", "distribute-derivatives")


def incompatible(licences: Sequence[Licence]) -> Iterator[tuple[Licence, Licence, Clause]]:
    """Pairs that one derivative cannot meet together: the licence that wants its own terms alone, the other, and the clause of the first."""
    seen: set[frozenset[str]] = set()
    for one, other in permutations(licences, 2):
        pair = frozenset([one.id, other.id])
        clause = _same_licence(one)
        theirs = _same_licence(other)
        if clause is None or pair in seen or other.id in _allowed(clause) | clause.compatible:
            continue
        if theirs is not None and one.id in _allowed(theirs) | theirs.compatible:
            continue
        if (theirs is not None and not _allowed(theirs) & _allowed(clause)) or _adds_terms(other):
            seen.add(pair)
            yield one, other, clause


def _same_licence(licence: Licence) -> Clause | None:
    """The duty to hand derivatives on under the same licence."""
    return next((clause for clause in licence.clauses if clause.duty == "same-license" and "distribute-derivatives" in clause.covers), None)


def _allowed(clause: Clause) -> frozenset[str]:
    """The outbound licences that the duty's check names."""
    found: set[str] = set()
    for test in tests(clause.check) if clause.check is not None else ():
        if test.fact == "distribution.license" and test.op in ("is", "in"):
            found |= set(test.value) if isinstance(test.value, tuple) else {str(test.value)}
    return frozenset(found)


def _adds_terms(licence: Licence) -> bool:
    """Whether it limits use or asks for more than notices: what a same-licence text does not let be added."""
    return any(_limits(clause) or (clause.duty in TRAVELLING and clause.duty != "same-license") for clause in licence.clauses)


def _limits(clause: Clause) -> bool:
    suing = any(test.fact == "organization.ip_claims" for test in clause.facts())
    return clause.kind is Kind.PROHIBITION and not suing and "distribute-derivatives" in clause.covers


def dropped(outbound: LicenceId, licences: Sequence[Licence], vocabulary: Vocabulary, load: Load) -> Iterator[tuple[Licence, tuple[str, ...]]]:
    """Licences on the work whose limits or travelling duties the outbound licence does not hold, with the clauses."""
    own = Leaf(Sort.KNOWN, outbound, (outbound,))
    for licence in licences:
        if licence.id == outbound:
            continue
        # A same-licence duty has a check of its own, which tells it.
        gone = tuple(name for name in lost(own, licence, vocabulary, load) if (clause := licence.clause(name)) is None or clause.duty != "same-license")
        if gone:
            yield licence, gone


def recommended(licences: Sequence[Licence], vocabulary: Vocabulary, load: Load) -> tuple[str, ...]:
    """Of the licences on the work, those under which all of it may be handed on."""
    return tuple(one.id for one in licences if _meets_all(one, licences) and not any(dropped(one.id, licences, vocabulary, load)))


def _meets_all(one: Licence, licences: Sequence[Licence]) -> bool:
    return all(clause is None or one.id in _allowed(clause) for clause in map(_same_licence, licences))
