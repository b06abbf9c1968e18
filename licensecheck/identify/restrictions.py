"""Words outside a licence that restrict what it permits, or ask for something: what a README must not have beside a plain licence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from licensecheck.identify import benign

_STRONG = (
    rb"(?:may|must|shall|can) not (?:be )?(?:use|used|sell|sold|distribute|distributed|deploy|deployed|train|commerciali|offer|host|exceed"
    rb"|shared?|removed?|publish)"
    rb"|(?:has|have) to be (?:sent|returned|reported|registered|approved)|you (?:consent|accept) |on one (?:computer|device|machine) only"
    rb"|(?:are|is) assigned to|voids? (?:the|this) licens"
    rb"|(?:is|are) not (?:to be |for |allowed|permitted|licensed|granted)|non ?commercial|not permitted|prohibited|forbidden|not allowed"
    rb"|(?:research|academic|evaluation|personal|educational|internal)(?: \w+)? only|only (?:be used )?(?:for|in) (?:research|academic|personal|non)"
    rb"|commercial (?:use|purposes?|licenses?)|dual licensed?|written (?:permission|consent)|prior permission|million (?:monthly|users|dollars|usd)|you agree"
    rb"|additional (?:terms|restrictions|conditions)|separate license|restrictions? (?:apply|on)|in addition to the (?:above|license|terms)"
    rb"|notwithstanding|provided that you"
    rb"|kommerziell|genehmigung|nur fur|zwecken?(?![^ ])|interdite?|accord prealable|utilisation commerciale"
    rb"|uso com{1,2}ercial|scopo di lucro|vietato|prohibido"
)
_LEGAL = (
    rb"(?<![^ ])(?:(?:sub)?licen[cs]\w*|permission|grant(?:s|ed)?|royalt\w+|indemnif\w+|redistribut\w+|distribution is|derivatives?|patents?|confidential"
    rb"|courts?|jurisdiction|disputes?|subscription|fee|royalty|revenue|commercial\w*|non ?profit|agreement|attribution|audit|competitors?|prohibit\w*"
    rb"|consent|surveillance|military|weapons|employees|for evaluation|copyrights?|enterprise|watermark|rights)(?![^ ])"
)
_MODAL = (
    rb"(?<![^ ])(?:must|shall|may|cannot|can not|not|no|only|except|excluding|excluded|unless|void|terminat\w+|ends|expires?|requires?|required|need to|needs"
    rb"|has to|have to|owes?|limited|revoke|reserves?|belongs?|forbidden|mandatory|due|permitted|granted|assigned|used for)(?![^ ])"
)
"""Outside the sections on licensing a sentence is a term if it has a word of law and one of duty or limits near each other."""
NEAR = 120
"""So many letters are near."""
_DUTIES = (
    rb"(?:you|users|licensees?|anyone|everyone|companies|organizations|every copy|outputs?|generated content|derivatives?|derivative model|the model|weights"
    rb"|the software|this software|the dataset|fine tuned versions?) (?:must|shall|may|may only|have to|has to|need to|are|is) "
    rb"(?:not |only |be )*(?:display|include|publish|notify|pay|credit|obtain|register|send|indemnify|retain|disclose|ask|request|buy|labell?ed|deleted|kept"
    rb"|keep|used|use the software|shared|installed|sold|run|remove|distribute|excluded|not covered|proprietary)"
)


def restricts(words: list[bytes]) -> bool:
    """Whether words outside a licence restrict."""
    joined = b" ".join(words)
    if re.search(_STRONG, joined) or re.search(_DUTIES, joined) or _near_each_other(joined):
        return True
    return benign.restricts_in_other_scripts(words)


def _near_each_other(joined: bytes) -> bool:
    legal, modal = ([match.start() for match in re.finditer(pattern, joined)] for pattern in (_LEGAL, _MODAL))
    return any(bisect_left(modal, one - NEAR) < bisect_right(modal, one + NEAR) for one in legal)
