# What developers and CI type. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
TWO_AT_ONCE := -n 2 --dist loadgroup
TEMPLATES = $(shell find . -path './*/templates/*.html' -not -path './.venv/*')

# Production settings read everything from the environment; these are for checking them.
PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production BASE_URL=https://portfolio.example.org \
	DATABASE_URL=postgres://groundwork@localhost/groundwork \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')

.DEFAULT_GOAL := help
.PHONY: help run test check lint format lock messages audit sbom bench

help: ## List what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(INSTALLED) ## Run the portfolio on this machine (HOST and PORT choose where)
	@exec $(PY) -m config.launch

test: $(INSTALLED_DEV) ## Run all tests: on SQLite, then again on PostgreSQL where it is found
	@env -u DATABASE_URL $(PY) -m pytest $(TWO_AT_ONCE) $(ARGS)
	@$(PY) -m tests.on_postgresql $(TWO_AT_ONCE) $(ARGS)

check: lint ## All that CI checks besides the tests
	$(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run
	@echo 'manage.py check --deploy, under the production settings'
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

lint: $(INSTALLED_DEV) ## Style, import contracts, templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports
	@$(if $(TEMPLATES),$(PY) -m djhtml --check $(TEMPLATES))

format: $(INSTALLED_DEV) ## Put source and templates into the house's form
	$(PY) -m ruff check --fix --exit-zero .
	$(PY) -m ruff format .
	@$(if $(TEMPLATES),$(PY) -m djhtml $(TEMPLATES))

lock: $(INSTALLED_DEV) ## Lock requirements*.in; ARGS=--upgrade takes newer versions
	$(PY) -m uv pip compile --universal --generate-hashes --python-version 3.11 --no-header \
		--no-emit-index-url --no-emit-find-links --quiet $(ARGS) requirements.in -o requirements.txt
	$(PY) -m uv pip compile --universal --generate-hashes --python-version 3.11 --no-header \
		--no-emit-index-url --no-emit-find-links --quiet $(ARGS) requirements-dev.in -o requirements-dev.txt
	$(PY) -m uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-deps \
		--no-emit-index-url --no-emit-find-links --quiet $(ARGS) requirements-meaning.in -o requirements-meaning.txt

messages: $(INSTALLED) ## Bring the catalogues of what readers see up to date (needs gettext)
	$(PY) manage.py makemessages --verbosity 0
	$(PY) manage.py compilemessages --ignore '.*' --ignore node_modules --ignore var --verbosity 0

audit: $(INSTALLED_DEV) ## Look the locked packages up for known holes (asks the network)
	$(PY) -m pip_audit --require-hashes --disable-pip -r requirements.txt -r requirements-meaning.txt

sbom: $(INSTALLED_DEV) ## Write var/sbom.json: what it is made of, as CycloneDX (asks the network)
	@mkdir -p var
	$(PY) -m pip_audit --require-hashes --disable-pip -r requirements.txt -f cyclonedx-json -o var/sbom.json

bench: $(INSTALLED_DEV) ## Measure our API beside Wagtail's own; ARGS="--entries 1000" for less
	@env -u DATABASE_URL $(PY) -m benchmarks.api $(ARGS)

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo 'Groundwork needs Python 3.11 or newer: $(PYTHON) was not found.'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Groundwork needs Python 3.11 or newer; this is $$($(PYTHON) -V). Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo 'Python here cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv'; exit 1; }

$(INSTALLED): requirements.txt | $(PY)
	@echo 'Installing what Groundwork runs on …'
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt requirements-meaning.txt $(INSTALLED)
	@echo 'Installing what its tests and checks need …'
	@$(PIP_INSTALL) -r requirements-dev.txt
	@$(PIP_INSTALL) --no-deps -r requirements-meaning.txt
	@touch $@
