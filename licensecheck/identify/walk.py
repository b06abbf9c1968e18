"""Finding the files of a folder that hold licence texts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from licensecheck.identify.normalise import MAX_BYTES
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
_OTHER = frozenset(
    [
        "py",
        "pyi",
        "ipynb",
        "js",
        "ts",
        "jsx",
        "tsx",
        "c",
        "h",
        "cc",
        "cpp",
        "hpp",
        "cs",
        "java",
        "kt",
        "go",
        "rs",
        "rb",
        "php",
        "swift",
        "sh",
        "ps1",
        "bat",
        "css",
        "scss",
        "json",
        "yaml",
        "yml",
        "toml",
        "xml",
        "csv",
        "tsv",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "svg",
        "pdf",
        "doc",
        "docx",
        "safetensors",
        "gguf",
        "bin",
        "pt",
        "pth",
        "onnx",
        "zip",
        "gz",
        "tar",
        "whl",
        "so",
        "dll",
        "exe",
        "pyc",
        "parquet",
        "lock",
        "spdx",
        "idx",
    ]
)
"""Endings of files that hold something else, whatever their names begin with."""


@record
class Candidate:
    """A file that may hold a licence text; `card` marks a README or model card, which need not."""

    path: Path
    card: bool = False


def files(path: Path) -> Iterator[Candidate]:
    """The licence files and cards below a folder, in order; a file is taken whatever its name."""
    if not path.is_dir():
        yield Candidate(path, card=_named(_CARD_NAME, path.name))
        return
    root = path.resolve()
    count = 0
    for folder, names in _folders(path):
        for name in names:
            found = Path(folder, name)
            candidate = _wanted(found)
            if candidate and _inside(found, root):
                yield candidate
                count += 1
                if count >= MAX_FILES:
                    return


def _folders(path: Path) -> Iterator[tuple[str, list[str]]]:
    for seen, (folder, subfolders, names) in enumerate(os.walk(path, followlinks=False)):
        depth = len(Path(folder).relative_to(path).parts)
        subfolders[:] = sorted(name for name in subfolders if name not in _SKIPPED) if depth < MAX_DEPTH else []
        if seen >= MAX_FOLDERS:
            return
        yield folder, sorted(names)


def _wanted(path: Path) -> Candidate | None:
    if _named(_CARD_NAME, path.name):
        return Candidate(path, card=True)
    if len(path.name) <= 160 and path.suffix[1:].lower() not in _OTHER and _named(_LICENCE_NAME, path.name):
        return Candidate(path)
    return None


def _named(pattern: str, name: str) -> bool:
    return re.fullmatch(pattern, name, re.IGNORECASE | re.DOTALL) is not None


def _inside(path: Path, root: Path) -> bool:
    """Whether it is a plain file of the folder: a link may point inside it, not out of it."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return real.is_file() and real.is_relative_to(root)


def read(path: Path) -> bytes:
    """The content of a file, one byte more than is looked at, so that a cut is noticed."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
