"""`licensecheck rules`: list the rule base, run its examples, check its quotes, start a new licence."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from licensecheck import documents, examples, licences, texts
from licensecheck.errors import InputError
from licensecheck.licences import Licence, Status
from licensecheck.model import LicenceId, Location, Problem
from licensecheck.rulebase import RuleBase, bundled, load_vocabulary
from licensecheck.vocabulary import Vocabulary

EXIT_WRONG = 1


def run(options: argparse.Namespace) -> tuple[str, int]:
    """The text to print and the exit code."""
    commands: dict[str, Callable[[argparse.Namespace], tuple[str, int]]] = {
        "list": _list, "test": _test, "verify": _verify, "new": _new, "coverage": _coverage, "index": _index,
    }  # fmt: skip
    return commands[options.rules_command](options)


def _list(options: argparse.Namespace) -> tuple[str, int]:
    base = RuleBase(options.rules)
    found = [licence for licence in map(base.licence, base.ids()) if _wanted(licence, options, base.vocabulary)]
    if options.format == "json":
        rows = [
            {"id": one.id, "title": one.title, "names": list(one.names), "status": one.status.value,
             "candidates": list(one.candidates), "family": one.family or None}
            for one in found
        ]  # fmt: skip
        return json.dumps({"licenses": rows}, indent=1, ensure_ascii=False) + "\n", 0
    width = max((len(one.id) for one in found), default=0)
    return "".join(f"{one.id:{width}}  {one.status.value:18}  {one.title}\n" for one in found), 0


def _wanted(licence: Licence, options: argparse.Namespace, words: Vocabulary) -> bool:
    """Whether a licence passes every filter; only encoded ones pass a filter on what they allow."""
    if options.family and licence.family != options.family:
        return False
    if options.status and licence.status.value != options.status:
        return False
    if not (options.commercial or options.trains_others or options.threshold or options.territory):
        return True
    if licence.status is not Status.ENCODED:
        return False
    from licensecheck.facets import facets

    found = facets(licence, words)
    return (
        options.commercial in (None, found.commercial.value)
        and options.trains_others in (None, found.trains_others.value)
        and (not options.threshold or found.thresholds)
        and (not options.territory or found.territory)
    )


def _index(options: argparse.Namespace) -> tuple[str, int]:
    from licensecheck.cli import index

    return index.run(options)


def _coverage(options: argparse.Namespace) -> tuple[str, int]:
    from licensecheck.coverage import measure, read_table

    rows = read_table(options.table)
    return measure(rows, RuleBase(options.rules)).text(), 0


def _chosen(options: argparse.Namespace, words: Vocabulary) -> Iterator[tuple[Path, Licence]]:
    """The licences named by file, folder or id; all of them when none is named."""
    root = bundled("rules") / "licenses"
    for name in options.paths or [str(root)]:
        path = Path(name)
        if not path.exists() and (known := RuleBase(options.rules).find(name)):
            path = root / f"{known}.yaml"
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            yield file, _read(file, words)


def _read(file: Path, words: Vocabulary) -> Licence:
    data = documents.read(file, str(file), schema="license").data
    try:
        assert isinstance(data, dict)
        licence = licences.build(data, words)
    except ValueError as error:
        raise InputError([Problem(Location(str(file)), str(error))]) from error
    if licence.id != file.stem:
        raise InputError([Problem(Location(str(file), 1, 1), f"the id {licence.id} is not the file's name", "id")])
    return licence


def _test(options: argparse.Namespace) -> tuple[str, int]:
    words, wrong, count, tried = load_vocabulary(bundled("rules")), [], 0, 0
    for file, licence in _chosen(options, words):
        if licence.status is not Status.ENCODED:
            continue
        tried += 1
        for case in examples.cases(licence, words):
            count += 1
            wrong += [f"{file}: {case.name}: {text}" for text in examples.failures(licence, case, words)]
        if options.mutate:
            wrong += [f"{file}: {text}" for text in examples.survivors(licence, words)]
    summary = f"{tried} licences, {count} examples{' and every mutant of every clause' if options.mutate else ''}: {len(wrong)} problems\n"
    return "".join(f"{line}\n" for line in wrong) + summary, EXIT_WRONG if wrong else 0


def _verify(options: argparse.Namespace) -> tuple[str, int]:
    words, wrong, count = load_vocabulary(bundled("rules")), [], 0
    if not options.texts.is_dir():
        raise InputError([Problem(Location(str(options.texts)), "there is no such folder of texts")])
    for file, licence in _chosen(options, words):
        if licence.status is not Status.ENCODED:
            continue
        if options.write:
            _write_hashes(file, licence, options.texts)
        count += 1
        wrong += [f"{file}: {text}" for text in texts.problems(_read(file, words), options.texts)]
    return "".join(f"{line}\n" for line in wrong) + f"{count} licences: {len(wrong)} problems\n", EXIT_WRONG if wrong else 0


def _write_hashes(file: Path, licence: Licence, folder: Path) -> None:
    content = file.read_text(encoding="utf-8")
    for document in licence.text:
        path = folder / f"{document['key']}.txt"
        if path.is_file():
            value = texts.digest(path.read_text(encoding="utf-8", errors="replace"))
            pattern = rf"(key: {re.escape(document['key'])}(?=[\s,}}])[^\n}}]*?sha256: )\"[0-9a-f]*\""
            content = re.sub(pattern, rf'\g<1>"{value}"', content)
    file.write_text(content, encoding="utf-8")


SKELETON = """id: {id}
title: TITLE OF THE LICENCE
licensor: WHO GRANTS IT
family: FAMILY
version: "1"
published: "YYYY-MM-DD"
names:
  license_name: [{id}]
  aliases: []
text:
  - {{key: {id}, url: "", sha256: ""}}
reviewed: {{on: "YYYY-MM-DD", status: draft, readings: 1}}

clauses:
  - id: grant
    kind: permission
    section: "1"
    quote: "AT MOST TWELVE WORDS OF THE TEXT"
    summary: What it allows, in plain words.
    covers: [all]

silent_on: []

examples:
  given:
    actions: [run]
    use.purpose: commercial
    use.fields: []
  cases:
    - name: anyone may do anything
      each: {{actions: [run, serve, modify, redistribute, distribute-derivatives, use-outputs, train-on-outputs, distill, benchmark]}}
      expect: {{verdict: permitted}}
"""


def _new(options: argparse.Namespace) -> tuple[str, int]:
    folder = options.into or (options.rules[-1] / "licenses" if options.rules else Path("rules/licenses"))
    if not re.fullmatch(r"[a-z0-9][a-z0-9.+-]*", options.id):
        raise InputError([Problem(Location("ID"), f"{options.id!r} is not an id: small letters, digits, dots and hyphens")])
    known = RuleBase(options.rules).find(options.id)
    path = folder / f"{LicenceId(options.id)}.yaml"
    if known or path.exists():
        message = f"the name {options.id!r} belongs to {known or 'this file'} already"
        raise InputError([Problem(Location(str(path)), message)])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SKELETON.format(id=options.id), encoding="utf-8")
    return f"{path}: fill in the clauses beside the text, then run `licensecheck rules test {path}`\n", 0
