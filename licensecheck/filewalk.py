"""Which files of a folder hold licence texts, by their names: one list for `identify` and for `check`."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator

from licensecheck.records import record

LICENCE, POLICY, NOTICE, CARD, FOLDER = "licence", "policy", "notice", "card", "folder"
"""What a file is by its name: a licence, a use policy that a licence may refer to, a notice, or a README or model card; or a folder that cannot be listed."""
LEFT_OUT = "what is below it was not looked at"
MAX_FILES, MAX_FOLDERS, MAX_DEPTH = 2_000, 20_000, 12
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".mypy_cache", "site-packages"})
_POLICIES = r"use[-_ ]?policy|aup|acceptable[-_ ]?use(?:[-_ ]?policy)?|usage[-_ ]?policy|prohibited[-_ ]?uses?(?:[-_ ]?policy)?"
_NOTICES = r"notices?"
_ON_SALE = r"(?:non[-_ ]?)?commercial(?:[-_ ]use)?|restrictions"
"""Files that say something of the use, and may restrict it: read like notices. Only whole names, for data is called so too."""
_WORDS = (
    r"licen[cs]e?s?|licen[cs]e[-_ ]?agreements?|licen[cs]ing"
    r"|copying|copyright|unlicense|eula|terms|patents|legal|lizenz|licencia|licença|licenca|licenza|licentie|лицензия"
    r"|许可证|许可协议|許可證|授权协议|模型许可|ライセンス|라이선스"
)
_AROUND = r"(?:.{{0,40}}[-_. ])?(?:{words})(?:[-_. (].{{0,60}})?"
_DOCUMENT = r"(?:\.(?:md|txt|pdf|rst|html?))?"
_IDS = (
    r"cc[-_ ]?(?:by|0|zero)[-_ a-z0-9.]{0,20}|[al]?gpl[-_ ]?v?[0-9][0-9.]{0,3}(?:[-_ ](?:only|or[-_ ]later))?|mit(?:[-_ ]0)?|apache[-_ ]?[0-9][0-9.]{0,3}"
    r"|bsd[-_ ][0-9][-_ ]clause|[em]pl[-_ ]?[0-9][0-9.]{0,3}|(?:creativeml|bigscience|bigcode)?[-_ ]?openrail(?:\+\+)?(?:[-_ ]?m)?"
)
"""Names that are the id of a licence and nothing else: its text lies in the file."""
_LICENCE_NAME = (
    _AROUND.format(words=_WORDS)
    + rf"|(?:(?:(?:model|user|use|community)[-_ ])?agreement|tos|legalcode|rail(?:[-_ ]m)?|{_IDS}){_DOCUMENT}"
    + r"|.{0,60}(?:许可|许可证|协议|使用条款|使用條款|服务条款|利用规则|利用規約|使用規約|ライセンス|라이선스|이용약관).{0,20}"
)
_FOLDER_NAME = r"licen[cs]es?"
"""In a folder of this name every text is one (REUSE)."""
_CARD_NAME = r"(?:readme|model[-_ ]?card|dataset[-_ ]?card|card)(?:[-_.][a-z]{2,5}(?:[-_][a-z]{2,4})?)?(?:\.(?:md|markdown|txt|rst|html?))?"
_OTHER = (
    r"py|pyi|ipynb|js|ts|jsx|tsx|c|h|cc|cpp|hpp|cs|java|kt|go|rs|rb|php|swift|sh|ps1|bat|s?css|json|ya?ml|toml|xml|csv|tsv|png|jpe?g|gif|svg"
    r"|safetensors|gguf|bin|pth?|onnx|zip|gz|tar|whl|so|dll|exe|pyc|parquet|lock|spdx|idx"
)
"""Endings of files that hold something else, whatever their names begin with."""


@record
class Candidate:
    """A file that may hold a licence text; `problem` says why it was not looked at."""

    path: str
    kind: str = LICENCE
    problem: str = ""

    @property
    def card(self) -> bool:
        """Whether it is a README or a card, which need not hold any licence."""
        return self.kind == CARD


def files(path: str) -> Iterator[Candidate]:
    """The licence files and cards below a folder, in order; a file is taken as a licence file whatever its name.

    What could not be looked at comes as well, with a `problem`.
    """
    if not os.path.isdir(path):
        yield Candidate(path)
        return
    count = 0
    for folder, names, problem in folders(path):
        if problem:
            yield Candidate(folder, LICENCE if problem == LEFT_OUT else FOLDER, problem)
            continue
        for name in names:
            kind = kind_of(name, os.path.basename(folder) if folder != path else "")
            if not kind:
                continue
            full = os.path.join(folder, name)
            count += 1
            if count > MAX_FILES:
                yield Candidate(full, kind, f"it and those behind it were not looked at: more than {MAX_FILES:,} files")
                return
            yield Candidate(full, kind, unreadable(full, path))


def folders(path: str) -> Iterator[tuple[str, list[str], str]]:
    """Each folder with the names of its files; or with why it is left out."""
    failed: list[OSError] = []
    for seen, (folder, subfolders, names) in enumerate(os.walk(path, onerror=failed.append)):
        yield from _unlisted(failed)
        kept = sorted(name for name in subfolders if name not in _SKIPPED)
        depth = os.path.relpath(folder, path).count(os.sep) + (folder != path)
        if depth >= MAX_DEPTH or seen >= MAX_FOLDERS:
            yield from ((os.path.join(folder, name), [], LEFT_OUT) for name in kept[:1])
            kept = []
        subfolders[:] = kept
        yield folder, sorted(names), ""
        if seen >= MAX_FOLDERS:
            return
    # The last folder of all has none behind it that would tell.
    yield from _unlisted(failed)


def _unlisted(failed: list[OSError]) -> Iterator[tuple[str, list[str], str]]:
    """The folders that could not be listed since this was last asked."""
    while failed:
        error = failed.pop(0)
        yield str(error.filename), [], f"it cannot be listed: {error.strerror}"


def kind_of(name: str, folder: str = "") -> str:
    """What a file is by its name and the name of the folder that it is in; nothing for any other file."""
    if _named(_CARD_NAME, name):
        return CARD
    ending = os.path.splitext(name)[1][1:]
    if len(name) > 160 or _named(_OTHER, ending):
        return ""
    if _named(f"(?:{_ON_SALE}){_DOCUMENT}", name):
        return NOTICE
    for kind, words in ((POLICY, _POLICIES), (NOTICE, _NOTICES)):
        if _named(_AROUND.format(words=words), name) and not _named(_AROUND.format(words=_WORDS), name):
            return kind
    return LICENCE if _named(_LICENCE_NAME, name) or _named(_FOLDER_NAME, folder) else ""


def _named(pattern: str, name: str) -> bool:
    return re.fullmatch(pattern, name, re.IGNORECASE | re.DOTALL) is not None


def unreadable(path: str, root: str) -> str:
    """Why a file of a folder is not to be read; nothing if it is a plain file in it. A link may point inside, not out of it."""
    try:
        real = os.path.realpath(path, strict=True)
        if not stat.S_ISREG(os.stat(real).st_mode):
            return "it is no plain file"
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    inside = os.path.join(os.path.realpath(root), "")
    if real.startswith((inside, _blobs(inside))):
        return ""
    return "it lies outside the model's folder and was not read"


def _blobs(root: str) -> str:
    """Where the files of a snapshot in the Hub's cache really are: `models--owner--name/blobs` beside `snapshots/<revision>`."""
    repository, middle, _ = root.rstrip(os.sep).rpartition(os.sep + "snapshots" + os.sep)
    named = re.match(r"(?:models|datasets|spaces)--", os.path.basename(repository))
    return os.path.join(repository, "blobs", "") if middle and named else os.path.join(root, "")
