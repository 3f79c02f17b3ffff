"""Refuse to publish numbers that no longer follow from the code and the data, and verdicts of tests that are not registered."""

from pathlib import Path

from sphinx.errors import ExtensionError

from audit.faults import FaultsError
from audit.inputs.acceptance import unaccepted
from audit.inputs.ledger import load_ledger
from audit.paths import ROOT
from audit.workshop import registered
from audit.workshop.ahead import wait_again

#: After all that others do before pages are read: meanwhile the notebooks are executed.
LAST = 900


def setup(app):
    app.connect("builder-inited", refuse_other_checkout)
    app.connect("builder-inited", refuse_unregistered_tests)
    app.connect("builder-inited", refuse_unaccepted_data)
    app.connect("builder-inited", refuse_stale_notebooks, priority=LAST)
    app.connect("env-get-outdated", read_every_page)


def refuse_other_checkout(app) -> None:
    """The installed package must be that of this book, or its numbers would be another tree's."""
    if Path(app.srcdir).resolve() != ROOT:
        raise ExtensionError(
            f"this book is {app.srcdir}, but the installed package `audit` belongs to {ROOT}. "
            "Run `make book` here: it makes an environment for this copy."
        )


def refuse_unregistered_tests(app) -> None:
    """Raises ExtensionError naming each test that changed without a revision, and whatever else breaks the list."""
    try:
        faults, _ = registered.check(load_ledger())
    except FaultsError as error:
        faults = error.faults
    if faults:
        raise ExtensionError("the claims or their registration are broken:\n" + "\n".join(map(str, faults)))


def refuse_unaccepted_data(app) -> None:
    """Raises ExtensionError naming each table that is not as it was accepted."""
    if faults := unaccepted(ROOT / "data"):
        raise ExtensionError("the book's inputs are broken:\n" + "\n".join(map(str, faults)))


def refuse_stale_notebooks(app) -> None:
    """Raises ExtensionError naming each notebook of the table of contents that is out of date, and why."""
    from audit.workshop.notebooks import Inputs, statuses

    wait_again()
    notebooks = [ROOT / f"{docname}.ipynb" for docname in app.config.external_site_map]
    notebooks = [notebook for notebook in notebooks if notebook.exists() or notebook.is_symlink()]
    if not notebooks:
        return
    try:
        results, broken = statuses(notebooks, Inputs.read(ROOT))
    except FaultsError as error:
        raise ExtensionError(f"the book's inputs are broken:\n{error}") from error
    if broken:
        raise ExtensionError("notebooks cannot be read:\n" + "\n".join(broken))
    stale = [
        f"  {notebook.relative_to(ROOT).as_posix()}: {'; '.join(result.reasons)}"
        for notebook, result in results.items()
        if not result.up_to_date
    ]
    if stale:
        raise ExtensionError(
            "stored outputs are out of date:\n" + "\n".join(stale) + "\nRun `make book`: it executes them again."
        )


def read_every_page(app, env, added, changed, removed) -> list[str]:
    """All pages, in every build: findings stand in pages whose source did not change. ``kept_pages`` says which are as they were."""
    return sorted(env.found_docs)
