"""Lines beside a licence that only say whose it is, where it comes from or when it was changed: sentences of fixed build, read as a whole."""

from __future__ import annotations

import re

from licensecheck.identify import benign
from licensecheck.identify.normalise import body, words
from licensecheck.identify.wordlists import TITLE_WORDS, words_of

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/. ](?:\d{{1,2}}|{_MONTH})[-/., ]{{1,2}}\d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|{_MONTH},? \d{{4}})"
)
_ADDRESS = r"<?(?:https?://|www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?:/[^\s<>]{0,300})?>?"
_NAME = r"(?P<name>[\w .,()'\"+-]{2,80}?)"
_WHOSE = r"(?P<whose>[\w .,()'\"/@+-]{1,80}?)"
_BELOW = r"(?:,? (?:which is |as )?(?:reproduced|included|quoted|printed|stated|given|set out|follows)(?: (?:below|here|in full|in this file))?)?"
_VERB = r"(?:is|are) (?:licensed|released|distributed|available|published|made available|provided)"
_GENERATED = (
    r"(?:the following software may be included in this product ?: [\w ,.@/-]{1,400}\. )?a copy of the source code may be downloaded from [^\s]{1,300}"
    r"(?: \([\w@/.-]{1,60}\))?[\w :/.,@()-]{0,300}\. this software contains the following license and notice below ?:"
)
"""As yarn writes it above each licence."""
_SENTENCES = (
    rf"{_WHOSE} {_VERB} under (?:the )?(?:terms of )?(?:the )?{_NAME}{_BELOW} ?[.:]?",
    rf"{_WHOSE} {_VERB} (?:for use )?(?:as follows|under the following (?:terms|licen[cs]e)) ?[.:]?",
    rf"all contributions (?:towards|to) {_WHOSE} are {_NAME}[- ]licensed ?\.?",
    rf"this is (?:the|a copy of the) {_NAME} ?:? ?(?:{_ADDRESS})?",
    rf"the following (?:licen[cs]e|terms|notice|copyright notice)(?: and notice)? (?:applies|apply) to {_WHOSE} ?[.:]?",
    rf"(?:last )?(?:updated|modified|revised|changed|retrieved|effective)(?: on)?(?: date)? ?:? {_DATE}\.?",
    rf"(?:downloaded|retrieved|copied|taken|generated|obtained) (?:from|by|with|at) {_ADDRESS}(?:,? (?:on )?{_DATE})?\.?",
    r"(?:\[[^\]\n]{1,24}\]\([^()\s]{1,120}\)|\w{2,12})(?: ?[|/·•] ?(?:\[[^\]\n]{1,24}\]\([^()\s]{1,120}\)|\w{2,12})){1,12}",
    rf"valid-license-identifier ?: ?{_NAME}|spdx-url ?: ?{_ADDRESS}|license-text ?:",
    r"(?:signed-off|co-authored|reviewed|acked)-by ?: [^\n]{1,120}",
    r"(?:vim|vi|ex) ?:[ \w=:,+-]{1,120}|-\*-[ \w=:;.+-]{1,120}-\*-|local variables ?:(?: [\w-]{1,40} ?: ?[\w-]{1,40}){0,12}(?: end ?: ?)?",
    r"[@\w.-]{1,60}(?:/[\w.-]{1,60})?[ @]v?\d{1,4}(?:\.\d{1,6}){1,3}",
    rf"\[[^\]\n]{{1,40}}\] ?: ?{_ADDRESS}",
    _GENERATED,
)
_LANGUAGES = words_of("english chinese deutsch français espanol español italiano japanese korean zh en de fr es it ja ko cn readme")
_SUBJECTS = words_of("a all and files it its library model of package product program project software the these this work")
_LAYERS = words_of("code data dataset datasets doc docs documentation example examples part parts portions script scripts source tokenizer weights")
"""Of these a licence may be stated that is not that of the rest."""


def introduces(text: str, names: frozenset[bytes]) -> bool:
    """Whether a paragraph, as it stands in the file, is such a sentence; a licence in it must be the one with the words `names`."""
    return _introduces(text, names) or (text.count("\n") > 0 and all(_introduces(line, names) for line in text.split("\n") if line.strip()))


def _introduces(text: str, names: frozenset[bytes]) -> bool:
    plain = " ".join(re.sub(r"^[\s#*/;%>-]{1,12}|\*{1,2}|`", " ", line) for line in text.lower().splitlines())
    plain = " ".join(plain.split())
    return len(plain) < 900 and any(_fits(match, names) for match in (re.fullmatch(sentence, plain) for sentence in _SENTENCES) if match)


def _fits(match: re.Match[str], names: frozenset[bytes]) -> bool:
    groups = match.groupdict()
    name, whose = (words(body(groups.get(key) or "")) for key in ("name", "whose"))
    if not all(word in names or word in TITLE_WORDS for word in name):
        return False
    if not _LAYERS.isdisjoint(whose):
        return False
    if whose and not benign.name([word for word in whose if word not in _SUBJECTS] or [b"it"]):
        return False
    if "|" in match.group() or "·" in match.group() or "•" in match.group():
        return all(word in _LANGUAGES or word > b"\x80" or word in TITLE_WORDS for word in words(body(match.group())))
    return True
