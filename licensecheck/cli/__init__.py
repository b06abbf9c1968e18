"""The command line: arguments in, text and exit code out. The only package that prints or exits.

Exit codes: 0 nothing at or above --fail-on, 1 something is, 2 bad input or usage, 3 could not complete, 130 interrupted.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_INPUT, EXIT_INCOMPLETE, EXIT_INTERRUPTED = 2, 3, 130


def command() -> int:
    """The program `licensecheck`: `main` in a process that ends with it."""
    import gc

    # A run makes much and drops little: collecting often finds nothing and costs a tenth of the time.
    gc.set_threshold(200_000)
    code = main()
    # Nor is it worth while to look for garbage at the end.
    gc.freeze()
    return code


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; never raises, never shows a traceback for a user's mistake."""
    options = _options(list(sys.argv[1:] if argv is None else argv))
    try:
        return _run(options)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _options(argv: list[str]) -> object:
    """The options; for the plainest call of `identify` without argparse, which takes longer than the answer."""
    if argv[:1] == ["identify"]:
        from licensecheck.cli.identify import plain_options

        if plain := plain_options(argv[1:]):
            return plain
    else:
        from licensecheck.cli.quick import options

        if ordinary := options(argv):
            return ordinary
    from licensecheck.cli.arguments import parse

    return parse(argv)


def _run(options: object) -> int:
    try:
        # Not importlib, which a console script would load for this alone.
        command = __import__(f"licensecheck.cli.{options.command}", fromlist=["run"])  # type: ignore[attr-defined]
        text, code = command.run(options)
    except Exception as error:
        return _failed(error)
    return _print(text, int(code))


def _failed(error: Exception) -> int:
    """Say what is wrong: with the input, with what was needed, or with us. The classes of errors are loaded only here."""
    from licensecheck.errors import IncompleteError, InputError

    if isinstance(error, InputError):
        for problem in error.problems:
            print(f"error: {problem.text()}", file=sys.stderr)
        return EXIT_INPUT
    if isinstance(error, IncompleteError):
        print(f"error: {error}", file=sys.stderr)
        return EXIT_INCOMPLETE
    return _crash()


def _print(text: str, code: int) -> int:
    """Print the text; a reader that went away (`| head`) changes nothing, an output that cannot be written is no finding."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        return _print(text.encode(encoding, errors="replace").decode(encoding), code)
    except OSError as error:
        import os

        # What is still buffered would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if not isinstance(error, BrokenPipeError):
            print(f"error: the output cannot be written: {error.strerror}", file=sys.stderr)
            return EXIT_INCOMPLETE
    return code


def _crash() -> int:
    """An error of ours, not of the input: what happened, in a form that can be pasted into an issue."""
    import traceback

    from licensecheck.version import VERSION

    print(f"internal error in licensecheck {VERSION}; no verdict was reached. Please report this:", file=sys.stderr)
    traceback.print_exc()
    return EXIT_INCOMPLETE
