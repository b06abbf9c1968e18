"""The pages say what the code does: generated parts, finding codes, commands, links, examples, recipes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from licensecheck import documents
from licensecheck.cli.arguments import parse
from licensecheck.findings import Code

if TYPE_CHECKING:
    from conftest import Script

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generate(script: Script) -> ModuleType:
    return script("docs/generate.py")


def squeezed(text: str) -> str:
    """Without line breaks: Python versions wrap the help differently."""
    return " ".join(text.split())


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.run([sys.executable, "-m", "licensecheck", *arguments], capture_output=True, text=True, cwd=cwd, env=environment, check=False)


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "docs/manifest.md"])
def test_generated_parts_are_current(page: str, generate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    now = (ROOT / page).read_text(encoding="utf-8")
    assert squeezed(generate.generated(page)) == squeezed(now), "run `make docs`"
    assert generate.BLOCK.search(now)


def test_every_finding_code_has_its_heading() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "findings.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [code.value for code in Code]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    gone = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not gone


def parsed(words: list[str]) -> object:
    """The exit code of reading the arguments; 0 also for --help and --version."""
    try:
        parse(words)
    except SystemExit as error:
        return error.code or 0
    return 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_pages_can_be_typed(page: Path) -> None:
    """Every `licensecheck …` that a person wrote in the pages has options that exist."""
    text = re.sub(r"<!-- generated.*?<!-- end -->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [*re.findall(r"^(?:\$ |    - |\S*bin/)?(licensecheck [^\n]*)$", text, re.MULTILINE), *re.findall(r"`(licensecheck [^`\n]+)`", text)]
    wrong = []
    for line in lines:
        words = re.split(r" (?:\|\||&&|>|#) ", line)[0].replace("INPUT...", "INPUT").split()[1:]
        if words == ["schema", "NAME"]:
            words = ["schema", "manifest"]
        # `licensecheck check` and the like name a command.
        if any(word.isupper() and "|" in word for word in words) or words[-1].startswith("--format") or words[0].endswith(("…", ":")) or len(words) == 1:
            continue
        if (code := parsed(words)) != 0:
            wrong.append((code, line))
    assert not wrong


def fences(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "text"),
    [(page, text) for page in ("README.md", "docs/manifest.md") for text in fences(page, "yaml") if text.startswith("version: 1\n")],
)
def test_manifests_in_the_pages_run(page: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "licensecheck.yaml").write_text(text, encoding="utf-8")
    done = run("licensecheck.yaml", cwd=tmp_path)
    assert done.returncode in (0, 1), f"{page}: {done.stderr}"


@pytest.mark.parametrize(("page", "text"), [(page.name, text) for page in PAGES for text in fences(str(page), "yaml")])
def test_yaml_in_the_pages_can_be_read(page: str, text: str) -> None:
    data = documents.parse(text.encode(), page).data
    if isinstance(data, dict) and "waivers" in data:
        documents.parse(text.encode(), page, schema="policy")


def examples() -> list[tuple[str, str, int]]:
    rows = re.findall(r"^\| `([\w-]+)` \| ([\w-]+) \| (\d) \|", (ROOT / "examples" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [(name, verdict, int(code)) for name, verdict, code in rows]


def test_every_example_is_in_the_table() -> None:
    assert {name for name, _, _ in examples()} == {path.name for path in (ROOT / "examples").iterdir() if path.is_dir()}


@pytest.mark.parametrize(("name", "verdict", "code"), examples())
def test_examples_give_the_verdict_that_their_table_says(name: str, verdict: str, code: int) -> None:
    manifest = f"examples/{name}/licensecheck.yaml"
    done = run("--format", "json", "--on", "2026-11-21", manifest)
    report: dict[str, Any] = json.loads(done.stdout)
    assert (report["verdict"], done.returncode, done.stderr) == (verdict, code, "")
    assert run(manifest).returncode == code, "the terminal report and the exit code hang together"


def test_the_examples_show_what_they_are_for() -> None:
    def findings(name: str) -> set[str]:
        report = json.loads(run("--format", "json", f"examples/{name}/licensecheck.yaml").stdout)
        return {f"{one['license'] or ''}:{one['code']}" for one in report["findings"]}

    assert {"llama3.1:duty"} <= findings("support-assistant")
    blocked = findings("newsletter-writer")
    assert {"qwen-research:needs-agreement", "llama2:prohibited-use", "cc-by-nc-4.0:prohibited-use", "llama3.3:license-drift"} <= blocked
    assert {"stability-community:missing-fact", "openrail:ambiguous-license", ":unknown-license"} <= findings("image-studio")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "```sh\nmake test\n```" in README
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert next(line for line in commands if line.startswith("make")) == "make test"


def test_readme_says_what_it_has_to() -> None:
    assert README.count("not legal advice") >= 1
    for verdict in ("permitted", "permitted-with-duties", "needs-information", "needs-agreement", "prohibited"):
        assert f"`{verdict}`" in README
    assert re.findall(r"^\| (\d+) \|", README, re.MULTILINE) == ["0", "1", "2", "3", "130"]


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("*.yml"), ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "pyproject.toml"], ids=lambda page: page.name)
def test_no_registry_is_named(page: Path) -> None:
    """Packages are named, their hosts are not: a mirror has to work as well."""
    assert not re.search(r"pypi\.org|pythonhosted|npmjs|--index-url", page.read_text(encoding="utf-8"))


def test_changelog_has_its_headings() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = run("--version").stdout.split()[-1]
    assert f"## [{version}]" in text
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        assert "### Verdicts changed" in section
