"""What events keep of persons is found, handed over, erased, and deleted when its time is over."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage import privacy
from engage.core.clock import utcnow
from engage.events import places
from engage.events.domain.kinds import InvitationKind, NeedKind, RegistrationStatus
from engage.events.domain.wanted import NeedAsked, Person, Wanted
from engage.events.models import Event, Speaker
from engage.events.models_people import (
    Attendee,
    DeskLink,
    Draw,
    FollowUp,
    GroupMail,
    Invitation,
    Need,
    Registration,
    RegistrationNote,
)
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Section
from engage.instruments.domain.editing.beginning import empty_instrument
from engage.privacy.models import Consent
from engage.privacy.registry import Keeps, Sought
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
ADDRESS = "canary@example.org"
STORES = {
    "attendee_need",
    "event",
    "event_desk_link",
    "event_draw",
    "event_follow_up",
    "event_invitation",
    "event_mail",
    "event_speaker",
    "registration",
    "registration_note",
}
NEEDS = (NeedAsked(NeedKind.ACCESS, ("step_free",)),)


def entries(app: Flask) -> dict[str, Keeps]:
    """In the order in which stores are erased."""
    return {entry.store: entry for entry in privacy.kept(app) if entry.store in STORES}


def register(session: Session, event: Event, email: str = ADDRESS, **more: Any) -> Registration:
    person = Person("Canary", needs=NEEDS)
    wanted = Wanted(event.sites[0].id, (person,), "en", email, consent=("I agree", "en"), follow_up=True, **more)
    return places.register(session, event, wanted, now=utcnow())


def plant(session: Session, **columns: Any) -> Event:
    """The canary in every store that can hold it."""
    event = make_event(session, seats=1, contact_email=ADDRESS, **columns)
    mine = register(session, event)
    register(session, event, "other@example.org", guardian_name="Canary", guardian_contact=ADDRESS)
    now = utcnow()
    session.add_all(
        [
            RegistrationNote(registration_id=mine.id, words="Called back", at=now),
            Invitation(event_id=event.id, kind=InvitationKind.SINGLE, code="A", email=ADDRESS, made_at=now),
            GroupMail(event_id=event.id, filters={"search": ADDRESS}, words={}, at=now, count=1),
            DeskLink(event_id=event.id, site_id=event.sites[0].id, day=now.date(), name=ADDRESS, made_at=now),
            Draw(event_id=event.id, seed="1", method="uniform", made_at=now, by_name=ADDRESS, report={}),
            Speaker(event_id=event.id, name="Canary", affiliation=ADDRESS),
        ]
    )
    session.flush()
    return event


def test_it_is_found_everywhere_handed_over_and_erased(app: Flask, session: Session):
    plant(session)
    sought = Sought(address=ADDRESS)
    assert {name for name, each in entries(app).items() if each.find and each.find(session, sought)} == STORES

    for each in entries(app).values():
        assert each.export is not None
        assert each.export(session, sought), each.store
    for each in entries(app).values():
        if each.erase is not None:
            assert each.erase(session, sought), each.store
    session.flush()
    session.expire_all()

    left = {name for name, each in entries(app).items() if each.find and each.find(session, sought)}
    assert left == {"event_draw"}
    assert session.scalar(select(func.count()).select_from(Registration)) == 1
    assert session.scalars(select(Consent.subject_id)).all() == session.scalars(select(Registration.id)).all()


def test_the_place_of_who_is_erased_goes_to_the_next(app: Flask, session: Session):
    plant(session)
    erase = entries(app)["registration"].erase
    assert erase is not None

    erase(session, Sought(address=ADDRESS))

    other = session.scalars(select(Registration)).one()
    assert (other.email, other.status) == ("other@example.org", RegistrationStatus.OFFERED)


def test_another_hub_finds_nothing(app: Flask, session: Session):
    plant(session)
    sought = Sought(address=ADDRESS, hubs=frozenset({987654}))

    assert not [name for name, each in entries(app).items() if each.find and each.find(session, sought)]


def run(app: Flask, session: Session, days: int) -> None:
    for each in entries(app).values():
        if each.delete_due is not None:
            each.delete_due(session, utcnow() + timedelta(days=30 + days))
    session.flush()
    session.expire_all()


def left(session: Session) -> set[str]:
    models: tuple[Any, ...] = (Attendee, Need, Consent, Invitation, FollowUp, DeskLink, GroupMail)
    return {each.__tablename__ for each in models if session.scalar(select(func.count()).select_from(each))}


def test_each_goes_on_a_day_of_its_own(app: Flask, session: Session):
    """Days after the end of the event, where it names none."""
    plant(session)

    run(app, session, 29)
    assert left(session) == {
        "attendee",
        "attendee_need",
        "consent",
        "event_invitation",
        "event_follow_up",
        "event_mail",
    }
    run(app, session, 32)
    assert left(session) == {"attendee", "event_follow_up", "event_mail"}
    run(app, session, 152)
    assert left(session) == {"attendee", "event_mail"}
    run(app, session, 367)
    assert left(session) == set()


def test_an_event_may_name_days_of_its_own(app: Flask, session: Session):
    day = (utcnow() + timedelta(days=40)).date()
    plant(session, keep_until=day, needs_keep_until=date(2020, 1, 1))

    run(app, session, 0)
    assert "attendee_need" not in left(session)
    assert "attendee" in left(session)
    run(app, session, 12)
    assert "attendee" not in left(session)


def test_answers_about_health_go_with_the_needs_and_the_others_stay(app: Flask, session: Session):
    """The words that were agreed to name one day for both."""
    items = tuple(
        Item(name=name, type=ItemType.TEXT, label=LocalizedText.of(name, "en"), special_category=name == "illness")
        for name in ("illness", "wish")
    )
    section = Section(name="about", slug="about", title=LocalizedText.of("About", "en"), items=items)
    event = make_event(session, questions=replace(empty_instrument("Open day", "en"), sections=(section,)))
    given = {"illness": "Lymphoma", "wish": "Coffee"}
    person = Person("Ada", answers=given, version_id=event.version_id)
    wanted = Wanted(event.sites[0].id, (person,), "en", ADDRESS, consent=("I agree", "en"))
    mine = places.register(session, event, wanted, now=utcnow())
    mine.attendees[0].traits = "country=NO;item:illness=yes"
    session.flush()

    run(app, session, 29)
    assert mine.attendees[0].answers == given
    run(app, session, 32)
    assert mine.attendees[0].answers == {"wish": "Coffee"}
    assert mine.attendees[0].traits == "country=NO"
    assert left(session) == {"attendee"}
