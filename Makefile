# Madang. `make run` shows it, `make test` proves it; everything else is in `make help`.

PYTHON ?= python3
BIN := .venv/bin
export PORT ?= 8000
export CROWD ?= 24
LAN ?= 0
export LAN
CHROMIUM ?=
export CHROMIUM
T ?=
WORKERS ?= $(if $(T),0,2)

.DEFAULT_GOAL := help
.PHONY: help run test fmt check bench rehearse lock messages protocol

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 18

run: .venv/run  ## set up, seed the demo forum, serve it; LAN=1: to phones in this network, too
	@MADANG_MODE=$${MADANG_MODE:-demo} $(BIN)/python manage.py run_demo

test: .venv/dev  ## everything the suite needs, and the whole suite; T=tests/path: that alone
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(T)

fmt: .venv/dev  ## format the code, mend what ruff can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

check: .venv/dev  ## lint, types, contracts, migrations, translations, deploy check, lock
	@$(BIN)/python deploy/check.py

bench: .venv/dev  ## measure: fan-out, scans, pages, rounds; results in bench/results/
	@$(BIN)/python -m bench

rehearse: .venv/dev  ## the production form on private ports of this machine, ended by Ctrl-C
	@$(BIN)/python -m deploy.rehearse

messages: .venv/dev  ## extract the sentences into the catalogue, compile it
	@MADANG_MODE=demo $(BIN)/python manage.py messages --extract --compile

protocol: .venv/dev  ## write docs/protocol.md and the schema from the structs
	@MADANG_MODE=demo $(BIN)/python manage.py protocol

lock: .venv/dev  ## resolve the requirements anew
	@for name in requirements requirements-dev; do $(BIN)/uv pip compile --quiet --universal --no-header \
	  --generate-hashes --upgrade --python-version 3.11 $$name.in -o $$name.txt; done

.PHONY: .venv/run .venv/dev
.venv/run:
	@$(PYTHON) deploy/prepare.py requirements.txt

.venv/dev:
	@$(PYTHON) deploy/prepare.py requirements-dev.txt
