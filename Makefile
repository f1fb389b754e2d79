# make chat [DOCS="PATH…"]   all set-up, then the chat page on http://127.0.0.1:7860
# make test                  all set-up, then the whole test suite
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Everything the program loads works offline; nothing reports home.
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: chat test check model bundle clean

chat: $(VENV)/.model
ifdef DOCS
	$(BIN)/python -m index build $(DOCS) --index data/index
	$(BIN)/python -m ui --index data/index
else
	$(BIN)/python -m ui
endif

test: $(VENV)/.dev $(VENV)/.model
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

model: $(VENV)/.model

$(VENV)/.run: requirements.txt
	command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11：请先安装，或用 make PYTHON=路径 指定。"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（首次约需两三分钟）……"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/.model: $(VENV)/.run
	$(BIN)/python -m index.embedding
	touch $@

clean:
	rm -rf $(VENV)
