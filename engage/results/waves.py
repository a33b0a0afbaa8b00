"""Which survey is the wave before another, and what both say."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from engage.activities.queries import owners
from engage.core.refusal import Refusal
from engage.results import service
from engage.results.domain.waves import WaveTable, side_by_side
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

MOST_WAVES = 8


class NotEarlier(Refusal):
    """A survey is not the wave before itself, nor before one that comes before it."""

    code = "not_earlier"


def chain(session: Session, survey: Survey, visible: Callable[[Survey], bool]) -> list[Survey]:
    """The waves of a survey that somebody may see, the oldest first and the survey itself last."""
    found, known = [survey], {survey.id}
    while len(found) < MOST_WAVES and found[0].earlier_id is not None and found[0].earlier_id not in known:
        earlier = session.get(Survey, found[0].earlier_id)
        if earlier is None or not visible(earlier) or not service.enough(session, earlier):
            break
        known.add(earlier.id)
        found.insert(0, earlier)
    return found


def candidates(session: Session, survey: Survey, visible: Callable[[Survey], bool]) -> list[Survey]:
    """Other surveys of the same hubs, with a version, that may be the wave before."""
    mine = owners(session, survey.activity_id)
    return [
        each
        for each in queries.all_surveys(session)
        if each.id != survey.id
        and each.version_id is not None
        and not mine.isdisjoint(owners(session, each.activity_id))
        and visible(each)
    ]


def set_earlier(session: Session, survey: Survey, earlier: Survey | None) -> None:
    """:raises NotEarlier: when it comes after the survey itself"""
    step, known = earlier, set[int]()
    while step is not None and step.id not in known:
        if step.id == survey.id:
            raise NotEarlier
        known.add(step.id)
        step = session.get(Survey, step.earlier_id) if step.earlier_id else None
    survey.earlier_id = earlier.id if earlier else None
    session.flush()


def compared(session: Session, waves: list[Survey], seen: Callable[[Survey], Seen]) -> tuple[WaveTable, ...]:
    """:param waves: the oldest first; at least two"""
    return side_by_side([service.tables(session, each, seen=seen(each)).results.tables for each in waves])
