# Two commands are all it takes: `make run` serves the app, `make test` proves it. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python of 3.11 or later; `make PYTHON=/path/to/python` names another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)

VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.8

# Where `make run` listens. HOST is taken from the command line alone: many shells export one of their own.
PORT ?= 8000
LISTEN := $(if $(filter command line,$(origin HOST)),$(HOST),127.0.0.1)

# What stands between one machine and the open internet: see docs/configuration.md.
run: export PLAIN_HTTP := $(or $(PLAIN_HTTP),true)

heading = @printf '\n== %s\n' "$(1)"

.PHONY: help setup setup-dev run test faults bench truth screenshots assets editor fmt lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: install it, or name it with make PYTHON=/path/to/python." >&2; exit 1; }
	@echo "== Making an environment in $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV) || "$(PYTHON)" -m venv --clear --without-pip $(VENV)

# A lock is installed when it differs from the one installed last. Everything in it is a wheel with its hash.
define install
	@cmp -s requirements/$(1).txt $(VENV)/$(1).lock || { \
		echo "== Installing requirements/$(1).txt"; \
		rm -f $(VENV)/runtime.lock $(VENV)/dev.lock; \
		$(BIN)/python -m pip --version >/dev/null 2>&1 && pip="$(BIN)/python -m pip" || pip="$(PYTHON) -m pip --python $(BIN)/python"; \
		$$pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/$(1).txt; \
		cp requirements/$(1).txt $(VENV)/$(1).lock; }
endef

setup: $(VENV)/bin/python ## the environment in .venv, from the locked requirements
	@cmp -s requirements/dev.txt $(VENV)/dev.lock && cp requirements/runtime.txt $(VENV)/runtime.lock || true
	$(call install,runtime)

setup-dev: $(VENV)/bin/python ## the same, with what the tests need
	$(call install,dev)
	@cp requirements/runtime.txt $(VENV)/runtime.lock

run: setup ## serve on http://localhost:8000 (PORT=8000 HOST=127.0.0.1)
	@$(BIN)/python manage.py prepare
	@HOST="$(LISTEN)" PORT="$(PORT)" exec $(BIN)/gunicorn --config gunicorn.conf.py

test: setup setup-dev ## everything that must hold: style, types, contracts, content, all tests
	$(call heading,Style)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --target-version 5.2 --check $$(find templates -name '*.html')
	$(call heading,Types)
	@$(BIN)/mypy .
	$(call heading,Import contracts)
	@$(BIN)/lint-imports --no-logo
	$(call heading,Migrations and settings)
	@$(ON_ITS_OWN) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(ON_ITS_OWN) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(call heading,Content)
	@$(ON_ITS_OWN) $(BIN)/python manage.py check_content
	@$(ON_ITS_OWN) $(BIN)/python manage.py content_report --verbosity 0
	$(call heading,Tests on PostgreSQL)
	@if address=$$($(BIN)/python -m tests.environment.postgres); then \
		DATABASE_URL="$$address" $(BIN)/python -m pytest -n 2 -m both_databases; fi
	$(call heading,All tests on SQLite)
	@CHROMIUM="$$($(BIN)/python -m tests.environment.chromium)" && export CHROMIUM && \
		env -u DATABASE_URL $(BIN)/python -m pytest -n 2

# The checks stand on the settings of a site behind TLS, and on nothing of this machine's own.
ON_ITS_OWN := env -u DATABASE_URL DATA_DIR=build/test-data DEBUG=false PLAIN_HTTP=false \
	SECRET_KEY=a-key-for-the-checks-only-a-key-for-the-checks-only-0123456789

faults: setup-dev ## kill, lock, fill and restart real parts under load, for ten minutes: nothing may be lost
	@$(BIN)/python -m tests.faults

bench: setup-dev ## measure: times, with the machine named
	@$(BIN)/python -m benchmarks

# The SDK is large and serves nothing else, so it has a room of its own and is in no other lock.
truth: ## compile the snippets and read the taxonomy anew, with the real SDK, into truth/*.json
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed." >&2; exit 1; }
	@cmp -s requirements/truth.txt build/truth/truth.lock || { \
		"$(PYTHON)" -m venv --clear build/truth; \
		build/truth/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
			-r requirements/truth.txt; \
		cp requirements/truth.txt build/truth/truth.lock; }
	@build/truth/bin/python -m truth

screenshots: setup-dev ## every page at both widths and in both themes, into build/screenshots
	@CHROMIUM="$$($(BIN)/python -m tests.environment.chromium)" && export CHROMIUM && \
		$(BIN)/python -m tests.browser.screenshots

assets: setup-dev ## join static/css, static/js and static/editor into the files that are served
	@$(BIN)/python manage.py join_assets

editor: setup ## bundle the author's code editor from its locked packages (needs node, which nothing else does)
	@$(BIN)/python static/vendor/codemirror/bundle.py

fmt: setup-dev ## put code and templates into the one style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djade --target-version 5.2 $$(find templates -name '*.html')

lock: $(VENV)/bin/python ## lock the requirements of pyproject.toml again (UPGRADE=--upgrade for newer versions)
	@test -x build/uv/bin/uv || { "$(PYTHON)" -m venv build/uv && build/uv/bin/pip install --quiet uv==$(UV); }
	@export UV_CUSTOM_COMPILE_COMMAND="make lock"; \
	lock="build/uv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-build \
		--no-emit-index-url --no-emit-find-links $(UPGRADE)"; \
	$$lock -o requirements/runtime.txt; \
	$$lock --group dev -c requirements/runtime.txt -o requirements/dev.txt; \
	build/uv/bin/uv pip compile --group truth --quiet --universal --python-version 3.11 --generate-hashes --no-build \
		--no-emit-index-url --no-emit-find-links $(UPGRADE) -o requirements/truth.txt
