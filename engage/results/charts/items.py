"""The chart that fits a question: what is drawn, in which words."""

from collections.abc import Mapping, Sequence

from engage.instruments.domain.definition import ItemType
from engage.results.charts.captions import amount, asked, drawn_rows, notes
from engage.results.charts.countries import country_map
from engage.results.charts.reader import Reader
from engage.results.charts.stacked import MOST_STEPS, Step, stacked
from engage.results.charts.stacked import Row as StackedRow
from engage.results.domain.questions import Kind
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable
from engage.results.domain.weighed import WeightedRow
from engage.web.charts.bars import Bar, bars
from engage.web.charts.bars import Row as BarRow
from engage.web.charts.columns import ColumnBar, Summary, columns
from engage.web.charts.drawing import GROUPS, PLAIN, Colour, Drawn, Sheet

NOT_ON_THE_SCALE = frozenset(
    {"dk", "dnk", "dont_know", "do_not_know", "not_sure", "unknown", "na", "n_a", "not_applicable", "98", "99", "-oth-"}
)
"""Codes that by custom stand for "I do not know" in a scale; so does an exclusive or a fixed option."""


def drawn_for(group: Sequence[ItemTable], reader: Reader) -> list[Drawn]:
    """The charts of one item: for a page, or for a file."""
    scale = group[0].kind is Kind.CHOICE and len(group) > 1 and len(group[0].item.options) <= MOST_STEPS
    if scale and not any(table.columns for table in group):
        return _matrix(group, reader)
    shown = [table for table in group if table.base or table.kind is not Kind.RANKING or not table.otherwise]
    drawn = [chart for table in shown if (chart := _chart(table, reader))]
    if group[0].item.type is ItemType.COUNTRY and group[0].base:
        title = _title(group[0], reader)[0]
        shares = {row.code: (row.percent or 0.0) for row in group[0].rows if row.count}
        drawn.append(country_map(title, shares, reader, notes(group[0], reader)[:1]))
    return drawn


def _chart(table: ItemTable, reader: Reader) -> Drawn | None:
    if table.kind in (Kind.TEXT, Kind.FILE):
        return None
    title, lang = _title(table, reader)
    sheet = _sheet(table, reader) if table.base else None
    rows = [row for row in drawn_rows(table) if row.count or row.bounds is None]
    described = reader.listing(f"{reader.label(row)[0]}: {_figure(table, row, reader)}" for row in rows)
    return Drawn(sheet, title, described, [title, *notes(table, reader)], lang)


def _title(table: ItemTable, reader: Reader) -> tuple[str, str]:
    title, lang = reader.pick(table.question.label)
    if table.question.row is not None:
        title = f"{title} {reader.pick(table.question.row.label)[0]}"
    beside = _beside(table, reader)
    return f"{title} ({beside})" if beside else title, lang


def _beside(table: ItemTable, reader: Reader) -> str:
    """What a question is about besides its words: the end of a date range, the unit of a duration."""
    _ = reader.gettext
    return {
        "from": _("From"),
        "to": _("To"),
        "years": _("Years"),
        "months": _("Months"),
        "weeks": _("Weeks"),
        "days": _("Days"),
        "hours": _("Hours"),
        "minutes": _("Minutes"),
    }.get(table.question.part or table.question.unit, "")


def _sheet(table: ItemTable, reader: Reader) -> Sheet | None:
    match table.kind:
        case Kind.NUMBER | Kind.SCALE:
            return _groups_sheet(table, reader) if table.columns else _number_sheet(table, reader)
        case Kind.DATE | Kind.TIME:
            return columns(
                [ColumnBar(reader.period(row.code), row.count, reader.count(row.count)) for row in table.rows],
                reader.direction,
            )
    return bars([_bar_row(table, row, reader) for row in drawn_rows(table)], reader.direction, whole=_whole(table))


# -- bars


def _whole(table: ItemTable) -> float:
    return float(table.item.total) if table.kind is Kind.POINTS else 100.0


