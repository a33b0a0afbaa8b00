"""Charts of published figures."""

from dataclasses import replace

import pytest

from engage.results.charts import published as charts
from engage.results.charts.published import Teller
from engage.results.charts.reader import Reader
from engage.results.publishing.figures import Cell, Crossing, Option, Question, State, Table
from tests.factories.editions_of_results import make_published

PUBLISHED = make_published()
HEARD, TRUST, HELPED, CARE = PUBLISHED.questions


@pytest.fixture
def teller(reader) -> Teller:
    return Teller(Reader(**reader), "en", 10)


def texts(drawn) -> list[str]:
    return [shape.text for shape in drawn.sheet.shapes if shape.kind == "text"]


def lengths(drawn) -> list[float]:
    return [shape.width for shape in drawn.sheet.shapes if shape.kind == "rect"]


def test_a_bar_is_as_long_as_its_percentage_and_says_it(teller: Teller):
    drawn = charts.chart(HEARD, HEARD.table, teller)

    longest, *others = lengths(drawn)
    assert [pytest.approx(longest / 2, abs=0.01)] * 2 == others
    assert "50% (300)" in texts(drawn)
    assert drawn.title == "Who told you of screening?"
    assert drawn.caption[1] == "About 600 people answered."


def test_what_is_not_shown_has_no_bar_and_says_why(teller: Teller):
    german = HEARD.by["_language"]["de"]

    drawn = charts.chart(HEARD, german, teller)

    assert lengths(drawn)[1:] == [0, 0]
    assert "fewer than 10" in texts(drawn)
    assert "not shown" in texts(drawn)
    assert drawn.description == "From a doctor: 48.7% (95); By letter: fewer than 10; From nobody: not shown"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        pytest.param(Table(few=True), "Fewer than 10 people answered, so nothing is shown.", id="too few"),
        pytest.param(Table(hidden=True), "Not shown, because a small group could be worked out from it.", id="hidden"),
    ],
)
def test_a_table_that_is_not_shown_has_no_picture(teller: Teller, table: Table, said: str):
    drawn = charts.chart(HEARD, table, teller)

    assert drawn.sheet is None
    assert drawn.caption == [drawn.title, said]


def test_without_a_base_bars_are_counts_and_the_caption_says_so(teller: Teller):
    table = Table((Cell("doctor", State.SHOWN, 200), Cell("letter", State.SHOWN, 100), Cell("nobody", State.FEW)))

    drawn = charts.chart(HEARD, table, teller)

    assert "200" in texts(drawn)
    assert not [text for text in texts(drawn) if "%" in text]
    assert "How many answered is not shown" in drawn.caption[1]


def test_points_of_a_scale_stand_in_a_row_and_their_mean_in_the_caption(teller: Teller):
    drawn = charts.chart(TRUST, TRUST.table, teller)

    assert [text for text in texts(drawn) if text in "12345"] == ["1", "2", "3", "4", "5"]
    assert "Mean 3.8, median 4." in drawn.caption


def test_diamonds_are_weighted_figures(teller: Teller):
    marks = [shape for shape in charts.chart(HEARD, HEARD.table, teller).sheet.shapes if shape.kind == "mark"]

    assert len(marks) == 3
    assert "Bars: as people answered. Diamonds: weighted." in charts.chart(HEARD, HEARD.table, teller).caption


def test_words_come_in_the_readers_language_or_say_which_it_is(reader):
    hebrew = Teller(Reader(**{**reader, "language": "he", "direction": "rtl"}), "en", 10)

    assert hebrew.pick(HEARD.label) == ("מי סיפר לך?", "")
    assert hebrew.pick(TRUST.label) == ("How much do you trust the clinic?", "en")


# -- several tables in one chart


def rows_of_a_matrix(count: int = 2) -> list[Question]:
    return [replace(CARE, key=f"care/{n}", row={"en": f"Row {n}"}) for n in range(count)]


def test_rows_of_a_matrix_are_stacked_on_one_scale(teller: Teller):
    rows = rows_of_a_matrix()

    drawn = charts.matrix(rows, [row.table for row in rows], teller)

    assert drawn is not None
    assert {"Row 0", "Row 1", "Good", "Bad", "80%", "20%"} <= set(texts(drawn))


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param([CARE.table, Table(few=True)], id="a row that is not shown"),
        pytest.param(
            [CARE.table, Table((Cell("good", State.SHOWN, 400, 80.0), Cell("bad", State.FEW)), 500)], id="a gap"
        ),
        pytest.param([CARE.table, replace(CARE.table, cells=(Cell("good", State.SHOWN, 5),))], id="counts alone"),
    ],
)
def test_a_bar_with_a_gap_is_not_stacked(teller: Teller, tables: list[Table]):
    assert charts.matrix(rows_of_a_matrix(), tables, teller) is None


def test_percentages_of_one_group_never_stand_beside_counts_of_another(teller: Teller):
    crossing = PUBLISHED.crossings[0]

    assert charts.crossing(crossing, HEARD, CARE, teller) is None
    whole = replace(crossing, tables={"good": crossing.tables["good"], "bad": HEARD.table})
    drawn = charts.crossing(whole, HEARD, CARE, teller)
    assert drawn is not None
    assert {"Good", "Bad", "62.5% (250)", "50% (300)"} <= set(texts(drawn))
    assert drawn.caption[1] == "By the answers to: How was your care? From nurses"


def test_more_groups_than_colours_have_a_table_only(teller: Teller):
    groups = [(str(n), "", HEARD.table) for n in range(8)]

    assert charts.side_by_side(HEARD, groups, teller, notes=[]) is None
    assert charts.side_by_side(HEARD, groups[:7], teller, notes=[]) is not None


def many_groups(count: int, last: Table) -> tuple[Crossing, Question]:
    """A question by the answers to one that has many."""
    options = tuple(Option(f"g{n}", {"en": f"Group {n}"}) for n in range(1, count + 1))
    tables = {each.code: HEARD.table for each in options} | {options[-1].code: last}
    return Crossing(HEARD.key, CARE.key, tables), replace(CARE, options=options)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        pytest.param(HEARD.table, {"50%"}, id="all are shown"),
        pytest.param(
            replace(HEARD.table, cells=(Cell(HEARD.options[0].code, State.FEW),)), {"<10", "–"}, id="fewer than ten"
        ),
        pytest.param(Table(few=True), {"–"}, id="a group that is not shown"),
    ],
)
def test_a_crossing_by_more_groups_than_colours_is_a_heat_map(teller: Teller, last: Table, said: set[str]):
    found, by = many_groups(9, last)

    drawn = charts.crossing(found, HEARD, by, teller)

    assert drawn is not None
    assert {"Group 1", "Group 9", "9"} | said <= set(texts(drawn))
    assert drawn.caption[-1] == "The darker a field, the higher its percentage."


def test_no_heat_map_has_percentages_of_one_group_beside_counts_of_another(teller: Teller):
    found, by = many_groups(9, replace(HEARD.table, base=None))

    assert charts.crossing(found, HEARD, by, teller) is None


def test_an_answer_beside_the_scale_is_grey(teller: Teller):
    options = (*CARE.options, Option("dk", {"en": "I do not know"}))
    table = Table((*CARE.table.cells, Cell("dk", State.IMPOSSIBLE)), base=500)
    rows = [replace(row, options=options) for row in rows_of_a_matrix()]

    drawn = charts.matrix(rows, [table, table], teller)

    assert drawn is not None
    assert "eng-fill-apart" in {shape.css for shape in drawn.sheet.shapes}
