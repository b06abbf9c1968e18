"""The command line: every option, every exit code, and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from licensecheck.cli.arguments import COMMANDS, FORMATS, SCHEMAS, VERDICTS, parse
from licensecheck.cli.quick import OTHER_COMMANDS, options
from licensecheck.rulebase import bundled

if TYPE_CHECKING:
    from conftest import Checker, Cli, Ran

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = """version: 1
uses:
  a: {purpose: commercial, actions: [run], fields: []}
  b: {purpose: personal, actions: [run], fields: []}
models:
  - {id: acme/model, license: LICENCE}
"""
ON = ("--on", "2026-11-21")


def manifest(checker: Checker, licence: str = "mit", name: str = "m.yaml") -> str:
    checker.write(name, MANIFEST.replace("LICENCE", licence))
    return name


def process(folder: Path, *arguments: str, env: dict[str, str] | None = None, **how: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    return subprocess.run([sys.executable, "-m", "licensecheck", *arguments], cwd=folder, env=environment, text=True, timeout=60, check=False, **how)


def bad(ran: Ran, *words: str) -> None:
    """Bad input or usage: exit code 2, a message, no verdict and no traceback."""
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert all(word in ran.err for word in words), ran.err


@pytest.mark.parametrize(
    ("licence", "fail_on", "code"),
    [
        ("mit", None, 0), ("gemma", None, 0), ("nonsense", None, 1), ("qwen-research", None, 1), ("cc-by-nc-4.0", None, 1),
        ("mit", "permitted", 1), ("mit", "permitted-with-duties", 0), ("gemma", "permitted-with-duties", 1), ("gemma", "needs-information", 0),
        ("nonsense", "needs-agreement", 0), ("qwen-research", "needs-agreement", 1), ("qwen-research", "prohibited", 0), ("cc-by-nc-4.0", "prohibited", 1),
    ],
)  # fmt: skip
def test_the_exit_code_tells_whether_something_is_at_or_above_the_line(cli: Cli, checker: Checker, licence: str, fail_on: str | None, code: int) -> None:
    ran = cli(manifest(checker, licence), *ON, *(["--fail-on", fail_on] if fail_on else []))
    assert (ran.code, ran.err) == (code, "")
    assert ran.out


def test_check_may_be_left_out(cli: Cli, checker: Checker) -> None:
    name = manifest(checker)
    assert cli("check", name, *ON) == cli(name, *ON) == cli(*ON, name)


def test_the_terminal_report_names_model_verdict_and_reason(cli: Cli, checker: Checker) -> None:
    out = cli(manifest(checker, "cc-by-nc-4.0"), *ON).out
    assert all(word in out for word in ("acme/model", "prohibited", "cc-by-nc-4.0/noncommercial", "m.yaml:6:10", "section 2.a.1.a"))
    assert max(map(len, out.splitlines())) <= 80


def test_quiet_shows_less_and_verbose_shows_more(cli: Cli, checker: Checker) -> None:
    name = manifest(checker, "[llama3.1, cc-by-nc-4.0]")
    quiet, normal, verbose = (len(cli(name, *ON, *option).out) for option in (["-q"], [], ["-v"]))
    assert quiet < normal < verbose
    assert "prohibited" in cli(name, *ON, "--quiet").out


@pytest.mark.parametrize(
    ("environment", "options", "colour"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": ""}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--no-color"], False),
        ({"NO_COLOR": "1"}, [], False),
    ],
)
def test_colour_follows_the_environment(
    cli: Cli, checker: Checker, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], options: list[str], colour: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in cli(manifest(checker, "cc-by-nc-4.0"), *ON, *options).out) is colour


def test_a_report_can_be_written_to_a_file(cli: Cli, checker: Checker) -> None:
    ran = cli(manifest(checker, "cc-by-nc-4.0"), *ON, "--format", "json", "-o", "out.json")
    assert (ran.code, ran.out, ran.err) == (1, "", "")
    assert json.loads((checker.folder / "out.json").read_text(encoding="utf-8"))["verdict"] == "prohibited"


def test_several_reports_can_be_written_in_one_run(cli: Cli, checker: Checker) -> None:
    ran = cli(manifest(checker), *ON, "--report", "json=a.json", "--report", "terminal=a.txt", "--format", "json")
    assert (checker.folder / "a.json").read_text(encoding="utf-8") == ran.out
    assert "acme/model" in (checker.folder / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("where", [["-o", "nowhere/out.json"], ["-o", "."], ["--report", "json=nowhere/x"]])
def test_a_report_that_cannot_be_written_is_no_finding(cli: Cli, checker: Checker, where: list[str]) -> None:
    ran = cli(manifest(checker, "cc-by-nc-4.0"), *ON, *where)
    assert (ran.code, ran.out) == (3, "")
    assert "cannot be written" in ran.err
    assert sorted(path.name for path in checker.folder.iterdir()) == ["m.yaml"]


def test_writing_to_a_link_writes_where_it_leads(cli: Cli, checker: Checker) -> None:
    (checker.folder / "link").symlink_to("target")
    checker.write("target", "old")
    cli(manifest(checker), *ON, "-o", "link")
    assert (checker.folder / "link").is_symlink()


@pytest.mark.parametrize(("use", "code"), [(["a"], 1), (["b"], 0), (["a", "b"], 1)])
def test_uses_can_be_chosen(cli: Cli, checker: Checker, use: list[str], code: int) -> None:
    assert cli(manifest(checker, "cc-by-nc-4.0"), *ON, *(word for name in use for word in ("--use", name))).code == code


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--purpose", "commercial", "--action", "run"], 1),
        (["--purpose", "personal", "--action", "run"], 0),
        (["--purpose", "research", "--action", "run"], 1),
        (["--purpose", "research", "--action", "run", "--fact", "use.commercial_aim=false"], 0),
        (["--purpose", "personal"], 0),
        ([], 1),
    ],
)
def test_a_card_takes_its_use_from_the_command_line(cli: Cli, checker: Checker, options: list[str], code: int) -> None:
    checker.write("card.md", "---\nlicense: cc-by-nc-4.0\n---\n")
    assert cli("card.md", *ON, *options).code == code


def test_facts_policies_readings_and_days_can_be_given(cli: Cli, checker: Checker) -> None:
    name = manifest(checker, "apache-2.0")
    claim = ("--fact", "organization.ip_claims=patent")
    assert [cli(name, *ON, *claim, "--reading", reading).code for reading in ("cautious", "strict")] == [1, 0]
    checker.write("p.yaml", "version: 1\nname: p\ndeny: {licenses: [apache-2.0]}\n")
    assert cli(name, *ON, "--policy", "p.yaml").code == 1
    data = json.loads(cli(name, "--on", "2020-02-29", "--format", "json", "--offline").out)
    assert (data["run"]["as_of"], data["run"]["offline"]) == ("2020-02-29", True)


def test_more_rules_can_be_given(cli: Cli, checker: Checker) -> None:
    assert cli("rules", "new", "heron-1.0", "--into", "own/licenses").code == 0
    path = checker.folder / "own/licenses/heron-1.0.yaml"
    name = manifest(checker, "heron-1.0")
    assert cli(name, *ON).code == 1
    bad(cli(name, *ON, "--rules", "own"), "heron-1.0.yaml", "YYYY-MM-DD")
    filled = path.read_text(encoding="utf-8").replace("FAMILY", "heron").replace("YYYY-MM-DD", "2026-11-21").replace('url: ""', "url: https://example.org")
    path.write_text(filled, encoding="utf-8")
    assert cli(name, *ON, "--rules", "own").code == 0
    assert cli("rules", "test", str(path), "--mutate").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        "", "check", "--nonsense", "m.yaml --nonsense", "m.yaml --format nonsense", "m.yaml --form json", "m.yaml --fail-on never", "m.yaml --reading loose",
        "m.yaml --purpose fun", "m.yaml --action fly", "schema nonsense", "schema", "explain", "rules", "rules nonsense", "rules verify",
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(cli: Cli, checker: Checker, arguments: str) -> None:
    manifest(checker)
    ran = cli(*arguments.split())
    assert ran.code == 2
    assert "usage" in ran.err + ran.out
    assert "verdict" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.yaml"], ["nowhere.yaml", "no such file or folder"]),
        (["."], ["nothing in this folder tells of a model"]),
        (["m.yaml", "--use", "c"], ["no input has a use named 'c'", "a, b"]),
        (["m.yaml", "--action", "run"], ["--use"]),
        (["m.yaml", "--fact", "nonsense"], ["'nonsense' is not a fact"]),
        (["m.yaml", "--on", "yesterday"], ["'yesterday' is not a day", "YYYY-MM-DD"]),
        (["m.yaml", "--on", "2026-02-30"], ["is not a day"]),
        (["m.yaml", "--policy", "nonsense"], ["there is no policy 'nonsense'", "default"]),
        (["m.yaml", "--policy", "m.yaml"], ["m.yaml:2:1"]),
        (["m.yaml", "--report", "json"], ["FORMAT=FILE"]),
        (["m.yaml", "--report", "nonsense=x"], ["FORMAT=FILE"]),
        (["m.yaml", "--report", "json="], ["FORMAT=FILE"]),
        (["acme/model"], ["cannot be read yet by this version"]),
        (["hf:acme/model"], ["cannot be read yet by this version"]),
        (["explain", "apche-2.0"], ["apache-2.0"]),
        (["explain", "nonsense nonsense"], ["rules list"]),
        (["rules", "test", "nowhere"], ["nowhere"]),
        (["rules", "verify", "--texts", "nowhere"], ["nowhere"]),
        (["rules", "new", "Bad Name"], ["not an id"]),
        (["rules", "new", "mit"], ["belongs to mit already"]),
        (["init", "nowhere/x.yaml"], ["no such folder"]),
        (["init", "m.yaml"], ["exists already", "--force"]),
    ],
)
def test_bad_input_is_exit_code_2_with_a_message(cli: Cli, checker: Checker, arguments: list[str], words: list[str]) -> None:
    manifest(checker)
    bad(cli(*arguments), *words)


def test_a_purpose_beside_stated_uses_is_refused(cli: Cli, checker: Checker) -> None:
    bad(cli(manifest(checker, "cc-by-nc-4.0"), *ON, "--purpose", "personal"))


def test_rules_that_are_not_there_are_bad_input(cli: Cli, checker: Checker) -> None:
    bad(cli(manifest(checker), *ON, "--rules", "nowhere"))


@pytest.mark.parametrize("name", ["x" * 5000, "x" * 200 + "/" + "y" * 5000])
def test_a_name_that_is_too_long_is_bad_input(cli: Cli, name: str) -> None:
    bad(cli(name))


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"\xff\xfe", b"- 1", b"just text", b"version: 1", b"{", b"version: 1\nmodels: [{id: a, license: {file: x}}]\nmodel: b"]
)
@pytest.mark.parametrize("name", ["m.yaml", "m.json", "m.txt", "m"])
def test_nonsense_in_a_file_is_bad_input(cli: Cli, checker: Checker, content: bytes, name: str) -> None:
    checker.write(name, content)
    bad(cli(name), name)


def test_help_and_version_are_fine(cli: Cli) -> None:
    assert cli("--version").out.startswith("licensecheck ")
    for command in ([], ["check"], ["explain"], ["init"], ["schema"], ["rules"], ["rules", "test"]):
        ran = cli(*command, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("usage:")
    assert all(verdict in cli("check", "--help").out for verdict in VERDICTS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_printed(cli: Cli, name: str) -> None:
    ran = cli("schema", name)
    assert (ran.code, json.loads(ran.out)["$id"]) == (0, f"urn:licensecheck:schema:{name}")


def test_init_writes_a_manifest_that_runs(cli: Cli, checker: Checker) -> None:
    assert cli("init").code == 0
    ran = cli("licensecheck.yaml", *ON)
    assert (ran.code, ran.err) == (0, "")
    assert cli("init").code == 2
    assert cli("init", "--force").code == 0
    (checker.folder / "sub").mkdir()
    assert cli("init", "sub").code == 0
    assert (checker.folder / "sub" / "licensecheck.yaml").is_file()


@pytest.mark.parametrize("name", ["mit", "llama3.1", "MIT License", "llama", "meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen2.5-3B-Instruct"])
@pytest.mark.parametrize("style", FORMATS[:2])
def test_a_licence_or_model_is_explained(cli: Cli, name: str, style: str) -> None:
    ran = cli("explain", name, "--format", style)
    assert (ran.code, ran.err) == (0, "")
    if style == "json":
        assert {"license", "model"} & set(json.loads(ran.out))
    else:
        assert len(ran.out.splitlines()) > 1


def test_the_matrix_of_a_licence_has_a_verdict_for_every_action_and_purpose(cli: Cli) -> None:
    data = json.loads(cli("explain", "cc-by-nc-4.0", "--format", "json").out)
    assert len(data["matrix"]) == 9
    assert (data["matrix"]["run"]["commercial"], data["matrix"]["run"]["personal"]) == ("prohibited", "permitted")
    assert all(set(row.values()) <= set(VERDICTS) for row in data["matrix"].values())


def test_the_rules_are_listed_with_every_name(cli: Cli) -> None:
    rows = {row["id"]: row for row in json.loads(cli("rules", "list", "--format", "json").out)["licenses"]}
    assert {"id", "title", "names", "status", "candidates", "family"} == set(rows["mit"])
    assert (rows["mit"]["status"], rows["llama"]["status"]) == ("encoded", "ambiguous")
    assert "llama3.1" in rows["llama"]["candidates"]
    assert "llama3.1-community" in rows["llama3.1"]["names"]
    assert len(cli("rules", "list").out.splitlines()) == len(rows)


def test_a_broken_example_fails_the_test_of_the_rules(cli: Cli, checker: Checker) -> None:
    text = (bundled("rules") / "licenses" / "mit.yaml").read_text(encoding="utf-8")
    checker.write("mit.yaml", text.replace("verdict: permitted,", "verdict: prohibited,", 1))
    ran = cli("rules", "test", "mit.yaml")
    assert ran.code == 1
    assert "expected prohibited" in ran.out


def test_a_clause_that_no_example_holds_fails_the_mutation_check(cli: Cli, checker: Checker) -> None:
    text = (bundled("rules") / "licenses" / "mit.yaml").read_text(encoding="utf-8")
    spare = text[text.index("  - id: keep-notices") : text.index("notes:")].replace("keep-notices", "spare")
    block = spare.replace("[redistribute, distribute-derivatives]", "[run]\n    when: {fact: organization.ip_claims, includes_any: [patent]}")
    checker.write("mit.yaml", text.replace("notes:", block + "notes:", 1))
    assert cli("rules", "test", "mit.yaml").code == 0
    ran = cli("rules", "test", "mit.yaml", "--mutate")
    assert ran.code == 1
    assert "no example notices: spare deleted" in ran.out


def test_a_crash_is_exit_code_3_and_never_a_finding(cli: Cli, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("licensecheck.cli.check.check", crash)
    ran = cli(manifest(checker))
    assert (ran.code, ran.out) == (3, "")
    assert "no verdict was reached" in ran.err


def test_an_interruption_is_exit_code_130(cli: Cli, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("licensecheck.cli.check.check", interrupt)
    ran = cli(manifest(checker))
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_control_c_while_reading_is_exit_code_130(checker: Checker) -> None:
    fifo = checker.folder / "m.yaml"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "licensecheck", "m.yaml"]
    # A shell starts what it runs in the background with Control-C ignored, which is inherited, unless it is caught here.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        running = subprocess.Popen(
            command, cwd=checker.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    writer: list[int] = []
    opener = threading.Thread(target=lambda: writer.append(os.open(fifo, os.O_WRONLY)))
    opener.start()
    opener.join(30)  # it returns once the reader has opened the file
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    os.close(writer[0])
    assert (running.returncode, out) == (130, "")
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error(checker: Checker) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = process(checker.folder, manifest(checker), *ON, stdout=writer)
    os.close(writer)
    assert ran.stderr == ""


def test_a_reader_that_goes_away_does_not_change_the_exit_code(checker: Checker) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = process(checker.folder, manifest(checker, "cc-by-nc-4.0"), *ON, stdout=writer)
    os.close(writer)
    assert ran.returncode == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is not there")
def test_a_full_disk_under_the_output_is_no_finding(checker: Checker) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        ran = process(checker.folder, manifest(checker), *ON, stdout=full)
    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("style", FORMATS[:2])
def test_a_terminal_without_typographic_quotes_gets_its_report(checker: Checker, style: str) -> None:
    ran = process(checker.folder, manifest(checker, "llama2"), *ON, "-v", "--format", style, env={"PYTHONIOENCODING": "ascii"})
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "acme/model" in ran.stdout


def test_the_user_is_never_shown_a_traceback_for_a_strange_environment(checker: Checker) -> None:
    name = manifest(checker)
    for environment in (
        {"HOME": "/nowhere"},
        {"LICENSECHECK_CACHE": "/proc/nowhere"},
        {"COLUMNS": "1"},
        {"COLUMNS": "many"},
        {"LC_ALL": "C"},
        {"TERM": "dumb"},
    ):
        ran = process(checker.folder, name, *ON, env=environment)
        assert (ran.returncode, ran.stderr) == (0, ""), environment


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("FAIL_ON", "permitted", 1), ("FAIL_ON", "prohibited", 0), ("READING", "strict", 0), ("POLICY", "default", 0), ("FORMAT", "json", 0),
        ("RULES", "nowhere", 2), ("READING", "lenient", 2), ("FORMAT", "sarif9", 2), ("POLICY", "nobody", 2),
    ],
)  # fmt: skip
def test_the_environment_gives_options(cli: Cli, checker: Checker, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: int) -> None:
    monkeypatch.setenv(f"LICENSECHECK_{name}", value)
    ran = cli(manifest(checker), *ON)
    assert ran.code == code
    assert ran.out.startswith("{") is (name == "FORMAT" and code == 0)


def test_the_command_line_wins_over_the_environment(cli: Cli, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICENSECHECK_FAIL_ON", "permitted")
    assert cli(manifest(checker), *ON, "--fail-on", "prohibited").code == 0


def test_the_quick_way_gives_the_same_options_as_the_parser(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checker.folder)
    for name in ("m.yaml", "rules", "init"):
        checker.write(name, "x")
    for argv in (["m.yaml"], ["check", "m.yaml"], ["m.yaml", "m.yaml"], ["check", "rules"]):
        quick = options(argv)
        assert quick is not None
        assert vars(quick) == vars(parse(argv))
    assert all(options(argv) is None for argv in ([], ["rules"], ["init"], ["-q", "m.yaml"], ["m.yaml", "--use", "a"], ["nowhere.yaml"], ["check"]))
    assert set(COMMANDS) - {"check"} == OTHER_COMMANDS
    monkeypatch.setenv("LICENSECHECK_POLICY", "strict")
    assert options(["m.yaml"]) is None
