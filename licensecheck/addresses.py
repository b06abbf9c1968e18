"""Addresses of licences: the form in which they are compared, and the repository whose licence file one names. Nothing is fetched."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_SAME = (
    # The same file of a repository, as a page, raw, or to download.
    (re.compile(r"^raw\.githubusercontent\.com/([^/]+/[^/]+)/(?:refs/heads/)?"), r"github.com/\1/blob/"),
    (re.compile(r"^(github\.com/[^/]+/[^/]+)/raw/(?:refs/heads/)?"), r"\1/blob/"),
    (re.compile(r"^hf\.co/"), "huggingface.co/"),
    (re.compile(r"^(huggingface\.co/(?:(?:datasets|spaces)/)?[^/]+/[^/]+)/(?:resolve|raw)/"), r"\1/blob/"),
    (re.compile(r"\?download=true$"), ""),
    # The text of a licence and its summary, in whatever language.
    (re.compile(r"^(creativecommons\.org/.*?)/(?:legalcode|deed)(?:\.[a-z_-]{2,10})?$"), r"\1"),
)
_LICENCE_FILE = re.compile(r"huggingface\.co/([^/]+/[^/]+)/blob/([^/]+)/(licen[cs]e(?:[-_]model)?|model[-_]licen[cs]e)(?:\.(?:md|txt))?")


def is_address(text: str) -> bool:
    """Whether a text is the address of a page."""
    return _SCHEME.match(text.strip()) is not None


def normal_address(text: str) -> str:
    """An address in the form in which addresses are compared: without its scheme, `www.`, and how the page is shown; letter case aside."""
    from urllib.parse import unquote

    plain = unquote(_SCHEME.sub("", text.strip(), count=1)).casefold().rstrip("/")
    for pattern, same in _SAME:
        plain = pattern.sub(same, plain)
    return plain


def licence_file(address: str) -> tuple[str, str, bool] | None:
    """The repository of the Hub whose licence file an address names, the revision, and whether the file says that it is the model's; None for others."""
    found = _LICENCE_FILE.fullmatch(normal_address(address)) if is_address(address) else None
    return (found[1], found[2], "model" in found[3]) if found else None
