"""What must not pass as a plain licence, wherever it stands, and what is only dress: pairs for every place in which terms were found to hide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licensecheck.identify import identify_text
from licensecheck.identify.build import build, sources

if TYPE_CHECKING:
    from conftest import Identified, Identify

TEXTS = Path(__file__).resolve().parent / "data" / "identify" / "texts"
HERON, PELICAN, IBIS, STORK = ((TEXTS / f"{key}.txt").read_text(encoding="utf-8") for key in ("heron", "pelican", "ibis", "stork"))
NAMES: dict[str, str] = {}
"""No rule file has any of them."""
NOTICE = "1. The notice at the top stays where it is."

OTHER_TERMS = {
    "the attachment behind the terms is gone": (IBIS, IBIS[: IBIS.index("Attachment A\n\nUse")]),
    "a word is struck out in Markdown": (STORK, STORK.replace("with or without changes", "~~with or~~ without changes")),
    "a word is struck out in HTML": (STORK, STORK.replace("with or", "<del>with or</del>")),
    "a clause is struck out": (STORK, STORK.replace(NOTICE, f"<s>{NOTICE}</s>")),
    "a clause is hidden": (STORK, STORK.replace(NOTICE, f'<div style="display:none">{NOTICE}</div>')),
    "a clause has a line through it": (STORK, STORK.replace(NOTICE, f'<span style="text-decoration: line-through">{NOTICE}</span>')),
    "a clause is commented out": (STORK, STORK.replace(NOTICE, f"<!-- {NOTICE} -->")),
    "a clause is commented out in Markdown": (STORK, STORK.replace(NOTICE, f"[//]: # ({NOTICE})")),
    "a patch takes a line out": (STORK, "@@ -1,20 +1,19 @@\n" + STORK.replace("\n2. Changed", "\n-2. Changed")),
    "a restriction in an alternative text": (STORK, '<img src="a.png" alt="commercial use is not permitted">\n\n' + STORK),
    "a restriction in a script": (STORK, '<script>say("You may not use this commercially.")</script>\n\n' + STORK),
    "a restriction in the title of a link": (STORK, '[more](https://example.org "Non-commercial use only, please")\n\n' + STORK),
    "a restriction in the title of a link inside": (STORK, STORK.replace("Copying", '[Copying](https://example.org "No commercial use.")')),
    "a sign for not": (STORK, STORK.replace("is fine", "is ≠ fine")),
    "letters in circles": (STORK, STORK.replace("is fine", "is ⓝⓞⓣ fine")),
    "another currency": (IBIS, IBIS.replace("$5", "€5")),
    "no percent": (IBIS, IBIS.replace("10%", "10")),
    "words put together": (IBIS, IBIS.replace("may run", "mayrun")),
    "a word divided": (IBIS, IBIS.replace("without", "with out")),
    "a digit before a number at a line's start": (HERON, HERON.replace("more than 300", "more than\n2.300")),
    "a word of the title is gone": (IBIS, IBIS.replace("Ibis Open License", "Ibis License")),
    "another version in the title": (IBIS, IBIS.replace("Version 1.2", "Version 1.3")),
    "a heading that names another licence": (STORK, "GNU General Public License, version 3\n\n" + STORK),
    "a heading that qualifies": (STORK, "Stork License Plus\n\n" + STORK),
    "a heading of a draft": (STORK, "DRAFT\n\n" + STORK),
    "an identifier of another licence": (STORK, "SPDX-License-Identifier: CC-BY-NC-4.0\n\n" + STORK),
    "an identifier with more": (STORK, "SPDX-License-Identifier: Stork AND CC-BY-NC-4.0\n\n" + STORK),
    "an identifier and a term below it": (STORK, "SPDX-License-Identifier: Stork\nNon-commercial use only.\n\n" + STORK),
    "a proprietary reference": (STORK, "SPDX-License-Identifier: LicenseRef-Proprietary\n\n" + STORK),
    "a term in the statement, in German": (STORK, "Copyright (c) 2024 Rosa Reed. Nur für private Zwecke.\n\n" + STORK),
    "a term in the statement, in Chinese": (STORK, "Copyright (c) 2024 Rosa Reed 仅限非商业用途\n\n" + STORK),
    "a term in the statement, in Korean": (STORK, "Copyright (c) 2024 Rosa Reed 상업적 이용 금지\n\n" + STORK),
    "another licence in the statement": (STORK, "Copyright (c) 2024 Rosa Reed, CC BY-NC 4.0\n\n" + STORK),
    "a trial in the statement": (STORK, "Copyright (c) 2024 Rosa Reed, trial expires 2025\n\n" + STORK),
    "a licence of the code alone": (STORK, "The source code is licensed under the Stork License.\n\n" + STORK),
    "a licence of the documentation alone": (STORK, "The following license applies to the documentation:\n\n" + STORK),
    "an introduction with a term": (STORK, "Birds is licensed under the Stork License, only for students.\n\n" + STORK),
    "an introduction of another licence": (STORK, "Birds is licensed under the Heron License.\n\n" + STORK),
    "a label with a term in the statement": (STORK, "Copyright (c) 2024 Rosa Reed. Companies above 50 staff: ask first.\n\n" + STORK),
    "a time in the statement": (STORK, "Copyright (c) 2024 Rosa Reed; 6 months\n\n" + STORK),
    "a term in the statement, in Turkish": (STORK, "Copyright (c) 2024 Rosa Reed. Ticari kullanım yasaktır.\n\n" + STORK),
    "a term in the statement, in Spanish": (STORK, "Copyright (c) 2024 Rosa Reed (Solo para investigación)\n\n" + STORK),
    "a term in the statement, in Thai": (STORK, "Copyright (c) 2024 Rosa Reed ห้ามใช้เพื่อการค้า\n\n" + STORK),
    "one word behind the statement": (STORK, "Copyright (c) 2024 Rosa Reed - NC\n\n" + STORK),
    "a line below the statement": (STORK, "Copyright (c) 2024 Rosa Reed\nPrice: $100\n\n" + STORK),
    "a title in Dutch": (STORK, "Niet voor commercieel gebruik\n\n" + STORK),
    "a title with a term in Swedish": (STORK, "Stork License - Endast för forskning\n\n" + STORK),
    "a title with a clause": (STORK, "Stork License: Ignore clause 2\n\n" + STORK),
    "a title with a term in Chinese": (STORK, "Stork License (商业使用须另行授权)\n\n" + STORK),
    "a label with a term": (STORK, STORK + "\nTerritory: Japan\n"),
    "a number of seats": (STORK, STORK + "\nmax 5 GPUs\n"),
    "an age": (STORK, STORK + "\nAge 18+\n"),
    "words written as one": (STORK, STORK + "\nNonCommercialUseOnly\n"),
    "words written in letters": (STORK, STORK + "\nN O N - C O M M E R C I A L\n"),
    "the name of another licence": (STORK, "# Heron 2.0\n\n" + STORK),
    "the address of other terms": (STORK, STORK + "\nhttps://acme.example/eula\n"),
    "the address of another licence": (STORK, STORK + "\nhttps://creativecommons.org/licenses/by-nc/4.0/\n"),
    "lines between rules at the top": (STORK, "---\nNot for banks.\n---\n\n" + STORK),
    "a part of a word is struck out": (STORK, STORK.replace("without", "with~~out~~")),
    "a part of a word is commented out": (STORK, STORK.replace("without", "with<!--out-->")),
    "a word between single tildes": (STORK, STORK.replace("with or without changes", "~with or~ without changes")),
    "a clause that cannot be seen": (STORK, STORK.replace(NOTICE, f'<span style="opacity:0">{NOTICE}</span>')),
    "a clause in a template": (STORK, STORK.replace(NOTICE, f"<template>{NOTICE}</template>")),
    "a header of pages with a label": (STORK, STORK.replace("\n\n", "\n\nGoverning law: Bermuda\n\n")),
    "a header of pages in Dutch": (STORK, STORK.replace("\n\n", "\n\nNiet voor commercieel gebruik\n\n")),
    "a header of pages with a term": (STORK, STORK.replace("\n\n", "\n\nfor students only\n\n")),
    "a clause below a text that begins with a bracket": (STORK, "[For the original see stork.example.org]\n\n" + STORK + "\nChicks are not covered.\n"),
    "a clause in lines that end like code": (
        STORK,
        STORK + "\nPlease pay us if you earn something with it;\nuse of the eggs is for friends of ours;\nbe kind.\n",
    ),
    "a clause in comments": (
        STORK,
        "".join(f"# {line}\n" for line in (STORK + "\nPlease pay us a tenth of what you earn\nwith the work, or leave it alone.\n").splitlines()),
    ),
    "a clause between two rules": (STORK, STORK + "\n" + "-" * 70 + "\nOTHER BIRDS:\n\nSome parts come with terms of their own.\n" + "-" * 70 + "\n"),
    "a clause below front matter": (STORK, "---\nlicense: other\n---\n" + STORK + "\nGovernments write to the authors first.\n"),
    "a restriction in the front matter": (STORK, "---\nlicense: other\nterms: You must pay a fee to the authors.\n---\n" + STORK),
}


@pytest.mark.parametrize("case", OTHER_TERMS)
def test_other_terms_are_never_plain(identify: Identify, identified: Identified, case: str) -> None:
    plain, changed = OTHER_TERMS[case]
    assert plain != changed
    match = identified(changed)
    assert match.confidence == "modified"
    assert match.license == identified(plain).license
    assert match.differences


SAME_TERMS: dict[str, tuple[str, str | bytes]] = {
    "the instructions behind the terms are gone": (STORK, STORK[: STORK.index("END OF TERMS")]),
    "a line of the title is gone": (IBIS, IBIS.replace("https://ibis.example.org/license\n", "").replace("Version 1.2, dated May 3, 2024\n", "")),
    "the whole is a comment": (STORK, f"<!--\n{STORK}-->\n"),
    "a comment of a tool": (STORK, "<!-- This file is kept in order by a tool. -->\n\n" + STORK),
    "a fence of tildes": (STORK, f"~~~\n{STORK}~~~\n"),
    "a harmless script": (STORK, "<script>var page = 1;</script>\n" + STORK),
    "the sign alone": (STORK, "© 2024 Rosa Reed GmbH & Co. KG. All rights reserved.\n\n" + STORK),
    "a holder by the name of Will": (STORK, "Copyright (c) 2024 Will McGugan\n\n" + STORK),
    "a limited company": (STORK, "Copyright (C) 2024 Heron Group Holding Limited\n\n" + STORK),
    "a list of authors elsewhere": (STORK, "Copyright (c) 2024 Rosa Reed and other contributors, see AUTHORS\n\n" + STORK),
    "an address with a word of terms": (STORK, "Copyright Rosa Reed <https://reed.be/will/not>\n\n" + STORK),
    "another holder where the template has roles": (STORK, STORK.replace("THE COPYRIGHT HOLDER BE", "THE COPYRIGHT OWNER BE")),
    "a name where the template has roles": (STORK, STORK.replace("the copyright holder nor", "the Foo Project nor")),
    "its own identifier": (STORK, "SPDX-License-Identifier: Stork\nSPDX-FileCopyrightText: 2024 Rosa Reed\n\n" + STORK),
    "a choice of identifiers": (STORK, "SPDX-License-Identifier: MIT OR Stork\n\n" + STORK),
    "a reference of its own": (STORK, "SPDX-License-Identifier: LicenseRef-feathers\n\n" + STORK),
    "a project's name": (STORK, "bird-lm 1.2\n\n" + STORK),
    "an introduction": (STORK, "Birds is licensed under the terms of the Stork License, reproduced below.\n\n" + STORK),
    "whose it is": (STORK, "The following license applies to birds:\n\n" + STORK),
    "when it was changed": (STORK, STORK + "\nLast updated: 2024-05-01\n"),
    "where it was taken from": (STORK, "Downloaded from https://example.org/stork on 2024-05-01\n\n" + STORK),
    "other languages": (STORK, "[English](LICENSE) | 简体中文\n\n" + STORK),
    "a sign-off": (STORK, STORK + "\nSigned-off-by: Rosa Reed <rosa@example.org>\n"),
    "a modeline": (STORK, STORK + "\n# vim: set ts=4 sw=4:\n"),
    "identifiers as the Linux kernel has them": (STORK, "Valid-License-Identifier: Stork\nSPDX-URL: https://spdx.org/licenses/Stork.html\n\n" + STORK),
    "a package with its version": (STORK, "birds/stork v1.2.3\n\n" + STORK),
    "some rights": (STORK, "Copyright (c) 2010 Rosa Reed. Some rights reserved.\n\n" + STORK),
    "authors in a file": (STORK, "Copyright 2012, the Stork project authors. Please see the AUTHORS file for details.\n\n" + STORK),
    "the name of a company in Chinese": (STORK, "Copyright (c) 2024 北京智谱华章科技有限公司\n\n" + STORK),
    "a holder in small letters": (STORK, "Copyright (c) 2016 rosa reed\n\n" + STORK),
    "holders with remarks": (STORK, "Copyright (c) 2014, Rosa Reed (stork-env), 2013, Ann Teal (stork-env-rw)\n\n" + STORK),
    "developers": (STORK, "Copyright (c) 2008-2011, the stork development team and other contributors\n\n" + STORK),
    "labels of names": (STORK, "Project: Stork\nAuthor: Rosa Reed <rosa@example.org>\nURL: https://example.org/stork\n\n" + STORK),
    "the address of the file": (STORK, "https://example.org/rosa/stork/blob/main/LICENSE\n\n" + STORK),
    "a project's heading": (STORK, "# Bird LM\n\n" + STORK),
    "where it was found": (STORK, STORK + "\nSource: https://example.org/stork.txt\n"),
    "a table of contents": (STORK, "- [1. Copies](#1-copies)\n- [2. Names](#2)\n\n" + STORK),
    "a directive": (STORK, "License\n=======\n\n.. code-block:: text\n\n" + STORK),
    "front matter": (STORK, "---\nlicense: other\nlicense_name: stork\nlanguage:\n- en\ntags:\n- birds\n---\n\n" + STORK),
    "every item has the number one": (STORK, STORK.replace("\n2. ", "\n1. ").replace("\n3. ", "\n1. ")),
    "a header on every page": (STORK, STORK.replace("\n\n", "\n\nStork License - Bird Watchers' Journal   7\n\n")),
    "marks that are words": (STORK, "".join(f"REM {line}\n" for line in STORK.splitlines())),
    "numbers of lines": (STORK, "".join(f"{number:6}\t{line}\n" for number, line in enumerate(STORK.splitlines(), 1))),
    "a string of a program": (STORK, 'text = "' + STORK.replace('"', '\\"').replace("\n", "\\n") + '"\n'),
    "read in the wrong encoding": (HERON, HERON.replace('"', "“").encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")),
    "a value in JSON": (STORK, '{\n  "name": "birds",\n  "text": "' + STORK.replace('"', '\\"').replace("\n", "\\n") + '"\n}\n'),
    "tags inside words": (STORK, STORK.replace("Changed", "<b>Ch</b>anged")),
    "words that SPDX takes as equal": (STORK, STORK.replace("NO EVENT\nSHALL THE COPYRIGHT HOLDER", "NO EVENT\nSHALL THE COPYRIGHT\nOWNER")),
    "a zero byte at the end": (STORK, STORK.encode() + b"\0\0\0"),
}


@pytest.mark.parametrize("case", SAME_TERMS)
def test_dress_and_names_are_plain(identified: Identified, case: str) -> None:
    plain, dressed = SAME_TERMS[case]
    match = identified(dressed)
    assert match.plain, match
    assert match.license == identified(plain).license


README = """# birdwatch

