"""The declared layer: exact ids found by halving, whose word it is, never in the way, and the tool that writes the table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck import catalogue, declared
from licensecheck.declared import HEAD, Declaration, look_up
from licensecheck.model import folded
from licensecheck.rulebase import RuleBase, bundled

if TYPE_CHECKING:
    from conftest import Script

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = bundled("rules") / declared.TABLE
FIRST = f"{HEAD}\t2026-11-21\ta=listers 1.0\tb=others 2.1\n"
Row = tuple[str, ...]


def text_of(rows: Sequence[Row]) -> str:
    """Rows of id, licence, bases, relation, kind, source; what is left out at the end is that of a model in the list `a`."""
    whole = [(row + ("", "", "", "model", "a")[len(row) - 1 :]) if len(row) < 6 else row for row in rows]
    return FIRST + "".join("\t".join(row) + "\n" for row in sorted(whole, key=lambda row: folded(row[0]).encode()))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a table and puts it in the place of the one that ships."""

    def write(*rows: Row) -> Path:
        path = tmp_path / "declared.tsv"
        path.write_text(text_of(rows), encoding="utf-8", newline="\n")
        monkeypatch.setattr(declared, "TABLE", str(path))
        return path

    return write


THREE = (("acme/First", "mit"), ("heron/Middle-7B", "apache-2.0"), ("zeta/last", "cc-by-nc-4.0"))


@pytest.mark.parametrize(("name", "licence"), THREE)
def test_first_middle_and_last(table: Callable[..., Path], name: str, licence: str) -> None:
    for spelled in (name, name.upper(), name.lower()):
        assert look_up(table(*THREE), spelled) == (Declaration(name, licence, (), "", "model", "listers 1.0"),)


ABSENT = [
    "",
    "a",
    "acme/firs",
    "acme/first2",
    "heron",
    "heron/middle-7b-gguf",
    "zzz/z",
    HEAD,
    "heron/Middle-7B\t",
    "zeta/last\n",
    "\x00",
    "\udc80",
    "ｚeta/last",
]


@pytest.mark.parametrize("name", ABSENT)
def test_no_other_id_is_found(table: Callable[..., Path], name: str) -> None:
    assert look_up(table(*THREE), name) == ()


def test_only_a_to_z_are_folded(table: Callable[..., Path]) -> None:
    path = table(("acme/ki", "mit"), ("acme/é", "mit"))
    assert look_up(path, "acme/KI")
    assert not look_up(path, "acme/\u212ai"), "the Kelvin sign is no k"
    assert not look_up(path, "acme/É")


@given(st.sets(st.text("ab/-.Z", min_size=1, max_size=6), max_size=30), st.text("ab/-.Z", max_size=6))
def test_halving_finds_what_reading_finds(tmp_path_factory: pytest.TempPathFactory, names: set[str], other: str) -> None:
    by_key = {folded(name): name for name in names}
    path = tmp_path_factory.mktemp("table") / "declared.tsv"
    path.write_text(text_of([(name, "mit") for name in by_key.values()]), encoding="utf-8", newline="\n")
    for name in (*names, other):
        assert [one.id for one in look_up(path, name)] == ([by_key[folded(name)]] if folded(name) in by_key else [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 500,
        b"another table\n" + text_of(THREE).split("\n", 1)[1].encode(),
        text_of(THREE).split("\n", 1)[1].encode(),
        text_of(THREE).encode()[:-1],
        text_of(THREE).encode()[:-12],
        FIRST.encode(),
        FIRST.encode()[:-1],
        (FIRST + "zeta/last\tmit\n").encode(),
        (FIRST + "zeta/last\tmit\t\t\tmodel\ta\tmore\n").encode(),
        (FIRST + "zeta/last\tmit\t\t\tmodel\tx\n").encode(),
        (FIRST + "zeta/last\tmit\t\t\tmodel\ta\n" + "zeta/last\tapa").encode(),
        FIRST.encode() + b"zeta/last\t\xff\t\t\tmodel\ta\n",
        f"{HEAD}\t2026-11-21\ta\nzeta/last\tmit\t\t\tmodel\ta\n".encode(),
    ],
)
def test_a_damaged_table_has_no_entry_and_is_no_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "declared.tsv").write_bytes(content)
    assert look_up(tmp_path / "declared.tsv", "zeta/last") == ()


def test_a_missing_table_has_no_entry_and_is_no_error(tmp_path: Path, checker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    assert look_up(tmp_path / "none.tsv", "zeta/last") == look_up(tmp_path / "folder", "zeta/last") == ()
    monkeypatch.setattr(declared, "TABLE", "none.tsv")
    assert checker.models("zeta/last").verdict.value == "needs-information"


def test_line_ends_of_another_system(tmp_path: Path) -> None:
    (tmp_path / "declared.tsv").write_bytes(text_of(THREE).replace("\n", "\r\n").encode())
    assert [one.source for one in look_up(tmp_path / "declared.tsv", "heron/middle-7b")] == ["listers 1.0"]


class TestVerdicts:
    """What a declaration makes of a check."""

    def test_it_says_whose_word_it_is(self, table: Callable[..., Path], checker: Any) -> None:
        table(("heron/base", "mit", "", "", "model", "a"), ("heron/one", "cc-by-nc-4.0", "heron/base", "finetune", "model", "b"))
        report = checker.models("Heron/One")
        assert report.verdict.value == "prohibited"
        own = report.models[0].licenses[0]
        assert (own.id, own.source, own.confidence) == ("cc-by-nc-4.0", "declared by others 2.1", "likely")
        assert {finding.confidence for finding in report.findings if finding.license == "cc-by-nc-4.0"} == {"low"}

    def test_a_list_without_bases_never_makes_a_model_clean(self, table: Callable[..., Path], checker: Any, found: Any) -> None:
        """It may be made from anything."""
        table(("heron/one", "mit"))
        report = checker.models("heron/one")
        (gap,) = found(report, "unknown-base")
        assert (report.verdict.value, "listers 1.0" in gap.summary) == ("needs-information", True)

    def test_a_named_base_is_followed(self, table: Callable[..., Path], checker: Any, found: Any) -> None:
        table(("heron/one", "mit", "meta-llama/Llama-2-7b-hf", "finetune", "model", "a"))
        report = checker.models("heron/one")
        assert found(report, "license-drift")
        assert not found(report, "unknown-base")

    def test_the_base_that_an_input_states_is_enough(self, table: Callable[..., Path], checker: Any, found: Any) -> None:
        table(("heron/one", "mit"))
        report = checker.models({"id": "heron/one", "base_models": [{"id": "acme/base", "relation": "finetune"}]}, {"id": "acme/base", "license": "mit"})
        assert (report.verdict.value, found(report, "unknown-base")) == ("permitted", [])
        report = checker.models({"id": "heron/one", "datasets": ["acme/data"]})
        assert found(report, "unknown-base"), "a data set is no base"

    def test_lists_that_differ_are_a_conflict_and_both_bind(self, table: Callable[..., Path], checker: Any, found: Any) -> None:
        table(("heron/one", "mit", "", "", "model", "a"), ("heron/one", "cc-by-nc-4.0", "", "", "model", "b"))
        report = checker.models("heron/one")
        (conflict,) = found(report, "license-conflict")
        assert "listers 1.0" in conflict.summary
        assert "others 2.1" in conflict.summary
        assert report.verdict.value == "prohibited"

    def test_lists_that_agree_are_named_together(self, table: Callable[..., Path], base: RuleBase) -> None:
        table(("heron/one", "mit", "", "", "model", "a"), ("heron/one", "MIT", "", "", "model", "b"))
        subject = catalogue.find(base, "heron/one", "2026-11-21")
        assert subject
        assert [claim.source for claim in subject.claims] == ["declared by listers 1.0 and others 2.1"]

    def test_a_name_that_no_rule_answers_to_stays_unknown(self, table: Callable[..., Path], checker: Any, found: Any) -> None:
        table(("heron/one", "heron terms of my own"))
        assert found(checker.models("heron/one"), "unknown-license")

    def test_data_sets_are_data_sets(self, table: Callable[..., Path], base: RuleBase) -> None:
        table(("heron/data", "cc-by-4.0", "", "", "dataset", "b"))
        subject = catalogue.find(base, "heron/data", "2026-11-21")
        assert subject
        assert (subject.kind, subject.parents) == ("dataset", ())

    def test_curated_entries_come_first(self, table: Callable[..., Path], base: RuleBase) -> None:
        table(("meta-llama/Llama-3.1-8B-Instruct", "mit"))
        subject = catalogue.find(base, "meta-llama/Llama-3.1-8B-Instruct", "2026-11-21")
        assert subject
        assert {claim.source for claim in subject.claims} == {"catalogue"}

    def test_what_the_input_says_is_enough(self, table: Callable[..., Path], checker: Any) -> None:
        table(("heron/one", "cc-by-nc-4.0"))
        assert checker.models({"id": "heron/one", "license": "mit"}).verdict.value == "permitted"


OPENED = (
    "import sys, contextlib, io\nopened = []\n"
    "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\nfrom licensecheck.cli import main\n"
    "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):\n    main(sys.argv[1:])\n"
    "print(sum(name.endswith('declared.tsv') for name in opened), 'mmap' in sys.modules)"
)


def opened(tmp_path: Path, *arguments: str) -> list[str]:
    """How often a run opens the table, and whether it loads what reads it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", OPENED, *arguments], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment)
    return done.stdout.split()


def some_declared(base: RuleBase) -> str:
    """An id of the table that has no curated entry."""
    curated = set(base.model_ids())
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()[1:]
    return next(name for name in (line.split("\t")[0] for line in reversed(lines)) if folded(name) not in curated)


def test_the_table_is_opened_only_where_it_is_needed(tmp_path: Path, base: RuleBase) -> None:
    manifest = "version: 1\nuses: {{chat: {{purpose: commercial, actions: [serve]}}}}\nmodels: [{}]\n"
    name = some_declared(base)
    wanted = {"meta-llama/Llama-3.1-8B-Instruct, {id: Qwen/Qwen2.5-3B-Instruct}": "0", f"{{id: {name}, license: mit}}": "0", name.upper(): "1"}
    assert opened(tmp_path, "--help") == ["0", "False"]
    for models, times in wanted.items():
        (tmp_path / "licensecheck.yaml").write_text(manifest.format(models), encoding="utf-8")
        assert opened(tmp_path, "--format", "json", "licensecheck.yaml")[0] == times, models


class TestShipped:
    """The table as it is in the repository."""

    def test_its_form(self, base: RuleBase) -> None:
        data = SHIPPED.read_bytes()
        assert len(data) < 2_000_000
        assert data.endswith(b"\n")
        head, *lines = data.decode().removesuffix("\n").split("\n")
        marks = dict(source.split("=") for source in head.split("\t")[2:])
        assert head.startswith(f"{HEAD}\t20")
        rows = [line.split("\t") for line in lines]
        keys = [folded(row[0]).encode() for row in rows]
        assert keys == sorted(keys)
        assert len(set(keys)) >= 15_000
        assert {row[5] for row in rows} == marks.keys()
        assert {row[4] for row in rows} == {"model", "dataset"}
        assert {row[3] for row in rows if row[2]} <= base.vocabulary.relations.keys()
        assert not [row for row in rows if len(row) != declared.COLUMNS or not row[1] or bool(row[2]) != bool(row[3])]
        statements = Counter((folded(row[0]), row[5], folded(row[1])) for row in rows)
        assert max(statements.values()) == 1

    def test_every_id_is_found(self) -> None:
        lines = SHIPPED.read_text(encoding="utf-8").splitlines()[1:]
        for line in (lines[0], lines[-1], *lines[::997]):
            name, licence = line.split("\t")[:2]
            assert licence in [one.licence for one in look_up(SHIPPED, name.swapcase())]

    def test_what_says_nothing_is_left_out(self) -> None:
        said = {folded(line.split("\t")[1]) for line in SHIPPED.read_text(encoding="utf-8").splitlines()[1:]}
        assert not said & {"", "other", "unknown", "custom", "none", "not specified"}


@pytest.fixture(scope="module")
def tool(script: Script) -> ModuleType:
    return script("tools/declared.py")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """What the packages look like where `pip install --target` has put them, as far as they are read."""
    scraped = [
        {"name": "acme/One", "provider": "acme", "license": "apache-2.0"},
        {"name": "acme/two", "provider": "acme", "license": "gemma,llama3.3"},
        {"name": "acme/three", "provider": "acme", "license": "other"},
        {"name": "acme/four", "provider": "acme"},
    ]
    meta = (
        "ModelMeta(name='heron/a', reference='https://huggingface.co/heron/A', license='mit', open_weights=True, adapted_from='acme/one')\n"
        "ModelMeta(name='heron/b', reference='https://huggingface.co/other/b', license='mit', open_weights=True)\n"
        "ModelMeta(name='heron/c', reference='https://huggingface.co/heron/c', license='mit', open_weights=False)\n"
        "ModelMeta(name='heron/d', reference='https://huggingface.co/heron/d', license='mit', open_weights=True, modalities=['audio'])\n"
        "ModelMeta(name='acme/one', reference='https://huggingface.co/acme/one', license='https://a.example/LICENSE', open_weights=True)\n"
    )
    tasks = (
        "TaskMetadata(dataset={'path': 'heron/data', 'revision': '1'}, license='cc-by-4.0')\n"
        "TaskMetadata(dataset={'path': 'heron/torn'}, license='mit')\nTaskMetadata(dataset={'path': 'heron/torn'}, license='cc0-1.0')\n"
        "TaskMetadata(dataset={'path': 'heron/closed'}, license='mit', is_public=False)\nTaskMetadata(dataset={'path': 'heron/a'}, license='mit')\n"
    )
    cfgs = "def _cfg(**kw): return {'license': 'apache-2.0', **kw}\nx = {'n.in1k': _cfg(hf_hub_id='timm/', license='mit'), 'm.in1k': _cfg(hf_hub_id='timm/')}\n"
    files = [
        {"repo_id": "img/own", "license": "other", "license_name": "flux-x", "license_from": "img/own", "license_evidence": []},
        {"repo_id": "img/guessed", "license": "mit", "license_name": None, "license_from": "img/guessed", "license_evidence": ["family:x"]},
        {"repo_id": "img/copied", "license": "mit", "license_name": None, "license_from": "img/own", "repo_license": None, "license_evidence": []},
    ]
    contents: dict[str, str | bytes] = {
        "bin/llmfit": b"\x7fELF\x00junk [1]" + json.dumps(scraped).encode() + b"\x00more",
        "mteb/models/model_implementations/a.py": meta,
        "mteb/tasks/b/t.py": tasks,
        "timm/models/n.py": cfgs,
        "fastembed/e.py": "DenseModelDescription(model='emb/a', license='mit')\nDenseModelDescription(model='emb/a-Q', license='mit')\n",
        "TTS/.models.json": json.dumps({"tts_models": {"en": {"lj": {"vits": {"license": "MPL"}, "odd": {}}}}}),
        "genmodelfit/data/db.json": json.dumps({"models": [{"files": files}]}),
    }
    for name, content in contents.items():
        path = tmp_path / "packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in ("llmfit", "mteb", "timm", "fastembed", "coqui_tts", "genmodelfit"):
        (tmp_path / "packages" / f"{name}-1.2.3.dist-info").mkdir()
    return tmp_path / "packages"


def test_the_tool_takes_declarations_and_leaves_the_rest(tool: ModuleType, packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.tsv"
    monkeypatch.setattr(sys, "argv", ["declared.py", str(packages), "--day", "2026-11-21", "--output", str(output)])
    tool.main()
    head, *lines = output.read_text(encoding="utf-8").splitlines()
    assert head.split("\t")[:4] == [HEAD, "2026-11-21", "l=llmfit 1.2.3", "m=mteb 1.2.3"]
    assert [tuple(line.split("\t")) for line in lines] == [
        ("acme/One", "apache-2.0", "", "", "model", "l"),
        ("acme/two", "gemma", "", "", "model", "l"),
        ("acme/two", "llama3.3", "", "", "model", "l"),
        ("emb/a", "mit", "", "", "model", "f"),
        ("heron/a", "mit", "acme/one", "finetune", "model", "m"),
        ("heron/data", "cc-by-4.0", "", "", "dataset", "m"),
        ("img/own", "flux-x", "", "", "model", "g"),
        ("timm/n.in1k", "mit", "", "", "model", "t"),
        ("tts_models/en/lj/vits", "MPL", "", "", "model", "c"),
    ]
    assert [one.licence for one in look_up(output, "ACME/two")] == ["gemma", "llama3.3"]
