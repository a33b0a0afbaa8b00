"""Tickets as a PDF: one page a person, with a code to scan and the same code to type."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engage.events.models_people import Attendee, Registration
from engage.events.tickets import card as cards
from engage.events.tickets.card import Card
from engage.events.tickets.codes import spelled
from engage.events.tickets.signs import printed
from engage.events.tickets.words import Translate, role
from engage.i18n.locales import direction

TEMPLATE = "ticket.typ"


def tickets(session: Session, registration: Registration, language: str, translate: Translate) -> bytes:
    """A page for each person of a registration; nothing where its event is gone.

    :param language: of the event's texts and of the document
    :param translate: the product's own words of that language
    """
    card = cards.of_registration(session, registration, language)
    return pdf(card, registration.attendees, language, translate) if card else b""


def pdf(card: Card, people: list[Attendee], language: str, translate: Translate) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    with as_file(files(__package__)) as folder:
        return printed(Path(folder) / TEMPLATE, data(card, people, language, translate))


def picture(ticket: str) -> str:
    """The code as SVG to scan; error correction that survives a fold and a dim screen."""
    import segno

    made: str = segno.make(ticket, error="q", micro=False).svg_inline(border=4, omitsize=True)
    return made


def data(card: Card, people: list[Attendee], language: str, _: Translate) -> dict[str, Any]:
    """What the template prints."""
    contact = ", ".join(part for part in (card.contact_name, card.contact_phone, card.contact_email) if part)
    facts = [
        (_("When"), cards.span(card.starts_at, card.ends_at, card.zone, language)),
        (_("Where"), ", ".join(part for part in (card.place, _("Online") if card.online else "") if part)),
    ]
    return {
        "language": language.split("-", maxsplit=1)[0],
        "direction": direction(language),
        "title": card.title.text,
        "head": _("Ticket"),
        "facts": [{"label": label, "text": text} for label, text in facts if text],
        "told": _("Show this page when you come, on paper or on a phone."),
        "typed": _("If the picture cannot be scanned, this code is typed:"),
        "scanned": _("QR code with the code below it"),
        "cancelled": _("This event is cancelled.") if card.cancelled else "",
        "contact": f"{_('Questions?')} {contact}" if contact else "",
        "footer": card.hub,
        "no_photos": _("No photographs, please"),
        "people": [
            {
                "name": person.name,
                "role": role(person.role, _),
                "code": spelled(person.ticket),
                "qr": picture(person.ticket),
                "photos": person.photos,
            }
            for person in people
        ],
    }
