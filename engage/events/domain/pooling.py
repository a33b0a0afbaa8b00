"""Which survey asks for feedback on an event: one of its own, or one for all small events of a hub.

Among few people an answer gives away who gave it. So small events of a hub share one survey for half a year, and what
it says is shown from twenty answers on.
"""

from datetime import date

OWN_FROM = 20
"""People who came, from which an event has a survey of its own."""
SHOWN_FROM = 20
"""Answers from which results of a shared survey are shown."""
OWN_SHOWN_FROM = 10
"""Of a survey of one event: fewer are shown nowhere alone."""
OPEN_DAYS = 30
"""For which feedback is asked after an event."""


def has_own(came: int) -> bool:
    return came >= OWN_FROM


def half(day: date) -> tuple[int, int]:
    """Year and half of the year, 1 or 2."""
    return day.year, 1 if day.month <= 6 else 2


def last_day(year: int, which: int) -> date:
    """The last day of a half of a year."""
    return date(year, 6, 30) if which == 1 else date(year, 12, 31)


def slug_of_pool(hub: str, day: date) -> str:
    """The address of what the small events of a hub share: "feedback-norway-2026-2"."""
    year, which = half(day)
    return f"feedback-{hub[:50]}-{year}-{which}"


def slug_of_event(event: str) -> str:
    return f"feedback-{event[:70]}"
