"""Whose responses a person sees: each hub those of its countries, the lead those of all."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from engage.surveys import queries
from engage.surveys.models import Survey

Seen = frozenset[str] | None
"""Countries whose responses are seen; None for all of them, those of the common edition too."""


def countries_seen(session: Session, survey: Survey, hubs: Collection[int] | None) -> Seen:
    """What somebody of these hubs sees of a survey.

    :param hubs: None for a person of the network
    """
    partners = queries.partners(session, survey.id)
    if hubs is None or survey.activity.hub_id in hubs or not partners:
        return None
    return frozenset(partner.country for partner in partners if partner.hub_id in hubs)
