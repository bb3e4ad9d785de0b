# Every target makes .venv by itself; nothing but python3 >= 3.11 is expected.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SITE_URL ?= http://localhost:$(PORT)
BIN := .venv/bin
export HOST PORT SITE_URL

.PHONY: run test check bench messages vendor lock install install-dev
.DEFAULT_GOAL := run

install:
	@$(PYTHON) install.py run

install-dev:
	@$(PYTHON) install.py dev

run: export DEMO ?= 1
run: install
	@$(BIN)/python manage.py bootstrap
	@exec $(BIN)/python manage.py serve

test: install-dev
	@exec $(BIN)/python -m tests.run

check: install-dev
	@mkdir -p -m 700 var
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m improvement.messages check
	$(BIN)/python -m improvement.vendor check

bench: install-dev
	@exec $(BIN)/python -m tests.bench $(ONLY)

messages: install-dev
	@$(BIN)/python -m improvement.messages extract
	@$(BIN)/python -m improvement.messages compile

vendor: install-dev
	@exec $(BIN)/python -m improvement.vendor fetch

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url
lock: install-dev
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) $(UPGRADE) --group install -o requirements-uv.lock
	$(COMPILE) $(UPGRADE) --group services -o requirements-services.lock
