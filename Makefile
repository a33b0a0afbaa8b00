# Two commands on a fresh machine: `make demo` and `make test`. They need Python 3.11+ and make, nothing else.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
export PIP_NO_INPUT = 1

.PHONY: help install demo test assurance lint catalogues conformance screenshots bench build clean lock

help:
	@echo "make demo        install, load the demonstration and serve it on http://127.0.0.1:$(PORT)"
	@echo "make test        the whole suite: format, lint, types, import contracts, catalogues, tests"
	@echo "make assurance PART=faults|threats|load|access|deploy   the long proofs, each resumable"
	@echo "make install     .venv with the product alone; .venv/bin/engage is then the command"
	@echo "make bench       the benchmarks (needs wrk)"
	@echo "make catalogues  bring the interface catalogues up to date with the sources"
	@echo "make conformance the page about cases that others made (needs the corpora)"
	@echo "make lock        resolve the requirements anew (needs uv)"

.venv/bin/python:
	$(PYTHON) -m venv .venv

# The product and what builds it, every package by its hash; then the project itself without dependencies.
.venv/installed: requirements/base.txt requirements/build.txt pyproject.toml hatch_build.py | .venv/bin/python
	@echo "Installing the product (a minute or two) …"
	$(PIP) install --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements/dev.txt
	@echo "Installing what tests need …"
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

install: .venv/installed build

# Compiles changed catalogues and builds the UI kit when its sources changed; does nothing otherwise.
build: .venv/installed
	@$(BIN)/python hatch_build.py

demo: install
	@$(BIN)/engage demo serve --port $(PORT)

lint: .venv/installed-dev build
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive engage
	$(BIN)/lint-imports
	$(BIN)/python scripts/catalogues.py check

test: lint
	$(BIN)/pytest --numprocesses 3 --dist worksteal

# The long proofs; stopped in the middle, a part goes on where it was. The pages are written from what was measured.
PART ?= load
assurance: .venv/installed-dev build
	$(BIN)/python -m assurance $(PART); code=$$?; $(BIN)/python -m scripts.assurance_pages; exit $$code

# Needs a running demonstration (`make demo` in another terminal) and Chromium.
screenshots: .venv/installed-dev
	$(BIN)/python scripts/screenshots.py http://127.0.0.1:$(PORT) instance/demo-accounts.json

bench: .venv/installed-dev build
	$(BIN)/python -m benchmarks.run

catalogues: .venv/installed-dev
	$(BIN)/python scripts/catalogues.py update
	@$(BIN)/python hatch_build.py

# Needs the corpora (ENGAGE_CORPORA, beside the project without it).
conformance: .venv/installed-dev
	$(BIN)/python -m scripts.conformance

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/base.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --group build -c requirements/base.txt -o requirements/build.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml --group test --group lint --group build -c requirements/base.txt -o requirements/dev.txt

clean:
	rm -rf .venv node_modules engage/web/static/kit engage/web/typesetting/fonts engage/hubs/europe.json .mypy_cache .ruff_cache .pytest_cache
