"""Who asked to be told, at a survey or an event of an outcome, gets one message; with that they are on no list."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.activities import told
from engage.activities.domain.shown import local_day
from engage.activities.models import Activity
from engage.events.mails import follow_up
from engage.events.models import Event
from engage.i18n.locales import nearest
from engage.mail import outbox
from engage.outcomes.mails import BECAME
from engage.outcomes.models import Outcome, OutcomeActivity
from engage.surveys.models import Survey
from engage.surveys.staying import news


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who wanted to hear what came of one activity, with nothing kept of them any more."""

    activity_id: int
    email: str
    language: str


def tell(session: Session, outcome: Outcome, *, now: datetime) -> int:
    """Tell everybody who asked at an activity of a published outcome; how many people.

    Only at activities that its hub owns: who asked at another hub's is told by that hub, be it that this one had part
    in it.
    Who asked at several gets one message, in the language of theirs in which the outcome is there. Their addresses
    are deleted in the transaction that writes the mails: nobody is told twice, by this outcome or another.
    """
    session.flush()
    if outcome.published_at is None:
        return 0
    outcome_id, hub_id, languages = outcome.id, outcome.hub_id, tuple(outcome.languages)
    zone, published_at = outcome.hub.time_zone, outcome.published_at
    people = _by_person(_taken(session, _own(session, outcome)))
    outbox.put_all(
        session,
        BECAME,
        (
            (email, _language(theirs, languages), {"outcome_id": outcome_id, "activity_ids": _listed(theirs)})
            for email, theirs in people.items()
        ),
        hub_id=hub_id,
        activity_id=None,
        now=_day_of(now),
    )
    for activity_id, number in Counter(each.activity_id for theirs in people.values() for each in theirs).items():
        first, today = local_day(published_at, zone), local_day(now, zone)
        told.note(session, activity_id, published_on=first, told_on=today, people=number)
    session.flush()
    return len(people)


def waiting(session: Session, outcome: Outcome) -> int:
    """How many people an outcome tells once it is published."""
    own = _own(session, outcome)
    asked = (*session.scalars(news.addresses(own)), *session.scalars(follow_up.addresses(own)))
    return len({each.casefold() for each in asked})


def _own(session: Session, outcome: Outcome) -> Sequence[int]:
    """The activities of an outcome that its hub leads or owns beside others."""
    named = select(OutcomeActivity.activity_id).where(OutcomeActivity.outcome_id == outcome.id)
    own = activities.within([outcome.hub_id]).where(Activity.id.in_(named))
    return session.scalars(own.with_only_columns(Activity.id)).all()


def _taken(session: Session, activity_ids: Sequence[int]) -> Iterator[Asked]:
    """Everybody who asked, off their lists."""
    surveys = select(Survey.id, Survey.activity_id).where(Survey.activity_id.in_(activity_ids))
    events = select(Event.id, Event.activity_id).where(Event.activity_id.in_(activity_ids))
    of_survey = {row.id: row.activity_id for row in session.execute(surveys)}
    of_event = {row.id: row.activity_id for row in session.execute(events)}
    for at_survey in news.take(session, activity_ids):
        yield Asked(of_survey[at_survey.survey_id], at_survey.email, at_survey.language)
    for at_event in follow_up.take(session, activity_ids):
        yield Asked(of_event[at_event.event_id], at_event.email, at_event.language)


def _by_person(asked: Iterator[Asked]) -> dict[str, list[Asked]]:
    """By address; upper and lower case are one."""
    found: dict[str, list[Asked]] = {}
    for each in sorted(asked, key=lambda one: (one.email.casefold(), one.activity_id)):
        found.setdefault(each.email.casefold(), []).append(each)
    return {theirs[0].email: theirs for theirs in found.values()}


def _language(theirs: Sequence[Asked], languages: Sequence[str]) -> str:
    """One in which the outcome can be read, where they asked in several."""
    served = (each.language for each in theirs if nearest(each.language, tuple(languages)))
    return next(served, theirs[0].language)


def _listed(theirs: Sequence[Asked]) -> str:
    return ",".join(str(number) for number in sorted({each.activity_id for each in theirs}))


def _day_of(now: datetime) -> datetime:
    """The day without its time: what tells that somebody answered a survey keeps no moment."""
    return datetime.combine(now.date(), time(), UTC)
