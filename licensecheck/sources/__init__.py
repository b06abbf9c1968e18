"""Inputs: what each one is, told by its content, and what it says."""

from __future__ import annotations

import re
from pathlib import Path

from licensecheck import documents
from licensecheck.errors import InputError
from licensecheck.model import Location, Problem, Subject, Use
from licensecheck.records import replace
from licensecheck.sources import manifest
from licensecheck.sources.files import MAX_CARD_BYTES, content, identity
from licensecheck.sources.inventory import Agreement, Inventory

__all__ = ["Agreement", "Inventory", "read"]

_LATER = "{what} cannot be read yet by this version; {instead}"
_IN_MANIFEST = "list the model in a manifest (`licensecheck init` writes one)"
_HUB_ID = re.compile(r"(hf|pkg):.+|[A-Za-z0-9_][\w.-]*/[\w.-]+")
_BOM_KEYS = (b"bomFormat", b"spdxVersion", b"@context")


def read(name: str, use: Use) -> Inventory:
    """The inventory of one input, named as on the command line. `use` is the use of inputs that state none.

    InputError says what is wrong with it, every problem at once.
    """
    try:
        return _read(Path(name), name, use)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem(Location(name), f"it cannot be read: {reason}")]) from error


def _read(path: Path, name: str, use: Use) -> Inventory:
    if path.is_dir():
        from licensecheck.sources import folder

        return Inventory(name, (_with_use(folder.read(path, name), use),))
    if not path.exists():
        raise InputError([_absent(name)])
    data = content(path, MAX_CARD_BYTES, name)
    if data.startswith(b"GGUF"):
        raise InputError([Problem(Location(name), _LATER.format(what="a GGUF file", instead=_IN_MANIFEST))])
    if path.suffix.lower() in (".md", ".markdown"):
        from licensecheck.sources import card, folder

        found = card.read(data, name)
        beside = list(folder.beside(path, name))
        read_already = {claim.declared for claim in beside}
        beside += [claim for claim in folder.linked(path.parent, str(path.parent), found.links) if claim.declared not in read_already]
        return Inventory(name, (_with_use(replace(found, id=identity(name), claims=(*found.claims, *beside)), use),))
    if data.lstrip()[:1] == b"<":
        raise InputError([Problem(Location(name), _LATER.format(what="an XML document (SBOM)", instead=_IN_MANIFEST))])
    return _document(data, name, path.parent, use)


def _document(data: bytes, name: str, place: Path, use: Use) -> Inventory:
    # An ordinary manifest is parsed once: only what may be an SBOM is looked at before the schema speaks.
    if any(key in data for key in _BOM_KEYS):
        plain = documents.parse(data, name, limit=MAX_CARD_BYTES).data
        if isinstance(plain, dict) and any(key.decode() in plain for key in _BOM_KEYS):
            raise InputError([Problem(Location(name), _LATER.format(what="an SBOM", instead=_IN_MANIFEST))])
    return manifest.read(documents.parse(data, name, schema="manifest"), place, use)


def _with_use(subject: Subject, use: Use) -> Subject:
    return replace(subject, uses=(use,))


def _absent(name: str) -> Problem:
    if _HUB_ID.fullmatch(name):
        return Problem(Location(name), _LATER.format(what="a Hub id or purl on the command line", instead=_IN_MANIFEST))
    return Problem(Location(name), "there is no such file or folder")
