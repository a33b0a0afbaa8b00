"""Charts of published figures: of protected tables, with what is not shown said where its bar would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.hubs.domain.texts import said
from engage.results.charts.items import NOT_ON_THE_SCALE
from engage.results.charts.reader import Reader, plain
from engage.results.charts.stacked import MOST_STEPS, Step, stacked
from engage.results.charts.stacked import Row as StackedRow
from engage.results.publishing.figures import Cell, Crossing, Option, Question, State, Table, Texts
from engage.web.charts import grid
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.columns import ColumnBar, columns
from engage.web.charts.drawing import GROUPS, PLAIN, SIZE, WIDTH, Colour, Drawn, Sheet
from engage.web.charts.measure import width

MOST_GROUPS = len(GROUPS)
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who published figures are told to, and the language that stands in where a translation is missing."""

    reader: Reader
    source: str
    minimum: int
    """Below it counts are shown alike."""

    def pick(self, texts: Texts) -> tuple[str, str]:
        """A text without its marks, and its language where that is not the reader's."""
        found = said(texts, self.reader.language, (self.source,))
        return plain(found.text), "" if found.language == self.reader.language else found.language

    def title(self, question: Question) -> tuple[str, str]:
        """The question, of a matrix with its row."""
        text, lang = self.pick(question.label)
        row = self.pick(question.row)[0] if question.row else ""
        return f"{text} {row}".strip(), lang

    def few(self) -> str:
        return self.reader.gettext("fewer than %(number)s", number=self.minimum)

    def count(self, cell: Cell) -> str:
        """A count, or why there is none."""
        _ = self.reader.gettext
        match cell.state:
            case State.FEW:
                return self.few()
            case State.HIDDEN:
                return _("not shown")
            case State.IMPOSSIBLE:
                return _("not possible")
        return NOTHING if cell.count is None else self.reader.count(cell.count)

    def percent(self, value: float | None) -> str:
        return NOTHING if value is None else self.reader.percent(value)

    def figure(self, cell: Cell) -> str:
        """What stands at the end of a bar."""
        if cell.percent is None:
            return self.count(cell)
        return f"{self.percent(cell.percent)} ({self.count(cell)})"

    def base(self, table: Table) -> str:
        """How many answered, in a sentence; or why nothing is shown."""
        _, ngettext = self.reader.gettext, self.reader.ngettext
        if table.few:
            return _("Fewer than %(number)s people answered, so nothing is shown.", number=self.minimum)
        if table.hidden:
            return _("Not shown, because a small group could be worked out from it.")
        if table.base is None:
            return _("How many answered is not shown, because a small group could be worked out from it.")
        count = self.reader.count(table.base)
        return ngettext("About %(n)s person answered.", "About %(n)s people answered.", table.base, n=count)


def chart(question: Question, table: Table, teller: Teller) -> Drawn:
    """The chart of one question for one group of people."""
    title, lang = teller.title(question)
    labels = {each.code: teller.pick(each.label) for each in question.options}
    described = teller.reader.listing(f"{labels[cell.code][0]}: {teller.figure(cell)}" for cell in table.cells)
    caption = [title, teller.base(table), *_meaning(question, table, teller)]
    return Drawn(_sheet(question, table, labels, teller) if table.shown else None, title, described, caption, lang)


def _meaning(question: Question, table: Table, teller: Teller) -> list[str]:
    _, found = teller.reader.gettext, []
    if not table.shown:
        return []
    if question.kind == "multiple":
        found.append(_("Several answers were possible, so the percentages add up to more than 100."))
    if question.kind == "ranking":
        found.append(_("What people put first."))
    if table.mean is not None and table.median is not None:
        mean, median = teller.reader.number(table.mean), teller.reader.number(table.median)
        found.append(_("Mean %(mean)s, median %(median)s.", mean=mean, median=median))
    if any(cell.weighted is not None for cell in table.cells):
        found.append(_("Bars: as people answered. Diamonds: weighted."))
    return found


def _sheet(question: Question, table: Table, labels: Mapping[str, tuple[str, str]], teller: Teller) -> Sheet:
    if question.kind in ("scale", "number") and _fit(labels, len(table.cells)):
        return columns(
            [ColumnBar(labels[cell.code][0], cell.count or 0, _short(cell, teller)) for cell in table.cells],
            teller.reader.direction,
        )
    rows = [Row(labels[cell.code][0], [_bar(cell, teller)], labels[cell.code][1]) for cell in table.cells]
    return bars(rows, teller.reader.direction, whole=_whole([table]))


def _fit(labels: Mapping[str, tuple[str, str]], columns: int) -> bool:
    """Whether every label has room under its column."""
    return columns > 0 and all(width(text, SIZE) + 8 <= WIDTH / columns for text, _ in labels.values())


def _short(cell: Cell, teller: Teller) -> str:
    """Over a column there is little room."""
    return f"<{teller.minimum}" if cell.state is State.FEW else teller.count(cell)


def _bar(cell: Cell, teller: Teller, *, name: str = "", lang: str = "", colour: Colour = PLAIN) -> Bar:
    value = cell.count if cell.percent is None else cell.percent
    weighted = None if name or cell.percent is None else cell.weighted
    return Bar(value or 0, teller.figure(cell), mark=weighted, name=name, lang=lang, colour=colour)


def _whole(tables: Sequence[Table]) -> float:
    """The end of the scale: all people in percent; where there are no percentages, the longest bar."""
    cells = [cell for table in tables for cell in table.cells]
    if any(cell.percent is not None for cell in cells):
        return 100.0
    return float(max((cell.count or 0 for cell in cells), default=0) or 1)


