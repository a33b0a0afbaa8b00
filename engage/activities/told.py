"""That those who had asked were told what came of an activity: when, and how many. Whom it went to is not kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.models import Activity, ActivityTold


@dataclass(frozen=True, slots=True)
class Telling:
    """One message about one activity."""

    activity: Activity
    published_on: date
    told_on: date
    people: int

    @property
    def days(self) -> int:
        """From publication to the message; 0 for who was told before."""
        return max(0, (self.told_on - self.published_on).days)


def note(session: Session, activity_id: int, *, published_on: date | None, told_on: date, people: int) -> None:
    """Nothing is noted where nobody was told.

    :param published_on: the day on which what it tells of was first published; None where nothing was
    """
    if people:
        row = ActivityTold(activity_id=activity_id, published_on=published_on, told_on=told_on, people=people)
        session.add(row)


def tellings(session: Session, activity_ids: Collection[int], since: date, until: date) -> Sequence[Telling]:
    """Messages of some days, both included, about something published; the newest first."""
    statement = (
        select(Activity, ActivityTold.published_on, ActivityTold.told_on, ActivityTold.people)
        .join(Activity, Activity.id == ActivityTold.activity_id)
        .where(ActivityTold.activity_id.in_(activity_ids), ActivityTold.told_on.between(since, until))
        .order_by(ActivityTold.told_on.desc(), ActivityTold.id.desc())
    )
    rows = session.execute(statement).unique()
    return [Telling(activity, day, told_on, people) for activity, day, told_on, people in rows if day is not None]
