"""From bytes to words: decoding, and the normal form in which texts are compared.

The normal form is the sequence of words in small letters. White space, punctuation, bullets, quotation marks, dashes,
comment marks, Markdown and HTML dress disappear; nothing else does. Every step keeps the line ends, so that a word
can be traced to its line. All patterns are bounded: no input makes them slow.
"""

from __future__ import annotations

import re
from itertools import accumulate

MAX_BYTES = 4_000_000
"""More than any licence needs; what lies behind it is reported as unread."""

_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_DIGITS = tuple("0123456789")
_TO_BLANKS = bytes(code if code in _LETTERS else 32 for code in range(256))
_TO_LETTERS = bytes(code if code in b"abcdefghijklmnopqrstuvwxyz" else 32 for code in range(256))
_TO_DIGITS = bytes(code if code in b"0123456789" else 32 for code in range(256))
_TO_BLANKS_AND_LINES = bytes(code if code in _LETTERS + b"\n" else 32 for code in range(256))

# Patterns are compiled when a text needs them: most do not, and compiling takes longer than identifying.
_UNICODE_WORDS = r"[a-z0-9]+|[^\W_a-z0-9]"
_ACCENTS = "[\u0300-\u036f]+"
_LINK = (
    r"\]\((?=h\n?t\n?t\n?p\n?s?\n?:|[./#]|mailto:|[\w-]{1,60}[./])[^()\s]{0,600}(?:\n[^()\s]{0,200}|\([^()\s]{0,100}\)[^()\s]{0,200}){0,4}"
    r"(?:\s{1,3}\"[^\"\n]{0,200}\")?\)"
)
_ENTITY = r"&(?:#x?[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});"
_TAGS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer"
    "|form|h1|h2|h3|h4|h5|h6|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|noscript|ol|p|path|picture|pre|q|s|samp|section|small|source"
    "|span|strike|strong|sub|summary|sup|svg|table|tbody|td|template|tfoot|th|thead|time|title|tr|tt|u|ul|var"
)
_INLINE = r"</?(?:a|abbr|b|big|cite|dfn|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|tt|u|var)(?:[\s/][^<>]{0,600})?>"
"""Tags that do not divide a word."""
_MANY = 1_000
"""From so many signs on it is not worth while to look at each."""
_TAG = rf"</?(?:{_TAGS}|\?xml|!doctype)(?:[\s/][^<>]{{0,600}})?>"
_HIDDEN = r"<(script|style)\b[^<>]{0,300}>[^<]{0,20000}</\1>"
_HYPHEN_BREAK = r"-(?<=[a-z]-)[ \t]{0,8}\n(\s{0,9}(?:page )?[0-9]{1,3}(?: of [0-9]{1,3})?\s{0,9}\n)?[^\w\n]{0,24}([a-z]{1,40})"
_PUNCTUATION = "“”‘’–—•…©§®™\u00a0"
_HUNK = r"(?m)^@@ -[0-9]"
_TAKEN_OUT = r"(?m)^-[^\n]*$"
"""A line that a patch takes out."""
_MARKED = r"\s{0,8}(?:@?rem|dnl|c(?=[ \t]{3}|[ \t]{0,9}\n)|[0-9]{1,4}(?=[\t:|]))"
_FIRST_MARKS = ("rem", "@rem", "dnl", "c ", "c\t", "c\n", *"0123456789")
"""What a text begins with that `_MARKED` may match."""
_MARKS = r"(?m)^[ \t]{0,8}(?:@?rem\b|dnl\b|c(?=[ \t]{3}|[ \t]{0,9}$)|[0-9]{1,4}[\t:|])"
"""Marks of comments that are words, and the numbers of lines."""
_NUMBER = r"[ \t]{0,8}([0-9]{1,5})(?=[ \t:|]|$)"
_LETTER_MARKS = {"@c": r"(?m)^[ \t]{0,8}@c(?:omment)?(?=[ \t]|$)", "c ": r"(?m)^[ \t]{0,8}c(?=[ \t]|$)"}
"""Marks of comments in Texinfo and Fortran: a text whose lines nearly all begin so is commented out; a word of a sentence is not at every line."""
_ESCAPE = r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u([0-9a-f]{4})"
_BLANK_CODES = frozenset((*map(ord, "\t\n\r\"&'/<>"), 0x85, 0xA0, 0x2028, 0x2029))
_QUOTE_MARK = r"(?m)^[ \t]{0,8}>"
_SPELLING = (
    *(("licenc", "licens"), ("isation", "ization"), ("http:", " "), ("https:", " "), ("whilst", "while"), ("acknowledgement", "acknowledgment")),
    *(
        ("judgement", "judgment"),
        ("per cent", "percent"),
        ("authorise", "authorize"),
        ("recognise", "recognize"),
        ("favour", "favor"),
        ("fulfilment", "fulfillment"),
    ),
    *(("organise", "organize"), ("utilise", "utilize"), ("behaviour", "behavior"), ("defence", "defense")),
)
"""Spellings and words that the SPDX matching guidelines take as equal, and schemes of addresses."""
_DOLLARS, _PERCENT = r"\$(?=\s{0,3}[0-9])", r"(?<=[0-9])%"
_SYMBOLS = {
    "©": "(c)",
    "™": " ",
    "®": " ",
    "℠": " ",
    "€": " euro ",
    "£": " pound ",
    "¥": " yen ",
    "￥": " yen ",
    **dict.fromkeys("¬≠❌✗✘🚫⛔", " not "),
}
"""Signs that are read as words, or as none."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def decode(data: bytes) -> tuple[str, str]:
    """(text, problem): the text in whatever encoding it is, or why there is none."""
    problem = ""
    if len(data) > MAX_BYTES:
        problem = f"only the first {MAX_BYTES:,} bytes were read"
        data = data[:MAX_BYTES]
    if data[-1:] in (b"\0", b"\x1a") and b"\0" not in data[:2]:
        # The padding of a fixed record, or the end mark of old systems; in UTF-16 a zero byte is part of a letter.
        bare = data.rstrip(b"\0\x1a")
        data = bare if b"\0" not in bare else data
    text = _decoded(data)
    if text is None or _binary(text):
        return "", "a binary file, not a text"
    if not text.strip(" \t\r\n\x0b\x0c\ufeff\u00a0"):
        return "", problem or "an empty file"
    return text, problem


def _decoded(data: bytes) -> str | None:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    if b"\0" in data[:4096]:
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:
            # The end was cut inside a character.
            return data[: error.start].decode("utf-8")
    return _legacy(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the reading that gives letters."""
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        text = data.decode(name, "replace")
        sample = text[:4000]
        usual = sum(
            " " <= char <= "\u024f" or char in "\t\r\n" or "\u2010" <= char <= "\u2027" or "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
            for char in sample
        )
        spread = sum(" " <= char <= "~" or char in "\n，。、的" for char in sample)
        if usual * 20 >= len(sample) * 19 and spread * 20 >= len(sample):
            return text
    return None


