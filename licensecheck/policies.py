"""Policy files: read by name (those that ship) or by path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from licensecheck import documents
from licensecheck.documents import Document
from licensecheck.errors import InputError
from licensecheck.identify.names import suggestions
from licensecheck.model import Location, Problem, Verdict, folded
from licensecheck.policy import Group, Policy, Waiver
from licensecheck.rulebase import RuleBase, bundled

DEFAULT = "default"
_MATCHES = ("finding", "code", "model", "use", "action", "license", "clause")


def load(name: str, place: Path, asked_at: Location | None, base: RuleBase) -> Policy:
    """The policy of that name, or in that file (relative to `place`); InputError if there is none or it is wrong."""
    shipped = bundled("policies") / f"{name}.yaml"
    path = shipped if "/" not in name and not name.endswith((".yaml", ".yml", ".json")) else place / name
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in bundled("policies").glob("*.yaml")))
        message = f"there is no policy {name!r}"
        raise InputError([Problem(asked_at or Location("--policy"), message, "policy", f"a file, or one of: {known}")])
    document = documents.read(path, name if path is shipped else str(path), schema="policy")
    data: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
    problems: list[Problem] = []
    deny, review = (_group(document, key, base, problems) for key in ("deny", "review"))
    if problems:
        raise InputError(problems)
    return Policy(
        name=data.get("name", name),
        deny=deny,
        review=review,
        severities=data.get("findings", {}),
        fail_on=Verdict(data.get("fail_on", "needs-information")),
        waivers=tuple(_waiver(document, index, raw) for index, raw in enumerate(data.get("waivers", ()))),
    )


def _group(document: Document, key: str, base: RuleBase, problems: list[Problem]) -> Group:
    """Licences by any of their names (an ambiguous one means all its candidates); a name that nobody knows denies nothing, so it is refused."""
    data: Any = document.data
    raw: Mapping[str, Any] = data.get(key, {})
    ids: set[str] = set()
    for index, name in enumerate(raw.get("licenses", ())):
        found = base.find(name)
        if found is None:
            near = suggestions(name, base)
            hint = f"did you mean {near[0]!r}?" if near else ""
            problems.append(
                Problem(document.at((key, "licenses", index)), f"{name!r} is not a licence that licensecheck knows", f"{key}.licenses[{index}]", hint)
            )
            continue
        ids |= {found, *base.licence(found).candidates}
    return Group(
        frozenset(ids),
        frozenset(folded(name) for name in raw.get("families", ())),
        frozenset(folded(name) for name in raw.get("licensors", ())),
    )


def _waiver(document: Document, index: int, raw: Mapping[str, Any]) -> Waiver:
    match = {key: str(raw[key]) for key in _MATCHES if key in raw}
    return Waiver(match, raw["reason"], raw["owner"], raw.get("expires", ""), document.at(("waivers", index)), raw.get("text_sha256", ""))
