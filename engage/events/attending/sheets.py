"""What stands on paper: the list of a desk, badges, certificates of attendance. Words in one language; how it looks is
in `paper/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import bidirectional

from flask_babel import format_date, gettext

from engage.events import words_attending
from engage.events.attending.checking_in import Desk
from engage.events.attending.printing import qr
from engage.events.queries_desk import Seen
from engage.events.tickets.codes import spelled
from engage.i18n.locales import direction

Text = tuple[str, str]
"""Words, and the language they are in."""


def _frame(language: str, title: str) -> dict[str, Any]:
    return {"language": language.split("-", maxsplit=1)[0], "direction": direction(language), "title": title}


def list_of(
    desk: Desk, people: Sequence[Seen], *, title: Text, site: Text, address: str, language: str
) -> dict[str, Any]:
    """The list of a desk: by name, with a box each, and a code that leads to the desk where there is a link."""
    return {
        **_frame(language, gettext("Desk: %(event)s", event=title[0])),
        "site": site[0],
        "day": words_attending.day(desk.day),
        "told": gettext(
            "Tick who comes. Afterwards somebody types the ticks in. Keep this list locked, then shred it."
        ),
        "address": address,
        "qr": qr(address) if address else "",
        "qr_text": gettext("QR code of the desk’s page"),
        "heads": [gettext("In"), gettext("Name"), gettext("As"), gettext("Ticket"), gettext("Photographs")],
        "box": gettext("Box to tick"),
        "ticked": gettext("in already"),
        "rows": [
            {
                "came": each.came,
                "name": each.name,
                "role": str(words_attending.ROLES[each.role]),
                "ticket": spelled(each.ticket),
                "photos": "" if each.photos else gettext("none"),
            }
            for each in people
        ],
        "empty": gettext("Nobody is expected."),
        "more": gettext("Without a registration: name, role"),
        "page": gettext("Page {page} of {pages}"),
    }


def badges_of(people: Sequence[Seen], *, title: Text, site: Text, language: str) -> dict[str, Any]:
    """A badge each, eight on a sheet: name, role, organisation, the sign against photographs, the ticket."""
    return {
        **_frame(language, gettext("Badges: %(event)s", event=title[0])),
        "event": title[0],
        "site": site[0],
        "badges": [
            {
                "name": each.name,
                "direction": _written(each.name),
                "role": str(words_attending.ROLES[each.role]),
                "organisation": each.organisation,
                "no_photos": "" if each.photos else gettext("No photographs"),
                "ticket": spelled(each.ticket),
                "qr": qr(each.ticket),
                "qr_text": gettext("Ticket %(code)s", code=spelled(each.ticket)),
            }
            for each in people
        ],
        "empty": gettext("Nobody is expected."),
        "sign": gettext("A camera that is crossed out"),
    }


@dataclass(frozen=True, slots=True)
class Attended:
    """What a certificate says."""

    name: str
    event: Text
    site: Text
    hub: Text
    days: tuple[date, ...]
    minutes: int
    """0: how long is not said."""
    online: bool
    issued_on: date


def certificate_of(attended: Attended, language: str) -> dict[str, Any]:
    """A certificate of attendance. It says what was recorded, and nothing of why somebody came."""
    days = [str(format_date(each, "long")) for each in attended.days]
    rows = [
        (gettext("Event"), attended.event),
        (gettext("Where"), (gettext("Online"), language) if attended.online else attended.site),
        (gettext("When"), ("; ".join(days), language)),
    ]
    if attended.minutes:
        rows.append((gettext("Programme"), (words_attending.hours(attended.minutes), language)))
    rows.append((gettext("Held by"), attended.hub))
    return {
        **_frame(language, gettext("Certificate of attendance")),
        "states": gettext("This is to certify that"),
        "name": attended.name,
        "name_direction": _written(attended.name),
        "took_part": gettext("took part in this event."),
        "rows": [
            {"label": label, "text": text, "language": tag.split("-")[0], "direction": direction(tag)}
            for label, (text, tag) in rows
        ],
        "issued": gettext(
            "Issued on %(day)s by %(hub)s.", day=format_date(attended.issued_on, "long"), hub=attended.hub[0]
        ),
        "basis": gettext("The hub recorded attendance at the desk of the event, or when the online room was entered."),
    }


def _written(name: str) -> str:
    """In which direction a name is written, by its first strong letter."""
    for letter in name:
        if (kind := bidirectional(letter)) in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"
