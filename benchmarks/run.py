"""Is what we promise about speed kept on this machine? `python -m benchmarks.run --help`

The demonstration survey against the bare stack (the same server, workers, threads and database) in one run, in
turns, so that what else the machine does hits both. Everything stays on the loopback.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import journeys, postgres, servers, statements
from benchmarks.respondents import SURVEY, Respondent, answers, token

HERE = Path(__file__).parent
SECTION = f"{SURVEY}/what-you-know"
CONCURRENCY, CONNECTING_THREADS, DRAFTS, VISITORS = 16, 2, 64, 8
BARE_PORT, OUR_PORT, DATABASE_PORT = 8397, 8398, 8396
MOST_STATEMENTS = 6
MOST_WALKS = 3
"""Measurements of whole journeys: nothing is compared there."""
PROMISES = {"page GET": 0.7, "page submit": 0.6}
"""The least share of the bare stack's rate."""
BARE_BODY = (
    "c1=1&c2=2&c3=3&c4=4&m1=1&m1=4&s1=5&n1=3&n2=42&t1=Teacher&t2=Rue+de+la+Loi+7"
    "&e1=user7%40example.invalid&l1=Some+free+text+answer+number+7"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that is asked of a server by wrk."""

    name: str
    method: str
    target: str
    expect: int
    cases: Path


@dataclass
class Comparison:
    """The same of both, pair by pair."""

    name: str
    bare: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    bare_p99_ms: list[float] = field(default_factory=list)
    ours_p99_ms: list[float] = field(default_factory=list)
    bare_cpu_ms: list[float] = field(default_factory=list)
    """Processor time of the server a request: hardly moved by what else the machine does."""
    ours_cpu_ms: list[float] = field(default_factory=list)

    @property
    def ratios(self) -> list[float]:
        return [ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def kept(self) -> bool:
        return self.ratio >= PROMISES[self.name]


@click.command()
@click.option("--seconds", default=4, show_default=True, help="Length of one measurement.")
@click.option("--repeat", default=5, show_default=True, help="Pairs of measurements.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option(
    "--threads", default=1, show_default=True, help="Threads a worker of the bare stack: as many as ours has."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document in place of the tables.")
def main(seconds: int, repeat: int, database: str, threads: int, as_json: bool) -> None:
    """Measure pages, saves, whole journeys, statements, start and memory; exit 1 when a promise is not kept."""
    limit = Path(os.environ.get("ENGAGE_LIMIT", HERE.parent.parent / "shared" / "limit")).resolve()
    if not (limit / "app.py").is_file():
        raise click.ClickException(f"No bare stack in {limit}: set ENGAGE_LIMIT to its folder.")
    if shutil.which("wrk") is None:
        raise click.ClickException("wrk is not installed (Debian: apt-get install wrk).")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then too
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder, ExitStack() as stack:
        found = _measure(stack, Path(folder), limit, seconds, repeat, database, threads, console)
    if as_json:
        json.dump(found, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        _print(found, console)
    sys.exit(0 if found["kept"] else 1)


def _measure(
    stack: ExitStack,
    folder: Path,
    limit: Path,
    seconds: int,
    repeat: int,
    database: str,
    threads: int,
    console: Console,
) -> dict[str, Any]:
    urls = {"bare": "", "engage": ""}
    if database == "postgresql":
        urls = stack.enter_context(postgres.cluster(folder, port=DATABASE_PORT))
    env = servers.settings(folder / "ours", port=OUR_PORT, database=urls["engage"])
    bare = stack.enter_context(
        servers.bare_stack(limit, folder, port=BARE_PORT, threads=threads, database=urls["bare"])
    )
    ours = stack.enter_context(servers.engage(_made(folder / "ours"), env, port=OUR_PORT))
    first_page_ms, second_page_ms = _first_pages(ours)
    ours_cells, bare_cells = list(_our_cells(ours, folder)), list(_bare_cells(folder))
    compared = {cell.name: Comparison(cell.name) for cell in ours_cells}
    walked: dict[str, list[journeys.Journeys]] = {"full": [], "pulse": []}
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(
            "measuring", total=2 * repeat * len(ours_cells) + min(repeat, MOST_WALKS) * len(walked)
        )
        for _ in range(repeat):
            for our_cell, bare_cell in zip(ours_cells, bare_cells, strict=True):
                pair = compared[our_cell.name]
                _take(pair.bare, pair.bare_p99_ms, pair.bare_cpu_ms, _wrk(bare, bare_cell, seconds))
                progress.advance(task)
                _take(pair.ours, pair.ours_p99_ms, pair.ours_cpu_ms, _wrk(ours, our_cell, seconds))
                progress.advance(task)
        for _ in range(min(repeat, MOST_WALKS)):
            for length, taken in walked.items():
                taken.append(
                    journeys.measure(ours.address, pulse=length == "pulse", visitors=VISITORS, seconds=seconds)
                )
                progress.advance(task)
    counted = statements.count(env)
    most = max(number for _, number, _ in counted)
    return {
        "database": database,
        "kept": all(pair.kept for pair in compared.values()) and most <= MOST_STATEMENTS,
        "compared": [
            asdict(pair) | {"ratios": pair.ratios, "ratio": pair.ratio, "kept": pair.kept} for pair in compared.values()
        ],
        "journeys": {length: [asdict(one) for one in taken] for length, taken in walked.items()},
        "statements": counted,
        "most_statements": most,
        "start_seconds": {"bare": bare.ready_after, "ours": ours.ready_after},
        "memory_mb": {"bare": servers.memory_mb(bare.process), "ours": servers.memory_mb(ours.process)},
        "first_page_ms": first_page_ms,
        "second_page_ms": second_page_ms,
    }


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _first_pages(ours: servers.Server) -> tuple[float, float]:
    """Milliseconds to the very first page after the start, which compiles it, and to the page after it."""
    visitor, took = Respondent(ours.address), []
    for _ in range(2):
        began = time.perf_counter()
        visitor.get(SURVEY)
        took.append((time.perf_counter() - began) * 1000)
    return took[0], took[1]


def _our_cells(ours: servers.Server, folder: Path) -> Iterator[Cell]:
    """A section page of the demonstration survey, seen and saved by many drafts in turn."""
    lines = []
    for turn in range(DRAFTS):
        visitor = Respondent(ours.address)
        visitor.start()
        page = visitor.get(SECTION)
        lines.append(f"{visitor.cookie}\t{urlencode({'_csrf': token(page), '_action': 'next', **answers(page, turn)})}")
    cases = folder / "ours.cases"
    cases.write_text("\n".join(lines), encoding="utf-8")
    yield Cell("page GET", "GET", SECTION, 200, cases)
    yield Cell("page submit", "POST", SECTION, 303, cases)


def _bare_cells(folder: Path) -> Iterator[Cell]:
    cases = folder / "bare.cases"
    cases.write_text("\n".join(f"n={turn}\t{BARE_BODY}" for turn in range(DRAFTS)), encoding="utf-8")
    yield Cell("page GET", "GET", "/form", 200, cases)
    yield Cell("page submit", "POST", "/form", 303, cases)


def _wrk(server: servers.Server, cell: Cell, seconds: int) -> dict[str, float]:
    env = os.environ | {
        "METHOD": cell.method,
        "TARGET": cell.target,
        "EXPECT": str(cell.expect),
        "CASES": str(cell.cases),
        "THREADS": str(CONNECTING_THREADS),
    }
    command = ["wrk", "-t", str(CONNECTING_THREADS), "-c", str(CONCURRENCY), "-d", f"{seconds}s", "--timeout", "20s"]
    command += ["-s", str(HERE / "load.lua"), server.address]
    before = servers.processor_seconds(server.process)
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=seconds + 60, check=True)
    used = servers.processor_seconds(server.process) - before
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    found["cpu_ms"] = 1000 * used / max(1, found["requests"])
    if found["unexpected"] or found["socket_errors"]:
        raise click.ClickException(f"{server.address}, {cell.name}: answers other than {cell.expect}: {found}")
    return found


def _take(rates: list[float], tails: list[float], costs: list[float], found: dict[str, float]) -> None:
    rates.append(found["rps"])
    tails.append(found["p99_ms"])
    costs.append(found["cpu_ms"])


def _print(found: dict[str, Any], console: Console) -> None:
    table = Table("", "bare /s", "ours /s", "ratio min", "median", "max", "promised", "p99 ms", "CPU ms")
    for pair in found["compared"]:
        ratios, promised = pair["ratios"], PROMISES[pair["name"]]
        table.add_row(
            *(pair["name"], f"{statistics.median(pair['bare']):.0f}", f"{statistics.median(pair['ours']):.0f}"),
            *(f"{min(ratios):.2f}", f"{pair['ratio']:.2f}", f"{max(ratios):.2f}"),
            *(f"{promised} {'kept' if pair['kept'] else 'NOT KEPT'}",),
            *(f"{statistics.median(pair['bare_p99_ms']):.0f}, {statistics.median(pair['ours_p99_ms']):.0f}",),
            *(f"{statistics.median(pair['bare_cpu_ms']):.2f}, {statistics.median(pair['ours_cpu_ms']):.2f}",),
        )
    out = Console(width=max(console.width, 100))
    out.print(table)
    for length, taken in found["journeys"].items():
        rates = [one["per_second"] for one in taken]
        out.print(
            f"journeys a second, {length} ({taken[0]['requests']} requests, {VISITORS} visitors): "
            f"{min(rates):.1f} / {statistics.median(rates):.1f} / {max(rates):.1f} (min / median / max)"
        )
    out.print(f"SQL statements a page, at most {MOST_STATEMENTS}: {found['most_statements']}")
    for page, number, around in found["statements"]:
        out.print(f"  {page}: {number}, and {around} to begin and end")
    for name, unit in (("start_seconds", "s"), ("memory_mb", "MB")):
        out.print(f"{name.split('_')[0]}: bare {found[name]['bare']:.1f} {unit}, ours {found[name]['ours']:.1f} {unit}")
    out.print(f"first page after the start: {found['first_page_ms']:.0f} ms, then {found['second_page_ms']:.1f} ms")


if __name__ == "__main__":
    main()
