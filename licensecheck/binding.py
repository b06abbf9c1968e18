"""Which terms are in force on a model: what each source claims, over every path of its lineage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from licensecheck.addresses import is_address, normal_path
from licensecheck.identify.names import AllOf, Leaf, Sort, Terms, leaves
from licensecheck.lineage import Lineage, Reach
from licensecheck.model import Claim
from licensecheck.records import record

_TEXTS = ("file", "card-text", "card-link")
"""Sources that hold the licence's own words, or say where they are."""

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
    said = [(claim, identify(claim)) for claim in claims]
    read = _settled([(claim, terms) for claim, terms in said if leaves(terms)], _links_away(said))
    weights = [(claim, terms) for claim, terms in read if claim.layer != "code"]
    code = [(claim, terms) for claim, terms in read if claim.layer == "code"]
    yield _bound(reach, weights, _weights(weights))
    if code:
        yield _bound(reach, code, list(dict.fromkeys(terms for _, terms in code)))


def _links_away(said: list[tuple[Claim, Terms]]) -> bool:
    """Whether a card links to an address that is no known licence, nor a file named like a licence file at hand: the text at hand need not be that licence."""
    files = [claim for claim, _ in said if claim.source == "file"]
    return any(claim.source == "card-link" and not leaves(terms) and not _at_hand(claim, files) for claim, terms in said)


def unread_links(bound: Bound) -> Iterator[Claim]:
    """The links of a card that name no known licence and no file at hand, beside a licence that is known from elsewhere."""
    claims = bound.reach.subject.claims
    read = {claim for claim, _ in bound.claims}
    files = [claim for claim in claims if claim.source == "file"]
    if any(leaf.sort is Sort.KNOWN for _, leaf in bound.claims):
        yield from (claim for claim in claims if claim.source == "card-link" and claim not in read and not _at_hand(claim, files))


def _at_hand(link: Claim, files: list[Claim]) -> bool:
    """Whether a file that was read is the one that is linked: of an address by the name, of a path also in other letters and with another ending."""
    if is_address(link.declared):
        return _last_part(link.declared) in {_last_part(file.declared) for file in files}
    folder = f"{normal_path(link.declared)}/"
    return _plain(link.declared) in {_plain(file.declared) for file in files} or any(normal_path(file.declared).startswith(folder) for file in files)


def _plain(path: str) -> str:
    return re.sub(r"\.(?:md|txt|rst)$", "", _last_part(normal_path(path)))


def _last_part(path: str) -> str:
    return re.split(r"[?#]", path)[0].rpartition("/")[2]


def _settled(read: list[tuple[Claim, Terms]], links_away: bool) -> list[tuple[Claim, Terms]]:
    """Without what the text at hand answers: a name that leaves open which licence it is, and the policy that a known licence refers to.

    A licence text that a card repeats with other words around it says no more than the licence that is known from elsewhere.
    """
    texts = {licence for claim, terms in read if claim.source in _TEXTS for leaf in leaves(terms) if leaf.sort is Sort.KNOWN for licence in leaf.licences}
    sure = [(claim, leaf) for claim, terms in read if claim.source not in ("policy", "card-words") for leaf in leaves(terms) if leaf.sort is Sort.KNOWN]
    known = {licence for _, leaf in sure for licence in leaf.licences}
    named = {licence for claim, terms in read if claim.source != "card-link" for leaf in leaves(terms) for licence in leaf.licences}
    out = []
    for claim, terms in read:
        if isinstance(terms, Leaf):
            if claim.source == "card" and terms.sort is Sort.AMBIGUOUS and len(texts & set(terms.licences)) == 1:
                continue
            if claim.source == "card" and terms.sort in (Sort.UNKNOWN, Sort.WITHOUT_TEXT) and texts and not links_away and _points_elsewhere(claim):
                continue
            if claim.source == "card-text" and terms.sort is Sort.MODIFIED and known:
                continue
            if claim.source == "card-link" and terms.sort is not Sort.KNOWN and named & set(terms.licences):
                # The address of a licence that another source names as well, perhaps with its version.
                continue
        if claim.source == "notice":
            # A name of several licences says no more than the one of them that is known from elsewhere.
            terms = AllOf(tuple(leaf for leaf in leaves(terms) if leaf.sort is not Sort.AMBIGUOUS or not known & set(leaf.licences)))  # noqa: PLW2901
            if not terms.parts:
                continue
        if claim.source == "card-words":
            # Words alone are no grant: they count beside a licence that is known, where they name another one.
            terms = AllOf(tuple(leaf for leaf in leaves(terms) if known and not known & set(leaf.licences)))  # noqa: PLW2901
            if not terms.parts:
                continue
        if claim.source == "policy" and known & {licence for leaf in leaves(terms) if leaf.sort is Sort.KNOWN for licence in leaf.licences}:
            continue
        out.append((claim, terms))
    return out


def _points_elsewhere(claim: Claim) -> bool:
    """Whether the card only says that the licence is another one (`other`), whatever name it gives it: then the text says which."""
    return claim.declared.lower() in ("other", "unknown") or claim.declared.startswith("other/")


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
            # Two cards are two sources: the one at the top and one beside weights further down.
            card = claim.location.file if claim.location and claim.source.startswith("card") else ""
            source = "file" if claim.source in ("file", "card-text", "policy", "notice") else f"{claim.source} {bool(claim.name)} {card}"
            by_source.setdefault(source, set()).update(leaf.licences)
            sides.append((claim, leaf))
    files, *others = [by_source.pop("file", set()), *by_source.values()]
    # The text of one of several licences that are named is a text that is missing, not another licence.
    different = {frozenset(names) for names in others} | ({frozenset(files)} if any(not files <= names for names in others) else set())
    return tuple(sides) if len(different) > 1 else ()
