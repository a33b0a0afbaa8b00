"""That responses count or do not. Each decision is kept with its reason and can be taken back by another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.results import queries
from engage.results.models import Decision
from engage.surveys import queries as surveys

A_WRITE = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided at one time about some responses."""

    at: datetime
    by: str
    """Empty for somebody whose account is gone."""
    left_out: bool
    flag: str
    reason: str
    responses: int


def decide(
    session: Session,
    survey_id: int,
    responses: Collection[int],
    *,
    left_out: bool,
    flag: str,
    reason: str,
    by: int | None,
    now: datetime,
) -> int:
    """Say of these responses that they count or do not; about how many that was new.

    :param responses: keys of responses; those about which the same is decided already stay as they are, and so do
        those that people asked to keep out of all use
    """
    out = queries.left_out(session, survey_id)
    ours = set(responses) - surveys.restricted(session, survey_id)
    wanted = sorted(each for each in ours if (each in out) is not left_out)
    said = {"survey_id": survey_id, "left_out": left_out, "flag": flag, "reason": reason, "at": now, "by_id": by}
    for start in range(0, len(wanted), A_WRITE):
        session.execute(insert(Decision), [{**said, "response_id": each} for each in wanted[start : start + A_WRITE]])
    return len(wanted)


def history(session: Session, survey_id: int) -> Sequence[Decided]:
    """What was decided, the newest first."""
    what = (Decision.at, Person.email, Decision.left_out, Decision.flag, Decision.reason)
    statement = (
        select(*what, func.count())
        .outerjoin(Person, Person.id == Decision.by_id)
        .where(Decision.survey_id == survey_id)
        .group_by(*what)
        .order_by(Decision.at.desc())
    )
    return [Decided(at, by or "", out, flag, reason, n) for at, by, out, flag, reason, n in session.execute(statement)]
