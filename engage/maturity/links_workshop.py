"""The projector's own link: it opens what the room sees, and nothing personal. A new generation ends the old one."""

from sqlalchemy.orm import Session

from engage.maturity.models_panel import Workshop
from engage.web import signed

_PURPOSE = "workshop projector"


def token(room: Workshop) -> str:
    """What stands in the address: 32 characters."""
    return signed.token(room.assessment_id, _PURPOSE, str(room.generation))


def by_token(session: Session, token: str) -> Workshop | None:
    """The workshop that a token opens; None for one that is not ours, or that was ended by a newer one."""
    number = signed.number_of(token)
    if not 0 < number < 2**31:
        return None
    room = session.get(Workshop, number)
    if room is None or not signed.is_true(token, _PURPOSE, str(room.generation)):
        return None
    return room
