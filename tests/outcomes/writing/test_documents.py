"""An outcome as a document, written and read back."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from engage.outcomes import writing
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind
from engage.outcomes.domain.written import Asked, Rest
from tests.factories.activities import make_activity
from tests.factories.events import make_event
from tests.factories.outcomes import make_outcome
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@ON_SQLITE
def test_an_outcome_written_as_a_document_and_read_back_says_the_same(session: Session):
    survey, event, held = (
        make_survey(session, slug="screening"),
        make_event(session, slug="day"),
        make_activity(session),
    )
    asked = Asked(
        text={"en": "Answer calls", "de": "Anrufe beantworten"},
        addressed_to={"en": "Ministry"},
        handed_on=date(2026, 1, 2),
        state=RecommendationState.DONE,
        answer={"en": "Yes"},
        answered_on=date(2026, 2, 3),
        decision={"en": "A hotline"},
        decided_by={"en": "Parliament"},
        decided_on=date(2026, 3, 4),
        citizens_role=CitizensRole.INVOLVED,
        due_on=date(2026, 9, 1),
        done={"en": "It is open"},
        done_on=date(2026, 8, 5),
    )
    rests = (
        Rest(RestKind.TABLE, survey.activity_id, 1, "heard"),
        Rest(RestKind.REPORT, event.activity_id),
        Rest(RestKind.LINK, label={"en": "Minutes"}, link="https://example.org"),
    )
    outcome = make_outcome(
        session,
        languages=("en", "de"),
        mission_areas=("equity",),
        sectors=("education",),
        activities=(survey.activity_id, event.activity_id, held.id),
        recommendations=(asked,),
        rests=rests,
    )

    written = json.loads(json.dumps(writing.document(session, outcome)))
    assert written["activities"] == [f"activity/{held.slug}", "event/day", "survey/screening"]
    again = writing.take_in(session, written, hub_id=outcome.hub_id, now=NOW)

    assert writing.document(session, again) == {**written, "slug": f"{outcome.slug}-2"}
    assert again.published_at == outcome.published_at


@ON_SQLITE
def test_activities_that_are_not_there_are_left_out_with_what_rests_on_them(session: Session):
    survey = make_survey(session, slug="screening")
    rests = (Rest(RestKind.RESULTS, survey.activity_id, 1), Rest(RestKind.LINK, label={"en": "M"}, link="https://a.eu"))
    outcome = make_outcome(session, activities=(survey.activity_id,), rests=rests)

    found = writing.from_document(writing.document(session, outcome), {})

    assert found.activities == ()
    assert [each.kind for each in found.rests] == [RestKind.LINK]
    assert replace(found, rests=()).title == outcome.title


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="no format"),
        pytest.param({"format": 2, "languages": ["en"], "title": {"en": "T"}}, id="of a newer program"),
        pytest.param({"format": 1, "languages": ["en"]}, id="without a title"),
        pytest.param(
            {"format": 1, "languages": ["en"], "title": {"en": "T"}, "recommendations": [{"state": "perhaps"}]},
            id="a state that is none",
        ),
        pytest.param(
            {"format": 1, "languages": ["en"], "title": {"en": "T"}, "recommendations": [{"handed_on": "soon"}]},
            id="a day that is none",
        ),
        pytest.param({"format": 1, "languages": ["en"], "title": {"en": "T"}, "recommendations": ["x"]}, id="a word"),
        pytest.param({"format": 1, "languages": ["en"], "title": {"en": 5}}, id="a number as a title"),
        pytest.param(
            {"format": 1, "languages": ["en"], "title": {"en": "T"}, "rests_on": [{"kind": "results", "edition": "x"}]},
            id="an edition that is no number",
        ),
    ],
)
def test_what_is_no_outcome_is_refused(document):
    with pytest.raises(ValueError, match=r"not an outcome|not a valid|Invalid isoformat|invalid literal"):
        writing.from_document(document, {})
