"""How fast is a hub's profile among 1,000 hubs of five rounds each? `python -m benchmarks.maturity_profile --help`

Five signed rounds of one hub are made as the product makes them; every other hub gets the same by bulk insert. Then
organisers of hubs chosen at random open the pages of their newest round, through the whole application, and the
slowest of 20 has to be there in time. Beside it, the same page of a round that nobody has signed yet.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, func, insert, select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.core import collector
from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db import engine as database
from engage.db import migrate
from engage.db.session import db
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.signed import digest
from engage.maturity.modelling import keeping
from engage.maturity.models import Assessment
from engage.maturity.models_after import Snapshot
from tests.factories.maturity_profiles import make_round
from tests.factories.people import make_person
from tests.support.browser import Browser

PROMISED = 300.0
"""Milliseconds in which 95 of 100 pages are there."""
PAGES = ("summary", "profile", "profile/INC-1")
SAMPLE = 20
"""Hubs whose pages are opened."""
KEY = "a key for benchmarks and for nothing else 0123456789"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Reader:
    browser: Browser
    newest: int
    """The newest signed round of the reader's hub."""


@dataclass(slots=True)
class Times:
    each: list[float]
    """Milliseconds of each request, by the clock."""
    processor: float
    """Milliseconds of the processor for one request: what a busy machine leaves alike."""

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.each, n=20)[-1]


@click.command()
@click.option("--hubs", default=1000, show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option("--requests", default=200, show_default=True, help="For each page.")
@click.option("--database-url", default="", help="An empty PostgreSQL database; else SQLite in a temporary folder.")
def main(hubs: int, rounds: int, requests: int, database_url: str) -> None:
    """Measure, and fail when the promise is broken."""
    with _application(database_url) as app:
        with app.app_context(), database.writing():
            draft = _fill(db.session(), hubs, rounds)
            db.session.commit()
        readers = _readers(app)
        collector.settle()  # as where pages are served
        found = {page: _times(readers, page, requests) for page in PAGES}
        found["profile of a draft"] = _draft(app, draft, requests)
    _print(found, hubs, rounds)
    if max(each.p95 for each in found.values()) > PROMISED:
        raise SystemExit(1)


@contextmanager
def _application(url: str) -> Iterator[Flask]:
    from engage.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ENGAGE_DATA_DIR"] = folder
        address = Settings(database_url=url).sqlalchemy_url if url else f"sqlite:///{Path(folder) / 'engage.db'}"
        engine = create_engine(address, **database.engine_options(address))
        database.configure(engine)
        migrate.upgrade(engine)
        engine.dispose()
        yield create_app(
            Settings(database_url=address, data_dir=Path(folder), base_url="http://localhost", secret_key=KEY),
            testing=True,
        )


def _fill(session: Session, hubs: int, rounds: int) -> int:
    """All of it; gives the number of the one draft there is."""
    keeping.bundled(session, utcnow())
    made = [make_round(session, seed=each, on=date(2020 + each, 5, 1)) for each in range(1, rounds + 1)]
    model, period = made[0].model_id, (made[0].period_from, made[0].period_until)
    texts = session.execute(select(Snapshot.content, Snapshot.signed_on).order_by(Snapshot.id)).all()
    own = hub_queries.default(session).slug
    session.execute(
        insert(Hub), [{"slug": f"hub-{each}", "name": f"Hub {each}", "languages": ["en"]} for each in range(1, hubs)]
    )
    others = session.execute(select(Hub.id, Hub.slug).where(Hub.slug.like("hub-%"))).all()
    number = session.scalar(select(func.max(Assessment.id))) or 0
    for at in range(0, len(others), BATCH):
        assessments, snapshots = [], []
        for hub, slug in others[at : at + BATCH]:
            for round_, (content, day) in enumerate(texts, 1):
                number += 1
                text = content.replace(f'"hub":"{own}"', f'"hub":"{slug}"')
                assessments.append(
                    {
                        "id": number, "hub_id": hub, "model_id": model, "stage": Stage.SIGNED, "number": round_,
                        "title": f"Round {round_}", "period_from": period[0], "period_until": period[1],
                        "created_at": utcnow(), "signed_at": utcnow(),
                    }
                )  # fmt: skip
                snapshots.append(
                    {
                        "assessment_id": number, "hub_id": hub, "model_id": model, "content": text,
                        "digest": digest(text), "signed_on": day,
                    }
                )  # fmt: skip
        session.execute(insert(Assessment), assessments)
        session.execute(insert(Snapshot), snapshots)
    return make_round(session, seed=rounds + 1, on=date(2021 + rounds, 5, 1), sign=False).id


def _readers(app: Flask) -> Sequence[Reader]:
    draw = random.Random(1)
    found = []
    with app.app_context(), database.writing():
        session = db.session()
        newest = dict(
            session.execute(
                select(Hub.slug, func.max(Assessment.id))
                .join(Assessment, Assessment.hub_id == Hub.id)
                .where(Assessment.stage == Stage.SIGNED)
                .group_by(Hub.slug)
            ).all()
        )
        chosen = draw.sample(sorted(newest), min(SAMPLE, len(newest)))
        people = [(make_person(session, RoleName.ORGANISER, hub=slug).fs_uniquifier, newest[slug]) for slug in chosen]
        db.session.commit()
    for uniquifier, number in people:
        browser = Browser(app)
        browser.sign_in(uniquifier)
        found.append(Reader(browser, number))
    return found


def _draft(app: Flask, number: int, requests: int) -> Times:
    with app.app_context(), database.writing():
        uniquifier = make_person(db.session(), RoleName.ORGANISER).fs_uniquifier
        db.session.commit()
    browser = Browser(app)
    browser.sign_in(uniquifier)
    return _times([Reader(browser, number)], "profile", requests)


def _times(readers: Sequence[Reader], page: str, requests: int) -> Times:
    """Milliseconds of each request; the first of all, which compiles the page, included."""
    times = Times([], 0.0)
    busy = time.process_time()
    for each in range(requests):
        reader = readers[each % len(readers)]
        begun = time.perf_counter()
        answer = reader.browser.raw("GET", f"/console/assessments/{reader.newest}/{page}")
        times.each.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{page}: {answer.status_code}")
    times.processor = (time.process_time() - busy) / requests * 1000
    return times


def _print(found: dict[str, Times], hubs: int, rounds: int) -> None:
    table = Table(title=f"{hubs} hubs with {rounds} signed rounds each, milliseconds")
    for column in ("Page", "Median", "p95", "Slowest", "Processor", "Promised p95"):
        table.add_column(column)
    for page, times in found.items():
        measured = (statistics.median(times.each), times.p95, max(times.each), times.processor, PROMISED)
        table.add_row(page, *(f"{each:.0f}" for each in measured))
    Console().print(table)


if __name__ == "__main__":
    main()
