"""The options of every command. What `--help` says is checked against the README by a test."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from functools import cache

from licensecheck.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

VERDICTS = ("permitted", "permitted-with-duties", "needs-information", "needs-agreement", "prohibited")
PURPOSES = ("commercial", "noncommercial", "research", "personal", "evaluation", "government")
ACTIONS = ("run", "serve", "modify", "redistribute", "distribute-derivatives", "use-outputs", "train-on-outputs", "distill", "benchmark")
FORMATS = ("terminal", "json")
READINGS = ("strict", "cautious")
ENVIRONMENT = frozenset({"policy", "fail_on", "reading", "format", "rules"})
"""Options that the environment may give."""
SCHEMAS = ("manifest", "license", "policy", "vocabulary", "catalogue", "report", "identify", "explain", "compare", "rules-list")

EPILOG = """\
exit codes: 0 nothing at or above --fail-on; 1 something is; 2 bad input or usage; 3 could not complete; 130 interrupted.
`licensecheck INPUT...` is short for `licensecheck check INPUT...`. LICENSECHECK_POLICY, _FAIL_ON, _READING, _FORMAT
and _RULES give options that are not on the command line. This is not legal advice."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse makes a formatter for every option, and asks for the width each time."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width())


class Parser(argparse.ArgumentParser):
    """argparse with whole option names only, and exit code 2 as for any bad usage."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(allow_abbrev=False, formatter_class=Formatter, **kwargs)  # type: ignore[arg-type]


@cache
def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns) - 2
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns - 2 if sys.__stdout__ else 78
    except (OSError, ValueError):
        return 78


def _path(text: str) -> Path:
    # pathlib takes longer to import than `--help` takes to print.
    from pathlib import Path

    return Path(text)


def parse(argv: list[str]) -> argparse.Namespace:
    """The options; exits with code 2 and a message where they are wrong, with 0 for --help and --version."""
    if not argv or argv[0] in ("-h", "--help", "--version"):
        parser = _overview()
        parser.parse_args(argv)
        parser.print_help()
        raise SystemExit(2)
    command = argv[0] if argv[0] in COMMANDS else "check"
    summary, fill = COMMANDS[command]
    parser = Parser(prog=f"licensecheck {command}", description=summary, epilog=EPILOG if command == "check" else None)
    fill(parser)
    _from_environment(parser)
    return parser.parse_args(argv[1:] if argv[0] in COMMANDS else argv, argparse.Namespace(command=command))


def _from_environment(parser: Parser) -> None:
    """`LICENSECHECK_POLICY`, `_FAIL_ON`, `_READING`, `_FORMAT` and `_RULES` stand in for options that are not given."""
    for action in parser._actions:  # noqa: SLF001  (argparse has no public list of a parser's options)
        name = f"LICENSECHECK_{action.dest.upper()}"
        value = os.environ.get(name, "") if action.dest in ENVIRONMENT else ""
        if not value:
            continue
        if action.choices is not None and value not in action.choices:
            parser.error(f"{name}: {value!r} is not one of {', '.join(map(str, action.choices))}")
        action.default = [_path(folder) for folder in value.split(os.pathsep)] if action.dest == "rules" else value


def _overview() -> Parser:
    """The parser for `--help` and `--version` alone: the options of the commands are made only for the command that is run."""
    parser = Parser(prog="licensecheck", description="May we use this AI model for that, and what do we owe?", epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"licensecheck {VERSION}")
    width = max(map(len, COMMANDS)) + 2
    listed = "".join(f"\n    {name:{width}}{summary}" for name, (summary, _) in COMMANDS.items())
    parser.usage = "licensecheck [-h] [--version] COMMAND ..."
    parser.description = f"{parser.description}\n\ncommands:{listed}\n\n`licensecheck COMMAND --help` tells the options of a command."
    return parser


def _explain(parser: Parser) -> None:
    parser.add_argument("name", metavar="LICENSE|MODEL", help="a licence by any of its names, or the id of a model in the catalogue")
    _common(parser)


def _compare(parser: Parser) -> None:
    parser.add_argument("a", metavar="A", help="a licence by any of its names")
    parser.add_argument("b", metavar="B", help="another")
    _common(parser)


def _identify(parser: Parser) -> None:
    parser.add_argument("paths", nargs="+", type=_path, metavar="PATH", help="a file, or a folder to look through")
    parser.add_argument("--format", choices=FORMATS, default="terminal", help="output format (default: terminal)")
    _rule_folders(parser)


def _init(parser: Parser) -> None:
    default = "licensecheck.yaml"
    parser.add_argument("path", nargs="?", type=_path, default=default, metavar="PATH", help=f"file or folder (default: {default})")
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")


def _schema(parser: Parser) -> None:
    parser.add_argument("name", choices=SCHEMAS, metavar="NAME", help=", ".join(SCHEMAS))


def _common(parser: Parser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="terminal", help="output format (default: terminal)")
    _rule_folders(parser)
    parser.add_argument("--reading", choices=READINGS, default="cautious", help="how passages that can be read two ways are taken (default: cautious)")


def _rule_folders(parser: Parser) -> None:
    parser.add_argument("--rules", action="append", type=_path, default=[], metavar="DIR", help="a folder with more rules, or overrides (repeatable)")


def _check(parser: Parser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a manifest (.yaml, .json), a model card (.md) or a model folder")
    parser.add_argument("--use", action="append", default=[], metavar="NAME", help="only this use of the manifest (repeatable)")
    parser.add_argument("--purpose", choices=PURPOSES, help="purpose, for inputs that name no uses")
    parser.add_argument("--action", choices=ACTIONS, action="append", default=[], help="action, for inputs that name no uses (repeatable)")
    parser.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE", help="any fact of the vocabulary (repeatable)")
    parser.add_argument("--policy", metavar="NAME|FILE", help="the organisation's policy (default: the manifest's, else `default`)")
    _common(parser)
    parser.add_argument("-o", dest="output", type=_path, metavar="FILE", help="write the report there instead of to standard output")
    parser.add_argument("--report", action="append", default=[], metavar="FORMAT=FILE", help="one more report in that format (repeatable)")
    parser.add_argument("--fail-on", choices=VERDICTS, help="exit 1 at this verdict or a worse one (default: needs-information)")
    parser.add_argument("--on", metavar="DATE", help="evaluate as of that day, YYYY-MM-DD (default: today)")
    parser.add_argument("--offline", action="store_true", help="ask no server (the default so far: nothing is fetched)")
    parser.add_argument("-q", "--quiet", action="store_true", help="only what is at or above --fail-on, and the summary")
    parser.add_argument("-v", "--verbose", action="store_true", help="everything, with the facts each finding rests on")
    parser.add_argument("--no-color", action="store_true", help="plain text")


def _rules(parser: Parser) -> None:
    commands = parser.add_subparsers(dest="rules_command", metavar="COMMAND", required=True, parser_class=Parser)
    listing = commands.add_parser("list", help="every licence and its names")
    listing.add_argument("--format", choices=FORMATS, default="terminal")
    answers = ("yes", "conditional", "agreement", "no")
    listing.add_argument("--family", metavar="WORD", help="only this family, for example llama")
    listing.add_argument("--status", choices=("encoded", "ambiguous", "known-without-text"), help="only these")
    listing.add_argument("--commercial", choices=answers, help="may it be served for a commercial purpose?")
    listing.add_argument("--trains-others", choices=answers, help="may its outputs train another family's model that is handed out?")
    listing.add_argument("--threshold", action="store_true", help="only those with a limit on users, revenue or the like")
    listing.add_argument("--territory", action="store_true", help="only those that depend on the place")
    coverage = commands.add_parser("coverage", help="which share of licence strings in use resolves, and to what")
    coverage.add_argument("table", type=_path, metavar="TABLE", help="tab-separated: license_string, model_ids, ..., downloads_sum")
    index = commands.add_parser("index", help="build the index of licence texts that `identify` uses, or check that it is current")
    index.add_argument(
        "--texts", action="append", type=_path, default=[], metavar="DIR", help="a folder of texts; without it only names are entered (repeatable)"
    )
    index.add_argument("--check", action="store_true", help="write nothing, exit 1 if the index is not current")
    index.add_argument("-o", dest="output", type=_path, metavar="FILE", help="the index (default: texts.idx of the rule folder)")
    test = commands.add_parser("test", help="run the examples inside the licence files")
    test.add_argument("--mutate", action="store_true", help="also check that the examples notice every change of every clause")
    verify = commands.add_parser("verify", help="check quotes, sections and hashes against the licence texts")
    verify.add_argument("--texts", type=_path, required=True, metavar="DIR", help="folder with <key>.txt files")
    verify.add_argument("--write", action="store_true", help="write the hashes of the texts into the files")
    new = commands.add_parser("new", help="write the skeleton of a licence file")
    new.add_argument("id", metavar="ID")
    new.add_argument("--into", type=_path, metavar="DIR", help="folder to write to (default: rules/licenses)")
    for command in (test, verify):
        command.add_argument("paths", nargs="*", metavar="FILE|DIR|ID", help="licences (default: all)")
    for command in (listing, coverage, index, test, verify, new):
        _rule_folders(command)


COMMANDS: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "check": ("may these models be used as intended?", _check),
    "explain": ("what a licence or a model allows, clause by clause", _explain),
    "compare": ("two licences clause by clause", _compare),
    "identify": ("which licence is this text, and what was changed in it", _identify),
    "init": ("write a commented manifest", _init),
    "schema": ("print a JSON Schema", _schema),
    "rules": ("the rule base: list, coverage, index, test, verify, new", _rules),
}
