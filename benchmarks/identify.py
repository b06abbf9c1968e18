"""Measures `identify` against what issue 4 demands: `python benchmarks/identify.py --texts DIR [--texts DIR] [--seed N] [--sample N]`.

Every row is one demand: how many cases, how many right, and the first failures. The last part measures time in units of
a bare interpreter start, in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import identify_variants as variants

from licensecheck.identify import TextResult, identify_text, normalise
from licensecheck.identify.benign import without_copyright
from licensecheck.identify.build import build, sources
from licensecheck.identify.facts import load
from licensecheck.identify.ladder import by_index, open_index
from licensecheck.identify.textindex import TextIndex
from licensecheck.model import LicenceId
from licensecheck.rulebase import RuleBase

PLAIN = ("exact", "normalized")


@dataclass(slots=True)
class Row:
    """One line of the table."""

    name: str
    cases: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, right: bool, note: str) -> None:
        """Count one case."""
        self.cases += 1
        self.right += right
        if not right:
            self.wrong.append(note)


@dataclass(frozen=True, slots=True)
class Text:
    """A licence text with the names that are right for it."""

    key: str
    text: str
    names: frozenset[str]


class Bench:
    """The table, the texts, and the times of all calls."""

    def __init__(self, texts: list[Text], seed: int) -> None:
        self.texts, self.seed = texts, seed
        self.rows: dict[str, Row] = {}
        self.times: list[tuple[float, str]] = []

    def row(self, name: str) -> Row:
        """The row of that name."""
        return self.rows.setdefault(name, Row(name))

    def identify(self, data: str | bytes, note: str, index: TextIndex | None = None) -> TextResult:
        """One timed call."""
        start = time.process_time()
        result = by_index(data, index) if index else identify_text(data)
        self.times.append((time.process_time() - start, note))
        return result

    def rng(self, text: Text, kind: str) -> random.Random:
        """A generator of its own for every case, so that cases do not depend on each other."""
        return random.Random(f"{self.seed}/{kind}/{text.key}")


def load_texts(folders: list[Path]) -> list[Text]:
    """All texts of the folders. Texts with the same terms (they differ in holders only) share their names."""
    index = open_index()
    names, groups = {}, defaultdict(set)
    for number in range(len(index)):
        key, licence = index.name(number)
        names[key] = (licence, load(index.facts(number)).first)
        groups[names[key][1]].add(licence)
    return [Text(one.key, one.text, frozenset(groups[names[one.key][1]])) for one in sources(folders, lambda key: None) if one.key in names]


def formats(bench: Bench) -> None:
    """Every dress must give the plain licence."""
    for text in bench.texts:
        for kind, dress in variants.FORMATS.items():
            try:
                data = dress(text.text, bench.rng(text, kind))
            except UnicodeEncodeError:
                continue
            result = bench.identify(data, f"{kind} {text.key}")
            right = len(result.matches) == 1 and result.matches[0].license in text.names and result.matches[0].plain
            bench.row(f"format: {kind}").add(right, f"{text.key}: {_shown(result)}")


def traps(bench: Bench) -> None:
    """A changed text must never be plain, and the lines must be right."""
    for text in bench.texts:
        for kind, trap in (("added", variants.added), ("removed", variants.removed), ("changed", variants.changed), ("hidden", variants.hidden)):
            for repeat in range(2):
                made = trap(text.text, bench.rng(text, f"{kind}{repeat}"))
                if made is None:
                    continue
                result = bench.identify(made.text, f"{kind} {text.key}")
                note = f"{text.key} lines {made.lines}: {_shown(result)}"
                bench.row(f"{kind}: not plain").add(not any(match.plain and match.license in text.names for match in result.matches), note)
                bench.row(f"{kind}: base named").add(any(match.license in text.names for match in result.matches), note)
                bench.row(f"{kind}: lines").add(_lines_right(result, made), note)


def _lines_right(result: TextResult, trap: variants.Trap) -> bool:
    first, last = trap.lines
    slack = 1 if trap.kind == "removed" else 0
    found = [one for match in result.matches for one in match.differences]
    return any(one.lines[0] - slack <= first and last <= one.lines[1] + slack and one.lines[1] - one.lines[0] <= last - first + 6 for one in found)


def clauses(bench: Bench) -> None:
    """A removed clause must be named by its id: the sentence with the clause's quote is cut out."""
    base = RuleBase()
    for text in bench.texts:
        for licence_id in text.names & set(base.ids()):
            licence = base.licence(LicenceId(licence_id))
            keys = [document["key"] for document in licence.text]
            for clause in licence.clauses:
                if (clause.document or next(iter(keys), "")) != text.key:
                    continue
                found = re.search(r"\W+".join(map(re.escape, re.findall(r"\w+", clause.quote))), text.text)
                if found is None:
                    continue
                start, end = variants.sentence_around(text.text, found.start(), found.end())
                result = bench.identify(text.text[:start] + text.text[end:], f"clause {text.key}")
                named = any(clause.id in one.clauses for match in result.matches for one in match.differences)
                bench.row("removed clause: not plain").add(
                    not any(match.plain and match.license in text.names for match in result.matches), f"{text.key}/{clause.id}"
                )
                bench.row("removed clause: named").add(named, f"{text.key}/{clause.id} {text.text[start:end]!r:.60}: {_shown(result)}")


