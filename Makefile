# The product's commands. Everything they need beyond Python 3.11+, make and git they install into this folder.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Every process of a test run would compile all that it imports anew, and rewrite the assertions of 400 files.
unexport PYTHONDONTWRITEBYTECODE
SOURCES := functions layers infra scripts tests load

.PHONY: help setup run demo test test-fast test-e2e test-dynamodb test-browser test-console test-foreign lint format synth \
	bench bench-long bench-search simulate load load-hedge locks documents screenshots clean
.DEFAULT_GOAL := help

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/.ready node_modules/.ready ## Prepare .venv (with the `lacre` command) and the CDK CLI

.venv/.ready: pyproject.toml requirements/setup.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Lacre needs Python 3.11 or later (set PYTHON=...)")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/setup.txt
	$(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.ready: .venv/.ready package.json package-lock.json
	npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

run: setup ## Start the local AWS with the whole product on it; stays until Ctrl-C
	$(BIN)/python -m infra.local.run

demo: setup ## A province lives a day on the running stack; its archive is verified, and a tampered copy (SCALE=0.1: a tenth)
	$(BIN)/python -m infra.local.demo $(if $(SCALE),--scale $(SCALE)) $(if $(SEED),--seed $(SEED))

test: test-fast test-e2e ## Every test that needs nothing beyond Python, make and git

test-fast: setup ## Architecture, unit, contract, integration, API and template tests
	rm -rf .local/emitted
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --note-emitted tests/infra tests/api tests/integration \
		tests/contract tests/unit tests/architecture
	$(BIN)/python -m tests.emitted

test-e2e: setup ## End to end and attacks, on the local AWS
	$(BIN)/pytest tests/e2e

test-dynamodb: setup ## The contract tests of tables on AWS's DynamoDB Local (needs Java 17)
	$(BIN)/pytest -n auto --dist loadfile tests/contract --engine dynamodb-local -k dynamodb

test-browser: setup ## The console in Debian's Chromium
	$(BIN)/pytest tests/browser

test-console: setup ## The console on the local AWS, in Debian's Chromium
	$(BIN)/pytest tests/console

test-foreign: setup ## Log and documents as verifiers that are not ours see them (needs Go and poppler-utils)
	$(BIN)/pytest tests/foreign

lint: setup ## ruff, mypy --strict, import-linter
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports

format: setup ## Format the sources
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

synth: setup ## Synthesise the stacks of STAGE (dev by default) with cdk-nag
	$(BIN)/python -m scripts.build_layer aws
	npx cdk synth --quiet -c stage=$(or $(STAGE),dev)

bench: setup ## What recording, sealing, proving, detecting and verifying cost, as ratios in one run (needs Java 17)
	$(BIN)/python -m tests.bench.mutation
	$(BIN)/python -m tests.bench.sealing
	$(BIN)/python -m tests.bench.proofs
	$(BIN)/python -m tests.bench.detection
	$(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.verifying 20000
	$(BIN)/python -m tests.bench.documents

bench-long: setup ## What a sealed event costs in requests and bytes; `lacre verify` of a million events (some minutes)
	$(BIN)/python -m tests.bench.cost
	$(BIN)/python -m tests.bench.exporting
	$(BIN)/python -m tests.bench.verifying 1000000

bench-search: setup ## Pages of a search among a million events (EVENTS, SEED, WRITE=1); the first run loads them
	$(BIN)/python -m tests.bench.search --events $(or $(EVENTS),1000000) --seed $(or $(SEED),1) $(if $(WRITE),--write)

simulate: setup ## The detection rules on seeded worlds (WORLDS=30), beside two baselines
	$(BIN)/python -m tests.simulator $(or $(WORLDS),30)

load: setup ## A steady 20 requests a second on the running stack: how long until a checkpoint covers an event
	$(BIN)/python -m load.seal_delay --seconds $(or $(SECONDS_OF_LOAD),120)

load-hedge: setup ## The hedge desk's ledger and what-if, by locust, beside a naive peer (needs Java; SMOKE=1: fewer requests)
	$(BIN)/python -m tests.bench.hedge_load

locks: .venv/.ready ## Make the hash-pinned requirements anew
	$(BIN)/python -m scripts.make_locks

documents: setup ## Write docs/api, docs/permissions.md and docs/actions.md anew
	$(BIN)/python -m scripts.export_openapi
	$(BIN)/python -m scripts.write_endpoints
	$(BIN)/python -m scripts.write_permissions
	$(BIN)/python -m scripts.write_actions

screenshots: setup ## Take the pictures in docs/images anew (the console in Chromium)
	$(BIN)/python -m scripts.take_screenshots

clean: ## Remove what was installed and built
	rm -rf .venv .local .build node_modules cdk.out
