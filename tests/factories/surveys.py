"""A survey in the field, small enough to know by heart.

Page 1 `about-you`: age (0 to 120), smoker (yes, no), brand (only smokers), illness (special category).
Page 2 `views`: topics (several, with an exclusive and an "other" option), trust (a matrix).
Page 3 `smoking`: reason, required, only for smokers.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Row, Section
from engage.instruments.readers.reading import Reading
from engage.surveys import fielding, queries
from engage.surveys.models import Survey
from engage.surveys.queries import Fielded

SLUG = "health"
FIRST = f"/en/surveys/{SLUG}"
CONSENT = "I agree that the hub keeps my answer about illness."


def text(english: str, german: str = "") -> LocalizedText:
    return LocalizedText.of(english, "en", de=german or f"{english} (de)")


def options(*codes: str, **more: dict[str, Any]) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=text(code.replace("_", " ").title()), **more.get(code, {})) for code in codes)


def item(name: str, kind: ItemType = ItemType.TEXT, **more: Any) -> Item:
    return Item(name=name, type=kind, label=text(f"Question {name}?", f"Frage {name}?"), **more)


def section(slug: str, *items: Item, relevance: str | None = None) -> Section:
    return Section(name=slug, slug=slug, title=text(f"Part {slug}", f"Teil {slug}"), items=items, relevance=relevance)


def instrument(*sections: Section, **more: Any) -> Instrument:
    values: dict[str, Any] = {
        "name": "health",
        "title": text("Your health", "Ihre Gesundheit"),
        "source_language": "en",
        "languages": ("en", "de"),
        "sections": sections,
    }
    return Instrument(**(values | more))


HEALTH = instrument(
    section(
        "about-you",
        item("age", ItemType.INTEGER, minimum=0, maximum=120),
        item("smoker", ItemType.SINGLE, options=options("yes", "no")),
        item("brand", relevance="${smoker} = 'yes'"),
        item("illness", special_category=True),
    ),
    section(
        "views",
        item(
            "topics",
            ItemType.MULTIPLE,
            options=options("care", "data", "else", "none", **{"else": {"other": True}, "none": {"exclusive": True}}),
        ),
        item(
            "trust", ItemType.MATRIX, options=options("low", "high"), rows=(Row(code="doctor", label=text("Doctors")),)
        ),
    ),
    section("smoking", item("reason", required="true()", multiline=True), relevance="${smoker} = 'yes'"),
    consent=text(CONSENT, "Ich stimme zu."),
)


def make_survey(
    session: Session,
    definition: Instrument = HEALTH,
    *,
    slug: str = SLUG,
    publish: bool = True,
    gate: TextGate = TextGate.APPROVED,
    **columns: Any,
) -> Survey:
    """A survey of the default hub; `columns` are set on its row (`opens_at`, `most_responses`, `status` …)."""
    now = datetime.now(UTC)
    survey = fielding.import_reading(
        session,
        Reading(definition),
        hub=hubs.default(session),
        file="test.yaml",
        slug=slug,
        gate=gate,
        texts=None,
        now=now,
    )
    if publish:
        fielding.publish(session, survey, now=now, without_check="a test")
    for name, value in columns.items():
        setattr(survey, name, value)
    session.flush()
    return survey


def fielded(session: Session, slug: str = SLUG) -> Fielded:
    found = queries.fielded(session, slug)
    assert found is not None
    return found


def without(definition: Instrument, *names: str) -> Instrument:
    """The instrument less some items."""
    sections = (
        replace(part, items=tuple(each for each in part.items if each.name not in names))
        for part in definition.sections
    )
    return replace(definition, sections=tuple(part for part in sections if part.items))
