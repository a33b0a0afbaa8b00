"""Closing later or sooner than was said, and opening again what is closed."""

from datetime import datetime

from sqlalchemy.orm import Session

from engage.core import zones
from engage.core.refusal import Refusal
from engage.surveys import fielding
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Survey


class TooEarly(Refusal):
    """The moment is over, or before the survey opens."""

    code = "too_early"


class AfterKeeping(Refusal):
    """Responses are deleted before."""

    code = "after_keeping"


def close_at(session: Session, survey: Survey, moment: datetime | None, *, now: datetime) -> None:
    """Let a survey close at another moment; None: not before somebody closes it. A closed one opens again.

    :raises TooEarly: when it would be closed at once, or before it opens
    :raises AfterKeeping: when people could answer after the day until which responses are kept
    :raises NothingToPublish: when it never was published
    """
    if moment is not None and moment <= max(now, survey.opens_at or now):
        raise TooEarly
    zone = survey.activity.hub.time_zone
    if moment is not None and survey.keep_until is not None and zones.local(moment, zone).date() > survey.keep_until:
        raise AfterKeeping
    if survey.status is SurveyStatus.CLOSED or survey.version_id is None:
        fielding.set_status(session, survey, SurveyStatus.OPEN, now=now)
    fielding.change_settings(
        session,
        survey,
        opens_at=survey.opens_at,
        closes_at=moment,
        most_responses=survey.most_responses,
        gate=survey.text_gate,
        contact=(survey.contact_name, survey.contact_phone, survey.contact_email),
        keep_until=survey.keep_until,
    )
