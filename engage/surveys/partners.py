"""Use cases of a survey in several countries: which hub fields the edition of which country."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.surveys import queries
from engage.surveys.models import Partner, Survey

if TYPE_CHECKING:
    from engage.hubs.models import Hub


class NoEdition(Refusal):
    """The survey has no edition of this country."""

    code = "no_edition"


def set_hub(session: Session, survey: Survey, country: str, hub: "Hub | None", *, editions: frozenset[str]) -> None:
    """Say which hub fields the edition of a country; None: the one that leads the survey.

    :param editions: the countries the instrument has an edition of
    :raises NoEdition: when the country is not among them
    """
    if country not in editions:
        raise NoEdition(country)
    partner = queries.partner(session, survey.id, country)
    if hub is None:
        if partner is not None:
            session.delete(partner)
    elif partner is None:
        session.add(Partner(survey_id=survey.id, country=country, hub_id=hub.id))
    else:
        partner.hub_id = hub.id
    survey.revision += 1
    session.flush()
