"""The word lists by which harmless words are told from terms. All in normal form: small letters, American spelling."""

from __future__ import annotations


def words_of(text: str) -> frozenset[bytes]:
    """The words of a list, as texts have them."""
    return frozenset(text.encode().split())


TERMS = words_of(
    """
    academic academics accept acceptance additional after agree agreed agreement agrees allow allowed allows also altered although am another any
    anyone applicable application apply approval approved are attribution authorization authorized banned barred be because been before benefits
    both but buy buyer can cannot charge charged charges citation cite clause commercial commercialize commercialized commercially comply condition
    conditional conditions consent consult contact contribute copies copy could cover covered covers credit customers deploy deployed deployment
    deployments derivative derivatives derived did disallowed disclose distribute distributed distribution do does dollars don donate during each
    educational employees end ends evaluation every everyone exceed exceeding exceeds except exclude excluded excluding exclusively export fee fees
    field for forbid forbidden forbids free freely fully get gets give given gives grant granted grants harm harmful has have he held hers his host
    hosted hosting how however if illegal in including inherit inherits internal internally is it keep kept lawful least legal less let liability
    limit limitation limited limits make makes many maximum may mention military mine minimum misuse modified modify monetize monthly more much must
    need needs neither never no non noncommercial nonprofit nor not nothing notify obtain off offer only onto otherwise ought our output outputs
    over owe owes paid pass passes pay payment payments permissible permission permissions permit permits permitted person personal persons please
    pornography privately profit prohibit prohibited prohibition prohibits provide provided providing publicly publish purchase purpose purposes
    qualify receive receives redistribute redistributed redistribution refrain register registered registration remain remove request require
    required requirement requirements requires resale resell reserve restrict restricted restriction restrictions restricts return returns revenue
    revenues revocable revoked royalties royalty saas sale say see sell selling send sends separate serve shall share she should since so solely
    someone still strictly subject sublicense subscription such surveillance take taken takes terminate terminated terminates terms than that them
    then there therefore thereof these they third this those though to train trained training transfer translate under unlawful unless until upon us
    use used user users uses using valid very via void waive warranties warranty was we weapon weapons were what whatever when whenever where which
    whoever whom whose why will with within without would written wrongful you your yours
    confidential ethical expires patent patents pending private proprietary restricted secret students subscribers vertraulich confidentiel exclusive sauf
    gebrauch kommerziell kommerzielle nicht nur privat untersagt verboten zwecke interdit interdite seulement uniquement usage prohibido uso vietato
    """
)
"""Words that a holder's name, a year or a title's addition does not need, and a condition does."""

ROLES = words_of(
    """
    affiliates and author authors company contributor contributors copyright holder holders its or organization owner owners regents s the
    university
    """
)
"""Words for holders that are no names."""

TITLE_WORDS = words_of(
    """
    0 1 2 3 4 a agreement all an and appendix applies as begin below clause code community conditions copy copyright data dataset dual end file
    following follows for from full general html in information is legal license licensed md model new notice notices of party project public
    released repository reserved revised rights see simplified software terms text the third this to txt under use v version weights
    """
)
"""Words that titles have in common."""

OTHER_SCRIPTS = (
    *("不得", "禁止", "仅限", "仅供", "非商业", "非商用", "商业用途", "商用", "书面", "学术", "研究用", "试用", "草案", "作废", "失效", "保密", "内部使用"),
    *("另行申请", "商业权利", "申请许可", "須經", "僅限", "僅供", "非商業", "商業用途", "限り", "禁じ", "できません", "비상업", "상업적", "금지", "연구 목적"),
    *("запрещ", "некоммерч", "только для", "разрешен", "تجاري", "ممنوع"),
)
"""Parts of words that restrict, in languages without Latin letters."""

QUALIFIERS = words_of(
    """
    adapted amended based business clause clauses commons custom derived edition enterprise extended inspired like lite modified nc nd plus pro proprietary
    research restricted revised sa special style variant zero
    """
)
"""Words that make a licence's name another one: MIT License Plus."""

STATUS = words_of(
    """
    deprecated dollar draft entwurf eur euro expired former nc nd
    obsolete preliminary revoked sample shareware superseded trial trialware unlicensed usd void withdrawn
    """
)
"""Words that say of a text that it is not in force, or qualify it by themselves."""

SIGNALS = words_of(
    """
    agree agrees authorization cannot commercial commercially conditions consent exceed exceeds except forbidden may military million must never no
    noncommercial not notwithstanding only owes pay pays permission permitted prior prohibit prohibited prohibits restricted restriction
    restrictions revenue royalty shall unless weapons
    """
)
"""Words of which a sentence in a README's section on licensing is free if it only mentions the licence."""

SOURCE_WORDS = words_of(
    "archived at available copied from full homepage home license link of on online original page retrieved see site source text the url web website"
)
"""Words of a line that says where a text was found."""
