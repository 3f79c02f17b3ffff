# Partners, Not Allies? -- `make help` lists what there is.
# Everything runs in .venv, which the first command makes from the lock (requirements.txt).

.DEFAULT_GOAL := help
.PHONY: help book test offline pdf epub serve lab lab-ready bench same mutants check format lock sbom release advisories clean
SHELL := /bin/sh

# What the user has set for other projects reaches no command: settings of Python, Jupyter and the language of messages.
# (Those of pip are for audit/workshop/own_pip.py to choose from.)
unexport $(filter-out PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX,$(filter PYTHON% JUPYTER% IPYTHON% LC_% LANG LANGUAGE,$(.VARIABLES)))
export PYTHONUTF8 := 1
export PYTHONNOUSERSITE := 1
export TZ := UTC

PY := .venv/bin/python
PIP := $(PY) -I audit/workshop/own_pip.py
READY := .venv/.installed
# JupyterLab and Notebook come when they are first asked for, at the versions of their own lock.
LAB_LOCK := cmp -s requirements-lab.txt .venv/.lab || { \
	echo "Adding JupyterLab and Notebook to .venv (once)"; \
	$(PIP) install --disable-pip-version-check --quiet --require-hashes -r requirements-lab.txt && \
	cp requirements-lab.txt .venv/.lab; }
MUTANTS_LOCK := cmp -s requirements-mutants.txt .venv/.mutants || { \
	echo "Adding mutmut and coverage to .venv (once)"; \
	$(PIP) install --disable-pip-version-check --quiet --require-hashes -r requirements-mutants.txt && \
	cp requirements-mutants.txt .venv/.mutants; }
# What looks at the lock from outside stands in an environment of its own: among its parts are some that others would use if
# they found them.
SUPPLY := _build/supply
SUPPLY_LOCK := cmp -s requirements-supply.txt $(SUPPLY)/.installed || { \
	echo "Adding cyclonedx-bom and pip-audit in $(SUPPLY) (once)"; \
	$(PY) -m venv --clear $(SUPPLY) && \
	$(SUPPLY)/bin/python -I audit/workshop/own_pip.py install --disable-pip-version-check --quiet --require-hashes \
		-r requirements-supply.txt && \
	cp requirements-supply.txt $(SUPPLY)/.installed; }
# --no-config: where this machine gets its packages must not reach the lock.
COMPILE := pip compile --universal --python-version 3.11 --generate-hashes \
	--no-config --no-emit-index-url --no-strip-extras --custom-compile-command "make lock"
# An entry with extras is written without them as well: pip before 23.3 (Debian 12 has 23.0) asks for both.
NAME_TWICE := { entry = entry $$0 "\n" } \
	!/\\$$/ { bare = entry; if (entry ~ /^[^ ]+\[/ && sub(/\[[^]]+\]/, "", bare)) printf "%s", bare; \
	printf "%s", entry; entry = "" }

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

book: $(READY) ## build the book and print its path; runs again only the notebooks that are out of date
	$(PY) -m audit.workshop.building

test: $(READY) ## run the whole suite (REPORT=1: its results in _build/test-report.xml too)
	$(PY) -m ruff check .
	$(PY) -m pytest -n logical --maxprocesses 8 --dist loadfile $(if $(REPORT),--junitxml=_build/test-report.xml)

# Python and what it starts see no network but this machine's own. Where users may not do that: OFFLINE="sudo unshare --net".
OFFLINE ?= unshare --map-root-user --net
offline: $(READY) ## run the whole suite without a network (Linux)
	$(OFFLINE) sh -c 'ip link set lo up && exec "$$@"' sh $(MAKE) test

pdf: book ## print the briefing as _build/briefing.pdf and the book as _build/book.pdf, and say how many sheets a chapter has (needs Chromium)
	$(PY) -m audit.workshop.pdf

epub: book ## write the book for e-readers as _build/book.epub
	$(PY) -m audit.workshop.epub

serve: $(READY) ## show the built book at http://localhost:8000
	@test -f _build/html/index.html || { echo "There is no book yet: run 'make book' first." >&2; exit 1; }
	$(PY) -m http.server --bind localhost --directory _build/html 8000

lab: $(READY) ## open the chapters in JupyterLab, with live charts (NOTEBOOK=1: in Notebook)
	@$(LAB_LOCK)
	$(PY) -m audit.workshop.lab $(if $(NOTEBOOK),notebook)

lab-ready: $(READY) ## only make ready for JupyterLab, VS Code and the like, with live charts
	@$(LAB_LOCK)
	$(PY) -m audit.workshop.lab --install

bench: book ## measure speed beside other tools: BENCHMARKS.md (takes hours, goes on where it stopped; BENCH="--only pages")
	$(PY) -m audit.workshop.bench $(BENCH)

same: $(READY) ## build the book where everything is otherwise, and compare byte by byte (SAME="--each --python python3.13")
	$(PY) -m audit.workshop.same $(SAME)

mutants: $(READY) ## put faults into the code and see whether the tests notice (hours, goes on where it stopped; MUTANTS="--only rules")
	@$(MUTANTS_LOCK)
	$(PY) -m audit.workshop.mutants $(MUTANTS)

