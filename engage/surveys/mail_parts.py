"""What mails about surveys share: which survey, what it is called, who asks."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from engage.activities.domain.shown import picked
from engage.hubs.domain.texts import named
from engage.instruments.rendering.texts import plain
from engage.mail.kinds import Placeholder
from engage.mail.models import OutboxMail
from engage.surveys.models import Survey

if TYPE_CHECKING:
    from engage.hubs.models import Hub

SURVEY = Placeholder("survey", "Living after cancer")
HUB = Placeholder("hub", "Hub Norway")


def survey_of(session: Session, mail: OutboxMail) -> Survey | None:
    return session.get(Survey, int(mail.values.get("survey_id") or 0))


def title_in(survey: Survey, language: str) -> str:
    """What a survey is called in the language that serves a reader best."""
    return plain(picked(survey.activity.title, language)[0]) or survey.slug


def hub_in(hub: "Hub", language: str) -> str:
    """What a hub is called in the language of who is written to."""
    return named(hub.name, hub.names, tuple(hub.languages), language).text