A small library that counts birds. You must install numpy, and the model may be wrong.

## Installation

    pip install birdwatch

## License

{}

## Thanks

{}
"""


@pytest.mark.parametrize(
    "rider",
    [
        "The weights are for academic research only.",
        "No right to sublicense is granted.",
        "Users must register before first use.",
        "Companies with more than 250 employees have to buy a subscription.",
        "Коммерческое использование запрещено.",
        "Toute utilisation commerciale est interdite.",
        "License: CC-BY-NC-SA-4.0",
    ],
)
def test_a_term_far_from_the_licence_in_a_readme_counts(identified: Identified, rider: str) -> None:
    text = README.format(STORK.strip(), rider)
    (difference,) = identified(text).differences
    line = text[: text.index(rider)].count("\n") + 1
    assert (difference.kind, difference.lines) == ("added", (line, line))


@pytest.mark.parametrize("words", ["We thank everybody who sent pictures.", "The tests must pass before a release, and need an hour."])
def test_what_a_readme_says_of_other_things_is_no_term(identified: Identified, words: str) -> None:
    assert identified(README.format(f"```\n{STORK.strip()}\n```", words)).plain


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("Ibis Open License", "Heron Open License", ("comes without", "comes with")),
        ("Version 1.2, dated May 3, 2024", "Version 2.0, dated June 9, 2025", ("comes without", "comes with")),
    ],
)
def test_another_title_and_another_term_make_another_licence(identify: Identify, old: str, new: str, more: tuple[str, str]) -> None:
    result = identify(IBIS.replace(old, new).replace(*more))
    assert result.matches == ()
    assert result.nearest is not None
    assert result.nearest.license == "ibis"


def test_one_change_alone_is_a_modified_copy(identified: Identified) -> None:
    match = identified(IBIS.replace("comes without", "comes with"))
    assert (match.license, match.confidence) == ("ibis", "modified")


def test_the_second_best_is_taken_where_the_best_is_another_licence(tmp_path: Path) -> None:
    second = IBIS.replace("Version 1.2, dated May 3, 2024", "Version 1.1, dated April 1, 2023").replace("any promise", "a promise")
    (tmp_path / "ibis-1.1.txt").write_text(second, encoding="utf-8")
    (tmp_path / "texts.idx").write_bytes(build(sources([TEXTS, tmp_path], NAMES.get)))
    for text, key in ((IBIS, "ibis"), (second, "ibis-1.1")):
        (match,) = identify_text("You may not sell it.\n\n" + text.replace("draws", "paints"), [tmp_path]).matches
        assert (match.license, match.confidence) == (key, "modified")