def _legacy(data: bytes) -> str:
    """An encoding that is not UTF-8: East Asian or wide where many bytes are not ASCII, else eight bits a letter."""
    sample = data[:20_000]
    if sum(map((127).__lt__, sample)) * 4 <= len(sample):
        return data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1")
    wide = _wide(data)
    if wide is not None:
        return wide
    for name in ("gb18030", "big5", "shift_jis", "euc-kr"):
        try:
            return data.decode(name)
        except UnicodeDecodeError as error:
            if error.start >= len(data) - 3:
                return data[: error.start].decode(name)
    return data.decode("cp1252", "replace")


def _binary(text: str) -> bool:
    sample = text[:20000]
    if sample.startswith(("%PDF-", "PK\x03\x04", "GGUF", "\x7fELF")):
        return True
    odd = sum(1 for char in set(sample) if char < " " and char not in "\t\n\r\x0b\x0c\x1a\x1b")
    return sample.count("\0") + sample.count("\ufffd") * 2 > len(sample) // 20 + 2 or odd > 3


def body(text: str) -> str:
    """The text in small letters without its dress, line for line."""
    text = text.lower()
    if "&" in text and re.search(_ENTITY, text):
        text = _unescaped(text)
    if ("\\u" in text and text[:1] in ("{", "[")) or ("\\n" in text and (text.count("\\n") * 2 > text.count("\n") or text[:1] in ("{", "["))):
        # A text in quotation marks in some program: its line ends, and perhaps its letters that are not ASCII, are written out.
        text = re.sub(r"\\[nrtfbv]", " ", text)
        text = re.sub(_ESCAPE, _unwritten, text) if "\\u" in text else text
    if not text.isascii():
        text = _plain_characters(text)
    if "@@ -" in text and re.search(_HUNK, text):
        text = re.sub(_TAKEN_OUT, "", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without_marks(text)
    if text.lstrip()[:4].startswith(_FIRST_MARKS) and re.match(_MARKED, text) and len(re.findall(_MARKS, text)) * 5 >= (text.count("\n") + 1) * 3:
        text = re.sub(_MARKS, "", text)
    if "<" in text:
        if "\n>" in text:
            text = _unquoted(text)
        text = re.sub(_HIDDEN, _breaks, text) if "</s" in text else text
        text = re.sub(_TAG, _breaks, re.sub(_INLINE, _line_ends, text)) if has_tags(text) else text
    if "](" in text:
        text = re.sub(_LINK, _breaks, text)
    return _respelled(text)


def _unwritten(match: re.Match[str]) -> str:
    """A sign that a program wrote by its number. Signs of ASCII, which could become mark-up, are blanks or stay as they are."""
    if match[1]:
        return chr(0x10000 + (int(match[1], 16) - 0xD800) * 0x400 + int(match[2], 16) - 0xDC00)
    code = int(match[3], 16)
    if code in _BLANK_CODES:
        return " "
    return chr(code).lower() if code > 0xA0 and not 0xD800 <= code < 0xE000 else match.group()


def _without_marks(text: str) -> str:
    """A text without what every one of its lines begins with: a number that runs on from line to line, or the letter of a comment."""
    head = text[:80].lstrip()
    if head[:1] in _DIGITS and re.match(_NUMBER, head.split("\n")[0]):
        return _unnumbered(text)
    pattern = _LETTER_MARKS.get(head[:2])
    if pattern is None:
        return text
    lines = sum(1 for line in text.split("\n") if line.strip())
    return re.sub(pattern, "", text) if len(re.findall(pattern, text)) * 10 >= lines * 9 and (lines > 1 or head[0] == "@") else text


def _unnumbered(text: str) -> str:
    """A text without the numbers of its lines; every line must have the next one, or be empty."""
    lines = text.split("\n")
    last = None
    for at, line in enumerate(lines):
        match = re.match(_NUMBER, line)
        if match is None and not line.strip():
            continue
        if match is None or (last is not None and int(match[1]) != last + 1):
            return text
        last = int(match[1])
        lines[at] = line[match.end() :]
    return "\n".join(lines) if len(lines) > 1 else text


def has_tags(text: str) -> bool:
    """Whether a text in small letters may have tags of HTML: `<http://...>` and `<name>` are none."""
    if text.count("<") > _MANY:
        return True
    names = {*_TAGS.split("|"), "?xml", "!doctype"}
    pieces = (piece[:13].replace("/", " ").replace(">", " ").split() for piece in text.split("<")[1:])
    return any(piece and piece[0] in names for piece in pieces)


def _read_twice(text: str) -> str:
    """A text in UTF-8 that was taken for Windows-1252: its punctuation put right."""
    for char in _PUNCTUATION:
        text = text.replace(char.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").lower(), char)
    return text.replace('â€"', '"')


def _unquoted(text: str) -> str:
    """A text whose lines begin with a mark of quotation without these: the mark could end a tag of the line above."""
    lines = sum(1 for line in text.split("\n") if line.strip())
    return re.sub(_QUOTE_MARK, " ", text) if len(re.findall(_QUOTE_MARK, text)) * 3 >= lines * 2 else text


def _respelled(text: str) -> str:
    if "$" in text:
        text = re.sub(_DOLLARS, " dollar ", text)
    if "%" in text:
        text = re.sub(_PERCENT, " percent ", text)
    for old, new in _SPELLING:
        text = text.replace(old, new)
    return text


def _plain_characters(text: str) -> str:
    if "â€" in text or "â©" in text:
        text = _read_twice(text)
    odd = {char for char in set(text) if char > "\x7f"}
    for char in odd.intersection(_INVISIBLE):
        text = text.replace(char, "")
    for char in odd.intersection(_SYMBOLS):
        text = text.replace(char, _SYMBOLS[char])
    if any(char.isalnum() or "\u24b6" <= char <= "\u24e9" or "\U0001f110" <= char <= "\U0001f189" for char in odd):
        # Letters in their simplest form: without accents, ligatures taken apart, full width to plain.
        from unicodedata import normalize

        text = re.sub(_ACCENTS, "", normalize("NFKD", text)).casefold()
    return text


def _unescaped(text: str) -> str:
    from html import unescape

    for _ in range(2):
        # Twice, for text that went through two tools; entities of line ends must not add lines.
        text = re.sub(_ENTITY, lambda match: unescape(match.group()).replace("\n", " "), text)
    return text.lower()


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _breaks(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n") or " "


def join_hyphens(plain: str) -> str:
    """Words that are divided at a line's end put together; the line end moves behind the word."""
    divided = any(line.rstrip(" \t")[-1:] == "-" for line in plain.split("\n"))
    return _respelled(re.sub(_HYPHEN_BREAK, r"\2\n\1", plain)) if divided else plain


def words(plain: str) -> list[bytes]:
    """The words of a text in normal form; each letter of a script without small Latin letters is a word."""
    if _only_ascii_letters(plain):
        found = plain.encode("ascii", "replace").translate(_TO_BLANKS).split()
    else:
        found = [word.encode() for word in re.findall(_UNICODE_WORDS, plain)]
    return _with_holders(found) if "owner" in plain else found


def _with_holders(found: list[bytes]) -> list[bytes]:
    """The words with `copyright holder` for `copyright owner`: the SPDX matching guidelines take them as equal."""
    for old, new in ((b"owner", b"holder"), (b"owners", b"holders")):
        at = -1
        for _ in range(found.count(old)):
            at = found.index(old, at + 1)
            # A page's number may stand between.
            before = found[max(0, at - 2) : at]
            if before[-1:] == [b"copyright"] or (before[:1] == [b"copyright"] and before[1].isdigit()):
                found[at] = new
    return found


def name_words(name: str) -> frozenset[bytes]:
    """The words of an id or a title, and the letters and the digits of each by themselves."""
    plain = name.lower().encode("ascii", "replace")
    return frozenset(word for only in (_TO_BLANKS, _TO_LETTERS, _TO_DIGITS) for word in plain.translate(only).split())


def line_ends(plain: str) -> list[int]:
    """For each line, the number of words up to its end."""
    if _only_ascii_letters(plain):
        counts = [len(line.split()) for line in plain.encode("ascii", "replace").translate(_TO_BLANKS_AND_LINES).split(b"\n")]
    else:
        counts = [len(re.findall(_UNICODE_WORDS, line)) for line in plain.split("\n")]
    return list(accumulate(counts))


def _only_ascii_letters(plain: str) -> bool:
    return plain.isascii() or not any(char.isalnum() for char in set(plain) if char > "\x7f")
