"""Charts of a cross-tabulation: bars of one item, a heat map of two, and the means of a number in groups."""

from collections.abc import Mapping

from engage.instruments.domain.definition import ItemType
from engage.results.charts.captions import interval_note
from engage.results.charts.reader import Reader
from engage.results.domain.crossing import Axis, Category, Cell, Crossing, Of, Table
from engage.results.domain.filters import CHANNEL, COUNTRY, LANGUAGE, VERSION
from engage.web.charts import grid
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.drawing import GROUPS, Drawn, Sheet

NOTHING = "–"


def about_name(key: str, reader: Reader) -> str:
    """What is kept beside the answers, as an item."""
    _ = reader.gettext
    return {
        LANGUAGE: _("Language of the answers"),
        COUNTRY: _("Country of the edition"),
        CHANNEL: _("Way to the survey"),
        VERSION: _("Version of the questionnaire"),
    }.get(key, key)


def axis_name(axis: Axis, reader: Reader) -> str:
    """An item in one line; of a matrix with its statement."""
    if axis.question is None:
        return about_name(axis.key, reader)
    label = reader.pick(axis.question.label)[0]
    return joined_title(label, reader.pick(axis.question.row.label)[0] if axis.question.row else "")


def joined_title(label: str, inside: str) -> str:
    """A question with what it is about besides: the statement of a matrix, the end of a range."""
    if not inside:
        return label
    return f"{label} {inside}" if label.endswith(("?", ":", ".", "…")) else f"{label}: {inside}"


