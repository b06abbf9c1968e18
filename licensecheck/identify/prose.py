"""What a card says in its own words: a sentence that keeps a model from commercial use is no licence, and is not to be passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from licensecheck.identify.normalise import body, decode, line_ends, words

_FORBIDS = (
    (
        rb"(?:for|to|in|under) (?:[a-z]+ ){0,3}(?:non ?commercial|research|academic|evaluation)(?: and [a-z]+)? "
        rb"(?:(?:purposes?|use) only|only|purposes? exclusively)"
        rb"|non ?commercial (?:research |academic )?(?:use|purposes?) only"
        rb"|(?<!not )only for (?:[a-z]+ )?(?:non ?commercial|research|academic) (?:use|purposes?)"
        rb"|(?:no|not for|not permitted for|not allowed for|prohibited for) commercial USE"
        rb"|commercial USE(?: of (?:[a-z0-9]+ ){1,6}?| )?(?:is|are) (?:strictly )?(?:not(?! (?:restrict|limit|prohibit|forbid))|prohibited|forbidden)"
        rb"|(?:must|may|shall|should|can|could) ?not be used (?:\w+ ){0,2}(?:commercially|for (?:any )?commercial)"
        rb"|(?:do not|don t|must not|may not|shall not|can ?not) (?:use|sell|deploy)(?: [a-z0-9]+){0,5} "
        rb"(?:commercially|for (?:any )?commercial|in (?:[a-z]+ )?products?)(?![^ ])"
        rb"|(?:must|may|shall) not use (?:[a-z0-9]+ ){1,4}to provide services"
        rb"|(?:do not|don t|not) (?:allow|permit) (?:any )?commercial"
        rb"|do not use without (?:[a-z]+ ){0,2}permission"
        # A licence is wanted for it.
        rb"|(?:need|needs|requires?|required|obtain|get|buy|purchase|acquire|apply for|request) (?:[a-z0-9]+ ){0,4}?LICENSE(?: [a-z0-9]+){0,3} for "
        rb"(?:any )?commercial USE"
        rb"|commercial USE(?: of (?:[a-z0-9]+ ){1,6}?| )?(?:requires?|needs?|(?:is )?subject to|only with|only after|only under) (?:[a-z0-9]+ ){0,5}?LICENSE"
        rb"|for (?:any )?commercial USE(?: of (?:[a-z0-9]+ ){1,6}?| )?(?:please |kindly |you (?:must|should|need to|have to) )?"
        rb"(?:contact|reach out|email|write to|apply|ask|obtain|request)(?![^ ])"
        rb"|(?:compan(?:y|ies)|business(?:es)?|enterprises?)(?: [a-z0-9]+){0,8} (?:needs?|requires?|must|have to|has to) (?:[a-z0-9]+ ){0,4}"
        rb"(?:licenses?|contact|pay|agreement)(?![^ ])"
        rb"|requires? (?:[a-z]+ ){0,2}(?:commercial|enterprise|paid) license"
        # Granted for something else only.
        rb"|(?:is|are) (?:licensed|released|available|provided|intended|distributed|free)(?: only| exclusively| solely)? (?:for|under) non ?commercial USE"
        rb"|free for LIMITED(?:(?: and| or) LIMITED)* USE(?! (?:and|or|as well as) commercial)"
        rb"|(?:weights?|models?|checkpoints?|license) (?:is |are )?(?:strictly )?non ?commercial(?: only)?$"
        rb"|(?:restricted|limited) to (?:[a-z]+ ){0,2}(?:non ?commercial|research|researchers|academic|academics)(?![^ ])"
        rb"|(?:^|(?:weights?|models?|checkpoints?|license|use|is|are) )(?:for )?LIMITED(?: use| purposes?)? only(?:$| for )"
        rb"|^LIMITED use only"
        rb"|access is granted to (?:[a-z]+ ){0,3}(?:academic|research)(?: [a-z]+){0,2} only"
        rb"|(?:weights?|models?|checkpoints?) (?:is|are) (?:licensed |released )?(?:under )?(?:the )?(?:cc by )?nc(?:$| sa| nd| 4 0| licensed| license)"
        rb"|commercial USE (?:not|no)(?: (?:allowed|permitted|possible|granted|ok))?$"
        rb"|^(?:license )?proprietary(?: license)?$"
        # German, French, Spanish, Portuguese, Italian; accents are gone.
        rb"|(?:nur|ausschliesslich|lediglich) fur (?:[a-z]+ ){0,3}(?:nicht ?kommerzielle|private|akademische|wissenschaftliche|forschungszwecke)"
        rb"|kommerzielle (?:nutzung|verwendung)(?: [a-z]+){0,4} (?:nicht|untersagt|verboten|erfordert|bedarf)|keine kommerzielle (?:nutzung|verwendung)"
        rb"|(?:usage|utilisation) commerciale?(?: [a-z]+){0,3} (?:interdite?|pas autorisee?|soumise?|necessite)|pas d (?:usage|utilisation) commerciale?"
        rb"|(?:uniquement|seulement|exclusivement)(?: [a-z]+){0,6} (?:non commercial(?:e|es)?|de recherche|academiques?)"
        rb"|usage non commercial (?:uniquement|seulement)"
        rb"|(?:solo|unicamente|exclusivamente|apenas|somente)(?: [a-z]+){1,5} (?:no|nao|non) com{1,2}ercia[a-z]*"
        rb"|uso com{1,2}erciale?(?: [a-z]+){0,3} (?:prohibido|no permitido|proibido|vietato)"
        rb"|(?:prohibido|prohibe|proibido|vietato|no se permite) (?:(?:el|o|l) )?uso com{1,2}ercial"
    )
    .replace(b"USE", rb"(?:use|uses|usage|purposes?|applications?|exploitation|deployment)")
    .replace(b"LIMITED", rb"(?:non ?commercial|non ?profit|research|academic|educational|personal|evaluation|scientific)")
    .replace(b"LICENSE", rb"(?:licenses?|permission|authorization|agreement|approval|consent)")
)
"""On the words of a sentence in normal form."""
_FORBIDS_ELSEWHERE = (
    "(?:不得|不可|不能|不允许|不允許|严禁|嚴禁|禁止).{0,6}(?:商业|商業|商用)|不可商用|不支持商用"
    "|(?<!不)(?:仅供|仅限|仅用于|仅可用于|僅供|僅限|只能用于|只可用于).{0,6}(?:非商业|非商業|学术|學術|研究|科研|教育|个人)"
    "|(?:商业使用|商业用途|商用|商業使用|商業用途)(?:时)?(?:需|须|請|请|必须|需要).{0,8}(?:授权|授權|许可|許可|申请|申請|联系|聯繫)"
    "|商用(?:利用)?(?:は|を|に)?(?:不可|禁止|禁じ|できません)|研究(?:目的|用途)(?:で)?のみ|非商用(?:利用|目的)?(?:のみ|に限)"
    "|商用利用.{0,6}(?:許諾|許可|ライセンス|契約|お問い合わせ)(?:.{0,4})(?:必要|ください|要)"
    "|비상업적.{0,10}만|상업적\\s?(?:이용|사용|용도|목적).{0,10}(?:금지|불가|허용하지|할 수 없|허가|라이선스가 필요)|연구\\s?(?:용|목적).{0,3}로만"
    "|только (?:для|в) (?:\\w+ ){0,2}(?:некоммерческ|исследовательск|научн|академическ)"
    "|коммерческо\\w+ использовани\\w+ (?:\\w+ ){0,2}(?:запрещено|не допускается|не разрешено|требует)"
    "|запрещен\\w* коммерческ"
)
"""On sentences in other scripts."""
_ANOTHER = (
    rb"(?:earlier|previous|prior|original|older|old|first|unlike|base|teacher) (?:[a-z0-9]+ ){0,3}(?:models?|versions?|releases?|weights|checkpoints?)"
    rb"|(?<![^ ])(?:title|bibtex|booktitle)(?![^ ])"
)
_PART = (
    rb"(?:demos?|spaces?|data ?sets?|data|corpus|corpora|benchmarks?|papers?|images|videos|documentation"
    rb"|tools?|library|package|plugin|code|website|api|datensatz)"
)
_MODEL = rb"(?:models?|weights?|checkpoints?|adapters?|loras?|modell|modele|modelo|modello)"
_NOUN = rb"(?<![^ ])(?:(" + _PART + rb")|" + _MODEL + rb")(?![^ ])"
_WITH_MODEL = rb"(?<![^ ])(?:and|or) (?:(?:the|our|its|all|trained|pretrained|this) )*" + _MODEL + rb"(?![^ ])"
_ANOTHER_ELSEWHERE = "原始|之前|上一版|旧版"
_PART_ELSEWHERE = "数据|數據|語料|语料|演示|论文|論文|基准|データ|デモ|데이터|데모|набор данных|датасет"
_MODEL_ELSEWHERE = "模型|权重|權重|モデル|모델|модел"
_SENTENCES = r"(?<=[.!?;])\s+|(?<=[。！？；])"
_CLAUSES = r"[,，、;；]"
_NEW_BLOCK = re.compile(r"\s*(?:[#>|*•-]|[0-9]{1,2}[.)]\s|[\w ]{1,60}:(?:\s|$))")


def noncommercial(data: bytes) -> int:
    """The first line of a card with a sentence that keeps the model from commercial use, or asks for a licence for it; 0 if there is none."""
    text, _ = decode(data)
    for line, sentence in _sentences(body(text)):
        found = _forbidding(sentence)
        if found is not None:
            return line + sum(end <= found for end in line_ends(sentence))
    return 0


def _sentences(plain: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its first line: paragraphs, items of lists, rows of tables and keys stand by themselves, code is left out."""
    block: list[str] = []
    first, fenced = 1, False
    for number, line in enumerate([*plain.split("\n"), ""], 1):
        fence = line.lstrip().startswith(("```", "~~~"))
        if fence or fenced or not line.strip() or _NEW_BLOCK.match(line):
            yield from _divided(first, "\n".join(block))
            block = []
        fenced ^= fence
        if fence or fenced:
            continue
        first = first if block else number
        block.append(line)
    yield from _divided(first, "\n".join(block))


