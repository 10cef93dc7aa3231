# What one can do here. `make help` tells it in one line each.
PYTHON ?= python3
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help up install install-dev lint test shots score personal bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

up: install ## the whole portal, in the foreground (PORT, BIND, DATA_DIR, SAMPLES=0 … see README)
	@exec $(RUN) -m satudata.launcher

install: python
	@$(PYTHON) -I satudata/install.py

install-dev: python
	@$(PYTHON) -I satudata/install.py --dev

.PHONY: python
python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Perlu Python 3.11 atau lebih baru ($(PYTHON) tidak cocok). Sebutkan yang lain: make PYTHON=python3.12 …" >&2; exit 1; }

lint: install-dev ## style, who imports whom, safe settings, migrations, types
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --quiet --check .
	@$(RUN) -c 'from importlinter.cli import lint_imports_command as lint; lint()' >.venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }
	@DATA_DIR=.venv/check PUBLIC_URL=https://data.kota.example SAMPLES=0 $(RUN) manage.py check --deploy --fail-level WARNING
	@DATA_DIR=.venv/check $(RUN) -W ignore manage.py makemigrations --check --dry-run
	@$(RUN) -m mypy .

test: lint ## everything that checks the project; the last line is pytest's count
	@$(RUN) -m pytest -n 3

shots: install-dev ## the pictures of the portal in README and docs (docs/img)
	@$(RUN) -m tests.journeys.shots --uploads

score: install ## the intake against a corpus of real files (INTAKE_CORPUS): docs/intake-score.md
	@$(RUN) manage.py score_intake "$(INTAKE_CORPUS)/manifest.csv" \
		--markdown docs/intake-score.md --disputes docs/intake-disputes.csv

personal: install-dev ## how well personal data are found, over generated tables: docs/personal-data.md
	@$(RUN) -m tests.dirt.personal_measure --markdown docs/personal-data.md

bench: install-dev ## speed beside limits measured in the same run: docs/bench.md (BENCH="csv growth" for some)
	@$(RUN) -m tests.bench $(BENCH) $(if $(BENCH),,--markdown docs/bench.md)

clean: ## remove what was installed and built; data in var/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .import_linter_cache var/bench
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: lock
# docopt: only ckanapi's command line wants it, which nobody here calls, and it comes as source alone.
lock: install-dev ## make the locks anew from pyproject.toml
	@$(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.txt
	@$(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-package docopt --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt
