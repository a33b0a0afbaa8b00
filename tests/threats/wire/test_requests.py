"""Bytes that no browser sends, sent to the server as it runs: one request stays one, and nothing large is read."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.servers import memory_mb
from engage.web.security import CSP
from tests.threats.wire.served import Served, serving

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
FILES = b"Content-Type: multipart/form-data; boundary=b\r\n"
LENGTH = b"Content-Length: 5\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
END = b"0\r\n\r\n"
COOKIE = b"Cookie: form=abcdefghijklmnop\r\n"
SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("wire")
    database = folder / "engage.db"
    shutil.copy(sqlite_template, database)
    with serving(database, folder) as found:
        yield found


@dataclass(frozen=True)
class Quiet:
    """A connection on which half of a request was sent before the first test, and nothing since."""

    connection: socket.socket
    began: float


@pytest.fixture(scope="module", autouse=True)
def quiet(served: Served) -> Iterator[Quiet]:
    with served.connected(1) as connection:
        connection.sendall(b"GET /en/ HTTP/1.1\r\n" + served.host)
        yield Quiet(connection, time.monotonic())


def post(served: Served, headers: bytes, body: bytes = b"", path: bytes = b"/en/privacy/request") -> bytes:
    return b"POST " + path + b" HTTP/1.1\r\n" + served.host + headers + b"\r\n" + body


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        pytest.param(LENGTH + CHUNKED, END + SMUGGLED, 411, id="both"),
        pytest.param(CHUNKED + LENGTH, END + SMUGGLED, 411, id="both, the other way"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 6\r\n", b"12345" + SMUGGLED, 400, id="two lengths"),
        pytest.param(b"Content-Length: 5, 6\r\n", b"12345" + SMUGGLED, 400, id="two lengths in one"),
        pytest.param(b"Content-Length: -1\r\n", SMUGGLED, 400, id="less than nothing"),
        pytest.param(b"Content-Length: +5\r\n", b"12345" + SMUGGLED, 400, id="a plus"),
        pytest.param(b"Content-Length: 0x5\r\n", b"12345" + SMUGGLED, 400, id="hexadecimal"),
        pytest.param(b"Transfer-Encoding: xchunked\r\n", END + SMUGGLED, 400, id="almost chunked"),
        pytest.param(b"Transfer-Encoding : chunked\r\n", END + SMUGGLED, 400, id="a space before the colon"),
        pytest.param(b"Transfer-Encoding: chunked, identity\r\n", END + SMUGGLED, 400, id="chunked in the middle"),
        pytest.param(b"Transfer-Encoding:\tchunked\r\n", END + SMUGGLED, 411, id="a tabulator"),
        pytest.param(CHUNKED, b"zz\r\nabc\r\n0\r\n\r\n", 411, id="a chunk without size"),
        pytest.param(CHUNKED, b"fffffffffffffffffff\r\nabc", 411, id="a chunk too large"),
        pytest.param(b"X-A: b\r\n Content-Length: 5\r\n", b"12345", 400, id="a header folded"),
        pytest.param(b"X-A: b\rContent-Length: 5\r\n", b"12345", 400, id="a lone carriage return"),
        pytest.param(b"X-A: b\0\r\n", b"", 400, id="a zero in a header"),
        pytest.param(b"X-A: " + b"a" * 600_000 + b"\r\n", b"", 431, id="an endless header"),
        pytest.param(b"".join(b"X-%d: a\r\n" % number for number in range(1_000)), b"", 431, id="a thousand headers"),
    ],
)  # fmt: skip
def test_what_two_readers_could_read_differently_is_refused_and_the_connection_ends(
    served: Served, headers: bytes, body: bytes, status: int
):
    answer = served.ask(post(served, headers, body))

    assert (answer.statuses, answer.closed) == ([status], True)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"GET /healthz HTTP/1.1\r\n\r\n", 400, id="none"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400, id="another"),
        pytest.param(b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n%s\r\n", 400, id="another before ours"),
        pytest.param(b"GET /healthz HTTP/1.1\r\n%sHost: evil.example\r\n\r\n", 400, id="another after ours"),
        pytest.param(b"GET http://evil.example/healthz HTTP/1.1\r\n%s\r\n", 400, id="another in the address"),
        pytest.param(b"GET /healthz HTTP/1.1\r\n%s\r\n", 200, id="ours"),
    ],
)
def test_only_our_own_host_is_answered(served: Served, data: bytes, status: int):
    answer = served.ask(data.replace(b"%s", served.host))

    assert answer.statuses == [status]
    assert b"evil" not in answer.data


@pytest.mark.parametrize("path", [b"/", b"/en/", b"/surveys/", b"/go/", b"/en/?lang="])
def test_line_breaks_in_an_address_make_no_header(served: Served, path: bytes):
    answer = served.ask(b"GET " + path + b"%0d%0aX-Injected:%201 HTTP/1.1\r\n" + served.host + b"\r\n")

    head = answer.data.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nx-injected" not in head
    assert answer.statuses[0] < 500


def test_a_form_that_broke_off_is_not_taken_for_a_whole_one(served: Served):
    answer = served.ask(
        post(served, FORM + b"Content-Length: 500\r\n", b"kind=access&address=a@example.org"), half=True
    )

    assert answer.statuses in ([400], [])
    assert answer.closed


def test_a_form_of_ten_megabytes_is_refused_before_it_has_arrived(served: Served):
    answer = served.ask(post(served, COOKIE + FORM + b"Content-Length: 10000000\r\n", b"a=" + b"x" * 1_000))

    assert (answer.statuses, answer.closed) == ([413], True)
    assert answer.seconds < 2
    assert CSP.encode() in answer.data


PART = b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n'
PARTS = b"".join(PART % number for number in range(100_000)) + b"--b--\r\n"
NO_END = b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n' + b"\r\n" * 5_000_000
HEADS = b"--b\r\n" + b"X: y\r\n" * 1_000_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(PARTS, id="a hundred thousand parts"),
        pytest.param(NO_END, id="ten megabytes of line breaks"),
        pytest.param(HEADS, id="a part of a million headers"),
    ],
)
def test_a_form_made_to_cost_much_costs_little(served: Served, body: bytes):
    headers = FILES + COOKIE + b"Content-Length: %d\r\n" % len(body)
    answer = served.ask(post(served, headers, body))

    assert answer.statuses in ([413], [400])
    assert answer.seconds < 3
    assert served.page() < 3


def test_very_large_requests_leave_the_servers_memory_as_it_was(served: Served):
    process = _process(served)
    served.page()
    before = memory_mb(process)
    for _ in range(5):
        served.ask(post(served, FILES + b"Content-Length: %d\r\n" % len(PARTS), PARTS))
        served.ask(post(served, FILES + b"Content-Length: 9999999999\r\n", b"--b"))

    assert memory_mb(process) - before < 50


def _process(served: Served) -> int:
    """The server's own process, found by its port among the commands that run."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"serve" in command and str(served.port).encode() in command:
                return int(entry.name)
    raise AssertionError("the server does not run")


