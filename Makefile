# make run    set up what is missing, and start        make test   every test        make check  lint and types
# make test-extras    what needs programs of others: exports opened in them, other executors, other stores
# PORT and the like go through ARGS: make run ARGS="--port 8080". TORCH_INDEX: see scripts/install.py.

SHELL := /bin/sh
PYTHON := .venv/bin/python
SETUP := pyproject.toml constraints.txt scripts/install.py
ARGS ?=

.DEFAULT_GOAL := run
.PHONY: run test test-extras cluster check types bench reproduce data page core clean

run: .venv/installed page core .venv/data
	@.venv/bin/schoolyard serve $(ARGS)

test: .venv/installed-test page core .venv/data
	@$(PYTHON) -m scripts.browser
ifdef ARGS
	$(PYTHON) -m pytest $(ARGS)
else
	$(PYTHON) -m pytest -n 2 --ignore tests/browser --ignore tests/extras --durations 25
	$(PYTHON) -m pytest tests/browser --durations 10
endif
	$(PYTHON) -m scripts.node npm test

# Each folder of tests/extras is one matter, with what it needs in its conftest.py. Three at a time, for those of clusters wait.
test-extras: .venv/installed-extras page core .venv/data
	@$(PYTHON) -m scripts.browser
	$(PYTHON) -m pytest -n 3 --durations 10 tests/extras $(ARGS)

check: .venv/installed-test
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m scripts.generate_types --check
	$(PYTHON) -m scripts.node npm run check

types: .venv/installed
	$(PYTHON) -m scripts.generate_types
	$(PYTHON) -m scripts.node npm run types

bench: .venv/installed-test page core
	$(PYTHON) -m bench $(ARGS)

# A Ray cluster on this machine alone: docs/cluster.md.
cluster: .venv/installed-extras
	@$(PYTHON) -m scripts.cluster $(ARGS)

reproduce: .venv/installed core
	@.venv/bin/schoolyard data || echo "Going on with the sets that are there."
	$(PYTHON) -m scripts.reproduce $(ARGS)

page: .venv/installed
	@$(PYTHON) -m scripts.page

core: .venv/installed
	@$(PYTHON) -m scripts.native

data: .venv/installed
	@.venv/bin/schoolyard data

.venv/bin/python:
	@sh scripts/venv.sh

.venv/installed: $(SETUP) | .venv/bin/python
	@$(PYTHON) scripts/install.py
	@touch $@

.venv/installed-test: $(SETUP) | .venv/bin/python
	@$(PYTHON) scripts/install.py --test
	@touch .venv/installed $@

.venv/installed-extras: $(SETUP) | .venv/bin/python
	@$(PYTHON) scripts/install.py --extras
	@touch .venv/installed .venv/installed-test $@

# Asked for once: a machine without a network must still start in seconds. What is missing is said on the page.
.venv/data: | .venv/installed
	@.venv/bin/schoolyard data mnist || echo "Starting without it. When there is a network: make data"
	@touch $@

clean:
	rm -rf .venv server/static models/native/built web/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './web/*' -prune -exec rm -rf {} +
