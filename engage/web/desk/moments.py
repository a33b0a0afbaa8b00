"""Dates with a time of day in forms of the console: typed and shown by the clock of the person's time zone.

    opens_at = MomentField(lazy_gettext("Opens"), [Optional()])      a form's field; `.moment` is what was meant, in UTC
    {% from "web/desk/moments.html" import moment_input with context %}
    {{ moment_input(form.opens_at, hint=…) }}

A local time that comes twice, or never, when clocks change is asked about: `moment_input` shows both readings then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from babel.dates import get_timezone_location
from flask import g
from flask_babel import format_datetime, gettext
from wtforms import DateTimeLocalField
from wtforms.validators import ValidationError

from engage.core import zones
from engage.core.zones import Kind
from engage.i18n.locales import babel_locale
from engage.web.console import time_zone

_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


def clock() -> str:
    """The place by whose clock the page shows times, in its language: "Oslo"."""
    return str(get_timezone_location(time_zone(), locale=babel_locale(g.get("interface", "en")), return_city=True))


class MomentField(DateTimeLocalField):
    """A date and a time to the minute. `data` is as typed (naive), `moment` what it means (UTC)."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=_FORMATS, **more)
        self.moment: datetime | None = None
        self.which = ""
        self.readings: Sequence[tuple[str, str]] = ()
        """What to choose from when the time is not plain: value and words."""

    @property
    def which_name(self) -> str:
        return f"{self.name}-which"

    def process(self, formdata: Any, *more: Any, **named: Any) -> None:
        super().process(formdata, *more, **named)
        if formdata is not None and self.which_name in formdata:
            self.which = str(formdata.get(self.which_name, ""))

    def process_data(self, value: Any) -> None:
        """A moment as it is stored."""
        super().process_data(value)
        if isinstance(value, datetime) and value.tzinfo is not None:
            self.moment, self.which = value, value.isoformat()
            self.data = zones.local(value, time_zone()).replace(tzinfo=None)
            self._offer(zones.read(self.data, time_zone()))

    def process_formdata(self, valuelist: Any) -> None:
        self.moment = None
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a date and a time, for example 2026-12-01 09:00.")) from None

    def _offer(self, reading: zones.Reading) -> None:
        if reading.kind is not Kind.PLAIN:
            shown = [str(format_datetime(each, "d MMMM, HH:mm (ZZZZ)")) for each in reading.moments]
            self.readings = [(each.isoformat(), words) for each, words in zip(reading.moments, shown, strict=True)]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 -- the signature of WTForms
        if self.data is None:
            return
        reading = zones.read(self.data, time_zone())
        self._offer(reading)
        chosen = [each for each in reading.moments if each.isoformat() == self.which]
        if reading.kind is Kind.PLAIN or chosen:
            self.moment = (chosen or list(reading.moments))[0]
        elif reading.kind is Kind.TWICE:
            raise ValidationError(
                gettext("The clocks go back that night, and this time comes twice. Choose below which one you mean.")
            )
        else:
            raise ValidationError(
                gettext(
                    "The clocks go forward that night, and this time does not exist. Choose below which one you mean, "
                    "or type another."
                )
            )
