"""All that the inputs and the catalogue say, by id: the one place where subjects are looked up and completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from licensecheck import catalogue
from licensecheck.identify.names import Sort, identify, leaves
from licensecheck.lineage import Lineage, Resolver
from licensecheck.model import Said, Subject, Use, Value, folded
from licensecheck.records import replace
from licensecheck.rulebase import RuleBase
from licensecheck.sources import Inventory
from licensecheck.store import normal_name

PROPRIETARY = "proprietary"
"""The outbound licence of those who hand out under their own terms."""


class Known:
    """Subjects by id, as stated in the inputs and completed from the catalogue."""

    def __init__(self, inventories: Sequence[Inventory], base: RuleBase, as_of: str) -> None:
        self.base, self.as_of = base, as_of
        self._stated: dict[str, list[Subject]] = {}
        for inventory in inventories:
            for one in (*inventory.models, *inventory.data_sets, *inventory.others):
                if one.named:
                    self._stated.setdefault(folded(one.id), []).append(one)
        self._found: dict[str, Subject | None] = {}
        self._uses: dict[int, tuple[Use, Use]] = {}
        self._resolver = Resolver(self.lookup, base.vocabulary)

    def lookup(self, name: str) -> Subject | None:
        """The subject of an id: as stated in the inputs, else as listed; None if nobody knows it."""
        key = folded(name)
        if key not in self._found:
            stated = self._stated.get(key)
            self._found[key] = self.completed(_merged(stated)) if stated else catalogue.find(self.base, name, self.as_of)
        return self._found[key]

    def lineage(self, subject: Subject) -> Lineage:
        """Everything that reaches the subject."""
        return self._resolver.resolve(subject)

    def completed(self, stated: Subject) -> Subject:
        """What the input says and what the catalogue says, together: disagreement is for the findings to tell."""
        listed = catalogue.find(self.base, stated.id, self.as_of, stated.revision, stated) if stated.named else None
        if listed is None:
            known = bool(stated.claims) or stated.files is not None or not stated.named or bool(stated.problems)
            near = catalogue.neighbours(self.base, stated.id) if not known else ()
            hint = f" (listed ids that look like it: {', '.join(near)})" if near else ""
            return replace(stated, listed=known, facts=self.licence_facts(stated.facts), hint=hint)
        parents = {(folded(parent.id), parent.relation): parent for parent in (*listed.parents, *stated.parents)}
        facts = self.licence_facts({**listed.facts, **stated.facts})
        return replace(stated, kind=listed.kind, claims=(*stated.claims, *listed.claims), parents=tuple(parents.values()), facts=facts)

    def use(self, stated: Use, more: tuple[tuple[str, Said], ...]) -> Use:
        """The use with the command line's facts over its own, and every action where none is named; the same one for all models that share it."""
        key = id(stated)
        if key not in self._uses:
            facts = self.licence_facts({**stated.facts, **dict(more)})
            self._uses[key] = (Use(stated.name, stated.actions or tuple(self.base.vocabulary.actions), facts), stated)
        return self._uses[key][0]

    def licence_facts(self, facts: Mapping[str, Said]) -> dict[str, Said]:
        """Facts that name licences, by rule id. Another name is another licence than any that a duty asks for."""
        named = dict(facts)
        outbound = named.get("distribution.license")
        if outbound is not None and normal_name(str(outbound.value)) != PROPRIETARY:
            found = leaves(identify(str(outbound.value), self.base))
            if len(found) == 1 and found[0].sort is Sort.KNOWN:
                named["distribution.license"] = Said(found[0].licences[0], outbound.at)
            elif any(leaf.sort is Sort.AMBIGUOUS for leaf in found):
                del named["distribution.license"]
        registered = named.get("organization.registrations")
        if registered is not None and isinstance(registered.value, list):
            ids: list[Value] = [self.base.find(str(name)) or str(name) for name in registered.value]
            named["organization.registrations"] = Said(ids, registered.at)
        return named

    def texts(self, name: str) -> tuple[str, ...]:
        """The hashes of the texts of a licence; none for a name that is no licence's."""
        found = self.base.find(name) if name else None
        return tuple(text["sha256"] for text in self.base.licence(found).text) if found else ()


def _merged(stated: list[Subject]) -> Subject:
    """One subject of several entries for the same id: whatever any of them states binds."""
    first = stated[0]
    if len(stated) == 1:
        return first
    return replace(
        first,
        claims=tuple(dict.fromkeys(claim for one in stated for claim in one.claims)),
        parents=tuple(dict.fromkeys(parent for one in stated for parent in one.parents)),
        problems=tuple(dict.fromkeys(problem for one in stated for problem in one.problems)),
    )
