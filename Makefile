# Two commands: `make demo` and `make test`. All set-up is a stamp that they depend on.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.ONESHELL:
.DEFAULT_GOAL := help

BIN := .venv/bin
PORT ?= 8000
ROOM ?=
SEED ?= 1
# As many tests at once as there are cores; each worker holds a browser and half a gigabyte.
WORKERS ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 2 ? 2 : cores > 8 ? 8 : cores)))
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Kept bytecode halves every start, the demo's and the tests' many programs alike.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help demo test check format migration lock bench soak screenshots clean

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: .stamps/run .stamps/assets .stamps/translations ## the invented region on http://127.0.0.1:8000 (PORT=…)
	@PORT=$(PORT) exec $(BIN)/mentorship demo

test: .stamps/browser .stamps/dev .stamps/assets .stamps/translations ## every test, on SQLite and PostgreSQL, in a real browser (ROOM=matching for one room)
	@$(BIN)/pytest -q -n $(WORKERS) --dist worksteal $(if $(ROOM),tests/$(ROOM),tests)

check: .stamps/dev .stamps/translations ## style, types, layers, catalogues
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	bin/translations check

format: .stamps/dev ## put the code in its one style
	@$(BIN)/ruff check --fix -q .
	$(BIN)/ruff format -q .

migration: .stamps/dev ## a new migration from the models (NAME="what changes")
	@$(BIN)/mentorship db revision --message "$(NAME)"

lock: .stamps/dev ## renew the hash-pinned lock files
	@bin/lock

bench: .stamps/dev ## speed as ratios, side by side in one run
	@$(BIN)/python -m bench

soak: .stamps/browser .stamps/dev .stamps/assets .stamps/translations ## the long searches (SEED=…)
	@SOAK=1 SEED=$(SEED) $(BIN)/pytest -q -n $(WORKERS) tests/soak tests/simulation tests/matching/test_decisions.py tests/matching/test_stopping_races.py tests/matching/test_price_oracle.py tests/matching/test_max_min_prices.py tests/matching/test_assignment_optimum.py tests/matching/test_assignment_prices.py tests/matching/test_recruiting.py tests/matching/test_scale.py tests/matching/test_helping.py tests/matching/test_augmenting.py tests/matching/oracle tests/trajectories/test_courses.py tests/trajectories/test_only_own_cases.py tests/trajectories/concerns/test_telling_more.py tests/evaluation/disclosure/test_suppression.py tests/evaluation/test_survival_oracle.py tests/evaluation/redteam tests/evaluation/crossed tests/evaluation/linked tests/evaluation/records_oracle

screenshots: .stamps/browser .stamps/dev .stamps/assets .stamps/translations ## the pictures of docs/tour.md, from a demo in a temporary folder
	@$(BIN)/python -m tests.screenshots

clean: ## throw away what the set-up made; data in var/ stays
	@rm -rf .venv .stamps node_modules mentorship/foundation/static/dist

.stamps/system: bin/system-packages
	@mkdir -p .stamps; bin/system-packages run; touch $@

.stamps/browser: bin/system-packages
	@mkdir -p .stamps; bin/system-packages run test; touch .stamps/system $@

.stamps/run: requirements/run.txt pyproject.toml bin/sync .stamps/system
	@bin/sync requirements/run.txt; touch $@

.stamps/dev: requirements/dev.txt pyproject.toml bin/sync .stamps/system
	@bin/sync requirements/dev.txt; touch .stamps/run $@

# Either lock file gives what the assets and catalogues need, so whichever stamp is there will do.
PYTHON_READY := $(if $(wildcard .stamps/dev),.stamps/dev,.stamps/run)

.stamps/assets: package-lock.json bin/assets | .stamps/system
	@$(MAKE) --no-print-directory $(if $(wildcard .stamps/dev),.stamps/dev,.stamps/run); bin/assets; touch $@

.stamps/translations: $(wildcard mentorship/translations/nl/LC_MESSAGES/*.po) bin/translations | .stamps/system
	@$(MAKE) --no-print-directory $(if $(wildcard .stamps/dev),.stamps/dev,.stamps/run); bin/translations compile; touch $@