def damage(bench: Bench) -> None:
    """Damaged texts must still be named, as modified."""
    for text in bench.texts:
        for kind, damaged in (("5 % of words lost", variants.words_lost), ("typos", variants.typos), ("first half", variants.first_half)):
            data = damaged(text.text, bench.rng(text, kind))
            if data == text.text:
                continue
            result = bench.identify(data, f"{kind} {text.key}")
            right = any(match.license in text.names and not match.plain for match in result.matches)
            bench.row(f"damage: {kind}").add(right, f"{text.key}: {_shown(result)}")


def combined(bench: Bench) -> None:
    """Two licences in a file, a licence in a README, no licence."""
    for at, text in enumerate(bench.texts):
        rng = bench.rng(text, "combined")
        readme, lines = variants.in_readme(text.text, rng)
        result = bench.identify(readme, f"readme {text.key}")
        hit = next((match for match in result.matches if match.license in text.names), None)
        bench.row("in a README: found, plain").add(hit is not None and hit.plain and len(result.matches) == 1, f"{text.key}: {_shown(result)}")
        bench.row("in a README: lines").add(
            hit is not None and abs(hit.lines[0] - lines[0]) <= 3 and abs(hit.lines[1] - lines[1]) <= 3, f"{text.key} {lines}: {_shown(result)}"
        )
        other = bench.texts[(at * 7 + rng.randrange(len(bench.texts))) % len(bench.texts)]
        if other.names & text.names:
            continue
        both = text.text.rstrip("\n") + rng.choice(("\n\n", "\n\n" + "=" * 40 + "\n\n", "\n\n---\n\n")) + other.text.lstrip("\n")
        result = bench.identify(both, f"two {text.key}")
        found = [match.license for match in result.matches]
        right = len(found) == 2 and found[0] in text.names and found[1] in other.names
        bench.row("two licences: both").add(right, f"{text.key}+{other.key}: {_shown(result)}")
        bench.row("two licences: both plain").add(right and all(match.plain for match in result.matches), f"{text.key}+{other.key}: {_shown(result)}")
    for number in range(100):
        result = bench.identify(variants.prose(random.Random(f"{bench.seed}/prose/{number}")), "prose")
        bench.row("prose: nothing found").add(not result.matches, _shown(result))


