"""No test depends on the settings of whoever runs it: time zone, language, Python, Jupyter, file modes.

Here and not in tests/, so that the chapters, which pytest-notebook runs again, are under it as well.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from pytest_notebook.nb_regression import NBRegressionError

from audit.workshop.surroundings import environment_with_own_kernel

FOLDER = Path(tempfile.mkdtemp(prefix="audit-jupyter-"))


def pytest_configure(config):
    environment = environment_with_own_kernel(Path(__file__).resolve().parent, FOLDER)
    os.environ.clear()
    os.environ.update(environment)
    os.umask(0o022)
    if hasattr(time, "tzset"):
        time.tzset()


def pytest_unconfigure(config):
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What a notebook gives otherwise than it stores stands first: the cell, the old value and the new one."""
    report = yield
    if call.excinfo and call.excinfo.errisinstance(NBRegressionError):
        from audit.workshop.notebook_differences import told  # late: it imports what most test processes do not need

        compared = call.excinfo.traceback[-1].locals  # the error itself has only their comparison, as text
        name = item.path.relative_to(item.config.rootpath).as_posix()
        report.longrepr = f"{told(name, compared['nb_initial'], compared['nb_final'])}\n\n{report.longrepr}"
    return report
