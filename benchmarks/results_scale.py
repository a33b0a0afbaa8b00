"""What do results cost at a million responses? `python -m benchmarks.results_scale --help`

A survey of 30 items is filled with made-up answers by bulk insert. Then the worker's job writes the snapshot in a
process of its own, 1,000 more people answer and are added, a member of the team opens the results page through the
whole application, warm and with filters and splits nobody asked for before, and the same sums are made by polars from
the bare columns. Last, people send their answers to this survey and, in turns, to one with 1,000 responses.
"""

import json
import multiprocessing
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
import polars as pl
from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, create_engine, select
from sqlalchemy.orm import Session

from benchmarks import postgres
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from engage.db.session import db
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Row
from engage.jobs.models import Job
from engage.jobs.worker import run_once
from engage.results import service
from engage.results.snapshots import job, reading, tallying
from engage.surveys import answering, queries
from engage.surveys.domain.secret import new_secret
from tests.factories.people import make_person
from tests.factories.surveys import instrument, make_survey, section, text
from tests.support.browser import Browser

KEY = "a key for benchmarks and for nothing else 0123456789"
SLUG = "scale"
CODES = [f"c{number}" for number in range(1, 6)]
FIRST = date(2026, 10, 1)
A_BATCH = 20_000
DATABASE_PORT = 8394
PAGE, NEW, TIMES_POLARS, SUBMIT = 500.0, 1000.0, 3.0, 1.15
"""Milliseconds of a warm page (p95) and of a new filter or split; times polars; times a survey with 1,000 stored."""
SNAPSHOT, MEMORY, LAST = 60.0, 500.0, 1.0
"""Seconds and megabytes for 1,000,000 responses; seconds for 1,000 more."""


@dataclass(slots=True)
class Figure:
    what: str
    clock: float
    processor: float | None
    promised: float
    unit: str

    @property
    def kept(self) -> bool:
        return self.clock <= self.promised


# -- the survey


def questionnaire() -> Instrument:
    """30 items: 12 with one answer, 4 with several, 5 scales, 2 numbers, a date, a text and 5 matrices of 3 rows."""
    options = tuple(Option(code=code, label=text(code)) for code in CODES)
    rows = tuple(Row(code=f"r{number}", label=text(f"Row {number}")) for number in range(1, 4))
    items = [Item(name=f"one{n}", type=ItemType.SINGLE, label=text(f"One {n}"), options=options) for n in range(12)]
    items += [Item(name=f"many{n}", type=ItemType.MULTIPLE, label=text(f"Many {n}"), options=options) for n in range(4)]
    items += [
        Item(name=f"scale{n}", type=ItemType.SCALE, label=text(f"Scale {n}"), minimum=0, maximum=10) for n in range(5)
    ]
    items += [Item(name=f"number{n}", type=ItemType.INTEGER, label=text(f"Number {n}")) for n in range(2)]
    items += [
        Item(name="day", type=ItemType.DATE, label=text("Day")),
        Item(name="words", type=ItemType.TEXT, label=text("Words")),
    ]
    items += [
        Item(name=f"matrix{n}", type=ItemType.MATRIX, label=text(f"Matrix {n}"), options=options, rows=rows)
        for n in range(5)
    ]
    return instrument(section("all", *items))


