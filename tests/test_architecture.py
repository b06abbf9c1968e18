"""The shape of the code: who imports whom (as ARCHITECTURE.md says, no more and no less), pure core, lazy start-up, small modules."""

from __future__ import annotations

import ast
import graphlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "licensecheck"
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

EVERYWHERE = {"model", "errors", "records"}
"""Plain data and the error tree: every module may import them, so the table leaves them out."""

CORE = "assess binding compare conditions drift evaluate explain facts inherited licences lineage policy questions terms vocabulary".split()
"""The stages that only compute: the same inputs give the same outcome, whatever the day, the folder or the network."""

OUTSIDE_WORLD = set("builtins datetime glob http io locale os pathlib random shutil socket subprocess sys tempfile time urllib".split())
EFFECTS = {"open", "print", "input", "exit", "breakpoint"}
HEAVY = ("rich", "jsonschema", "huggingface_hub", "license_expression", "packageurl")
MOST_LINES, MOST_FUNCTION_LINES = 400, 60


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imports(name: str, top: bool = False) -> Iterator[str]:
    """What a module imports, by dotted name; with `top` only what is imported together with it."""
    body = tree(name)
    for node in body.body if top else ast.walk(body):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: write imports in full"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else str(node.module)


def unit(name: str) -> str:
    """The row of the table that a module belongs to: a top-level module, or a package as a whole."""
    return name.split(".", 2)[1] if "." in name else ""


def own(name: str) -> bool:
    return name.partition(".")[0] == "licensecheck"


def rows(heading: str) -> dict[str, list[str]]:
    """The table under a heading of ARCHITECTURE.md: first column -> the other columns."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert section, f"ARCHITECTURE.md has no heading {heading!r}"
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in section[1].splitlines() if line.startswith("|")]
    return {cells[0].strip("`"): cells[1:] for cells in lines[2:]}


def words(cell: str) -> set[str]:
    return set(re.findall(r"[\w-]+", cell))


def actual() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in MODULES:
        if unit(name):
            found.setdefault(unit(name), set()).update(unit(other) for other in imports(name) if own(other))
    return {name: uses - {name, ""} - EVERYWHERE for name, uses in found.items()}


def third_party() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in MODULES:
        others = {other.split(".")[0] for other in imports(name) if not own(other)} - set(sys.stdlib_module_names)
        found.setdefault(unit(name), set()).update(others)
    return found


def test_the_import_table_is_the_one_in_architecture_md() -> None:
    told = {name: words(cells[1]) for name, cells in rows("Modules").items()}
    used = actual()
    wrong = [f"| `{name}` | … | {', '.join(sorted(used[name]))} |" for name in used if told.get(name) != used[name]]
    assert not wrong, "ARCHITECTURE.md differs from the code (if that is meant: `python docs/generate.py --imports`); imported now:\n" + "\n".join(wrong)
    assert not told.keys() - used.keys(), "ARCHITECTURE.md names modules that are gone"


def test_no_import_cycles() -> None:
    graphlib.TopologicalSorter(actual()).prepare()


def test_no_import_cycles_between_single_modules() -> None:
    """Imports at the top of modules, inside packages too; a package that its own modules import from counts as themselves."""
    graph = {name: {other for other in imports(name, top=True) if own(other)} - {name} for name in MODULES}
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    for name, uses in graph.items():
        graph[name] = {other for other in uses if not (other in packages and name.startswith(f"{other}."))}
    graphlib.TopologicalSorter(graph).prepare()


def test_third_party_packages_stay_where_architecture_md_puts_them() -> None:
    told: dict[str, set[str]] = {}
    for package, cells in rows("Dependencies").items():
        for module in words(cells[0]):
            told.setdefault(module, set()).update({package, *words(cells[1])})
    wrong = {name: others for name, used in third_party().items() if (others := {one.replace("_", "-") for one in used} - told.get(name, set()))}
    assert not wrong


def test_every_module_has_its_line_in_architecture_md() -> None:
    inner = {name.removeprefix("licensecheck.").replace(".", "/") for name in MODULES if name.count(".") > 1}
    assert set(rows("Inside the packages")) == inner


@pytest.mark.parametrize("name", CORE)
def test_the_core_is_pure(name: str) -> None:
    """No printing, no clock, no files, no network, no environment."""
    module = f"licensecheck.{name}"
    assert not {one.split(".")[0] for one in imports(module)} & OUTSIDE_WORLD
    calls = {node.func.id for node in ast.walk(tree(module)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not calls & EFFECTS


@pytest.mark.parametrize("name", [name for name in MODULES if unit(name) not in ("cli", "__main__")])
def test_only_the_command_line_prints_or_exits(name: str) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(tree(name)) if isinstance(node, ast.Call)}
    assert not called & {"print", "input", "exit", "quit", "SystemExit", "sys.exit", "os._exit"}


@pytest.mark.parametrize("name", MODULES)
def test_modules_and_functions_are_short(name: str) -> None:
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_FUNCTION_LINES, f"{node.name} is too long"


@pytest.mark.parametrize("name", MODULES)
def test_everything_is_annotated(name: str) -> None:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            bare = [one.arg for one in arguments if one.annotation is None and one.arg not in ("self", "cls")]
            assert not bare, f"{node.name}: {bare} without annotation"
            assert node.returns is not None, f"{node.name} does not say what it returns"


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The top-level packages that a run of licensecheck loads; its cache is in the folder."""
    code = (
        "import sys, contextlib, io\nfrom licensecheck.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n    main(sys.argv[1:])\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LICENSECHECK_CACHE": str(folder)}
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    return set(done.stdout.split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str, tmp_path: Path) -> None:
    assert not loaded(tmp_path, option) & {*HEAVY, "yaml", "difflib", "tempfile", "inspect"}


def test_a_good_manifest_loads_no_validator_and_no_hub_client(tmp_path: Path) -> None:
    """The ordinary run: a plain manifest in a pipe, written as JSON. Reading the rules anew would load more, so they are read once before."""
    manifest = tmp_path / "licensecheck.yaml"
    manifest.write_text("version: 1\nuses: {chat: {actions: [run]}}\nmodels: [{id: a/b, license: mit}]\n", encoding="utf-8")
    loaded(tmp_path, "--format", "json", str(manifest))
    assert not loaded(tmp_path, "--format", "json", str(manifest)) & {"jsonschema", "huggingface_hub", "license_expression", "rich"}
