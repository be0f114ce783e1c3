# make demo: sets up, answers a real question from the bundled sample, and says how to go on.
# make test: sets up, then checks style and types and passes the tests.
# make serve: sets up, and shows the bundled sample in a browser, at http://127.0.0.1:8410, until you press Ctrl-C.
# make stress: kills twenty imports and two hundred writers, lets eight at once append five hundred times each, and kills the
#              import of a million rows of an archive a hundred times; takes an hour, and two with a server.
# make adversary: kills every command at each of its system calls, refuses each of these with several errors, and stops a
#                 server two hundred times; writes the figures of docs/reliability.md: forty minutes on two busy cores. It needs
#                 strace and PostgreSQL; make adversary TRIAL='restore: EIO at fsync#3' repeats one trial.
# make docs: writes the docs as a site to build/site, which needs no network to be read: seconds, after a first half minute.
# make audit: asks PyPI for known holes in what is installed: seconds; where it cannot be asked, that is said.
# make fuzz: sets up, then imports a hundred thousand spoiled files, a third each .facts, CSV and JSON lines: an hour on two cores.
# make nightly: the property tests with forty times as many examples, random ones: about an hour on two cores.
# make mutants: changes the code of some modules in one place at a time and lists the changes that no test notices;
#               make mutants ONLY='domain.status*' for one module.
# make bench: sets up, then prints speeds as ratios to a floor measured in the same run, and writes them to bench/RESULTS.md: some minutes.
# make bench-large: the same of a store of twenty million rows: ten gigabytes for half an hour.
# make spark: sets up Java and PySpark in a place of their own, and folds a million generated rows with it, with polars and
#             as boards have them: half a gigabyte is fetched; a quarter of an hour. STORE=my.db takes a store that is there.
# make truth: scores the lenses at turning points that experts know, and writes bench/TRUTH.md; it needs archives of others: some minutes.

PYTHON ?= python3
BIN := .venv/bin

# Processes that may not keep what they compiled compile all of detente each time: tests start thousands.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test docs serve adversary audit fuzz stress nightly mutants bench bench-large spark truth lint format accept clean

demo: .venv/.demo
	@$(BIN)/detente state turkey russia --on 2022-03-05
	@echo
	@echo 'detente is at $(CURDIR)/$(BIN)/detente; to type it alone: export PATH="$(CURDIR)/$(BIN):$$PATH"'
	@echo 'To record a fact of your own, question by question: $(BIN)/detente add'
	@echo 'To read next: docs/tutorial.md, your first twenty facts'

test: lint
	$(BIN)/python -m pytest -n 3 --dist worksteal

docs: .venv/.docs
	$(BIN)/python -m tests.site
	$(BIN)/zensical build --clean --strict

serve: .venv/.serve
	$(BIN)/detente --db sample serve

adversary: .venv/.test
	$(BIN)/python -m tests.adversary $(if $(TRIAL),'$(TRIAL)')

audit: .venv/.audit
	$(BIN)/python -m tests.audit

fuzz: .venv/.test
	DETENTE_FUZZ=100000 $(BIN)/python -m pytest -n 2 tests/test_fuzz.py

lint: .venv/.test
	$(BIN)/ruff check -q
	$(BIN)/ruff format -q --check
	$(BIN)/mypy
	$(BIN)/basedpyright --warnings

stress: .venv/.test
	DETENTE_KILLS=20 $(BIN)/python -m pytest tests/contract/test_killed_import.py
	DETENTE_CRASHES=200 DETENTE_STRESS=500 $(BIN)/python -m pytest tests/contract/test_crashes.py tests/contract/test_many_writers.py
	$(BIN)/python -m pytest -s tests/contract/killed_archive.py

nightly: .venv/.test
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -n 2 -m hypothesis

mutants: .venv/.mutants
	$(BIN)/mutmut run $(if $(ONLY),'$(ONLY)')
	$(BIN)/mutmut results

bench: .venv/.test
	$(BIN)/python -m bench

bench-large: .venv/.test
	$(BIN)/python -m bench large

spark: .venv-spark/.made
	@command -v java >/dev/null || { test "$$(id -u)" = 0 && apt-get install -qq --no-install-recommends default-jre-headless; } \
	  || { echo 'Spark needs Java: sudo apt-get install default-jre-headless' && exit 1; }
	.venv-spark/bin/python -m bench.handing $(STORE)

truth: .venv/.test
	$(BIN)/python -m bench.truth

format: .venv/.test
	$(BIN)/ruff check -q --fix
	$(BIN)/ruff format -q

# Writes everything that is generated: the two indexes, the compiled sample, the schemas, the Map, the picture and the
# transcripts, each from those before it. Read the diff before you commit it.
accept: .venv/.test
	$(BIN)/python -m tests.indexes
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_compiled_sample.py
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_schemas.py -k the_folder_holds_what_is_generated
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_tidy.py -k "true_map or every_command_is_documented"
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_site.py -k navigation_lists
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_chart.py -k the_picture_in_the_docs
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_stored.py
	UPDATE=1 $(BIN)/python -m pytest -q tests/test_transcripts.py

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "detente needs Python 3.11 or newer; say which: make PYTHON=python3.12")'
	@echo 'Setting up .venv: about a minute, the first time only.'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.demo: .venv/.python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: .venv/.python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch .venv/.demo $@

.venv/.serve: .venv/.python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[serve]'
	@touch .venv/.demo $@

.venv/.mutants: .venv/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,mutants]'
	@touch $@

.venv-spark/.made: pyproject.toml
	@echo 'Setting up .venv-spark: PySpark is half a gigabyte.'
	@$(PYTHON) -m venv .venv-spark
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[archives,polars]' 'pandas>=2.2,<3' 'pyspark>=4,<5'
	@touch $@

.venv/.docs: .venv/.python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch .venv/.demo $@

.venv/.audit: .venv/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip setuptools
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,audit]'
	@touch $@

clean:
	rm -rf .venv .venv-spark dist build mutants .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
