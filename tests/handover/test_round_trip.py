"""A hub leaves one instance and arrives in another with everything that was chosen, and nothing besides."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.db.base import Base
from engage.events.models import Event, EventText, ProgrammeSession, Quota, Site, Speaker
from engage.handover.parts import KEPT, LEFT_OUT, STAYS
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.outcomes.models import Outcome, PolicyBrief
from engage.results.models import Population, Weighting
from tests.factories.activities import make_activity
from tests.factories.events import make_event
from tests.factories.outcomes import fill as fill_outcomes
from tests.handover.archives import ALL, NOW, adopt, archive, normal, other
from tests.handover.filled import filled as fill
from tests.support.databases import ON_SQLITE, reading, transaction

PARTS: dict[str, Any] = {"site": Site, "speaker": Speaker, "session": ProgrammeSession, "quota": Quota}


@pytest.fixture
def filled(app: Flask) -> Flask:
    """An instance with a row in every table."""
    fill(app)
    return app


def test_of_every_table_it_is_said_whether_it_travels_or_why_it_stays() -> None:
    travels = {kept.table.name for kept in KEPT}

    assert travels | LEFT_OUT.keys() == set(Base.metadata.tables)
    assert not travels & LEFT_OUT.keys()
    assert set(LEFT_OUT.values()) == set(STAYS)


@ON_SQLITE
def test_what_arrives_is_what_left(filled: Flask, make_app: Any, sqlite_template: Path, tmp_path: Path) -> None:
    new = other(make_app, sqlite_template, tmp_path / "new")
    left = archive(filled, tmp_path / "left.zip", ALL)

    adopted = adopt(new, left, as_slug="moved")
    arrived = archive(new, tmp_path / "arrived.zip", ALL, hub="moved")

    before, after = normal(left, "default"), normal(arrived, "moved")
    assert {name for name, rows in before.items() if not rows} == set(), "tables of which nothing is proven"
    assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in after.items()}
    assert before == after
    assert not adopted.aside


@ON_SQLITE
def test_numbers_inside_documents_name_the_rows_that_came_along(
    filled: Flask, make_app: Any, sqlite_template: Path, tmp_path: Path
) -> None:
    new = other(make_app, sqlite_template, tmp_path / "new")
    with transaction(new) as session:
        make_event(session, slug="here-before", quotas=[{"key": "country", "codes": ["NO"], "maximum": 5}])
        here = hubs.default(session).id
        fill_outcomes(session, make_activity(session), on=NOW.date(), at=NOW)
        session.execute(update(Outcome).values(slug="here-before"))
        session.execute(update(PolicyBrief).values(slug="here-before"))
        there = {model: set(session.scalars(select(model.id))) for model in PARTS.values()}

    adopt(new, archive(filled, tmp_path / "left.zip", ALL), as_slug="moved")

    with reading(new) as session:
        moved = session.scalars(select(Hub).where(Hub.slug == "moved")).one().id
        event = session.scalars(select(Event).where(Event.slug != "here-before")).one()
        named = [text.place.split(":") for text in session.scalars(select(EventText).filter_by(event_id=event.id))]
        found = {kind: int(rest[0]) for kind, *rest in named if kind in PARTS}
        assert found.keys() >= {"site", "speaker", "session", "quota"}
        for kind, number in found.items():
            part = session.get(PARTS[kind], number)
            assert part is not None
            assert part.event_id == event.id
            assert number not in there[PARTS[kind]]
        quota = session.scalars(select(Quota).filter_by(event_id=event.id)).one()
        assert quota.codes == [str(moved)] != [str(here)]
        brief = session.scalars(select(PolicyBrief).filter_by(hub_id=moved)).one()
        assert brief.outcomes == list(session.scalars(select(Outcome.id).filter_by(hub_id=moved)))
        weighting = session.scalars(select(Weighting)).one()
        assert weighting.populations == list(session.scalars(select(Population.id)))


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_hub_goes_from_one_kind_of_database_to_the_other_and_back(
    app: Flask, make_app: Any, sqlite_template: Path, tmp_path: Path
) -> None:
    small = other(make_app, sqlite_template, tmp_path / "small")
    fill(small)
    left = archive(small, tmp_path / "left.zip", ALL)

    adopt(app, left, as_slug="moved")
    arrived = archive(app, tmp_path / "arrived.zip", ALL, hub="moved")
    adopt(other(make_app, sqlite_template, tmp_path / "third"), arrived)

    assert normal(left, "default") == normal(arrived, "moved")
