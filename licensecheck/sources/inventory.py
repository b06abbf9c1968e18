"""What the sources deliver: models, data sets, agreements and the policy's name, as the inputs state them."""

from __future__ import annotations

from licensecheck.model import Location, Subject
from licensecheck.records import record


@record
class Agreement:
    """A separate licence that the organisation holds; it lifts the clauses of the licences it covers until it expires."""

    licensor: str
    covers: tuple[str, ...]
    reference: str
    expires: str
    location: Location


@record
class Inventory:
    """The content of one input."""

    input: str
    models: tuple[Subject, ...] = ()
    data_sets: tuple[Subject, ...] = ()
    others: tuple[Subject, ...] = ()
    """Bases whose licence is stated where a model names them."""
    agreements: tuple[Agreement, ...] = ()
    policy: str = ""
    policy_at: Location | None = None
    states_uses: bool = False
    """Whether the input says what the models are used for; if not, the command line does."""
