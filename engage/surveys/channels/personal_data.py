"""What links keep of persons: who of the team made them. Who came by them is kept nowhere."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose
from engage.surveys import queries, sight
from engage.surveys.models_reach import SurveyLink


def _found(session: Session, sought: Sought) -> Sequence[SurveyLink]:
    if sought.code:
        return []
    found = select(SurveyLink).where(mentions(sought.address, SurveyLink.made_by, SurveyLink.name))
    if sought.hubs is not None:
        reached = [each.id for each in sight.visible(session, queries.all_surveys(session), sought.hubs)]
        found = found.where(SurveyLink.survey_id.in_(reached))
    return session.scalars(found).all()


def _export(session: Session, sought: Sought) -> list[dict[str, Any]]:
    return [
        {"link": each.name, "code": each.code, "day": each.made_on.isoformat(), "made by": each.made_by}
        for each in _found(session, sought)
    ]


LINKS = Keeps(
    "survey_link",
    what=lambda _: _("Who of the team made a link to a survey, and what they called it"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that colleagues know whom to ask"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the survey is kept"),
    find=lambda session, sought: len(_found(session, sought)),
    export=_export,
    erase=lambda session, sought: rid(_found(session, sought), sought.address, "made_by", "name"),
)
