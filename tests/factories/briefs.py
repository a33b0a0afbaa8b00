"""Policy briefs as tests want them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.outcomes.briefs import keeping
from engage.outcomes.domain.briefs import Draft
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.written import Asked, Written
from engage.outcomes.models import PolicyBrief

MINISTRY = {"en": "Ministry of Health", "he": "משרד הבריאות"}
WAITING = Written(
    languages=("en", "he"),
    title={"en": "Waiting for a diagnosis", "he": "ההמתנה לאבחון"},
    heard={"en": "The weeks before were the **hardest**.\n\n- nobody to call", "he": "השבועות שלפני היו הקשים ביותר."},
    recommendations=(
        Asked(
            text={"en": "Name one person to call.", "he": "לתת איש קשר אחד."},
            addressed_to=MINISTRY,
            handed_on=date(2026, 3, 10),
            state=RecommendationState.ACCEPTED,
            answered_on=date(2026, 6, 2),
            answer={"en": "We shall.", "he": "כך נעשה."},
            decision={"en": "It is in the budget.", "he": "זה בתקציב."},
            decided_by={"en": "Parliament", "he": "הכנסת"},
            decided_on=date(2026, 9, 15),
        ),
        Asked(
            text={"en": "Publish waiting times.", "he": "לפרסם זמני המתנה."},
            addressed_to=MINISTRY,
            handed_on=date(2026, 3, 10),
        ),
    ),
)
LETTERS = Written(
    languages=("en", "he"),
    title={"en": "Letters one can read", "he": "מכתבים שאפשר להבין"},
    heard={"en": "Letters are too long.", "he": "המכתבים ארוכים מדי."},
    recommendations=(
        Asked(
            text={"en": "Shorter letters.", "he": "מכתבים קצרים."},
            addressed_to=MINISTRY,
            handed_on=date(2026, 3, 10),
            state=RecommendationState.DECLINED,
            answered_on=date(2026, 6, 2),
            answer={"en": "No.", "he": "לא."},
            reason={"en": "The law asks for them.", "he": "החוק דורש אותם."},
        ),
    ),
)
DRAFT = Draft(
    languages=("en", "he"),
    title={"en": "Nobody should wait alone", "he": "איש לא צריך להמתין לבד"},
    lead={"en": "More than 600 people told us.", "he": "יותר מ־600 אנשים סיפרו לנו."},
    asks={"en": "Answer the request.\nMeet the panel.", "he": "לענות על הבקשה.\nלהיפגש עם הפאנל."},
)


def make_brief(
    session: Session,
    *,
    hub: str = "",
    published_at: datetime | None = datetime(2026, 10, 3, 9, tzinfo=UTC),
    **values: Any,
) -> PolicyBrief:
    """A brief in English that everybody can read (`published_at=None`: a draft); `values` are those of `Draft`."""
    lead = hubs.by_slug(session, hub) if hub else hubs.default(session)
    assert lead is not None
    said: dict[str, Any] = {
        "languages": ("en",),
        "title": {"en": "Nobody should wait alone"},
        "lead": {"en": "Six hundred people told us."},
        "asks": {"en": "Answer the request.\n- Meet the panel."},
    }
    brief = keeping.create(session, lead.id, Draft(**(said | values)), now=datetime(2026, 10, 1, 9, tzinfo=UTC))
    brief.published_at = published_at
    session.flush()
    return brief
