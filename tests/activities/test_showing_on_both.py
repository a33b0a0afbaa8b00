"""The one read of activities with what every room adds to it, on both databases."""

from datetime import UTC, datetime

from flask import Flask

from engage.activities import showing
from engage.results import published
from tests.factories.activities import make_activity
from tests.factories.editions_of_results import make_edition
from tests.factories.events import make_event
from tests.factories.surveys import make_survey
from tests.support.databases import reading, transaction

NOW = datetime.now(UTC)


def test_activities_of_all_kinds_are_read_together(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session, slug="walking", most_responses=10)
        session.add_all([make_edition(survey.id, 1), make_edition(survey.id, 2)])
        make_event(session, slug="open-day", seats=9)
        make_activity(session, title="one")

    with app.test_request_context(), reading(app) as session:
        found = showing.shown(session, lang="en", now=NOW)
        newest = published.newest_of_activities(session, [each.id for each in found])

    assert len(found) == 3
    assert {each.results for each in found} == {"", "/en/surveys/walking/results"}
    assert [each.number for each in newest.values()] == [2]
