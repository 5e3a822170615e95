# The commands of the course stand in make.py. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
OPTIONS_serve = --port $(PORT)
OPTIONS_check = $(if $(FIX),--fix)
OPTIONS_links = $(or $(SITE),_build/html)/index.html

.DEFAULT_GOAL := help
COMMANDS := book site test quick serve check readme links bench fuzz lock clean help
.PHONY: $(COMMANDS)

$(COMMANDS):
	@$(PYTHON) -m make $@ $(OPTIONS_$@)
