"""Writes the parts of the pages that come from the code, between `<!-- generated: NAME -->` and `<!-- end -->`.

`python docs/generate.py` rewrites them; `tests/test_docs.py` fails where they are out of date. `--imports` also writes the
imports of the code into the table of ARCHITECTURE.md, which is otherwise written by hand: there a new import is a decision.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "ARCHITECTURE.md", "docs/manifest.md")
DAY = "2026-11-21"
BLOCK = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def output(*arguments: str) -> str:
    """What `licensecheck` prints, 80 columns wide, run from the root of the repository."""
    from licensecheck.cli import main

    before, printed = Path.cwd(), io.StringIO()
    os.environ["COLUMNS"] = "80"
    try:
        os.chdir(ROOT)
        with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
            main(list(arguments))
    finally:
        os.chdir(before)
        del os.environ["COLUMNS"]
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def fenced(text: str) -> str:
    """The text as a block of code."""
    return f"```text\n{text.strip()}\n```\n"


def excerpt() -> str:
    """The first finding, the table and the verdict of the blocked example."""
    manifest = "examples/newsletter-writer/licensecheck.yaml"
    text = output("check", "--on", DAY, manifest)
    finding, _, rest = text.partition("\n\n")
    table = re.search(r"^model +licence.*?\n\n", rest, re.DOTALL | re.MULTILINE)
    verdict = re.search(r"^verdict: .*\Z", rest, re.DOTALL | re.MULTILINE)
    assert table, "the report has no summary table"
    assert verdict, "the report has no last line with the verdict"
    return fenced(f"$ licensecheck {manifest}\n{finding}\n\n[...]\n\n{table[0]}[...]\n\n{verdict[0]}")


def module_lines() -> str:
    """One line for every module inside a package: the first line of its docstring."""
    lines = ["| module | what it does |", "|---|---|"]
    for path in sorted((ROOT / "licensecheck").glob("*/*.py")):
        name = path.relative_to(ROOT / "licensecheck").with_suffix("").as_posix()
        if not name.endswith("__init__"):
            told = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
            lines.append(f"| `{name}` | {told.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


def fact_lines() -> str:
    """Every fact that a manifest can state, from the vocabulary."""
    from licensecheck.rulebase import RuleBase

    lines = ["| fact | type | question |", "|---|---|---|"]
    for name, fact in RuleBase().vocabulary.facts.items():
        if not fact.internal:
            values = f": {', '.join(fact.values)}" if fact.values and len(fact.values) <= 12 else ""
            lines.append(f"| `{name}` | {fact.type}{values} | {fact.question} |")
    return "\n".join(lines) + "\n"


PARTS: dict[str, Callable[[], str]] = {
    "help": lambda: fenced(output("--help")),
    "check-help": lambda: fenced(output("check", "--help")),
    "excerpt": excerpt,
    "modules": module_lines,
    "facts": fact_lines,
}


def generated(page: str) -> str:
    """The page with its generated parts as they have to be."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return BLOCK.sub(lambda found: found[1] + PARTS[found["name"]]() + found[3], text)


def with_imports(text: str) -> str:
    """The page on the architecture with the imports as the code has them now; new modules get a row without words."""
    sys.path.insert(0, str(ROOT / "tests"))
    import test_architecture as code

    actual, told = code.actual(), code.rows("Modules")
    for name, cells in told.items():
        new = ", ".join(sorted(actual[name])) if name in actual else "GONE"
        text = text.replace(f"| `{name}` | {cells[0]} | {cells[1]} |".replace("|  |", "| |"), f"| `{name}` | {cells[0]} | {new} |".replace("|  |", "| |"))
    rows = "".join(f"| `{name}` | TO BE WRITTEN | {', '.join(sorted(actual[name]))} |\n" for name in sorted(actual.keys() - told.keys() - {"model", "errors"}))
    return text.replace("| `cli` |", f"{rows}| `cli` |", 1)


def main() -> None:
    """Rewrite the pages."""
    if "--imports" in sys.argv:
        page = ROOT / "ARCHITECTURE.md"
        page.write_text(with_imports(page.read_text(encoding="utf-8")), encoding="utf-8")
    for name in PAGES:
        (ROOT / name).write_text(generated(name), encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
