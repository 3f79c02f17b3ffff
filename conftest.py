"""No test depends on the settings of whoever runs it: time zone, language, Python, Jupyter, file modes.

Here and not in tests/, so that the chapters, which pytest-notebook runs again, are under it as well.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

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
