# Two commands do everything on a machine with python3, venv and make: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.installed

.PHONY: demo test test-slow lint smoke models bench docs clean

demo: $(SETUP)
	$(BIN)/metamaster demo --out demo --force

test: $(SETUP) lint
	$(BIN)/python -m pytest -n 2 -m 'not slow'

test-slow: $(SETUP)
	$(BIN)/python -m pytest -n 2 -m slow

lint: $(SETUP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

smoke: $(SETUP)
	$(BIN)/metamaster train configs/train/smoke.yaml --out build/smoke

# Predictors like those that ship, in runs/: hours, most of them for songs and lessons; after a break it goes on.
trained = $(BIN)/metamaster train configs/train/$(1).yaml $(if $(wildcard runs/$(1)/snapshots/[0-9]*),--resume)

models: $(SETUP)
	$(call trained,predictor)
	$(call trained,known)
	$(call trained,second)
	$(call trained,careful)
	$(BIN)/python -m tasks.familiarity configs/tasks/bands_unheard.yaml \
		--out runs/familiarity.safetensors

bench: $(SETUP)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,bench]'
	$(BIN)/python -m benchmarks.adaptation
	$(BIN)/python -m benchmarks.uncertainty
	$(BIN)/python -m benchmarks.system_identification
	$(BIN)/python -m benchmarks.run

docs: $(SETUP)
	$(BIN)/python -m benchmarks.docs_tables
	$(BIN)/python -m tasks.docs_tables
	$(BIN)/python -m bridge.midi.default_map
	$(BIN)/python -m bridge.osc.table_markdown
	$(BIN)/python -m bridge.daws.overview_markdown
	$(BIN)/python -m benchmarks.loudness_conformance
	$(BIN)/python -m benchmarks.parity

$(SETUP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(SETUP)

clean:
	rm -rf .venv demo build dist
