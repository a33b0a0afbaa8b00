"""Between the server and the application: what goes in is whole, and nobody who is slow holds up others."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from engage.web import gateway
from engage.web.logs import JsonLines
from engage.web.security import HEADERS, LARGEST_FORM

FORM = ("content-type", "application/x-www-form-urlencoded")
FILES = ("content-type", "multipart/form-data; boundary=b")


class Sent:
    """A request as granian hands it over: pieces come one by one, and after them nothing or never an end."""

    def __init__(self, *pieces: bytes, stalls: bool = False) -> None:
        self.pieces, self.stalls = pieces, stalls
        self.status, self.headers, self.body = 0, dict[str, str](), b""
        self.read = 0

    async def __call__(self) -> bytes:
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.read += len(piece)
            yield piece
        if self.stalls:
            await asyncio.sleep(60)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, dict(headers), body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> "Sent":
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, data: bytes) -> None:
        await asyncio.sleep(0)
        self.body += data


def scope(*headers: tuple[str, str], path: str = "/", host: str = "localhost", **more: Any) -> Any:
    values = {"http_version": "1.1", "server": "127.0.0.1:80", "client": "192.0.2.1:5", "scheme": "http"}
    values |= {"method": "POST", "path": path, "query_string": "", "authority": None}
    given = [("host", host)] if host else []
    return SimpleNamespace(**(values | more), headers=SimpleNamespace(items=lambda: [*given, *headers]))


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def run(answering: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: where a browser was driven before, one loop runs in this one already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answering).result()


def answered(sent: Sent, *headers: tuple[str, str], app: Any = echo) -> Sent:
    run(gateway.over(app)(scope(*headers), sent))
    return sent


def test_what_came_in_pieces_reaches_the_application_as_a_whole():
    sent = answered(Sent(b"a=", b"1"), FORM, ("content-length", "3"))

    assert (sent.status, sent.body) == (200, b"a=1")


@pytest.mark.parametrize(
    ("sent", "headers", "status"),
    [
        pytest.param(Sent(b"a="), [("content-length", "9")], 400, id="a form that broke off"),
        pytest.param(Sent(b"a=12"), [("content-length", "3")], 400, id="more than was said"),
        pytest.param(Sent(b"a=1"), [("transfer-encoding", "chunked")], 411, id="no length"),
        pytest.param(Sent(b"a"), [("transfer-encoding", "chunked"), ("content-length", "1")], 411, id="two lengths"),
        pytest.param(Sent(b"a"), [("content-length", "1,1")], 400, id="a length twice"),
        pytest.param(Sent(b"a"), [("content-length", "-1")], 400, id="less than nothing"),
        pytest.param(Sent(b"a"), [("content-length", "²")], 400, id="a figure that is no number"),
        pytest.param(Sent(b"a"), [FILES, ("content-length", str(10**9))], 413, id="a gigabyte"),
        pytest.param(Sent(b"a"), [FILES, ("content-length", "9" * 4_000)], 413, id="a number without end"),
    ],
)
def test_what_is_not_whole_never_reaches_the_application(
    sent: Sent, headers: list[tuple[str, str]], status: int
) -> None:
    def untouched(_environ: dict[str, Any], _start: Any) -> list[bytes]:
        raise AssertionError("the application was asked")

    assert answered(sent, *headers, app=untouched).status == status
    assert sent.headers["Connection"] == "close"
    assert sent.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_slow_sender_is_left_after_a_while_and_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gateway, "PATIENCE", 0.2)
    answer = gateway.over(echo)
    slow, quick = Sent(b"a", stalls=True), Sent(b"a=1")

    async def both() -> int:
        waiting = asyncio.create_task(answer(scope(("content-length", "3")), slow))
        await asyncio.sleep(0.01)
        await answer(scope(("content-length", "3")), quick)
        between = slow.status
        await waiting
        return between

    assert run(both()) == 0
    assert (quick.status, slow.status) == (200, 408)


def test_of_a_form_that_is_refused_for_its_size_nothing_is_read():
    sent = answered(Sent(b"a" * 1000), FORM, ("content-length", str(LARGEST_FORM + 1)))

    assert (sent.read, sent.body) == (0, b"")


def test_files_on_their_way_have_a_limit_together_and_forms_are_taken_beside_them(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gateway, "HELD", 1000)
    answer, size = gateway.over(echo), LARGEST_FORM + 1
    files, form, later = Sent(b"x" * 900, b"x" * 900), Sent(b"a=1"), Sent(b"x" * 900)

    async def one_after_another() -> None:
        await answer(scope(FILES, ("content-length", str(size))), files)
        await answer(scope(FORM, ("content-length", "3")), form)
        await answer(scope(FILES, ("content-length", str(size))), later)

    run(one_after_another())
    assert (files.status, form.status, later.status) == (503, 200, 400)


def test_a_long_answer_goes_out_piece_by_piece_and_is_closed():
    closed: list[bool] = []

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"one ", b"", b"two")

        def close(self) -> None:
            closed.append(True)

    def long(_environ: dict[str, Any], start: Any) -> Pieces:
        start("200 OK", [])
        return Pieces()

    assert answered(Sent(), app=long).body == b"one two"
    assert closed == [True]


def test_who_does_not_take_an_answer_is_left_and_it_is_closed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gateway, "PATIENCE", 0.05)
    closed: list[bool] = []

    class Stuck(Sent):
        async def send_bytes(self, data: bytes) -> None:
            await asyncio.sleep(60)

    class Endless(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def long(_environ: dict[str, Any], start: Any) -> Endless:
        start("200 OK", [])
        return Endless([b"x"] * 10)

    with pytest.raises(gateway.BrokenOff):
        answered(Stuck(), app=long)
    assert closed == [True]


def test_an_answer_that_cannot_be_finished_ends_without_its_words(caplog: pytest.LogCaptureFixture):
    def breaking(_environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"one "
        raise ValueError("Canary")

    with pytest.raises(gateway.BrokenOff) as broken:
        answered(Sent(), app=breaking)

    assert "Canary" not in JsonLines().format(caplog.records[-1])
    assert (str(broken.value), broken.value.__suppress_context__) == ("", True)


def test_the_request_is_told_as_the_server_has_it():
    headers = [("cookie", "a=1"), ("cookie", "b=2"), ("x_forwarded_for", "6.6.6.6"), ("x-forwarded-for", "192.0.2.7")]
    found = gateway.environment(scope(*headers, FORM, path="/é%2e", server="[::1]:8000", client="[::1]:77"))

    assert found["PATH_INFO"] == "/é%2e".encode().decode("latin-1")
    assert (found["SERVER_NAME"], found["SERVER_PORT"], found["REMOTE_ADDR"]) == ("::1", "8000", "::1")
    assert (found["HTTP_COOKIE"], found["HTTP_X_FORWARDED_FOR"]) == ("a=1; b=2", "192.0.2.7")
    assert found["CONTENT_TYPE"] == FORM[1]


def test_a_request_without_a_host_is_not_taken_and_the_one_in_its_address_counts():
    with pytest.raises(gateway.NotTaken):
        gateway.environment(scope(host=""))

    assert gateway.environment(scope(host="localhost", authority="evil.example"))["HTTP_HOST"] == "evil.example"
