"""Whole reports on the examples, kept in tests/golden/: `pytest tests/test_golden.py --rewrite-golden` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from licensecheck.pipeline import Request, check
from licensecheck.reports import Look
from licensecheck.reports.json import plain
from licensecheck.reports.terminal import render
from licensecheck.rulebase import RuleBase

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/licensecheck.yaml"))
EXPECTED = {"support-assistant": "permitted-with-duties", "newsletter-writer": "prohibited", "image-studio": "needs-information"}


@pytest.fixture(params=EXAMPLES)
def name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    example: str = request.param
    monkeypatch.chdir(ROOT / "examples" / example)
    return example


def compare(path: Path, text: str, rewrite: bool) -> None:
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), "pytest tests/test_golden.py --rewrite-golden"
    assert text == path.read_text(encoding="utf-8"), f"{path.name} has changed: look at the difference, then --rewrite-golden"


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


def test_the_json_report_is_the_one_that_was_kept(name: str, base: RuleBase, rewrite: bool) -> None:
    data: dict[str, Any] = plain(check(Request(("licensecheck.yaml",), "2026-11-21"), base))
    assert data["verdict"] == EXPECTED.get(name, data["verdict"])
    del data["tool"]  # it changes with every edit of any rule
    compare(GOLDEN / f"{name}.json", json.dumps(data, indent=1, ensure_ascii=False) + "\n", rewrite)


def test_the_terminal_report_is_the_one_that_was_kept(name: str, base: RuleBase, rewrite: bool) -> None:
    report = check(Request(("licensecheck.yaml",), "2026-11-21"), base)
    lines = Path("licensecheck.yaml").read_text(encoding="utf-8").splitlines()
    text = render(report, Look(line=lambda file, number: lines[number - 1] if file == "licensecheck.yaml" else ""))
    compare(GOLDEN / f"{name}.txt", text, rewrite)
