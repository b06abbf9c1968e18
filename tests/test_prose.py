"""What a card says in its own words against commercial use, and what it says of other things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from licensecheck.identify.prose import noncommercial

if TYPE_CHECKING:
    from conftest import Checker, Found

FORBIDS = """
You must obtain a licence for commercial use.
Commercial use requires a separate license. Contact licensing@acme.example.
For commercial use, please contact us at sales@acme.example.
Use of this model in production requires a commercial license from Acme.
Companies with more than $1M revenue need an enterprise licence.
The model can be used freely by individuals and academics; companies must contact us.
The model is licensed for non-commercial use.
> ⚠️ Weights are **non-commercial**.
Free for personal use.
Commercial use: ❌
Commercial use: No
| Commercial use | Not allowed |
Please do not use this model commercially.
We do not allow commercial usage.
Because we trained on GPT-4 outputs, this model cannot be used commercially.
Due to the license of the training data, this model is limited to research.
The dataset and the model are for research purposes only.
This model was trained on the Acme dataset and is for research purposes only.
The code is MIT; the model weights are CC-BY-NC.
Code: Apache 2.0. Weights: research only.
Commercial use of the model is not permitted.
商业使用需申请授权。
本模型仅用于研究目的，不得用于任何商业用途。
商用利用不可
このモデルは研究目的でのみ利用可能です。
본 모델은 비상업적 용도로만 사용할 수 있습니다.
Nur für nicht-kommerzielle Zwecke.
Die kommerzielle Nutzung ist nicht gestattet.
Usage commercial interdit.
Solo para uso no comercial.
Только для некоммерческого использования.
""".strip().split("\n")
HARMLESS = """
The demo is for research purposes only.
The dataset is released for non-commercial research purposes only.
Commercial use of the dataset is not permitted.
The training images are for academic use only.
Hosted demo: non-commercial use only. The weights: Apache 2.0.
Our earlier model v1 was for non-commercial use only. v2 is Apache-2.0.
Not only for research: use it in production too.
原始LLaMA模型禁止商用，本模型基于Qwen，可商用。
数据集仅供研究使用。
Research paper: "Non-Commercial Use Only Considered Harmful".
> "The model is for research only" - a reviewer
The tool ffmpeg is not for commercial use under GPL in some cases.
Not for commercial use? No: this model is free for any use.
The benchmark is for research purposes only.
Commercial use is not restricted.
No restrictions on commercial use.
Free for research and commercial use.
Unlike LLaMA, which is non-commercial, this model can be used commercially.
If you need a commercial license without attribution, contact us.
If you use our model for commercial purposes, we would love to hear from you.
Contact us for commercial partnerships.
完全开源，可商用。
商用利用可
""".strip().split("\n")


@pytest.mark.parametrize("sentence", FORBIDS)
def test_a_sentence_that_forbids_is_found_on_its_line(sentence: str) -> None:
    assert noncommercial(f"# Acme\n\nA model.\n\n{sentence}\n\nThanks.\n".encode()) == 5


@pytest.mark.parametrize("sentence", HARMLESS)
def test_a_sentence_about_something_else_is_passed_over(sentence: str) -> None:
    assert noncommercial(f"# Acme\n\nA model.\n\n{sentence}\n\nThanks.\n".encode()) == 0


def test_a_sentence_goes_on_over_lines_and_code_is_none() -> None:
    assert noncommercial(b"A model.\nIt works well. You may not use this\nmodel commercially.\n") == 2
    assert noncommercial(b'```\nprint("for research only")\n```\n') == 0


@pytest.mark.parametrize(
    "front",
    ["extra_gated_prompt: >-\n  ### Terms\n  Commercial use needs a licence from Acme.", "extra_gated_fields:\n  For non-commercial use only: checkbox"],
)
def test_what_stands_at_the_gate_is_told(checker: Checker, found: Found, front: str) -> None:
    report = checker.card(f"license: apache-2.0\n{front}")
    (finding,) = found(report, "license-conflict")
    assert finding.location.line >= 3


@pytest.mark.parametrize("sentence", ["commercial use of the license for company ", "is licensed under ", "need ", "[", "a", "- is\n"])
def test_hostile_text_takes_no_time(checker: Checker, sentence: str) -> None:
    checker.write("card.md", "---\nlicense: mit\n---\n" + sentence * (300_000 // len(sentence)))
    assert checker.given("card.md").verdict.value in ("permitted", "needs-information")
