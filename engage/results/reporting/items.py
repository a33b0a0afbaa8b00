"""What is shown of published figures, in order: sections, in them questions with charts and tables, and crossings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from engage.results.charts import published as charts
from engage.results.charts.published import Teller
from engage.results.publishing.figures import Crossing, Filter, Option, Published, Question, Table, WaveOf
from engage.results.reporting import tables
from engage.results.reporting.blocks import Text
from engage.results.reporting.tables import Grid
from engage.web.charts.drawing import Drawn


@dataclass(frozen=True, slots=True)
class Group:
    """The people whose answers are shown: those with one value of a published filter."""

    filter: Filter
    value: Option

    @property
    def code(self) -> str:
        """As addresses say it."""
        return f"{self.filter.key}:{self.value.code}"


@dataclass(frozen=True, slots=True)
class Item:
    """A question with all its rows, or a crossing."""

    id: str
    """`q1`, `q2` …, `c1` …: its place on the page and in addresses of its files."""
    title: Text
    charts: Sequence[Drawn]
    grids: Sequence[Grid]
    quotes: Sequence[Text] = ()
    note: str = ""
    """What else the figures are by."""

    @property
    def captions_repeat_title(self) -> bool:
        """Whether each caption begins with the words of the heading."""
        return all(chart.caption[0] == self.title.text for chart in self.charts)


@dataclass(frozen=True, slots=True)
class Part:
    """Questions of one section of the survey."""

    id: str
    title: Text
    items: Sequence[Item]


def groups(published: Published) -> list[Group]:
    """Whoever one can choose."""
    return [Group(each, value) for each in published.filters for value in each.values]


def group(published: Published, code: str) -> Group | None:
    """The group of an address; None for everybody, and where there is no such group."""
    return next((each for each in groups(published) if each.code == code), None)


def parts(published: Published, teller: Teller, chosen: Group | None = None) -> list[Part]:
    """The questions by section, everybody's figures or those of a group."""
    sections: dict[Text, list[Item]] = {}
    for number, (_item, of_item) in enumerate(groupby(published.questions, key=lambda each: each.item), start=1):
        rows = list(of_item)
        section = Text(*teller.pick(rows[0].section)) if rows[0].section else Text("")
        sections.setdefault(section, []).append(_question(published, f"q{number}", rows, teller, chosen))
    return [Part(f"s{number}", title, inside) for number, (title, inside) in enumerate(sections.items(), start=1)]


def crossings(published: Published, teller: Teller) -> list[Item]:
    """Questions by the answers to others."""
    return [
        _crossing(each, number, rows, columns, teller)
        for number, (each, rows, columns) in enumerate(crossed(published), start=1)
    ]


def crossed(published: Published) -> list[tuple[Crossing, Question, Question]]:
    """Crossings with their two questions; both are published."""
    known = {each.key: each for each in published.questions}
    return [
        (each, known[each.rows], known[each.columns])
        for each in published.crossings
        if {each.rows, each.columns} <= known.keys()
    ]


def quotes(published: Published, teller: Teller) -> list[Text]:
    """Released quotes that stand beside no question, because theirs takes texts and has no figures."""
    beside = {name for each in published.questions for name in (each.item, each.key)}
    return [Text(*teller.pick(each.text)) for each in published.quotes if each.key not in beside]


def _question(published: Published, id_: str, rows: Sequence[Question], teller: Teller, chosen: Group | None) -> Item:
    shown = [_table(row, chosen) for row in rows]
    title = Text(*teller.pick(rows[0].label))
    keys = {rows[0].item, *(row.key for row in rows)}
    said = [Text(*teller.pick(each.text)) for each in published.quotes if each.key in keys and chosen is None]
    together = charts.matrix(rows, shown, teller)
    drawn = [together] if together else [_drawn(row, table, teller) for row, table in zip(rows, shown, strict=True)]
    if together or (len(rows) > 1 and _alike(rows)):
        grids = [tables.of_matrix(rows, shown, teller)] if any(table.shown for table in shown) else []
    else:
        grids = [tables.of_question(row, table, teller) for row, table in zip(rows, shown, strict=True) if table.cells]
    if chosen is None:
        for row in rows:
            if row.waves:
                chart, grid = _waves(published, row, teller)
                drawn, grids = [*drawn, *([chart] if chart else [])], [*grids, grid]
    return Item(id_, title, drawn, grids, said)


def _drawn(row: Question, table: Table, teller: Teller) -> Drawn:
    """A chart under the heading of its question: of a matrix its caption begins with the row."""
    drawn = charts.chart(row, table, teller)
    return replace(drawn, caption=[teller.pick(row.row)[0], *drawn.caption[1:]]) if row.row else drawn


def _alike(rows: Sequence[Question]) -> bool:
    return len({tuple(option.code for option in row.options) for row in rows}) == 1


def _table(question: Question, chosen: Group | None) -> Table:
    """A question that is not published for a group is not shown."""
    if chosen is None:
        return question.table
    return question.by.get(chosen.filter.key, {}).get(chosen.value.code, Table(hidden=True))


def _crossing(found: Crossing, number: int, rows: Question, columns: Question, teller: Teller) -> Item:
    chart = charts.crossing(found, rows, columns, teller)
    caption = Text(charts.by_answers(columns, teller))
    named = [
        (Text(*teller.pick(each.label)), found.tables[each.code])
        for each in columns.options
        if each.code in found.tables
    ]
    grid = tables.of_groups(rows, named, caption, teller)
    return Item(f"c{number}", Text(*teller.title(rows)), [chart] if chart else [], [grid], note=caption.text)


def _waves(published: Published, question: Question, teller: Teller) -> tuple[Drawn | None, Grid]:
    """The same question now and in earlier surveys, the newest first."""
    _ = teller.reader.gettext
    named = {(each.survey, each.edition): each for each in published.waves}
    here = [(Text(period(published.method.first_day, published.method.last_day, teller)), question.table)]
    earlier = [
        (Text(period(wave.first_day, wave.last_day, teller)), each.table)
        for each in question.waves
        if (wave := named.get((each.survey, each.edition)))
    ]
    together = [*here, *earlier]
    note = _("Now and in earlier surveys.")
    drawn = charts.side_by_side(
        question, [(name.text, name.lang, table) for name, table in together], teller, notes=[note]
    )
    return drawn, tables.of_groups(question, together, Text(note), teller)


def waves(published: Published, teller: Teller) -> list[tuple[WaveOf, Text, str]]:
    """The earlier surveys that figures are shown of: each with its title and when it was."""
    return [
        (each, Text(*teller.pick(each.title)), period(each.first_day, each.last_day, teller))
        for each in published.waves
    ]


def period(first: str, last: str, teller: Teller) -> str:
    """From the first to the last month, as charts name a wave."""
    months = list(dict.fromkeys(teller.reader.period(day[:7]) for day in (first, last) if day))
    return "–".join(months)
