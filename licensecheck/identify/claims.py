"""A claim of a source -> terms: names by the rule base's tables, licence files by their text."""

from __future__ import annotations

from licensecheck.identify.names import AllOf, Leaf, Sort, Terms, identify, leaves
from licensecheck.model import Claim
from licensecheck.rulebase import RuleBase
from licensecheck.wording import FILE_MODIFIED, FILE_UNRECOGNISED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from licensecheck.identify.result import Match

MOST_LINES = 6


def terms(claim: Claim, base: RuleBase) -> Terms:
    """What a claim stands for. A licence file with changed terms, or one that is not recognised, stays open."""
    if claim.choices:
        found = [leaf for name in claim.choices for leaf in leaves(identify(name, base))]
        if all(leaf.sort is Sort.KNOWN for leaf in found):
            return Leaf(Sort.AMBIGUOUS, claim.declared, tuple(dict.fromkeys(leaf.licences[0] for leaf in found)), claim.note)
        return Leaf(Sort.UNKNOWN, claim.declared, note=claim.note)
    if claim.text is None:
        return identify(claim.name or claim.declared, base) if not claim.note or claim.source != "file" else Leaf(Sort.UNKNOWN, claim.declared, note=claim.note)
    from licensecheck.identify import identify_text

    result = identify_text(claim.text, base.texts_root())
    if result.problem:
        return Leaf(Sort.UNKNOWN, claim.declared, note=f"{claim.declared}: {result.problem}")
    parts = []
    for match in result.matches:
        if match.confidence in ("exact", "normalized"):
            parts.append(identify(match.license, base))
        elif match.confidence == "modified":
            kinds = _kinds(match)
            parts.append(Leaf(Sort.MODIFIED, claim.declared, note=FILE_MODIFIED.format(name=claim.declared, license=match.license, how=kinds)))
    if parts:
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
    near = f"; the nearest is {result.nearest.license} ({result.nearest.score:.0%})" if result.nearest else ""
    return Leaf(Sort.UNKNOWN, claim.declared, note=FILE_UNRECOGNISED.format(name=claim.declared, near=near))


def _kinds(match: Match) -> str:
    """What was done to the text, and on which lines of the file."""
    kinds = " and ".join(sorted({one.kind for one in match.differences})) or "changed"
    lines = sorted({one.lines[0] for one in match.differences})
    more = ", …" if len(lines) > MOST_LINES else ""
    return kinds + (f" (line {', '.join(map(str, lines[:MOST_LINES]))}{more})" if lines else "")
