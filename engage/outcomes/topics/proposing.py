"""Proposing a topic or a question, and saying that one wants it too. Who does it is asked nothing, and kept nowhere."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from engage.accounts import limits
from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicKind, TopicState
from engage.outcomes.domain.topics import words_until
from engage.outcomes.models_topics import Topic

HOUR = 60 * limits.MINUTE
PROPOSED_FROM = limits.Limit("topics, address", 30, HOUR)
"""Proposals from one connection: a room of people may share it."""
PROPOSED_AT = limits.Limit("topics, hub", 300, 24 * HOUR)
"""Proposals to one hub: more than its team could look at are a flood."""
SUPPORTED_FROM = limits.Limit("topics supported, address", 300, HOUR)


def propose(
    session: Session, topic_id: int, *, hub_id: int, kind: TopicKind, words: str, language: str, today: date
) -> bool:
    """Keep a proposal; nobody but the team sees it.

    :param topic_id: from the form: a form sent twice, be it at the same moment, is one proposal
    :returns: whether it is new
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    proposal = dialect.insert(Topic).values(
        id=topic_id,
        hub_id=hub_id,
        kind=kind,
        state=TopicState.WAITING,
        language=language,
        words=words,
        words_until=words_until(today),
        proposed_on=today,
    )
    return session.scalar(proposal.on_conflict_do_nothing().returning(Topic.id)) is not None


def support(session: Session, topic_id: int, *, by: int) -> bool:
    """Count one more (`by` 1) or one fewer (-1) who wants it talked about.

    :returns: whether it was counted: not for what nobody sees
    """
    counted = update(Topic).where(Topic.id == topic_id, Topic.state.in_(PUBLIC_TOPICS), Topic.supports + by >= 0)
    result = session.execute(
        counted.values(supports=Topic.supports + by), execution_options={"synchronize_session": False}
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
