"""Fixtures: the rule base once a session, and inputs written to a folder of their own and checked on a fixed day."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from licensecheck.cli import main
from licensecheck.cli.index import Finder
from licensecheck.findings import Finding
from licensecheck.identify import identify_text
from licensecheck.identify.build import build, sources
from licensecheck.identify.result import Match, TextResult
from licensecheck.model import Said, Use
from licensecheck.pipeline import Request, check
from licensecheck.report import Report
from licensecheck.rulebase import RuleBase
from licensecheck.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
TODAY = "2026-11-21"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden/ anew from what the examples give now")


class Checker:
    """Writes inputs into one folder and runs the pipeline on them, always on the same day."""

    def __init__(self, folder: Path, base: RuleBase) -> None:
        self.folder, self.base = folder, base

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *inputs: str, on: str = TODAY, **request: Any) -> Report:
        return check(Request(inputs, on, **request), self.base)

    def manifest(self, content: str | Mapping[str, Any], **request: Any) -> Report:
        text = content if isinstance(content, str) else json.dumps(content)
        self.write("manifest.yaml", text)
        return self.run("manifest.yaml", **request)

    def models(self, *entries: Any, use: Mapping[str, Any] | None = None, organization: Mapping[str, Any] | None = None, **rest: Any) -> Report:
        """A manifest of these models for one use, `u`: a commercial run in no particular field unless `use` says otherwise."""
        top: dict[str, Any] = {key: rest.pop(key) for key in ("datasets", "agreements", "policy") if key in rest}
        one = {"purpose": "commercial", "actions": ["run"], "fields": []} | dict(use or {})
        named: dict[str, Any] = {"organization": dict(organization)} if organization else {}
        return self.manifest({"version": 1, **named, "uses": {"u": one}, "models": list(entries), **top}, **rest)

    def licence(self, name: Any, action: str = "run", purpose: str = "commercial", **rest: Any) -> Report:
        """One model that is under this licence."""
        use = {"purpose": purpose, "actions": [action], **rest.pop("use", {})}
        return self.models({"id": "acme/model", "license": name, **rest.pop("entry", {})}, use=use, **rest)

    def given(self, *inputs: str, actions: Sequence[str] = ("run",), **facts: Any) -> Report:
        """Inputs that name no use, for one that the command line states."""
        return self.run(*inputs, use=use_of(*actions, **facts))

    def card(self, front: str, actions: Sequence[str] = ("run",), **facts: Any) -> Report:
        """A model card with this front matter, for a commercial use in no particular field."""
        self.write("card.md", f"---\n{front}\n---\n# A model\n")
        return self.given("card.md", actions=actions, **facts)


def use_of(*actions: str, **facts: Any) -> Use:
    """The use that the command line states: `use_purpose="research"` is the fact `use.purpose`."""
    said = {"use_purpose": "commercial", "use_fields": [], **facts}
    return Use("command-line", actions, {name.replace("_", ".", 1): Said(value, "--fact") for name, value in said.items()})


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test does reaches the user's own cache."""
    before = os.environ.get("LICENSECHECK_CACHE")
    os.environ["LICENSECHECK_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["LICENSECHECK_CACHE"]
    else:
        os.environ["LICENSECHECK_CACHE"] = before


@pytest.fixture(scope="session")
def base(_cache: None) -> RuleBase:
    return RuleBase()


@pytest.fixture(scope="session")
def vocabulary(base: RuleBase) -> Vocabulary:
    return base.vocabulary


@pytest.fixture
def checker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: RuleBase) -> Checker:
    monkeypatch.chdir(tmp_path)
    return Checker(tmp_path, base)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material that is not part of the repository; what needs it is skipped, visibly, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


Found = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def found() -> Found:
    """The findings with that code, and those attributes."""

    def pick(report: Report, code: str, **wanted: str) -> list[Finding]:
        return [one for one in report.findings if one.code.value == code and all(getattr(one, key) == value for key, value in wanted.items())]

    return pick


Script = Callable[[str], ModuleType]


@pytest.fixture(scope="session")
def script() -> Script:
    """Loads a Python file of the repository that belongs to no package."""

    def load(path: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


class Ran(NamedTuple):
    """What one command left behind."""

    code: int
    out: str
    err: str


IDENTIFY = ROOT / "tests" / "data" / "identify"
Identify = Callable[[str | bytes], TextResult]


@pytest.fixture(scope="session")
def identify(tmp_path_factory: pytest.TempPathFactory, _cache: None) -> Identify:
    """Identifies texts with an index of the invented ones, of which one has a rule file."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "licenses").mkdir()
    (folder / "licenses" / "heron-2.0.yaml").write_bytes((IDENTIFY / "rules" / "licenses" / "heron-2.0.yaml").read_bytes())
    names = {"heron": "heron-2.0"}
    finder = Finder(RuleBase([folder]))
    (folder / "texts.idx").write_bytes(build(sources([IDENTIFY / "texts"], names.get), finder.quotes, finder.titles))
    return lambda data: identify_text(data, [folder])


Identified = Callable[[str | bytes], Match]


@pytest.fixture(scope="session")
def identified(identify: Identify) -> Identified:
    """The one licence that is found in a text."""

    def only(data: str | bytes) -> Match:
        result = identify(data)
        assert len(result.matches) == 1, result
        return result.matches[0]

    return only


Cli = Callable[..., Ran]


@pytest.fixture
def cli(checker: Checker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs a command in this process, in the folder of `checker`, without the environment's say in colours and width."""
    monkeypatch.chdir(checker.folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LICENSECHECK_POLICY"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
