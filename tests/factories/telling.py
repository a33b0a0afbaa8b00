"""People who asked to be told, and an outcome in three languages that tells them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engage.events.models import Event
from engage.events.models_people import FollowUp
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.models import Outcome, OutcomeActivity, Recommendation
from engage.surveys.models import Survey
from engage.surveys.models_reach import SurveyFollowUp

NOW = datetime(2026, 11, 20, 15, 34, tzinfo=UTC)
ADA, BERT, CLEO = "ada@example.org", "bert@example.org", "cleo@example.org"
EXPECTED = {
    "en": "From June there are two lines.",
    "de": "Ab Juni gibt es zwei Linien.",
    "he": "החל מיוני יש שני קווים",
}


def asked_at(session: Session, survey: Survey, email: str, language: str, *, confirmed: bool = True) -> None:
    session.add(
        SurveyFollowUp(survey_id=survey.id, email=email, language=language, confirmed=confirmed, keep_until=NOW.date())
    )


def came_to(session: Session, event: Event, email: str, language: str) -> None:
    session.add(FollowUp(event_id=event.id, email=email, language=language, keep_until=NOW.date()))


def outcome_about(session: Session, *about: Survey | Event, slug: str = "buses", **columns: Any) -> Outcome:
    """A published one in three languages: what was asked for was accepted."""
    values: dict[str, Any] = {
        "hub_id": about[0].activity.hub_id,
        "slug": slug,
        "languages": ["en", "de", "he"],
        "title": {"en": "Getting to the clinic", "de": "Der Weg zur Klinik", "he": "הדרך למרפאה"},
        "heard": {"en": "Many have no car.", "de": "Viele haben kein Auto.", "he": "לרבים אין רכב."},
        "created_at": NOW - timedelta(days=9),
        "updated_at": NOW,
        "published_at": NOW - timedelta(days=3),
        "activities": [OutcomeActivity(activity_id=each.activity_id) for each in about],
        "recommendations": [
            Recommendation(
                position=0,
                text={"en": "Buses in the evening", "de": "Busse am Abend", "he": "אוטובוסים בערב"},
                addressed_to={"en": "The ministry", "de": "Das Ministerium", "he": "המשרד"},
                handed_on=date(2026, 9, 1),
                state=RecommendationState.ACCEPTED,
                answer=EXPECTED,
                answered_on=date(2026, 10, 1),
            )
        ],
    }
    made = Outcome(**(values | columns))
    session.add(made)
    session.flush()
    return made
