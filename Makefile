# Two commands matter: `make run` (everything, on a fresh machine) and `make test`. The rest is for daily work.
# Needs only make and Python 3.11 or newer; a Node is brought along where there is none.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
STATE := $(or $(OPPSERA_STATE_DIR),var)

FRONTEND := addons/pms/frontend
MODULES := $(FRONTEND)/node_modules/.installed
BUILT := addons/pms/static/pms/.built
# Empty until the front end is there; a name with a space in it would not survive make.
FRONTEND_SOURCES := $(shell find $(FRONTEND) -name node_modules -prune -o -type f -print 2>/dev/null | grep -v '/tests/')
# Our own Node comes last, so that an installed one that is new enough is used.
NODE_PATH_LAST := PATH="$$PATH:$(CURDIR)/$(BIN)"
NODE_PATH_FIRST := PATH="$(CURDIR)/$(BIN):$$PATH"
NODE_IS_NEW_ENOUGH := node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1
WITH_NODE := if $(NODE_IS_NEW_ENOUGH); then export $(NODE_PATH_LAST); else export $(NODE_PATH_FIRST); fi

PYTEST_OPTIONS ?= -q

.PHONY: help run test check bench docs messages e2e frontend install lock clean clean-data

help:  ## Show the targets
	@grep -hE '^[a-z0-9-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(INSTALLED) frontend  ## Start everything; PORT=8001 make run changes the port
	@exec $(BIN)/oppsera dev

test: $(INSTALLED_DEV) frontend  ## Run the whole suite
	@if [ -f $(FRONTEND)/package.json ]; then $(WITH_NODE); cd $(FRONTEND) && npm test --silent; fi
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -n 2 --dist loadfile --no-loadscope-reorder -m 'not e2e and not faults'
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -n 2 --dist loadfile -m e2e
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -n 3 --dist loadfile -m faults

check: $(INSTALLED_DEV) frontend  ## Lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@if [ -f $(FRONTEND)/package.json ]; then $(WITH_NODE); cd $(FRONTEND) && npm run --silent check; fi
	@if grep -n 'http' requirements/*.txt; then echo 'Locked requirements must not name a registry.'; exit 1; fi

bench: $(INSTALLED_DEV) frontend  ## Measure performance (reports, never fails by time)
	@$(BIN)/python -m bench

docs: $(INSTALLED_DEV)  ## Write the generated references anew
	@$(BIN)/python -m oppsera_host.addons.hook_reference > docs/hooks.md
	@$(BIN)/python -m oppsera_host.addons.permission_reference > docs/permissions.md
	@$(BIN)/python -m oppsera_host.web.route_reference > docs/routes.md

messages: $(INSTALLED_DEV)  ## Take the texts of code and templates into the catalogues (translations/**.po)
	@$(BIN)/python -m oppsera_host.web.catalogues

e2e: $(INSTALLED_DEV) frontend  ## Run only the browser tests
	@$(BIN)/python -m pytest $(PYTEST_OPTIONS) -n 2 --dist loadfile -m e2e

install: $(INSTALLED_DEV) frontend  ## Install everything for daily work, start nothing

# --- Python ---------------------------------------------------------------------------------------------------

$(BIN)/python:
	@found=''; \
	for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Python 3.11 or newer is needed and was not found. Install it, or name it: make run PYTHON=/path/to/python3.12'; exit 1; \
	fi; \
	echo "Virtual environment with $$($$found --version)"; \
	if $$found -c 'import ensurepip' 2>/dev/null; then $$found -m venv $(VENV); \
	elif $$found -m pip --version >/dev/null 2>&1; then \
	  $$found -m venv --without-pip $(VENV) && $$found -m pip -qq --python $(BIN)/python install pip; \
	else \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv; then run make again."; exit 1; \
	fi

$(INSTALLED): requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo 'Python packages (about a minute the first time)'
	@$(PIP) install --require-hashes --requirement requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): requirements/dev.txt $(INSTALLED)
	@echo 'Python packages for tests and checks'
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

# --- Front end ------------------------------------------------------------------------------------------------

frontend: $(if $(wildcard $(FRONTEND)/package.json),$(BUILT))  ## Build the browser side if its sources changed

$(MODULES): $(FRONTEND)/package-lock.json | $(INSTALLED)
	@$(WITH_NODE); \
	if ! { $(NODE_IS_NEW_ENOUGH); }; then \
	  echo 'Node 20.19 or newer with npm was not found: fetching one into $(VENV) (60 MB)'; \
	  $(PIP) install --require-hashes --requirement requirements/node.txt || exit 1; \
	fi; \
	echo "Front-end packages with Node $$(node --version)"; \
	cd $(FRONTEND) && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

$(BUILT): $(MODULES) $(FRONTEND_SOURCES)
	@echo 'Front end'
	@$(WITH_NODE); cd $(FRONTEND) && npm run --silent build
	@mkdir -p $(@D) && touch $@

# --- Upkeep ---------------------------------------------------------------------------------------------------

# Change requirements/*.in, then `make lock`, then commit both. --universal makes one file for Python 3.11 to 3.14
# on Linux and macOS; no registry address is written.
UV := $(BIN)/uv
LOCK := $(CURDIR)/$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock: $(INSTALLED_DEV)  ## Lock the requirements again: make lock, or make lock UPGRADE=--upgrade
	@test -x $(UV) || $(PIP) install uv
	@cd requirements && $(LOCK) $(UPGRADE) runtime.in -o runtime.txt
	@cd requirements && $(LOCK) $(UPGRADE) dev.in -o dev.txt
	@cd requirements && $(LOCK) $(UPGRADE) node.in -o node.txt
	@if grep -n 'http' requirements/*.txt; then echo 'Locked requirements must not name a registry.'; exit 1; fi

clean:  ## Remove everything that can be made again; keeps the development database
	rm -rf $(VENV) $(FRONTEND)/node_modules addons/*/static/* oppsera_host/web/static/vendor build dist *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data:  ## Remove the development database and its servers' files
	@if [ -e $(STATE)/services.json ]; then echo 'The servers still run: stop oppsera first.'; exit 1; fi
	@if [ -L $(STATE)/away ]; then rm -rf "$$(readlink $(STATE)/away)"; fi
	rm -rf $(STATE)
