"""From a draft to the public: what it takes, which questions are asked, which languages open."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.events.domain.kinds import SiteKind
from engage.events.domain.publishing import Missing
from engage.events.editing import announcing, counting, making, settings, wording
from engage.events.editing.announcing import NotADraft, NotReady, QuotaOfHealth
from engage.events.editing.settings import ChangedMeanwhile, LastSite
from engage.events.models import Quota
from engage.hubs import queries as hubs
from engage.i18n.gates import TextGate
from engage.instruments import working
from engage.instruments.document import to_document
from engage.instruments.models import InstrumentVersion
from tests.events.asking.test_form import TABLE, questions
from tests.factories.events import make_event

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
BEGUN = making.Begun(
    ActivityKind.WORKSHOP,
    "Workshop",
    "en",
    NOW + timedelta(days=30),
    NOW + timedelta(days=30, hours=2),
    "Europe/Oslo",
    SiteKind.ROOM,
    "Library",
    "Strandgaten 1",
)


@pytest.fixture
def event(session):
    hub = hubs.default(session)
    hub.contact_email = "hub@example.org"
    return making.begin(session, BEGUN, hub, now=NOW)


def test_an_event_is_announced_when_nothing_is_missing_and_only_once(session, event):
    with pytest.raises(NotReady) as refused:
        announcing.announce(session, event, now=NOW)
    assert refused.value.missing == (Missing.SUMMARY,)

    wording.say(session, event, {"summary": "Come."})
    announcing.announce(session, event, now=NOW)
    assert event.activity.state is ActivityState.ANNOUNCED
    with pytest.raises(NotADraft):
        announcing.announce(session, event, now=NOW)
    with pytest.raises(NotADraft):
        announcing.remove(session, event, now=NOW)


def test_questions_are_published_as_they_were_looked_at(session, event):
    newest = announcing.newest(session, event)
    with pytest.raises(ChangedMeanwhile):
        announcing.publish_questions(session, event, seen=(newest.number, newest.revision + 1), now=NOW)

    announcing.publish_questions(session, event, seen=(newest.number, newest.revision), now=NOW)

    assert event.version_id == newest.id
    assert newest.published_at == NOW


def test_questions_that_have_become_about_health_are_not_published_while_a_quota_counts_them(session):
    quota = {"name": "Red tables", "key": "item:table", "codes": ["red"], "minimum": 1}
    event = make_event(session, questions=questions(TABLE), quotas=[quota])
    before = event.version_id
    health = InstrumentVersion(
        instrument_id=event.instrument_id,
        number=2,
        document=to_document(questions(replace(TABLE, special_category=True))),
        findings={"file": "", "findings": []},
        created_at=NOW,
    )
    session.add(health)
    session.flush()

    with pytest.raises(QuotaOfHealth, match="Red tables"):
        announcing.publish_questions(session, event, seen=None, now=NOW)
    assert event.version_id == before

    counting.without_quota(session, event, session.scalars(select(Quota.id)).one(), now=NOW)
    announcing.publish_questions(session, event, seen=None, now=NOW)
    assert event.version_id == health.id


def test_the_languages_of_an_event_are_those_of_its_questions_too(session, event):
    wording.set_languages(session, event, ["en", "de", "nb"], by=None, now=NOW)
    assert set(working.copy_of(session, event.instrument_id).instrument.languages) == {"en", "de", "nb"}
    assert event.activity.languages == ["en"]

    settings.set_gate(session, event, TextGate.NONE, now=NOW)
    assert event.activity.languages == ["en"]


def test_a_site_that_is_the_only_one_stays(session, event):
    with pytest.raises(LastSite):
        settings.remove_site(session, event, event.sites[0], now=NOW)


def test_another_address_is_news_for_calendars_once_it_is_announced(session, event):
    site = event.sites[0]
    place = settings.Place(site.hub_id, "Library", SiteKind.ROOM, "Elsewhere 2", "", "Europe/Oslo", ("en",))
    settings.save_site(session, event, site, place, now=NOW)
    assert event.sequence == 0

    wording.say(session, event, {"summary": "Come."})
    announcing.announce(session, event, now=NOW)
    settings.save_site(session, event, site, place, now=NOW)
    assert event.sequence == 0
    settings.save_site(session, event, site, settings.Place(site.hub_id, "Hall", *_rest(place)), now=NOW)
    assert event.sequence == 1


def _rest(place):
    return (place.kind, place.address, place.join_link, place.time_zone, place.languages)
