"""Writes `rules/declared.tsv`: what the model lists of registry packages declare. Facts only; no code of theirs is run.

    pip install --no-deps --no-compile --only-binary :all: --target FOLDER llmfit mteb timm fastembed coqui-tts genmodelfit
    python tools/declared.py FOLDER --day 2026-11-21

Each reader takes what somebody wrote down for exactly that id, and leaves out what code filled in: see docs/catalogue.md.
"""

# ruff: noqa: INP001, T201

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from licensecheck.declared import HEAD, TABLE  # noqa: E402
from licensecheck.model import folded  # noqa: E402

HUB_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}/[A-Za-z0-9_.][A-Za-z0-9_.-]{0,95}")
COQUI_ID = re.compile(r"[a-z_]+(/[\w.-]+){3}", re.ASCII)
SAYS_NOTHING = {"", "other", "unknown", "custom", "license", "licence", "none", "n/a", "multiple", "not specified", "tbd"}
"""Values that name no licence."""

LONGEST = 160
DATASET = "dataset"


class Row(NamedTuple):
    """One statement of one source: a line of the table."""

    id: str
    licence: str
    bases: tuple[str, ...] = ()
    kind: str = "model"
    source: str = ""

    @property
    def line(self) -> str:
        """The columns, as `licensecheck.declared` reads them."""
        relation = "finetune" if self.bases else ""
        return "\t".join((self.id, self.licence, " ".join(self.bases), relation, self.kind, self.source)) + "\n"


def llmfit(folder: Path) -> Iterator[Row]:
    """The list inside the program: scraped from the Hub, `license` of the card, or `license_name` where that is `other`.

    A list of licences was joined by commas: each of them binds. The list does not tell bases.
    """
    program = (folder / "bin" / "llmfit").read_bytes()
    start = program.rindex(b"[", 0, re.search(rb'\[\s*\{\s*"name": "[^"]+",\s*"provider"', program).start() + 1)  # type: ignore[union-attr]
    models, _ = json.JSONDecoder().raw_decode(program[start:].decode(errors="replace"))
    for model in models:
        value = model.get("license") or ""
        names = value.split(",") if re.fullmatch(r"[\w.+-]+(,[\w.+-]+)+", value) else [value]
        yield from (Row(model["name"], name) for name in names)


def calls(folder: Path, name: str) -> Iterator[dict[str, ast.expr]]:
    """The keywords of every call of that name in the Python files of a folder, read without running them."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                yield {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}


def text(node: ast.expr | None) -> str:
    """A text that stands in the code as such; empty for anything that would have to be computed."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def mteb(folder: Path) -> Iterator[Row]:
    """Models with open weights whose page is their Hub repository, then the data sets of the tasks.

    Not those that read sound: fourteen of the values there that could be compared contradict the cards, whole files say `mit`.
    """
    for said in calls(folder / "mteb" / "models" / "model_implementations", "ModelMeta"):
        name, page = text(said.get("name")), text(said.get("reference"))
        open_weights = said.get("open_weights")
        closed = not isinstance(open_weights, ast.Constant) or open_weights.value is not True
        sound = "audio" in ast.unparse(said.get("modalities", ast.Constant("")))
        if closed or sound or folded(page.removeprefix("https://huggingface.co/").rstrip("/")) != folded(name):
            continue
        base = text(said.get("adapted_from"))
        bases = (base,) if re.fullmatch(r"[\w.-]+(/[\w.-]+)?", base, re.ASCII) and folded(base) != folded(name) else ()
        yield Row(name, text(said.get("license")), bases)
    yield from mteb_data_sets(folder)


def mteb_data_sets(folder: Path) -> Iterator[Row]:
    """Public data sets, where every task that uses one says the same of it."""
    found: dict[str, tuple[str, set[str]]] = {}
    for said in calls(folder / "mteb" / "tasks", "TaskMetadata"):
        where, public = said.get("dataset"), said.get("is_public")
        if not isinstance(where, ast.Dict) or (isinstance(public, ast.Constant) and public.value is False):
            continue
        path = next((text(value) for key, value in zip(where.keys, where.values, strict=True) if text(key) == "path"), "")
        found.setdefault(folded(path), (path, set()))[1].add(text(said.get("license")))
    for path, licences in found.values():
        if len(licences) == 1 and not path.startswith("mteb-private/"):
            yield Row(path, licences.pop(), kind=DATASET)


