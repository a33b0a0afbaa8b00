"""Who wants to hear what came of a survey: asked for apart from the answers, confirmed by mail, deleted when told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, select, true
from sqlalchemy.orm import Session

from engage.activities import told
from engage.mail import outbox
from engage.mail.outbox import safe_address
from engage.surveys.models import Survey
from engage.surveys.models_reach import SurveyFollowUp
from engage.surveys.staying.mails import CAME_OF_IT, CONFIRM_NEWS

CONFIRM_DAYS = 7
KEPT_DAYS = 730
"""If nothing comes of it until then, the address is deleted."""
LONGEST_WORDS = 2_000


def day_of(now: datetime) -> datetime:
    """The day without its time: what lies beside responses keeps no moment."""
    return datetime.combine(now.date(), time(), UTC)


def ask_for(session: Session, survey: Survey, email: str, language: str, *, now: datetime) -> None:
    """Note the address and ask by mail whether it is theirs. Who asked already is asked once more, and not told apart.

    :raises UnsafeAddress: when it is no single address
    """
    address = safe_address(email.strip().lower())
    asked = select(SurveyFollowUp).where(SurveyFollowUp.survey_id == survey.id, SurveyFollowUp.email == address)
    found = session.scalar(asked)
    if found is not None:
        return
    until = now.date() + timedelta(days=CONFIRM_DAYS)
    found = SurveyFollowUp(survey_id=survey.id, email=address, language=language, keep_until=until)
    session.add(found)
    session.flush()
    outbox.put(
        session,
        CONFIRM_NEWS,
        address,
        language=language,
        values={"survey_id": survey.id, "follow_up_id": str(found.id)},
        hub_id=survey.activity.hub_id,
        activity_id=survey.activity_id,
        now=day_of(now),
    )


def confirm(follower: SurveyFollowUp, *, now: datetime) -> None:
    if not follower.confirmed:
        follower.confirmed = True
        follower.keep_until = now.date() + timedelta(days=KEPT_DAYS)


def languages(session: Session, survey_id: int) -> dict[str, int]:
    """How many will be told in which language."""
    here = (SurveyFollowUp.survey_id == survey_id, SurveyFollowUp.confirmed == true())
    counted = select(SurveyFollowUp.language, func.count()).where(*here).group_by(SurveyFollowUp.language)
    return {row[0]: row[1] for row in session.execute(counted.order_by(SurveyFollowUp.language))}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who wanted to hear what came of a survey, when nothing is kept of them any more."""

    survey_id: int
    email: str
    language: str


def addresses(activity_ids: Collection[int]) -> Select[str]:
    """Of those who want to hear of surveys and confirmed it; for each survey once."""
    return select(SurveyFollowUp.email).where(_of(activity_ids), SurveyFollowUp.confirmed == true())


def _of(activity_ids: Collection[int]) -> ColumnElement[bool]:
    return SurveyFollowUp.survey_id.in_(select(Survey.id).where(Survey.activity_id.in_(activity_ids)))


def take(session: Session, activity_ids: Collection[int]) -> Sequence[Asked]:
    """Delete who wants to hear of surveys and confirmed it, and hand them over: they are to be told in this
    transaction. Two who do it at once do not get the same people."""
    return _take(session, _of(activity_ids))


def _take(session: Session, whose: ColumnElement[bool]) -> Sequence[Asked]:
    columns = (SurveyFollowUp.survey_id, SurveyFollowUp.email, SurveyFollowUp.language)
    gone = delete(SurveyFollowUp).where(whose, SurveyFollowUp.confirmed == true()).returning(*columns)
    rows = session.execute(gone.execution_options(synchronize_session=False)).all()
    session.expire_all()
    return [Asked(*row) for row in rows]


def tell_all(
    session: Session,
    survey: Survey,
    said: Mapping[str, str],
    link: str,
    *,
    now: datetime,
    published_on: date | None = None,
) -> int:
    """One mail to each who confirmed, in their language, and then nothing is kept of them; how many.

    :param said: what came of it by language; the first for those in whose language nothing is said
    :param link: an address of the web to read more; may be empty
    :param published_on: the day on which its results were first published; None while none are
    """
    about: dict[str, str | int] = {"survey_id": survey.id, "address": link}
    other = next(iter(said.values()))
    hub_id, activity_id = survey.activity.hub_id, survey.activity_id
    asked = _take(session, SurveyFollowUp.survey_id == survey.id)
    number = outbox.put_all(
        session,
        CAME_OF_IT,
        ((each.email, each.language, {**about, "words": said.get(each.language, other)}) for each in asked),
        hub_id=hub_id,
        activity_id=activity_id,
        now=day_of(now),
    )
    told.note(session, activity_id, published_on=published_on, told_on=now.date(), people=number)
    return number


def delete_due(session: Session, today: date) -> int:
    """Who never confirmed, and who was never told."""
    over = delete(SurveyFollowUp).where(SurveyFollowUp.keep_until < today).returning(SurveyFollowUp.id)
    return len(session.scalars(over.execution_options(synchronize_session=False)).all())