def category_name(axis: Axis, category: Category, reader: Reader) -> tuple[str, str]:
    """A category, and its language where that is not the reader's."""
    _ = reader.gettext
    if category.bounds is not None:
        low, high = category.bounds
        if axis.question is not None and axis.question.item.type is ItemType.YEAR:
            return (f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"), ""
        return reader.bounds(low, high), ""
    if category.label is not None and category.label:
        text, language = reader.pick(category.label)
        return text, "" if language == "und" else language
    if axis.key == VERSION:
        return _("Version %(number)s", number=category.code), ""
    if axis.key == CHANNEL:
        return channel_name(category.code, reader), ""
    return category.code, ""


def channel_name(code: str, reader: Reader) -> str:
    """By which way somebody came."""
    _ = reader.gettext
    names: Mapping[str, str] = {
        "open": _("Open link"),
        "link": _("Open link"),
        "poster": _("Poster or card"),
        "embed": _("Inside another site's page"),
        "invitation": _("Invitation by mail"),
        "letter": _("Letter with a personal code"),
        "kiosk": _("Device on a table"),
        "telephone": _("Telephone interview"),
        "helper": _("Filled in by a helper"),
        "paper": _("On paper"),
        "import": _("Taken in from a file"),
        "simulation": _("Simulated"),
    }
    return names.get(code, code)


def title_of(found: Crossing, table: Table, reader: Reader) -> str:
    """All items of a table in one line, with the group that it is of."""
    _ = reader.gettext
    names = [axis_name(axis, reader) for axis in found.axes[:2]]
    title = names[0] if len(names) == 1 else _("%(first)s – by: %(second)s", first=names[0], second=names[1])
    if table.group is None:
        return title
    group = category_name(found.axes[2], table.group, reader)[0]
    return _("%(title)s – only: %(group)s", title=title, group=group)


def crossing_charts(found: Crossing, of: Of, reader: Reader) -> list[list[Drawn]]:
    """For each table its charts; none for a group that nobody is in."""
    return [_charts(found, table, of, reader) if table.base.count else [] for table in found.tables]


def _charts(found: Crossing, table: Table, of: Of, reader: Reader) -> list[Drawn]:
    if len(found.axes) == 1:
        return [_bars(found, table, reader)]
    drawn = [_heat(found, table, of, reader)]
    if table.centre is not None and (means := _means(found, table, reader)):
        drawn.append(means)
    return drawn


def percentage_note(of: Of, reader: Reader) -> str:
    _ = reader.gettext
    return {
        Of.ROW: _("Percentages are of each row."),
        Of.COLUMN: _("Percentages are of each column."),
        Of.TOTAL: _("Percentages are of everybody in the table."),
    }[of]


def _base(table: Table, reader: Reader) -> str:
    n = reader.count(table.base.count)
    return reader.ngettext("%(n)s person answered.", "%(n)s people answered.", table.base.count, n=n)


def _drawn(
    sheet: Sheet | None, found: Crossing, table: Table, reader: Reader, described: str, notes: list[str]
) -> Drawn:
    title = title_of(found, table, reader)
    return Drawn(sheet, title, described, [title, _base(table, reader), *notes])


def share_text(cell: Cell, of: Of, reader: Reader, *, weighted: bool = False) -> str:
    share = (cell.weighted if weighted else cell.shares).get(of)
    return NOTHING if share is None else reader.percent(share.percent)


def _bars(found: Crossing, table: Table, reader: Reader) -> Drawn:
    _ = reader.gettext
    rows = []
    for line in table.lines:
        label, lang = category_name(found.axes[0], line.category, reader)
        plain = line.whole.shares[Of.TOTAL]
        text = f"{share_text(line.whole, Of.TOTAL, reader)} ({reader.count(line.whole.count)})"
        shown = [Bar(plain.percent if plain else 0, text, plain.interval if plain else None)]
        if found.weighted:
            weighted = line.whole.weighted[Of.TOTAL]
            shown = [
                Bar(shown[0].value, text, shown[0].interval, name=_("Not weighted")),
                Bar(
                    weighted.percent if weighted else 0,
                    share_text(line.whole, Of.TOTAL, reader, weighted=True),
                    weighted.interval if weighted else None,
                    name=_("Weighted"),
                    colour=GROUPS[1],
                ),
            ]
        rows.append(Row(label, shown, lang))
    described = reader.listing(f"{row.label}: {', '.join(bar.text for bar in row.bars)}" for row in rows)
    return _drawn(bars(rows, reader.direction), found, table, reader, described, [interval_note(reader)])


def _heat(found: Crossing, table: Table, of: Of, reader: Reader) -> Drawn:
    first, second = found.axes[:2]
    heads = [
        grid.Head(reader.count(number), *category_name(second, category, reader))
        for number, category in enumerate(second.categories, 1)
    ]
    rows = []
    for line in table.lines:
        label, lang = category_name(first, line.category, reader)
        shares = [(cell.weighted if found.weighted else cell.shares)[of] for cell in line.cells]
        cells = [
            grid.Cell(share.percent, reader.whole_percent(share.percent)) if share else grid.Cell(None, NOTHING)
            for share in shares
        ]
        note = reader.gettext("n = %(n)s", n=reader.count(line.whole.count))
        rows.append(grid.Row(f"{label} ({note})", cells, lang))
    described = reader.listing(
        f"{row.label}: " + ", ".join(f"{head.label} {cell.text}" for head, cell in zip(heads, row.cells, strict=True))
        for row in rows
    )
    notes = [percentage_note(of, reader), reader.gettext("The darker a field, the higher its percentage.")]
    if found.weighted:
        notes.append(reader.gettext("The picture shows weighted percentages; the table has both."))
    return _drawn(grid.grid(heads, rows, reader.direction), found, table, reader, described, notes)


def _means(found: Crossing, table: Table, reader: Reader) -> Drawn | None:
    """A bar from zero to the mean of each row; none where numbers below zero would take the zero away."""
    second = found.axes[1]
    ends = [category.bounds for category in second.categories if category.bounds]
    if not ends or min(low for low, _ in ends) < 0:
        return None
    rows = []
    for line in table.lines:
        if line.centre is None:
            continue
        mean = line.centre.weighted_mean if found.weighted else line.centre.mean
        if mean is None:
            continue
        label, lang = category_name(found.axes[0], line.category, reader)
        median = line.centre.weighted_median if found.weighted else line.centre.median
        rows.append(Row(label, [Bar(mean, amount_text(second, mean, reader), mark=median)], lang))
    if not rows:
        return None
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in rows)
    notes = [reader.gettext("Bars: mean of each group. Diamonds: median.")]
    sheet = bars(rows, reader.direction, whole=max(high for _, high in ends) or 1.0)
    return _drawn(sheet, found, table, reader, described, notes)


def amount_text(axis: Axis, value: float | None, reader: Reader) -> str:
    """A number of an item: a year without a mark for thousands."""
    if value is None:
        return NOTHING
    year = axis.question is not None and axis.question.item.type is ItemType.YEAR
    return f"{value:.0f}" if year else reader.number(value, 2)
