"""That somebody who was invited has answered: the only link, of a moment, between a person and a survey."""

from datetime import datetime

from sqlalchemy import false, update
from sqlalchemy.orm import Session

from engage.surveys.domain.invitations import AlreadyAnswered
from engage.surveys.models_reach import Participant


def mark(session: Session, participant_id: int, *, now: datetime) -> None:
    """Say so, in the transaction of the submit; of two at the same moment one is the first.

    The day stays until the daily job has forgotten it (`inviting.shuffling`).

    :raises AlreadyAnswered: when this invitation was used, or nobody has it any more
    """
    marked = (
        update(Participant)
        .where(Participant.id == participant_id, Participant.answered == false())
        .values(answered=True, answered_on=now.date())
        .execution_options(synchronize_session=False)
    )
    if session.connection().execute(marked).rowcount == 0:
        raise AlreadyAnswered
