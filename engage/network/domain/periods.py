"""Periods of reports: whole months. Two that differ by a day would tell of the people of that day."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engage.core.refusal import Refusal

MOST_MONTHS = 120


class NoPeriod(Refusal):
    """It ends before it begins, or is longer than ten years."""

    code = "no_period"


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of a month to the last of one, both included.

    :raises NoPeriod: when it ends before it begins, is too long, or is not made of whole months
    """

    since: date
    until: date

    def __post_init__(self) -> None:
        whole = self.since.day == 1 and self.until == last_of(self.until)
        if not whole or self.until < self.since or self._number() > MOST_MONTHS:
            raise NoPeriod

    def _number(self) -> int:
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1

    @classmethod
    def around(cls, since: date, until: date) -> "Period":
        """The whole months in which two days lie."""
        return cls(month_of(since), last_of(until))

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of all its months."""
        return tuple(self._months())

    def _months(self) -> Iterator[date]:
        month = self.since
        while month <= self.until:
            yield month
            month = next_month(month)

    def before(self) -> "Period":
        """The one of the same number of months before it."""
        first = self.since.year * 12 + self.since.month - 1 - self._number()
        start = date(first // 12, first % 12 + 1, 1)
        return Period.around(start, date.fromordinal(self.since.toordinal() - 1))


def half_year_before(day: date) -> Period:
    """The last half of a calendar year that was over on a day."""
    if day.month > 6:
        return Period(date(day.year, 1, 1), date(day.year, 6, 30))
    return Period(date(day.year - 1, 7, 1), date(day.year - 1, 12, 31))


def year_to(day: date) -> Period:
    """The twelve months up to the one of a day."""
    month = month_of(day)
    return Period(next_month(month.replace(year=month.year - 1)), last_of(month))
