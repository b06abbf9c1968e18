"""Addresses of licences: the form in which they are compared, and the repository whose licence file one names. Nothing is fetched."""

from __future__ import annotations

import re

# Patterns are compiled when an address is read: most runs have none.
_SCHEME = r"(?i)https?://(?:www\.)?"
_SAME = (
    # The same file of a repository, as a page, raw, or to download.
    (r"^raw\.githubusercontent\.com/([^/]+/[^/]+)/(?:refs/heads/)?", r"github.com/\1/blob/"),
    (r"^(github\.com/[^/]+/[^/]+)/raw/(?:refs/heads/)?", r"\1/blob/"),
    (r"^hf\.co/", "huggingface.co/"),
    (r"^(huggingface\.co/(?:(?:datasets|spaces)/)?[^/]+/[^/]+)/(?:resolve|raw)/", r"\1/blob/"),
    (r"\?download=true$", ""),
    # The text of a licence and its summary, in whatever language.
    (r"^(creativecommons\.org/.*?)/(?:legalcode|deed)(?:\.[a-z_-]{2,10})?$", r"\1"),
)
_WRITTEN = r"<\s*([^<>\s]+)\s*>|\[[^\[\]]{0,300}\]\(\s*<?([^()<>\s]+)>?(?:\s+\"[^\"]{0,300}\")?\s*\)"
"""An address as Markdown has it: between angle brackets, or behind the words of a link."""
_HOST = r"(?i)(?://)?(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,6}[a-z]{2,18}/\S*"
_MODEL_PAGE = r"huggingface\.co/([^/]+/[^/]+)(?:/(?:tree|blob)/([^/]+))?"
_LICENCE_FILE = r"huggingface\.co/([^/]+/[^/]+)/blob/([^/]+)/(licen[cs]e(?:[-_]model)?|model[-_]licen[cs]e)(?:\.(?:md|txt))?"


def is_address(text: str) -> bool:
    """Whether a text is the address of a page."""
    return re.match(_SCHEME, text.strip()) is not None


def written_address(text: str) -> str:
    """The address that a text is, whatever stands around it; empty for a text that is none. One without a scheme is read with `https`."""
    plain = text.strip()
    if found := re.fullmatch(_WRITTEN, plain):
        plain = found[1] or found[2]
    if is_address(plain):
        return plain
    return "https://" + plain.removeprefix("//") if plain.startswith("//") or re.fullmatch(_HOST, plain) else ""


def same_licence(address: str) -> tuple[str, ...]:
    """The addresses by which the licence behind one may be known, the nearest first.

    A query or an anchor changes how a page is shown. The page of a model on the Hub stands for its licence file.
    """
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    page = re.fullmatch(_MODEL_PAGE, normal_address(bare))
    file = (f"https://huggingface.co/{page[1]}/blob/{page[2] or 'main'}/LICENSE",) if page else ()
    return tuple(dict.fromkeys((address, bare, *file)))


def normal_address(text: str) -> str:
    """An address in the form in which addresses are compared: without its scheme, `www.`, and how the page is shown; letter case aside."""
    from urllib.parse import unquote

    plain = unquote(re.sub(_SCHEME, "", text.strip(), count=1)).casefold().rstrip("/")
    for pattern, same in _SAME:
        plain = re.sub(pattern, same, plain)
    return plain


def normal_path(path: str) -> str:
    """A path as it may be written in a link, in one form."""
    from urllib.parse import unquote

    return unquote(path).replace("\\", "/").removeprefix("./").rstrip("/").lower()


def licence_file(address: str) -> tuple[str, str, bool] | None:
    """The repository of the Hub whose licence file an address names, the revision, and whether the file says that it is the model's; None for others."""
    found = re.fullmatch(_LICENCE_FILE, normal_address(address)) if is_address(address) else None
    return (found[1], found[2], "model" in found[3]) if found else None
