# Everything a fresh Linux machine needs is Python 3.11+ and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TORCH := 2.13.0

# PyTorch's default build for Linux on x86-64 brings several GB of CUDA. Ask for the CPU build first where pip
# already knows one, then at PyTorch's own address; elsewhere (macOS, Arm) the default build is the small one.
TORCH_CPU_INDEX ?= https://download.pytorch.org/whl/cpu
ifeq ($(shell uname -sm),Linux x86_64)
INSTALL_TORCH = $(BIN)/pip install --quiet "torch==$(TORCH)+cpu" \
	|| $(BIN)/pip install --quiet --index-url $(TORCH_CPU_INDEX) "torch==$(TORCH)+cpu"
else
INSTALL_TORCH = $(BIN)/pip install --quiet "torch==$(TORCH)"
endif

.PHONY: install chat test lint format clean

install: $(BIN)/kol-advisor

$(VENV)/torch-$(TORCH):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(INSTALL_TORCH)
	touch $@

$(BIN)/kol-advisor: pyproject.toml $(VENV)/torch-$(TORCH)
	$(BIN)/pip install --quiet --editable .
	touch $@

$(VENV)/dev: $(BIN)/kol-advisor
	$(BIN)/pip install --quiet --editable ".[dev]"
	touch $@

chat: install
	$(BIN)/kol-advisor chat

test: lint
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