SLOW = int(os.environ.get("ENGAGE_TEST_EXAMPLES", "150"))
"""Who are slow at once; the long proof has more."""
QUIET_SECONDS = 20
SLOWLY = {
    "heads": b"GET /en/ HTTP/1.1\r\n%host%X-A: ",
    "forms": b"POST /en/privacy/request HTTP/1.1\r\n%host%" + COOKIE + FORM + b"Content-Length: 9999\r\n\r\na=",
    "files": b"POST /en/privacy/request HTTP/1.1\r\n%host%" + FILES + b"Content-Length: 999999\r\n\r\n--b\r\n",
}


@pytest.mark.parametrize("kind", SLOWLY)
def test_many_who_send_slowly_keep_nobody_else_waiting(served: Served, kind: str):
    stop, slow = threading.Event(), [served.connected(30) for _ in range(SLOW)]
    for connection in slow:
        connection.sendall(SLOWLY[kind].replace(b"%host%", served.host))
    trickle = threading.Thread(target=_trickle, args=(slow, stop))
    trickle.start()
    try:
        took = sorted(served.page() for _ in range(20))
    finally:
        stop.set()
        trickle.join()
        for connection in slow:
            connection.close()

    assert took[18] < 2, took


def _trickle(slow: list[socket.socket], stop: threading.Event) -> None:
    """A letter each, now and then."""
    while not stop.wait(0.2):
        for connection in slow:
            try:
                connection.send(b"a")
            except OSError:
                return


def test_some_who_do_not_read_their_answers_keep_nobody_else_waiting(served: Served):
    slow = [served.connected(30) for _ in range(20)]
    for connection in slow:
        connection.sendall((b"GET /en/ HTTP/1.1\r\n" + served.host + b"\r\n") * 8)
    took = sorted(served.page() for _ in range(20))
    for connection in slow:
        connection.close()

    assert took[18] < 2, took


def test_who_stops_sending_is_left_after_a_while(served: Served, quiet: Quiet):
    deadline = max(quiet.began + QUIET_SECONDS, time.monotonic() + 2)
    while time.monotonic() < deadline:
        try:
            if not quiet.connection.recv(1000):
                return
        except TimeoutError:
            continue
        except ConnectionResetError:
            return
    raise AssertionError("the connection is still open")
