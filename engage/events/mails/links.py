"""Links in mails about registrations, made when a mail is sent."""

from sqlalchemy.orm import Session

from engage.core.settings import Settings
from engage.events.mails.facts import event_of, registration_of
from engage.events.models_people import Invitation
from engage.events.tickets import links
from engage.mail.kinds import Link
from engage.mail.models import OutboxMail


def personal(page: str = "") -> Link:
    """To the personal page, or to a part of it."""

    def made(settings: Settings, session: Session, mail: OutboxMail) -> str:
        registration = registration_of(session, mail)
        if registration is None:
            return ""
        token = links.token(registration, key=settings.secret_key)
        return links.address(token, page, language=mail.language, base=settings.base_url)

    return made


def event(page: str = "") -> Link:
    """To the event's public page, or to one below it."""

    def made(settings: Settings, session: Session, mail: OutboxMail) -> str:
        found = event_of(session, mail)
        rest = f"/{page}" if page else ""
        return f"{settings.base_url.rstrip('/')}/{mail.language}/events/{found.slug}{rest}" if found else ""

    return made


def invitation(settings: Settings, session: Session, mail: OutboxMail) -> str:
    """To the registration form, with the code in it."""
    found = session.get(Invitation, int(mail.values.get("invitation_id") or 0))
    address = event("register")(settings, session, mail)
    return f"{address}?code={found.code}" if found else address


def feedback(settings: Settings, session: Session, mail: OutboxMail) -> str:
    """To the survey: the same address for everybody, so that no answer can be told from another."""
    found = event_of(session, mail)
    slug = found.feedback if found else ""
    return f"{settings.base_url.rstrip('/')}/{mail.language}/surveys/{slug}" if slug else ""
