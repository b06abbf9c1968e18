"""Licence texts: the normal form that hashes are made of, and whether quotes and sections stand in a text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from licensecheck.licences import Licence

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "…": "...", "\u00a0": " "})
_MARKER = r"(?:(?<=[\s(（*_>#])|^){}[.)）、:：\s*_]"
MAX_QUOTE_WORDS = 12


def normal_text(text: str) -> str:
    """One line of text: typographic quotes and dashes plain, Markdown emphasis dropped, white space single."""
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES).replace("\ufeff", "")
    plain = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", plain)
    plain = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", plain)
    return " ".join(plain.split())


def digest(text: str) -> str:
    """SHA-256 of the normal form, in hexadecimal."""
    return hashlib.sha256(normal_text(text).encode()).hexdigest()


def problems(licence: Licence, folder: Path) -> Iterator[str]:
    """What does not fit between a licence file and the texts in `folder` (`<key>.txt`), in words."""
    texts: dict[str, str] = {}
    for document in licence.text:
        path = folder / f"{document['key']}.txt"
        if not path.is_file():
            yield f"the text {document['key']}.txt is not in {folder}"
            continue
        texts[document["key"]] = path.read_text(encoding="utf-8", errors="replace")
        if document.get("sha256") != digest(texts[document["key"]]):
            yield f"the hash of {document['key']} is {digest(texts[document['key']])}, the file says {document.get('sha256') or 'nothing'}"
    first = licence.text[0]["key"] if licence.text else ""
    passages = [(clause.id, clause.document or first, clause.section, clause.quote) for clause in licence.clauses]
    passages += [(f"reaches {name}", raw.get("document") or first, raw["section"], raw["quote"]) for name, raw in licence.reaches.items()]
    passages += [(f"note on {raw['topic']}", raw.get("document") or first, raw["section"], raw["quote"]) for raw in licence.notes]
    if licence.frees_results:
        raw = licence.frees_results
        passages.append(("frees_results", raw.get("document") or first, raw["section"], raw["quote"]))
    for name, key, section, quote in passages:
        if key in texts and (wrong := misplaced(texts[key], section, quote)):
            yield f"{name}: {wrong}"
        elif key not in texts and not any(document["key"] == key for document in licence.text):
            yield f"{name}: the document {key!r} is not listed under `text`"


def misplaced(text: str, section: str, quote: str) -> str | None:
    """Why the quote does not stand in that section of the text; None when it does."""
    wanted = normal_text(quote)
    if len(wanted.split()) > MAX_QUOTE_WORDS:
        return f"the quote has more than {MAX_QUOTE_WORDS} words"
    flat = normal_text(text)
    if not _occurrences(flat, wanted):
        return f"the quote {quote!r} is not in the text"
    if section.startswith("¶"):
        paragraphs = [part for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if part.strip()]
        number = int(section[1:])
        if number > len(paragraphs) or wanted not in normal_text(paragraphs[number - 1]):
            return f"the quote is not in paragraph {number}"
        return None
    if not any(_reaches(flat[:end], _steps(section)) for end in _occurrences(flat, wanted)):
        return f"section {section} is not found before the quote"
    return None


def _occurrences(flat: str, wanted: str) -> list[int]:
    """Ends of every place where the quote stands (letter case counts)."""
    return [match.end() for match in re.finditer(re.escape(wanted), flat)] if wanted else []


def _steps(section: str) -> list[str]:
    """`1.b.iii` -> 1, b, iii; `Attachment A/5` -> Attachment A, 5. Dots divide markers, not words."""
    steps: list[str] = []
    for part in map(str.strip, section.split("/")):
        steps += re.split(r"[.]", part) if re.fullmatch(r"[\w()（）]{1,5}(\.[\w()（）]{1,5})*\.?", part) else [part]
    return [step for step in steps if step]


def _reaches(before: str, steps: list[str]) -> bool:
    """Whether the section's markers occur in this order before the quote."""
    return _walk(before, 0, steps)


def _walk(before: str, start: int, steps: list[str]) -> bool:
    """Find the steps in order; markers may be printed whole (`4.1.a`), in part (`4.1` and then `(a)`) or one by one."""
    if not steps:
        return True
    for size in range(len(steps), 0, -1):
        head = [normal_text(step) for step in steps[:size]]
        short = all(re.fullmatch(r"[\w()（）]{1,5}", step) for step in head)
        if size > 1 and not short:
            continue
        pattern = _MARKER.format(re.escape(".".join(head))) if short else re.escape(head[0])
        if any(_walk(before, start + match.end() - 1, steps[size:]) for match in _some(pattern, before[start:])):
            return True
    return False


def _some(pattern: str, text: str) -> list[re.Match[str]]:
    """A bounded number of matches keeps a hostile text from costing more than a few steps."""
    found = []
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found.append(match)
        if len(found) == 40:
            break
    return found
