"""`licensecheck init`: write a commented manifest to start from."""

from __future__ import annotations

import argparse

from licensecheck.errors import InputError
from licensecheck.model import Location, Problem
from licensecheck.writing import write_atomically

NAME = "licensecheck.yaml"
TEMPLATE = """\
# yaml-language-server: $schema=urn:licensecheck:schema:manifest
# Check it with `licensecheck {name}`. `licensecheck schema manifest > manifest.schema.json` gives editors the schema.
# A fact that you do not know: leave its line out, and licensecheck asks where it matters.
version: 1
project: my-project

organization:
  name: My Company
  kind: company                          # company, academic, government, nonprofit or individual
  domicile: DE                           # country of the principal place of business
  # Figures are the whole group's, worldwide.
  # monthly_active_users: 50_000
  # monthly_active_users_on: {{"2024-06": 45_000}}   # for licences that count in a past month
  # annual_revenue_usd: 2_000_000

uses:
  chat:
    purpose: commercial                  # commercial, noncommercial, research, personal, evaluation or government
    actions: [serve]                     # run, serve, modify, redistribute, distribute-derivatives, use-outputs,
                                         # train-on-outputs, distill or benchmark
    fields: [customer-support]           # every field of use that it touches; [] for none
    # territories: [DE, FR]
    # trained_model: {{name: my-company/student-1b, family: own, kind: llm, distributed: true}}   # for train-on-outputs and distill

models:
  - id: mistralai/Mistral-7B-v0.1        # the Hub id
    license: apache-2.0                  # what you take its licence to be; disagreement with other sources is reported
    uses: [chat]                         # without this line: all uses
    # revision: <commit>
    # path: models/my-fine-tune          # a folder with its card and licence files
    # base_models: [{{id: meta-llama/Llama-3.1-8B, relation: finetune}}]
    # datasets: [tatsu-lab/alpaca]
    # distribution: {{license: apache-2.0, name: my-company/my-fine-tune}}

# agreements:                            # separate licences that the organisation holds
#   - {{licensor: Black Forest Labs, covers: [flux1-dev-nc], reference: contract 1, expires: "2027-12-31"}}
# policy: default
"""


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Write the file; InputError if one is there already and --force was not given."""
    path = options.path / NAME if options.path.is_dir() else options.path
    if not path.parent.is_dir():
        raise InputError([Problem(Location(str(path.parent)), "there is no such folder")])
    if path.exists() and not options.force:
        raise InputError([Problem(Location(str(path)), "the file exists already", hint="--force overwrites it")])
    write_atomically(path, TEMPLATE.format(name=path.name))
    return f"wrote {path}\n", 0
