PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test check format lock bench fonts build clean

help:            ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

demo: $(VENV)/.installed  ## install into .venv and run the main job on the built-in sample portal
	$(BIN)/auditor demo --out demo-out

test: $(VENV)/.installed-dev  ## run all tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev  ## format, lint, import order, types, lock file, licences, tests with coverage
	$(BIN)/ruff format --check auditor tests
	$(BIN)/ruff check auditor tests
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python tests/supply.py check
	$(BIN)/python -m pytest --cov --cov-report=term

format: $(VENV)/.installed-dev  ## put the code into its one format
	$(BIN)/ruff format auditor tests
	$(BIN)/ruff check --fix auditor tests

lock: $(VENV)/.installed-dev  ## write the lock files anew from pyproject.toml (add UPGRADE=--upgrade for newer versions)
	$(BIN)/python tests/supply.py lock $(UPGRADE)

bench: $(VENV)/.installed-dev  ## run the benchmarks side by side and print their table
	$(BIN)/python -m tests.bench

fonts: $(VENV)/.installed-dev  ## rebuild the shipped font subsets from their sources
	$(BIN)/python templates/fonts/build.py

build: $(VENV)/.installed-dev  ## build wheel and sdist, reproducibly
	SOURCE_DATE_EPOCH=1577836800 $(BIN)/python -m hatchling build

clean:           ## remove what the targets above made
	rm -rf $(VENV) dist demo-out .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
