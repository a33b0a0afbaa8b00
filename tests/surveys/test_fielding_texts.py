"""What happens to the states of translations when a questionnaire is taken in, and taken in again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText, TextState
from engage.instruments import working
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.text_places import changed
from engage.instruments.domain.translations import Progress, progress
from engage.instruments.readers.reading import Reading
from engage.instruments.translating.models import TakenOver
from engage.surveys import fielding
from tests.factories.surveys import instrument, item, section
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BEFORE = instrument(section("a", item("one"), item("two")))
"""Four texts: the title, the section's, and two questions, each with its German."""


def take_in(session: Session, definition: Instrument, texts: TextState | None = None, reason: str = "") -> Progress:
    survey = fielding.import_reading(
        session,
        Reading(definition),
        hub=hubs.default(session),
        file="x.yaml",
        slug="x",
        gate=TextGate.APPROVED,
        texts=texts,
        now=NOW,
        reason=reason,
        by_name="ada",
    )
    return progress(working.copy_of(session, survey.instrument_id).instrument, "de")


def with_label(definition: Instrument, name: str, english: str, german: str) -> Instrument:
    new = LocalizedText.of(english, "en", de=german)
    return changed(definition, lambda place: new if place.path == f"items.{name}.label" else place.text)


@pytest.mark.parametrize(
    ("again", "after"),
    [
        pytest.param(BEFORE, Progress(draft=4), id="the same file: states stay"),
        pytest.param(
            with_label(BEFORE, "one", "New?", "Frage one?"), Progress(draft=3, stale=1), id="a changed source: stale"
        ),
        pytest.param(
            with_label(BEFORE, "one", "New?", "Neu?"), Progress(draft=3, approved=1), id="both new: as the file says"
        ),
    ],
)
def test_a_file_taken_in_again_keeps_states_and_finds_changed_sources(session: Session, again, after: Progress):
    assert take_in(session, BEFORE, TextState.DRAFT) == Progress(draft=4)

    assert take_in(session, again) == after


def test_who_takes_over_fielded_texts_as_approved_and_why_is_kept(session: Session):
    assert take_in(session, BEFORE, TextState.APPROVED, "Fielded in 2025.") == Progress(approved=4)

    kept = session.scalars(select(TakenOver)).one()
    assert (kept.by_name, kept.reason, kept.languages, kept.texts) == ("ada", "Fielded in 2025.", ["de"], 4)
    take_in(session, BEFORE, TextState.DRAFT)
    assert len(session.scalars(select(TakenOver)).all()) == 1
