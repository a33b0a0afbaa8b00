"""The lock on an event's places: one row, held until the transaction ends.

On PostgreSQL the update waits for whoever holds the row, and what is read after it is what they committed (READ
COMMITTED). On SQLite the transaction that writes is the only one. So: take the lock first, read then, decide then.
"""

from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from engage.db.straight import Call, Rows, Straight
from engage.events.models import Places

_PLACES = cast(Table, Places.__table__)
_HOLD = Straight(
    update(_PLACES)
    .where(_PLACES.c.event_id == bindparam("held"))
    .values(next_number=_PLACES.c.next_number + bindparam("numbers"))
    .returning(_PLACES.c.next_number)
)


def hold(session: Session, event_id: int) -> None:
    """Hold an event's places."""
    session.flush()
    _HOLD.rows(session.connection(), held=event_id, numbers=0)


def call(event_id: int, numbers: int) -> Call:
    """The statement that holds them, and takes the next `numbers` numbers of registrations."""
    return _HOLD.call(held=event_id, numbers=numbers)


def first_of(rows: Rows, numbers: int) -> int:
    """The first number that was taken.

    :raises NoResultFound: there is no such event
    """
    if not rows:
        raise NoResultFound
    return int(rows[0][0]) - numbers
