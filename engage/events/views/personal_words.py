"""Words of personal pages: how far a registration is, why, and what happens next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from engage.accounts.limits import TooManyAttempts
from engage.activities.domain.kinds import ActivityState
from engage.core.refusal import Refusal
from engage.events.domain.kinds import HOLDING, LIVE, Mode, RegistrationStatus
from engage.events.domain.personal import unconfirmed
from engage.events.domain.waiting import Standing
from engage.events.mails import standing as waiting_words
from engage.events.showing import times

DONE: Mapping[str, Any] = {
    "confirmed": _l("Your mail address is confirmed."),
    "accepted": _l("The place is yours."),
    "declined": _l("You said no. The place goes to the next person."),
    "coming": _l("Thank you. We count on you."),
    "released": _l("You released your place. Thank you for telling us."),
    "left": _l("You are off the list."),
    "changed": _l("Your registration is changed."),
    "handed": _l("The place belongs to the other person now."),
}
REFUSALS: Mapping[str, Any] = {
    "not_possible_now": _l(
        "This is not possible any more: your registration has changed meanwhile. Here is how it stands."
    ),
    "offer_over": _l("The time for this is over. The place goes to the next person."),
    "registration_closed": _l("The event has begun, so the registration can no longer be changed."),
    "does_not_fit": _l("There are not enough places for this. Everything stays as it was."),
    "party_too_large": _l("These are more people than one registration can have."),
    "role_not_offered": _l("Nobody can register in this role by themselves. Write to the organisers."),
    "companion_alone": _l("A companion comes with somebody. Choose with whom."),
    "no_such_site": _l("This site does not exist any more. Choose another one."),
}


NO_TICKET = _l("There is no ticket at the moment: only somebody who has a place gets one.")


def refusal(found: Refusal) -> str:
    """What could not be done, and what to do."""
    if isinstance(found, TooManyAttempts):
        minutes = -(-found.seconds // 60)
        return ngettext(
            "This was tried too often. Wait %(num)s minute, then try again.",
            "This was tried too often. Wait %(num)s minutes, then try again.",
            minutes,
        )
    return str(REFUSALS.get(found.code, REFUSALS["not_possible_now"]))


@dataclass(frozen=True, slots=True)
class Status:
    """How far a registration is."""

    head: str
    sentences: tuple[str, ...] = ()
    tone: str = ""
    """As notices have it: "success", "error" or nothing."""


def status(here: Any, standing: Standing | None) -> Status:
    """:param here: the page (`personal_page.Here`)"""
    mine, event, zone = here.registration, here.event, here.site.span.zone
    lang = g.interface  # what the product says itself

    def moment(at: datetime) -> str:
        return f"{times.moment(at, zone, lang)} ({times.place(zone, lang)})"

    if event.activity.state is ActivityState.CANCELLED:
        return Status(gettext("This event is cancelled"), (gettext("It does not take place."),), "error")
    if here.now >= event.ends_at:
        return _after(mine.status)
    if unconfirmed(here.stand, here.now) and mine.status in LIVE and mine.status is not RegistrationStatus.OFFERED:
        return _unconfirmed(here, moment(mine.confirm_by), standing)
    match mine.status:
        case RegistrationStatus.CONFIRMED:
            return _confirmed(here, moment)
        case RegistrationStatus.OFFERED:
            until = moment(mine.answer_by) if mine.answer_by else ""
            return Status(
                gettext("There is a place for you"),
                (
                    gettext(
                        "It is held for you until %(moment)s. After that it goes to the next person.", moment=until
                    ),
                    gettext("Say yes or no."),
                ),
                "success",
            )
        case RegistrationStatus.WAITING:
            return Status(gettext("You are on the waiting list"), _waits(here, standing))
        case RegistrationStatus.APPLIED:
            return Status(gettext("Your registration has arrived"), _applied(here))
    return _ended(mine.status, mine.reason)


def _unconfirmed(here: Any, until: str, standing: Standing | None) -> Status:
    sentences = [gettext("Confirm it at the latest on %(moment)s.", moment=until)]
    status = here.registration.status
    if status in HOLDING:
        sentences.append(gettext("Your places are held for you until then."))
    elif status is RegistrationStatus.WAITING:
        sentences += [gettext("You are on the waiting list."), *_waits(here, standing)]
    return Status(gettext("Your mail address is not confirmed yet"), tuple(sentences))


def _confirmed(here: Any, moment: Any) -> Status:
    number = len(here.registration.attendees)
    head = ngettext("You have a place", "You have %(num)s places", number)
    event, mine = here.event, here.registration
    asked = event.reconfirm_by and mine.reconfirm_asked_at and here.now < event.reconfirm_by
    if asked and mine.still_coming_at is None:
        return Status(
            head,
            (
                gettext(
                    "Say at the latest on %(moment)s whether you still come. Otherwise your place goes to somebody "
                    "who waits.",
                    moment=moment(event.reconfirm_by),
                ),
            ),
        )
    said = (gettext("You said that you come. Thank you."),) if mine.still_coming_at else ()
    return Status(head, said, "success")


def _waits(here: Any, standing: Standing | None) -> tuple[str, ...]:
    several = len(here.shown.sites) > 1
    why = (
        (
            *waiting_words.reasons(standing, here.site.name.text if several else "", gettext),
            waiting_words.line(standing, g.interface, gettext),
        )
        if standing
        else ()
    )
    party = (
        (gettext("You stay together: you get places when there are enough for all of you."),)
        if len(here.registration.attendees) > 1
        else ()
    )
    return (*why, *party, _we_write(here))


def _applied(here: Any) -> tuple[str, ...]:
    if here.event.mode is Mode.DRAW:
        return (gettext("The places are drawn by chance among all who applied."), _we_write(here))
    return (gettext("The team decides who gets a place."), _we_write(here))


def _we_write(here: Any) -> str:
    if not here.registration.email:
        return gettext("If a place comes free for you, the organisers tell you.")
    return gettext("If you get a place, we write to %(address)s.", address=here.registration.email)


def _after(status: RegistrationStatus) -> Status:
    if status is RegistrationStatus.CONFIRMED:
        return Status(gettext("This event is over"), (gettext("Thank you for taking part."),))
    return Status(gettext("This event is over"))


def _ended(status: RegistrationStatus, reason: str) -> Status:
    match status:
        case RegistrationStatus.DECLINED:
            found = Status(gettext("You said no to the place"), (gettext("It went to the next person."),))
        case RegistrationStatus.EXPIRED:
            found = Status(
                gettext("This registration has ended"),
                (gettext("An answer did not come in time, so the place went to others."),),
            )
        case RegistrationStatus.REFUSED:
            found = Status(
                gettext("There is no place for you this time"),
                (gettext("The organisers could not give you one."),),
            )
        case _:
            found = Status(gettext("This registration is cancelled"), (gettext("Your place is no longer held."),))
    return Status(found.head, (*found.sentences, reason) if reason else found.sentences)


def leaving(status: RegistrationStatus) -> str:
    """What giving up is called: nobody who only waits releases a place."""
    return gettext("Release my place") if status in HOLDING else gettext("Leave the list")