def timm(folder: Path) -> Iterator[Row]:
    """Weights whose own entry states a licence; the defaults of a whole file are not read."""
    for path in sorted((folder / "timm" / "models").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(value, ast.Call) and text(key):
                        said = {keyword.arg: keyword.value for keyword in value.keywords}
                        hub = text(said.get("hf_hub_id"))
                        yield Row(hub + text(key) if hub.endswith("/") else hub, text(said.get("license")))


def fastembed(folder: Path) -> Iterator[Row]:
    """Supported models; names that end in `-Q` are fastembed's own, not repositories."""
    for name in ("DenseModelDescription", "SparseModelDescription", "BaseModelDescription"):
        for said in calls(folder / "fastembed", name):
            if not text(said.get("model")).endswith("-Q"):
                yield Row(text(said.get("model")), text(said.get("license")))


def coqui(folder: Path) -> Iterator[Row]:
    """Models by the names under which the library loads them."""
    tree = json.loads((folder / "TTS" / ".models.json").read_text(encoding="utf-8"))
    for kind, languages in tree.items():
        for language, sets in languages.items():
            for data, models in sets.items():
                yield from (Row(f"{kind}/{language}/{data}/{name}", one.get("license") or "") for name, one in models.items())


def genmodelfit(folder: Path) -> Iterator[Row]:
    """Repositories whose licence is that of their own card: what was worked out from elsewhere has evidence, or another source."""
    models = json.loads((folder / "genmodelfit" / "data" / "db.json").read_text(encoding="utf-8"))["models"]
    said: dict[str, set[str]] = {}
    for file in (file for model in models for file in model["files"]):
        own = file.get("repo_license")
        if not own and file.get("license_from") == file["repo_id"] and not file.get("license_evidence"):
            own = file["license_name"] if file["license"] == "other" else file["license"]
        if own:
            said.setdefault(file["repo_id"], set()).add(own)
    yield from (Row(name, licences.pop()) for name, licences in said.items() if len(licences) == 1)


SOURCES: dict[str, tuple[str, Callable[[Path], Iterator[Row]]]] = {
    "l": ("llmfit", llmfit), "m": ("mteb", mteb), "t": ("timm", timm),
    "f": ("fastembed", fastembed), "c": ("coqui-tts", coqui), "g": ("genmodelfit", genmodelfit),
}  # fmt: skip


def versions(folder: Path) -> dict[str, str]:
    """`name version` of every source, by its mark; an error where a package is missing."""
    found = {}
    for mark, (name, _) in SOURCES.items():
        (place,) = folder.glob(f"{name.replace('-', '_')}-*.dist-info")
        found[mark] = f"{name} {place.name.removesuffix('.dist-info').rpartition('-')[2]}"
    return found


def plain(row: Row) -> Row | None:
    """The row as it goes into the table; None where its id is none, or its licence says nothing."""
    licence = " ".join(row.licence.split())
    pattern = COQUI_ID if row.source == "c" else HUB_ID
    if not pattern.fullmatch(row.id) or len(licence) > LONGEST or not licence.isprintable():
        return None
    return None if folded(licence) in SAYS_NOTHING else row._replace(licence=licence)


def collected(folder: Path) -> list[Row]:
    """All rows, each statement of a source once, in the order of the table."""
    kept: dict[tuple[str, str, str], Row] = {}
    for mark, (_, reader) in SOURCES.items():
        for raw in reader(folder):
            row = plain(raw._replace(source=mark))
            if row:
                kept.setdefault((folded(row.id), mark, folded(row.licence)), row)
    return sorted(_settled(kept.values()), key=lambda row: (folded(row.id).encode(), row.source, row.licence))


def _settled(rows: Iterable[Row]) -> Iterator[Row]:
    """Without addresses where another source has a name, and without a data set whose id is also a model's."""
    rows = list(rows)
    named = {folded(row.id) for row in rows if "://" not in row.licence}
    models = {folded(row.id) for row in rows if row.kind != DATASET}
    for row in rows:
        if ("://" not in row.licence or folded(row.id) not in named) and (row.kind != DATASET or folded(row.id) not in models):
            yield row


def write(path: Path, head: str, rows: list[Row]) -> None:
    """The table, written whole or not at all."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", newline="\n") as file:
        file.write(head + "\n" + "".join(row.line for row in rows))
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def main() -> None:
    """Read the packages, write the table, say what is in it."""
    parser = argparse.ArgumentParser(description="write the table of declared licences")
    parser.add_argument("folder", type=Path, help="where the packages were installed with pip install --target")
    parser.add_argument("--day", required=True, help="the day of reading, YYYY-MM-DD")
    parser.add_argument("--output", type=Path, default=ROOT / "rules" / TABLE)
    options = parser.parse_args()
    named = versions(options.folder)
    rows = collected(options.folder)
    write(options.output, "\t".join([HEAD, options.day, *(f"{mark}={name}" for mark, name in named.items())]), rows)
    counts: Counter[Any] = Counter((row.source, row.kind) for row in rows)
    for (mark, kind), count in sorted(counts.items()):
        print(f"{named[mark]:20} {kind:8} {count:6}")
    print(f"{options.output}: {len({folded(row.id) for row in rows})} ids, {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
