"""What a card says in its own words: a sentence that keeps a model from commercial use is no licence, and is not to be passed over."""

from __future__ import annotations

import re

from licensecheck.identify.document import Document
from licensecheck.identify.normalise import body, decode

_NONCOMMERCIAL = (
    rb"(?:for|to|in|under) (?:[a-z]+ ){0,3}(?:non ?commercial|research|academic|evaluation)(?: and [a-z]+)? "
    rb"(?:(?:purposes?|use) only|only|purposes? exclusively)"
    rb"|non ?commercial (?:research |academic )?(?:use|purposes?) only|only for (?:[a-z]+ )?(?:non ?commercial|research|academic) (?:use|purposes?)"
    rb"|(?:no|not for|not permitted for|not allowed for|prohibited for) commercial (?:use|purposes?)"
    rb"|commercial (?:use|purposes?) (?:is|are) (?:strictly )?(?:not|prohibited|forbidden)"
    rb"|(?:must|may) not be used (?:commercially|for commercial)"
)
_NONCOMMERCIAL_HAN = "不得用于商业|禁止商用|禁止商业|仅供学术|仅供研究|仅限学术|仅限研究|仅限非商业|仅用于学术|仅用于研究"


def noncommercial(data: bytes) -> int:
    """The first line of a card with a passage that keeps the model from commercial use; 0 if there is none."""
    text, _ = decode(data)
    document = Document(text, body(text))
    joined = b" ".join(document.words)
    match = re.search(_NONCOMMERCIAL, joined)
    if match:
        return document.line(joined.count(b" ", 0, match.start()))
    han = re.search(_NONCOMMERCIAL_HAN, document.plain)
    return document.plain.count("\n", 0, han.start()) + 1 if han else 0
