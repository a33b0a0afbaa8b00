"""How many people are invited and how many answered, as far as anybody may know."""

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import Session

from engage.surveys.domain.channels import Channel
from engage.surveys.domain.invitations import FEW, Counts, at_least
from engage.surveys.models_reach import Participant
from engage.surveys.sight import Seen

_WITH_NAME = or_(Participant.email.is_not(None), Participant.name != "")
"""Of who was taken from the list after being invited nothing is kept but that."""


def within(seen: Seen) -> ColumnElement[bool]:
    """Those whom somebody may see who sees some countries of a survey (`sight.countries_seen`)."""
    return true() if seen is None else Participant.country.in_(seen)


def counts(session: Session, survey_id: int, seen: Seen = None) -> Counts:
    """Of one survey; how many answered in steps of ten."""
    asked = Participant.invited_on.is_not(None)
    row = session.execute(
        select(
            func.count().filter(_WITH_NAME).label("listed"),
            func.count().filter(asked).label("invited"),
            func.count().filter(Participant.answered).label("answered"),
            func.count().filter(Participant.stopped, _WITH_NAME).label("stopped"),
        ).where(Participant.survey_id == survey_id, within(seen))
    ).one()
    return Counts(row.listed, row.invited, at_least(row.answered, row.invited), row.stopped)


def channel_of(session: Session, person: Participant) -> Channel:
    """What a response with this invitation says of its way: that of the invitation only where ten or more were invited
    by it in the same language and country. Of fewer, whoever reads responses by channel, language, country or day could
    tell who of them has answered, and what."""
    like = (Participant.survey_id == person.survey_id, Participant.channel == person.channel)
    beside = (Participant.language == person.language, Participant.country == person.country)
    number = session.scalar(select(func.count()).where(*like, *beside, Participant.invited_on.is_not(None))) or 0
    return person.channel if number >= FEW else Channel.OPEN


def to_invite(session: Session, survey_id: int, seen: Seen = None) -> int:
    """How many wait for a mail that invites them."""
    waits = (Participant.invited_on.is_(None), Participant.stopped == false(), Participant.email.is_not(None))
    return session.scalar(select(func.count()).where(Participant.survey_id == survey_id, within(seen), *waits)) or 0


def letters(session: Session, survey_id: int, seen: Seen = None) -> dict[str, tuple[int, int]]:
    """By language: letters to be made for the first time, and people to whom letters go in all."""
    fresh = func.count().filter(Participant.invited_on.is_(None))
    found = (
        select(Participant.language, fresh, func.count())
        .where(Participant.survey_id == survey_id, within(seen), Participant.address != "")
        .where(Participant.stopped == false())
        .group_by(Participant.language)
        .order_by(Participant.language)
    )
    return {language: (new, every) for language, new, every in session.execute(found)}
