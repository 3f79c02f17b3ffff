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

IMPORTED = ("ipykernel.ipkernel", "ipykernel.kernelapp", "pandas", "altair")
LARGEST = 200_000  # bytes of one request


def serve(channel: socket.socket) -> None:
    """Make a kernel for each request, until the other end is closed; answer with its number and what tells that it lives."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a kernel that has ended leaves nothing behind
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


def be_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Become the kernel that a fresh interpreter would have become. Never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        gc.unfreeze()
        made_by_python = {
            name: os.environ[name] for name in ("LC_CTYPE",) if name in os.environ
        }  # where no language is set
        os.environ.clear()
        os.environ.update(made_by_python | environment | {"JPY_PARENT_PID": str(os.getppid())})
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
    serve(socket.socket(fileno=int(sys.argv[1])))
