"""Activities on public pages: which are shown, in which order, in which language, and at what cost."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from engage.activities import showing
from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.activities.domain.shown import Presence, Standing
from engage.activities.models import ActivityHub
from engage.activities.queries import Listed
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.hubs import service
from engage.surveys import fielding
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Partner
from tests.factories.activities import make_activity
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = NOW.date()


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def titles(session: Session, lang: str = "en", **filters: object) -> list[str]:
    with_context = showing.shown(session, lang=lang, now=NOW, **filters)  # type: ignore[arg-type]
    return [each.title for each in with_context]


@pytest.fixture(autouse=True)
def _request(app: Flask, session: Session):
    with app.test_request_context():
        yield


def test_what_is_open_leads_then_what_comes_next_then_the_newest_of_the_past(session: Session):
    make_activity(session, title="long ago", starts_on=days(-90))
    make_activity(session, title="last week", starts_on=days(-7))
    make_activity(session, title="next month", starts_on=days(30))
    make_activity(session, title="tomorrow", starts_on=days(1))
    make_activity(session, title="this week", starts_on=days(-2), ends_on=days(2))
    make_activity(session, title="today", starts_on=days(0))

    assert titles(session) == ["today", "this week", "tomorrow", "next month", "last week", "long ago"]


def test_drafts_are_not_shown_and_cancelled_ones_say_so(session: Session):
    make_activity(session, title="draft", state=ActivityState.DRAFT)
    make_activity(session, title="cancelled", starts_on=days(3), state=ActivityState.CANCELLED)

    [shown] = showing.shown(session, lang="en", now=NOW)

    assert (shown.title, shown.standing) == ("cancelled", Standing.CANCELLED)


def test_an_activity_comes_in_the_readers_language_and_says_which_it_is_in_otherwise(session: Session):
    activity = make_activity(session)
    activity.title = {"nb": "Møte", "de": "Treffen"}
    session.flush()

    found = [
        (each.title, each.language) for tag in ("de-AT", "fr") for each in showing.shown(session, lang=tag, now=NOW)
    ]

    assert found == [("Treffen", "de"), ("Møte", "nb")]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({"kinds": [ActivityKind.WEBINAR]}, ["webinar"], id="kind"),
        pytest.param({"country": "SE"}, ["swedish"], id="country"),
        pytest.param({"area": "equity"}, ["equity"], id="topic"),
        pytest.param({"language": "de-AT"}, ["german"], id="language"),
        pytest.param({"audience": "young"}, ["young"], id="audience"),
        pytest.param({"when": [Standing.COMING]}, ["coming"], id="where it stands"),
        pytest.param({"first": days(9), "last": days(12)}, ["coming"], id="days"),
        pytest.param({"since": days(-1)}, ["coming"], id="since"),
    ],
)
def test_activities_are_narrowed_by(session: Session, filters: dict[str, object], expected: list[str]):
    service.add(session, slug="se", name="Sweden", country="SE")
    past = days(-5)
    make_activity(session, title="webinar", kind=ActivityKind.WEBINAR, starts_on=past)
    make_activity(session, title="swedish", hub="se", starts_on=past)
    make_activity(session, title="equity", mission_areas=["equity"], starts_on=past)
    make_activity(session, title="german", languages=["de"], starts_on=past)
    make_activity(session, title="young", audience=["young"], starts_on=past)
    make_activity(session, title="coming", starts_on=days(10), ends_on=days(11))

    assert titles(session, **filters) == expected


def test_a_hub_shows_what_it_leads_what_it_owns_with_others_and_what_its_parts_do(session: Session):
    country = service.add(session, slug="se", name="Sweden", country="SE")
    region = service.add(session, slug="skane", name="Skåne", country="SE")
    region.parent_id = country.id
    make_activity(session, title="led", hub="se")
    make_activity(session, title="of a region", hub="skane")
    shared = make_activity(session, title="shared")
    make_activity(session, title="of others")
    session.add(ActivityHub(activity_id=shared.id, hub_id=country.id))
    session.flush()

    assert sorted(titles(session, hub=country.id)) == ["led", "of a region", "shared"]
    assert titles(session, hub=region.id) == ["of a region"]


def test_a_hub_that_fields_a_national_edition_shows_the_survey_too(session: Session):
    survey = make_survey(session)
    sweden = service.add(session, slug="se", name="Sweden", country="SE")
    session.add(Partner(survey_id=survey.id, country="SE", hub_id=sweden.id))
    session.flush()

    assert titles(session, hub=sweden.id) == ["Your health"]


def test_a_survey_that_was_never_published_is_not_shown(session: Session):
    make_survey(session, publish=False)

    assert titles(session) == []


def test_a_survey_says_until_when_it_is_open_and_leads_to_its_page_in_a_language_it_has(session: Session):
    make_survey(session, closes_at=datetime(2026, 7, 1, tzinfo=UTC))

    [german] = showing.shown(session, lang="de", now=NOW)
    [hebrew] = showing.shown(session, lang="he", now=NOW)

    assert (german.title, german.address) == ("Ihre Gesundheit", "/de/surveys/health")
    assert (hebrew.title, hebrew.language, hebrew.address) == ("Your health", "en", "/en/surveys/health")
    assert german.standing is Standing.OPEN
    assert german.ends_on == date(2026, 7, 1), "it closes at two in the morning of Brussels"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param({"opens_at": NOW + timedelta(days=1)}, Standing.COMING, id="not yet open"),
        pytest.param({"closes_at": NOW - timedelta(days=1)}, Standing.OVER, id="closed by the calendar"),
        pytest.param({"status": SurveyStatus.CLOSED}, Standing.OVER, id="closed by hand"),
        pytest.param({"status": SurveyStatus.PAUSED}, Standing.PAUSED, id="paused"),
        pytest.param({"most_responses": 0}, Standing.FULL, id="full"),
    ],
)
def test_a_survey_stands_where_its_own_page_says(session: Session, columns: dict[str, object], expected: Standing):
    make_survey(session, **columns)

    [shown] = showing.shown(session, lang="en", now=NOW)

    assert shown.standing is expected


def test_publishing_and_closing_a_survey_date_its_activity(session: Session):
    survey = make_survey(session)
    assert survey.activity.languages == ["en", "de"]
    assert survey.activity.starts_on is not None

    fielding.set_status(session, survey, SurveyStatus.CLOSED, now=NOW)
    assert survey.activity.ends_on == TODAY
    fielding.set_status(session, survey, SurveyStatus.OPEN, now=NOW)
    assert survey.activity.ends_on is None


def test_showing_more_activities_costs_no_more_statements(app: Flask, session: Session):
    def statements() -> int:
        counted: list[str] = []

        def count(connection, cursor, statement, *rest):
            counted.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        showing.shown(session, lang="en", now=NOW, hub=hubs.default(session).id)
        event.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    make_activity(session, title="one")
    make_survey(session, most_responses=10)
    statements()  # what a version says of its length is read once a process
    few = statements()
    for number in range(12):
        make_activity(session, starts_on=days(number))
        make_survey(session, slug=f"more-{number}", most_responses=10)
    statements()

    assert statements() == few <= 4


def test_who_speaks_for_several_kinds_is_asked_once_for_all_of_them(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
):
    asked: list[list[str]] = []

    def speaks(_session: Session, found: Sequence[Listed], _lang: str, _now: datetime) -> dict[int, Presence]:
        asked.append(sorted(str(each.entry.kind) for each in found))
        return {}

    monkeypatch.setitem(app.extensions, "engage-activity-providers", {})
    kinds = (ActivityKind.DIALOGUE, ActivityKind.TRAINING)
    showing.shows(app, kinds, speaks)
    for kind in kinds:
        make_activity(session, kind=kind, declared=False, slug=f"a-{kind}")
    showing.shown(session, lang="en", now=NOW)

    assert asked == [["dialogue", "training"]]