def _divided(first: int, block: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in [*re.finditer(_SENTENCES, block), None]:
        sentence = block[start : match.end() if match else len(block)]
        if sentence.strip():
            yield first + block.count("\n", 0, start), sentence
        start = match.end() if match else len(block)


def _forbidding(sentence: str) -> int | None:
    """The number of the word with which the passage begins that forbids; None where none does, or where it is about something else."""
    bare = sentence.strip(" \t\n>*-")
    if bare.endswith("?") or bare.startswith(('"', "“")):
        return None
    joined = b" ".join(words(sentence))
    for found in re.finditer(_FORBIDS, joined):
        at = joined.count(b" ", 0, found.start())
        if not _of_another(sentence, joined[: found.end()], at):
            return at
    if sentence.isascii():
        return None
    from unicodedata import normalize

    flat = normalize("NFC", " ".join(sentence.split()))
    for clause in re.split(_CLAUSES, flat):
        of_part = re.search(_ANOTHER_ELSEWHERE, clause) or (re.search(_PART_ELSEWHERE, clause) and not re.search(_MODEL_ELSEWHERE, clause))
        if re.search(_FORBIDS_ELSEWHERE, clause) and not of_part:
            return 0
    return None


def _of_another(sentence: str, before: bytes, at: int) -> bool:
    """Whether what is forbidden is the use of something else: the first thing that the clause names, or else the sentence, is no model."""
    if re.search(_ANOTHER, before):
        return True
    seen = 0
    clause = before
    for piece in re.split(_CLAUSES, sentence):
        here = words(piece)
        if seen + len(here) > at:
            clause = b" ".join(before.split(b" ")[seen:])
            break
        seen += len(here)
    noun = re.search(_NOUN, clause) or re.search(_NOUN, before)
    return bool(noun and noun[1]) and not re.search(_WITH_MODEL, before)
