"""Personal links of members of a panel: a new generation ends the old one.

A link is written out when a mail is sent, so neither the outbox nor a backup of it opens anything.
"""

from flask import current_app
from sqlalchemy.orm import Session

from engage.maturity.models_panel import Member
from engage.web import signed

_PURPOSE = "panel link"


def token(member: Member, *, key: str = "") -> str:
    """What stands in the address: 32 characters.

    :param key: the instance's secret key; empty: of the application that runs
    """
    return signed.token(member.id, _PURPOSE, str(member.generation), key=key)


def by_token(session: Session, token: str, *, key: str = "") -> Member | None:
    """The member whom a token lets in; None for one that is not ours, or that was ended by a newer one."""
    number = signed.number_of(token)
    member = session.get(Member, number) if number else None
    if member is None or not signed.is_true(token, _PURPOSE, str(member.generation), key=key):
        return None
    return member


def address(token: str, page: str = "", *, language: str = "", base: str = "") -> str:
    """The absolute address of a member's pages, or of one of them ("about").

    :param language: of the page; empty: the reader's, found out there
    :param base: of the instance; empty: of the application that runs
    """
    start = base or str(current_app.config["ENGAGE_BASE_URL"])
    first = f"/{language}" if language else ""
    rest = f"/{page}" if page else ""
    return f"{start.rstrip('/')}{first}/assessments/{token}{rest}"
