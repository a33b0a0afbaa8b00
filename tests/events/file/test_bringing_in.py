"""Bringing events in from files."""

import pytest
from sqlalchemy import select

from engage.activities.domain.kinds import ActivityState
from engage.core.clock import utcnow
from engage.events import queries
from engage.events.file.bringing_in import Outcome, bring_in
from engage.events.file.reading import read
from engage.events.models import EventMove, ProgrammeSession, Quota, Speaker
from engage.mail.models import OutboxMail
from tests.events.file.sample import sample
from tests.factories.registrations import make_registration
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.fixture
def bring(session):
    def brought(**changes: object) -> Outcome:
        return bring_in(session, read(sample(**changes)), now=utcnow())

    return brought


def test_everything_of_a_file_is_stored(session, bring):
    outcome = bring()

    event = queries.by_slug(session, "two-towns")
    assert (outcome.what, outcome.findings) == ("added", ())
    assert [site.kind.value for site in event.sites] == ["room", "online"]
    assert (event.sites[0].seats, event.seats, event.waiting_seats, event.role_seats) == (12, 20, 10, {"companion": 5})
    quotas = session.scalars(select(Quota).where(Quota.event_id == event.id).order_by(Quota.position)).all()
    assert [(quota.name, quota.site_id) for quota in quotas] == [("Norway", None), ("Young", event.sites[0].id)]
    slot = session.scalars(select(ProgrammeSession)).one()
    assert slot.speaker_ids == session.scalars(select(Speaker.id)).all()
    assert queries.texts(session, event)[f"session:{slot.id}:title"].in_("nb") == "Åpning"
    assert event.version is not None
    assert event.activity.state is ActivityState.DRAFT


def test_the_same_file_again_changes_nothing_and_parts_keep_their_numbers(session, bring):
    bring()
    before = session.scalars(select(ProgrammeSession.id)).all()

    assert bring().what == "unchanged"
    changed = bring(programme__0__ends="2031-05-09 12:00", sites__0__address="Storgata 2")
    assert changed.what == "changed"
    assert session.scalars(select(ProgrammeSession.id)).all() == before
    assert session.scalars(select(ProgrammeSession.sequence)).all() == [1]
    assert bring(programme=[], materials=[]).what == "changed"
    assert session.scalars(select(ProgrammeSession.id)).all() == []


def test_an_announced_event_at_another_time_is_moved_and_people_are_told_once(session, bring):
    assert bring(state="announced").ok
    event = queries.by_slug(session, "two-towns")
    make_registration(session, event)

    assert bring(state="announced", starts="2031-05-09 09:00").what == "changed"
    assert bring(state="announced", starts="2031-05-09 09:00").what == "unchanged"

    assert len(session.scalars(select(EventMove)).all()) == 1
    assert session.scalars(select(OutboxMail.kind)).all() == ["events.moved"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"hub": "nowhere"}, "unknown_hub", id="a hub that is not there"),
        pytest.param({"sites__0__hub": "nowhere"}, "unknown_hub", id="a site of no hub"),
        pytest.param({"state": "announced", "summary": None}, "not_ready", id="announced with something missing"),
        pytest.param({"places__seats": 3}, "minimums_too_many", id="more promised than there is"),
    ],
)
def test_what_cannot_be_is_a_finding(bring, changes, code):
    outcome = bring(**changes)

    assert not outcome.ok
    assert [finding.code for finding in outcome.findings] == [code]


def test_a_site_with_people_is_not_taken_away(session, bring):
    bring()
    make_registration(session, queries.by_slug(session, "two-towns"))

    outcome = bring(sites__0__name="Town hall")

    assert [finding.code for finding in outcome.findings] == ["site_in_use"]
