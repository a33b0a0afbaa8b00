"""Telling people about their registration: one mail into the outbox, in their language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.db.straight import Call
from engage.events.domain.telling import Told
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.mail import outbox


def tell(
    session: Session,
    what: Told,
    event: Event,
    registration: Registration,
    *,
    now: datetime,
    to: str = "",
    **values: str | int,
) -> None:
    """Nothing happens for somebody without a mail address: the organiser tells them.

    :param to: another address than the registration's (who gave the places away)
    :param values: for placeholders of the kind `events.<what>`, beside the ids of event and registration
    """
    address = to or registration.email
    if not address:
        return
    outbox.write(
        session,
        f"events.{what}",
        address,
        language=registration.language,
        values={"event_id": event.id, "registration_id": str(registration.id), **values},
        hub_id=event.activity.hub_id,
        activity_id=event.activity_id,
        now=now,
    )


def call(what: Told, event: Event, registration: Mapping[str, Any], *, now: datetime) -> tuple[Call, ...]:
    """The statement that tells somebody who is being registered; none for somebody without a mail address.

    :param registration: by column
    """
    if not registration["email"]:
        return ()
    return (
        outbox.call(
            f"events.{what}",
            registration["email"],
            language=registration["language"],
            values={"event_id": event.id, "registration_id": str(registration["id"])},
            hub_id=event.activity.hub_id,
            activity_id=event.activity_id,
            now=now,
        ),
    )
