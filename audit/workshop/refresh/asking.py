"""How a server is asked: one question at a time, with a pause, as patiently as it wants, and for so much and no longer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import IncompleteRead
from importlib.metadata import version

import urllib3

from audit.faults import Fault, FaultsError, how_many, shown
from audit.workshop.refresh.series import Request

NAME = "partners-not-allies"
USER_AGENT = f"{NAME}/{version(NAME)} (a Jupyter Book; somebody refreshes one table by hand)"
#: What a server says when the same question may be answered a little later.
LATER = (429, 500, 502, 503, 504)
AT_ONCE = 65_536


@dataclass(frozen=True)
class Manners:
    """In seconds and bytes: what a server may expect of us, and we of it."""

    pause: float = 1.0  #: between two questions
    attempts: int = 4
    first_wait: float = 5.0  #: before a second attempt; doubled each time, unless the server says otherwise
    longest_wait: float = 600.0  #: that a server may ask for
    connecting: float = 15.0
    silence: float = 30.0  #: within an answer
    answer: float = 180.0  #: from its first to its last byte
    largest: int = 5_000_000


class _Later(Exception):
    """No answer this time; ``wait``: for so long by the server's own word."""

    def __init__(self, problem: str, wait: float | None = None):
        self.problem, self.wait = problem, wait


class Server:
    """A server that is asked several questions, one after another."""

    def __init__(self, home: str, manners: Manners, tell: Callable[[str], None]):
        self.home, self._manners, self._tell = home.rstrip("/"), manners, tell
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=1)
        self._last = -manners.pause  # monotonic clocks may begin at 0

    def address(self, request: Request) -> str:
        return self.home + request.path

    def answer(self, request: Request) -> bytes:
        """The body of the answer. Raises FaultsError when there is none, or none that may be trusted to be whole."""
        for attempt in range(1, self._manners.attempts + 1):
            time.sleep(max(0.0, self._last + self._manners.pause - time.monotonic()))
            try:
                return self._asked(request)
            except _Later as later:
                if attempt == self._manners.attempts:
                    raise self._fault(request, f"{later.problem}, {attempt} times", "an answer; try again") from None
                wait = later.wait
                if wait is None:
                    wait = self._manners.first_wait * 2 ** (attempt - 1)
                if wait > self._manners.longest_wait:
                    expected = f"an answer within {self._manners.longest_wait:.0f} seconds; try again later"
                    raise self._fault(request, f"{later.problem}, and asks us to wait for longer", expected) from None
                self._tell(f"{later.problem}; again in {how_many(round(wait), 'second')}")
                time.sleep(wait)
            finally:
                self._last = time.monotonic()
        raise AssertionError("the last attempt answers or raises")

    def _asked(self, request: Request) -> bytes:
        method = "GET" if request.posted is None else "POST"
        patience = urllib3.Timeout(connect=self._manners.connecting, read=self._manners.silence)
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **request.headers}
        try:
            response = self._pool.request(
                method,
                self.address(request),
                body=request.posted,
                headers=headers,
                timeout=patience,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                self._refuse(request, response)
                return self._read(request, response)
            finally:
                response.close()
        except urllib3.exceptions.HTTPError as error:
            raise _Later(_why(error)) from None

    def _refuse(self, request: Request, response: urllib3.BaseHTTPResponse) -> None:
        if response.status in LATER:
            raise _Later(f"the server answers {response.status}", _wait_told(response))
        if 300 <= response.status < 400:
            # The figures of a table come from the address that its source names, and from no other.
            there = shown(response.headers.get("Location"), 120)
            raise self._fault(request, f"leads to another address, {there}", "the figures themselves")
        if response.status != 200:
            raise self._fault(request, f"the server answers {response.status}", "200")

    def _read(self, request: Request, response: urllib3.BaseHTTPResponse) -> bytes:
        body, begun = bytearray(), time.monotonic()
        while some := response.read1(AT_ONCE):
            body += some
            if len(body) > self._manners.largest:
                raise self._fault(request, "the answer does not end", f"at most {self._manners.largest:,} bytes")
            if time.monotonic() - begun > self._manners.answer:
                raise self._fault(request, "the answer does not end", f"it within {self._manners.answer:.0f} seconds")
        return bytes(body)

    def _fault(self, request: Request, problem: str, expected: str) -> FaultsError:
        return FaultsError([Fault(self.address(request), None, None, problem, expected)])


def _why(error: urllib3.exceptions.HTTPError) -> str:
    """In a few words, without the objects that its text names."""
    match error:
        case urllib3.exceptions.NewConnectionError():
            return "the server cannot be reached"
        case urllib3.exceptions.TimeoutError():
            return "the server did not answer in time"
        case urllib3.exceptions.SSLError():
            return f"the connection is not safe ({error})"
        case urllib3.exceptions.ProtocolError(args=(_, IncompleteRead())):
            return "the answer was cut"
    return f"the connection broke ({type(error).__name__})"


def _wait_told(response: urllib3.BaseHTTPResponse) -> float | None:
    try:
        return urllib3.Retry().get_retry_after(response)
    except urllib3.exceptions.InvalidHeader:
        return None
