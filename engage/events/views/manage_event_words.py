"""When an event is, in the words of the console: by the event's own clock, wherever the reader sits."""

from datetime import datetime

from flask_babel import format_date, format_datetime, gettext

from engage.core import zones
from engage.events.models import Event
from engage.web.desk.forms import city


def clock(moment: datetime, zone: str) -> str:
    """A moment on the clock of a zone: “12 March 2027, 18:00”."""
    wall = zones.local(moment, zone).replace(tzinfo=None)
    return gettext(
        "%(day)s, %(time)s",
        day=format_date(wall.date(), "long"),
        time=str(format_datetime(wall, "HH:mm", rebase=False)),
    )


def hours(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """“12 March 2027, 18:00–21:00 (Oslo)”; over several days both in full."""
    first, last = (zones.local(each, zone).replace(tzinfo=None) for each in (starts_at, ends_at))
    if first.date() != last.date():
        return gettext(
            "%(first)s to %(last)s (%(city)s)", first=clock(starts_at, zone), last=clock(ends_at, zone), city=city(zone)
        )
    return gettext(
        "%(day)s, %(first)s–%(last)s (%(city)s)",
        day=format_date(first.date(), "long"),
        first=str(format_datetime(first, "HH:mm", rebase=False)),
        last=str(format_datetime(last, "HH:mm", rebase=False)),
        city=city(zone),
    )


def span(event: Event) -> str:
    return hours(event.starts_at, event.ends_at, event.time_zone)
