"""How soon after the start is a page served, and what memory is taken? `python -m benchmarks.start --help`

`engage serve` with two workers and its embedded worker, on the demonstration, everything compiled to bytecode before:
from the start of the command to the whole front page. Then some pages are read, and the memory of all its processes is
added up: pages of memory that several share count once (proportional set size).
"""

import json
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import click

from benchmarks import servers
from benchmarks.respondents import SURVEY

PORT = 8491
FRONT = "/en/"
PAGES = (FRONT, SURVEY, "/en/activities", "/en/events", "/healthz")
SECONDS = 2.0
MEGABYTES = 280.0


@click.command()
@click.option("--repeat", default=5, show_default=True, help="Starts that are measured, after one that is not.")
@click.option("--reads", default=40, show_default=True, help="Times that each page is read before memory is measured.")
@click.option("--settle", default=5.0, show_default=True, help="Seconds for the worker to begin, too.")
def main(repeat: int, reads: int, settle: float) -> None:
    """Measure; exit 1 when a promise is not kept."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="engage-start-") as folder:
        data = Path(folder)
        env = servers.settings(data, port=PORT, database="")
        servers.demonstration(env)
        started, processor, all_of_it, without_worker = [], [], [], []
        for turn in range(repeat + 1):
            with ExitStack() as stack:
                server = stack.enter_context(servers.serving(data, env, port=PORT, path=FRONT))
                used = servers.processor_seconds(server.process)
                _read(server.address, reads)
                time.sleep(settle)
                if turn:
                    started.append(server.ready_after)
                    processor.append(used)
                    all_of_it.append(servers.memory_mb(server.process))
                    without_worker.append(all_of_it[-1] - _of_worker(server.process))
    found = {
        "start_seconds": round(statistics.median(started), 2),
        "start_seconds_slowest": round(max(started), 2),
        "start_processor_seconds": round(statistics.median(processor), 2),
        "memory_mb": round(statistics.median(all_of_it)),
        "memory_mb_most": round(max(all_of_it)),
        "memory_mb_without_worker": round(statistics.median(without_worker)),
        "promised_seconds": SECONDS,
        "promised_mb": MEGABYTES,
    }
    found["kept"] = found["start_seconds"] < SECONDS and found["memory_mb"] <= MEGABYTES
    sys.stdout.write(json.dumps(found) + "\n")
    sys.exit(0 if found["kept"] else 1)


def _read(address: str, times: int) -> None:
    for path in PAGES * times:
        urllib.request.urlopen(address + path, timeout=30).read()


def _of_worker(server: int) -> float:
    """The embedded worker is the first process that the server begins."""
    begun = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    return servers.memory_mb(int(begun[0])) if begun else 0.0


if __name__ == "__main__":
    main()
