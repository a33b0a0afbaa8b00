"""How long responses are kept is set by the organiser, and a slip deletes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.privacy.models import AuditEntry
from engage.surveys.models import Survey
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SETTINGS = f"/console/surveys/{SLUG}/settings"
TODAY = datetime.now(UTC).date()


def test_the_last_day_of_responses_is_set_with_a_survey_and_is_a_day_to_come(
    app: Flask, sign_in: Callable[..., Browser]
):
    with transaction(app) as session:
        make_survey(session)
    browser = sign_in(RoleName.ORGANISER)
    later = TODAY + timedelta(days=400)

    refused = browser.submit(SETTINGS, keep_until=TODAY.isoformat())
    assert refused.errors == ["All responses would be deleted at once. Choose a day to come."]
    browser.submit(SETTINGS, keep_until=later.isoformat())

    with reading(app) as session:
        assert session.scalars(select(Survey.keep_until)).one() == later
        assert "survey.settings-changed" in set(session.scalars(select(AuditEntry.action)))
    assert browser.get(SETTINGS).value("keep_until") == later.isoformat()


def test_taking_responses_away_stands_in_the_trail(app: Flask, sign_in: Callable[..., Browser]):
    with transaction(app) as session:
        make_survey(session)
    browser = sign_in(RoleName.ORGANISER)

    assert browser.raw("GET", f"/console/surveys/{SLUG}/results.csv").status_code == 200
    with reading(app) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "results.exported")).one()
        assert (entry.thing, entry.details) == ("survey", {"texts": "all", "format": "csv"})
