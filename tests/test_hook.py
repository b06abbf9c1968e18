"""The pre-commit hook and the GitHub action, run for real: pre-commit in a throw-away repository, the action's script in bash."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from licensecheck import documents

ROOT = Path(__file__).resolve().parent.parent
GOOD = "version: 1\nuses: {chat: {purpose: commercial, actions: [serve]}}\nmodels: [{id: a/b, license: mit}]\n"
BAD = GOOD.replace("mit", "cc-by-nc-4.0")


def data(path: str) -> object:
    return documents.parse((ROOT / path).read_bytes(), path).data


def hook() -> dict[str, object]:
    hooks = data(".pre-commit-hooks.yaml")
    assert isinstance(hooks, list)
    assert isinstance(hooks[0], dict)
    return hooks[0]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("licensecheck.yaml", True), ("deploy/licensecheck.yml", True), ("a/b/chat.licensecheck.yaml", True), ("licensecheck.json", True),
        ("licensecheck.yaml.bak", False), ("mylicensecheck.yaml", False), ("docs/licensecheck.md", False), ("rules/licenses/mit.yaml", False),
    ],
)  # fmt: skip
def test_the_hook_takes_manifests_only(name: str, wanted: bool) -> None:
    assert bool(re.search(str(hook()["files"]), name)) is wanted


def git(folder: Path, *arguments: str) -> str:
    settings = ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment to run pre-commit in; its cache is its own."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT", "PYTHONPATH", "SKIP"))}
    return kept | {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache")), "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working tree as a repository with one commit, as users' pre-commit clones it."""
    folder = tmp_path_factory.mktemp("source") / "licensecheck"
    rubbish = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build", "*.egg-info")
    shutil.copytree(ROOT, folder, ignore=rubbish)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    git(folder, "tag", "v0")
    return folder


@pytest.mark.slow
def test_pre_commit_installs_and_runs_the_hook(repository: Path, pre_commit: dict[str, str], tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    config = f"repos:\n  - repo: {repository.as_uri()}\n    rev: v0\n    hooks: [{{id: licensecheck}}]\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "notes.yaml").write_text("no: manifest\n", encoding="utf-8")

    def run() -> subprocess.CompletedProcess[str]:
        git(tmp_path, "add", "--all")
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--verbose"], cwd=tmp_path, env=pre_commit, capture_output=True, text=True, check=False
        )

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no files to check" in done.stdout

    (tmp_path / "licensecheck.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "chat.licensecheck.yaml").write_text(GOOD.replace("a/b", "c/d"), encoding="utf-8")
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a/b" in done.stdout
    assert "c/d" in done.stdout, "both manifests are one run"

    (tmp_path / "licensecheck.yaml").write_text(BAD, encoding="utf-8")
    done = run()
    assert done.returncode == 1
    assert "exit code: 1" in done.stdout
    assert "cc-by-nc-4.0/noncommercial" in done.stdout

    (tmp_path / "licensecheck.yaml").write_text(GOOD.replace("chat:", "chat: {}\n  chat:"), encoding="utf-8")
    done = run()
    assert done.returncode == 1
    assert "exit code: 2" in done.stdout
    assert "licensecheck.yaml:" in done.stdout
    assert "Traceback" not in done.stdout


def test_pre_commit_finds_our_own_files_valid(pre_commit: dict[str, str]) -> None:
    for command, file in (("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", ".pre-commit-config.yaml")):
        subprocess.run([sys.executable, "-m", "pre_commit", command, file], cwd=ROOT, env=pre_commit, check=True, capture_output=True)


def action(step: str) -> tuple[str, dict[str, str]]:
    """The script of a step of the GitHub action, and the default values of its environment."""
    found = data("action.yml")
    assert isinstance(found, dict)
    inputs, runs = found["inputs"], found["runs"]
    assert isinstance(inputs, dict)
    assert isinstance(runs, dict)
    steps = runs["steps"]
    assert isinstance(steps, list)
    chosen = next(one for one in steps if isinstance(one, dict) and one.get("name") == step)
    defaults = {}
    for key, value in (chosen.get("env") or {}).items():
        name = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)
        assert name, value
        defaults[key] = inputs[name[1]]["default"]
    return chosen["run"], defaults


def run_action(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """The script as GitHub's runner starts it, with this Python's licensecheck as the installed one."""
    script, environment = action("Check")
    program = folder / "runner" / "licensecheck" / "bin" / "licensecheck"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m licensecheck "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (folder / "licensecheck.yaml").write_text(BAD, encoding="utf-8")
    (folder / "other manifest.yaml").write_text(GOOD, encoding="utf-8")
    whole = {**os.environ, "RUNNER_TEMP": str(folder / "runner"), **environment, **given}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, env=whole, capture_output=True, text=True, check=False
    )


needs_bash = pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="bash is not installed")


@needs_bash
def test_the_action_fails_on_a_bad_manifest_and_writes_the_report(tmp_path: Path) -> None:
    done = run_action(tmp_path, REPORT="report.json")
    assert done.returncode == 1, done.stderr
    assert documents.read(tmp_path / "report.json", "report.json", schema="report").data


@needs_bash
def test_the_action_takes_several_manifests_and_options(tmp_path: Path) -> None:
    done = run_action(tmp_path, MANIFESTS="other manifest.yaml\n\nother manifest.yaml\n", FAIL_ON="prohibited", POLICY="default")
    assert done.returncode == 0, done.stderr
    assert "a/b" in done.stdout


@needs_bash
def test_nothing_given_to_the_action_is_run_as_a_command(tmp_path: Path) -> None:
    done = run_action(tmp_path, MANIFESTS='$(touch broken)"; touch broken #', POLICY="`touch broken`")
    assert done.returncode == 2
    assert not (tmp_path / "broken").exists()