def _bar_row(table: ItemTable, row: TableRow, reader: Reader) -> BarRow:
    label, lang = reader.label(row)
    if not table.columns:
        return BarRow(label, _with_weighted(table, row, reader), lang)
    split = []
    for number, column in enumerate(table.columns):
        name, name_lang = reader.pick(column.label) if column.label else (_code(column.code, reader), "")
        part = next(each for each in column.table.rows if each.code == row.code)
        colour = GROUPS[number % len(GROUPS)]
        split.append(_bar(column.table, part, reader, name=name, lang=name_lang, colour=colour))
    return BarRow(label, split, lang)


def _bar(
    table: ItemTable, row: TableRow, reader: Reader, *, name: str = "", lang: str = "", colour: Colour = PLAIN
) -> Bar:
    text = _figure(table, row, reader)
    match table.kind:
        case Kind.POINTS:
            return Bar(row.mean or 0, text, mark=row.centre, name=name, lang=lang, colour=colour)
        case Kind.RANKING:
            return Bar(row.borda or 0, text, name=name, lang=lang, colour=colour)
    return Bar(row.percent or 0, text, row.interval, name=name, lang=lang, colour=colour)


def _with_weighted(table: ItemTable, row: TableRow, reader: Reader) -> list[Bar]:
    """One bar; with weights a second beside it, and both named."""
    weighted = weighted_row(table, row)
    if weighted is None:
        return [_bar(table, row, reader)]
    _ = reader.gettext
    plain = _bar(table, row, reader, name=_("Not weighted"))
    match table.kind:
        case Kind.POINTS:
            value, text = weighted.mean or 0, "–" if weighted.mean is None else reader.number(weighted.mean)
        case Kind.RANKING:
            value, text = 0.0, "–"
            if weighted.mean is not None:
                most = len(table.rows)
                value = 100 * (most - weighted.mean) / (most - 1) if most > 1 else 100.0
                text = _("rank %(rank)s", rank=reader.number(weighted.mean, 2))
        case _:
            value, text = weighted.percent or 0, "–" if weighted.percent is None else reader.percent(weighted.percent)
    return [plain, Bar(value, text, weighted.interval, name=_("Weighted"), colour=GROUPS[1])]


def weighted_row(table: ItemTable, row: TableRow) -> WeightedRow | None:
    """The same row with weights."""
    if table.weighted is None or not table.weighted.rows:
        return None
    return table.weighted.rows[table.rows.index(row)]


def _figure(table: ItemTable, row: TableRow, reader: Reader) -> str:
    """What stands at the end of a bar."""
    _ = reader.gettext
    match table.kind:
        case Kind.POINTS:
            return "–" if row.mean is None else reader.number(row.mean)
        case Kind.RANKING:
            rank = "–" if row.mean is None else reader.number(row.mean, 2)
            return _("rank %(rank)s", rank=rank)
        case Kind.NUMBER | Kind.SCALE | Kind.DATE | Kind.TIME:
            return reader.count(row.count)
    if row.percent is None:
        return "–"
    return f"{reader.percent(row.percent)} ({reader.count(row.count)})"


def _code(code: str, reader: Reader) -> str:
    _ = reader.gettext
    return _("Prefer not to say") if code == "_declined" else code


# -- numbers


def _number_sheet(table: ItemTable, reader: Reader) -> Sheet:
    single = all(row.bounds and row.bounds[0] == row.bounds[1] for row in table.rows)
    found = [
        ColumnBar(_axis_label(table, row, reader, single=single), row.count, reader.count(row.count))
        for row in table.rows
    ]
    low, high = table.item.low_label, table.item.high_label
    ends = (reader.pick(low) if low else ("", ""), reader.pick(high) if high else ("", ""))
    return columns(found, reader.direction, ends=ends if low or high else None, summary=_summary(table))


def _axis_label(table: ItemTable, row: TableRow, reader: Reader, *, single: bool) -> str:
    if table.item.type is ItemType.YEAR:
        return reader.years(row)
    low, high = row.bounds or (0.0, 0.0)
    return reader.number(low, 6) if single else reader.bounds(low, high)


