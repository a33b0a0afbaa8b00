"""Copies of events: everything that was set comes along, and nothing that came afterwards."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from engage.core import zones
from engage.events import queries
from engage.events.domain.kinds import MaterialPhase
from engage.events.domain.wanted import Person, Wanted
from engage.events.editing import making, programme
from engage.events.editing.programme import MaterialGiven, SessionGiven
from engage.events.models import Material, Quota
from engage.events.models_people import Registration
from engage.events.places import register
from tests.factories.events import make_event

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_copy_has_all_parts_of_its_own_and_nobody_is_registered_for_it(session):
    event = make_event(session, now=NOW, quotas=[{"key": "country", "codes": ["NO"], "minimum": 2}])
    track = programme.save_track(session, event, None, "Green", now=NOW)
    speaker = programme.save_speaker(session, event, None, "Ada", "", "Counts.", now=NOW)
    given = SessionGiven(
        "Lunch", "Soup", event.starts_at, event.ends_at, track.id, event.sites[0].id, ("en",), ("de",), (speaker.id,)
    )
    slot = programme.save_session(session, event, None, given, now=NOW)
    reader = MaterialGiven(MaterialPhase.BEFORE, False, "Reader", "en", "", slot.id, "a.pdf", b"%PDF-1.7")
    programme.save_material(session, event, None, reader, now=NOW)
    register(session, event, Wanted(event.sites[0].id, (Person("Bo"),), "en", "bo@example.org"), now=NOW)

    day = (zones.local(event.starts_at, event.time_zone) + timedelta(days=7)).date()
    made = making.copy(session, event, day, now=NOW)

    session.expire_all()
    (new,) = programme.sessions(session, made)
    assert (new.id, new.starts_at - slot.starts_at) != (slot.id, timedelta(0))
    assert new.track_id == programme.tracks(session, made)[0].id != track.id
    assert new.site_id == made.sites[0].id != event.sites[0].id
    assert new.speaker_ids == [each.id for each in programme.speakers(session, made)] != [speaker.id]
    texts = queries.texts(session, made)
    assert texts[f"session:{new.id}:title"].source == "Lunch"
    assert texts[f"speaker:{new.speaker_ids[0]}:about"].source == "Counts."
    assert texts[f"site:{made.sites[0].id}:name"].in_("de") == "Room 1 (de)"
    material = session.scalars(select(Material).where(Material.event_id == made.id)).one()
    assert (material.session_id, material.content) == (new.id, b"%PDF-1.7")
    assert session.scalars(select(Quota).where(Quota.event_id == made.id)).one().minimum == 2
    assert session.scalars(select(Registration).where(Registration.event_id == made.id)).all() == []
    assert (made.uid, made.slug, made.sequence, made.activity.state) != (event.uid, event.slug, 0, "announced")
    assert made.instrument_id != event.instrument_id
