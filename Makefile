# make chat [DOCS="PATH…"]   all set-up, then the chat page on http://127.0.0.1:7860
# make test                  all set-up, then the whole test suite
# make bundle                one archive in dist/ for machines without a network
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Everything the program loads works offline; nothing reports home.
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

# In an unpacked bundle the packages stand beside this file, and no index is asked.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(wildcard wheels/*.whl),--no-index --find-links wheels)

.PHONY: chat test check setup model bundle clean

chat: $(VENV)/.model
ifdef DOCS
	$(BIN)/python -m index build $(DOCS) --index data/index
	$(BIN)/python -m ui --index data/index
else
	$(BIN)/python -m ui
endif

test: $(VENV)/.dev $(VENV)/.model
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

setup: $(VENV)/.dev

model: $(VENV)/.model

bundle: $(VENV)/.dev $(VENV)/.model
	$(BIN)/python -m index.bundling dist

$(VENV)/.run: requirements.txt
	command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11：请先安装，或用 make PYTHON=路径 指定。"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（首次约需两三分钟）……"
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(INSTALL) -r requirements-dev.txt
	touch $@

$(VENV)/.model: $(VENV)/.run
	$(BIN)/python -m index.embedding
	touch $@

clean:
	rm -rf $(VENV)
