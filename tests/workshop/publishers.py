"""The server of a publisher, on this machine: it answers honestly, unless it was told to misbehave. No real one is asked."""

import csv
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from audit.paths import DATA
from audit.workshop.refresh import course
from audit.workshop.refresh.asking import Manners

QUICK = Manners(pause=0, attempts=3, first_wait=0.01, longest_wait=5, silence=5, answer=3, largest=150_000)

Answer = tuple[int, dict[str, str], bytes]
Behaviour = Callable[["Handler", Answer], None]


class Publisher(ThreadingHTTPServer):
    """Answers for any piece of its series, unless it was told to do something else when it is asked for that."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.instead: dict[int, list[Behaviour]] = defaultdict(list)  # by piece, one after another
        self.always: dict[int, Behaviour] = {}
        self.asked: list[int] = []
        self.agents: set[str] = set()
        self.times: list[tuple[float, float]] = []
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str, posted: str) -> tuple[int, Answer]:
        """The piece that is asked for, and the honest answer."""
        raise NotImplementedError

    def handle_error(self, request, client_address):
        """A client that hangs up is nothing to print of."""


class Handler(BaseHTTPRequestHandler):
    server: Publisher
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for word that its head has come

    def do_GET(self):
        begun = time.monotonic()
        posted = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        piece, honest = self.server.answer(self.path, posted)
        self.server.asked.append(piece)
        self.server.agents.add(self.headers["User-Agent"])
        waiting = self.server.instead[piece]
        behave = waiting.pop(0) if waiting else self.server.always.get(piece, Handler.send)
        behave(self, honest)
        self.server.times.append((begun, time.monotonic()))

    do_POST = do_GET

    def send(self, answer: Answer, length: int | None = None) -> None:
        status, headers, body = answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body) if length is None else length)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *arguments):
        pass


@contextmanager
def open_to_all(server: Publisher) -> Iterator[Publisher]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


# --- how it misbehaves ------------------------------------------------------------------------------------------------


def says(status: int, **headers: str) -> Behaviour:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: handler.send((status, named, b"<html>an error</html>"))


def writes(edit: Callable[[str], str]) -> Behaviour:
    """The honest answer with something in it otherwise."""
    return lambda handler, honest: handler.send((*honest[:2], edit(honest[2].decode()).encode()))


def is_cut(handler: Handler, honest: Answer) -> None:
    handler.send((*honest[:2], honest[2][: len(honest[2]) // 2]), length=len(honest[2]))
    handler.close_connection = True


def hangs_up(handler: Handler, honest: Answer) -> None:
    handler.close_connection = True


def is_silent(handler: Handler, honest: Answer) -> None:
    handler.server.closing.wait(20)
    handler.close_connection = True


def never_ends(handler: Handler, honest: Answer) -> None:
    handler.send((200, {}, b"<ValCurs>"), length=10**12)
    while not handler.server.closing.is_set():
        handler.wfile.write(b" " * 10_000)


def drips(handler: Handler, honest: Answer) -> None:
    handler.send((200, {}, b"<ValCurs>"), length=10**12)
    while not handler.server.closing.wait(0.05):
        handler.wfile.write(b" ")


# --- what tests of it share -------------------------------------------------------------------------------------------


def rows_of(table: str, data: Path = DATA) -> list[dict[str, str]]:
    return list(csv.DictReader((data / f"{table}.csv").read_text(encoding="utf-8").splitlines()))


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def on(monkeypatch, day: date) -> None:
    class Then(date):
        @classmethod
        def today(cls):
            return day

    monkeypatch.setattr(course, "date", Then)
