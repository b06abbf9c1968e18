"""`licensecheck identify`: the licences in files, and what was added, removed or changed in them."""

from __future__ import annotations

import os

from licensecheck.identify import identify_text
from licensecheck.identify.normalise import MAX_BYTES
from licensecheck.identify.report import FileResult, as_json, as_table
from licensecheck.identify.result import TextResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

EXIT_NOT_PLAIN = 1


class PlainOptions:
    """The options of a call that has paths only, or paths and a format."""

    command = "identify"

    def __init__(self, paths: list[str], form: str) -> None:
        self.paths, self.format = paths, form
        self.rules: list[Path] = []


def plain_options(argv: list[str]) -> PlainOptions | None:
    """The options where no parser is needed to read them: paths in their simplest form, and `--format json` before or behind them; else None."""
    form = "terminal"
    for paths, option in ((argv[2:], argv[:2]), (argv[:-2], argv[-2:])):
        if option == ["--format", "json"]:
            argv, form = paths, "json"
            break
    plain = bool(argv) and all(path[:1] != "-" and os.path.normpath(path) == path for path in argv)
    return PlainOptions(argv, form) if plain else None


def run(options: argparse.Namespace | PlainOptions) -> tuple[str, int]:
    """The table or JSON. Exit code 0: every licence file holds known licences, unchanged; 1: one does not, or none was found."""
    found = list(_results([str(path) for path in options.paths], options.rules))
    results = [file for file, _ in found]
    text = as_json(results) if options.format == "json" else as_table(results)
    plain = all(_settled(result, kind) for (_, result), kind in found) and any(result.matches for _, result in results)
    return text or "no licence file found\n", 0 if plain else EXIT_NOT_PLAIN


def _results(paths: list[str], roots: list[Path]) -> Iterator[tuple[FileResult, str]]:
    """Each file with what it holds, and what kind of file it is (`filewalk`)."""
    _must_exist(paths)
    for path in paths:
        if os.path.isdir(path):
            from licensecheck.filewalk import files

            for candidate in files(path):
                result = TextResult(problem=candidate.problem) if candidate.problem else _identified(candidate.path, roots)
                yield (_shown(candidate.path), result), candidate.kind
        else:
            yield (_shown(path), _identified(path, roots)), "licence"


def _identified(path: str, roots: list[Path]) -> TextResult:
    try:
        with open(path, "rb") as file:
            # One byte more than is looked at, so that a cut is noticed.
            return identify_text(file.read(MAX_BYTES + 1), roots)
    except OSError as error:
        return TextResult(problem=f"cannot be read: {error.strerror or error}")


def _settled(result: TextResult, kind: str) -> bool:
    """Whether the file's licences are known and unchanged; a README or a notice need not hold any."""
    return all(match.plain for match in result.matches) and (bool(result.matches) or (kind in ("card", "notice") and not result.problem))


def _must_exist(paths: list[str]) -> None:
    if missing := [path for path in paths if not path or not os.path.exists(path)]:
        from licensecheck.errors import InputError
        from licensecheck.model import Location, Problem

        raise InputError([Problem(Location(path), "there is no such file or folder") for path in missing])


def _shown(path: str) -> str:
    """The path as it may be printed: no control characters, no letters that turn the line around."""
    return "".join(char if char.isprintable() else "\ufffd" for char in path.replace(os.sep, "/"))
