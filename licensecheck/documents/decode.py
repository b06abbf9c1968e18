"""Bytes to text: byte order marks, line ends, and characters that no document may hold."""

from __future__ import annotations

import codecs
import re

from licensecheck.documents.document import Source
from licensecheck.errors import InputError
from licensecheck.records import record

# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_OPENING = re.compile(r"\s*?---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"[\w-]+:(?: |$)", re.MULTILINE)


@record
class FrontMatter:
    """A Markdown file in parts; `before` ends with the opening line, `body` begins after the closing one."""

    before: str
    block: str
    body: str


def decode(data: bytes, name: str) -> str:
    """The text of a document with one kind of line end; raises `InputError` at the first forbidden character."""
    body, encoding = _encoding(data)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        before = _ends(body[: error.start].decode(encoding, "replace"))
        message = f"this is not {encoding.upper()} text (byte {body[error.start]:#04x})"
        problem = Source(name, before).problem(len(before), message, "save the file as UTF-8")
        raise InputError([problem]) from None
    text = _ends(text)
    if found := _FORBIDDEN.search(text):
        raise InputError([Source(name, text).problem(found.start(), *_forbidden(found.group()))])
    return text


def split_front_matter(data: bytes, name: str) -> FrontMatter | None:
    """The parts of a Markdown file that begins with a `---` line; None when it does not.

    Bytes that are no text are replaced in the body, which is only prose, and refused in the block.
    Raises `InputError` for an opening line without a closing one, unless it is only a ruled line.
    """
    raw, encoding = _encoding(data)
    text = _ends(raw.decode(encoding, "replace"))
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        if _KEY_LINE.match(text, opening.end()) is None:
            return None
        message = "the block that this line opens is not closed"
        source = Source(name, text)
        offset = opening.end() - len(opening.group().lstrip())
        raise InputError([source.problem(offset, message, "end it with a line `---`")])
    block = text[opening.end() : closing.start()]
    if "\ufffd" in block or _FORBIDDEN.search(block):
        decode(data, name)
    if all(not line.strip() or line.lstrip().startswith("#") for line in block.split("\n")):
        return None
    return FrontMatter(text[: opening.end()], block, text[closing.end() :].removeprefix("\n"))


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The bytes without their mark, and how they are encoded."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, "utf-8"


def _ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _forbidden(char: str) -> tuple[str, str]:
    if char == "\x00":
        return "a NUL character: this is not a text file", "or it is UTF-16: save it as UTF-8"
    return f"the control character U+{ord(char):04X} is not allowed", "remove it"
