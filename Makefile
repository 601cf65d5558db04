# Two commands do everything on a fresh Debian or Ubuntu machine: `make demo` and `make test`.

PYTHON ?= python3
# one more than there are processors: some tests wait for crawls that keep their delays
WORKERS ?= $(shell echo $$(( $$(nproc) + 1 )))
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# pywb replays our web archives in tests; it asks for older libraries than ours, and has an environment of its own
REPLAY := $(VENV)/replay/.installed

.PHONY: help install demo test check corpus format nightly bench clean

help:
	@echo "make demo     set up, then crawl replica portals on this machine"
	@echo "make test     set up, then run every check and test"
	@echo "make check    ruff, mypy and the import contracts"
	@echo "make nightly  the long tests"
	@echo "make corpus   N made documents of known figures (N=2000 OUT=corpus SEED=1 SCANS=0), read and scored"
	@echo "make bench    the benchmarks (docs/benchmarks.md)"

install: $(STAMP)

$(STAMP): pyproject.toml .ci/system-packages
	@sh .ci/system-packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $(STAMP)

$(REPLAY): tests/archive/export/replay.txt $(STAMP)
	$(PYTHON) -m venv $(VENV)/replay
	$(VENV)/replay/bin/pip install --quiet --disable-pip-version-check --requirement $< \
		|| echo "pywb cannot be installed here; the tests that replay web archives are skipped"
	@touch $@

demo: $(STAMP)
	$(BIN)/nianbao demo

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: check $(REPLAY)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not nightly"

nightly: check $(REPLAY)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --timeout 1800

N ?= 2000
OUT ?= corpus
SEED ?= 1
SCANS ?= 0
corpus: $(STAMP)
	$(BIN)/python -m tests.corpus $(N) --out $(OUT) --seed $(SEED) --scans $(SCANS)
	$(BIN)/nianbao score $(OUT)

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info nianbao-demo
