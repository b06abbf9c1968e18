"""Licence compliance for AI models: what may be done with them, and what is owed.

As a library: `licensecheck.check(Request(inputs=("manifest.yaml",), as_of="2026-11-21"))` gives the report that the
command prints. The names below are loaded when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from licensecheck.errors import IncompleteError, InputError, LicensecheckError
    from licensecheck.findings import Code, Finding, Severity
    from licensecheck.model import Verdict
    from licensecheck.pipeline import Request, check
    from licensecheck.report import Report
    from licensecheck.rulebase import RuleBase

__all__ = ["Code", "Finding", "IncompleteError", "InputError", "LicensecheckError", "Report", "Request", "RuleBase", "Severity", "Verdict", "check"]

_HOMES = {
    **dict.fromkeys(("IncompleteError", "InputError", "LicensecheckError"), "errors"),
    **dict.fromkeys(("Code", "Finding", "Severity"), "findings"),
    **dict.fromkeys(("Request", "check"), "pipeline"),
    "Report": "report",
    "RuleBase": "rulebase",
    "Verdict": "model",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"licensecheck has no {name!r}")
    from importlib import import_module

    return getattr(import_module(f"licensecheck.{_HOMES[name]}"), name)
