"""What papers say: hours of the programme somebody was there for, names in their own direction."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from engage.events import queries_desk
from engage.events.attending import certificates, sheets
from engage.events.models import ProgrammeSession
from engage.events.models_people import Attendance
from tests.factories.attending import event_today, let_in, make_party, today
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
LATER = datetime.now(UTC) + timedelta(days=5)


def test_hours_are_those_of_the_programme_at_the_site_on_the_days_attended(session: Session):
    event = event_today(session, sites=({"name": "Oslo"}, {"name": "Bergen"}))
    start, (oslo, bergen) = event.starts_at, event.sites
    event.ends_at = start + timedelta(days=1, hours=3)
    for after, hours, site in ((0, 2, None), (1, 2, oslo), (1, 5, bergen), (24, 3, None)):
        begins = start + timedelta(hours=after)
        ends = begins + timedelta(hours=hours)
        here = site.id if site else None
        session.add(ProgrammeSession(event_id=event.id, starts_at=begins, ends_at=ends, site_id=here))
    party = make_party(session, event, "Ada", "Byron")
    let_in(session, event, party.attendees[:1])

    (ada,) = certificates.entitled(session, party, event, now=LATER)
    said = certificates.said(session, event, ada, "de", now=LATER)

    assert (said.name, said.event, said.minutes, said.online) == ("Ada", ("Offener Tag", "de"), 180, False)
    assert said.days == (today(oslo),)


def test_without_a_programme_an_event_of_one_day_lasts_from_start_to_end_and_of_several_is_not_said(session: Session):
    event = event_today(session)
    party = make_party(session, event, "Ada")
    let_in(session, event, party.attendees)
    (ada,) = certificates.entitled(session, party, event, now=LATER)

    assert certificates.said(session, event, ada, "en", now=LATER).minutes == 150
    event.ends_at += timedelta(days=1)
    assert certificates.said(session, event, ada, "en", now=LATER).minutes == 0


def test_who_was_let_in_by_mistake_gets_no_certificate(session: Session):
    event = event_today(session)
    party = make_party(session, event, "Ada")
    let_in(session, event, party.attendees)
    session.query(Attendance).one().undone_at = LATER
    session.flush()

    assert certificates.entitled(session, party, event, now=LATER) == []


@pytest.mark.parametrize(
    ("name", "way"), [("Ada Lovelace", "ltr"), ("דוד בן־גוריון", "rtl"), ("محمد", "rtl"), ("12", "ltr")]
)
def test_badges_write_names_in_their_own_direction_and_warn_against_photographs(
    app: Flask, session: Session, name: str, way: str
):
    event = event_today(session)
    make_party(session, event, {"name": name, "photos": False})
    site = event.sites[0]
    listed = queries_desk.expected(session, event.id, site.id, today(site))

    with app.test_request_context(), force_locale("en"):
        (badge,) = sheets.badges_of(listed, title=("Open day", "en"), site=("Oslo", "en"), language="en")["badges"]

    assert (badge["direction"], badge["no_photos"]) == (way, "No photographs")
