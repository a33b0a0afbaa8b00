"""What an outcome can rest on, and how it is shown while it is there and when it is gone."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.outcomes.domain.kinds import RestKind
from engage.outcomes.domain.written import Rest
from engage.outcomes.writing import resting
from engage.results.publishing.figures import Quote
from engage.surveys.models import Survey
from tests.factories.editions_of_results import make_edition
from tests.factories.events import make_event
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
QUOTES = (Quote("trust", {"de": "Ich vertraue ihnen."}), Quote("why", {"en": "Nobody told me."}))

ONE, TWO = (resting.mark(quote) for quote in QUOTES)


def published_survey(session: Session) -> Survey:
    survey = make_survey(session, slug="screening")
    session.add(make_edition(survey.id, quotes=QUOTES))
    session.flush()
    return survey


def test_results_tables_and_quotes_of_published_surveys_can_be_rested_on(session: Session):
    survey = published_survey(session)
    silent = make_survey(session, slug="silent")

    found = resting.offers(session, [survey.activity_id, silent.activity_id], "de")

    said = [(each.rest.kind, each.rest.ref, each.shown.label, each.shown.address) for each in found]
    page = "/de/surveys/screening/results?edition=1"
    assert said[1:] == [
        (RestKind.TABLE, "heard", "Wer hat Ihnen davon erzählt?", f"{page}#q1"),
        (RestKind.TABLE, "trust", "Wie sehr vertrauen Sie der Klinik?", f"{page}#q2"),
        (RestKind.TABLE, "helped", "Was hat Ihnen geholfen?", f"{page}#q3"),
        (RestKind.TABLE, "care", "How was your care?", f"{page}#q4"),
        (RestKind.QUOTE, ONE, "Ich vertraue ihnen.", f"{page}#q2"),
        (RestKind.QUOTE, TWO, "Nobody told me.", f"{page}#quotes"),
    ]
    assert (said[0][0], said[0][3]) == (RestKind.RESULTS, page)
    assert len({each.code for each in found}) == len(found)


def test_the_report_of_an_event_can_be_rested_on_once_everybody_reads_it(session: Session):
    event = make_event(session, slug="open-day")
    assert resting.offers(session, [event.activity_id], "en") == []

    event.report_published_at = datetime(2026, 5, 1, tzinfo=UTC)
    session.flush()

    [offer] = resting.offers(session, [event.activity_id], "en")
    assert offer.rest == Rest(RestKind.REPORT, event.activity_id)
    assert offer.shown.address == "/en/events/open-day/report"


@pytest.mark.parametrize("state", [ActivityState.REMOVED, ActivityState.DRAFT])
def test_what_an_event_was_called_is_taken_back_with_it(session: Session, state: ActivityState):
    event = make_event(session, slug="open-day")
    event.report_published_at = datetime(2026, 5, 1, tzinfo=UTC)
    event.activity.state = state
    session.flush()

    [shown] = resting.shown(session, [Rest(RestKind.REPORT, event.activity_id)], "en")

    assert (shown.gone, shown.label, shown.address) == (True, "", "")


def test_what_was_taken_back_is_said_to_be_gone_and_leads_nowhere(session: Session):
    survey = published_survey(session)
    event = make_event(session, slug="open-day")
    number = survey.activity_id
    rests = [
        Rest(RestKind.TABLE, number, 1, "no-longer-published"),
        Rest(RestKind.QUOTE, number, 1, "e1a8e8b2f3c4"),
        Rest(RestKind.RESULTS, number, 2),
        Rest(RestKind.REPORT, event.activity_id),
        Rest(RestKind.RESULTS, number, 1),
        Rest(RestKind.LINK, label={"en": "Minutes"}, link="https://example.org/minutes"),
    ]
    assert [each.gone for each in resting.shown(session, rests, "en")] == [True, True, True, True, False, False]

    edition = resting.editions.issues(session, "screening")
    assert edition is not None
    row = session.get(resting.Edition, edition.all[0].id)
    assert row is not None
    row.withdrawn_on = date(2026, 6, 1)
    session.flush()

    found = resting.shown(session, rests, "en")
    assert [each.address for each in found if each.gone] == [""] * 5
    assert found[5].address == "https://example.org/minutes"


def test_a_quote_that_left_its_edition_is_gone_and_no_other_stands_in_its_place(session: Session):
    survey = published_survey(session)
    rests = [Rest(RestKind.QUOTE, survey.activity_id, 1, each) for each in (ONE, TWO)]
    issues = resting.editions.issues(session, "screening")
    assert issues is not None
    row = session.get(resting.Edition, issues.all[0].id)
    assert row is not None

    row.figures = {**row.figures, "quotes": row.figures["quotes"][1:]}
    session.flush()

    gone, there = resting.shown(session, rests, "en")
    assert (gone.gone, there.label) == (True, "Nobody told me.")
    assert "vertraue" not in gone.label
