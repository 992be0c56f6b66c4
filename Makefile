# Two commands are enough: `make run` and `make test`. Each does all the set-up that it needs.

BIN := .venv/bin
# Two at a time, a file to each: what is costly to make (a model, a database server) is made once for a file.
PYTEST_ARGS ?= -n 2 --dist loadfile
# One thread is quicker for a model of this size; Rasa's telemetry stays off.
export OMP_NUM_THREADS ?= 1
export TF_CPP_MIN_LOG_LEVEL ?= 3
export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help run test setup environment train check unit format benchmark evaluate lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: environment  ## start the bot, the web chat and the clock; trains the model first where needed
	@exec $(BIN)/kortelijn run

test: environment check train unit  ## all checks and all tests

setup: environment train  ## only the set-up: environment and model

environment:
	@scripts/setup

train: environment  ## train the model where it is missing or out of date
	@$(BIN)/kortelijn train

check: environment  ## style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: environment  ## the tests alone; PYTEST_ARGS='-k consent' for some of them
	$(BIN)/python -m pytest $(PYTEST_ARGS)

format: environment  ## lay out the code and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

benchmark: setup  ## speed and size against a stock Rasa, as JSON lines
	@$(BIN)/python -m bot.benchmark

evaluate: setup  ## how well Dutch is understood, with a report
	@$(BIN)/python -m nlu.evaluation

lock: environment  ## write requirements/lock.txt anew from what is asked for
	scripts/lock

clean:  ## remove what was made: environment, models, caches (never data)
	rm -rf .venv .setup.lock .setup.log models .rasa .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	rm -rf .hypothesis .coverage build *.egg-info
	find bot actions nlu knowledge tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
