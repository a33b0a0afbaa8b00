"""Quotas as teams set them: their names are texts of the event, in each of its languages."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.events import queries
from engage.events.domain.capacity import QuotaChange
from engage.events.editing import counting, making, wording
from engage.events.models import Quota
from engage.events.showing import page
from tests.factories.events import make_event
from tests.factories.people import make_person

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
YOUNG = QuotaChange(name="Young people", key="group", codes=("Youth council",), minimum=1, maximum=4)


@pytest.fixture
def event(session):
    event = make_event(session)
    counting.with_quota(session, event, YOUNG, now=NOW)
    return event


def _number(session):
    return session.scalars(select(Quota.id)).one()


def _name(session, event, language):
    return page.load(session, event, language).quotas[0].name


def test_the_name_of_a_quota_is_translated_like_every_text(session, event):
    place = f"quota:{_number(session)}:name"
    by = make_person(session, RoleName.TRANSLATOR).id
    assert _name(session, event, "de") == "Young people"

    wording.translate(session, event, "de", {place: "Junge Leute"}, by=by, now=NOW)
    wording.translate(session, event, "en", {place: "The young"}, by=by, now=NOW)

    assert (_name(session, event, "en"), _name(session, event, "de")) == ("The young", "Junge Leute")
    assert session.scalars(select(Quota.name)).one() == "The young"


def test_a_copy_has_the_names_of_its_own_quotas(session, event):
    copy = making.copy(session, event, date(2027, 5, 1), now=NOW)

    number = session.scalar(select(Quota.id).where(Quota.event_id == copy.id))
    assert queries.texts(session, copy)[f"quota:{number}:name"].source == "Young people"


def test_the_name_goes_with_the_quota(session, event):
    counting.without_quota(session, event, _number(session), now=NOW)

    assert not [place for place in queries.texts(session, event) if place.startswith("quota:")]
