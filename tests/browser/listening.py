"""A survey in two directions and its responses, put into a running site without clicking."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.core.settings import Settings
from engage.db import engine as database
from engage.i18n.text import LocalizedText
from engage.instruments.document import to_document
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Row, Section
from engage.surveys import queries
from engage.surveys.models import Response, Survey
from tests.browser.site import Site


def _text(english: str, hebrew: str) -> LocalizedText:
    return LocalizedText.of(english, "en", he=hebrew)


def _options(**labels: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=_text(*label)) for code, label in labels.items())


def _item(name: str, kind: ItemType, english: str, hebrew: str, **more: Any) -> Item:
    return Item(name=name, type=kind, label=_text(english, hebrew), **more)


ABOUT_ALIKE = ("doctors", "nurses", "pharmacies", "clinics", "hotlines")
QUESTIONNAIRE = Instrument(
    name="listening",
    title=_text("Living with cancer", "לחיות עם סרטן"),
    source_language="en",
    languages=("en", "he"),
    sections=(
        Section(
            name="all",
            slug="all",
            title=_text("You and your care", "אתם והטיפול שלכם"),
            items=(
                _item(
                    "sex",
                    ItemType.SINGLE,
                    "You are",
                    "את או אתה",
                    options=_options(f=("A woman", "אישה"), m=("A man", "גבר")),
                ),
                _item("age", ItemType.INTEGER, "How old are you?", "בני כמה אתם?", minimum=0, maximum=120),
                _item(
                    "heard",
                    ItemType.SINGLE,
                    "Who told you about screening?",
                    "מי סיפר לכם על בדיקות סקר?",
                    options=_options(
                        doctor=("My doctor", "הרופא שלי"),
                        letter=("A letter", "מכתב"),
                        friends=("Friends or family", "חברים או משפחה"),
                    ),
                ),
                _item(
                    "trust",
                    ItemType.MATRIX,
                    "How much do you trust them?",
                    "עד כמה אתם סומכים עליהם?",
                    options=_options(little=("Little", "מעט"), some=("Some", "במידה מסוימת"), much=("Much", "מאוד")),
                    rows=tuple(
                        Row(code=code, label=_text(code.title(), f"{code.title()} (he)")) for code in ABOUT_ALIKE
                    ),
                ),
                _item("why", ItemType.TEXT, "What would help you?", "מה היה עוזר לכם?", multiline=True),
            ),
        ),
    ),
)


@contextmanager
def writing(site: Site) -> Iterator[Session]:
    """The database of a running site."""
    url = Settings(data_dir=site.folder, base_url=site.address).sqlalchemy_url
    engine = create_engine(url, **database.engine_options(url))
    database.configure(engine)
    with database.writing(), Session(engine) as session:
        yield session
        session.commit()
    engine.dispose()


def put_in_the_field(site: Site, slug: str) -> None:
    file = site.folder / f"{slug}.json"
    file.write_text(json.dumps(to_document(QUESTIONNAIRE)), encoding="utf-8")
    site.engage("survey", "import", str(file), "--slug", slug, "--publish", "--texts", "approved")


def answered(site: Site, slug: str) -> None:
    """240 responses: three women for each man, eight from friends, and five that were given without care."""
    with writing(site) as session:
        survey = queries.by_slug(session, slug)
        assert survey is not None
        session.add_all(_response(survey, n) for n in range(240))


def _response(survey: Survey, n: int) -> Response:
    careless = n < 5
    heard = "friends" if n % 30 == 7 else ("doctor", "letter", "doctor")[n % 3]
    answers = {
        "sex": "m" if n % 4 == 0 else "f",
        "age": 20 + n * 7 % 65,
        "heard": heard,
        "why": f"More time to talk, and shorter ways ({n}).",
    }
    answers |= {f"trust/{row}": "some" if careless else _trust(n, at) for at, row in enumerate(ABOUT_ALIKE)}
    return Response(
        id=random_id(),
        survey_id=survey.id,
        version_id=survey.version_id,
        language="he" if n % 3 == 0 else "en",
        channel="open",
        day=(datetime.now(UTC) - timedelta(days=n % 9)).date(),
        seconds=20 if careless else 240 + n % 8 * 10,
        answers=answers,
    )


def _trust(n: int, at: int) -> str:
    choices: Sequence[str] = ("much", "some", "much", "little")
    return choices[(n + at * (1 + n % 3)) % 4] if at else ("much" if n % 2 else "little")
