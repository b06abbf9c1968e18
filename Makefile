# `make dev` once, then `make check` before every commit. `make test` is all that a fresh machine needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TEXTS ?= ../shared/license-texts
ARGS ?=

.PHONY: dev test check lint types rules format docs examples bench

# A stamp of its own: a `.venv` that only has the package (README's first command) lacks the tools.
dev: $(VENV)/dev.stamp

$(VENV)/dev.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

test: dev
	$(BIN)/python -m pytest $(ARGS)

check: test lint types rules examples

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

# Quotes are checked against the licence texts where these are at hand; the texts are not part of the repository.
rules: dev
	$(BIN)/licensecheck rules test --mutate
	$(BIN)/licensecheck rules index --check
	$(BIN)/python docs/license_pages.py --check
	if [ -d '$(TEXTS)' ]; then $(BIN)/licensecheck rules verify --texts '$(TEXTS)'; else echo 'no licence texts at $(TEXTS): quotes not checked'; fi

examples: dev
	$(BIN)/licensecheck examples/support-assistant/licensecheck.yaml
	$(BIN)/licensecheck examples/newsletter-writer/licensecheck.yaml; test $$? -eq 1
	$(BIN)/licensecheck examples/image-studio/licensecheck.yaml; test $$? -eq 1

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: dev
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/license_pages.py

bench: dev
	$(BIN)/python benchmarks/startup.py
