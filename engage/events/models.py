"""Events: what is held where and when, in which words, with how many places."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.activities.models import Activity
from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.events.domain.kinds import MaterialPhase, Mode, SiteKind
from engage.hubs.models import Hub
from engage.i18n.gates import TextGate
from engage.instruments.models import InstrumentVersion, StoredInstrument


class Event(Base):
    """What is held. Draft, announced or cancelled is said by its activity; where it stands is worked out."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint(one_of("mode", Mode), name="mode"),
        CheckConstraint(one_of("text_gate", TextGate), name="text_gate"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("seats >= 0", name="seats"),
        CheckConstraint("max_party >= 1", name="max_party"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    """In calendars, for life."""
    sequence: Mapped[int] = mapped_column(default=0)
    """In calendars: rises with each change of what, when or where."""
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), unique=True)
    """The registration questions."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("instrument_version.id"))
    """The published version that is asked; None: no questions of its own."""
    source_language: Mapped[str] = mapped_column(String(35), default="en")
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Those that its texts are worked on in, the source first; its activity has those that are open to people."""
    text_gate: Mapped[TextGate] = mapped_column(EnumText(TextGate), default=TextGate.APPROVED)
    mode: Mapped[Mode] = mapped_column(EnumText(Mode), default=Mode.FIRST_COME)
    time_zone: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    registration_opens_at: Mapped[datetime | None]
    """None: as soon as it is announced."""
    registration_closes_at: Mapped[datetime | None]
    """None: when it starts."""
    registration_paused: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int | None]
    """Places for citizens; None: as many as the sites and quotas let in."""
    waiting_seats: Mapped[int | None]
    """Persons on the waiting list; 0: there is none; None: however many."""
    roles: Mapped[list[str]] = mapped_column(default=list)
    """`AttendeeRole`s that people may register as by themselves."""
    role_seats: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{"companion": 20}: places of roles other than citizens; a role that is missing has no limit of its own."""
    max_party: Mapped[int] = mapped_column(default=5)
    """Persons under one registration."""
    confirm_hours: Mapped[int] = mapped_column(default=24)
    """To confirm the mail address; until then the places are held."""
    offer_hours: Mapped[int] = mapped_column(default=48)
    """To answer an offer of places."""
    reconfirm_from: Mapped[datetime | None]
    """From when people are asked whether they still come."""
    reconfirm_by: Mapped[datetime | None]
    """Until when they have to say so; their places go to others after it."""
    reminder_days: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Days before the start on which people are reminded."""
    adult_age: Mapped[int] = mapped_column(default=18)
    """Who is younger on the first day needs a guardian's consent, where the date of birth is asked."""
    asks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """{`Ask`: `Asked`}; what is missing is not asked."""
    each_person: Mapped[list[str]] = mapped_column(default=list)
    """Items of the instrument that every citizen of a party is asked, not only who registers. Items that a quota
    counts always are."""
    keep_until: Mapped[date | None]
    """The last day on which registrations are kept; None: as the instance has it, a year after the end."""
    needs_keep_until: Mapped[date | None]
    """The same for needs; None: 30 days after the end."""
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    """Where empty, the contact of the hub stands."""
    feedback: Mapped[str] = mapped_column(String(120), default="")
    """The slug of the survey that asks for feedback; empty while there is none."""
    report_published_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What its report holds besides texts (`engage.events.domain.report`): which statements, who does what by when,
    and the figures as they were published. Registrations go, these stay."""
    series: Mapped[str] = mapped_column(String(36), default="")
    """What duplicates of one event have in common."""
    template: Mapped[bool] = mapped_column(default=False)
    """A pattern to make events from: never announced."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with whatever citizens' pages show."""

    activity: Mapped[Activity] = relationship(lazy="joined")
    instrument: Mapped[StoredInstrument] = relationship()
    version: Mapped[InstrumentVersion | None] = relationship()
    sites: Mapped[list["Site"]] = relationship(
        order_by="Site.position, Site.id", cascade="all, delete-orphan", passive_deletes=True
    )