def _fragments(draw: random.Random) -> list[list[str]]:
    """For each answer key its answers as JSON, to be drawn from; about one in eight leaves it out."""
    found = []
    for item in questionnaire().items:
        match item.type:
            case ItemType.SINGLE | ItemType.MATRIX:
                values = [f'"{code}"' for code in CODES]
            case ItemType.MULTIPLE:
                sets = [draw.sample(CODES, draw.randint(1, 4)) for _ in range(24)]
                values = ["[" + ", ".join(f'"{code}"' for code in each) + "]" for each in sets]
            case ItemType.SCALE:
                values = [str(number) for number in range(11)]
            case ItemType.INTEGER:
                values = [str(draw.randint(18, 95)) for _ in range(60)]
            case ItemType.DATE:
                values = [f'"{date(1940, 1, 1) + timedelta(days=draw.randrange(25_000))}"' for _ in range(400)]
            case _:
                values = [f'"Shorter queues, and somebody who listens, number {n}"' for n in range(500)]
        for key in item.keys:
            some = [f'"{key}": {value}, ' for value in values]
            found.append([*some, *[""] * max(len(some) // 7, 1)])
    return found


def fill(session: Session, survey_id: int, version_id: int, number: int, seed: int) -> None:
    """Responses by bulk insert, in the order of their random keys."""
    draw = random.Random(seed)
    fragments = _fragments(draw)
    ids = sorted(random_id() for _ in range(number))
    connection = session.connection()
    for at in range(0, number, A_BATCH):
        rows = []
        for id_ in ids[at : at + A_BATCH]:
            answers = "".join([each[int(draw.random() * len(each))] for each in fragments])
            day = (FIRST + timedelta(days=int(draw.random() * 40))).isoformat()
            language = "de" if draw.random() < 0.3 else "en"
            rows.append((id_, survey_id, version_id, language, "web", "", day, 300, f"{{{answers[:-2]}}}"))
        _insert(connection, rows)


def _insert(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    into = "response (id, survey_id, version_id, language, channel, country, day, seconds, answers)"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


# -- the application


@contextmanager
def application(folder: Path, number: int, url: str) -> Iterator[Flask]:
    from engage.app import create_app

    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    migrate.upgrade(engine)
    engine.dispose()
    app = create_app(_settings(folder, url), testing=True)
    with app.app_context(), database.writing():
        survey = make_survey(db.session(), questionnaire(), slug=SLUG)
        fill(db.session(), survey.id, survey.version_id or 0, number, 1)
        db.session.commit()
    yield app


def _settings(folder: Path, url: str) -> Settings:
    return Settings(database_url=url, data_dir=folder, base_url="http://localhost", secret_key=KEY)


def _snapshot(folder: Path, url: str, said: Any) -> None:
    """In a process of its own: seconds, seconds of the processor, megabytes at most."""
    from engage.app import create_app

    app = create_app(_settings(folder, url), testing=True)
    with app.app_context(), database.writing():
        survey = queries.by_slug(db.session(), SLUG)
        assert survey is not None
        job.ask(db.session(), survey.id, now=utcnow())
        db.session.commit()
    busy = time.process_time()
    run_once(app)
    busy = time.process_time() - busy
    with app.app_context(), database.writing(False):
        newest = select(Job).where(Job.kind == job.KIND).order_by(Job.made_at.desc()).limit(1)
        done = db.session.scalars(newest).one()
        assert done.started_at is not None
        assert done.ended_at is not None
        took = (done.ended_at - done.started_at).total_seconds()
    said.put((took, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def snapshot(folder: Path, url: str) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    said: Any = context.Queue()
    process = context.Process(target=_snapshot, args=(folder, url, said))
    process.start()
    found: tuple[float, float, float] = said.get()
    process.join()
    return found


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    began, busy = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000


# -- what is measured


def pages(app: Flask, requests: int) -> Iterator[Figure]:
    with app.app_context(), database.writing():
        person = make_person(db.session(), RoleName.ORGANISER).fs_uniquifier
        db.session.commit()
    browser = Browser(app)
    browser.sign_in(person)

    def page(question: str = "") -> None:
        answer = browser.raw("GET", f"/console/surveys/{SLUG}/results{question}")
        if answer.status_code != 200:
            raise SystemExit(f"{question}: {answer.status_code}")

    clock, processor = timed(page)
    yield Figure("first page of a new process", clock, processor, float("inf"), "ms")
    each = [timed(page) for _ in range(requests)]
    p95 = statistics.quantiles([clock for clock, _ in each], n=20)[-1]
    yield Figure("results page, warm, p95", p95, statistics.median(cpu for _, cpu in each), PAGE, "ms")
    for code in CODES[:2]:
        yield Figure("results page, a new filter", *timed(partial(page, f"?item=one3&value={code}")), NEW, "ms")


def sums(app: Flask) -> Iterator[Figure]:
    """Tables that nobody asked for before, beside polars on the bare columns."""
    with app.app_context(), database.writing(False):
        session = db.session()
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        bare = reading.frame(session, survey)
        wishes: list[tuple[str, dict[str, Any], Callable[[], object]]] = [
            ("all sums", {}, lambda: _counts(bare)),
            ("sums of a filter", {"where": (("one1", "c2"),)}, lambda: _counts(bare.filter(pl.col("one1") == "c2"))),
            ("sums of two filters", {"where": (("one2", "c2"), ("number0", "18..40"))},
             lambda: _counts(bare.filter((pl.col("one2") == "c2") & pl.col("number0").is_between(18, 40)))),
            ("sums of a split", {"by": "one1"}, lambda: _counts(bare, "one1")),
        ]  # fmt: skip
        for name, wish, ours in wishes:
            polars = [timed(ours) for _ in range(3)]
            own = []
            for _ in range(3):
                tallying.held.forget()
                own.append(timed(partial(service.tables, session, survey, **wish)))
            clock, processor = min(own)
            yield Figure(f"{name}: tables", clock, processor, NEW, "ms")
            ratio = statistics.median(cpu for _, cpu in own) / statistics.median(cpu for _, cpu in polars)
            yield Figure(f"{name}: times polars (processor)", ratio, None, TIMES_POLARS, "×")


def _counts(frame: pl.DataFrame, by: str = "") -> None:
    """The same sums by polars: every column that is counted, the days and the languages."""
    names = [
        name for name, dtype in frame.schema.items() if dtype != pl.String and name not in ("_response", "_weight", by)
    ]
    if by:
        pl.collect_all([frame.lazy().group_by(by, name).len() for name in names])
    pl.collect_all([frame.lazy().group_by(name).len() for name in names])


def submits(many: Flask, few: Flask, number: int) -> Figure:
    """People send their answers in turns to a survey that many answered and to one that few did."""
    took: dict[str, list[float]] = {"many": [], "few": []}
    for turn in range(number):
        order = [("many", many), ("few", few)]
        for name, app in order if turn % 2 else reversed(order):
            took[name].append(_submit(app))
    ratio = statistics.median(took["many"]) / statistics.median(took["few"])
    return Figure("submit: times that of 1,000 stored", ratio, None, SUBMIT, "×")


def _submit(app: Flask) -> float:
    now = utcnow()
    with app.app_context(), database.writing():
        session = db.session()
        survey = queries.fielded(session, SLUG)
        assert survey is not None
        secret = new_secret()
        answering.start(
            session, survey, secret, first_section="all", language="en", channel="web", device="phone", pulse=False,
            consent=None, now=now,
        )  # fmt: skip
        session.commit()
        answers = {"one1": "c1", "many1": ["c1", "c3"], "number0": 40}
        began = time.perf_counter()
        draft = answering.find(session, survey, secret, lock=True)
        answering.store(session, survey, draft, answers, language="en", now=now)
        session.commit()
        return time.perf_counter() - began


def vacuum(url: str) -> None:
    """What autovacuum does a minute or two after a million rows were changed: not in the middle of the pages here."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE) response")
    engine.dispose()


@click.command()
@click.option("--responses", default=1_000_000, show_default=True)
@click.option("--requests", default=200, show_default=True, help="Of the warm page.")
@click.option("--submits", "submitted", default=200, show_default=True, help="To each survey.")
@click.option("--database", "kind", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document in place of the table.")
def main(responses: int, requests: int, submitted: int, kind: str, as_json: bool) -> None:
    """Measure, and fail when a promise is broken."""
    found: list[Figure] = []
    with ExitStack() as stack:
        folder, other = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        urls = [f"sqlite:///{each / 'engage.db'}" for each in (folder, other)]
        if kind == "postgresql":
            cluster = stack.enter_context(postgres.cluster(folder, port=DATABASE_PORT))
            urls = [cluster["engage"], cluster["bare"]]
        url = urls[0]
        began = time.perf_counter()
        with application(folder, responses, url) as app, application(other, 1_000, urls[1]) as few:
            Console(stderr=True).print(f"{responses:,} responses made in {time.perf_counter() - began:.0f} s")
            seconds, processor, memory = snapshot(folder, url)
            found.append(Figure("snapshot", seconds, processor, SNAPSHOT * responses / 1_000_000, "s"))
            found.append(Figure("snapshot, memory at most", memory, None, MEMORY, "MB"))
            with app.app_context(), database.writing():
                survey = queries.by_slug(db.session(), SLUG)
                assert survey is not None
                fill(db.session(), survey.id, survey.version_id or 0, 1_000, 2)
                db.session.commit()
            seconds, processor, _ = snapshot(folder, url)
            found.append(Figure("snapshot, 1,000 more", seconds, processor, LAST, "s"))
            if kind == "postgresql":
                vacuum(url)
            found += pages(app, requests)
            found += sums(app)
            found.append(submits(app, few, submitted))
    kept = all(each.kept for each in found)
    if as_json:
        figures: dict[str, float] = {}
        for each in found:  # of what was done several times the slowest
            name = re.sub(r"\W+", "_", each.what)
            figures[name] = max(figures.get(name, 0.0), round(each.clock, 3))
        sys.stdout.write(json.dumps(figures | {"responses": responses, "kept": kept}) + "\n")
    else:
        _print(found, f"{responses:,} responses to 30 items, {kind}")
    if not kept:
        raise SystemExit(1)


def _print(found: list[Figure], title: str) -> None:
    table = Table(title=title)
    for column in ("What", "Measured", "Processor", "Promised", ""):
        table.add_column(column)
    for each in found:
        processor = "" if each.processor is None else f"{each.processor:,.2f}"
        promised = "" if each.promised == float("inf") else f"≤ {each.promised:g} {each.unit}"
        table.add_row(each.what, f"{each.clock:,.2f} {each.unit}", processor, promised, "" if each.kept else "broken")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
