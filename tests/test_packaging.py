"""What is built and installed: sdist, wheel, wheel from sdist, editable install; each run from another directory."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = (
    "version: 1\nuses: {chat: {purpose: commercial, actions: [serve]}}\nmodels: [meta-llama/Llama-3.1-8B-Instruct, {id: a/b, license: MIT OR AGPL-3.0}]\n"
)


def quiet(command: list[str | Path], folder: Path, **environment: str) -> str:
    """What the command prints; the test fails with its whole output if it fails."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run([str(word) for word in command], cwd=folder, env=kept | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def digests(wheel: Path) -> dict[str, str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working tree, so that building leaves nothing behind in it."""
    folder = tmp_path_factory.mktemp("tree") / "licensecheck"
    rubbish = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build", "*.egg-info")
    shutil.copytree(ROOT, folder, ignore=rubbish)
    return folder


@pytest.fixture(scope="module")
def built(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel, both built from the tree."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    folder = tmp_path_factory.mktemp("dist")
    quiet([sys.executable, "-m", "hatchling", "build", "-d", folder], tree)
    return folder


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


@pytest.mark.slow
def test_the_wheel_carries_rules_and_policies_unchanged(built: Path, tree: Path) -> None:
    held = digests(only(built, "*.whl"))
    for folder in ("rules", "policies"):
        for path in (tree / folder).rglob("*.*"):
            inside = f"licensecheck/_bundled/{path.relative_to(tree).as_posix()}"
            assert held.pop(inside) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert held.pop("licensecheck/_bundled/rules/compiled.bin")
    assert held.pop("licensecheck/py.typed")
    for path in (tree / "licensecheck").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            held.pop(path.relative_to(tree).as_posix(), None)
    assert {name.split("/")[0] for name in held} == {"licensecheck_models-" + version(tree) + ".dist-info"}, "and nothing else"


def version(tree: Path) -> str:
    return quiet([sys.executable, "-c", "from licensecheck.version import VERSION; print(VERSION)"], tree).strip()


@pytest.mark.slow
def test_the_sdist_carries_what_is_needed_to_test_and_build_it(built: Path, tree: Path) -> None:
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames()}
    wanted = [
        path.relative_to(tree).as_posix()
        for folder in ("licensecheck", "rules", "policies", "tests", "docs", "examples", "benchmarks", ".ci")
        for path in (tree / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    single = ["hatch_build.py", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile", ".pre-commit-hooks.yaml", "action.yml"]
    assert not {*wanted, *single} - held


@pytest.mark.slow
def test_a_wheel_built_from_the_sdist_is_the_same(built: Path, tmp_path: Path) -> None:
    """In isolation, with nothing but what the build says it requires."""
    quiet([sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", tmp_path, only(built, "*.tar.gz")], tmp_path)
    assert only(tmp_path, "*.whl").read_bytes() == only(built, "*.whl").read_bytes()


@pytest.fixture(scope="module")
def installed(tree: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Fresh virtualenvs with licensecheck and what it depends on: `wheel` or `editable`; the folder of their programs."""
    made: dict[str, Path] = {}

    def install(how: str) -> Path:
        if how not in made:
            folder = tmp_path_factory.mktemp(how)
            venv.create(folder, with_pip=True)
            programs = folder / ("Scripts" if os.name == "nt" else "bin")
            what: list[str | Path] = [only(built, "*.whl")] if how == "wheel" else ["-e", tree]
            quiet([programs / "python", "-m", "pip", "install", "--quiet", *what], folder)
            made[how] = programs
        return made[how]

    return install


@pytest.mark.slow
@pytest.mark.parametrize("how", ["wheel", "editable"])
class TestInstalled:
    def test_every_command_runs_from_another_directory(self, how: str, installed: Callable[[str], Path], tmp_path: Path) -> None:
        programs = installed(how)
        said = {quiet([programs / name, "--version"], tmp_path) for name in ("licensecheck", "licensecheck-models")}
        said.add(quiet([programs / "python", "-m", "licensecheck", "--version"], tmp_path))
        assert len(said) == 1
        for words in (["explain", "mit"], ["rules", "list"], ["rules", "test", "mit"], ["schema", "manifest"], ["init"]):
            assert quiet([programs / "licensecheck", *words], tmp_path)

    def test_it_judges_as_the_working_tree_does(self, how: str, installed: Callable[[str], Path], tree: Path, tmp_path: Path) -> None:
        (tmp_path / "licensecheck.yaml").write_text(MANIFEST, encoding="utf-8")
        words = ["--format", "json", "--on", "2026-11-21", "--fail-on", "prohibited", "licensecheck.yaml"]
        told: dict[str, Any] = json.loads(quiet([installed(how) / "licensecheck", *words], tmp_path))
        here = json.loads(quiet([sys.executable, "-m", "licensecheck", *words], tmp_path, PYTHONPATH=str(tree)))
        assert told == here
        assert told["summary"]["models"] == 2

    def test_the_terminal_report_and_a_bad_manifest(self, how: str, installed: Callable[[str], Path], tmp_path: Path) -> None:
        """What is imported only there (rich, jsonschema) is there as well."""
        (tmp_path / "good.yaml").write_text(MANIFEST, encoding="utf-8")
        (tmp_path / "bad.yaml").write_text(MANIFEST.replace("purpose", "purpos"), encoding="utf-8")
        program = installed(how) / "licensecheck"
        assert "verdict" in quiet([program, "--fail-on", "prohibited", "good.yaml"], tmp_path)
        done = subprocess.run([program, "bad.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "bad.yaml:2:" in done.stderr
        assert "purpose" in done.stderr
        assert "Traceback" not in done.stderr

    def test_the_rules_come_from_where_they_should(self, how: str, installed: Callable[[str], Path], tree: Path, tmp_path: Path) -> None:
        code = "from licensecheck.rulebase import bundled; print(bundled('rules').resolve(), bundled('policies').resolve())"
        rules, policies = map(Path, quiet([installed(how) / "python", "-c", code], tmp_path).split())
        place = tree if how == "editable" else rules.parent
        assert (rules, policies) == (place / "rules", place / "policies")
        assert (rules.parent.name == "_bundled") is (how == "wheel")

    def test_an_installed_copy_needs_no_cache(self, how: str, installed: Callable[[str], Path], tmp_path: Path) -> None:
        """A wheel's compiled rules are taken as they are; a checkout compiles its own into the user's cache."""
        (tmp_path / "licensecheck.yaml").write_text(MANIFEST, encoding="utf-8")
        cache = tmp_path / "cache"
        quiet([installed(how) / "licensecheck", "--fail-on", "prohibited", "licensecheck.yaml"], tmp_path, LICENSECHECK_CACHE=str(cache))
        assert cache.exists() is (how == "editable")


@pytest.mark.slow
def test_an_edited_rule_in_an_installed_copy_is_noticed(installed: Callable[[str], Path], tmp_path: Path) -> None:
    """Same length, other words: the checksum has to see it."""
    python = installed("wheel") / "python"
    code = "from licensecheck.rulebase import bundled; print(bundled('rules') / 'licenses' / 'mit.yaml')"
    path = Path(quiet([python, "-c", code], tmp_path).strip())
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before.replace("title: MIT License", "title: TIM License"), encoding="utf-8")
        assert "TIM License" in quiet([python, "-m", "licensecheck", "explain", "mit"], tmp_path, LICENSECHECK_CACHE=str(tmp_path / "cache"))
    finally:
        path.write_text(before, encoding="utf-8")


def test_the_licence_is_the_standard_text() -> None:
    """Unchanged but for blanks and line breaks; the hash is that of the text's words."""
    words = (ROOT / "LICENSE").read_text(encoding="utf-8").split()
    assert (words[:4], len(words)) == (["Apache", "License", "Version", "2.0,"], 1581)