class EventText(Base):
    """One text of an event in all its languages: `title`, `summary`, `about`, `practical`, `consent`,
    `site:3:name`, `session:5:title`, `report:heard`. All places of one event are read in one statement."""

    __tablename__ = "event_text"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[dict[str, Any]]
    """As `engage.i18n.stored` writes it, states of translations inside."""


class EventMove(Base):
    """It was moved: when it would have been."""

    __tablename__ = "event_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(60))
    moved_at: Mapped[datetime]


class Site(Base):
    """Where people come together: a room of a hub, or an online room. Its name is a text of the event."""

    __tablename__ = "event_site"
    __table_args__ = (
        CheckConstraint(one_of("kind", SiteKind), name="kind"),
        CheckConstraint("seats >= 0", name="seats"),
        CheckConstraint("room >= 0", name="room"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    """Whose people come here; its team sees them."""
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[SiteKind] = mapped_column(EnumText(SiteKind), default=SiteKind.ROOM)
    address: Mapped[str] = mapped_column(String(300), default="")
    join_link: Mapped[str] = mapped_column(String(500), default="")
    """Of the online room. Only people with a place see it, by their personal join page."""
    seats: Mapped[int | None]
    """Places for citizens."""
    room: Mapped[int | None]
    """Everybody who fits in, whatever their role."""
    time_zone: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Spoken there, or interpreted into."""

    hub: Mapped[Hub] = relationship(lazy="joined")


class Track(Base):
    """Sessions that belong together. Its name is a text of the event."""

    __tablename__ = "event_track"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)


class ProgrammeSession(Base):
    """A part of an event. Its title and description are texts of the event."""

    __tablename__ = "event_session"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    track_id: Mapped[int | None] = mapped_column(ForeignKey("event_track.id", ondelete="SET NULL"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("event_site.id", ondelete="SET NULL"), index=True)
    """None: at all sites."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    languages: Mapped[list[str]] = mapped_column(default=list)
    interpreted: Mapped[list[str]] = mapped_column(default=list)
    """Languages it is interpreted into, signed ones among them."""
    sequence: Mapped[int] = mapped_column(default=0)
    speaker_ids: Mapped[list[int]] = mapped_column(JSON, default=list)


class Speaker(Base):
    """Who speaks. What is said of them is a text of the event."""

    __tablename__ = "event_speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)


class Material(Base):
    """A file or a link, for before or after."""

    __tablename__ = "event_material"
    __table_args__ = (CheckConstraint(one_of("phase", MaterialPhase), name="phase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("event_session.id", ondelete="SET NULL"), index=True)
    phase: Mapped[MaterialPhase] = mapped_column(EnumText(MaterialPhase), default=MaterialPhase.BEFORE)
    registered_only: Mapped[bool] = mapped_column(default=False)
    """Shown on personal pages only."""
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35), default="")
    """Of what it holds, and of its title; empty: none in particular."""
    link: Mapped[str] = mapped_column(String(500), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    position: Mapped[int] = mapped_column(default=0)


class Quota(Base):
    """A minimum and a maximum of citizens' places for a group."""

    __tablename__ = "event_quota"
    __table_args__ = (
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint("maximum >= minimum", name="maximum"),
        Index("ix_event_quota_event_id_position", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("event_site.id", ondelete="CASCADE"))
    """None: over all sites."""
    name: Mapped[str] = mapped_column(String(120))
    """For the organiser, and for people who wait because of it."""
    key: Mapped[str] = mapped_column(String(200))
    """`country`, `hub`, `organised`, `group`, or `item:NAME` of a question with response options."""
    codes: Mapped[list[str]] = mapped_column(default=list)
    """Who gave one of them belongs to the group."""
    minimum: Mapped[int] = mapped_column(default=0)
    """Kept free for the group until `release_at`."""
    maximum: Mapped[int | None]
    release_at: Mapped[datetime | None]
    """None: kept until the event starts."""
    position: Mapped[int] = mapped_column(default=0)


class Places(Base):
    """The lock on an event's places: whatever changes who has one holds this row until its transaction ends."""

    __tablename__ = "event_places"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    next_number: Mapped[int] = mapped_column(default=1)
    """Of the next registration: the server's order."""
