"""`licensecheck identify`: the licences in files, and what was added, removed or changed in them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from licensecheck.identify import identify_text
from licensecheck.identify.report import FileResult, as_json, as_table
from licensecheck.identify.result import TextResult
from licensecheck.identify.walk import Candidate, files, read

EXIT_NOT_PLAIN = 1


def run(options: argparse.Namespace) -> tuple[str, int]:
    """The table or JSON. Exit code 0: every licence file holds known licences, unchanged; 1: one does not, or none was found."""
    found = list(_results(options))
    text = as_json(file for file, _ in found) if options.format == "json" else as_table(file for file, _ in found)
    plain = all(_settled(file.result, card) for file, card in found) and any(file.result.matches for file, _ in found)
    return text or "no licence file found\n", 0 if plain else EXIT_NOT_PLAIN


def _results(options: argparse.Namespace) -> Iterator[tuple[FileResult, bool]]:
    _must_exist(options.paths)
    root = options.rules[-1] if options.rules else None
    for name in options.paths:
        alone = Path(name).is_file()
        for candidate in files(Path(name)):
            yield FileResult(_shown(candidate.path), _identified(candidate, root)), candidate.card and not alone


def _identified(candidate: Candidate, root: Path | None) -> TextResult:
    try:
        return identify_text(read(candidate.path), root)
    except OSError as error:
        return TextResult(problem=f"cannot be read: {error.strerror or error}")


def _settled(result: TextResult, card: bool) -> bool:
    """Whether the file's licences are known and unchanged; a README need not hold any."""
    return all(match.plain for match in result.matches) and (bool(result.matches) or card)


def _must_exist(names: list[str]) -> None:
    if missing := [name for name in names if not Path(name).exists()]:
        from licensecheck.errors import InputError
        from licensecheck.model import Location, Problem

        raise InputError([Problem(Location(name), "there is no such file or folder") for name in missing])


def _shown(path: Path) -> str:
    """The path as it may be printed: no control characters, no letters that turn the line around."""
    return "".join(char if char.isprintable() else "\ufffd" for char in path.as_posix())
