"""Places in quotas: taken in the transaction that stores a response, so that no group is ever overfilled."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.instruments.domain.definition import Quota
from engage.surveys.domain.quotas import QuotaFull
from engage.surveys.models import QuotaCount


def take(session: Session, survey_id: int, quotas: Iterable[Quota]) -> None:
    """Take a place in each quota. In the order of their names, so that two at once never wait for each other.

    :raises QuotaFull: when one has none left; the caller rolls back
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for quota in sorted(quotas, key=lambda quota: quota.name):
        new = dialect.insert(QuotaCount).values(survey_id=survey_id, name=quota.name, count=0)
        session.execute(new.on_conflict_do_nothing())
        changed = session.connection().execute(
            update(QuotaCount)
            .where(QuotaCount.survey_id == survey_id, QuotaCount.name == quota.name, QuotaCount.count < quota.limit)
            .values(count=QuotaCount.count + 1)
        )
        if changed.rowcount == 0:
            raise QuotaFull(quota)


def count(session: Session, survey_id: int, quotas: Iterable[Quota]) -> None:
    """Count a response that was given before anybody could say no, on paper: it is taken beyond the limit, too."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for quota in sorted(quotas, key=lambda quota: quota.name):
        new = dialect.insert(QuotaCount).values(survey_id=survey_id, name=quota.name, count=1)
        session.execute(
            new.on_conflict_do_update(index_elements=["survey_id", "name"], set_={"count": QuotaCount.count + 1})
        )


def require_place(session: Session, survey_id: int, quotas: Iterable[Quota]) -> None:
    """Look whether there is a place in each, without taking it.

    :raises QuotaFull: when one has none left now
    """
    there = taken(session, survey_id)
    for quota in quotas:
        if there.get(quota.name, 0) >= quota.limit:
            raise QuotaFull(quota)


def taken(session: Session, survey_id: int) -> dict[str, int]:
    """How many places are taken in each quota by name; those without any are left out."""
    rows = session.execute(select(QuotaCount.name, QuotaCount.count).where(QuotaCount.survey_id == survey_id))
    return {row[0]: row[1] for row in rows}


def in_use(session: Session, survey_id: int) -> bool:
    """Whether any place was ever taken."""
    return session.scalar(select(QuotaCount.name).where(QuotaCount.survey_id == survey_id).limit(1)) is not None


def give_back(session: Session, survey_id: int, quotas: Iterable[Quota]) -> None:
    """Free the places of a response that is withdrawn."""
    for quota in sorted(quotas, key=lambda quota: quota.name):
        session.execute(
            update(QuotaCount)
            .where(QuotaCount.survey_id == survey_id, QuotaCount.name == quota.name, QuotaCount.count > 0)
            .values(count=QuotaCount.count - 1)
        )
