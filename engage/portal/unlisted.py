"""Surveys that rooms ask for and that stand in no list: in the field at once, only their address leads there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.hubs import queries as hubs
from engage.i18n.gates import TextGate
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.reading import Reading
from engage.surveys import fielding, queries

if TYPE_CHECKING:
    from engage.hubs.models import Hub

KEPT = timedelta(days=365)
"""How long answers are kept after it closes."""


class Wanted(Protocol):
    """What a room says of the survey it asks for."""

    @property
    def slug(self) -> str: ...
    @property
    def hub(self) -> str: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def shown_from(self) -> int: ...


def make(
    session: Session, wanted: Wanted, questions: "Callable[[Hub], Instrument]", *, reason: str, now: datetime
) -> bool:
    """Make it and put it in the field; one that is there already is taken as it is. False: there is no such hub.

    :param reason: why nobody checks it before it is published
    """
    if queries.by_slug(session, wanted.slug) is not None:
        return True
    hub = hubs.by_slug(session, wanted.hub)
    if hub is None:
        return False
    reading = Reading(questions(hub))
    gate = TextGate.APPROVED
    survey = fielding.import_reading(
        session, reading, hub=hub, file="", slug=wanted.slug, gate=gate, texts=None, now=now
    )
    survey.shown_from = wanted.shown_from
    fielding.change_settings(
        session,
        survey,
        opens_at=wanted.opens_at,
        closes_at=wanted.closes_at,
        most_responses=None,
        gate=gate,
        contact=("", "", ""),
        keep_until=(wanted.closes_at + KEPT).date(),
    )
    fielding.publish(session, survey, now=now, without_check=reason)
    survey.activity.state = ActivityState.DRAFT
    session.flush()
    return True
