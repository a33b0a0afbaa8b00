"""What the results page shows of a table: words and figures in the reader's language, ready to be printed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.rendering.sections import unit_label
from engage.results.charts.reader import Reader
from engage.results.domain.fieldwork import Fieldwork
from engage.results.domain.questions import Kind, Question, questions
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable

NOTHING = "–"
MOST_ROWS = 60
"""Of a longer table, answers that nobody gave are left out: a list of countries or regions."""

Columns = tuple[tuple[str, ...], tuple[Callable[[TableRow], str], ...]]
"""The heads, that of the row's label first, and what makes each figure."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and its language where that is not the page's."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first column names the rows, all others hold figures."""

    caption: str
    heads: Sequence[Words]
    rows: Sequence[tuple[Words, Sequence[str]]]


def grids(group: Sequence[ItemTable], reader: Reader) -> list[Grid]:
    """The tables of one item: one for a matrix with options, else one for each question that has answers."""
    if len(group) > 1 and group[0].question.row is not None and group[0].kind in (Kind.CHOICE, Kind.MULTIPLE):
        return [_matrix(group, reader)] if any(table.base for table in group) else []
    return [_grid(table, reader) for table in group if table.base and table.rows]


def _grid(table: ItemTable, reader: Reader) -> Grid:
    heads, figures = _COLUMNS.get(table.kind, _COLUMNS[Kind.CHOICE])(reader)
    if table.question.list and table.kind not in (Kind.RANKING, Kind.POINTS):
        heads = (heads[0], reader.gettext("Entries"), *heads[2:])
    rows = [
        (_label(table, row, reader), [*(figure(row) for figure in figures), *_weighted(table, place, reader)])
        for place, row in enumerate(table.rows)
        if row.count or len(table.rows) <= MOST_ROWS
    ]
    heads = (*heads, *_weighted_heads(table, reader))
    return Grid(caption_of(table, reader).text, [Words(head) for head in heads], rows)


def caption_of(table: ItemTable, reader: Reader) -> Words:
    """The question; of a matrix the statement, of the second form of an allocation that it is a ranking."""
    if table.question.row is not None:
        return Words(*reader.pick(table.question.row.label))
    text, lang = reader.pick(table.question.label)
    if table.question.part:
        return Words(f"{text} ({part_of(table.question)})")
    return Words(f"{text} ({unit_label(table.question.unit)})" if table.question.unit else text, lang)


def part_of(question: Question) -> str:
    """Which end of a date range a question is about."""
    return {"from": gettext("From"), "to": gettext("To")}.get(question.part, "")


def _label(table: ItemTable, row: TableRow, reader: Reader) -> Words:
    return row_words(table.question, row, reader)


def row_words(question: Question, row: TableRow, reader: Reader) -> Words:
    """What stands for a row of a question's table."""
    if question.kind is Kind.DATE:
        return Words(reader.period(row.code))
    if question.kind is Kind.TIME:
        return Words(f"{row.code}:00")
    if question.item.type is ItemType.YEAR:
        return Words(reader.years(row))
    text, lang = reader.label(row)
    return Words(text, "" if lang == "und" else lang)


@dataclass(frozen=True, slots=True)
class Written:
    """Free texts under one key: how many, and what they belong to."""

    key: str
    count: int
    about: Words


def written(group: Sequence[ItemTable], keys: Collection[str], reader: Reader) -> list[Written]:
    """Where people wrote something: the question itself, a row of it, or beside an "other" option."""
    found = []
    for table in group:
        if table.name in keys:
            found.append(Written(table.name, table.base, caption_of(table, reader)))
        other = table.question.other_key
        if other in keys and table.other_texts is not None:
            found.append(Written(str(other), table.other_texts, Words(reader.gettext("beside the answers offered"))))
    return found


def question_of(instrument: Instrument, key: str, reader: Reader) -> Words:
    """The question that a key of free texts belongs to."""
    for question in questions(instrument):
        if key in (question.key, question.other_key):
            text, lang = reader.pick(question.label)
            return Words(f"{text} {reader.pick(question.row.label)[0]}" if question.row else text, lang)
    return Words(key)


# -- columns, by kind of question


def _counted(reader: Reader) -> Columns:
    _ = reader.gettext
    return (_("Answer"), _("People"), _("Percent"), _("95 percent interval")), (
        lambda row: reader.count(row.count),
        lambda row: percent(row.percent, reader),
        lambda row: _interval(row, reader),
    )


def _ranked(reader: Reader) -> Columns:
    _ = reader.gettext
    return (_("Answer"), _("First places"), _("Mean rank"), _("Borda score")), (
        lambda row: reader.count(row.count),
        lambda row: number(row.mean, reader),
        lambda row: percent(row.borda, reader),
    )


