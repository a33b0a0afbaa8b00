"""Who has a place: the one service that changes it, each change under the event's lock.

Callers own the transaction; nothing else in the product changes the status of a registration.
"""

from engage.events.places.answering import (
    accept_offer,
    cancel,
    confirm_address,
    decline_offer,
    release,
    still_coming,
)
from engage.events.places.changing import change, hand_over
from engage.events.places.deciding import approve, draw_order, refuse
from engage.events.places.expiring import due, expire, expire_event
from engage.events.places.looking import availability, standing, standings
from engage.events.places.numbers import current, recount_traits, set_places
from engage.events.places.promoting import promote
from engage.events.places.registering import Proviso, SessionNeeded, TakenDown, register, taken_down, taken_down_alone

__all__ = [
    "Proviso",
    "SessionNeeded",
    "TakenDown",
    "accept_offer",
    "approve",
    "availability",
    "cancel",
    "change",
    "confirm_address",
    "current",
    "decline_offer",
    "draw_order",
    "due",
    "expire",
    "expire_event",
    "hand_over",
    "promote",
    "recount_traits",
    "refuse",
    "register",
    "release",
    "set_places",
    "standing",
    "standings",
    "still_coming",
    "taken_down",
    "taken_down_alone",
]
