"""The process that kernels are copied from: it imports once what every notebook imports. ``nursery.py`` starts and asks it.

Nothing of this book is imported here. Which of its modules a notebook uses belongs to the notebook's fingerprint, and a
copy that knew them all would say that it used them all.
"""

import sys

if __name__ == "__main__":
    del sys.path[0]  # the folder of this script, which no kernel has

import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import time
import warnings

#: What a kernel imports when it starts, and what every notebook of the book imports.
IMPORTED = (
    *("ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.debugger", "tornado.platform.asyncio"),
    *("IPython.core.completerlib", "IPython.core.oinspect", "IPython.core.debugger"),
    *("IPython.extensions.storemagic", "sqlite3"),
    *("pandas", "pandas.io.formats.html", "altair", "narwhals.stable.v1", "vl_convert", "myst_nb"),
    *("yaml", "pydantic", "pydantic.functional_validators", "difflib"),
)
#: Settings that a kernel's own process makes: Python's where no language is set, and the debugger's when it is imported.
MADE_HERE = ("LC_CTYPE", "PYDEVD_USE_FRAME_EVAL")
LARGEST = 200_000  # bytes of one request


def serve(channel: socket.socket) -> None:
    """Make a kernel for each request, until the other end is closed; answer with its number and what tells that it lives."""
    signal.signal(signal.SIGCHLD, bury)
    launcher = importlib.util.find_spec("ipykernel_launcher").origin
    gc.collect()
    gc.freeze()  # so that copies share what was imported
    while request := channel.recv(LARGEST):
        wanted = json.loads(request)
        told, life = os.pipe()  # the kernel holds one end and never uses it: when it is gone, the other end says so
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of numpy's, which it stops for the copying
            number = os.fork()
        if number == 0:
            channel.close()
            os.close(told)
            be_kernel([launcher, *wanted["arguments"]], wanted["folder"], wanted["environment"])
        os.close(life)
        socket.send_fds(channel, [str(number).encode()], [told])
        os.close(told)


def use_once() -> None:
    """Let pydantic look for its plug-ins and Altair read its schema: both do so at their first use, and keep what they found."""
    import altair
    import pandas
    import pydantic

    pydantic.create_model("Anything")
    altair.Chart(pandas.DataFrame({"a": [0.5], "b": ["c"]})).mark_bar().encode(x="a:Q", y="b:N").to_dict()


def bury(*_: object) -> None:
    """Wait for the kernels that have ended: they leave nothing behind, and what they took counts as this process's."""
    while True:
        try:
            number, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if number == 0:
            return


def be_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Become the kernel that a fresh interpreter would have become. Never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        gc.unfreeze()
        made_here = {name: os.environ[name] for name in MADE_HERE if name in os.environ}
        os.environ.clear()
        os.environ.update(made_here | environment | {"JPY_PARENT_PID": str(os.getppid())})
        time.tzset()
        os.chdir(folder)
        sys.argv = arguments
        from ipykernel.kernelapp import launch_new_instance

        launch_new_instance()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    os.environ["JPY_PARENT_PID"] = str(
        os.getpid()
    )  # a kernel follows its parent's end; it reads this when it is imported
    for name in IMPORTED:
        importlib.import_module(name)
    use_once()
    serve(socket.socket(fileno=int(sys.argv[1])))
