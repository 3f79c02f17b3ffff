"""Kernels that start at once: copies of one process that has imported what every notebook imports.

A kernel is as clean as one of a fresh interpreter: it has its own settings, folder and session, and has run nothing. Where
processes cannot be copied safely (only on Linux they can), or the one to copy has ended, an ordinary kernel is started.
"""

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

SCRIPT = Path(__file__).with_name("nursery_process.py")
PATIENCE = 60  # seconds for the first kernel, before which everything is imported


@contextmanager
def nursery(environment: Mapping[str, str]) -> Iterator["Nursery | None"]:
    """A nursery while it is needed; None where there can be none."""
    made = None
    if sys.platform == "linux":
        try:
            made = Nursery(environment)
        except OSError:
            made = None
    try:
        yield made
    finally:
        if made is not None:
            made.close()


class Nursery:
    """The process to copy, and the way to ask it. Raises OSError when it cannot be started."""

    def __init__(self, environment: Mapping[str, str]):
        self._one_at_a_time = threading.Lock()
        self.channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.channel.settimeout(PATIENCE)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-Xfrozen_modules=off", str(SCRIPT), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the build, which ends the kernels itself
            )

    def kernel(self, arguments: list[str], folder: str, environment: Mapping[str, str]) -> "Copy":
        """A new kernel. Raises OSError when the nursery does not answer."""
        request = {"arguments": arguments, "folder": folder, "environment": dict(environment)}
        with self._one_at_a_time:
            self.channel.sendall(json.dumps(request).encode())
            answer, lives, *_ = socket.recv_fds(self.channel, 64, 1)
        if not answer:
            raise ConnectionError("the process that kernels are copied from has ended")
        return Copy(int(answer), lives[0])

    def close(self) -> None:
        """End the process to copy; its kernels end with it."""
        self.channel.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Copy:
    """A kernel's process, which is not a child of this one, with what is asked of a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, lives: int):
        self.pid, self._lives = pid, lives
        self._poll = select.poll()
        self._poll.register(lives, select.POLLIN | select.POLLHUP)

    def poll(self) -> int | None:
        """None while it runs. What it ended with only its parent knows: 1 here."""
        if self._lives is not None and self._poll.poll(0):
            self._poll.unregister(self._lives)
            os.close(self._lives)
            self._lives = None
        return None if self._lives is not None else 1

    def wait(self) -> int | None:
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class CopyingProvisioner(LocalProvisioner):
    """Gives a kernel manager a copy from a nursery, or an ordinary kernel if that does not answer."""

    nursery: Nursery | None = None

    @classmethod
    def of(cls, nursery: Nursery, manager: Any) -> "CopyingProvisioner":
        made = cls(kernel_id=manager.kernel_id or "", kernel_spec=manager.kernel_spec, parent=manager)
        made.nursery = nursery
        return made

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder, environment = str(kwargs["cwd"]), kwargs["env"]
        try:
            self.process = await asyncio.to_thread(self.nursery.kernel, arguments, folder, environment)
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = folder
        return self.connection_info

    async def wait(self) -> int | None:
        """A copy's end is asked for by the hundredth of a second: the next notebook waits for it."""
        while isinstance(self.process, Copy) and self.process.poll() is None:
            await asyncio.sleep(0.01)
        return await super().wait()