def _summary(table: ItemTable) -> Summary | None:
    if table.quartiles is None or table.mean is None:
        return None
    edges = [row.bounds for row in table.rows if row.bounds]
    quartiles = table.quartiles
    return Summary(
        *(_position(value, edges) for value in (quartiles.lower, quartiles.median, quartiles.upper, table.mean))
    )


def _position(value: float, edges: Sequence[tuple[float, float]]) -> float:
    """Where a value lies along the columns: a single value in the middle of its column, between bins in line."""
    places = [
        (at, number + share)
        for number, (low, high) in enumerate(edges)
        for at, share in ([(low, 0.5)] if low == high else [(low, 0.0), (high, 1.0)])
    ]
    before = [place for place in places if place[0] <= value] or places[:1]
    after = [place for place in places if place[0] >= value] or places[-1:]
    (low, start), (high, end) = before[-1], after[0]
    return start if high == low else start + (value - low) / (high - low) * (end - start)


def _groups_sheet(table: ItemTable, reader: Reader) -> Sheet | None:
    """A bar from zero to the mean of each group; none where numbers below zero would take the zero away."""
    lowest = min((row.bounds[0] for row in table.rows if row.bounds), default=0.0)
    highest = max((row.bounds[1] for row in table.rows if row.bounds), default=1.0)
    if lowest < 0:
        return None
    rows = []
    for number, column in enumerate(table.columns):
        name, lang = reader.pick(column.label) if column.label else (_code(column.code, reader), "")
        mean, median = column.table.mean, column.table.median
        if mean is None or median is None:
            continue
        text = amount(table, mean, reader)
        bar = Bar(mean, text, mark=median, colour=GROUPS[number % len(GROUPS)])
        rows.append(BarRow(name, [bar], lang))
    return bars(rows, reader.direction, whole=highest or 1.0)


# -- matrices


def _matrix(tables: Sequence[ItemTable], reader: Reader) -> list[Drawn]:
    title, lang = reader.pick(tables[0].question.label)
    options = {option.code: option for option in tables[0].item.options}
    codes = list(dict.fromkeys(row.code for table in tables for row in table.rows))
    if len(codes) > MOST_STEPS:
        return [drawn for table in tables if (drawn := _chart(table, reader))]
    steps = []
    for code in codes:
        option = options.get(code)
        label, label_lang = reader.pick(option.label) if option else (code, "")
        apart = option is None or option.exclusive or option.fixed or code.lower() in NOT_ON_THE_SCALE
        steps.append(Step(label, label_lang, apart))
    rows = [row for table in tables for row in _stacked_rows(table, codes, reader)]
    described = reader.listing(
        f"{row.label}: " + ", ".join(f"{step.label} {text}" for step, (_, text) in zip(steps, row.parts, strict=True))
        for row in rows
    )
    sheet = stacked(steps, rows, reader.direction) if any(table.base for table in tables) else None
    caption = [title, *asked(max(table.base for table in tables), reader, tables[0])]
    return [Drawn(sheet, title, described, caption, lang)]


def _stacked_rows(table: ItemTable, codes: Sequence[str], reader: Reader) -> list[StackedRow]:
    """A bar for a statement; with weights a second below it."""
    _ = reader.gettext
    statement, lang = reader.pick(table.question.row.label) if table.question.row else ("", "")
    found = {row.code: row.percent or 0.0 for row in table.rows}
    note = _("n = %(n)s", n=reader.count(table.base))
    if table.weighted is None:
        return [StackedRow(statement, note, _parts(found, codes, reader), lang)]
    pairs = zip(table.rows, table.weighted.rows, strict=True)
    weighted = {row.code: each.percent or 0.0 for row, each in pairs}
    return [
        StackedRow(
            statement, _("Not weighted, n = %(n)s", n=reader.count(table.base)), _parts(found, codes, reader), lang
        ),
        StackedRow("", _("Weighted"), _parts(weighted, codes, reader)),
    ]


def _parts(found: Mapping[str, float], codes: Sequence[str], reader: Reader) -> list[tuple[float, str]]:
    return [(found.get(code, 0.0), reader.whole_percent(found.get(code, 0.0))) for code in codes]
