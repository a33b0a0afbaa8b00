"""How metrics of maturity models are counted here, from surveys, events, activities, hub pages, outcomes and topics.

Fills the port of `engage.maturity.measuring`. What each counts, and what it leaves out: docs/reference/metrics.md.
Figures are exact: they are for the team; what others see is decided in `engage.maturity.domain.figures`.
"""

from flask import Flask

from engage.maturity import measuring
from engage.portal.measures import (
    dialogues,
    feedback,
    hub,
    outcomes,
    participants,
    representation,
    returning,
    surveys,
    territory,
    topics,
)

MEASURES = {
    "M01": surveys.closed,
    "M03": surveys.languages,
    "M04": representation.gap,
    "M05": surveys.completion,
    "M06": dialogues.held,
    "M07": territory.spread,
    "M08": participants.non_organised,
    "M09": dialogues.timely,
    "M10": outcomes.answered,
    "M11": outcomes.days_to_feedback,
    "M12": feedback.ratings,
    "M13": participants.transnational,
    "M15": participants.access,
    "M17": returning.returned,
    "M18": surveys.consent,
    "M21": hub.public_page,
    "M22": topics.answer_time,
    "M23": outcomes.decided,
    "M24": topics.brought,
    "M25": hub.register,
}
"""By metric of the model that comes with the product. Other models may use the same names for the same things."""


def install(app: Flask) -> None:
    """Offer them all."""
    for metric, measure in MEASURES.items():
        measuring.offer(app, metric, measure)
