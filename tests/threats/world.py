"""A site full of what hubs do: the demonstration with fewer people; for `make test` without self-assessments and with
fewer figures."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.hubs.models import Hub
from tests.factories.people import make_person
from tests.support.databases import transaction
from tests.support.templates import COMPILED

WHOLE = os.environ.get("ENGAGE_TEST_PAYLOADS") == "all"
"""Every field, every payload, every parameter; `make test` takes some of each."""
KEY = "a key for tests and for nothing else 0123456789"
EVALUATOR = "evaluator@example.org"
SURVEY = "citizen-survey"
ELSEWHERE = "elsewhere"
"""A hub that takes part in nothing; its coordinator is the stranger."""
_SMALL: dict[str, Any] = {"MATRICES": (), "CROSSINGS": (), "FILTERS": (), "ITEMS": ("A1", "D1")}


@dataclass(frozen=True)
class World:
    """An application, and the keys of the accounts that it has, by role."""

    app: Flask
    folder: Path
    accounts: dict[str, str] = field(default_factory=dict)


@contextmanager
def world(template: Path, folder: Path) -> Iterator[World]:
    """The application on a migrated copy of its own, filled."""
    shutil.copy(template, folder / "engage.db")
    with application(folder) as app:
        with transaction(app) as session:
            accounts = fill(session, folder)
        yield World(app, folder, accounts)


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """An application on the database of a folder; what it says to the log stays with the tests' own listeners."""
    from engage.app import create_app
    from engage.core.settings import Settings
    from engage.db.session import db

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    settings = Settings(
        database_url=f"sqlite:///{folder / 'engage.db'}",
        data_dir=folder / "data",
        base_url="http://localhost",
        secret_key=KEY,
    )
    app = create_app(settings, testing=True)
    app.jinja_env.bytecode_cache = COMPILED
    root.handlers, root.level = handlers[:], level
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    root.handlers, root.level = handlers, level


def fill(session: Session, folder: Path) -> dict[str, str]:
    """As `engage demo load` does."""
    from engage.core.clock import utcnow
    from engage.demo import activities, events, hub_file, library, maturity, outcomes, results
    from engage.hubs import importing
    from engage.maturity.benchmarking import editions

    now = utcnow()
    importing.bring_in(session, hub_file(), now=now)
    importing.bring_in(session, maturity.more_hubs(), now=now)
    _survey(session, now)
    with patch.multiple(results, **_few(results)):
        results.load(session, data_dir=folder / "data", now=now)
    activities.load(session, now=now)
    events.load(session, now=now)
    accounts = {
        role.value: make_person(session, role, email=f"{role.value}@example.org").fs_uniquifier for role in RoleName
    }
    accounts["evaluator"] = make_person(session, RoleName.ANALYST, hub="", email=EVALUATOR).fs_uniquifier
    session.add(Hub(slug=ELSEWHERE, name="Elsewhere", country="PT", support={}))
    session.flush()
    accounts["stranger"] = make_person(session, RoleName.COORDINATOR, hub=ELSEWHERE).fs_uniquifier
    events.give_duty(session, f"{RoleName.ASSESSOR.value}@example.org")
    library.load(session, now=now)
    lead, citizen, checker = (f"{role}@example.org" for role in ("coordinator", "analyst", "translator"))
    if WHOLE:
        maturity.load(session, now=now, lead=lead, citizen=citizen, checker=checker)
    editions.make_all(session, now)
    outcomes.load(session, now=now)
    return accounts


def _few(results: Any) -> dict[str, Any]:
    by_country = dict.fromkeys(results.BY_COUNTRY, 30)
    return {**({} if WHOLE else _SMALL), "BY_COUNTRY": by_country, "BEFORE_BY_COUNTRY": 15, "ELSEWHERE": 5}


def _survey(session: Session, now: datetime) -> None:
    from engage.demo import citizen_survey
    from engage.hubs import queries as hubs
    from engage.i18n.gates import TextGate
    from engage.instruments.readers.reading import Reading
    from engage.surveys import fielding, simulating

    made = fielding.import_reading(
        session,
        Reading(citizen_survey()),
        hub=hubs.default(session),
        file="citizen-survey.yaml",
        slug=SURVEY,
        gate=TextGate.NONE,
        texts=None,
        now=now,
    )
    fielding.publish(session, made, now=now, without_check="A survey of the demonstration.")
    simulating.fill(session, made, responses=25, seed=2026, days=21, today=now.date())
