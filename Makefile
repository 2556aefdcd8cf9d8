# The same few targets serve people and CI. Each does all of its own set-up in .venv, nothing global.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test gate check lint format types bench screenshots schema lock clean

demo: .venv/run  ## check the seed story and say where the report lies
	$(BIN)/crossexam check seeds/libya-2019

test: .venv/dev  ## run the tests
	$(BIN)/pytest

gate: .venv/run  ## hold both engines against the floors pinned in evals/baseline.json
	$(BIN)/crossexam eval gate
	CROSSEXAM_REPLAY=evals/recordings/libya-2019.json $(BIN)/crossexam eval gate --engine llm --case libya-2019

check: lint types test gate  ## all that CI asks

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# mypy wants to see the package under its own name, whatever the clone's folder is called.
types: export MYPYPATH = .venv/types
types: .venv/dev
	mkdir -p .venv/types && ln -sfn $(CURDIR) .venv/types/crossexam
	$(BIN)/mypy -m crossexam -p crossexam.schemas -p crossexam.prompts -p crossexam.pipeline -p crossexam.evals
	$(BIN)/mypy tests

RESULTS ?= crossexam-results/libya-2019
screenshots: demo .venv/dev  ## take the pictures in the README anew
	$(BIN)/python docs/screenshots.py $(RESULTS)

bench: .venv/run  ## print how fast it is; takes some minutes
	$(BIN)/python -m crossexam.evals.benchmarks.startup
	$(BIN)/python -m crossexam.evals.benchmarks.batch
	$(BIN)/python -m crossexam.evals.benchmarks.report_load
	$(BIN)/python -m crossexam.evals.benchmarks.llm

schema: .venv/run  ## write the JSON Schema of findings.json anew
	$(BIN)/python -m crossexam.schemas > schemas/findings.schema.json

lock: .venv/dev  ## resolve all dependencies anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --all-extras --no-header --no-emit-index-url --no-emit-find-links \
		--no-annotate -o requirements.lock pyproject.toml

clean:
	rm -rf .venv build crossexam.egg-info crossexam-results .mypy_cache .pytest_cache .ruff_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	touch $@

.venv/dev: .venv/bin/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e ".[dev,html]"
	touch $@ .venv/run
