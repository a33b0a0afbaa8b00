"""Links by which somebody who wanted to hear what came of an event takes that back."""

from sqlalchemy.orm import Session

from engage.events.models_people import FollowUp
from engage.web import signed

_PURPOSE = "follow-up link"


def token(follow_up: FollowUp, *, key: str = "") -> str:
    return signed.token(follow_up.id, _PURPOSE, "", key=key)


def by_token(session: Session, token: str, *, key: str = "") -> FollowUp | None:
    number = signed.number_of(token)
    if not number or not signed.is_true(token, _PURPOSE, "", key=key):
        return None
    return session.get(FollowUp, number)
