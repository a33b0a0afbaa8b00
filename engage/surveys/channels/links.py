"""Links to a survey that many people may use: made, renamed, closed, found by their code, how many came each way."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.surveys.domain import short_codes
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Response, Survey
from engage.surveys.models_reach import SurveyLink

KINDS = (Channel.OPEN, Channel.POSTER, Channel.EMBED, Channel.KIOSK, Channel.TELEPHONE, Channel.HELPER)
"""What a link can be for; the other channels are personal, or paper."""
SHORTEST_IDLE, LONGEST_IDLE = 60, 900
"""Seconds: the warning alone takes thirty of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link as somebody wants it."""

    channel: Channel
    name: str
    language: str = ""
    country: str = ""
    frames: tuple[str, ...] = ()
    idle_seconds: int = 90


@dataclass(frozen=True, slots=True)
class Way:
    """A link as a visitor meets it."""

    code: str
    survey_id: int
    slug: str
    channel: Channel
    language: str
    country: str
    frames: tuple[str, ...]
    idle_seconds: int
    closed: bool


def way(session: Session, code: str) -> Way | None:
    """What a code leads to, as it was typed or stands in an address."""
    try:
        code = short_codes.read(code)
    except short_codes.NoCode:
        return None
    statement = (
        select(SurveyLink, Survey.slug).join(Survey, Survey.id == SurveyLink.survey_id).where(SurveyLink.code == code)
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    link, slug = row
    frames = tuple(link.frames) if link.channel is Channel.EMBED else ()
    closed = link.closed_on is not None
    return Way(code, link.survey_id, slug, link.channel, link.language, link.country, frames, link.idle_seconds, closed)


def make(session: Session, survey: Survey, wanted: Wanted, *, by: str, on: date) -> SurveyLink:
    """A link with a code that no other has."""
    link = SurveyLink(survey_id=survey.id, channel=wanted.channel, code=_free(session), made_on=on, made_by=by)
    change(link, wanted)
    session.add(link)
    session.flush()
    return link


def _free(session: Session) -> str:
    while True:
        code = short_codes.new_code(secrets.choice)
        if session.scalar(select(SurveyLink.id).where(SurveyLink.code == code)) is None:
            return code


def change(link: SurveyLink, wanted: Wanted) -> None:
    """Everything but its channel and its code: both stand on paper, and beside responses."""
    link.name, link.language, link.country = wanted.name, wanted.language, wanted.country
    link.frames, link.idle_seconds = list(wanted.frames), wanted.idle_seconds


def close(link: SurveyLink, *, on: date) -> None:
    """From now on it leads to a page that says so. Who has begun may finish."""
    link.closed_on = link.closed_on or on


def open_again(link: SurveyLink) -> None:
    link.closed_on = None


def of_survey(session: Session, survey_id: int) -> Sequence[SurveyLink]:
    """Open ones first, the newest first."""
    order = (SurveyLink.closed_on.is_not(None), SurveyLink.id.desc())
    return session.scalars(select(SurveyLink).where(SurveyLink.survey_id == survey_id).order_by(*order)).all()


def one(session: Session, survey_id: int, link_id: int) -> SurveyLink | None:
    return session.scalar(select(SurveyLink).where(SurveyLink.survey_id == survey_id, SurveyLink.id == link_id))


def responses(session: Session, survey_id: int, seen: Collection[str] | None) -> dict[str, int]:
    """How many responses came by each channel; never by which link.

    :param seen: countries whose responses are for who asks; None for all
    """
    counted = select(Response.channel, func.count()).where(Response.survey_id == survey_id)
    if seen is not None:
        counted = counted.where(Response.country.in_(seen))
    return {row[0]: row[1] for row in session.execute(counted.group_by(Response.channel))}
