"""Sentences that say under which licence something is: `The weights are licensed under CC BY-NC 4.0.` Only exact names count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from licensecheck.addresses import same_licence, written_address
from licensecheck.identify.names import AllOf, Leaf, Sort, identify
from licensecheck.licences import Kind
from licensecheck.records import record, replace
from licensecheck.rulebase import RuleBase

MOST_LETTERS = 400_000
"""No card or notice needs more; what lies behind it is not looked at for sentences."""
MOST_SENTENCES = 1_000
_UNDER = re.compile(
    r"\b(?:(?:falls|fall|comes|come)\s+under|(?:(?:is|are)\s+(?:(?:hereby|currently|now|also)\s+)?(?:made\s+)?"
    r"|(?:\A|(?<=[\n>*-]))\s*(?=(?:licen[cs]ed|released|distributed|available)\b))"
    r"(?:licen[cs]ed|provided|distributed|released|available|published|offered)\s+(?:by\s+[^,;\n]{1,60}?\s+)?under)"
    r"(?:\s+and\s+subject\s+to)?\s+(?:the\s+terms\s+of\s+)?(?:(?:the|an?)\s+)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^,;(。，；|\n]|\n(?!\s*[\n#|>*-])){2,200}")
_SENTENCE_END = re.compile(r"\.(?=\s|$)|[。!?](?=\s|$)")
_SUBJECT_START = re.compile(r"[.!?。]\s|[,;:，；|>*#]|\n\s*[\n-]|^\s*-")
_TAIL = re.compile(r"\s+(?:found at|available at|as found|and|while|whereas|but|at|for)\s.*", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"\[(?P<words>[^\[\]\n]{0,200}(?:\[[^\[\]\n]{0,40}\][^\[\]\n]{0,100})?)\]\((?P<address>[^()\s]{1,600})\)")
_BADGE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{1,600}\)")
_MODEL = re.compile(
    r"(?:(?:and|but|while|whereas|however)\s+)?(?:(?:all|both)\s+)?(?:(?:the|this|our|these)\s+)?(?:(?:source\s+)?code\s+and\s+(?:the\s+)?)?"
    r"(?:(?:pre-?trained|fine-?tuned|released|trained)\s+)?"
    r"(?:(?:models?\s+)?(?:weights?|checkpoints?|parameters|files)(?:\s+of\s+(?:the|this)\s+model)?|models?(?:\s+and\s+(?:its|the)\s+weights)?)",
    re.IGNORECASE,
)
"""The model itself, as the subject of a sentence: a closed list, for a base or an earlier version is another model."""
_PART = re.compile(
    r"\b(?:data|data\s?sets?|corpus|corpora|images?|audio|demo|paper|documentation|docs|code|software|scripts?|library|tokeni[sz]er|icons?|fonts?|logo"
    r"|benchmark|base|original|previous|earlier|training)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"(?m)^[ \t]*(?:#{1,6}[ \t]*|\*\*)(?:[0-9][0-9.]*[ \t]*)?[^\w\n]{0,6}(?:(?:the )?(?:model|weights?)[ \t])?"
    r"(?:licen[cs]e|licensing|许可证?|许可协议|授权|授权协议|許可|ライセンス|라이선스|lizenz|licencia|licença)[ \t]*(?:[:：]?\*\*[:：]?|[:：#]*)[ \t]*$",
    re.IGNORECASE,
)
_NEXT_HEADING = re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]*\S|\*\*[^*\n]{1,60}\*\*[ \t]*$)|^[^\n]+\n(?:===|---)")
_LABEL = re.compile(r"(?:(?:model|weights?)\s+)?licen[cs]e\s*[:：]\s*", re.IGNORECASE)


@record
class Statement:
    """A licence that a sentence names: what is under it, the licence, the line, and where the sentence stands."""

    subject: str
    leaf: Leaf
    span: tuple[int, int]

    @property
    def of_model(self) -> bool:
        """Whether the sentence speaks of the model, in words that mean no other thing."""
        return _MODEL.fullmatch(self.subject) is not None

    @property
    def of_part(self) -> bool:
        """Whether it plainly speaks of something else."""
        return not self.of_model and _PART.search(self.subject) is not None


def statements(text: str, base: RuleBase) -> Iterator[Statement]:
    """The sentences of a text that name a licence which is known by exactly that name."""
    plain, links = _without_links(text[:MOST_LETTERS])
    for verb in islice(_UNDER.finditer(plain), MOST_SENTENCES):
        name = _NAME.match(plain, verb.end())
        if name is None:
            continue
        words = _SENTENCE_END.split(name[0], maxsplit=1)[0]
        end = verb.end() + len(words)
        behind = re.match(r"\(([^()\n]{2,80})\)", plain[end : end + 90])
        candidates = [*_spellings(words), *([behind[1]] if behind else ()), *(address for at, address in links if verb.end() <= at < end)]
        if leaf := _known(candidates, base):
            before = plain[max(0, verb.start() - 160) : verb.start()]
            subject = " ".join(_SUBJECT_START.split(before)[-1].split())
            yield Statement(subject, replace(leaf, line=plain.count("\n", 0, verb.start()) + 1), (verb.start(), end))


def of_card(text: str, base: RuleBase) -> tuple[Leaf, ...]:
    """The licences that a card says the model is under: in a sentence about the model, or as all that a section on the licence says."""
    found = [one.leaf for one in statements(text, base) if one.of_model]
    for heading in _HEADING.finditer(text[:MOST_LETTERS]):
        after = _NEXT_HEADING.search(text, heading.end())
        content = text[heading.end() : after.start() if after else len(text)]
        if len(content) <= 600 and (leaf := _whole(content.strip(), base)):
            first = text[: heading.end()].count("\n") + content[: len(content) - len(content.lstrip())].count("\n") + 1
            found.append(replace(leaf, line=first))
    return tuple({leaf.licences: leaf for leaf in found}.values())


def _whole(content: str, base: RuleBase) -> Leaf | None:
    """The licence that is all that a section says: its name, its address, or one sentence that is not about a part."""
    said = list(statements("\n" + content, base))
    if said:
        _, end = said[0].span
        rest = _without_links("\n" + content)[0][end:]
        # The licence's own short form in parentheses, and a full stop, say nothing more.
        alone = not re.sub(r"\([^()\n]{0,80}\)|[\s.*_`]", "", rest)
        return said[0].leaf if len(said) == 1 and alone and not said[0].of_part else None
    bare = _BADGE.sub("", content).strip() if content.startswith("!") else _BADGE.sub("badge", content)
    bare = _LABEL.sub("", bare.strip("-*_`>. \t\n"), count=1).strip("-*_`. \t")
    link = _LINK.fullmatch(bare)
    return _known([*([link["address"], link["words"]] if link else ()), bare, *_spellings(bare)], base) if bare and "\n" not in bare else None


def _without_links(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text with blanks for marks of emphasis and the addresses of links, letter for letter; and these addresses with their places."""
    links = [(match.start("words"), match["address"]) for match in _LINK.finditer(text)]

    def blank(match: re.Match[str]) -> str:
        return f" {match['words']}".ljust(len(match[0]))

    return re.sub(r"[*`\"“”]|(?<!\w)_|_(?!\w)", " ", _LINK.sub(blank, text)), links


