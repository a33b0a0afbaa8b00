from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.instruments.domain.definition import DECLINED
from engage.results.domain.filters import CannotFilter, CannotSplit, UnknownItem, UnknownValue
from engage.results.domain.tables import ItemTable, by_item
from tests.results.instruments import FOUR, SURVEY, answered
from tests.results.reading import item_tables, results


def tables(responses=FOUR, **more) -> dict[str, ItemTable]:
    return {table.name: table for table in item_tables(SURVEY, responses, **more)}


def counts(table: ItemTable) -> dict[str, int]:
    return {row.code: row.count for row in table.rows}


def test_every_question_has_a_table_and_notes_and_calculations_have_none():
    assert list(tables()) == [
        "heard", "topics", "trust/doctor", "trust/press", "visits/gp", "visits/clinic", "age", "use", "born",
        "wake", "wish", "order", "points", "points/rank", "home",
    ]  # fmt: skip


def test_who_prefers_not_to_say_is_counted_apart_from_answers_and_from_the_missing():
    heard = tables()["heard"]

    assert counts(heard) == {"yes": 2, "name": 0, "no": 1}
    assert (heard.base, heard.declined, heard.missing, heard.responses) == (3, 1, 0, 4)
    assert heard.rows[0].percent == pytest.approx(66.667, abs=1e-3)
    assert heard.rows[0].interval == pytest.approx((20.77, 93.85), abs=0.01)


def test_several_answers_are_percent_of_those_who_gave_any_and_other_words_are_counted():
    topics = tables()["topics"]

    assert counts(topics) == {"care": 2, "data": 0, "other": 1}
    assert [row.percent for row in topics.rows] == [100, 0, 50]
    assert (topics.base, topics.missing, topics.other_texts) == (2, 2, 1)


def test_a_matrix_has_a_table_for_each_row():
    found = tables()

    assert counts(found["trust/doctor"]) == {"no": 0, "some": 1, "full": 2}
    assert (found["trust/press"].base, found["trust/press"].declined, found["trust/press"].missing) == (1, 1, 2)
    assert found["visits/gp"].mean == 2
    assert [len(group) for group in by_item(found.values())][:5] == [1, 1, 2, 2, 1]


def test_numbers_have_mean_median_and_a_distribution():
    age = tables()["age"]

    assert (age.mean, age.median, age.base, age.missing) == (35.5, 35.5, 2, 2)
    assert counts(age) == {str(n): int(n in (30, 41)) for n in range(30, 42)}


def test_a_scale_shows_all_its_points_and_what_its_ends_mean():
    use = tables()["use"]

    assert [row.code for row in use.rows] == [str(n) for n in range(11)]
    assert (use.rows[0].label.source, use.rows[10].label.source, use.rows[5].label) == ("Never", "Certain", None)
    assert (use.mean, use.median) == (8.5, 8.5)


@pytest.mark.parametrize(
    ("dates", "periods"),
    [
        pytest.param(["2026-01-05", "2026-03-31"], {"2026-01": 1, "2026-02": 0, "2026-03": 1}, id="months"),
        pytest.param(["2019-05-01", "2022-01-01"], {"2019": 1, "2020": 0, "2021": 0, "2022": 1}, id="years"),
        pytest.param(["0019-05-01", "2022-01-01"], {"0019": 1, "2022": 1}, id="only years that occur when absurd"),
        pytest.param(["2026-05-01T14:30"], {"2026-05": 1}, id="with a time"),
        pytest.param(["someday", ""], {}, id="no dates"),
    ],
)  # fmt: skip
def test_dates_are_told_by_month_or_year(dates, periods):
    assert counts(tables(answered(*({"born": each} for each in dates)))["born"]) == periods


def test_times_are_told_by_the_hour_and_texts_only_counted():
    found = tables()

    assert counts(found["wake"]) == {"06": 1}
    assert (found["wish"].base, found["wish"].rows, found["wish"].missing) == (1, (), 3)


def test_rankings_tell_first_places_mean_rank_and_borda_points():
    a, b, c = tables()["order"].rows

    assert (a.count, b.count, c.count) == (1, 1, 0)
    assert (a.mean, b.mean, c.mean) == (1.5, 1.5, 3)
    assert (a.borda, c.borda) == (75, 0)


def test_points_and_their_ranked_alternative_are_told_apart():
    found = tables()
    points, ranks = found["points"], found["points/rank"]

    assert [row.mean for row in points.rows] == pytest.approx([50, 50])
    assert [row.centre for row in points.rows] == pytest.approx([50, 50])
    assert (points.base, points.declined, points.otherwise, points.missing) == (2, 1, 1, 0)
    assert (ranks.base, ranks.declined, ranks.otherwise, ranks.missing) == (1, 0, 3, 0)
    assert [row.mean for row in ranks.rows] == [2, 1]


def test_regions_are_listed_as_they_occur_under_their_own_names():
    home = tables()["home"]

    assert counts(home) == {"DE30": 1, "NO08": 1, "NO09": 1}
    assert home.rows[0].label.source == "Berlin"


def test_a_code_of_an_earlier_version_is_kept_as_a_row_of_its_own():
    assert counts(tables(answered({"heard": "perhaps"}))["heard"]) == {"yes": 0, "name": 0, "no": 0, "perhaps": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"age": "forty"}, id="a word for a number"),
        pytest.param({"age": True}, id="a truth value for a number"),
        pytest.param({"age": float("nan")}, id="not a number"),
        pytest.param({"age": 10**400}, id="a number beyond all numbers"),
        pytest.param({"heard": ["yes"]}, id="a list for one answer"),
        pytest.param({"topics": "care"}, id="one answer for a list"),
        pytest.param({"order": [], "points/x": 0, "points/y": 0}, id="nothing at all"),
    ],
)
def test_what_is_no_valid_answer_counts_as_missing(wrong):
    found = tables(answered(wrong))

    assert all(table.base == 0 and table.missing == 1 for table in found.values())