check: $(READY) ## the quick checks: style, house rules, spelling, claims and record (no notebook is run)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m audit.workshop.house_rules
	$(PY) -m codespell_lib
	$(PY) -m audit check

format: $(READY) ## put code and notebooks into the common style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# UPGRADE and RESOLUTION set aside the versions that are locked: uv would keep to them.
lock: ## resolve pyproject.toml into the locks again (needs uv); UPGRADE=1: newest versions; RESOLUTION=lowest-direct: oldest allowed
	@uv=$$(command -v uv || command -v .venv/bin/uv) || \
		{ echo "'make lock' needs uv: install it, for example with 'pipx install uv'." >&2; exit 1; }; \
	resolve() { "$$uv" $(COMPILE) $(if $(UPGRADE)$(RESOLUTION),--upgrade) \
		$(if $(RESOLUTION),--resolution $(RESOLUTION)) --quiet "$$@"; }; \
	resolve pyproject.toml --group dev --output-file requirements.txt && \
	resolve pyproject.toml --group lab --constraints requirements.txt --output-file requirements-lab.txt && \
	resolve pyproject.toml --group mutants --constraints requirements.txt --output-file requirements-mutants.txt && \
	resolve --group supply --output-file requirements-supply.txt
	@for lock in requirements*.txt; do awk '$(NAME_TWICE)' $$lock > requirements.new && mv requirements.new $$lock; done

sbom: $(READY) ## write _build/sbom.cdx.json: the book's locked packages with their hashes, as CycloneDX; the same lock gives the same bytes
	@$(SUPPLY_LOCK)
	$(PY) -m audit.workshop.sbom $(SUPPLY)/bin/cyclonedx-py

release: book sbom ## write _build/release/partners-not-allies-VERSION.zip: book, data, notebooks, code, lock, bill of materials; the same commit gives the same bytes
	$(PY) -m audit.workshop.release

advisories: $(READY) ## look up known vulnerabilities of the locked packages (needs the network)
	@$(SUPPLY_LOCK)
	$(SUPPLY)/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.txt

clean: ## remove what the commands made, the environment too
	rm -rf .venv _build .cache .pytest_cache .ruff_cache ./*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One set-up at a time: a second command waits until the first is done, and then finds the environment made. flock lets
# go when its holder dies; where there is none (macOS), a folder is the lock, with the number of its holder in it.
WAITING := echo "Another command is setting up .venv: waiting until it is done"
ONE_AT_A_TIME := \
	{ mkdir -p _build && true > _build/.setup.lock; } 2>/dev/null || \
		{ echo "This folder cannot be written to: $$(pwd). Make it writable, or copy it." >&2; exit 1; }; \
	if command -v flock >/dev/null; then \
		exec 9> _build/.setup.lock; flock -n 9 || { $(WAITING); flock 9; }; \
	else \
		told=''; \
		until mkdir _build/.setup 2>/dev/null; do \
			holder=$$(cat _build/.setup/holder 2>/dev/null); \
			[ -n "$$told" ] || { $(WAITING); told=yes; }; \
			if [ -n "$$holder" ]; then kill -0 "$$holder" 2>/dev/null || rm -rf _build/.setup; \
			elif [ -n "$$(find _build/.setup -prune -mmin +1 2>/dev/null)" ]; then rm -rf _build/.setup; fi; \
			sleep 1; \
		done; \
		echo $$$$ > _build/.setup/holder; \
		trap 'rm -rf _build/.setup' EXIT; trap 'exit 130' HUP INT TERM; \
	fi

# The stamp is a copy of the lock that was installed, written last. So a changed lock, an interrupted
# installation or an environment from elsewhere starts from an empty one; a changed pyproject.toml does not.
$(READY): requirements.txt pyproject.toml
	@$(ONE_AT_A_TIME); \
	if ! cmp -s requirements.txt $@ || ! $(PY) -c '' 2>/dev/null; then \
		python=''; \
		for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
			"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
			"$$candidate" -c 'import ensurepip, venv' 2>/dev/null && { python="$$candidate"; break; }; \
			bare=$$("$$candidate" -c 'import sys; print("python%d.%d" % sys.version_info[:2])'); \
		done; \
		if [ -z "$$python" ] && [ -n "$$bare" ]; then \
			echo "$$bare cannot make virtual environments. On Debian and Ubuntu: apt-get install $$bare-venv" >&2; \
			exit 1; \
		elif [ -z "$$python" ]; then \
			echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make PYTHON=/path/to/python" >&2; \
			exit 1; \
		fi; \
		echo "Making .venv with $$("$$python" --version) and installing the lock (once, a minute or two)"; \
		"$$python" -m venv --clear .venv && \
		$(PIP) install --disable-pip-version-check --require-hashes -r requirements.txt || exit 1; \
	elif [ $@ -nt requirements.txt ] && [ $@ -nt pyproject.toml ]; then \
		exit 0; \
	fi; \
	$(PIP) install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e . && \
	cp requirements.txt $@
