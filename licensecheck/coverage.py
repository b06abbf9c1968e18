"""Which share of the licence strings in use resolves to what. The table is data from outside; nothing is guessed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from licensecheck.errors import InputError
from licensecheck.identify.names import Sort, identify, leaves
from licensecheck.model import Location, Problem
from licensecheck.records import record
from licensecheck.rulebase import RuleBase

_KINDS = {
    Sort.KNOWN: "encoded",
    Sort.AMBIGUOUS: "ambiguous",
    Sort.WITHOUT_TEXT: "known without text",
    Sort.MODIFIED: "nothing",
    Sort.UNKNOWN: "nothing",
    Sort.ABSENT: "nothing",
}


@record
class Row:
    """One licence string: how many model ids declare it, and their downloads."""

    name: str
    ids: int
    downloads: int


@record
class Coverage:
    """Ids and downloads by what their string resolves to, and the strings that resolve to nothing."""

    ids: dict[str, int]
    downloads: dict[str, int]
    unresolved: tuple[Row, ...]

    def text(self) -> str:
        """A table for people."""
        all_ids, all_downloads = sum(self.ids.values()), sum(self.downloads.values())
        lines = [f"{'resolves to':20}{'model ids':>10}{'share':>8}{'of downloads':>14}"]
        for kind in dict.fromkeys(_KINDS.values()):
            ids, downloads = self.ids.get(kind, 0), self.downloads.get(kind, 0)
            lines.append(f"{kind:20}{ids:10,}{_share(ids, all_ids):>8}{_share(downloads, all_downloads):>14}")
        lines.append(f"{'all':20}{all_ids:10,}")
        if self.unresolved:
            most = sorted(self.unresolved, key=lambda row: -row.ids)[:10]
            lines.append("nothing answers to: " + ", ".join(f"{row.name!r} ({row.ids})" for row in most))
        return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def read_table(path: Path) -> list[Row]:
    """The rows of a table with the columns license_string, model_ids and downloads_sum; InputError if it is not one."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [Row(raw["license_string"], int(raw["model_ids"]), int(raw["downloads_sum"] or 0)) for raw in csv.DictReader(file, delimiter="\t")]
    except OSError as error:
        raise InputError([Problem(Location(str(path)), f"it cannot be read: {error.strerror}")]) from error
    except (KeyError, ValueError, TypeError) as error:
        expected = "expected tab-separated columns license_string, model_ids, downloads_sum"
        raise InputError([Problem(Location(str(path)), "it is not a table of licence strings", hint=expected)]) from error


def measure(rows: Iterable[Row], base: RuleBase) -> Coverage:
    """Resolve every string; one that stands for several licences counts as the least known of them."""
    ids: dict[str, int] = {}
    downloads: dict[str, int] = {}
    unresolved = []
    order = list(_KINDS.values())
    for row in rows:
        kind = max((_KINDS[leaf.sort] for leaf in leaves(identify(row.name, base))), key=order.index)
        ids[kind] = ids.get(kind, 0) + row.ids
        downloads[kind] = downloads.get(kind, 0) + row.downloads
        if kind == "nothing":
            unresolved.append(row)
    return Coverage(ids, downloads, tuple(unresolved))
