"""The citizen mirror: fills the port of `engage.maturity` with a survey of `engage.surveys`.

It is in the field at once, in every language that all statements are there in, and stands in no list: only its address
leads there. No answer says who gave it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.hubs.domain.texts import named
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.maturity.workshop.mirroring import Counted, Port, Wanted
from engage.portal import unlisted
from engage.surveys import fielding, queries
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Response

if TYPE_CHECKING:
    from engage.hubs.models import Hub


A_PAGE = 4
"""Statements on a page."""
REASON = "citizen mirror: statements of the model and words that come with the product"


@cache
def _source() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files(__name__) / "questions.yaml").read_text("utf-8"))
    return found


def make(session: Session, wanted: Wanted, now: datetime) -> bool:
    """Make the survey and put it in the field. One that is there already is taken as it is."""
    return unlisted.make(session, wanted, lambda hub: instrument(wanted, hub), reason=REASON, now=now)


def instrument(wanted: Wanted, hub: "Hub") -> Instrument:
    """The statements, each with five answers and "I cannot say", four to a page."""
    source, tags = _source(), wanted.languages
    hub_names = {tag: named(hub.name, hub.names, hub.languages, tag).text for tag in tags}

    def said(texts: Mapping[str, str], **values: Mapping[str, str] | int) -> dict[str, str]:
        return {tag: _filled(texts[tag], tag, {"hub": hub_names, **values}) for tag in tags}

    options = [{"code": each["code"], "label": said(each["label"])} for each in source["options"]]
    items = [
        {"name": name, "type": "single", "label": {tag: texts[tag] for tag in tags}, "options": options}
        for name, texts in wanted.statements.items()
    ]
    pages = [items[at : at + A_PAGE] for at in range(0, len(items), A_PAGE)]
    return from_document(
        {
            "format": 1,
            "name": wanted.slug,
            "title": said(source["title"]),
            "source_language": tags[0],
            "languages": list(tags),
            "minutes": max(2, len(items) // 3),
            "welcome": said(source["welcome"]),
            "closing": said(source["closing"]),
            "about": {
                "asks": hub_names,
                "purpose": said(source["purpose"]),
                "published": said(source["published"]),
            },
            "sections": [
                {
                    "name": f"part_{part}",
                    "slug": f"part-{part}",
                    "title": said(source["section"], part=part, parts=len(pages)),
                    "items": page,
                }
                for part, page in enumerate(pages, 1)
            ],
        }
    )


def _filled(text: str, tag: str, values: Mapping[str, Mapping[str, str] | int]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value) if isinstance(value, int) else value[tag])
    return text


def read(session: Session, slug: str, items: Sequence[str]) -> Counted | None:
    """How many people answered, and how often each answer was given to each statement."""
    survey = queries.by_slug(session, slug)
    if survey is None:
        return None
    total = session.scalar(select(func.count()).where(Response.survey_id == survey.id, queries.in_use())) or 0
    closed = survey.status is SurveyStatus.CLOSED
    by_statement = {each: _answers(session, survey.id, each) for each in items}
    return Counted(total, by_statement, None if closed else survey.closes_at)


def _answers(session: Session, survey_id: int, item: str) -> Mapping[str, int]:
    said = Response.answers[item].as_string().label("answer")
    given = select(said).where(Response.survey_id == survey_id, queries.in_use()).subquery()
    counted = select(given.c.answer, func.count()).where(given.c.answer.is_not(None)).group_by(given.c.answer)
    return {row[0]: row[1] for row in session.execute(counted)}


def close(session: Session, slug: str, now: datetime) -> None:
    """Take no more answers; one that is gone is closed."""
    survey = queries.by_slug(session, slug)
    if survey is not None and survey.status is not SurveyStatus.CLOSED:
        fielding.set_status(session, survey, SurveyStatus.CLOSED, now=now)


PORT = Port(make=make, read=read, close=close, address=lambda slug: f"/surveys/{slug}")
