"""Links by which somebody confirms an address, and takes it back. Nothing of them is stored."""

from sqlalchemy.orm import Session

from engage.surveys.models_reach import PanelMember, SurveyFollowUp
from engage.web import signed

_FOLLOW_UP, _PANEL = "survey follow-up", "panel of a hub"


def of_follower(follower: SurveyFollowUp, *, key: str = "") -> str:
    return signed.token(follower.id, _FOLLOW_UP, "", key=key)


def follower(session: Session, token: str) -> SurveyFollowUp | None:
    number = signed.number_of(token)
    if not number or not signed.is_true(token, _FOLLOW_UP, ""):
        return None
    return session.get(SurveyFollowUp, number)


def of_member(member: PanelMember, *, key: str = "") -> str:
    return signed.token(member.id, _PANEL, str(member.generation), key=key)


def member(session: Session, token: str) -> PanelMember | None:
    found = session.get(PanelMember, signed.number_of(token)) if signed.number_of(token) else None
    if found is None or not signed.is_true(token, _PANEL, str(found.generation)):
        return None
    return found
