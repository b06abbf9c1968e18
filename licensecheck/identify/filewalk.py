"""Finding the files of a folder that hold licence texts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from licensecheck.records import record

MAX_FILES, MAX_FOLDERS, MAX_DEPTH = 2_000, 20_000, 12
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".mypy_cache", "site-packages"})
_WORDS = (
    r"licen[cs]e?s?|licen[cs]ing|copying|copyright|notice|notices|use[-_ ]?policy|acceptable[-_ ]?use(?:[-_ ]?policy)?|usage[-_ ]?policy"
    r"|prohibited[-_ ]?uses?|unlicense|eula|terms|patents|legal|lizenz|licencia|licença|licenca|licenza|licentie|лицензия"
    r"|许可证|许可协议|許可證|授权协议|模型许可|ライセンス|라이선스"
)
_LICENCE_NAME = rf"(?:.{{0,40}}[-_. ])?(?:{_WORDS})(?:[-_. ].{{0,60}})?|.{{0,60}}(?:许可|许可证|协议|ライセンス|라이선스).{{0,20}}"
_CARD_NAME = r"(?:readme|model[-_ ]?card|dataset[-_ ]?card|card)(?:[-_.][a-z]{2,5}(?:[-_][a-z]{2,4})?)?(?:\.(?:md|markdown|txt|rst|html?))?"
_OTHER = (
    r"py|pyi|ipynb|js|ts|jsx|tsx|c|h|cc|cpp|hpp|cs|java|kt|go|rs|rb|php|swift|sh|ps1|bat|s?css|json|ya?ml|toml|xml|csv|tsv|png|jpe?g|gif|svg|pdf|docx?"
    r"|safetensors|gguf|bin|pth?|onnx|zip|gz|tar|whl|so|dll|exe|pyc|parquet|lock|spdx|idx"
)
"""Endings of files that hold something else, whatever their names begin with."""


@record
class Candidate:
    """A file that may hold a licence text; `card` marks a README or model card, which need not."""

    path: str
    card: bool = False


def files(path: str) -> Iterator[Candidate]:
    """The licence files and cards below a folder, in order; a file is taken as a licence file whatever its name."""
    if not os.path.isdir(path):
        yield Candidate(path)
        return
    root = os.path.join(os.path.realpath(path), "")
    count = 0
    for folder, names in _folders(path):
        for name in names:
            candidate = _wanted(os.path.join(folder, name), name)
            if candidate and _inside(candidate.path, root):
                yield candidate
                count += 1
                if count >= MAX_FILES:
                    return


def _folders(path: str) -> Iterator[tuple[str, list[str]]]:
    for seen, (folder, subfolders, names) in enumerate(os.walk(path, followlinks=False)):
        depth = os.path.relpath(folder, path).count(os.sep) + (folder != path)
        subfolders[:] = sorted(name for name in subfolders if name not in _SKIPPED) if depth < MAX_DEPTH else []
        if seen >= MAX_FOLDERS:
            return
        yield folder, sorted(names)


def _wanted(path: str, name: str) -> Candidate | None:
    if _named(_CARD_NAME, name):
        return Candidate(path, card=True)
    ending = os.path.splitext(name)[1][1:]
    if len(name) <= 160 and not _named(_OTHER, ending) and _named(_LICENCE_NAME, name):
        return Candidate(path)
    return None


def _named(pattern: str, name: str) -> bool:
    return re.fullmatch(pattern, name, re.IGNORECASE | re.DOTALL) is not None


def _inside(path: str, root: str) -> bool:
    """Whether it is a plain file of the folder: a link may point inside it, not out of it."""
    try:
        real = os.path.realpath(path, strict=True)
    except OSError:
        return False
    return os.path.isfile(real) and real.startswith(root)
