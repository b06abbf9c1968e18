"""A claim of a source -> terms: names by the rule base's tables, licence files by their text."""

from __future__ import annotations

from licensecheck.identify.names import LINKED, AllOf, Leaf, OneOf, Sort, Terms, identify, leaves
from licensecheck.licences import Kind
from licensecheck.model import Claim
from licensecheck.records import replace
from licensecheck.rulebase import RuleBase
from licensecheck.wording import FILE_MODIFIED, FILE_UNRECOGNISED, NOTICE_RESTRICTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from licensecheck.identify.result import Match, TextResult

MOST_LINES = 6


def terms(claim: Claim, base: RuleBase) -> Terms:
    """What a claim stands for. A licence file with changed terms, or one that is not recognised, stays open."""
    if claim.choices:
        found = [leaf for name in claim.choices for leaf in leaves(identify(name, base))]
        if all(leaf.sort is Sort.KNOWN for leaf in found):
            return Leaf(Sort.AMBIGUOUS, claim.declared, tuple(dict.fromkeys(leaf.licences[0] for leaf in found)), claim.note)
        return Leaf(Sort.UNKNOWN, claim.declared, note=claim.note)
    if claim.source == "card-link":
        return _linked(claim.declared, base)
    if claim.text is None:
        return identify(claim.name or claim.declared, base) if not claim.note or claim.source != "file" else Leaf(Sort.UNKNOWN, claim.declared, note=claim.note)
    from licensecheck.identify import identify_text

    if claim.source == "card-words":
        return _in_words(claim.text, base)
    result = identify_text(claim.text, base.own_folders())
    if claim.source in ("card-text", "notice"):
        return _in_passing(claim, result, base)
    if result.problem:
        return Leaf(Sort.UNKNOWN, claim.declared, note=f"{claim.declared}: {result.problem}")
    parts = _parts(claim, result, base)
    if claim.source == "policy":
        parts = [_of_any(part, base) for part in parts]
    if parts:
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
    near = f"; the nearest is {result.nearest.license} ({result.nearest.score:.0%})" if result.nearest else ""
    return Leaf(Sort.UNKNOWN, claim.declared, note=FILE_UNRECOGNISED.format(name=claim.declared, near=near))


def _linked(link: str, base: RuleBase) -> Terms:
    """The licence, or the licences, known by the address; nothing for any other address, and for a file that is not at hand."""
    from licensecheck.addresses import same_licence, written_address

    for address in same_licence(written_address(link)):
        found = identify(address, base)
        if address and isinstance(found, Leaf) and found.licences and found.licences != (LINKED,):
            return replace(found, name=link)
    return AllOf(())


def _parts(claim: Claim, result: TextResult, base: RuleBase) -> list[Terms]:
    parts: list[Terms] = []
    for match in result.matches:
        if match.confidence in ("exact", "normalized"):
            parts.append(identify(match.license, base))
        elif match.confidence == "modified":
            kinds = _kinds(match)
            line = match.differences[0].lines[0] if match.differences else 0
            parts.append(Leaf(Sort.MODIFIED, claim.declared, note=FILE_MODIFIED.format(name=claim.declared, license=match.license, how=kinds), line=line))
    return parts


def _in_passing(claim: Claim, result: TextResult, base: RuleBase) -> Terms:
    """What a file says that need not hold any licence: a card, and a notice. No licence text in it is nothing, a restriction is something."""
    if claim.source == "card-text":
        return AllOf(tuple(_parts(claim, result, base)))
    from licensecheck.identify.notices import restriction, stated

    limits = [leaf for leaf in _parts(claim, result, base) if isinstance(leaf, Leaf) and leaf.sort is Sort.KNOWN and limits_purpose(leaf, base)]
    said, rest = stated(claim.text or b"", base)
    line = restriction(rest, result)
    if line and not limits:
        return AllOf((*said, Leaf(Sort.UNKNOWN, claim.declared, note=NOTICE_RESTRICTS.format(name=claim.declared, line=line), line=line)))
    return AllOf((*limits, *said))


def _in_words(data: bytes, base: RuleBase) -> Terms:
    """The licences that a card names in its own words."""
    from licensecheck.identify.normalise import decode
    from licensecheck.identify.statements import of_card

    return AllOf(of_card(decode(data)[0], base))


def _of_any(policy: Terms, base: RuleBase) -> Terms:
    """A use policy as a choice of the licences that refer to it: several can have the same."""
    if not isinstance(policy, Leaf) or policy.sort is not Sort.KNOWN:
        return policy
    keys = {document["key"] for document in base.licence(policy.licences[0]).text}
    sharing = [one for one in base.ids() if one != policy.licences[0] and keys & {document["key"] for document in base.licence(one).text}]
    return OneOf((policy, *(Leaf(Sort.KNOWN, policy.name, (one,)) for one in sharing))) if sharing else policy


def limits_purpose(leaf: Leaf, base: RuleBase) -> bool:
    """Whether the licence bars some purpose; one that does not, in a notice, is the licence of a part."""
    clauses = base.licence(leaf.licences[0]).clauses
    return any(test.fact in ("use.purpose", "use.commercial_aim") for clause in clauses if clause.kind is Kind.PROHIBITION for test in clause.facts())


def _kinds(match: Match) -> str:
    """What was done to the text, and on which lines of the file."""
    kinds = " and ".join(sorted({one.kind for one in match.differences})) or "changed"
    lines = sorted({one.lines[0] for one in match.differences})
    more = ", …" if len(lines) > MOST_LINES else ""
    return kinds + (f" (line {', '.join(map(str, lines[:MOST_LINES]))}{more})" if lines else "")
