.POSIX:
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN = .venv/bin

.PHONY: setup tools demo test test-long lint clean

setup: .venv/ready

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ownctl needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another with: make PYTHON=python3.13 …")'
	@echo "Setting up .venv (once, about 20 s) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

demo: setup
	@$(BIN)/ownctl demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Tests use a real browser, real shells and a real editor; where one can't be had here, its test says what to install.
tools:
	@{ { command -v chromium || command -v chromium-browser || command -v google-chrome; } && \
	  command -v zsh && command -v fish && command -v nvim; } >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	    apt-get install -y -qq --no-install-recommends chromium zsh fish neovim; } || true

test: lint tools
	$(BIN)/pytest -n auto --dist worksteal -m "not long" --cov --cov-report=term --durations=15

test-long: setup tools
	$(BIN)/pytest -n auto --dist worksteal -m long

clean:
	rm -rf .venv .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
