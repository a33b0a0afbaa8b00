"""Events: programme, texts, places, materials, reports; by choice who registered and who came."""

from typing import Any

from sqlalchemy import ColumnElement, select

from engage.events.models import (
    Event,
    EventMove,
    EventText,
    Material,
    Places,
    ProgrammeSession,
    Quota,
    Site,
    Speaker,
    Track,
)
from engage.events.models_people import (
    Attendance,
    Attendee,
    Draw,
    FollowUp,
    Invitation,
    Registration,
    RegistrationNote,
)
from engage.handover.parts.about_hubs import activities
from engage.handover.parts.kept import Choice, Hubs, Kept
from engage.privacy.models import Consent, ConsentText

REGISTRATION = "registration"
PARTS: dict[str, str] = {
    "site": "event_site",
    "track": "event_track",
    "session": "event_session",
    "speaker": "event_speaker",
    "quota": "event_quota",
}
"""Of an event, by the word with which places of its texts begin: `site:3:name`."""


def _events(hubs: Hubs) -> Any:
    return select(Event.id).where(Event.activity_id.in_(activities(hubs)))


def _of(column: Any) -> Any:
    def where(hubs: Hubs) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(_events(hubs))
        return found

    return where


def _registrations(hubs: Hubs) -> Any:
    return select(Registration.id).where(Registration.event_id.in_(_events(hubs)))


def _agreed(hubs: Hubs) -> ColumnElement[bool]:
    return (Consent.subject == REGISTRATION) & Consent.subject_id.in_(_registrations(hubs))


KEPT = (
    Kept(
        model=Event,
        where=lambda hubs: Event.activity_id.in_(activities(hubs)),
        unique=("slug", "uid"),
        left=frozenset({"revision"}),
    ),
    Kept(model=EventMove, where=_of(EventMove.event_id)),
    Kept(
        model=Site,
        where=_of(Site.event_id),
        own_hub=True,
        elsewhere=frozenset({"hub_id"}),
        addresses=frozenset({"join_link"}),
    ),
    Kept(model=Track, where=_of(Track.event_id)),
    Kept(model=Speaker, where=_of(Speaker.event_id)),
    Kept(model=ProgrammeSession, where=_of(ProgrammeSession.event_id), lists={"speaker_ids": Speaker}),
    Kept(model=Material, where=_of(Material.event_id), addresses=frozenset({"link"})),
    Kept(model=Quota, where=_of(Quota.event_id)),
    Kept(model=EventText, where=_of(EventText.event_id), texts=frozenset({"text"})),
    Kept(model=Places, where=_of(Places.event_id)),
    Kept(model=Draw, where=_of(Draw.event_id), team=frozenset({"by_name"})),
    Kept(model=Invitation, where=_of(Invitation.event_id), needs=Choice.REGISTRATIONS),
    Kept(model=Registration, where=_of(Registration.event_id), needs=Choice.REGISTRATIONS),
    Kept(
        model=Attendee,
        where=_of(Attendee.event_id),
        needs=Choice.REGISTRATIONS,
        left=frozenset({"traits"}),
        elsewhere=frozenset({"hub_id"}),
    ),
    Kept(model=Attendance, where=_of(Attendance.event_id), needs=Choice.REGISTRATIONS),
    Kept(
        model=RegistrationNote,
        where=lambda hubs: RegistrationNote.registration_id.in_(_registrations(hubs)),
        needs=Choice.REGISTRATIONS,
    ),
    Kept(model=FollowUp, where=_of(FollowUp.event_id), needs=Choice.REGISTRATIONS),
    Kept(
        model=ConsentText,
        name="consent_text_of_registrations",
        where=lambda hubs: ConsentText.digest.in_(select(Consent.text_digest).where(_agreed(hubs))),
        needs=Choice.REGISTRATIONS,
        known_by=("digest",),
    ),
    Kept(
        model=Consent,
        name="consent_of_registrations",
        where=_agreed,
        needs=Choice.REGISTRATIONS,
        random=frozenset({"subject_id"}),
    ),
)
