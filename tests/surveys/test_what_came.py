"""Where results of surveys are: surveys ask, and need not know who knows."""

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy.orm import Session

from engage.surveys import what_came
from tests.factories.editions_of_results import make_edition
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


def test_the_room_that_has_results_is_asked_once_for_all_surveys(app: Flask, session: Session):
    asked: list[tuple[list[int], str]] = []

    def finder(_session, survey_ids, lang):
        asked.append((list(survey_ids), lang))
        return {2: "/en/there"}

    what_came.told_by(app, finder)

    assert what_came.addresses(session, [1, 2], "en") == {2: "/en/there"}
    assert what_came.address(session, 1, "en") == ""
    assert what_came.addresses(session, [], "en") == {}
    assert asked == [([1, 2], "en"), ([1], "en")]


def test_without_such_a_room_nothing_leads_to_results(app: Flask, session: Session):
    app.extensions.pop(what_came._KEY)

    assert what_came.address(session, 1, "en") == ""


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
    app.extensions.pop(what_came._DAY)
    assert what_came.published_on(session, survey.id) is None
