"""Guesses at what was meant, for the end of a message: the nearest word, the number behind `5M`, a list of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from licensecheck.documents.scalars import number
from licensecheck.documents.wording import brief
from licensecheck.model import Value

# Words of people for words of ours; only used where the second is a choice.
_SYNONYMS = {
    "uk": "GB",
    "england": "GB",
    "usa": "US",
    "germany": "DE",
    "france": "FR",
    "china": "CN",
    "global": "worldwide",
    "world": "worldwide",
    "deploy": "serve",
    "host": "serve",
    "use": "run",
    "inference": "run",
    "finetune": "modify",
    "fine-tune": "modify",
    "train": "modify",
    "quantize": "modify",
    "publish": "redistribute",
    "business": "commercial",
    "non-profit": "nonprofit",
    "academia": "academic",
    "university": "academic",
    "fine-tuned": "finetune",
    "lora": "adapter",
    "gguf": "quantized",
    "mau": "monthly_active_users",
    "country": "domicile",
    "countries": "territories",
}
_LONGEST = 60
_FACTORS = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,.' ][0-9]{3})+")
_WITH_UNIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)", re.IGNORECASE)
_TRUTH = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant; None when none is near."""
    if len(word) > _LONGEST:
        return None
    plain = {_plain(choice): choice for choice in choices}
    wanted = _plain(word)
    synonym = _SYNONYMS.get(wanted)
    if synonym is not None and synonym in plain.values():
        return synonym
    if wanted in plain:
        return plain[wanted]
    begun = [choice for text, choice in plain.items() if len(wanted) > 2 and text.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    close = get_close_matches(wanted, plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`did you mean X?`, or nothing."""
    found = nearest(word, choices)
    return f"did you mean {found}?" if found else ""


def for_type(value: Value, wanted: Collection[str]) -> str:
    """What to write instead of a value of the wrong type."""
    if "boolean" in wanted:
        return _for_boolean(value)
    if {"number", "integer"} & set(wanted):
        return _for_number(value)
    if "string" in wanted and isinstance(value, bool | int | float):
        return f'put it in quotes: "{_plainly(value)}"'
    if "array" in wanted and isinstance(value, str | int | float):
        return f"write [{_plainly(value)}] for a list of one"
    if "array" in wanted and isinstance(value, dict):
        return "a list is written as `- item` lines, or as [item, item]"
    if "object" in wanted and isinstance(value, list):
        return "write `key: value` lines, without a leading `- `"
    return ""


def _for_boolean(value: Value) -> str:
    if not isinstance(value, str):
        return ""
    if value.lower() in ("true", "false"):
        return "remove the quotes"
    answer = _TRUTH.get(value.lower())
    return f"write {answer}" if answer else ""


def _for_number(value: Value) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    text = re.sub(r"^[$€¥£]\s*|^(?:usd|eur|cny)\s+|\s*(?:[$€¥£]|usd|eur|cny|users)$", "", value.strip().lower())
    if not isinstance(number(text), str):
        return "remove the quotes" if text == value else f"write {text}"
    if _GROUPED.fullmatch(text):
        return f"write {int(re.sub('[^0-9]', '', text)):_}"
    if text.isdecimal() and text.isascii():
        return f"write {int(text)}, without leading zeros"
    scaled = _WITH_UNIT.fullmatch(text)
    if scaled and scaled[2] in _FACTORS:
        amount = number(f"{scaled[1].lstrip('0') or '0'}e{_FACTORS[scaled[2]]}")
        return f"write {amount:_}" if isinstance(amount, int) else ""
    return "digits only, such as 5000000 or 5_000_000"


def _plain(text: str) -> str:
    return text.casefold().replace("_", "-").replace(" ", "-")


def _plainly(value: str | float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return brief(str(value))
