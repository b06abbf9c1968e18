"""What an unquoted YAML word means: nothing, true or false, a number, or simply the text."""

from __future__ import annotations

import re

# `010`, `0x10`, `1:30` and dates are text: YAML 1.1 would turn them into other numbers and dates.
_NUMBER = re.compile(
    r"""(?P<sign>[-+]?)
    (?P<whole>0|[1-9][0-9]*(?:_[0-9]+)*)?
    (?:\.(?P<fraction>[0-9]+))?
    (?:[eE](?P<exponent>[-+]?[0-9]{1,4}))?""",
    re.VERBOSE,
)
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
# Beyond this a number is no measurement but a word, such as a commit hash of digits with one `e`.
_MOST_DIGITS = 300
_FIRST = frozenset("+-.0123456789")


def resolve(text: str) -> bool | int | float | str | None:
    """The value of a plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _FIRST:
        return number(text)
    return text


def number(text: str) -> int | float | str:
    """The number that the text writes in decimal notation, else the text itself."""
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > _MOST_DIGITS:
        return text
    sign, whole, fraction, exponent = found.group("sign", "whole", "fraction", "exponent")
    if not (whole or fraction):
        return text
    if fraction is None and exponent is None:
        return int(text)
    digits = (whole or "").replace("_", "") + (fraction or "")
    power = int(exponent or 0) - len(fraction or "")
    if abs(power) > _MOST_DIGITS:
        return text
    return _scaled(-int(digits) if sign == "-" else int(digits), power)


def _scaled(digits: int, power: int) -> int | float:
    """`digits` times ten to the `power`; whole when it is whole, as users and money are counted exactly."""
    scale: int = 10 ** abs(power)
    if power >= 0:
        return digits * scale
    return digits / scale if digits % scale else digits // scale
