"""To which hubs a survey belongs, and whose responses a person sees: each hub those of its countries, the lead all."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.web.permissions import Permission

_OWNERS_ONLY = frozenset({Permission.SURVEY_EDIT, Permission.SURVEY_FIELD})
"""A hub that fields a national edition sees the survey, its preview and its own results; it does not change it."""

Seen = frozenset[str] | None
"""Countries whose responses are seen; None for all of them, those of the common edition too."""


def countries_seen(session: Session, survey: Survey, hubs: frozenset[int] | None) -> Seen:
    """What somebody of these hubs sees of a survey.

    :param hubs: None for a person of the network
    """
    partners = queries.partners(session, survey.id)
    if hubs is None or not partners or not hubs.isdisjoint(activities.owners(session, survey.activity_id)):
        return None
    return frozenset(partner.country for partner in partners if partner.hub_id in hubs)


def hubs_behind(session: Session, survey: Survey | None, label: Permission) -> frozenset[int]:
    """The hubs whose people may hold a permission for a survey: its owners, and for most those that field it.

    Empty for a survey that is not there.
    """
    if survey is None:
        return frozenset()
    owners = activities.owners(session, survey.activity_id)
    if label in _OWNERS_ONLY:
        return owners
    return owners | {partner.hub_id for partner in queries.partners(session, survey.id)}


def visible(session: Session, surveys: Collection[Survey], reach: frozenset[int] | None) -> list[Survey]:
    """Those of some surveys that belong to one of the hubs, or are fielded by one; all of them without hubs."""
    if reach is None:
        return list(surveys)
    return [each for each in surveys if not reach.isdisjoint(hubs_behind(session, each, Permission.SURVEY_SEE))]
