"""What is shown of published figures, and in which order."""

from dataclasses import replace

from engage.results.charts.published import Teller
from engage.results.publishing.figures import Quote, Table, Wave, WaveOf
from engage.results.reporting import items
from engage.results.reporting.items import Item
from tests.factories.editions_of_results import make_published

PUBLISHED = make_published()
HEARD, TRUST, HELPED, CARE = PUBLISHED.questions


def every(parts) -> list[Item]:
    return [item for part in parts for item in part.items]


def test_questions_stand_in_their_sections_in_the_order_of_the_survey(teller: Teller):
    parts = items.parts(PUBLISHED, teller)

    assert [part.title.text for part in parts] == ["Screening", "Trust"]
    assert [item.id for item in every(parts)] == ["q1", "q3", "q2", "q4"]


def test_a_group_is_known_by_filter_and_value():
    german = items.group(PUBLISHED, "_language:de")

    assert german is not None
    assert german.code == "_language:de"
    assert [each.code for each in items.groups(PUBLISHED)] == ["_language:en", "_language:de", "_language:he"]
    assert items.group(PUBLISHED, "_language:nb") is items.group(PUBLISHED, "") is None


def test_of_a_group_the_figures_are_those_of_the_group(teller: Teller):
    found = {each.id: each for each in every(items.parts(PUBLISHED, teller, items.group(PUBLISHED, "_language:de")))}

    assert found["q1"].grids[0].rows[0][1] == ["95", "48.7%"]
    assert found["q2"].grids == []
    assert found["q4"].charts[0].sheet is None  # not published for groups


def test_tables_say_counts_percentages_and_weighted_ones(teller: Teller):
    grid = every(items.parts(PUBLISHED, teller))[0].grids[0]

    assert [head.text for head in grid.heads] == ["Answer", "People, about", "Percent", "Percent, weighted"]
    assert grid.rows[0][0].text == "From a doctor"
    assert grid.rows[0][1] == ["300", "50%", "47%"]


def test_rows_of_a_matrix_are_one_table(teller: Teller):
    rows = tuple(replace(CARE, key=f"care/{n}", row={"en": f"Row {n}"}) for n in range(2))
    hidden = replace(rows[1], table=Table(hidden=True))

    whole, gap = (
        every(items.parts(replace(PUBLISHED, questions=(rows[0], row), crossings=()), teller))[0]
        for row in (rows[1], hidden)
    )

    assert [cells for _label, cells in whole.grids[0].rows] == [["500", "80% (400)", "20% (100)"]] * 2
    assert len(whole.charts) == 1
    assert gap.grids[0].rows[1][1] == ["–", "not shown", "not shown"]
    assert [chart.sheet is None for chart in gap.charts] == [False, True]
    assert [chart.caption[0] for chart in gap.charts] == ["Row 0", "Row 1"]
    assert whole.captions_repeat_title
    assert not gap.captions_repeat_title


def test_waves_stand_side_by_side_for_everybody(teller: Teller):
    earlier = WaveOf("before", 2, {"en": "Before"}, "2025-03-01", "2025-04-30")
    asked = replace(HEARD, waves=(Wave("before", 2, HEARD.table), Wave("unknown", 1, HEARD.table)))
    published = replace(PUBLISHED, questions=(asked,), waves=(earlier,), crossings=())

    item = every(items.parts(published, teller))[0]

    assert [head.text for head in item.grids[1].heads] == ["Answer", "Mar 2026–Apr 2026", "Mar 2025–Apr 2025"]
    assert item.charts[1].sheet is not None
    assert item.captions_repeat_title
    group = items.group(published, "_language:de")
    assert len(every(items.parts(published, teller, group))[0].grids) == 1


def test_crossings_have_a_column_for_each_answer(teller: Teller):
    (item,) = items.crossings(PUBLISHED, teller)

    assert (item.id, item.note) == ("c1", "By the answers to: How was your care? From nurses")
    assert [head.text for head in item.grids[0].heads] == ["Answer", "Good", "Bad"]
    assert [cells for _label, cells in item.grids[0].rows] == [
        ["62.5% (250)", "40"],
        ["25% (100)", "fewer than 10"],
        ["12.5% (50)", "not possible"],
    ]


def test_quotes_stand_with_their_question(teller: Teller):
    quoted = replace(PUBLISHED, quotes=(Quote("care", {"en": "Good nurses."}), Quote("other", {"en": "Nowhere."})))

    found = {item.id: [quote.text for quote in item.quotes] for item in every(items.parts(quoted, teller))}

    assert found == {"q1": [], "q2": [], "q3": [], "q4": ["Good nurses."]}
