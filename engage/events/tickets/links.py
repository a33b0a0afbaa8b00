"""Personal links of registrations: a new generation ends the old one.

A link is written out when a mail is sent, so neither the outbox nor a backup of it opens anything.
"""

from flask import current_app
from sqlalchemy.orm import Session

from engage.events.models_people import Registration
from engage.web import signed

_PURPOSE = "registration link"


def token(registration: Registration, *, key: str = "") -> str:
    """What stands in the address: 32 characters.

    :param key: the instance's secret key; empty: of the application that runs
    """
    return signed.token(registration.id, _PURPOSE, str(registration.generation), key=key)


def by_token(session: Session, token: str, *, key: str = "") -> Registration | None:
    """The registration that a token opens; None for one that is not ours, or that was ended by a newer one."""
    number = signed.number_of(token)
    registration = session.get(Registration, number) if number else None
    if registration is None or not signed.is_true(token, _PURPOSE, str(registration.generation), key=key):
        return None
    return registration


def address(token: str, page: str = "", *, language: str = "", base: str = "") -> str:
    """The absolute address of a personal page, or of one of its parts ("ticket").

    :param language: of the page; empty: the reader's, found out there
    :param base: of the instance; empty: of the application that runs
    """
    start = base or str(current_app.config["ENGAGE_BASE_URL"])
    first = f"/{language}" if language else ""
    rest = f"/{page}" if page else ""
    return f"{start.rstrip('/')}{first}/registrations/{token}{rest}"
