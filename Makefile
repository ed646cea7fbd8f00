PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench model migrate schemas messages rules cases

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: ## make .venv with the command amuddu in it (under a second where nothing changed)
	@$(PYTHON) tools/bootstrap.py run

dev:
	@$(PYTHON) tools/bootstrap.py dev

run: setup ## start everything with demonstration data and tell the story; stays up (PORT=8000)
	@$(BIN)/amuddu run --port $(PORT)

demo: setup ## run the main job once without a person, over real SMTP; last line is JSON
	@$(BIN)/amuddu demo

test: dev ## run all tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: dev ## linters, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: dev ## print the figures of benchmarks/
	@$(BIN)/python -m benchmarks

messages: dev ## bring the catalogues of the translations up to date
	@$(BIN)/python tools/messages.py

schemas: dev ## write the JSON Schemas of the events to amuddu/contracts/json_schemas/
	@$(BIN)/amuddu schemas

rules: dev ## check the data files of the rules, write docs/rules.md
	@$(BIN)/amuddu rules check
	@$(BIN)/amuddu rules reference --write docs/rules.md

cases: dev ## write docs/worked-cases.md
	@$(BIN)/python -m tools.worked_cases

model: dev ## train the bundled model again: make model ESCO=folder
	@$(BIN)/python -m services.matching.training --esco $(ESCO)

migrate: setup ## bring the databases named in the environment up to date
	@$(BIN)/amuddu migrate
