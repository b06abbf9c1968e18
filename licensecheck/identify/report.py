"""What `licensecheck identify` prints: a table for people, or the JSON of contract section 5."""

from __future__ import annotations

from licensecheck.identify.result import Difference, Match, TextResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHOWN = 12
"""Differences of a match that the table shows; JSON has all."""


FileResult = tuple[str, TextResult]
"""The path of a file, and what the file holds."""


def as_json(files: Iterable[FileResult]) -> str:
    """The JSON text; the same files give the same bytes."""
    import json

    return json.dumps({"files": [_file(file) for file in files]}, indent=1, ensure_ascii=False) + "\n"


def _file(file: FileResult) -> dict[str, object]:
    path, result = file
    nearest = result.nearest
    return {
        "path": path,
        "matches": [_match(match) for match in result.matches],
        "nearest": {"license": nearest.license, "score": nearest.score} if nearest else None,
        "problem": result.problem or None,
    }


def _match(match: Match) -> dict[str, object]:
    differences = [{"kind": one.kind, "lines": list(one.lines), "section": one.section or None, "clauses": list(one.clauses)} for one in match.differences]
    return {"license": match.license, "confidence": match.confidence, "score": match.score, "lines": list(match.lines), "differences": differences}


def as_table(files: Iterable[FileResult]) -> str:
    """Path, licence, confidence and lines of every match, its differences below it."""
    rows = [row for file in files for row in _rows(file)]
    widths = [max((len(row[column]) for row in rows if len(row) == 4), default=0) for column in range(3)]
    lines = []
    for row in rows:
        cells = [f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)] if len(row) == 4 else []
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return "".join(f"{line}\n" for line in lines)


def _rows(file: FileResult) -> Iterator[tuple[str, ...]]:
    """Rows of four cells, or of one that runs over the whole width."""
    path, result = file
    for match in result.matches:
        name = match.license if match.plain else f"{match.license} ({min(match.score, 0.99):.0%})"
        yield path, name, match.confidence, _lines(match.lines)
        for difference in match.differences[:SHOWN]:
            yield (f"    {_difference(difference)}",)
        if len(match.differences) > SHOWN:
            yield (f"    and {len(match.differences) - SHOWN} more differences (--format json shows all)",)
    if not result.matches:
        near = f"nearest: {result.nearest.license}, {result.nearest.score:.0%} alike" if result.nearest else ""
        yield path, "-", "unknown", result.problem or near or "no licence text"
    elif result.problem:
        yield (f"    {result.problem}",)


def _difference(one: Difference) -> str:
    where = {"added": "added on", "changed": "changed on", "removed": "removed at"}[one.kind]
    section = f", section {one.section}" if one.section and one.section[0] != "¶" else f", paragraph {one.section[1:]}" if one.section else ""
    clauses = f": {', '.join(one.clauses)}" if one.clauses else ""
    return f"{where} {_lines(one.lines)}{section}{clauses}"


def _lines(lines: tuple[int, int]) -> str:
    return f"line {lines[0]}" if lines[0] == lines[1] else f"lines {lines[0]}-{lines[1]}"
