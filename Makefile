# The commands of the course. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# The long files come first, in the order of their folders, so that all processes end together.
SIDE_BY_SIDE := -n auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: book site test quick serve check readme bench lock clean help

book: .venv/book ## build the site, the PDFs, the notebooks and the slides into _build/html
	@$(BIN)/python -m grimoire build

site: .venv/book ## build the site alone
	@$(BIN)/python -m grimoire build site

test: .venv/test ## run all tests (after `make book`; the browser tests need Chromium and Firefox)
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE)

quick: .venv/test ## build the book, and run the tests that a change of text needs
	@$(BIN)/python -m grimoire build
	@$(BIN)/python -m pytest -q $(SIDE_BY_SIDE) -m text

serve: .venv/book ## show the site at http://127.0.0.1:8000, each page as soon as it is saved
	@$(BIN)/python -m grimoire serve --port $(PORT)

check: .venv/book ## check the Markdown without building (FIX=1 mends what is safe to mend)
	@$(BIN)/python -m grimoire check $(if $(FIX),--fix)

readme: .venv/book ## write the names of _config.yml into README.md and pyproject.toml
	@$(BIN)/python -m grimoire readme

bench: .venv/test ## measure nnlib against its peers
	@$(BIN)/python benchmarks/speed.py

lock: .venv/uv ## pin the newest allowed versions again
	@for group in uv book test notebooks; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --group $$group --output-file requirements/$$group.lock; \
	done

clean: ## remove what was built (not the environment)
	@rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

.venv/uv: requirements/uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "The course needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Install a newer one and name it: make book PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/book: requirements/book.lock .venv/uv
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $<
	@touch $@

.venv/test: requirements/test.lock .venv/book
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $<
	@touch $@
