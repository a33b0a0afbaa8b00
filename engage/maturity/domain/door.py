"""Whether a member of a panel may rate now, and why not."""

from datetime import date
from enum import StrEnum

from engage.maturity.domain.kinds import Stage


class Door(StrEnum):
    """What a member finds behind the personal link."""

    OPEN = "open"
    NOT_YET = "not-yet"
    """The round is being prepared."""
    HANDED_IN = "handed-in"
    """Handed in, and the others still rate."""
    DECLINED = "declined"
    """The member has said no."""
    OVER = "over"
    """The last day is behind, and nobody has closed yet."""
    CLOSED = "closed"
    """Ratings are closed."""
    CANCELLED = "cancelled"


def door(stage: Stage, last_day: date | None, today: date, *, handed_in: bool, declined: bool) -> Door:
    """What a member finds.

    :param last_day: the last on which ratings are taken, that day included; None: no end is set
    :param today: by the clock of the hub
    """
    if stage is Stage.CANCELLED:
        return Door.CANCELLED
    if stage is Stage.PREPARING:
        return Door.DECLINED if declined else Door.NOT_YET
    if stage is not Stage.RATING:
        return Door.CLOSED
    if handed_in:
        return Door.HANDED_IN
    if declined:
        return Door.DECLINED
    return Door.OVER if last_day is not None and today > last_day else Door.OPEN
