"""What is forgotten of topics: the words as they came, and what is not shown."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from engage.outcomes.domain.kinds import TopicState
from engage.outcomes.domain.topics import NOT_SHOWN_DAYS, WhyNot
from engage.outcomes.models_topics import Topic


def delete_due(session: Session, now: datetime) -> int:
    """Delete words whose time is over, and old proposals that are not shown; how many.

    Without its words nobody can look at a proposal any more: one that still waits is not shown, and its page says why.
    """
    today = now.date()
    is_over = Topic.words_until < today
    missed: dict[str, Any] = {
        "state": TopicState.NOT_SHOWN,
        "reason": WhyNot.NOT_LOOKED_AT,
        "words": "",
        "words_until": None,
    }
    unseen = update(Topic).where(is_over, Topic.state == TopicState.WAITING)
    old = delete(Topic).where(
        Topic.state == TopicState.NOT_SHOWN, Topic.proposed_on < today - timedelta(days=NOT_SHOWN_DAYS)
    )
    return (
        _rows(session, unseen.values(**missed, revision=Topic.revision + 1))
        + _rows(session, update(Topic).where(is_over).values(words="", words_until=None))
        + _rows(session, old)
    )


def _rows(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
