PYTHON ?= python3
VENV ?= .venv
OUT ?= demo-out
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
PYTEST := $(BIN)/python -m pytest

.PHONY: help install demo test check format lock map bench pictures fonts build bundle clean

help:            ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

# The locks are complete (`make check` proves it), so the installer looks for nothing of its own.
$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

install: $(VENV)/.installed-dev  ## install into .venv what all targets need

demo: $(VENV)/.installed  ## install into .venv and run the main job on the built-in sample portal
	$(BIN)/auditor demo --out $(OUT)

test: $(VENV)/.installed-dev  ## run all tests once, on all cores (COVERAGE=1: measured too, which takes 1.7 times as long)
	$(PYTEST) -m alone
	$(PYTEST) --numprocesses auto --dist worksteal -m "not alone" $(if $(COVERAGE),--cov)

check: $(VENV)/.installed-dev  ## format, lint, import order, types, lock files, licences
	$(BIN)/ruff format --check auditor tests
	$(BIN)/ruff check auditor tests
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/python tests/supply.py check

format: $(VENV)/.installed-dev  ## put the code into its one format
	$(BIN)/ruff format auditor tests
	$(BIN)/ruff check --fix auditor tests

lock: $(VENV)/.installed-dev  ## write the lock files anew from pyproject.toml (add UPGRADE=--upgrade for newer versions)
	$(BIN)/python tests/supply.py lock $(UPGRADE)

map: $(VENV)/.installed-dev  ## print what every file of every room does, as its first line says
	$(BIN)/python -m tests.rooms

bench: $(VENV)/.installed-dev  ## run the benchmarks side by side and print their table
	$(BIN)/python -m tests.bench

pictures: demo $(VENV)/.installed-dev  ## make the README's pictures anew from the demo (needs chromium and pdftoppm)
	$(BIN)/python tests/pictures.py $(OUT)

fonts: $(VENV)/.installed-dev  ## rebuild the shipped font subsets from their sources
	$(BIN)/python templates/fonts/build.py

build: $(VENV)/.installed-dev  ## build wheel and sdist, reproducibly
	SOURCE_DATE_EPOCH=1577836800 $(BIN)/python -m hatchling build

bundle: build    ## one archive for installing without network: all wheels for x86-64 and aarch64 Linux, and a script
	$(BIN)/python tests/bundle.py

clean:           ## remove what the targets above made
	rm -rf $(VENV) dist demo-out .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
