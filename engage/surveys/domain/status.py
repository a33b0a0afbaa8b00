"""When a survey can be answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SurveyStatus(StrEnum):
    """What the organiser has said."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Availability(StrEnum):
    """What a visitor meets."""

    OPEN = "open"
    NOT_YET = "not_yet"
    PAUSED = "paused"
    CLOSED = "closed"
    FULL = "full"
    HIDDEN = "hidden"
    """Never published: answers like what does not exist."""


@dataclass(frozen=True, slots=True)
class Period:
    """When answers are taken; open ends are open."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


def availability(status: SurveyStatus, period: Period, *, full: bool, now: datetime) -> Availability:
    """The organiser's word comes before the calendar, the calendar before the number of places."""
    match status:
        case SurveyStatus.DRAFT:
            return Availability.HIDDEN
        case SurveyStatus.PAUSED:
            return Availability.PAUSED
        case SurveyStatus.CLOSED:
            return Availability.CLOSED
    if period.opens_at and now < period.opens_at:
        return Availability.NOT_YET
    if period.closes_at and now >= period.closes_at:
        return Availability.CLOSED
    return Availability.FULL if full else Availability.OPEN
