"""Variants of licence texts: the same terms in other dress, other terms in the same dress, and damage. Any seed.

Every function takes a text and a random generator and gives the variant; the traps also say which lines changed.
"""

from __future__ import annotations

import html
import json
import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

Dress = Callable[[str, random.Random], str | bytes]


def _wrap(width: int) -> Dress:
    def wrapped(text: str, rng: random.Random) -> str:
        parts = re.split(r"\n\s*\n", text)
        return "\n\n".join(textwrap.fill(" ".join(part.split()), width) for part in parts)

    return wrapped


def _lines(change: Callable[[str], str]) -> Dress:
    return lambda text, rng: "\n".join(change(line) for line in text.split("\n"))


def _markdown(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    return "\n".join(_marked_up(line, number == 0, rng) for number, line in enumerate(lines))


def _marked_up(line: str, first: bool, rng: random.Random) -> str:
    words = line.split()
    if words and first and len(words) < 10:
        return "# " + line.strip()
    if words and len(words) < 6 and rng.random() < 0.5:
        return "**" + line.strip() + "**"
    if len(words) > 8 and rng.random() < 0.2:
        at = rng.randrange(len(words) - 2)
        words[at] = rng.choice(("**{}**", "*{}*", "_{}_", "`{}`")).format(words[at])
        return " ".join(words)
    return line


def _html(text: str, rng: random.Random) -> str:
    body = "\n".join(f'<p class="c{rng.randrange(9)}">{html.escape(part)}</p>' for part in re.split(r"\n\s*\n", text))
    body = body.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("’", "&rsquo;")
    return f"<!DOCTYPE html>\n<html>\n<head><style>p {{ margin: 0 }}</style></head>\n<body>\n<div>{body}</div><br/>\n</body>\n</html>\n"


def _comment(text: str, rng: random.Random) -> str:
    mark = rng.choice(("#", "//", ";;", "--", "%", "*", '"', "!", ">", "|"))
    return "\n".join(f"{mark} {line}".rstrip() for line in text.split("\n"))


def _block_comment(text: str, rng: random.Random) -> str:
    start, mark, end = rng.choice((("/*", " * ", " */"), ("<!--", "", "-->"), ("(*", "   ", "*)"), ('"""', "", '"""'), ("{-", "", "-}")))
    return start + "\n" + "\n".join(mark + line for line in text.split("\n")) + "\n" + end + "\n"


def _straight(text: str, rng: random.Random) -> str:
    return text.translate(str.maketrans("“”‘’–—\u00a0", "\"\"''-- "))


def _curly(text: str, rng: random.Random) -> str:
    return re.sub(r'"([^"\n]{1,200})"', r"“\1”", text).replace("'", "’").replace(" - ", " — ")


def _pdf(text: str, rng: random.Random) -> str:
    """Hyphenated line ends, form feeds, page numbers, ligatures."""
    out: list[str] = []
    page = 1
    for part in re.split(r"\n\s*\n", text):
        line = ""
        for word in part.split():
            if len(line) + len(word) > 70:
                if word.isalpha() and len(word) > 7 and rng.random() < 0.5:
                    cut = rng.randrange(3, len(word) - 3)
                    out.append(f"{line} {word[:cut]}-")
                    line = word[cut:]
                    continue
                out.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
            if len(out) >= 45 * page:
                out.append(f"\n{page}\n\x0c" if rng.random() < 0.5 else f"\nPage {page} of 9\n\x0c")
                page += 1
        out += [line, ""]
    return "\n".join(out).replace("fi", "ﬁ") if rng.random() < 0.5 else "\n".join(out)


HOLDERS = (
    "Acme GmbH",
    "The Regents of the University of Somewhere",
    "Jane Q. Doe <jane@example.org>",
    "OpenBMB",
    "北京智谱华章",
    "Foo Bar, Inc. and its affiliates",
    "the tensor team",
    "MÜLLER & Söhne AG",
)


def _copyright(text: str, rng: random.Random) -> str:
    """Another holder in the first copyright line, or one more above the text."""
    mark, year = rng.choice(("Copyright (c)", "Copyright ©", "Copyright", "(c) Copyright")), rng.choice(("2023", "2019-2024", "2020, 2021"))
    statement = f"{mark} {year} {rng.choice(HOLDERS)}"
    if rng.random() < 0.3:
        statement += ". All rights reserved."
    found = re.search(r"(?m)^[ \t]*Copyright (?=.{0,60}(?:[12][0-9]{3}|year|owner|holder)).{0,80}$", text)
    if found and len(found.group().split()) < 9 and "notice" not in found.group().lower():
        return text[: found.start()] + statement + text[found.end() :]
    return statement + "\n\n" + text


def _encoded(name: str) -> Dress:
    return lambda text, rng: text.encode(name, "replace" if name == "cp1252" else "strict")


def _running_header(text: str, rng: random.Random) -> str:
    """The pages of a printed document: its name and the page's number above every forty lines."""
    lines, name = text.split("\n"), rng.choice(("Acme Model Documentation", "ACME HANDBOOK", "Lumen 3 - Materials"))
    pages = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    return "\n".join(f"{name}          {number}\n\n" + "\n".join(page) + "\n" for number, page in enumerate(pages, 1)) if len(pages) > 2 else text


def _front_matter(text: str, rng: random.Random) -> str:
    return f"---\nlicense: other\nlicense_name: {rng.choice(('acme', 'lumen-3'))}\nlanguage:\n- en\n- zh\ntags:\n- text-generation\n---\n\n{text}"


FORMATS: dict[str, Dress] = {
    "verbatim": lambda text, rng: text,
    "crlf": lambda text, rng: text.replace("\n", "\r\n"),
    "cr": lambda text, rng: text.replace("\n", "\r"),
    "wrap 60": _wrap(60),
    "wrap 100": _wrap(100),
    "one line": lambda text, rng: " ".join(text.split()),
    "paragraph lines": lambda text, rng: "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)),
    "upper": lambda text, rng: text.upper(),
    "lower": lambda text, rng: text.lower(),
    "indent": _lines(lambda line: "    " + line),
    "tabs": lambda text, rng: text.replace("  ", "\t").replace("\n", " \t\n"),
    "double spaced": lambda text, rng: text.replace("\n", "\n\n"),
    "spaces": lambda text, rng: re.sub(" ", lambda match: rng.choice((" ", "  ", "\u00a0", "\u2009")), text),
    "straight quotes": _straight,
    "curly quotes": _curly,
    "bullets": lambda text, rng: re.sub(r"(?m)^(\s*)[-*•]\s", rf"\1{rng.choice('*-•·◦')} ", text),
    "markdown": _markdown,
    "quoted": _lines(lambda line: "> " + line),
    "code fence": lambda text, rng: f"```text\n{text}\n```\n".replace("text\n", "\n", 1),
    "html": _html,
    "comment": _comment,
    "block comment": _block_comment,
    "copyright": _copyright,
    "pdf": _pdf,
    "utf-8 bom": _encoded("utf-8-sig"),
    "utf-16": _encoded("utf-16"),
    "utf-16-be bare": _encoded("utf-16-be"),
    "zero width": lambda text, rng: re.sub(r"(?<=[a-z])(?=[a-z])", lambda match: "\u200b" if rng.random() < 0.02 else "", text),
    "spelling": lambda text, rng: re.sub("license", "licence", text.replace("http://", "https://")),
    "word marks": lambda text, rng: _lines(rng.choice(("REM ", "dnl ", "@c ")).__add__)(text, rng),
    "line numbers": lambda text, rng: "\n".join(f"{number:6}{rng.choice(chr(9) + ' ')}{line}" for number, line in enumerate(text.split("\n"), 1)),
    "JSON": lambda text, rng: json.dumps({"name": "acme", "text": text}, ensure_ascii=rng.random() < 0.5, indent=1),
    "front matter": _front_matter,
    "page header": _running_header,
    "tags in words": lambda text, rng: re.sub(r"\b([A-Z])(?=[a-z]{4})", lambda match: f"<b>{match[1]}</b>" if rng.random() < 0.1 else match[1], text),
    "rule lines": lambda text, rng: "=" * 70 + "\n" + text + "\n" + "-" * 70 + "\n",
}

CLAUSES = (
    "You may not use the Software for any commercial purpose.",
    "The Software shall be used for Good, not Evil.",
    "If your products exceed 100 million monthly active users, you shall request a licence from the author.",
    "Companies with more than 50 employees must buy a licence.",
    "This model must not be deployed in healthcare.",
    "The right to Sell the Software is not granted under the License.",
    "Outputs of the model may not train other language models.",
    "Entities located in the European Union receive no rights under this agreement.",
    "Each distributor pays the author five percent of gross income.",
    "Anyone who benefits owes the author a beer.",
    "Military organisations are excluded from this grant.",
    "Please cite our paper in every publication.",
    "Only students enrolled at a university qualify.",
    "Attribution on every screen of the product is mandatory.",
    "The licensee sends every improvement to the maintainers within thirty days.",
    "Access from sanctioned territories terminates all rights.",
    "Hosting the work as a managed service needs our prior approval.",
    "No rights pass to firms that train generative systems.",
    "This permission ends on 31 December 2027.",
    "Weights are for evaluation; production requires a subscription.",
    "The name of the project must begin with Acme.",
    "Derived models inherit this paragraph.",
    "Government agencies contact the authors first.",
    "Users under eighteen years are not covered.",
)
CLAUSES_ZH = ("未经书面许可，不得将本模型用于商业用途。", "月活跃用户超过一百万的企业须另行申请授权。", "本模型的输出不得用于训练其他模型。")
WORDS = ("not", "never", "elephant", "exclusive", "revocable", "paid", "commercial", "except", "seven", "terminate", "prohibited", "sublicensed")


@dataclass(frozen=True, slots=True)
class Trap:
    """A text with changed terms, how, and the lines on which (of the variant)."""

    kind: str
    text: str
    lines: tuple[int, int]


def _sentences(text: str) -> list[tuple[int, int]]:
    """Places of sentences of at least eight words that end with a full stop."""
    spans = [(match.start(), match.end()) for match in re.finditer(r"[A-Z\u4e00-\u9fff][^.。;；]{30,}?[.。;；](?=\s|$|[\u4e00-\u9fff])", text)]
    return [(start, end) for start, end in spans if len(text[start:end].split()) >= 8 or not text[start:end].isascii()]


def added(text: str, rng: random.Random) -> Trap:
    """A clause at the end, as a paragraph inside, or behind a sentence."""
    chinese = len(re.findall("[\u4e00-\u9fff]", text)) * 4 > len(text)
    clause = rng.choice(CLAUSES_ZH if chinese else CLAUSES)
    breaks = [match.end() for match in re.finditer(r"\n[ \t]*\n", text)]
    sentences = [end for _, end in _sentences(text)]
    where = rng.choice(("end", "paragraph", "sentence", "start"))
    if where == "start":
        text, at = clause + "\n\n" + text.lstrip("\n"), 0
    elif where == "paragraph" and breaks:
        at = rng.choice(breaks)
        text = text[:at] + clause + "\n\n" + text[at:]
    elif where == "sentence" and sentences:
        at = rng.choice(sentences)
        text = text[:at] + " " + clause + text[at:]
        at += 1
    else:
        text = text.rstrip() + "\n\n"
        at = len(text)
        text += clause + "\n"
    return Trap("added", text, (text.count("\n", 0, at) + 1, text.count("\n", 0, at + len(clause)) + 1))


def removed(text: str, rng: random.Random) -> Trap | None:
    """Without one sentence or one paragraph."""
    paragraphs = [(match.start(), match.end()) for match in re.finditer(r"(?s)(?<=\n)\S.{60,}?(?=\n\s*\n)", text)]
    spans = paragraphs if rng.random() < 0.4 and len(paragraphs) > 2 else _sentences(text)
    if len(spans) < 2:
        return None
    start, end = rng.choice(spans)
    if not any(map(str.isalnum, text[start:end])) or "copyright" in text[start:end].lower()[:40] or "copyright" in text[:start].lower()[-40:]:
        return None
    text = text[:start] + text[end:]
    line = text.count("\n", 0, start) + 1
    return Trap("removed", text, (line, line))


def hidden(text: str, rng: random.Random) -> Trap | None:
    """One sentence struck out, commented out or not shown."""
    spans = _sentences(text)
    if not spans:
        return None
    start, end = rng.choice(spans)
    before, after = rng.choice((("~~", "~~"), ("<del>", "</del>"), ("<!-- ", " -->"), ('<span style="display: none">', "</span>"), ("<p hidden>", "</p>")))
    if before in text or text[start:end].count("<") or "~" in text[start:end]:
        return None
    lines = (text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1)
    return Trap("hidden", text[:start] + before + text[start:end] + after + text[end:], lines)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or paragraph that the place stands in."""
    before = [match.end() for match in re.finditer(r"(?<=[.;。；])\s|\n[ \t]*\n|。", text[:start])]
    after = re.search(r"[.;](?=\s|$)|[。；]|\n[ \t]*\n|$(?!\n)", text[end:])
    return (before[-1] if before else 0), end + (after.end() if after else 0)


def changed(text: str, rng: random.Random) -> Trap | None:
    """One word replaced, one number changed, or one `not` gone."""
    spans = [(match.start(), match.end()) for match in re.finditer(r"[A-Za-z]{2,}|[0-9]+|[\u4e00-\u9fff]", text)]
    start, end = rng.choice(spans)
    old = text[start:end]
    if old.isdigit():
        new = str(int(old) + rng.choice((1, 2, 10, 100)))
    elif not old.isascii():
        new = rng.choice("不可须免收")
    else:
        new = rng.choice(WORDS)
    if new.lower() == old.lower() or _exempt(text, start):
        return None
    line = text.count("\n", 0, start) + 1
    return Trap("changed", text[:start] + new + text[end:], (line, line))


def _exempt(text: str, at: int) -> bool:
    """Whether the place is in a copyright line, a link or a tag, where names may differ."""
    line = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]
    return bool(re.match(r"(?i)\W*(\w+ )?(copyright|\(c\)|©)", line)) or "](" in line


def words_lost(text: str, rng: random.Random) -> str:
    """Five percent of the words lost."""
    return re.sub(r"\S+", lambda match: "" if rng.random() < 0.05 else match.group(), text)


def typos(text: str, rng: random.Random) -> str:
    """Two letters exchanged in every fortieth word."""

    def exchange(match: re.Match[str]) -> str:
        word = match.group()
        at = rng.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if rng.random() < 0.025 else word

    return re.sub(r"[A-Za-z]{4,}", exchange, text)


def first_half(text: str, rng: random.Random) -> str:
    """The first half."""
    cut = text.rfind(" ", 0, len(text) // 2)
    return text[: cut if cut > len(text) // 4 else len(text) // 2]


README_HEAD = """# {name}

![badge](https://img.example.org/badge.svg)

{name} is a fast library for {thing}. It was written because existing tools were slow.

## Installation

```bash
pip install {name}
```

## Usage

```python
import {name}
{name}.run('input.txt', verbose=True)
```

The model was trained on 8 GPUs for {n} hours and reaches {n}.3 on the benchmark.

## License

"""
README_TAIL = """

## Acknowledgements

We thank the community for many pull requests and our colleagues for discussions.

## Citation

```bibtex
@article{{{name}2024, title={{A study of {thing}}}, year={{2024}}}}
```
"""


def in_readme(text: str, rng: random.Random) -> tuple[str, tuple[int, int]]:
    """The text as the licence section of a README, and its lines there."""
    fill = {"name": rng.choice(("fastparse", "lumen", "quill")), "thing": rng.choice(("parsing logs", "image captions", "speech")), "n": rng.randrange(10, 99)}
    head, tail = (part.format(**fill) for part in (README_HEAD, README_TAIL))
    body = text.strip("\n")
    return head + body + tail, (head.count("\n") + 1, head.count("\n") + 1 + body.count("\n"))


PROSE = [
    "time",
    "people",
    "work",
    "year",
    "system",
    "good",
    "way",
    "day",
    "water",
    "world",
    "school",
    "house",
    "night",
    "city",
    "family",
    "music",
    "garden",
    "river",
    "winter",
    "paper",
    "street",
    "morning",
    "story",
    "window",
    "letter",
    "summer",
]


def prose(rng: random.Random) -> str:
    """Text that is no licence."""
    return ". ".join(" ".join(rng.choice(PROSE) for _ in range(rng.randrange(6, 18))).capitalize() for _ in range(60)) + "."
