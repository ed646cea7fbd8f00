PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: attack fuzz images supply help setup dev run demo chaos test coverage browser-test check fix hooks lock bench model migrate schemas messages screenshots rules cases workflows retention

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: ## make .venv with the command amuddu in it (under a second where nothing changed)
	@$(PYTHON) tools/bootstrap.py run

dev:
	@$(PYTHON) tools/bootstrap.py dev

run: setup ## start everything with demonstration data and tell the story; stays up (PORT=8000)
	@$(BIN)/amuddu run --port $(PORT)

demo: $(if $(BUS),dev,setup) ## run the main job once over real SMTP; last line is JSON (BUS=kafka or KAFKA=host:port)
	@$(BIN)/amuddu demo $(if $(BUS),--bus $(BUS)) $(if $(KAFKA),--kafka $(KAFKA))

chaos: dev ## kill, cut, freeze and poison for twenty minutes; what held, last line is JSON (KAFKA=host:port)
	@$(BIN)/python -m tests.chaos $(if $(KAFKA),--kafka $(KAFKA))

attack: dev ## play every attack, measure what could be inferred of 400 people; last line is JSON
	@$(BIN)/python -m tests.attack

fuzz: dev ## send generated requests to every service, API and page; last line is JSON (CASES=20000 SECONDS=3600 SEED=1)
	@$(BIN)/python -m tests.fuzz $(if $(CASES),--cases $(CASES)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

# The many processes that tests start read what one of them compiled.
test: export PYTHONDONTWRITEBYTECODE =
test: dev ## run all tests, say which took longest
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder --durations=20

coverage: dev ## run tests and show which lines none of them reaches (TESTS=tests/rules)
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term $(TESTS)

browser-test: dev ## look at every page in every language and width, in a real browser (needs a Chromium)
	@AMUDDU_BROWSER_TESTS=all $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/browser

screenshots: dev ## take the pictures of the README and docs/ again (needs a Chromium)
	@$(BIN)/python tools/screenshots.py

check: dev ## linters, spelling, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint --lint --quiet gateway
	@$(BIN)/typos
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: dev ## mend what the linters can mend themselves
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

hooks: dev ## have git run formatter, linters, spelling and types at each commit
	@$(BIN)/pre-commit install

lock: dev ## write requirements/ after a change of pyproject.toml (UPGRADE=1: newest versions)
	@$(BIN)/python -m tools.lock $(if $(UPGRADE),--upgrade)

supply: dev ## write what each image is made of (build/sbom), ask the advisories about it
	@$(BIN)/python -m tools.supply

images: dev ## check that every image is of deploy/images.toml (REGISTRY=address: fill in digests; PRODUCTION=1)
	@$(BIN)/python -m tools.images $(if $(REGISTRY),--registry $(REGISTRY)) $(if $(PRODUCTION),--production)

bench: dev ## print the figures of benchmarks/
	@$(BIN)/python -m benchmarks

messages: dev ## bring the catalogues of the translations up to date
	@$(BIN)/python tools/messages.py

schemas: dev ## write the JSON Schemas of the events, and docs/api/ (OpenAPI, addresses of pages)
	@$(BIN)/amuddu schemas

rules: dev ## check the data files of the rules, write docs/rules.md
	@$(BIN)/amuddu rules check
	@$(BIN)/amuddu rules reference --write docs/rules.md

cases: dev ## write docs/worked-cases.md
	@$(BIN)/python -m tools.worked_cases

workflows: dev ## write docs/workflows.md
	@$(BIN)/python -m tools.workflows

retention: dev ## write docs/retention.md
	@$(BIN)/python -m tools.retention

model: dev ## train the bundled model again: make model ESCO=folder
	@$(BIN)/python -m services.matching.training --esco $(ESCO)

migrate: setup ## bring the databases named in the environment up to date
	@$(BIN)/amuddu migrate
