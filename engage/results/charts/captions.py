"""What stands under a chart: who answered, who did not, and how it is read."""

from collections.abc import Sequence

from engage.instruments.domain.definition import ItemType
from engage.results.charts.reader import Reader
from engage.results.domain.questions import Kind
from engage.results.domain.rows import TableRow
from engage.results.domain.tables import ItemTable

MOST_BARS = 25
"""A list of countries would make a picture of hundreds of bars; the table has them all."""


def drawn_rows(table: ItemTable) -> Sequence[TableRow]:
    """What a picture shows: all rows, or the most frequent of very many."""
    if table.kind not in (Kind.CHOICE, Kind.MULTIPLE) or len(table.rows) <= MOST_BARS:
        return table.rows
    frequent = sorted((row for row in table.rows if row.count), key=lambda row: -row.count)
    return frequent[:MOST_BARS]


def amount(table: ItemTable, value: float, reader: Reader) -> str:
    """A number of this question: a year without a mark for thousands."""
    return f"{value:.0f}" if table.item.type is ItemType.YEAR else reader.number(value, 2)


def asked(base: int, reader: Reader, table: ItemTable) -> list[str]:
    ngettext = reader.ngettext
    if not base:
        _ = reader.gettext
        return [_("Nobody has answered this question yet.")]
    if table.holders is not None:
        entries = ngettext("%(n)s entry", "%(n)s entries", table.responses, n=reader.count(table.responses))
        return [
            ngettext("%(n)s answer.", "%(n)s answers.", base, n=reader.count(base)),
            ngettext(
                "%(entries)s from %(n)s response.",
                "%(entries)s from %(n)s responses.",
                table.holders,
                n=reader.count(table.holders),
                entries=entries,
            ),
        ]
    return [ngettext("%(n)s person answered.", "%(n)s people answered.", base, n=reader.count(base))]


def notes(table: ItemTable, reader: Reader) -> list[str]:
    _, ngettext = reader.gettext, reader.ngettext
    found = asked(table.base, reader, table)
    if table.declined:
        n = reader.count(table.declined)
        found.append(ngettext("%(n)s preferred not to say.", "%(n)s preferred not to say.", table.declined, n=n))
    if table.missing:
        n = reader.count(table.missing)
        found.append(ngettext("%(n)s gave no answer.", "%(n)s gave no answer.", table.missing, n=n))
    if not table.base:
        return [" ".join(found)]
    return [" ".join(found), *_left_out(table, reader), *_weights(table, reader), *_meaning(table, reader)]


def _left_out(table: ItemTable, reader: Reader) -> list[str]:
    """That a picture does not show every answer."""
    drawn, given = len(drawn_rows(table)), sum(row.count > 0 for row in table.rows)
    if drawn == len(table.rows):
        return []
    if drawn == given:
        return [reader.gettext("Answers that nobody gave are not drawn.")]
    return [
        reader.gettext(
            "The %(drawn)s most frequent of %(given)s different answers are drawn; the table has all.",
            drawn=drawn,
            given=given,
        )
    ]


def _weights(table: ItemTable, reader: Reader) -> list[str]:
    """What weights do to the figures."""
    _, weighted = reader.gettext, table.weighted
    if weighted is None or not weighted.effective:
        return []
    said = [
        _(
            "Weighted, these answers are as precise as %(n)s unweighted ones (effective sample size).",
            n=reader.count(round(weighted.effective)),
        )
    ]
    if weighted.mean is not None:
        said.append(_("Weighted mean %(mean)s.", mean=amount(table, weighted.mean, reader)))
    return [" ".join(said)]


def _meaning(table: ItemTable, reader: Reader) -> list[str]:
    _ = reader.gettext
    match table.kind:
        case Kind.MULTIPLE:
            several = _("Several answers were possible, so the percentages add up to more than 100.")
            return [several, interval_note(reader)]
        case Kind.CHOICE:
            return [interval_note(reader)]
        case Kind.NUMBER | Kind.SCALE if table.columns:
            return [_("Bars: mean of each group. Diamonds: median.")]
        case Kind.NUMBER | Kind.SCALE if table.quartiles and table.mean is not None:
            figures = _(
                "Median %(median)s, mean %(mean)s; the middle half of the answers lies from %(lower)s to %(upper)s.",
                median=amount(table, table.quartiles.median, reader),
                mean=amount(table, table.mean, reader),
                lower=amount(table, table.quartiles.lower, reader),
                upper=amount(table, table.quartiles.upper, reader),
            )
            return [figures, _("Below the columns: box, the middle half; line, the median; diamond, the mean.")]
        case Kind.POINTS:
            return [
                _("Bars: mean points. Diamonds: centre (geometric mean), which shows the shares of a typical answer.")
            ]
        case Kind.RANKING:
            return [_("Mean rank, 1 is best. The bar is full when everybody puts it first (Borda count).")]
    return []


def interval_note(reader: Reader) -> str:
    _ = reader.gettext
    return _("The thin lines show how far chance alone could move a figure (95 percent interval).")