def _spellings(words: str) -> Iterator[str]:
    """What may be the name in the words behind `under`, the longest first."""
    whole = " ".join(words.split())
    for one in dict.fromkeys((whole, _TAIL.sub("", whole), re.split(r",|\sCopyright\b", whole)[0])):
        yield one
        yield re.sub(r"\s+licen[cs]e(?:\s+agreement)?$", "", one, flags=re.IGNORECASE)


def _known(candidates: list[str], base: RuleBase) -> Leaf | None:
    """The licence of the first name or address that is one's; of a name that several have, only where all of them restrict."""
    for candidate in candidates:
        address = written_address(candidate)
        for name in same_licence(address) if address else (candidate,):
            found = identify(name, base) if name.strip() else AllOf(())
            if not isinstance(found, Leaf):
                continue
            if found.sort is Sort.KNOWN or (found.sort is Sort.AMBIGUOUS and all(_bars(licence, base) for licence in found.licences)):
                return replace(found, name=candidate)
    return None


def bars(leaf: Leaf, base: RuleBase) -> bool:
    """Whether a licence forbids something besides suing: one that does not, in a notice, is the licence of a part."""
    return all(_bars(licence, base) for licence in leaf.licences)


def _bars(licence: str, base: RuleBase) -> bool:
    from licensecheck.model import LicenceId

    clauses = base.licence(LicenceId(licence)).clauses
    return any({test.fact for test in clause.facts()} != {"organization.ip_claims"} for clause in clauses if clause.kind is Kind.PROHIBITION)
