"""Errors, as a tree; the command line maps each to an exit code.

LicensecheckError
├── InputError        the user's input or usage is wrong (exit 2); carries every problem found
├── RuleBaseError     a file of the rule base is wrong (exit 2): it carries problems as well
└── IncompleteError   the run could not be completed (exit 3)
"""

from __future__ import annotations

from collections.abc import Iterable

from licensecheck.model import Problem


class LicensecheckError(Exception):
    """Base of all errors that licensecheck raises on purpose."""


class InputError(LicensecheckError):
    """Bad input or usage: all the problems found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


class RuleBaseError(InputError):
    """A licence, vocabulary, catalogue or policy file is wrong."""


class IncompleteError(LicensecheckError):
    """Something that was needed could not be had; the run has no verdict."""
