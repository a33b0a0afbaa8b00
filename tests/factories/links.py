"""Links to a survey."""

from datetime import date

from sqlalchemy.orm import Session

from engage.surveys import queries
from engage.surveys.channels import links
from engage.surveys.channels.links import Wanted
from engage.surveys.domain.channels import Channel
from engage.surveys.models_reach import SurveyLink
from tests.factories.surveys import SLUG, make_survey

SITE = "https://www.example.org"
MADE = date(2026, 11, 22)


def make_link(session: Session, channel: Channel, *, code: str = "", slug: str = SLUG, **wanted: object) -> SurveyLink:
    """A link to the small survey, which is made if it is not there."""
    survey = queries.by_slug(session, slug) or make_survey(session)
    if channel is Channel.EMBED:
        wanted.setdefault("frames", (SITE,))
    made = links.make(session, survey, Wanted(channel, "Day of action", **wanted), by="kari@example.org", on=MADE)  # type: ignore[arg-type]
    if code:
        made.code = code
    session.flush()
    return made
