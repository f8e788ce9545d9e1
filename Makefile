# Two commands for a newcomer: make run, make test. Both set up all they need; Python 3.11 or newer is the one thing asked for.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin

.PHONY: run test demo bench lint lock catalogue

run: .venv/ready
	exec $(BIN)/python -m verifier.serve --host $(HOST) --port $(PORT)

demo: export VERIFIER_ALLOW_TEST_IDS = 1
demo: export VERIFIER_HOME = var/demo
demo: run

test: .venv/ready-dev
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

bench: .venv/ready-dev
	$(BIN)/python -m benchmarks

lint: .venv/ready-dev
	$(BIN)/ruff check .

# The catalogue of rules is printed from the rules; a test says when it is not fresh.
catalogue: .venv/ready
	$(BIN)/python -m rules.manual > docs/rules.md

# After a change of requirements*.in: exact versions and hashes for every Python and system that we support.
lock: .venv/ready-dev
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements-dev.in -c requirements.txt -o requirements-dev.txt

.venv/ready: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
