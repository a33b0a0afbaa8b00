"""Moments on the pages of the console: by the clock of the person's time zone, hours from 0 to 23 in every language.

{{ moment|datetimeformat }}         "Nov 22, 2026, 14:05", "22. nov. 2026, 14:05"
{{ moment|datetimeformat("long") }} "November 22, 2026, 14:05"
{{ moment|timeformat }}             "14:05"
"""

from datetime import datetime

from babel.dates import get_datetime_format
from flask import Flask
from flask_babel import format_date, format_time, get_locale

HOURS = "HH:mm"


def install(app: Flask) -> None:
    """In the place of the filters of Flask-Babel, which write "2:05 PM" in English and "11/22/26" for a day."""
    app.jinja_env.filters.update(datetimeformat=day_and_time, timeformat=format_hours)


def day_and_time(moment: datetime, length: str = "medium") -> str:
    """:param length: of the day: "long" in full; else with a short month"""
    day = str(format_date(moment, "long" if length == "long" else "medium"))
    joined = str(get_datetime_format("medium", locale=get_locale()))
    return joined.replace("{1}", day).replace("{0}", format_hours(moment))


def format_hours(moment: datetime, pattern: str = HOURS) -> str:
    """:param pattern: of CLDR, where more than the hour is said"""
    return str(format_time(moment, pattern if "H" in pattern else HOURS))
