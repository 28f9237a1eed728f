# Hedgerow: `make run` shows it, `make test` proves it, `make check` keeps the house in order.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := workspaces/demo
PORT ?= 8765

.PHONY: help setup assets demo serve run test test-browser test-slow check format docs bench clean

help:          ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */\1\t/' | expand -t 16

setup: $(VENV)/.ready          ## prepare .venv from the hash-pinned lock

$(VENV)/.ready: lock/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Hedgerow needs Python 3.11, 3.12 or 3.13; say which with: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r lock/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

assets: src/hedgerow/web/static/vendor/.ready          ## fetch and build the browser libraries

src/hedgerow/web/static/vendor/.ready: assets/package.json assets/package-lock.json assets/build.py | setup
	$(BIN)/python assets/build.py

demo: setup assets          ## build the demonstration workspace
	$(BIN)/hedgerow demo $(DEMO)
	$(BIN)/hedgerow build $(DEMO)

serve: setup          ## serve the demonstration workspace on loopback
	$(BIN)/hedgerow serve $(DEMO) --port $(PORT)

run: demo serve          ## set up, build the demonstration and serve it

test: setup assets          ## the quick suite
	$(BIN)/python -m pytest -m "not browser and not slow and not spark" -n 2 --dist loadfile

test-browser: setup assets          ## drive a real headless Chromium
	$(BIN)/python -m pytest -m browser

test-slow: setup assets          ## fuzz, crash and national runs
	$(BIN)/python -m pytest -m "slow or spark"

check: setup          ## lint, strict types, import contracts, budgets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/contract -q

format: setup          ## put the code in order
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: setup          ## write the reference pages that are made from the code
	$(BIN)/python docs/build.py

bench: setup          ## run the benchmarks and print their figures
	$(BIN)/python -m benchmarks

clean:          ## remove what can be made again
	rm -rf $(VENV) workspaces assets/node_modules src/hedgerow/web/static/vendor .mypy_cache .ruff_cache .pytest_cache site
