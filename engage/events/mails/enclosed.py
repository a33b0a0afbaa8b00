"""Files that go with mails about registrations: tickets, and an entry for a calendar."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.events.calendars import File, calendar_for
from engage.events.domain.kinds import RegistrationStatus
from engage.events.mails.facts import registration_of
from engage.events.models_people import Registration
from engage.events.tickets import links, printing
from engage.mail.kinds import Enclosure, Translate
from engage.mail.models import OutboxMail


def tickets_and_calendar(
    settings: Settings, session: Session, mail: OutboxMail, language: str, translate: Translate
) -> Sequence[Enclosure]:
    """For people who have places; nothing for others."""
    registration = registration_of(session, mail)
    if registration is None or registration.status is not RegistrationStatus.CONFIRMED:
        return ()
    made = printing.tickets(session, registration, language, translate)
    tickets = [Enclosure("ticket.pdf", "application/pdf", made)] if made else []
    return [*tickets, *calendar(settings, session, mail, language, translate)]


def calendar(
    settings: Settings, session: Session, mail: OutboxMail, language: str, translate: Translate
) -> Sequence[Enclosure]:
    """The event for their own calendar; or what takes it out of there, once they have no place."""
    registration = registration_of(session, mail)
    if registration is None:
        return ()
    file = calendar_file(session, registration, language, translate, key=settings.secret_key, base=settings.base_url)
    kind, _, rest = file.media_type.partition(";")
    return [Enclosure("event.ics", kind, file.content, _parameters(rest))]


def calendar_file(
    session: Session, registration: Registration, language: str, translate: Translate, *, key: str, base: str
) -> File:
    """With the address of the personal page inside: for nobody else's calendar."""
    base = base.rstrip("/")
    page = links.address(links.token(registration, key=key), language=language, base=base)
    return calendar_for(session, registration, page=page, base=base, language=language, translate=translate)


def _parameters(written: str) -> dict[str, str]:
    """ "charset=utf-8; method=PUBLISH" by name."""
    pairs = (part.partition("=") for part in written.split(";") if "=" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}