# -- several tables in one chart


def side_by_side(
    question: Question, groups: Sequence[tuple[str, str, Table]], teller: Teller, *, notes: Sequence[str]
) -> Drawn | None:
    """Bars of several groups of people under each answer: of a crossing, or of waves.

    None where there are too many groups to tell apart, where nothing of any is shown, or where percentages of one
    would stand beside counts of another.

    :param groups: name, its language where that is not the reader's, table
    """
    shown = [(name, lang, table) for name, lang, table in groups if table.shown]
    counted = {table.base is None for _, _, table in shown}
    if not shown or len(groups) > MOST_GROUPS or len(counted) > 1:
        return None
    title, lang = teller.title(question)
    rows = []
    for option in question.options:
        split = [
            _bar(cell, teller, name=name, lang=name_lang, colour=GROUPS[number])
            for number, (name, name_lang, table) in enumerate(shown)
            for cell in table.cells
            if cell.code == option.code
        ]
        rows.append(Row(teller.pick(option.label)[0], split, teller.pick(option.label)[1]))
    described = teller.reader.listing(f"{row.label}, {bar.name}: {bar.text}" for row in rows for bar in row.bars)
    sheet = bars(rows, teller.reader.direction, whole=_whole([table for _, _, table in shown]))
    return Drawn(sheet, title, described, [title, *notes], lang)


def crossing(found: Crossing, rows: Question, columns: Question, teller: Teller) -> Drawn | None:
    """One question by the answers to another."""
    groups = [
        (*teller.pick(each.label), found.tables[each.code]) for each in columns.options if each.code in found.tables
    ]
    if len(groups) > MOST_GROUPS:
        return heat_map(rows, groups, teller, notes=[by_answers(columns, teller)])
    return side_by_side(rows, groups, teller, notes=[by_answers(columns, teller)])


def heat_map(
    question: Question, groups: Sequence[tuple[str, str, Table]], teller: Teller, *, notes: Sequence[str]
) -> Drawn | None:
    """A field for each answer and group, where there are more groups than colours.

    None where nothing of any is shown, or where one has counts without percentages.

    :param groups: name, its language where that is not the reader's, table
    """
    shown = [table for _, _, table in groups if table.shown]
    if not shown or any(table.base is None for table in shown):
        return None
    reader, (title, lang) = teller.reader, teller.title(question)
    heads = [grid.Head(reader.count(number), name, tag) for number, (name, tag, _) in enumerate(groups, 1)]
    by_group = [{cell.code: cell for cell in table.cells} if table.shown else {} for _, _, table in groups]
    rows = []
    for option in question.options:
        label, tag = teller.pick(option.label)
        rows.append(grid.Row(label, [_field(cells.get(option.code), teller) for cells in by_group], tag))
    described = reader.listing(
        f"{row.label}: " + ", ".join(f"{head.label} {cell.text}" for head, cell in zip(heads, row.cells, strict=True))
        for row in rows
    )
    darker = reader.gettext("The darker a field, the higher its percentage.")
    return Drawn(grid.grid(heads, rows, reader.direction), title, described, [title, *notes, darker], lang)


def _field(cell: Cell | None, teller: Teller) -> grid.Cell:
    if cell is not None and cell.percent is not None:
        return grid.Cell(cell.percent, teller.reader.whole_percent(cell.percent))
    return grid.Cell(None, f"<{teller.minimum}" if cell is not None and cell.state is State.FEW else NOTHING)


def by_answers(columns: Question, teller: Teller) -> str:
    """What a crossing is by."""
    return teller.reader.gettext("By the answers to: %(question)s", question=teller.title(columns)[0])


# -- matrices


def matrix(rows: Sequence[Question], tables: Sequence[Table], teller: Teller) -> Drawn | None:
    """The rows of a matrix on one scale, as stacked bars; None where anything is missing in a bar."""
    options = rows[0].options
    whole = all(table.shown and all(_whole_cell(cell) for cell in table.cells) for table in tables)
    if len(rows) < 2 or not whole or len(options) > MOST_STEPS or any(row.kind != "choice" for row in rows):
        return None
    if len({tuple(each.code for each in row.options) for row in rows}) > 1:
        return None
    reader, (title, lang) = teller.reader, teller.pick(rows[0].label)
    steps = [_step(each, teller) for each in options]
    drawn = [_stacked(row, table, options, teller) for row, table in zip(rows, tables, strict=True)]
    described = reader.listing(
        f"{row.label}: " + ", ".join(f"{step.label} {text}" for step, (_, text) in zip(steps, row.parts, strict=True))
        for row in drawn
    )
    return Drawn(stacked(steps, drawn, reader.direction), title, described, [title], lang)


def _whole_cell(cell: Cell) -> bool:
    return cell.percent is not None or cell.state is State.IMPOSSIBLE


def _step(option: Option, teller: Teller) -> Step:
    label, lang = teller.pick(option.label)
    return Step(label, lang, option.code.lower() in NOT_ON_THE_SCALE)


def _stacked(row: Question, table: Table, options: Sequence[Option], teller: Teller) -> StackedRow:
    statement, lang = teller.pick(row.row)
    percents = [table.cell(each.code).percent or 0.0 for each in options]
    parts = [(value, teller.reader.whole_percent(value)) for value in percents]
    return StackedRow(statement, teller.base(table), parts, lang)
