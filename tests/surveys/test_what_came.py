"""Where results of surveys are: surveys ask, and need not know who knows."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.surveys import what_came
from tests.factories.editions_of_results import make_edition
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_the_room_that_has_results_says_where_they_are(app: Flask, session: Session):
    survey = make_survey(session, slug="walking")
    assert what_came.address(session, survey.id, "en") == ""

    edition = make_edition(survey.id, 1)
    session.add(edition)
    session.flush()
    with app.test_request_context():
        assert what_came.address(session, survey.id, "en") == "/en/surveys/walking/results"

    edition.withdrawn_on = date(2026, 5, 6)
    session.flush()
    assert what_came.address(session, survey.id, "en") == ""


def test_without_such_a_room_nothing_leads_to_results(app: Flask, session: Session):
    survey = make_survey(session)
    session.add(make_edition(survey.id, 1))
    session.flush()
    app.extensions.pop(what_came._KEY)

    assert what_came.address(session, survey.id, "en") == ""
    assert not session.scalar(select(what_came.published()))


def test_it_says_since_when_there_are_results(app: Flask, session: Session):
    survey = make_survey(session)
    first, again = make_edition(survey.id, 1), make_edition(survey.id, 2)
    first.published_at, again.published_at = datetime(2026, 5, 4, 23, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    session.add_all([again, first])
    session.flush()

    assert what_came.published_on(session, survey.id) == date(2026, 5, 5), "by the clock of the hub"
    assert what_came.published_on(session, survey.id + 1) is None
    first.withdrawn_on = date(2026, 5, 6)
    assert what_came.published_on(session, survey.id) == date(2026, 6, 1)
    app.extensions.pop(what_came._KEY)
    assert what_came.published_on(session, survey.id) is None
