"""The mails about registrations, from the first to the day of the event: one kind for each `Told`.

`engage.events.mails.telling.tell` puts them into the outbox with ids; everything else is read when they are sent.
"""

from engage.events.domain.kinds import RegistrationStatus
from engage.events.domain.telling import Told
from engage.events.mails import enclosed, kinds_ended, kinds_more, links, needed
from engage.events.mails.above import Above
from engage.events.mails.facts import facts
from engage.events.mails.needed import EVERY_LIVE, HAS_PLACES, still
from engage.events.mails.samples import (
    ADDRESS,
    BEFORE,
    CONTACT,
    DEADLINE,
    EVENT,
    STATE,
    WHEN,
    WHERE,
    WHO,
    WHOM_TO_ASK,
    WHY,
)
from engage.mail.kinds import MailKind, Placeholder, button

WHAT = ("- {when}\n- {where}\n- {who}",)
"""What is registered: when, where, for whom."""


def kinds(above: Above) -> tuple[MailKind, ...]:
    """Every kind of mail that events write.

    :param above: what higher parts of the room know
    """
    return (*_beginning(above), *_days_before(above), *kinds_ended.kinds(above), *kinds_more.kinds(above))


def _beginning(above: Above) -> tuple[MailKind, ...]:
    read = facts(above.standing)
    return (
        MailKind(
            name=f"events.{Told.CHECK_ADDRESS}",
            topic=None,
            subject=lambda _: _("Confirm your mail address: {event}"),
            body=lambda _: (
                _("You, or somebody who gave your address, registered for “{event}”."),
                *WHAT,
                _("Open the page and press the button there, at the latest on {deadline}."),
                "{state}",
                button("page", _("Confirm my address")),
                _("If you did not register, do nothing. The registration then ends by itself."),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, DEADLINE, STATE),
            links={"page": links.personal("confirm")},
            facts=read,
            needed=still(*EVERY_LIVE, check=needed.unconfirmed),
        ),
        MailKind(
            name=f"events.{Told.CONFIRMED}",
            topic=None,
            subject=lambda _: _("You are registered: {event}"),
            body=lambda _: (
                _("You have a place at “{event}”."),
                *WHAT,
                "{entrance}",
                button("page", _("See my registration")),
                _(
                    "On that page you can also change your registration, hand it over, or release your place if you "
                    "cannot come."
                ),
                WHOM_TO_ASK,
            ),
            placeholders=(
                EVENT,
                WHEN,
                WHERE,
                WHO,
                Placeholder("entrance", "Your ticket comes with this mail."),
                *CONTACT,
            ),
            links={"page": links.personal()},
            facts=read,
            enclose=enclosed.tickets_and_calendar,
            needed=still(*HAS_PLACES),
        ),
        MailKind(
            name=f"events.{Told.WAITING}",
            topic=None,
            subject=lambda _: _("You are on the waiting list: {event}"),
            body=lambda _: (
                _("There is no place for you yet at “{event}”. You are on the waiting list."),
                *WHAT,
                "{why}",
                _("If a place comes free for you, we write to {address}. You then say yes or no until a set time."),
                button("page", _("See where I stand")),
                _("If you do not want to wait, leave the list on that page."),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, WHY, ADDRESS),
            links={"page": links.personal()},
            facts=read,
            needed=still(RegistrationStatus.WAITING),
        ),
        MailKind(
            name=f"events.{Told.APPLIED}",
            topic=None,
            subject=lambda _: _("Your registration has arrived: {event}"),
            body=lambda _: (
                _("Your registration for “{event}” has arrived, and your address is confirmed."),
                *WHAT,
                _("You have no place yet. We write to {address} as soon as it is decided."),
                button("page", _("See my registration")),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, ADDRESS),
            links={"page": links.personal()},
            facts=read,
            needed=still(RegistrationStatus.APPLIED),
        ),
        MailKind(
            name=f"events.{Told.OFFER}",
            topic=None,
            subject=lambda _: _("There is a place for you: {event}"),
            body=lambda _: (
                _("A place has come free at “{event}”, and it is yours if you want it."),
                *WHAT,
                _("Say yes or no at the latest on {deadline}. After that it goes to the next person."),
                button("page", _("Answer the offer")),
                _("If you say no, we do not ask you again."),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, DEADLINE),
            links={"page": links.personal("offer")},
            facts=read,
            needed=still(RegistrationStatus.OFFERED, check=needed.offered),
        ),
        MailKind(
            name=f"events.{Told.NOT_DRAWN}",
            topic=None,
            subject=lambda _: _("The places were drawn: {event}"),
            body=lambda _: (
                _("More people applied for “{event}” than there are places, and the places were drawn by chance."),
                _(
                    "You did not get a place in the draw. You are in the reserve: if somebody of your group cannot "
                    "come, the next of the reserve gets the place, and we write to {address}."
                ),
                "{why}",
                button("page", _("See where I stand")),
                _("How it was drawn, so that everybody can check it: {draw}"),
            ),
            placeholders=(EVENT, WHY, ADDRESS),
            links={"page": links.personal(), "draw": links.event("draw")},
            facts=read,
            needed=still(RegistrationStatus.WAITING, RegistrationStatus.APPLIED),
        ),
        MailKind(
            name=f"events.{Told.CHANGED}",
            topic=None,
            subject=lambda _: _("Your registration was changed: {event}"),
            body=lambda _: (
                _("Your registration for “{event}” now says:"),
                *WHAT,
                button("page", _("See my registration")),
                _("If you did not change it, look at the page and write to us."),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO),
            links={"page": links.personal()},
            facts=read,
            enclose=enclosed.tickets_and_calendar,
            needed=still(*EVERY_LIVE),
        ),
        MailKind(
            name=f"events.{Told.LINK_AGAIN}",
            topic=None,
            subject=lambda _: _("Your link: {event}"),
            body=lambda _: (
                _("Here is the link to your registration for “{event}” again."),
                button("page", _("See my registration")),
                _("If you did not ask for it, do nothing: nobody else gets it."),
            ),
            placeholders=(EVENT,),
            links={"page": links.personal()},
            facts=read,
            needed=needed.is_theirs,
        ),
    )


