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
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from benchmarks import journeys, postgres, servers, statements, tables
from benchmarks.comparison import AT, MOST_STATEMENTS, PROMISES, Comparison, journey_ratios
from benchmarks.respondents import SURVEY, Respondent, answers, token

HERE = Path(__file__).parent
SECTION = f"{SURVEY}/what-you-know"
CONCURRENCY, CONNECTING_THREADS, DRAFTS, VISITORS = AT, 2, 64, 8
CONNECTIONS = (1, AT, 64)
DATABASES = ("sqlite", "postgresql")
BARE_PORT, OUR_PORT, DATABASE_PORT = 8397, 8398, 8396
MOST_WALKS = 3
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


@dataclass(frozen=True, slots=True)
class Pair:
    """The two servers, and where their files lie."""

    bare: servers.Server
    ours: servers.Server
    folder: Path


@click.command()
@click.option("--seconds", default=4, show_default=True, help="Length of one measurement.")
@click.option("--repeat", default=5, show_default=True, help="Pairs of measurements.")
@click.option("--database", type=click.Choice([*DATABASES, "both"]), default="sqlite", show_default=True)
@click.option("--connections", type=int, multiple=True, default=CONNECTIONS, show_default=True)
@click.option(
    "--threads", default=1, show_default=True, help="Threads a worker of the bare stack: as many as ours has."
)
@click.option(
    "--prepared", is_flag=True, help="PostgreSQL keeps our statements prepared, as it keeps the bare stack's."
)
@click.option("--json", "as_json", is_flag=True, help="JSON in place of the tables, a line for each database.")
def main(
    seconds: int,
    repeat: int,
    database: str,
    connections: tuple[int, ...],
    threads: int,
    prepared: bool,
    as_json: bool,
) -> None:
    """Measure pages, saves, whole journeys, statements, start and memory; exit 1 when a promise is not kept."""
    limit = Path(os.environ.get("ENGAGE_LIMIT", HERE.parent.parent / "shared" / "limit")).resolve()
    if not (limit / "app.py").is_file():
        raise click.ClickException(f"No bare stack in {limit}: set ENGAGE_LIMIT to its folder.")
    if shutil.which("wrk") is None:
        raise click.ClickException("wrk is not installed (Debian: apt-get install wrk).")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then too
    kept = True
    for name in DATABASES if database == "both" else (database,):
        with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder, ExitStack() as stack:
            pair, env = _begun(stack, Path(folder), limit, name, threads, prepared=prepared)
            found = {"database": name} | _measured(pair, env, seconds, repeat, connections)
        kept = kept and found["kept"]
        if as_json:
            click.echo(json.dumps(found))
        else:
            tables.show(found)
    sys.exit(0 if kept else 1)


def _begun(
    stack: ExitStack, folder: Path, limit: Path, database: str, threads: int, *, prepared: bool
) -> tuple[Pair, dict[str, str]]:
    """Both servers, each with a fresh database, and the environment of ours."""
    urls = {"bare": "", "engage": ""}
    if database == "postgresql":
        urls = stack.enter_context(postgres.cluster(folder, port=DATABASE_PORT))
        urls["engage"] += "?prepare_threshold=5" if prepared else ""
    env = servers.settings(folder / "ours", port=OUR_PORT, database=urls["engage"])
    bare = stack.enter_context(
        servers.bare_stack(limit, folder, port=BARE_PORT, threads=threads, database=urls["bare"])
    )
    ours = stack.enter_context(servers.engage(_made(folder / "ours"), env, port=OUR_PORT))
    return Pair(bare, ours, folder), env


def _measured(
    pair: Pair, env: dict[str, str], seconds: int, repeat: int, connections: tuple[int, ...]
) -> dict[str, Any]:
    first_page_ms, second_page_ms = _first_pages(pair.ours)
    compared = _pages(pair, seconds, repeat, connections)
    journey = _journeys(pair, seconds, min(repeat, MOST_WALKS))
    counted = statements.count(env)
    most = max(number for _, number, _ in counted)
    at = {one.name: one for one in compared if one.connections == AT}
    promised = [one.kept for one in compared] + [journey["kept"], most <= MOST_STATEMENTS]
    return {
        "kept": all(promised),
        "page_ratio": _rounded(at, "page GET"),
        "submit_ratio": _rounded(at, "page submit"),
        "submit_p99_to_p50": round(at["page submit"].ours.tail, 2) if "page submit" in at else None,
        "journey_ratio": journey["ratio"],
        "compared": [one.document() for one in compared],
        "journeys": journey,
        "statements": counted,
        "most_statements": most,
        "start_seconds": {"bare": pair.bare.ready_after, "ours": pair.ours.ready_after},
        "memory_mb": {
            "bare": servers.memory_mb(pair.bare.process),
            "ours": servers.memory_mb(pair.ours.process),
        },
        "first_page_ms": first_page_ms,
        "second_page_ms": second_page_ms,
    }


def _rounded(at: dict[str, Comparison], name: str) -> float | None:
    return round(at[name].ratio, 3) if name in at else None


def _pages(pair: Pair, seconds: int, repeat: int, connections: tuple[int, ...]) -> list[Comparison]:
    ours, bare = list(_our_cells(pair.ours, pair.folder)), list(_bare_cells(pair.folder))
    found = []
    for number in connections:
        compared = [Comparison(cell.name, number) for cell in ours]
        for _ in range(repeat):
            for one, bare_cell, our_cell in zip(compared, bare, ours, strict=True):
                one.bare.take(_wrk(pair.bare, bare_cell, seconds, number))
                one.ours.take(_wrk(pair.ours, our_cell, seconds, number))
        found += compared
    return found


def _journeys(pair: Pair, seconds: int, repeat: int) -> dict[str, Any]:
    """Whole journeys a second, full and short ones, and as many requests of the bare stack for the full one."""
    like = journeys.methods(pair.ours.address, pulse=False)
    given = {"visitors": VISITORS, "seconds": seconds}
    bare, ours, short = [], [], []
    for _ in range(repeat):
        bare.append(journeys.measure_bare(pair.bare.address, like, body=BARE_BODY, **given).per_second)
        ours.append(journeys.measure(pair.ours.address, pulse=False, **given).per_second)
        short.append(journeys.measure(pair.ours.address, pulse=True, **given).per_second)
    ratios = journey_ratios(bare, ours)
    return {
        "requests": len(like),
        "bare_per_second": round(statistics.median(bare), 1),
        "per_second": round(statistics.median(ours), 1),
        "short_per_second": round(statistics.median(short), 1),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "ratio": round(statistics.median(ratios), 3),
        "kept": statistics.median(ratios) >= PROMISES["journey"],
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


def _wrk(server: servers.Server, cell: Cell, seconds: int, connections: int) -> dict[str, float]:
    threads = min(CONNECTING_THREADS, connections)
    env = os.environ | {
        "METHOD": cell.method,
        "TARGET": cell.target,
        "EXPECT": str(cell.expect),
        "CASES": str(cell.cases),
        "THREADS": str(threads),
    }
    command = ["wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "20s"]
    command += ["-s", str(HERE / "load.lua"), server.address]
    before = servers.processor_seconds(server.process)
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=seconds + 60, check=True)
    used = servers.processor_seconds(server.process) - before
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    found["cpu_ms"] = 1000 * used / max(1, found["requests"])
    if found["unexpected"] or found["socket_errors"]:
        raise click.ClickException(f"{server.address}, {cell.name}: answers other than {cell.expect}: {found}")
    return found


if __name__ == "__main__":
    main()
