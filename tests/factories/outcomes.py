"""Outcomes, topics, briefs, figures of the network, as tests want them."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.activities.models import Activity, ActivityTold
from engage.hubs import queries as hubs
from engage.network import models as network
from engage.outcomes import models as outcomes
from engage.outcomes.domain.kinds import RestKind, TopicKind
from engage.outcomes.domain.written import Asked, Written
from engage.outcomes.models_topics import Topic, TopicBox
from engage.outcomes.writing import keeping

_numbers = itertools.count(1)


def fill(session: Session, activity: Activity, *, on: date, at: datetime) -> None:
    """One row in every table that outcomes and the figures of the network have."""
    hub, times = activity.hub_id, {"created_at": at, "updated_at": at}
    session.add_all(
        [
            outcomes.Outcome(
                hub_id=hub,
                slug="waiting-times",
                title={"en": "Waiting times"},
                **times,
                recommendations=[outcomes.Recommendation(position=0, text={"en": "Shorter ones"})],
                rests=[outcomes.OutcomeRest(position=0, kind=RestKind.REPORT, activity_id=activity.id)],
                activities=[outcomes.OutcomeActivity(activity_id=activity.id)],
            ),
            outcomes.PolicyBrief(hub_id=hub, slug="brief", title={"en": "In brief"}, **times),
            TopicBox(hub_id=hub, is_open=True),
            Topic(hub_id=hub, kind=TopicKind.TOPIC, language="en", words="Buses to the clinic", proposed_on=on),
            ActivityTold(activity_id=activity.id, published_on=on, told_on=on, people=12),
            network.NetworkTarget(figure="hubs_recognised", value=20, by=on, created_at=at),
            network.NetworkReport(title="First half", since=on, until=on, document={}, made_at=at),
            network.FigureCorrection(figure="events", hub_id=hub, month=on, change=1, reason="Forgotten", made_at=at),
        ]
    )
    session.flush()


ASKED = Asked(text={"en": "Answer calls within a day"}, addressed_to={"en": "The ministry of health"})
"""Handed to nobody yet."""


def make_outcome(
    session: Session,
    *,
    hub: str = hubs.DEFAULT_SLUG,
    title: str = "",
    recommendations: Sequence[Asked] = (ASKED,),
    published_at: datetime | None = datetime(2026, 10, 1, 9, tzinfo=UTC),
    now: datetime = datetime(2026, 11, 1, 9, tzinfo=UTC),
    **values: Any,
) -> outcomes.Outcome:
    """An outcome of the default hub in English that everybody can read (`published_at=None`: a draft).

    `recommendations` are values of `engage.outcomes.domain.written.Asked`, the other `values` those of `Written`.
    It is offered in all its `languages`, whatever is missing in them.
    """
    lead = hubs.by_slug(session, hub)
    assert lead is not None
    said = title or f"Outcome {next(_numbers)}"
    written: dict[str, Any] = {"languages": ("en",), "title": {"en": said}, "heard": {"en": "People wait for weeks."}}
    made = keeping.create(
        session,
        lead.id,
        Written(**(written | values), recommendations=tuple(recommendations)),
        now=now,
        published_at=published_at,
    )
    made.languages = list((written | values)["languages"])
    session.flush()
    return made
