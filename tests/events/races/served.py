"""What the servers of the race tests serve: the product, with a lock that a request can ask to be left off."""

import time
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import Any

from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.db.engine import begin_writing
from engage.db.straight import Call, Open, together
from engage.events import queries_places
from engage.events.asking import sending
from engage.events.asking.sending import Outcome, send_alone
from engage.events.models import Event
from engage.events.places import registering
from engage.events.places.ground import Ground, held_on
from engage.served import app

LONG_ENOUGH = 0.01
"""Seconds between counting and writing, without the lock."""
_off: ContextVar[bool] = ContextVar("off", default=False)


def _held_on(connection: Open, event: Event, *, numbers: int = 0, asking: Sequence[Call] = ()) -> Ground:
    if not _off.get():
        return held_on(connection, event, numbers=numbers, asking=asking)
    reads = (*queries_places.rules_calls(event.id), queries_places.occupancy_call(event.id))
    stored, quotas, persons, *asked = together(connection, *reads, *asking)
    rules = queries_places.rules_of(event.id, connection.dialect.name, (stored, quotas))
    occupied = queries_places.occupancy_of(persons)
    time.sleep(LONG_ENOUGH)
    number = random_id() % 1_000_000_000
    return Ground(event, rules, rules.limits.taken(occupied.holding), occupied.waiting, number, asked)


def _send_alone(*given: Any, **named: Any) -> Outcome | None:
    """With a session, whose transaction can be left off."""
    return None if _off.get() else send_alone(*given, **named)


def _begin_writing(session: Session) -> None:
    """The embedded database serves one writer after the other: without the lock each statement stands alone."""
    if not _off.get():
        begin_writing(session)


registering.held_on = _held_on
sending.send_alone = _send_alone
sending.begin_writing = _begin_writing


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    _off.set("HTTP_X_WITHOUT_LOCK" in environ)
    return app(environ, start_response)
