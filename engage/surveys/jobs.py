"""Regular jobs of surveys."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engage.jobs.schedule import RegularJob
from engage.surveys import answering


def draft_expiry(days: int) -> RegularJob:
    """Drafts that nobody came back to for `days` fold into the counters and are deleted."""

    def run(session: Session, now: datetime) -> int:
        return answering.expire_drafts(session, before=now.date() - timedelta(days=days))

    return RegularJob("surveys.draft_expiry", timedelta(hours=6), run)
