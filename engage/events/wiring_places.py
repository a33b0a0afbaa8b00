"""Wires places: the job that moves the waiting list on."""

from datetime import datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from engage.events import places
from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly

DEADLINES = lazy_gettext("Pass on places at events whose deadline is over")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    regularly(app, RegularJob("events.places", timedelta(minutes=1), pass_on, DEADLINES))


def pass_on(session: Session, now: datetime) -> int:
    """Each event in a transaction of its own: nobody who registers waits for more than one."""
    count = 0
    for event_id in places.due(session, now):
        count += places.expire_event(session, event_id, now=now)
        session.commit()
    return count
