"""A survey of two countries: Germany asks for schools by their own names, Norway as everybody."""

from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.i18n.text import LocalizedText, Translation
from engage.instruments.domain.definition import Contact, Edition, ItemType, NationalItem, Option
from engage.surveys.models import Partner, Survey
from tests.factories.surveys import SLUG, instrument, item, make_survey, options, section, text


def german(words: str) -> LocalizedText:
    """A text that only one country needs."""
    return LocalizedText("en", {"de": Translation(words)})


GERMANY = Edition(
    items={
        "school": NationalItem(
            label=german("Welchen Schulabschluss haben Sie?"),
            options=(
                Option(code="haupt", label=german("Hauptschule"), common="low"),
                Option(code="abitur", label=german("Abitur"), common="high"),
            ),
        )
    },
    controller=text("The German hub", "Das deutsche Zentrum"),
    minimum_age=16,
    languages=("de", "en"),
    contact=Contact(name="Desk in Bonn", email="bonn@example.org"),
)
ASKED = instrument(
    section(
        "you",
        item("country", ItemType.COUNTRY),
        item("school", ItemType.SINGLE, options=options("low", "high")),
        item("why", relevance="${school} = 'high'"),
    ),
    country_item="country",
    editions={"DE": GERMANY, "NO": Edition()},
)


def make_survey_of_countries(session: Session, *, slug: str = SLUG) -> Survey:
    """It belongs to the default hub; the hub `germany` fields the German edition."""
    survey = make_survey(session, ASKED, slug=slug)
    hub = Hub(slug="germany", name="Hub Germany", country="DE", support={}, revision=1)
    session.add(hub)
    session.flush()
    session.add(Partner(survey_id=survey.id, country="DE", hub_id=hub.id))
    return survey
