# The hub in a few words: `make run` serves it, `make test` proves it, `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test bench drill lock clean

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/ready ## from a bare checkout to a running hub with demonstration content
	@$(BIN)/python app.py --demo

test: .venv/ready-dev ## from a bare checkout to all tests run, a real browser among them
	@tests/run

SIZES ?= 1k 10k
bench: .venv/ready-dev ## measure search beside other engines: SIZES="1k 10k 100k" for all sizes, KEEP=DIR to build once
	@$(BIN)/python -m tests.bench --sizes $(SIZES) $(if $(KEEP),--keep $(KEEP))

drill: .venv/ready-dev ## erasure, backup and restore on a full library, with figures; takes minutes
	@$(BIN)/python -m pytest -s -m drill tests/drill

lock: .venv/ready-dev ## pin every library anew, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-strip-extras --upgrade -c requirements.txt --group dev -o requirements-dev.txt

clean: ## take away what was installed and cached here; what the hub stores stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "The hub needs Python 3.11 or newer; this is $$($(PYTHON) -V). Name another with: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "The venv module is missing: apt install python3-venv"; exit 1; }

.venv/ready: requirements.txt | .venv/bin/python
	@echo "Installing the hub's libraries, pinned by hash …"
	@$(BIN)/pip install -q --require-hashes -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt .venv/ready
	@echo "Installing what the tests need …"
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@