def _given(reader: Reader) -> Columns:
    _ = reader.gettext
    return (_("Answer"), _("Gave points"), _("Mean points"), _("Centre")), (
        lambda row: reader.count(row.count),
        lambda row: number(row.mean, reader),
        lambda row: number(row.centre, reader),
    )


_COLUMNS: Mapping[Kind, Callable[[Reader], Columns]] = {
    Kind.CHOICE: _counted,
    Kind.RANKING: _ranked,
    Kind.POINTS: _given,
}


def _weighted_heads(table: ItemTable, reader: Reader) -> tuple[str, ...]:
    _ = reader.gettext
    if table.weighted is None:
        return ()
    match table.kind:
        case Kind.RANKING:
            return (_("Weighted mean rank"),)
        case Kind.POINTS:
            return (_("Weighted mean points"),)
    return _("Weighted percent"), _("95 percent interval, weighted")


def _weighted(table: ItemTable, place: int, reader: Reader) -> list[str]:
    """The figures of a row with weights, after those without."""
    if table.weighted is None:
        return []
    row = table.weighted.rows[place]
    if table.kind in (Kind.RANKING, Kind.POINTS):
        return [number(row.mean, reader)]
    return [percent(row.percent, reader), _between(row.interval, reader)]


def _interval(row: TableRow, reader: Reader) -> str:
    return _between(row.interval, reader)


def _between(interval: tuple[float, float] | None, reader: Reader) -> str:
    if interval is None:
        return NOTHING
    low, high = interval
    return f"{percent(low, reader)}–{percent(high, reader)}"


def percent(value: float | None, reader: Reader) -> str:
    return NOTHING if value is None else reader.percent(value)


def number(value: float | None, reader: Reader) -> str:
    return NOTHING if value is None else reader.number(value, 2)


def _matrix(group: Sequence[ItemTable], reader: Reader) -> Grid:
    """A row for each statement, a column for each answer."""
    _ = reader.gettext
    answers = {row.code: _label(group[0], row, reader) for table in group for row in table.rows}
    heads = [Words(_("Statement")), Words(_("People")), *answers.values()]
    rows = []
    for table in group:
        found = {row.code: row for row in table.rows}
        cells = [_share(found.get(code), reader) for code in answers]
        rows.append((caption_of(table, reader), [reader.count(table.base), *cells]))
        if table.weighted is not None:
            shares = {row.code: each.percent for row, each in zip(table.rows, table.weighted.rows, strict=True)}
            label = Words(_("%(statement)s (weighted)", statement=caption_of(table, reader).text))
            weighted = [percent(shares.get(code), reader) for code in answers]
            rows.append((label, [reader.count(round(table.weighted.effective)), *weighted]))
    return Grid(reader.pick(group[0].question.label)[0], heads, rows)


def _share(row: TableRow | None, reader: Reader) -> str:
    if row is None or row.percent is None:
        return NOTHING
    return f"{reader.percent(row.percent)} ({reader.count(row.count)})"


# -- fieldwork


def days_grid(found: Fieldwork, reader: Reader) -> Grid:
    _ = reader.gettext
    return Grid(
        _("Starts and responses by day"),
        [Words(head) for head in (_("Day"), _("Started"), _("Sent"), _("Completion"))],
        [
            (
                Words(reader.day(day)),
                [reader.count(p.starts), reader.count(p.submitted), _rate(p.completion_rate, reader)],
            )
            for day, p in found.days
        ],
    )


def languages_grid(found: Fieldwork, names: Mapping[str, str], reader: Reader) -> Grid:
    _ = reader.gettext
    return Grid(
        _("Starts and responses by language"),
        [Words(head) for head in (_("Language"), _("Started"), _("Sent"), _("Completion"))],
        [
            (
                Words(names.get(tag, tag), tag),
                [reader.count(p.starts), reader.count(p.submitted), _rate(p.completion_rate, reader)],
            )
            for tag, p in found.languages
        ],
    )


def sections_grid(found: Fieldwork, titles: Mapping[str, str], reader: Reader) -> Grid:
    _ = reader.gettext
    before = _("Before the first question")
    return Grid(
        _("How far people came"),
        [Words(head) for head in (_("Section"), _("Reached"), _("Stopped there"), _("Still open"), _("Drop-off"))],
        [
            (
                Words(before if each.section is None else titles.get(each.section, each.section)),
                [
                    reader.count(each.reached),
                    reader.count(each.stopped),
                    reader.count(each.open),
                    _rate(each.drop_off, reader),
                ],
            )
            for each in found.sections
        ],
    )


def counts_grid(caption: str, head: str, counts: Iterable[tuple[Words, int]], reader: Reader) -> Grid:
    """How many responses there are of each."""
    heads = [Words(head), Words(reader.gettext("Responses"))]
    return Grid(caption, heads, [(label, [reader.count(count)]) for label, count in counts])


def _rate(value: float | None, reader: Reader) -> str:
    return percent(None if value is None else 100 * value, reader)
