# Two commands: `make chat` sets everything up and opens the page, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: chat install test check lint evals train refusing screenshots bench

chat: $(VENV)/installed
	$(BIN)/assistant chat

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[eval]"
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	touch $@

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(VENV)/installed
	$(BIN)/assistant rules check

evals: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m evals

screenshots: $(VENV)/installed-dev
	$(BIN)/python scripts/screenshots.py

train: $(VENV)/installed-dev
	$(BIN)/python -m assistant.reading.training

refusing: $(VENV)/installed-dev
	$(BIN)/python -m assistant.refusing.training

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/retrieval.py --prior
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/page.py
