"""Report formats: one module each with `render(report, look) -> str`; each sees only the report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from licensecheck.records import record
from licensecheck.report import Report

FORMATS = ("terminal", "json")


def no_line(file: str, number: int) -> str:
    """For formats that show no lines of the inputs."""
    return ""


@record
class Look:
    """How a format may look: width in columns, colour, and how much is shown."""

    width: int = 80
    color: bool = False
    quiet: bool = False
    verbose: bool = False
    line: Callable[[str, int], str] = no_line
    """Gives a line of an input (counted from 1), for formats that show it."""


def render(name: str, report: Report, look: Look) -> str:
    """The report in the named format; KeyError for a name that is none of FORMATS."""
    if name not in FORMATS:
        raise KeyError(name)
    text: str = import_module(f"licensecheck.reports.{name}").render(report, look)
    return text
