"""The report for people: findings with the user's line and the licence's words, a table, then duties and questions once.

The layout is plain text; rich paints it where colour is wanted, so that a hook or a pipe need not load it.
"""

from __future__ import annotations

from collections.abc import Iterator

from licensecheck.documents import visible
from licensecheck.findings import Code, Finding, Question, Severity
from licensecheck.model import Verdict
from licensecheck.report import Duty, Report
from licensecheck.reports import Look
from licensecheck.reports.grouping import Together, gathered_duties, gathered_questions, grouped
from licensecheck.reports.wrapping import columns, padded, wrapped
from licensecheck.wording import ACTIONS

Span = tuple[str, str]
"""A piece of text and its style (empty: plain)."""

Line = tuple[Span, ...]

_STYLES = {
    Verdict.PERMITTED: "green",
    Verdict.DUTIES: "green",
    Verdict.INFORMATION: "yellow",
    Verdict.AGREEMENT: "magenta",
    Verdict.PROHIBITED: "bold red",
}
_SEVERITIES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SAYS = {
    Verdict.PERMITTED: "may",
    Verdict.DUTIES: "may",
    Verdict.INFORMATION: "may or may not",
    Verdict.AGREEMENT: "needs the licensor's agreement to",
    Verdict.PROHIBITED: "may not",
}
_MARKS = {"to-do": "[ ]", "met": "[x]", "unmet": "[!]"}
_PLANNED = frozenset({Code.NAMING, Code.MISSING_NOTICE, Code.OUTBOUND_LICENSE})


def render(report: Report, look: Look) -> str:
    """The report as text of the given width; colour only if the look asks for it."""
    lines = list(_lines(report, look))
    if look.color:
        return _painted(lines)
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _painted(lines: list[Line]) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    console = Console(file=StringIO(), force_terminal=True, color_system="standard", highlight=False, markup=False, emoji=False, soft_wrap=True)
    with console.capture() as captured:
        for line in lines:
            console.print(Text.assemble(*line), soft_wrap=True)
    return captured.get()


def _lines(report: Report, look: Look) -> Iterator[Line]:
    for together in grouped(report.findings):
        if _shown(together.first, report, look):
            yield from _finding(together, look)
    yield from _table(report, look)
    if not look.quiet:
        yield from _duties(report, look)
        yield from _questions(report, look)
    yield from _closing(report, look)


def _shown(finding: Finding, report: Report, look: Look) -> bool:
    """Duties and questions are gathered below; a quiet run shows only what it fails on."""
    if look.quiet:
        return finding.verdict.rank >= report.run.fail_on.rank and finding.counts
    return look.verbose or finding.code is not Code.DUTY or finding.verdict.rank > Verdict.DUTIES.rank


