"""Values of mails about registrations. They are read when a mail is sent, so that each says what holds then."""

from collections.abc import Mapping, Sequence

from babel.lists import format_list
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.events import queries
from engage.events.domain.kinds import Mode, NeedState, RegistrationStatus
from engage.events.domain.quota_names import called_in
from engage.events.mails.above import Standings
from engage.events.mails.standing import words
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.tickets import card as cards
from engage.events.tickets.card import Card
from engage.i18n.locales import babel_locale
from engage.mail.kinds import Facts, Translate, listed
from engage.mail.models import OutboxMail

Values = Mapping[str, str | int]


def registration_of(session: Session, mail: OutboxMail) -> Registration | None:
    return session.get(Registration, int(mail.values.get("registration_id") or 0))


def event_of(session: Session, mail: OutboxMail) -> Event | None:
    return session.get(Event, int(mail.values.get("event_id") or 0))


def facts(standing: Standings) -> Facts:
    """Values of mails about one registration."""

    def read(session: Session, mail: OutboxMail, language: str, _: Translate) -> Values:
        registration = registration_of(session, mail)
        event = session.get(Event, registration.event_id) if registration else event_of(session, mail)
        if event is None or not event.sites:
            return {}
        site = registration.site_id if registration else event.sites[0].id
        card = cards.card(session, event, site, language)
        values = about_event(card, language, _)
        if registration is None:
            return values
        waits = registration.status is RegistrationStatus.WAITING
        where = standing(session, registration, utcnow()) if waits else None
        where = called_in(where, queries.texts(session, event), event.text_gate, language)
        why = words(where, card.site.text if card.several_sites else "", language, _)
        return {**values, **_about(event, registration, card, language, _, why), "why": why}

    return read


def event_facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Values:
    """Values of mails that are about an event and nobody's registration: all its sites, by the clock of the event."""
    event = event_of(session, mail)
    if event is None or not event.sites:
        return {}
    found = [cards.card(session, event, site.id, language) for site in event.sites]
    first = found[0]
    values = about_event(first, language, _)
    if first.several_sites:
        values["when"] = cards.span(first.starts_at, first.ends_at, first.event_zone, language)
        values["where"] = _in_words([each.site.text for each in found], language)
    return values


def _in_words(names: Sequence[str], language: str) -> str:
    return str(format_list(list(names), locale=babel_locale(language)))


def about_event(card: Card, language: str, _: Translate) -> dict[str, str]:
    before = card.moved_from
    return {
        "event": card.title.text,
        "when": cards.span(card.starts_at, card.ends_at, card.zone, language),
        "before": cards.moment(*before, language) if before else "",
        "where": _("Online: the link to the room is on your page") if card.online else card.place,
        "hub": card.hub,
        "questions": _questions(card, _),
        "contact_address": card.contact_email,
    }


def _questions(card: Card, _: Translate) -> str:
    """Whom to ask; the mail address stands apart from it, so that it can be read whole."""
    told = ", ".join(part for part in (card.contact_name, card.contact_phone) if part)
    return _("Questions? {contact}").replace("{contact}", told).strip() if told or card.contact_email else ""


def _about(
    event: Event, registration: Registration, card: Card, language: str, _: Translate, why: str
) -> dict[str, str]:
    deadline = registration.answer_by or registration.confirm_by or event.reconfirm_by
    return {
        "who": listed(person.name for person in registration.attendees),
        "address": registration.email,
        "deadline": cards.moment(deadline, card.zone, language) if deadline else "",
        "state": _state(event, registration, _, why),
        "entrance": _entrance(card, _),
        "reason": registration.reason,
        "needs": _needs(registration, _),
    }


def _state(event: Event, registration: Registration, _: Translate, why: str) -> str:
    """What confirming the address is good for."""
    match registration.status:
        case RegistrationStatus.CONFIRMED | RegistrationStatus.OFFERED:
            return _("Your places are held for you until then.")
        case RegistrationStatus.WAITING:
            return why or _("All places are taken at the moment. You are on the waiting list.")
        case RegistrationStatus.APPLIED if event.mode is Mode.DRAW:
            return _(
                "Places are drawn by chance among all who applied. Whoever has confirmed their address takes part."
            )
        case RegistrationStatus.APPLIED:
            return _("The team reads your registration once your address is confirmed, and then writes to you.")
    return ""


def _entrance(card: Card, _: Translate) -> str:
    if card.online:
        return _("You enter the online room from your page, by the button “Join” on the day.")
    return _("Your ticket comes with this mail. Show it on paper or on a phone when you come.")


def _needs(registration: Registration, _: Translate) -> str:
    """That something was asked and answered; never what."""
    needs = [need for person in registration.attendees for need in person.needs]
    if not needs:
        return ""
    if any(need.state is NeedState.ASKED for need in needs):
        return _("Not everything that you asked for is answered yet. The answers will stand on your page.")
    return _("What you asked for is answered on your page.")