def _days_before(above: Above) -> tuple[MailKind, ...]:
    read = facts(above.standing)
    return (
        MailKind(
            name=f"events.{Told.REMINDER}",
            topic=None,
            subject=lambda _: _("Coming soon: {event}"),
            body=lambda _: (
                _("You have a place at “{event}”."),
                *WHAT,
                "{needs}",
                _("Do you still come? If not, release your place, so that somebody who waits can have it."),
                button("page", _("Say whether I come")),
                WHOM_TO_ASK,
            ),
            placeholders=(
                EVENT,
                WHEN,
                WHERE,
                WHO,
                Placeholder("needs", "What you asked for is answered on your page."),
                *CONTACT,
            ),
            links={"page": links.personal("coming")},
            facts=read,
            needed=still(*HAS_PLACES, check=needed.ahead),
        ),
        MailKind(
            name=f"events.{Told.RECONFIRM}",
            topic=None,
            subject=lambda _: _("Do you still come? {event}"),
            body=lambda _: (
                _("You have a place at “{event}”, and others wait for one."),
                *WHAT,
                _(
                    "Say at the latest on {deadline} whether you still come. If we hear nothing until then, your place "
                    "goes to somebody who waits."
                ),
                button("page", _("Say whether I come")),
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, DEADLINE),
            links={"page": links.personal("coming")},
            facts=read,
            needed=still(*HAS_PLACES, check=needed.unanswered),
        ),
        MailKind(
            name=f"events.{Told.MOVED}",
            topic=None,
            subject=lambda _: _("Another date: {event}"),
            body=lambda _: (
                _("“{event}” has been moved. It was planned for {before}. It is now:"),
                *WHAT,
                _("You stay registered. If the new date does not suit you, release your place on your page."),
                button("page", _("See my registration")),
                WHOM_TO_ASK,
            ),
            placeholders=(EVENT, WHEN, WHERE, WHO, BEFORE, *CONTACT),
            links={"page": links.personal()},
            facts=read,
            enclose=enclosed.calendar,
            needed=still(*EVERY_LIVE, check=needed.ahead),
        ),
        MailKind(
            name=f"events.{Told.NEED_ANSWERED}",
            topic=None,
            subject=lambda _: _("An answer to what you asked for: {event}"),
            body=lambda _: (
                _("When you registered for “{event}” you said what you need to take part. The team has answered."),
                button("page", _("Read the answer")),
                _("The answer stands on your page and not in this mail, because it is about you alone."),
            ),
            placeholders=(EVENT,),
            links={"page": links.personal()},
            facts=read,
            needed=still(*EVERY_LIVE),
        ),
    )