# -- filters and splits


@pytest.mark.parametrize(
    ("where", "left"),
    [
        pytest.param((("heard", "yes"),), 2, id="a choice"),
        pytest.param((("heard", DECLINED),), 1, id="preferred not to say"),
        pytest.param((("topics", "care"),), 2, id="among several"),
        pytest.param((("trust/doctor", "full"),), 2, id="a row of a matrix"),
        pytest.param((("home", "NO"),), 2, id="a region holds its parts"),
        pytest.param((("age", "41"),), 1, id="a number"),
        pytest.param((("born", "1996"),), 1, id="a year"),
        pytest.param((("heard", "yes"), ("home", "NO")), 1, id="both"),
        pytest.param((("heard", "name"),), 0, id="nobody"),
    ],
)
def test_a_filter_keeps_the_responses_that_fit_all_its_parts(where, left):
    found = results(SURVEY, FOUR, where=where)

    assert found.responses == left
    assert sum(found.languages.values()) == sum(found.days.values()) == left
    assert all(table.responses == left for table in found.tables)


@pytest.mark.parametrize(
    ("where", "refusal"),
    [
        pytest.param(("nothing", "1"), UnknownItem, id="no such item"),
        pytest.param(("trust", "full"), UnknownItem, id="a matrix without its row"),
        pytest.param(("heard", "loudly"), UnknownValue, id="no such option"),
        pytest.param(("age", "old"), UnknownValue, id="no number"),
        pytest.param(("home", " "), UnknownValue, id="no region"),
        pytest.param(("wish", "Shorter queues"), CannotFilter, id="a free text"),
        pytest.param(("points", "80"), CannotFilter, id="points"),
    ],
)
def test_a_filter_that_does_not_fit_is_refused_by_name(where, refusal):
    with pytest.raises(refusal) as caught:
        results(SURVEY, FOUR, where=(where,))

    assert caught.value.item == where[0]


def test_a_split_table_has_a_column_for_each_code_with_the_same_rows():
    age = tables(by="heard")["age"]

    assert [(column.code, column.table.base) for column in age.columns] == [("yes", 1), ("no", 1), (DECLINED, 0)]
    assert all([row.code for row in column.table.rows] == [row.code for row in age.rows] for column in age.columns)
    assert [column.table.mean for column in age.columns] == [30, 41, None]


@pytest.mark.parametrize(("by", "refusal"), [("age", CannotSplit), ("wish", CannotSplit), ("nothing", UnknownItem)])
def test_only_an_item_with_codes_makes_columns(by, refusal):
    with pytest.raises(refusal):
        tables(by=by)


def test_days_and_languages_are_counted_in_the_same_pass():
    found = results(SURVEY, iter(FOUR))

    assert found.days == {date(2026, 11, 20): 1, date(2026, 11, 21): 3}
    assert list(found.languages.items()) == [("en", 3), ("nb", 1)]


# -- what always holds

ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "heard": st.sampled_from(["yes", "name", "no", DECLINED]),
        "topics": st.lists(st.sampled_from(["care", "data", "other"]), unique=True),
        "trust/doctor": st.sampled_from(["no", "some", "full", DECLINED]),
        "age": st.integers(-10, 120) | st.just(10**6),
        "use": st.integers(0, 10),
        "born": st.dates().map(date.isoformat),
        "order": st.permutations("abc").map(list),
        "points/x": st.integers(0, 100),
        "points/y": st.integers(0, 100),
        "points/rank": st.just(["x", "y"]),
        "wish": st.text(max_size=3),
        "home": st.sampled_from(["NO08", "DE30"]),
    },
)
ADDS_UP = {"heard", "trust/doctor", "age", "use", "born", "order", "home"}


@settings(max_examples=25, deadline=None)
@given(st.lists(ANSWERS, max_size=30))
def test_counts_add_up_to_the_base_and_percentages_never_exceed_a_hundred(people):
    for table in tables(answered(*people), by="heard").values():
        for each in (table, *(column.table for column in table.columns)):
            assert each.base + each.declined + each.otherwise + each.missing == each.responses
            assert min(each.base, each.declined, each.otherwise) >= 0
            assert all(row.percent is None or 0 <= row.percent <= 100 for row in each.rows)
            assert table.name not in ADDS_UP or sum(row.count for row in each.rows) == each.base


@settings(max_examples=25, deadline=None)
@given(st.lists(ANSWERS, max_size=30))
def test_filters_by_every_answer_to_an_item_part_the_responses(people):
    whole = tables(answered(*people))
    parts = [tables(answered(*people), where=(("heard", code),)) for code in ("yes", "name", "no", DECLINED)]

    assert sum(part["age"].responses for part in parts) + whole["heard"].missing == len(people)
    split = tables(answered(*people), by="heard")["use"]
    assert sum(column.table.responses for column in split.columns) + whole["heard"].missing == len(people)


def test_twenty_thousand_responses_are_one_pass():
    people = [(FOUR[n % 4][0], FOUR[0][1], "en", 1) for n in range(20_000)]
    found = results(SURVEY, people)

    assert found.responses == 20_000
