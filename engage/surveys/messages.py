"""Sentences of surveys for citizens."""

from datetime import date, datetime

from babel.dates import get_timezone_location
from flask import current_app
from flask_babel import format_date, format_time, get_locale, gettext

from engage.core import zones
from engage.surveys.domain.status import Availability, Period


def day(value: date) -> str:
    return str(format_date(value, "long"))


def _draft_days() -> int:
    days: int = current_app.config["ENGAGE_DRAFT_DAYS"]
    return days


def moment(value: datetime, zone: str) -> str:
    """Day and time without seconds, by the clock of a time zone, and whose clock that is."""
    local = zones.local(value, zone)
    city = get_timezone_location(zones.zone(zone).key, locale=get_locale(), return_city=True)
    return gettext(
        "%(day)s, %(time)s (the time in %(city)s)",
        day=format_date(local, "long", rebase=False),
        time=format_time(local, "short", rebase=False),
        city=city,
    )


def unavailable(found: Availability, period: Period, zone: str) -> tuple[str, list[str]]:
    """A heading and lines that say why, and what to do.

    :param zone: the time zone of the hub that asks
    """
    match found:
        case Availability.NOT_YET:
            opens = moment(period.opens_at, zone) if period.opens_at else ""
            return gettext("This survey is not open yet"), [gettext("It opens on %(day)s.", day=opens)]
        case Availability.PAUSED:
            return gettext("This survey is paused"), [
                gettext(
                    "Answers are not taken at the moment. What you have written so far is kept for %(days)s days.",
                    days=_draft_days(),
                ),
                gettext("Please come back later."),
            ]
        case Availability.FULL:
            return gettext("This survey has all the answers it needs"), [
                gettext("Thank you for wanting to take part. No more answers are taken.")
            ]
    return gettext("This survey is closed"), [
        gettext("Thank you to everybody who took part. Answers are no longer taken.")
    ]


def wrong_resume_code() -> str:
    return gettext(
        "We cannot find answers with this code. Check each letter. Drafts are deleted after %(days)s days, "
        "and a code ends when the answers are sent.",
        days=_draft_days(),
    )


def wrong_receipt() -> str:
    return gettext(
        "We cannot find a response with this code. Check each letter; if it was withdrawn already, it is gone."
    )
