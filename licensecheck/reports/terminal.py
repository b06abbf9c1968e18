"""The report for people: findings with the user's line and the licence's words, a table, then duties and questions once."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from licensecheck.documents import visible
from licensecheck.findings import Code, Finding, Question, Severity
from licensecheck.model import Verdict
from licensecheck.report import Duty, Report
from licensecheck.reports import Look
from licensecheck.reports.grouping import Together, gathered_duties, gathered_questions, grouped
from licensecheck.wording import ACTIONS

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


def render(report: Report, look: Look) -> str:
    """The report as text of the given width; colour only if the look asks for it."""
    out = StringIO()
    console = Console(
        file=out,
        width=look.width,
        force_terminal=look.color,
        color_system="standard" if look.color else None,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for together in grouped(report.findings):
        if _shown(together.first, report, look):
            _finding(console, together, look)
    _table(console, report)
    if not look.quiet:
        _duties(console, report)
        _questions(console, report)
    console.print(_closing(report))
    # A pipe gets no trailing blanks, which tables would leave.
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _shown(finding: Finding, report: Report, look: Look) -> bool:
    """Duties and questions are gathered below; a quiet run shows only what it fails on."""
    if look.quiet:
        return finding.verdict.rank >= report.run.fail_on.rank and finding.counts
    return look.verbose or finding.code is not Code.DUTY


def _finding(console: Console, together: Together, look: Look) -> None:
    finding = together.first
    name = f"{finding.license}/{finding.clause}" if finding.clause else finding.code.value
    headline = Text(f"{finding.severity.value}[{visible(name)}]", style=_SEVERITIES[finding.severity])
    console.print(headline.append(f": {_headline(together)}", style="bold" if look.color else ""))
    at = finding.location
    console.print(Text(f"  --> {visible(at.text())}", style="blue"))
    line = look.line(at.file, at.line) if at.line else ""
    if line.strip():
        gutter = f"{at.line} | "
        shown = visible(line.rstrip())[: look.width - len(gutter)]
        console.print(Text(gutter, style="blue").append(shown), soft_wrap=True)
        length = max(1, min(len(shown.rstrip()) - at.column + 1, 60))
        console.print(Text(" " * (len(gutter) - 2) + "| ", style="blue").append(" " * (at.column - 1) + "^" * length, style="red"), soft_wrap=True)
    for label, text in _lines(together, look):
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=12, no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(Text(f"  = {label}:" if label else "", style="blue"), Text(visible(text)))
        console.print(grid)
    console.print()


def _headline(together: Together) -> str:
    """Who may (not) do what: from the actions where there are any, else the finding's own words."""
    finding = together.first
    if not together.actions:
        return f"{visible(finding.model)}: {visible(finding.summary)}" if finding.model else visible(finding.summary)
    what = " and ".join(dict.fromkeys(ACTIONS[action] for action in together.actions))
    uses = f" for {', '.join(visible(use) for use in together.uses)}" if together.uses else ""
    if finding.code is Code.MISSING_FACT and finding.verdict is Verdict.PERMITTED:
        return f"{visible(finding.model)}: an assumption was made{uses}"
    planned = " as planned" if finding.code in (Code.NAMING, Code.MISSING_NOTICE, Code.OUTBOUND_LICENSE) else ""
    return f"{visible(finding.model)} {_SAYS[finding.verdict]} {what}{planned}{uses}"


def _lines(together: Together, look: Look) -> Iterator[tuple[str, str]]:
    finding = together.first
    if finding.section:
        quote = f': "{finding.quote}"' if finding.quote else ""
        yield "licence", f"{finding.license}, section {finding.section}{quote}"
    if together.actions or finding.clause:
        yield "meaning", finding.summary
    for fact in finding.facts:
        yield "because", f"{fact.name} is {_plain(fact.value)}" + (f" ({fact.at})" if fact.at else "")
    if len(finding.lineage) > 1:
        yield "lineage", _path(finding)
    if finding.question and finding.verdict.rank >= Verdict.INFORMATION.rank:
        yield "question", finding.question.question
        for answer, verdict in finding.question.answers:
            yield "", f"- {answer}: {verdict.value}"
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


def _path(finding: Finding) -> str:
    hops = [finding.lineage[0]]
    for index, name in enumerate(finding.lineage[1:]):
        relation = finding.relations[index] if index < len(finding.relations) else "?"
        hops.append(f"<- ({relation}) {name}")
    return " ".join(hops)


def _table(console: Console, report: Report) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True, header_style="bold" if console.color_system else "")
    for name, share in (("model", 4), ("licence", 3), ("use", 2), ("verdict", 3)):
        table.add_column(name, overflow="fold", ratio=share)
    for model in report.models:
        licences = ", ".join(dict.fromkeys(one.id for one in model.licenses)) or "none stated"
        for index, use in enumerate(model.uses):
            first = index == 0
            verdict = Text(use.verdict.value, style=_STYLES[use.verdict])
            table.add_row(visible(model.id) if first else "", visible(licences) if first else "", visible(use.use), verdict)
    if report.models:
        console.print(table)
        console.print()


def _duties(console: Console, report: Report) -> None:
    duties = gathered_duties(report)
    if not duties:
        return
    console.print(Text("What is owed", style="bold" if console.color_system else ""))
    for duty, actions, models in duties:
        source = f"{duty.duty}; {duty.license}, section {duty.section}; to {', '.join(actions)}; {', '.join(map(visible, models))}"
        _item(console, _mark(duty), visible(duty.text), source)
    console.print()


def _mark(duty: Duty) -> str:
    return {"to-do": "[ ]", "met": "[x]", "unmet": "[!]"}[duty.status]


def _questions(console: Console, report: Report) -> None:
    questions = gathered_questions(report)
    if not questions:
        return
    console.print(Text("Questions", style="bold" if console.color_system else ""))
    for question, models in questions:
        _item(console, " ? ", visible(question.question), f"{question.fact}; {', '.join(map(visible, models))}")
        for text in _answers(question):
            console.print(Padding(Text(text), (0, 0, 0, 6)))
    console.print()


def _answers(question: Question) -> Iterator[str]:
    for answer, verdict in question.answers:
        yield f"- {answer}: {verdict.value}"


def _item(console: Console, mark: str, text: str, source: str) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f" {mark}"), Text(text))
    grid.add_row("", Text(f"({source})", style="dim" if console.color_system else ""))
    console.print(grid)


def _closing(report: Report) -> Text:
    counts = ", ".join(f"{report.count(verdict)} {verdict.value}" for verdict in Verdict if report.count(verdict))
    text = Text("verdict: ").append(report.verdict.value, style=_STYLES[report.verdict])
    return text.append(f" ({len(report.models)} model{'s' if len(report.models) != 1 else ''}{': ' + counts if counts else ''}; as of {report.run.as_of})")
