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

.PHONY: install chat test soak load lint format clean fuzz lock audit install-locked

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

# kill -9, bad weather and broken surroundings: make soak MINUTES=20 KILLS=200
# What it starts runs the program of this folder: a copy of the tree can be tried while this one is edited, with
# .venv/bin/python -m tests.soak --minutes 0 --kills 200 in the copy.
MINUTES ?= 2
KILLS ?= 12
soak: $(VENV)/dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.soak --minutes $(MINUTES) --kills $(KILLS)

# How long people wait when many talk at once: make load PEOPLE=500 RATE=30 SECONDS=60
PEOPLE ?= 500
RATE ?= 30
SECONDS ?= 60
load: $(VENV)/dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.soak.load --people $(PEOPLE) --rate $(RATE) --seconds $(SECONDS)

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# 100,000 random and adversarial inputs through everything that reads; some minutes. FUZZ="--count 1000 --seed 3" for less.
fuzz: $(VENV)/dev
	HF_HUB_OFFLINE=1 PYTHONHASHSEED=0 $(BIN)/python -m tests.fuzz $(FUZZ)

# Every version with its hashes, for all platforms; PyTorch apart, since its default build brings several GB of CUDA.
CUDA := cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cccl nvidia-cuda-cupti nvidia-cuda-nvrtc \
	nvidia-cuda-runtime nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-cusolver nvidia-cusparse \
	nvidia-cusparselt-cu13 nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx
lock: $(VENV)/tools
	$(TOOLS)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate $(addprefix --no-emit-package ,torch triton $(CUDA)) -o requirements.lock
	! grep -E "^(torch|triton|nvidia|cuda)" requirements.lock

# What is known against the versions in the lock file. Asks the vulnerability service of PyPI, and fails where that does
# not know a version: mirrors of PyPI answer nothing, which is no good news.
audit: $(VENV)/tools
	$(TOOLS)/pip-audit --strict --requirement requirements.lock --require-hashes --disable-pip

# Exactly what is in the lock files, for a server: Linux on x86-64 with Python 3.11.
install-locked:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --require-hashes --no-deps --index-url $(TORCH_CPU_INDEX) -r deploy/torch-cpu.lock
	$(BIN)/pip install --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --no-deps --no-build-isolation .

TOOLS := $(VENV)/tools/bin
$(VENV)/tools:
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet uv pip-audit

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
