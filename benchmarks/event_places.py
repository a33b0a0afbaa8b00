"""How many people can register in a second? `python -m benchmarks.event_places --help`

The real form of an event (name, address, country, five questions, quotas by country) is sent by 16 connections: spread
over 20 events, and all for one. Beside it, in turns, the bare stack's validated insert, on the same server with the
same workers. Every registration is a new person at an address of their own; the mail is put into the outbox, and sent
by a worker later.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from benchmarks import postgres, servers
from benchmarks.run import BARE_BODY, CONCURRENCY, CONNECTING_THREADS, HERE
from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from engage.events.asking.form import STAMP
from engage.events.domain import spam
from engage.events.models_people import Registration
from engage.events.views.public_form_at_once import COOKIE
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.web import forgery
from tests.factories.events import make_event

BARE_PORT, OUR_PORT, DATABASE_PORT = 8391, 8392, 8390
EVENTS = 20
PROMISED = 0.5
"""The least share of the bare stack's rate, spread over the events. For one event nothing is promised."""
FASTEST = 1500
"""Forms prepared for each second: more than are ever sent."""
WARMING = 12
COUNTRIES = ("NO", "SE", "DK", "FI", "PL", "IT")
BINDING = "b" * 32


@dataclass
class Comparison:
    name: str
    bare: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    bare_cpu_ms: list[float] = field(default_factory=list)
    ours_cpu_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True))


