"""Writing to people by name: the invitation once, reminders to those who have not answered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, update
from sqlalchemy.orm import Session

from engage.mail import outbox
from engage.mail.models import MailState, OutboxMail
from engage.surveys.domain.invitations import DAYS_BETWEEN, MOST_REMINDERS, NotYet, may_be_reminded_from
from engage.surveys.inviting.counting import within
from engage.surveys.inviting.mails import INVITED, REMINDED
from engage.surveys.models import Survey
from engage.surveys.models_reach import Participant
from engage.surveys.sight import Seen

_BATCH = 500
MOST_AT_ONCE = 1_000


def _reachable(survey_id: int, seen: Seen) -> ColumnElement[bool]:
    here = and_(Participant.survey_id == survey_id, within(seen))
    return and_(here, Participant.stopped == false(), Participant.email.is_not(None))


def invite(session: Session, survey: Survey, *, now: datetime, seen: Seen = None, most: int = MOST_AT_ONCE) -> int:
    """A mail to people on the list who have none yet; the outbox sends them one after the other. How many.

    :param most: at most so many: commit and call again until there is nobody left, so that other writers get their turn
    """
    waiting = (_reachable(survey.id, seen), Participant.invited_on.is_(None))
    columns = select(Participant.id, Participant.email, Participant.language).where(*waiting).limit(most)
    people = [(number, email or "", language) for number, email, language in session.execute(columns)]
    _write(session, INVITED, survey, people, now)
    for at in range(0, len(people), _BATCH):
        these = Participant.id.in_([number for number, _, _ in people[at : at + _BATCH]])
        _note(session, (these,), invited_on=now.date())
    return len(people)


def remind(session: Session, survey: Survey, *, now: datetime, seen: Seen = None) -> None:
    """A mail to everybody who was invited long enough ago and has not answered.

    That a round went out is noted with everybody, so that nothing here tells who has answered; nor is it said how many
    were written to.

    :raises NotYet: when nobody may be reminded today
    """
    heed_bounces(session, survey)
    round_ = (_reachable(survey.id, seen), _old_enough(now.date()), Participant.reminders < MOST_REMINDERS)
    if not session.scalar(select(exists().where(*round_))):
        raise NotYet
    columns = select(Participant.id, Participant.email, Participant.language)
    missing = session.execute(columns.where(*round_, Participant.answered == false()))
    _write(session, REMINDED, survey, [(number, email or "", language) for number, email, language in missing], now)
    _note(session, round_, reminded_on=now.date(), reminders=Participant.reminders + 1)


def _old_enough(today: date) -> ColumnElement[bool]:
    before = today - timedelta(days=DAYS_BETWEEN)
    last = func.coalesce(Participant.reminded_on, Participant.invited_on)
    return and_(Participant.invited_on.is_not(None), last <= before)


def _write(session: Session, kind: str, survey: Survey, people: Sequence[tuple[int, str, str]], now: datetime) -> None:
    outbox.put_all(
        session,
        kind,
        (
            (email, language, {"survey_id": survey.id, "participant_id": str(number)})
            for number, email, language in people
        ),
        hub_id=survey.activity.hub_id,
        activity_id=survey.activity_id,
        now=now,
    )


def _note(session: Session, which: Sequence[ColumnElement[bool]], **values: object) -> None:
    session.execute(update(Participant).where(*which).values(values).execution_options(synchronize_session=False))
    session.expire_all()


def next_reminder(session: Session, survey_id: int, seen: Seen = None) -> date | None:
    """The first day on which somebody may be reminded; None where nobody may be any more, or nobody is invited."""
    left = (_reachable(survey_id, seen), Participant.invited_on.is_not(None), Participant.reminders < MOST_REMINDERS)
    columns = select(Participant.invited_on, Participant.reminded_on).where(*left).distinct()
    days = [may_be_reminded_from(invited, reminded) for invited, reminded in session.execute(columns) if invited]
    return min(days, default=None)


def rounds(session: Session, survey_id: int, seen: Seen = None) -> int:
    """How many rounds of reminders went out to those who were invited first."""
    most = select(func.max(Participant.reminders)).where(Participant.survey_id == survey_id, within(seen))
    return session.scalar(most) or 0


def heed_bounces(session: Session, survey: Survey | None = None) -> int:
    """Write no more to addresses from which an invitation came back; how many."""
    gone = select(OutboxMail.to).where(
        OutboxMail.kind == INVITED, or_(OutboxMail.state == MailState.BOUNCED, OutboxMail.state == MailState.FAILED)
    )
    if survey is not None:
        gone = gone.where(OutboxMail.activity_id == survey.activity_id)
    addresses = sorted({address for address in session.scalars(gone) if address})
    count = 0
    for at in range(0, len(addresses), _BATCH):
        which = [Participant.email.in_(addresses[at : at + _BATCH]), Participant.stopped == false()]
        if survey is not None:
            which.append(Participant.survey_id == survey.id)
        stopped = update(Participant).where(*which).values(stopped=True)
        count += len(
            session.scalars(stopped.returning(Participant.id).execution_options(synchronize_session=False)).all()
        )
    session.expire_all()
    return count
