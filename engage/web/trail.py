"""The trail of what the teams do, for views of every room: a port that `engage.privacy` fills."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy.orm import Session

from engage.core.actor import Actor
from engage.db import engine as database
from engage.web.permissions import actor

Record = Callable[..., None]
_KEY = "engage-trail"


def install(app: Flask, record: Record) -> None:
    app.extensions[_KEY] = record


def note(
    session: Session,
    action: str,
    thing: str,
    thing_id: int | str,
    *,
    now: datetime,
    hub_id: int | None = None,
    by: Actor | None = None,
    **details: Any,
) -> None:
    """Say in the trail what who asks has done; in the transaction of the deed (`engage.privacy.audit.record`)."""
    record: Record = current_app.extensions[_KEY]
    record(session, by or actor(), action, thing, thing_id, now=now, hub_id=hub_id, **details)


def note_download(
    session: Session, action: str, thing: str, thing_id: int | str, *, now: datetime, hub_id: int | None, **details: Any
) -> None:
    """Say that somebody took data away. A download is a GET, which else writes nothing: this is committed by itself."""
    database.begin_writing(session)
    note(session, action, thing, thing_id, now=now, hub_id=hub_id, **details)
    session.commit()
    database.intend(database.Intent.READS)