@dataclass
class Product:
    """Our server, and a way into its database."""

    server: servers.Server
    key: str
    url: str
    turns: Iterator[int] = field(default_factory=count)
    made: list[int] = field(default_factory=list)
    """Events of the last turn."""

    @contextmanager
    def session(self) -> Iterator[Session]:
        engine = create_engine(self.url, **database.engine_options(self.url))
        database.configure(engine)
        with database.writing(), Session(engine) as session:
            yield session
            session.commit()
        engine.dispose()

    def cases(self, folder: Path, events: int, people: int, *, seats: int = 100_000) -> Path:
        """Forms for new events, one person each, and the events' pages warm."""
        turn = next(self.turns)
        with self.session() as session:
            made = [
                (make_event(session, slug=f"event-{turn}-{at}", **EVENT | {"seats": seats}).id, f"event-{turn}-{at}")
                for at in range(events)
            ]
        self.made = [event_id for event_id, _ in made]
        for _, slug in made:
            for _ in range(WARMING if events > 1 else WARMING * EVENTS // 4):
                urllib.request.urlopen(f"{self.server.address}/en/events/{slug}/register", timeout=30).read()
        made_at = utcnow() - timedelta(minutes=5)
        token = forgery.token(BINDING.encode())
        lines = []
        for number in range(people):
            event_id, slug = made[number % events]
            form = {
                "_csrf": token,
                STAMP: spam.new_stamp(self.key, event_id, made_at),
                "_action": "register",
                "_name": f"Person {number}",
                "_email": f"p{turn}-{number}@example.org",
                "_country": COUNTRIES[number % len(COUNTRIES)],
                **{item.name: str(number % 7) for item in QUESTIONS[:4]},
                "words": f"Something that number {number} wrote",
            }
            person = f"10.{turn % 256}.{number // 250 % 256}.{number % 250 + 1}"
            lines.append(f"{COOKIE}={BINDING}\t{urlencode(form)}\t/en/events/{slug}/register\t{person}")
        path = folder / "registrations.cases"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def registered(self) -> int:
        with self.session() as session:
            return session.scalar(select(func.count()).select_from(Registration)) or 0

    def standing(self) -> dict[str, int]:
        """Registrations of the last turn's events, by status."""
        with self.session() as session:
            of_them = select(Registration.status, func.count()).where(Registration.event_id.in_(self.made))
            return {str(status): number for status, number in session.execute(of_them.group_by(Registration.status))}


def _question(number: int) -> Item:
    options = tuple(Option(code=str(code), label=LocalizedText.of(f"Option {code}", "en")) for code in range(7))
    label = LocalizedText.of(f"Choice question number {number}", "en")
    return Item(name=f"c{number}", type=ItemType.SINGLE, label=label, required="true()", options=options)


QUESTIONS = (
    *(_question(number) for number in range(1, 5)),
    Item(name="words", type=ItemType.TEXT, label=LocalizedText.of("Anything else?", "en")),
)
_SECTION = Section(name="one", slug="one", title=LocalizedText.of("Questions", "en"), items=QUESTIONS)
EVENT: dict[str, Any] = {
    "seats": 100_000,
    "asks": {"country": "required"},
    "quotas": [{"key": "country", "codes": [code], "minimum": 5, "maximum": 50_000} for code in COUNTRIES[:4]],
    "questions": Instrument(
        name="q", title=LocalizedText.of("Q", "en"), source_language="en", languages=("en",), sections=(_SECTION,)
    ),
}


@click.command()
@click.option("--seconds", default=4, show_default=True, help="Length of one measurement.")
@click.option("--repeat", default=5, show_default=True, help="Pairs of measurements.")
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option(
    "--prepared", is_flag=True, help="PostgreSQL keeps our statements prepared, as it keeps the bare stack's."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document in place of the table.")
def main(seconds: int, repeat: int, kind: str, prepared: bool, as_json: bool) -> None:
    """Measure registrations a second; exit 1 when fewer than promised."""
    limit = Path(os.environ.get("ENGAGE_LIMIT", HERE.parent.parent / "shared" / "limit")).resolve()
    if not (limit / "app.py").is_file():
        raise click.ClickException(f"No bare stack in {limit}: set ENGAGE_LIMIT to its folder.")
    if shutil.which("wrk") is None:
        raise click.ClickException("wrk is not installed (Debian: apt-get install wrk).")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped then too
    with tempfile.TemporaryDirectory(prefix="engage-places-") as folder, ExitStack() as stack:
        urls = {"bare": "", "engage": f"sqlite:///{folder}/ours/engage.db"}
        if kind == "postgresql":
            urls = stack.enter_context(postgres.cluster(Path(folder), port=DATABASE_PORT))
            urls["engage"] += "?prepare_threshold=5" if prepared else ""
        found = _measure(stack, Path(folder), limit, seconds, repeat, urls)
    kept = found[0].ratio >= PROMISED
    if as_json:
        spread, one = (_figures(each) for each in found)
        sys.stdout.write(json.dumps({"spread": spread, "one_event": one, "promised": PROMISED, "kept": kept}) + "\n")
    else:
        _print(found, kind)
    sys.exit(0 if kept else 1)


def _figures(one: Comparison) -> dict[str, float]:
    """Medians: requests a second, their ratio, processor milliseconds of the server each, the slowest percent."""
    return {
        "bare_a_second": round(statistics.median(one.bare)),
        "ours_a_second": round(statistics.median(one.ours)),
        "ratio": round(one.ratio, 2),
        "bare_cpu_ms": round(statistics.median(one.bare_cpu_ms), 2),
        "ours_cpu_ms": round(statistics.median(one.ours_cpu_ms), 2),
        "p99_ms": round(statistics.median(one.p99_ms)),
    }


def _measure(
    stack: ExitStack, folder: Path, limit: Path, seconds: int, repeat: int, urls: dict[str, str]
) -> list[Comparison]:
    data = folder / "ours"
    data.mkdir()
    env = servers.settings(data, port=OUR_PORT, database=urls["engage"])
    env["ENGAGE_PROXY_HOPS"] = "1"  # people come from addresses of their own, as a proxy in front says
    address = Settings(database_url=urls["engage"]).sqlalchemy_url
    engine = create_engine(address, **database.engine_options(address))
    database.configure(engine)
    migrate.upgrade(engine)
    engine.dispose()
    bare = stack.enter_context(servers.bare_stack(limit, folder, port=BARE_PORT, threads=1, database=urls["bare"]))
    ours = stack.enter_context(servers.pages_alone(data, env, port=OUR_PORT))
    product = Product(ours, env["ENGAGE_SECRET_KEY"], address)
    bare_cases = folder / "bare.cases"
    bare_cases.write_text("\n".join(f"n={turn}\t{BARE_BODY}" for turn in range(64)), encoding="utf-8")
    compared = [Comparison(f"spread over {EVENTS} events"), Comparison("on one event")]
    for _ in range(repeat):
        for one, events in zip(compared, (EVENTS, 1), strict=True):
            cases = product.cases(folder, events, seconds * FASTEST)
            rate, cpu, _ = _wrk(bare, bare_cases, "/form", seconds)
            one.bare.append(rate)
            one.bare_cpu_ms.append(cpu)
            before = product.registered()
            rate, cpu, tail = _wrk(ours, cases, "/", seconds)
            one.ours.append((product.registered() - before) / seconds)
            one.ours_cpu_ms.append(cpu)
            one.p99_ms.append(tail)
    return compared


def _wrk(server: servers.Server, cases: Path, target: str, seconds: int) -> tuple[float, float, float]:
    """Requests a second, processor milliseconds of the server each, and the 99th percentile of milliseconds."""
    env = os.environ | {
        "METHOD": "POST",
        "TARGET": target,
        "EXPECT": "303",
        "CASES": str(cases),
        "THREADS": str(CONNECTING_THREADS),
    }
    command = ["wrk", "-t", str(CONNECTING_THREADS), "-c", str(CONCURRENCY), "-d", f"{seconds}s", "--timeout", "20s"]
    command += ["-s", str(HERE / "load.lua"), server.address]
    before = servers.processor_seconds(server.process)
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=seconds + 60, check=True)
    used = servers.processor_seconds(server.process) - before
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    if found["unexpected"] or found["socket_errors"]:
        raise click.ClickException(f"{server.address}: answers other than 303: {found}")
    return found["rps"], 1000 * used / max(1, found["requests"]), found["p99_ms"]


def _print(found: list[Comparison], kind: str) -> None:
    table = Table(f"registrations, {kind}", "bare /s", "ours /s", "ratio", "promised", "CPU ms", "p99 ms")
    for one in found:
        promised = f"{PROMISED} {'kept' if one.ratio >= PROMISED else 'NOT KEPT'}" if one is found[0] else "reported"
        table.add_row(
            *(one.name, f"{statistics.median(one.bare):.0f}", f"{statistics.median(one.ours):.0f}"),
            *(f"{one.ratio:.2f}", promised),
            f"{statistics.median(one.bare_cpu_ms):.2f}, {statistics.median(one.ours_cpu_ms):.2f}",
            f"{statistics.median(one.p99_ms):.0f}",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
