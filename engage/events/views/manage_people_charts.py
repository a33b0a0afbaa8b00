"""Charts of who registered: counts as bars and columns, each beside its table."""

from collections.abc import Sequence

from babel.dates import format_skeleton
from flask import g
from flask_babel import format_decimal, gettext
from markupsafe import Markup

from engage.events.domain.statistics_of import Figures, Step
from engage.i18n.locales import babel_locale, direction
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.columns import ColumnBar, columns
from engage.web.charts.drawing import figure


def counts(title: str, note: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """A bar a row."""
    drawn = [Row(label, [Bar(float(number), str(format_decimal(number)))]) for label, number in rows]
    whole = float(max((number for _, number in rows), default=0) or 1)
    described = "; ".join(f"{label}: {format_decimal(number)}" for label, number in rows)
    sheet = bars(drawn, direction(g.interface), whole=whole) if rows else None
    return figure(sheet, title=title, description=described, caption=[title, note])


def held(title: str, rows: Sequence[tuple[str, Figures]]) -> Markup:
    """How many have places, by group."""
    return counts(title, gettext("Persons with a place or an offer of one."), [(name, f.held) for name, f in rows])


def over_time(steps: Sequence[Step], *, weekly: bool) -> Markup:
    """A column a day or week: registered, and within it what ended."""
    title = gettext("Registered by week") if weekly else gettext("Registered by day")
    locale = babel_locale(g.interface)
    drawn = [
        ColumnBar(
            format_skeleton("MMMd", step.day, locale=locale), step.registered, str(format_decimal(step.registered))
        )
        for step in steps
    ]
    described = "; ".join(f"{bar.label}: {bar.text}" for bar in drawn if bar.value)
    sheet = columns(drawn, direction(g.interface)) if drawn else None
    note = gettext("Persons, by the day on which they registered.")
    return figure(sheet, title=title, description=described, caption=[title, note])
