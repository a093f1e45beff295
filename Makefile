# Needs only Python 3.11+ and make. `make demo` and `make test` are all a fresh machine needs.
PYTHON ?= python3
VENV ?= .venv
PEERS ?= .venv-peers
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo test test-all lint bench fuzz peers lock clean
help:
	@echo "make demo      install, run the whole nightly way on the bundled sample, show what came of it"
	@echo "make test      lint, types and the fast tests (under 4 minutes)"
	@echo "make test-all  the slow and real ones too: killed processes, Prefect server, large inputs"
	@echo "make lint      ruff and mypy alone"
	@echo "make bench     the benchmarks"
	@echo "make fuzz      an hour of coverage-guided fuzzing of the readers, from the kept inputs on"
	@echo "make peers     pywb, wacz and Scrapy, which slow tests and benchmarks hold us against, in an environment of their own"
	@echo "make lock      resolve the locks again (needs uv)"

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Their pins and ours exclude each other, so they never share an environment.
$(PEERS)/.installed: requirements-peers.lock
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --require-hashes -r requirements-peers.lock
	@touch $@

peers: $(PEERS)/.installed

demo: $(VENV)/.installed
	$(BIN)/onrecord demo

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -m "not slow" -n 2 --dist loadfile

test-all: lint
	$(BIN)/pytest

bench: $(VENV)/.installed-dev peers
	$(BIN)/python -m benchmarks.sample_gold
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.quotes
	$(BIN)/python -m benchmarks.faults
	$(BIN)/python -m benchmarks.throughput

fuzz: $(VENV)/.installed-dev
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-fuzz.lock
	$(BIN)/python -m tests.fuzz.fuzz_readers --seeds .fuzz
	$(BIN)/python -m tests.fuzz.fuzz_readers .fuzz -max_total_time=3600 -max_len=8000 -len_control=0 -timeout=60

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		requirements-peers.in -o requirements-peers.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		requirements-fuzz.in -o requirements-fuzz.lock

clean:
	rm -rf $(VENV) $(PEERS) build dist .onrecord-demo .mypy_cache .pytest_cache .ruff_cache *.egg-info
