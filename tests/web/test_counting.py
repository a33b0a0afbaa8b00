"""Requests are counted over all processes of a server."""

import multiprocessing
import os
import signal
from collections.abc import Iterable
from typing import Any

import pytest

from engage.web import counting
from engage.web.counting import Counting, Counts, Group


def group(counts: Counts, page: str = "public", way: str = "read") -> Group:
    return next(each for each in counts.groups() if (each.page, each.way) == (page, way))


def answer(status: int) -> counting.Application:
    def application(environ: dict[str, Any], start_response: counting.StartResponse) -> Iterable[bytes]:
        start_response(f"{status} Said", [])
        return [b""]

    return application


def ask(counts: Counts, path: str = "/en/", method: str = "GET", status: int = 200) -> None:
    Counting(answer(status), counts)({"PATH_INFO": path, "REQUEST_METHOD": method}, lambda *_: None)


@pytest.mark.parametrize(
    ("path", "method", "status", "page", "way", "end"),
    [
        pytest.param("/en/", "GET", 200, "public", "read", "2xx", id="a page"),
        pytest.param("/en/surveys/x/only", "POST", 303, "public", "write", "3xx", id="a page that was sent"),
        pytest.param("/console/", "GET", 404, "console", "read", "4xx", id="not there, in the console"),
        pytest.param("/console/sign-in", "POST", 429, "console", "write", "429", id="too many tries"),
        pytest.param("/static/kit/public.css", "HEAD", 304, "static", "read", "3xx", id="a file"),
        pytest.param("/en/", "GET", 500, "public", "read", "5xx", id="a fault"),
        pytest.param("/en/", "GET", 503, "public", "read", "503", id="the database is away"),
    ],
)
def test_a_request_is_counted_by_page_way_and_end(
    path: str, method: str, status: int, page: str, way: str, end: str
) -> None:
    counts = Counts()
    ask(counts, path, method, status)

    found = group(counts, page, way)
    assert dict(zip(counting.ENDS, found.ends, strict=True))[end] == 1
    assert sum(sum(each.ends) for each in counts.groups()) == 1
    assert found.steps[-1] == 1
    assert found.seconds > 0


def test_who_watches_is_not_counted() -> None:
    counts = Counts()
    for path in ("/healthz", "/readyz", "/metrics"):
        ask(counts, path)

    assert sum(sum(each.ends) for each in counts.groups()) == 0


def test_an_application_that_breaks_is_a_fault() -> None:
    def breaks(environ: dict[str, Any], start_response: counting.StartResponse) -> Iterable[bytes]:
        raise RuntimeError

    counts = Counts()
    with pytest.raises(RuntimeError):
        Counting(breaks, counts)({"PATH_INFO": "/en/", "REQUEST_METHOD": "GET"}, lambda *_: None)
    assert dict(zip(counting.ENDS, group(counts).ends, strict=True))["5xx"] == 1


def _ask_often(counts: Counts, number: int, then: str) -> None:
    for _ in range(number):
        ask(counts)
    if then == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(0)


def test_processes_count_together_and_sums_never_fall_when_one_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_shared", None)
    counting.share()
    shared = counting.counts()
    fork = multiprocessing.get_context("fork")
    for then in ("ended", "killed"):
        processes = [fork.Process(target=_ask_often, args=(shared, 500, then)) for _ in range(4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(30)

    assert group(shared).steps[-1] == 4000
    numbers = shared._numbers
    used = [row for row in range(counting.ROWS) if any(numbers[row * counting.WIDTH : (row + 1) * counting.WIDTH])]
    assert len(used) <= 4, "those who came later go on with the rows of those who ended"