def _wrapped(text: str, look: Look, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of the look's width; control and bidirectional characters are shown as escapes."""
    return wrapped(visible(text), look.width, first, rest)


def _finding(together: Together, look: Look) -> Iterator[Line]:
    finding = together.first
    name = f"{finding.license}/{finding.clause}" if finding.clause else finding.code.value
    mark = f"{finding.severity.value}[{visible(name)}]:"
    for index, line in enumerate(_wrapped(f"{mark} {_headline(together)}", look)):
        if index == 0 and line.startswith(mark):
            yield (mark, _SEVERITIES[finding.severity]), (line[len(mark) :], "bold")
        else:
            yield ((line, "bold"),)
    yield ((f"  --> {visible(finding.location.text())}", "blue"),)
    yield from _excerpt(finding, look)
    for label, text in _about(together, look):
        # A label of blanks only is an indentation.
        head = f"  = {label}:" if label.strip() else ""
        indent = "" if label.strip() else label
        for index, line in enumerate(_wrapped(text, look, f"{head:14}{indent}", " " * 14 + indent)):
            yield ((line[:14], "blue" if index == 0 else ""), (line[14:], ""))
    yield ()


def _excerpt(finding: Finding, look: Look) -> Iterator[Line]:
    """The user's line with the place marked."""
    at = finding.location
    line = look.line(at.file, at.line).rstrip() if at.line else ""
    if not line:
        return
    gutter = f"{at.line} | "
    shown = visible(line)[: look.width - len(gutter)]
    length = max(1, min(len(shown) - at.column + 1, 60))
    yield ((gutter, "blue"), (shown, ""))
    yield ((" " * (len(gutter) - 2) + "| ", "blue"), (" " * (at.column - 1) + "^" * length, "red"))


def _headline(together: Together) -> str:
    """Who may (not) do what: from the actions where there are any, else the finding's own words."""
    finding = together.first
    if not together.actions:
        return f"{finding.model}: {finding.summary}" if finding.model else finding.summary
    what = " and ".join(dict.fromkeys(ACTIONS[action] for action in together.actions))
    uses = f" for {', '.join(together.uses)}" if together.uses else ""
    if finding.code is Code.MISSING_FACT and finding.verdict is Verdict.PERMITTED:
        return f"{finding.model}: an assumption was made{uses}"
    planned = " as planned" if finding.code in _PLANNED else ""
    return f"{finding.model} {_SAYS[finding.verdict]} {what}{planned}{uses}"


def _about(together: Together, look: Look) -> Iterator[tuple[str, str]]:
    finding = together.first
    if finding.section:
        quote = f': "{finding.quote}"' if finding.quote else ""
        yield "licence", f"{finding.license}, section {finding.section}{quote}"
    if together.actions or finding.clause:
        yield "meaning", finding.summary
    for fact in finding.facts:
        yield "because", f"{fact.name} is {_plain(fact.value)}" + (f" ({fact.at})" if fact.at else "")
    if len(finding.lineage) > 1:
        yield from _path(finding)
    if finding.question and finding.verdict.rank >= Verdict.INFORMATION.rank:
        yield "question", finding.question.question
        for answer in _answers(finding.question):
            yield "", answer
    if finding.remedy:
        yield "remedy", finding.remedy
    if finding.waived:
        yield "waived", finding.waived
    if look.verbose:
        yield "mark", f"{finding.code.value}, confidence {finding.confidence}, fingerprint {finding.fingerprint}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items()) if isinstance(value, dict) else str(value)


def _path(finding: Finding) -> Iterator[tuple[str, str]]:
    """The lineage as a small tree, one hop a line."""
    yield "lineage", finding.lineage[0]
    for index, name in enumerate(finding.lineage[1:]):
        relation = finding.relations[index] if index < len(finding.relations) else "from"
        yield " " * (2 * index), f"└ {relation}: {name}"


def _table(report: Report, look: Look) -> Iterator[Line]:
    """Model, licences, use, verdict; the first two columns share what the width leaves."""
    rows = [
        (model.id if index == 0 else "", ", ".join(dict.fromkeys(one.id for one in model.licenses)) or "none stated" if index == 0 else "", use)
        for model in report.models
        for index, use in enumerate(model.uses)
    ]
    if not rows:
        return
    verdicts = 2 + max(len(use.verdict.value) for _, _, use in rows)
    uses = 2 + min(20, max(3, *(columns(visible(use.use)) for _, _, use in rows)))
    space = look.width - verdicts - uses
    names = min(2 + max(len("model"), *(columns(visible(name)) for name, _, _ in rows)), space * 3 // 5)
    widths = (names, space - names, uses)
    yield ((f"{'model':{widths[0]}}{'licence':{widths[1]}}{'use':{widths[2]}}verdict", "bold"),)
    for name, licences, use in rows:
        cells = [wrapped(visible(text), max(8, width - 2)) for text, width in zip((name, licences, use.use), widths, strict=True)]
        for index in range(max(map(len, cells))):
            parts = "".join(padded(cell[index] if index < len(cell) else "", width) for cell, width in zip(cells, widths, strict=True))
            yield ((parts, ""), (use.verdict.value, _STYLES[use.verdict])) if index == 0 else ((parts, ""),)
    yield ()


def _duties(report: Report, look: Look) -> Iterator[Line]:
    duties = gathered_duties(report)
    if not duties:
        return
    yield (("What is owed", "bold"),)
    for duty, actions, models in duties:
        yield from _item(_MARKS[duty.status], duty.text, _source(duty, actions, models), look)
    yield ()


def _source(duty: Duty, actions: tuple[str, ...], models: tuple[str, ...]) -> str:
    return f"{duty.duty}; {duty.license}, section {duty.section}; to {', '.join(actions)}; {', '.join(models)}"


def _questions(report: Report, look: Look) -> Iterator[Line]:
    questions = gathered_questions(report)
    if not questions:
        return
    yield (("Questions", "bold"),)
    for question, models in questions:
        yield from _item(" ? ", question.question, f"{question.fact}; {', '.join(models)}", look)
        for text in _answers(question):
            yield from (((line, ""),) for line in _wrapped(text, look, " " * 5, " " * 7))
    yield ()


def _answers(question: Question) -> Iterator[str]:
    for answer, verdict in question.answers:
        yield f"- {answer}: {verdict.value}"


def _item(mark: str, text: str, source: str, look: Look) -> Iterator[Line]:
    yield from (((line, ""),) for line in _wrapped(text, look, f" {mark} ", " " * 5))
    yield from (((line, "dim"),) for line in _wrapped(f"({source})", look, " " * 5, " " * 6))


def _closing(report: Report, look: Look) -> Iterator[Line]:
    counts = ", ".join(f"{report.count(verdict)} {verdict.value}" for verdict in Verdict if report.count(verdict))
    models = f"{len(report.models)} model{'s' if len(report.models) != 1 else ''}{': ' + counts if counts else ''}"
    start = f"verdict: {report.verdict.value}"
    for index, line in enumerate(_wrapped(f"{start} ({models}; as of {report.run.as_of})", look)):
        yield ((line[:9], ""), (line[9 : len(start)], _STYLES[report.verdict]), (line[len(start) :], "")) if index == 0 else ((line, ""),)
