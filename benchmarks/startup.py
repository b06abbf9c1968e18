"""How long a user waits, as multiples of a bare interpreter start: `python benchmarks/startup.py`.

Every round runs `python -c pass` and then each command, so that a busy moment hits both; shown are the medians of the
ratios of the pairs. The manifest has 25 models: those of the catalogue, the rest with licences of the rule base in turn.
The first, uncounted round compiles the rules into a cache of its own; a wheel ships them compiled.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = 25
HEAD = """\
version: 1
organization: {kind: company, domicile: DE, monthly_active_users: 50_000, annual_revenue_usd: 2_000_000}
uses:
  chat: {purpose: commercial, actions: [serve, modify], territories: [DE], fields: [customer-support]}
models:
"""


def manifest() -> str:
    """A manifest of 25 different models."""
    sys.path.insert(0, str(ROOT))
    from licensecheck.rulebase import RuleBase

    base = RuleBase()
    entries = [entry for name in base.model_ids() for entry in base.models(name)]
    known = dict.fromkeys(entry["id"] for entry in entries if entry.get("kind", "model") == "model")
    lines = [f"  - id: {name}\n    uses: [chat]\n" for name in list(known)[:MODELS]]
    licences = base.ids()
    lines += [f"  - id: example/model-{index}\n    license: {licences[index * 3 % len(licences)]}\n" for index in range(MODELS - len(lines))]
    return HEAD + "".join(lines)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall-clock time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd=ROOT)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=21, help="pairs of runs for each command (default: 21)")
    parser.add_argument("--python", default=sys.executable, help="interpreter to measure, for example that of an installed copy")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "licensecheck.yaml")
        path.write_text(manifest(), encoding="utf-8")
        environment = {**os.environ, "LICENSECHECK_CACHE": folder, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        # Where it is set, every run would compile every module: no user's installation does.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if options.python == sys.executable:
            environment["PYTHONPATH"] = str(ROOT)
        bare = [options.python, "-c", "pass"]
        # What the installed command does; `python -m` would add the import of runpy.
        program = [options.python, "-c", "import sys; from licensecheck.cli import main; sys.exit(main())"]
        commands = {
            "--version": [*program, "--version"],
            "--help": [*program, "--help"],
            f"{MODELS} models, json": [*program, "--format", "json", str(path)],
            f"{MODELS} models, terminal": [*program, str(path)],
        }
        for command in commands.values():
            done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
            if done.returncode not in (0, 1):
                sys.exit(done.stderr)
        pairs = [{name: (seconds(bare, environment), seconds(command, environment)) for name, command in commands.items()} for _ in range(options.rounds)]
        print(f"{'python -c pass':22} {statistics.median(pair[name][0] for pair in pairs for name in pair) * 1000:7.1f} ms")
        for name in commands:
            ratio = statistics.median(pair[name][1] / pair[name][0] for pair in pairs)
            print(f"{name:22} {statistics.median(pair[name][1] for pair in pairs) * 1000:7.1f} ms {ratio:6.1f} x")


if __name__ == "__main__":
    main()
