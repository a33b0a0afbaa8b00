"""The people on a survey's list: taken in whole lists or one by one, stopped, taken off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, func, insert, select, true, update
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.i18n import locales
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.contacts import Contact, key_of
from engage.surveys.models import Survey
from engage.surveys.models_reach import ImportedList, PanelMember, Participant

NAMELESS: dict[str, Any] = {"email": None, "name": "", "address": "", "code_hash": None, "stopped": True}
"""What is left of who was invited and taken off: a number, so that counts tell nothing of single people."""


_ADD = insert(cast(Table, Participant.__table__)).values(generation=1, reminders=0, stopped=False, answered=False)
"""On the table and not on the model: thousands of rows in one go, while others wait."""


def known(session: Session, survey_id: int) -> frozenset[str]:
    """By what those are known who are on the list (`contacts.key_of`)."""
    columns = select(Participant.email, Participant.name, Participant.address)
    rows = session.execute(columns.where(Participant.survey_id == survey_id))
    return frozenset(key_of(email, name, address) for email, name, address in rows if email or name)


def take(
    session: Session,
    survey: Survey,
    contacts: Sequence[Contact],
    *,
    channel: Channel,
    source: str,
    columns: dict[str, str],
    refused: int,
    by: str,
    now: datetime,
) -> int:
    """Put contacts on the list, and keep that it was done; how many.

    :param source: where the addresses come from, and why they may be used
    """
    add(session, survey.id, contacts, channel)
    session.add(
        ImportedList(
            survey_id=survey.id,
            at=now,
            by=by,
            source=source,
            columns=columns,
            taken=len(contacts),
            refused=refused,
        )
    )
    return len(contacts)


def add(session: Session, survey_id: int, contacts: Sequence[Contact], channel: Channel) -> None:
    """Put contacts on the list; none of them is on it yet."""
    rows = [
        {
            "id": random_id(),
            "survey_id": survey_id,
            "channel": channel,
            "email": each.email,
            "name": each.name,
            "address": each.address,
            "language": each.language,
            "country": each.country,
        }
        for each in contacts
    ]
    if rows:
        session.execute(_ADD, rows)


def add_panel(session: Session, survey: Survey, languages: Sequence[str]) -> int:
    """Put all who agreed to be asked again by the survey's hub on its list, who are not on it yet; how many.

    :param languages: in which the survey is offered; the first for who speaks none of them
    """
    agreed = (PanelMember.hub_id == survey.activity.hub_id, PanelMember.confirmed == true())
    rows = session.execute(select(PanelMember.email, PanelMember.language).where(*agreed)).all()
    there = known(session, survey.id)
    contacts = [
        Contact(email, "", "", locales.nearest(language, languages) or languages[0], "")
        for email, language in rows
        if key_of(email, "", "") not in there
    ]
    add(session, survey.id, contacts, Channel.INVITATION)
    return len(contacts)


def imported(session: Session, survey_id: int) -> Sequence[ImportedList]:
    """The newest first."""
    lists = select(ImportedList).where(ImportedList.survey_id == survey_id).order_by(ImportedList.id.desc())
    return session.scalars(lists).all()


def one(session: Session, survey_id: int, participant_id: int) -> Participant | None:
    """Somebody who is on the list by name."""
    found = session.get(Participant, participant_id)
    if found is None or found.survey_id != survey_id or not (found.email or found.name):
        return None
    return found


def take_off(session: Session, *which: ColumnElement[bool]) -> int:
    """Delete people from lists. Of who was invited a row without a name stays: a link that was sent opens it no more,
    a response that is under way can still be sent, and no count changes by which one could tell that they answered."""
    gone = (
        update(Participant)
        .where(*which, Participant.invited_on.is_not(None))
        .values(**NAMELESS, generation=Participant.generation + 1)
        .execution_options(synchronize_session=False)
    )
    found = session.scalar(select(func.count()).select_from(Participant).where(*which)) or 0
    for participant in session.scalars(select(Participant).where(*which, Participant.invited_on.is_(None))):
        session.delete(participant)
    session.flush()
    session.execute(gone)
    session.expire_all()
    return found


def stop(participant: Participant) -> None:
    """No more mails about this survey; the link in those that were sent still holds."""
    participant.stopped = True


def revoke(participant: Participant) -> None:
    """The links and the code that were sent open nothing any more."""
    participant.generation += 1
    participant.code_hash = None
    participant.stopped = True