def unknown(bench: Bench, folders: list[Path]) -> None:
    """Texts that the index was built without must not be named; the nearest may be shown."""
    rng = random.Random(bench.seed)
    held = rng.sample(bench.texts, min(40, len(bench.texts) // 4))
    terms = frozenset[str]().union(*(text.names for text in held))
    named = {text.key for text in load_texts(folders) if text.names & terms}
    words = {_bare(text.text) for text in held}
    kept = [one for one in sources(folders, lambda key: None) if one.key not in named and not words & {_bare(one.text)}]
    index = TextIndex(build(kept))
    for text in held:
        result = bench.identify(text.text, f"unknown {text.key}", index)
        bench.row("unknown: never plain").add(not any(match.plain for match in result.matches), f"{text.key}: {_shown(result)}")
        bench.row("unknown: no name, nearest shown").add(not result.matches, f"{text.key}: {_shown(result)}")


def _bare(text: str) -> bytes:
    return b" ".join(normalise.words(without_copyright(normalise.body(text))))


def hostile(bench: Bench) -> None:
    """Inputs made to be slow; the row counts those below 60 interpreter starts."""
    licence = max((text.text for text in bench.texts), key=len)
    inputs: dict[str, str | bytes] = {
        "1 MB of one phrase": "Permission is hereby granted, free of charge, to any person. " * 17_000,
        "1 MB of letters": "a" * 1_000_000,
        "1 MB without line ends": (licence * 60)[:1_000_000].replace("\n", " "),
        "1 MB of brackets": "[" * 500_000 + "](" * 250_000,
        "1 MB of tags": "<p " * 333_000,
        "1 MB of script": "<script>" * 100_000 + "</s",
        "1 MB of entities": "&amp" * 100_000 + "&amp;" * 100_000,
        "1 MB of quotes": "> " * 500_000,
        "1 MB of hyphens": "a-\n" * 333_000,
        "1 MB of copyright": "copyright (c) " * 70_000,
        "1 MB of copyright lines": "copyright (c) 2020 a\n" * 47_000,
        "60 licences": licence * 60,
        "1 MB of numbers": "1.1.1.1. " * 110_000,
        "deep Markdown": "\n".join(">" * depth + " - " * (depth % 50) + "*" * depth for depth in range(1_400)),
        "4 MB": licence * 300,
        "random bytes": random.Random(1).randbytes(1_000_000),
        "1 MB of Han": "不得用于商业用途" * 42_000,
    }
    unit = _unit()
    for name, data in inputs.items():
        start = time.process_time()
        identify_text(data)
        ratio = (time.process_time() - start) / unit
        bench.row("hostile: bounded").add(ratio < 150, f"{name}: {ratio:.0f} x")
        print(f"  {name}: {ratio:.0f} x", file=sys.stderr)


def _shown(result: TextResult) -> str:
    matches = "; ".join(
        f"{match.license} {match.confidence} {match.score} {match.lines} {[(one.kind, one.lines, one.section) for one in match.differences[:3]]}"
        for match in result.matches
    )
    return matches or f"nothing, nearest {result.nearest}" + result.problem


def _unit() -> float:
    """CPU seconds of a bare interpreter start, the median of some."""
    return statistics.median(_process([sys.executable, "-c", "pass"]) for _ in range(15))


def _process(command: list[str]) -> float:
    # With compiled modules, as an installed package has them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, cwd=Path(__file__).resolve().parent.parent, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def speed(bench: Bench, texts: Path) -> Iterator[str]:
    """Time of one text and of one process, in interpreter starts."""
    unit = _unit()
    times = sorted(seconds for seconds, _ in bench.times)
    yield f"interpreter start {unit * 1000:.1f} ms CPU; {len(times)} texts"
    for name, at in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        value = times[min(len(times) - 1, int(len(times) * at))]
        yield f"CPU per text, {name}: {value / unit:.3f} x  ({value * 1000:.2f} ms)"
    yield "    slowest: " + ", ".join(f"{note} {seconds / unit:.1f} x" for seconds, note in sorted(bench.times)[-6:])
    groups = defaultdict(list)
    for seconds, note in bench.times:
        groups[note.rpartition(" ")[0]].append(seconds)
    for name, values in sorted(groups.items(), key=lambda item: -statistics.median(item[1]))[:12]:
        yield f"    {name}: median {statistics.median(values) / unit:.3f} x"
    yield from _whole_processes(unit, texts)


def _whole_processes(unit: float, texts: Path) -> Iterator[str]:
    """Short, middle and long licences, as they are and with a clause added."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "LICENSE")
        for key in ("mit", "apache-2.0", "llama3.1-community"):
            text = (texts / f"{key}.txt").read_text(encoding="utf-8")
            for name, content in (("as it is", text), ("clause added", variants.added(text, random.Random(key)).text)):
                file.write_text(content, encoding="utf-8")
                whole = statistics.median(_process([sys.executable, "-m", "licensecheck", "identify", str(file)]) for _ in range(15))
                yield f"whole process, {key}, {name}: {whole / unit:.2f} x"


def main() -> None:
    """Run the parts that are asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, action="append", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0, help="only so many texts")
    parser.add_argument("--only", default="formats,traps,clauses,damage,combined,unknown,hostile")
    parser.add_argument("--keys", default="", help="only texts whose key contains this")
    parser.add_argument("--failures", type=int, default=3, help="failures shown for each row")
    options = parser.parse_args()
    texts = [text for text in load_texts(options.texts) if options.keys in text.key]
    if options.sample:
        texts = random.Random(options.seed).sample(texts, min(options.sample, len(texts)))
    bench = Bench(texts, options.seed)
    parts: dict[str, Callable[[], None]] = {
        "formats": lambda: formats(bench), "traps": lambda: traps(bench), "clauses": lambda: clauses(bench), "damage": lambda: damage(bench),
        "combined": lambda: combined(bench), "unknown": lambda: unknown(bench, options.texts), "hostile": lambda: hostile(bench),
    }  # fmt: skip
    for name in options.only.split(","):
        parts[name]()
    for row in bench.rows.values():
        print(f"{row.name:36} {row.right:6} / {row.cases:<6} {row.right / row.cases:7.2%}")
        for note in row.wrong[: options.failures]:
            print(f"      {note[:260]}")
    print("\n".join(speed(bench, options.texts[0])))


if __name__ == "__main__":
    main()
