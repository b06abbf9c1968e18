"""`licensecheck check`: options -> request -> report in every format asked for."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from licensecheck.errors import InputError
from licensecheck.licences import Reading
from licensecheck.model import Location, Problem, Said, Use, Verdict
from licensecheck.pipeline import Request, check
from licensecheck.report import Report
from licensecheck.reports import FORMATS, Look, render
from licensecheck.rulebase import RuleBase
from licensecheck.writing import write_atomically

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> tuple[str, int]:
    """The text to print and the exit code; report files are written on the way."""
    targets = _targets(options)
    base = RuleBase(options.rules)
    report = check(_request(options, base), base)
    for name, path in targets:
        write_atomically(path, render(name, report, Look(quiet=options.quiet, verbose=options.verbose, line=_line)))
    text = render(options.format, report, _look(options, sys.stdout.isatty() and not options.output))
    if options.output:
        write_atomically(options.output, text)
        text = ""
    return text, exit_code(report)


def exit_code(report: Report) -> int:
    """1 when the verdict is at or above what the run fails on."""
    return int(report.verdict.rank >= report.run.fail_on.rank)


def _request(options: argparse.Namespace, base: RuleBase) -> Request:
    facts: dict[str, Said] = {}
    if options.fact:
        from licensecheck.given import facts_given

        facts = facts_given(options.fact, base.vocabulary)
    said = {"use.purpose": Said(options.purpose, "--purpose")} if options.purpose else {}
    return Request(
        inputs=tuple(options.inputs),
        as_of=_day(options.on),
        use=Use("command-line", tuple(dict.fromkeys(options.action)), said),
        uses=tuple(options.use),
        facts=tuple(facts.items()),
        policy=options.policy or "",
        reading=Reading(options.reading),
        fail_on=Verdict(options.fail_on) if options.fail_on else None,
        rules=tuple(options.rules),
        offline=options.offline or True,
    )


def _day(text: str | None) -> str:
    if text is None:
        return time.strftime("%Y-%m-%d")
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError([Problem(Location("--on"), f"{text!r} is not a day", hint="YYYY-MM-DD, for example 2026-11-21")]) from error


def _targets(options: argparse.Namespace) -> list[tuple[str, Path]]:
    targets, problems = [], []
    for text in options.report:
        name, _, path = text.partition("=")
        if name not in FORMATS or not path:
            problems.append(Problem(Location("--report"), f"{text!r} is not FORMAT=FILE", hint=f"formats: {', '.join(FORMATS)}"))
        targets.append((name, Path(path)))
    if problems:
        raise InputError(problems)
    return targets


def _look(options: argparse.Namespace, tty: bool) -> Look:
    """Colour on a terminal unless NO_COLOR or --no-color; FORCE_COLOR wins over a pipe. Width as the terminal says, 80 in a pipe."""
    environment = os.environ
    color = (tty or bool(environment.get("FORCE_COLOR"))) and not options.no_color and not environment.get("NO_COLOR")
    width = 80
    if tty or environment.get("COLUMNS"):
        import shutil

        width = max(40, min(120, shutil.get_terminal_size().columns))
    return Look(width, color, options.quiet, options.verbose, _line)


def _line(file: str, number: int) -> str:
    """One line of an input file; empty where it cannot be read (any more)."""
    if not os.path.isfile(file):
        # A pipe, or a device without an end.
        return ""
    try:
        with open(file, encoding="utf-8-sig", errors="replace") as lines:
            return next((line for index, line in enumerate(lines, 1) if index == number), "")
    except OSError:
        return ""
