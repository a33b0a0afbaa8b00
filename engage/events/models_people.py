"""Who registered for an event, whom they bring, what they need, and who came."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of
from engage.events.domain.kinds import AttendeeRole, Channel, InvitationKind, NeedKind, NeedState, RegistrationStatus


class Invitation(Base):
    """The right to register where only invited people may."""

    __tablename__ = "event_invitation"
    __table_args__ = (
        CheckConstraint(one_of("kind", InvitationKind), name="kind"),
        UniqueConstraint("event_id", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[InvitationKind] = mapped_column(EnumText(InvitationKind))
    code: Mapped[str] = mapped_column(String(40))
    """What opens the form, typed or in a link."""
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(35), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    most: Mapped[int] = mapped_column(default=1)
    """Registrations it is good for."""
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Registration(Base):
    """One request to attend, for one or several persons who stay together."""

    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint(one_of("status", RegistrationStatus), name="status"),
        CheckConstraint(one_of("channel", Channel), name="channel"),
        UniqueConstraint("event_id", "number"),
        Index("ix_registration_event_id_status", "event_id", "status", "site_id"),
        Index(
            "ix_registration_double_of_id",
            "double_of_id",
            sqlite_where=text("double_of_id IS NOT NULL"),
            postgresql_where=text("double_of_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    """In the order in which the server took them."""
    site_id: Mapped[int] = mapped_column(ForeignKey("event_site.id"), index=True)
    status: Mapped[RegistrationStatus] = mapped_column(EnumText(RegistrationStatus))
    channel: Mapped[Channel] = mapped_column(EnumText(Channel), default=Channel.WEB)
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    """In lower case; empty for who has none."""
    phone: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(35))
    generation: Mapped[int] = mapped_column(default=1)
    """Of the personal link: a new one ends the old."""
    group_name: Mapped[str] = mapped_column(String(200), default="")
    """The association or family that the persons come from, where one said so."""
    created_at: Mapped[datetime]
    confirm_by: Mapped[datetime | None]
    """Until when the mail address has to be confirmed; None once it is, or where there is none to confirm."""
    answer_by: Mapped[datetime | None]
    """Of an offer."""
    reconfirm_asked_at: Mapped[datetime | None]
    still_coming_at: Mapped[datetime | None]
    """When they said so."""
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """What the organiser said when refusing or cancelling: for the person."""
    rank: Mapped[int | None]
    """In the draw: lower comes first."""
    stratum: Mapped[str] = mapped_column(String(500), default="")
    """The group in which it was drawn."""
    drawn: Mapped[bool] = mapped_column(default=False)
    """Got its places in the draw itself."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("event_invitation.id", ondelete="SET NULL"))
    guardian_name: Mapped[str] = mapped_column(String(200), default="")
    guardian_contact: Mapped[str] = mapped_column(String(254), default="")
    guardian_consented_at: Mapped[datetime | None]
    double_of_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id", ondelete="SET NULL"))
    """Looks like the same person as that one."""
    double_decided: Mapped[str] = mapped_column(String(10), default="")
    """"same" or "other", once a person has looked."""
    reminded: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Days before the start for which the reminder went out."""

    attendees: Mapped[list["Attendee"]] = relationship(
        order_by="Attendee.position", cascade="all, delete-orphan", passive_deletes=True
    )


class Attendee(Base):
    """A person."""

    __tablename__ = "attendee"
    __table_args__ = (
        CheckConstraint(one_of("role", AttendeeRole), name="role"),
        UniqueConstraint("event_id", "ticket"),
        Index("ix_attendee_registration_id", "registration_id", "role", "traits"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    """0: who registered."""
    role: Mapped[AttendeeRole] = mapped_column(EnumText(AttendeeRole), default=AttendeeRole.CITIZEN)
    companion_of: Mapped[int | None]
    """Position of the person that a companion comes with."""
    name: Mapped[str] = mapped_column(String(200))
    born_on: Mapped[date | None]
    country: Mapped[str] = mapped_column(String(2), default="")
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id", ondelete="SET NULL"))
    organised: Mapped[bool | None]
    organisation: Mapped[str] = mapped_column(String(200), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """To the registration's questions, typed, by item name."""
    version_id: Mapped[int | None] = mapped_column(ForeignKey("instrument_version.id"))
    """Of the questions that were answered."""
    traits: Mapped[str] = mapped_column(String(1000), default="")
    """What the event's quotas ask of this person: "country=NO;item:age=young" (`domain.places.traits_of`)."""
    photos: Mapped[bool] = mapped_column(default=False)
    """May be photographed."""
    ticket: Mapped[str] = mapped_column(String(16))
    """The code on the ticket: typed or scanned at the desk."""

    needs: Mapped[list["Need"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Need(Base):
    """What somebody needs to take part. For people with the reader's duty; deleted on a day of its own."""

    __tablename__ = "attendee_need"
    __table_args__ = (
        CheckConstraint(one_of("kind", NeedKind), name="kind"),
        CheckConstraint(one_of("state", NeedState), name="state"),
        UniqueConstraint("attendee_id", "kind"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"))
    kind: Mapped[NeedKind] = mapped_column(EnumText(NeedKind))
    codes: Mapped[list[str]] = mapped_column(default=list)
    """What was ticked: of access and diet."""
    spoken: Mapped[list[str]] = mapped_column(default=list)
    understood: Mapped[list[str]] = mapped_column(default=list)
    signed: Mapped[list[str]] = mapped_column(default=list)
    """Languages (BCP 47), of interpretation."""
    words: Mapped[str] = mapped_column(String(1000), default="")
    """In the person's own words. Never bank data: the page says so."""
    state: Mapped[NeedState] = mapped_column(EnumText(NeedState), default=NeedState.ASKED)
    answer: Mapped[str] = mapped_column(String(1000), default="")
    """What the team said, for the person."""
    by_when: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    told_at: Mapped[datetime | None]


class Attendance(Base):
    """Somebody was there on a day. One that was undone stays, so that several desks agree."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("attendee_id", "day"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("event_site.id"))
    day: Mapped[date]
    """In the site's time zone."""
    at: Mapped[datetime]
    online: Mapped[bool] = mapped_column(default=False)
    """By a click on the join page."""
    desk: Mapped[str] = mapped_column(String(60), default="")
    """What the desk is called that let them in: "Desk 2"."""
    undone_at: Mapped[datetime | None]


class DeskLink(Base):
    """A link that opens the desk of one site on one day, without an account. Made anew from its id and the key."""

    __tablename__ = "event_desk_link"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("event_site.id", ondelete="CASCADE"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(60), default="")
    """What tells several desks of a day apart."""
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None]


class Draw(Base):
    """How places were drawn: seed, method, who was in, who came out. Public but for the names."""

    __tablename__ = "event_draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    seed: Mapped[str] = mapped_column(String(200))
    seed_source: Mapped[str] = mapped_column(String(300), default="")
    """Where anybody can look the seed up: announced before."""
    method: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(String(254))
    report: Mapped[dict[str, Any]]
    """Numbers of registrations in the order drawn, groups with minimum, maximum and result."""


class RegistrationNote(Base):
    """What an organiser noted of a registration, for the team."""

    __tablename__ = "registration_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class GroupMail(Base):
    """A mail to a filtered group: which words went to whom, and how many."""

    __tablename__ = "event_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[dict[str, Any]]
    """{language: {"subject": …, "body": …}}"""
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    count: Mapped[int]


class FollowUp(Base):
    """Who wants to hear what came of an event: an address, and no key to any registration."""

    __tablename__ = "event_follow_up"
    __table_args__ = (UniqueConstraint("event_id", "email"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    keep_until: Mapped[date] = mapped_column(index=True)
