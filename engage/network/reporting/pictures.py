"""The charts of a figure, with the words that stand around them."""

from collections.abc import Sequence

from flask_babel import gettext

from engage.network.domain.figures import Adding, Number, Unit
from engage.network.reporting import charts
from engage.network.reporting.board import Board, Figure, Named, Target
from engage.network.reporting.charts import Aim, Mark
from engage.network.reporting.telling import Teller
from engage.web.charts.drawing import Drawn, Sheet
from engage.web.charts.land import TINTS

LINES = (Adding.STATE, Adding.SHARE, Adding.MEDIAN)
"""Figures that are drawn as a line from month to month; all others as columns."""


def by_month(figure: Figure, teller: Teller, aims: Sequence[Aim] = ()) -> Drawn:
    title = gettext("%(figure)s by month", figure=teller.pick(figure.title))
    return _drawn(title, figure, _months(figure, figure.months, teller, aims), figure.months)


def on_the_way(figure: Figure, target: Target, teller: Teller) -> Drawn:
    """From month to month, with the line of a target."""
    aim = Aim(target.value, teller.value(target.value, figure.unit))
    title = teller.pick(target.label) or gettext("%(figure)s and the target", figure=teller.pick(figure.title))
    marks = [_mark(teller.short_month(code), number, figure.unit, teller) for code, number in target.months]
    sheet = charts.line(marks, teller.direction, [aim]) if marks else None
    note = [] if marks else [gettext("The year of this target has not begun.")]
    return _drawn(title, figure, sheet, target.months, [aim_words(figure, target, teller), *note])


def aim_words(figure: Figure, target: Target, teller: Teller) -> str:
    return gettext(
        "Target: %(number)s by %(day)s", number=teller.value(target.value, figure.unit), day=teller.day(target.by)
    )


def by_country(figure: Figure, teller: Teller) -> Drawn:
    """Those with something, the highest first, then those with nothing."""
    title = gettext("%(figure)s by country", figure=teller.pick(figure.title))
    ordered = ranked([(teller.country(code), number) for code, number in figure.countries])
    marks = [_mark(label, number, figure.unit, teller) for label, number in ordered]
    return _drawn(title, figure, charts.rows(marks, teller.direction), figure.countries)


def by_hub(board: Board, figure: Figure, teller: Teller) -> Drawn:
    title = gettext("%(figure)s by hub", figure=teller.pick(figure.title))
    ordered = ranked([(teller.hub(board, slug), number) for slug, number in figure.hubs])
    marks = [_mark(label, number, figure.unit, teller) for label, number in ordered]
    return _drawn(title, figure, charts.rows(marks, teller.direction), figure.hubs)


def by_part(figure: Figure, teller: Teller) -> Drawn:
    title = gettext("%(figure)s, in detail", figure=teller.pick(figure.title))
    marks = [_mark(teller.pick(each.name), each.number, figure.unit, teller) for each in figure.parts]
    numbers = tuple((each.key, each.number) for each in figure.parts)
    return _drawn(title, figure, charts.rows(marks, teller.direction), numbers)


def on_map(figure: Figure, teller: Teller) -> Drawn:
    """Countries in four tints; the table beside it has the figures."""
    title = gettext("%(figure)s on the map", figure=teller.pick(figure.title))
    values: dict[str, float | None] = {
        code: None if _unknown(number) else number.value or 0.0 for code, number in figure.countries if code
    }
    most = max((value for value in values.values() if value), default=0.0)
    sheet = charts.on_map(
        values,
        _quarters(most, figure.unit, teller),
        gettext("Pale: nothing."),
        gettext("too few to say"),
        teller.direction,
    )
    return _drawn(title, figure, sheet, figure.countries)


def spark(figure: Figure, teller: Teller) -> Sheet:
    return charts.spark([_mark("", number, figure.unit, teller) for _, number in figure.months], teller.direction)


def ranked(named: Sequence[tuple[str, Number]]) -> list[tuple[str, Number]]:
    """The highest first; of the same number by name."""
    return sorted(named, key=lambda pair: (-_height(pair[1]), pair[0].casefold()))


def _months(figure: Figure, months: Named, teller: Teller, aims: Sequence[Aim]) -> Sheet:
    marks = [_mark(teller.short_month(code), number, figure.unit, teller) for code, number in months]
    draw = charts.line if figure.adding in LINES else charts.columns
    return draw(marks, teller.direction, aims)


def _mark(label: str, number: Number, unit: Unit, teller: Teller) -> Mark:
    if number.below is not None:
        return Mark(label, float(number.below - 1), f"<{teller.reader.count(number.below)}", pale=True)
    if number.value is None:
        return Mark(label, None, gettext("not shown") if number.withheld else "–")
    short = Unit.NUMBER if unit is Unit.DAYS else unit
    return Mark(label, number.value, teller.value(number.value, short))


def _height(number: Number) -> float:
    return number.value if number.value is not None else 0.5 if number.below is not None else 0.0


def _unknown(number: Number) -> bool:
    return number.below is not None or number.withheld


def _quarters(most: float, unit: Unit, teller: Teller) -> list[str]:
    """What the tints stand for; empty for one that no number can have."""
    step = most / len(TINTS)
    if unit not in (Unit.NUMBER, Unit.PEOPLE):
        ends = [round(step * (number + 1), 2) for number in range(len(TINTS))]
        return [gettext("up to %(high)s", high=teller.value(end, unit)) for end in ends]
    found = []
    for number in range(len(TINTS)):
        low, high = int(step * number + 1e-9) + 1, int(step * (number + 1) + 1e-9)
        words = gettext("%(low)s to %(high)s", low=teller.reader.count(low), high=teller.reader.count(high))
        found.append("" if high < low else teller.reader.count(high) if high == low else words)
    return found


def _drawn(title: str, figure: Figure, sheet: Sheet | None, numbers: Named, notes: Sequence[str] = ()) -> Drawn:
    said = list(notes)
    if figure.unit is Unit.DAYS:
        said.append(gettext("In days."))
    if any(number.about for _, number in numbers):
        said.append(gettext("Numbers of people are rounded."))
    if any(number.below is not None for _, number in numbers):
        said.append(gettext("Pale: fewer than are shown; drawn at the most that it can be."))
    return Drawn(sheet, title, gettext("The same figures stand in the table."), [title, *said])
