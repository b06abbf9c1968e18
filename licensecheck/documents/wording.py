"""How values, paths and kinds of data are written in messages; nothing of the file reaches a terminal raw."""

from __future__ import annotations

import re

from licensecheck.model import Path, Value

_PLAIN_KEY = re.compile(r"[\w/-]+")
_LONGEST = 60


def visible(text: str) -> str:
    """The text with control, bidirectional and other invisible characters written as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r":
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[char]
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def brief(text: str) -> str:
    """The text, visible and not too long for a message."""
    return visible(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def shown(value: Value) -> str:
    """A value for a message: text in quotes and shortened, collections by their kind."""
    if isinstance(value, str):
        return f'"{brief(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return brief(repr(value))
    return kind_of(value)


def kind_of(value: Value) -> str:
    """What a value is, in a person's words; text and numbers are shown."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, int | float):
        return f"the number {shown(value)}"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    return "a list" if isinstance(value, list) else "a mapping"


def path_text(path: Path) -> str:
    """`models[0].uses`; a key that is no plain word stands in brackets and quotes."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{shown(step)}]"
    return text
