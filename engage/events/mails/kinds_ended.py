"""Mails about registrations that came to an end."""

from engage.events.domain.kinds import RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.mails import enclosed, links, needed
from engage.events.mails.above import Above
from engage.events.mails.facts import event_facts, facts
from engage.events.mails.needed import is_cancelled, still
from engage.events.mails.samples import CONTACT, EVENT, HUB, REASON, WHEN, WHOM_TO_ASK, WORDS
from engage.mail.kinds import MailKind, button


def kinds(above: Above) -> tuple[MailKind, ...]:
    read = facts(above.standing)
    return (
        MailKind(
            name=f"events.{Told.ADDRESS_EXPIRED}",
            topic=None,
            subject=lambda _: _("Your registration has ended: {event}"),
            body=lambda _: (
                _("Your address was not confirmed in time, so your registration for “{event}” has ended."),
                _("If you still want to come, register again."),
                button("again", _("See the event")),
            ),
            placeholders=(EVENT,),
            links={"again": links.event()},
            facts=read,
            needed=still(RegistrationStatus.EXPIRED, check=needed.ahead),
        ),
        MailKind(
            name=f"events.{Told.OFFER_EXPIRED}",
            topic=None,
            subject=lambda _: _("The offer has ended: {event}"),
            body=lambda _: (
                _("We held a place at “{event}” for you and had no answer in time. It goes to the next person."),
                _("If you still want to come, register again. You then stand at the end of the waiting list."),
                button("again", _("See the event")),
            ),
            placeholders=(EVENT,),
            links={"again": links.event()},
            facts=read,
            needed=still(RegistrationStatus.EXPIRED, check=needed.ahead),
        ),
        MailKind(
            name=f"events.{Told.RECONFIRM_EXPIRED}",
            topic=None,
            subject=lambda _: _("Your place was given to others: {event}"),
            body=lambda _: (
                _(
                    "We asked whether you still come to “{event}” and had no answer in time. "
                    "Your place goes to somebody who waits."
                ),
                _("If you still want to come, register again."),
                button("again", _("See the event")),
            ),
            placeholders=(EVENT,),
            links={"again": links.event()},
            facts=read,
            needed=still(RegistrationStatus.EXPIRED, check=needed.ahead),
        ),
        MailKind(
            name=f"events.{Told.CANCELLED}",
            topic=None,
            subject=lambda _: _("You released your place: {event}"),
            body=lambda _: (
                _(
                    "Your registration for “{event}” is cancelled. Thank you for telling us: somebody else can "
                    "come now."
                ),
                button("again", _("See the event")),
                _("If it was not you, write to us soon: the place may be given to somebody else."),
            ),
            placeholders=(EVENT,),
            links={"again": links.event()},
            facts=read,
            enclose=enclosed.calendar,
            needed=still(RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED),
        ),
        MailKind(
            name=f"events.{Told.CANCELLED_BY_TEAM}",
            topic=None,
            subject=lambda _: _("Your registration was cancelled: {event}"),
            body=lambda _: (
                _("{hub} has cancelled your registration for “{event}”."),
                "{reason}",
                _("If you think this is wrong, ask us."),
                button("again", _("See the event")),
                WHOM_TO_ASK,
            ),
            placeholders=(EVENT, HUB, REASON, *CONTACT),
            links={"again": links.event()},
            facts=read,
            enclose=enclosed.calendar,
            needed=still(RegistrationStatus.CANCELLED),
        ),
        MailKind(
            name=f"events.{Told.REFUSED}",
            topic=None,
            subject=lambda _: _("No place this time: {event}"),
            body=lambda _: (
                _("Thank you for wanting to come to “{event}”. {hub} cannot give you a place."),
                "{reason}",
                _("This is decided. We are sorry."),
                button("again", _("See the event")),
                WHOM_TO_ASK,
            ),
            placeholders=(EVENT, HUB, REASON, *CONTACT),
            links={"again": links.event()},
            facts=read,
            needed=still(RegistrationStatus.REFUSED),
        ),
        MailKind(
            name=f"events.{Told.HANDED_OVER}",
            topic=None,
            subject=lambda _: _("You handed your place over: {event}"),
            body=lambda _: (
                _("Your place at “{event}” belongs to somebody else now. They get a mail with a link of their own."),
                _("Your link and your ticket open nothing any more, and what you told us about yourself is deleted."),
                button("again", _("See the event")),
            ),
            placeholders=(EVENT,),
            links={"again": links.event()},
            facts=event_facts,
            needed=needed.is_there,
        ),
        MailKind(
            name=f"events.{Told.ADDRESS_CHANGED}",
            topic=None,
            subject=lambda _: _("Your mail address was changed: {event}"),
            body=lambda _: (
                _(
                    "This address stood with a registration for “{event}”. The team has written another one in its "
                    "place: our mails go there from now on, and the old link opens nothing any more."
                ),
                _("If you did not ask for this, say so to the team, and it is put right."),
                WHOM_TO_ASK,
                button("again", _("See the event")),
            ),
            placeholders=(EVENT, *CONTACT),
            links={"again": links.event()},
            facts=event_facts,
            needed=needed.is_there,
        ),
        MailKind(
            name=f"events.{Told.EVENT_CANCELLED}",
            topic=None,
            subject=lambda _: _("Cancelled: {event}"),
            body=lambda _: (
                _("“{event}”, planned for {when}, does not take place."),
                "{words}",
                _("You need not do anything. Your place is no longer held."),
                button("again", _("See the event")),
                WHOM_TO_ASK,
            ),
            placeholders=(EVENT, WHEN, WORDS, *CONTACT),
            links={"again": links.event()},
            facts=read,
            enclose=enclosed.calendar,
            needed=is_cancelled,
        ),
    )
