"""Whatever stands in a file, reading it ends soon, in little memory, and touches nothing else.

Fifty files of five hundred; `python -m benchmarks.fuzz` has the others.
"""

import socket

import pytest

from tests.instruments.readers.fuzz import seeds, worker
from tests.instruments.readers.fuzz.running import MEMORY, SECONDS, Reader, Result, Spoiled, spoiled

FILES = 50


def test_no_spoiled_file_stops_a_reader_or_leads_it_elsewhere(tmp_path, record_property):
    with Reader(tmp_path) as reader:
        results = [reader.read(file) for file in spoiled(FILES)]

    record_property("seconds", max(result.seconds for result in results))
    record_property("bytes", max(result.peak for result in results))
    assert len(results) == FILES
    assert {result.name: result.faults for result in results if result.faults} == {}
    assert {result.outcome for result in results} == {"read", "refused"}, "files of both kinds are there"


def test_the_same_seed_gives_the_same_files():
    one, two, other = (list(spoiled(6, seed)) for seed in (1, 1, 2))

    assert one == two
    assert [file.data for file in other[1::2]] != [file.data for file in one[1::2]]


def test_a_healthy_file_is_read(tmp_path):
    with Reader(tmp_path) as reader:
        results = [reader.read(Spoiled("healthy", ending, data)) for ending, data in seeds.healthy().items()]

    assert [(result.outcome, result.faults) for result in results] == [("read", [])] * len(results)


@pytest.mark.parametrize(
    ("result", "fault"),
    [
        pytest.param(Result("x", "crash", crash="ValueError"), "crash ValueError", id="an exception"),
        pytest.param(Result("x", "hang", crash="for 60 s"), "hang for 60 s", id="no end"),
        pytest.param(Result("x", "read", seconds=SECONDS + 1), "6.0 s of processor time", id="too much work"),
        pytest.param(Result("x", "read", peak=MEMORY + 10_000_000), "160 MB", id="too much memory"),
        pytest.param(Result("x", "read", tried=("socket.connect",)), "tried socket.connect", id="the network"),
    ],
)
def test_what_must_not_happen_is_seen(result, fault):
    assert result.faults == [fault]


def test_a_reader_that_dies_is_followed_by_another(tmp_path):
    healthy = Spoiled("healthy", ".md", seeds.healthy()[".md"])
    with Reader(tmp_path) as reader:
        reader.read(healthy)
        reader._child.kill()
        reader._child.wait()

        assert reader.read(healthy).outcome == "crash"
        assert reader.read(healthy).outcome == "read"


def test_sockets_programs_and_written_files_are_noted(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "_tried", [])

    worker.watch("socket.connect", (socket.socket, ("127.0.0.1", 9)))
    worker.watch("subprocess.Popen", ("true",))
    worker.watch("open", (str(tmp_path / "made"), "w"))
    worker.watch("open", (str(tmp_path / "read"), "rb"))

    assert [each.split()[0] for each in worker._tried] == ["socket.connect", "subprocess.Popen", "open"]
