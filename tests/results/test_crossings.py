"""Columns crossed: against tables by hand, against each other, and against the answers of a real survey."""

from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.limesurvey import read
from engage.results.crossings import counted
from engage.results.domain.crossing import Of
from engage.results.domain.questions import questions
from engage.results.snapshots.columns import SEPARATOR
from engage.surveys.domain.past_responses import read_past_responses
from tests.corpora import corpora
from tests.factories.surveys import instrument, item, options, section

ASKED = {
    question.key: question
    for question in questions(
        instrument(
            section(
                "all",
                item("sex", ItemType.SINGLE, options=options("f", "m", "x")),
                item("heard", ItemType.SINGLE, options=options("yes", "no")),
                item("ways", ItemType.MULTIPLE, options=options("tv", "web", "post")),
                item("age", ItemType.INTEGER),
            )
        )
    )
}
singles = st.sampled_from(["f", "m", "x", "_declined", None])
people = st.lists(
    st.tuples(
        singles,
        st.sampled_from(["yes", "no", None]),
        st.lists(st.sampled_from(["tv", "web", "post"]), unique=True, max_size=3),
        st.none() | st.integers(0, 40),
        st.floats(0.25, 4),
    ),
    max_size=40,
)


def frame(rows) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "sex": pl.Series([row[0] for row in rows], dtype=pl.String),
            "heard": pl.Series([row[1] for row in rows], dtype=pl.String),
            "ways": pl.Series([SEPARATOR.join(row[2]) or None for row in rows], dtype=pl.String),
            "age": pl.Series([row[3] for row in rows], dtype=pl.Float64),
        }
    )


def crossed(rows, *keys: str, weights=None):
    return counted(frame(rows), tuple((key, ASKED[key]) for key in keys), weights)


def weights_of(rows) -> pl.Series:
    return pl.Series([row[4] for row in rows], dtype=pl.Float64)


@given(people)
@settings(max_examples=40)
def test_cells_of_one_answer_a_person_add_up_to_their_margins(rows):
    found = crossed(rows, "sex", "heard", weights=weights_of(rows))
    table = found.tables[0]

    assert found.base == sum(row[0] in ("f", "m", "x") and row[1] is not None for row in rows)
    assert sum(line.whole.count for line in table.lines) == table.base.count
    for line in table.lines:
        assert sum(cell.count for cell in line.cells) == line.whole.count
        assert sum(cell.weight for cell in line.cells) == pytest.approx(line.whole.weight)
    for place, column in enumerate(table.columns):
        assert sum(line.cells[place].count for line in table.lines) == column.count


@given(people)
@settings(max_examples=40)
def test_percentages_are_of_what_they_say_and_lie_in_their_intervals(rows):
    for line in crossed(rows, "ways", "sex", weights=weights_of(rows)).tables[0].lines:
        for cell in line.cells:
            row = cell.shares[Of.ROW]
            assert (row is None) == (line.whole.count == 0)
            for share in (*cell.shares.values(), *cell.weighted.values()):
                if share is not None:
                    low, high = share.interval
                    assert -1e-9 <= low <= share.percent + 1e-9
                    assert share.percent - 1e-9 <= high <= 100 + 1e-9
            if row is not None:
                assert row.percent == pytest.approx(100 * cell.count / line.whole.count)


@given(people)
@settings(max_examples=40)
def test_tables_by_a_third_item_add_up_to_the_table_without_it(rows):
    everybody = [row for row in rows if row[1] is not None]
    whole = crossed(everybody, "sex", "ways").tables[0]
    parts = crossed(everybody, "sex", "ways", "heard").tables

    for number, line in enumerate(whole.lines):
        for place, cell in enumerate(line.cells):
            assert cell.count == sum(part.lines[number].cells[place].count for part in parts)


@given(people)
@settings(max_examples=20)
def test_equal_weights_change_nothing(rows):
    table = crossed(rows, "sex", "heard", weights=pl.Series([2.0] * len(rows), dtype=pl.Float64)).tables[0]

    for cell in (cell for line in table.lines for cell in line.cells):
        for of in Of:
            plain, weighted = cell.shares[of], cell.weighted[of]
            assert (plain is None) == (weighted is None)
            if plain is not None and weighted is not None:
                assert weighted.percent == pytest.approx(plain.percent)
                assert weighted.interval == pytest.approx(plain.interval)
    assert table.base.design_effect in (None, pytest.approx(1))


def test_several_answers_count_each_person_once_in_the_base():
    rows = [("f", "yes", ["tv", "web"], None, 1.0), ("m", "no", ["tv"], None, 1.0), ("m", "yes", [], None, 1.0)]
    table = crossed(rows, "ways", "sex").tables[0]

    assert table.base.count == 2
    assert [line.whole.count for line in table.lines] == [2, 1, 0]
    assert sum(line.whole.shares[Of.TOTAL].percent for line in table.lines) == 150


def test_a_number_is_binned_and_has_means_and_medians_by_group_weighted_too():
    rows = [("f", "yes", [], 20, 1.0), ("f", "yes", [], 40, 3.0), ("m", "no", [], 30, 1.0)]
    table = crossed(rows, "sex", "age", weights=weights_of(rows)).tables[0]
    centre = table.lines[0].centre

    assert sum(cell.count for cell in table.lines[0].cells) == 2
    assert (centre.mean, centre.median, centre.weighted_mean, centre.weighted_median) == (30, 30, 35, 40)
    assert table.centre.count == 3


def test_what_is_kept_beside_the_answers_counts_as_an_item():
    found = frame([("f", "yes", [], 1, 1.0)] * 3).with_columns(pl.Series("_language", ["de", "en", "de"]))
    crossing = counted(found, (("_language", None), ("sex", ASKED["sex"])))

    assert [(line.category.code, line.whole.count) for line in crossing.tables[0].lines] == [("de", 2), ("en", 1)]


# -- a real survey: twenty crossings against its published file


@pytest.fixture(scope="module")
def research():
    """The questions by key, the answers as they come in, and the file as it was published."""
    instrument = read(corpora("surveys", "rse-2018", "questions_to_import.txt")).instrument
    path = corpora("surveys", "rse-2018", "public_data.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        answers = [response.answers for response in read_past_responses(stream, instrument).responses]
    file = pl.read_csv(path, infer_schema=False)
    return (
        {question.key: question for question in questions(instrument)},
        answers,
        file.rename({name: name.partition("._.")[0] for name in file.columns}),
    )


def bare(value: str) -> str:
    return " ".join(value.replace("\ufeff", " ").split())


def published(file: pl.DataFrame, key: str) -> str:
    """The column of the file that holds the answers to a question."""
    item, _, row = key.partition("/")
    return f"{item}[{row}]" if row else item


def column_of(answers, key: str) -> pl.Series:
    given = [answer.get(key) for answer in answers]
    return pl.Series(key, given, dtype=pl.Float64 if key == "soft1can" else pl.String)


PAIRS = [
    *product(("rse1", "currentWork1", "tool2", "soft2can"), ("currentEmp12", "currentEmp10", "rse4de")),
    *product(("likert0/time1can", "currentWork1"), ("rse1", "ukrse1", "org1can", "tool2")),
]


@pytest.mark.corpora
@pytest.mark.parametrize(("row", "column"), [pytest.param(*pair, id=" by ".join(pair)) for pair in PAIRS[:20]])
def test_a_crossing_of_a_real_survey_is_that_of_its_file(research, row, column):
    asked, answers, file = research
    frame = pl.DataFrame([column_of(answers, row), column_of(answers, column)])

    table = counted(frame, ((row, asked[row]), (column, asked[column]))).tables[0]

    labels = {key: {option.code: bare(option.label.source) for option in asked[key].options} for key in (row, column)}
    theirs = (
        file.select(
            pl.col(published(file, key)).map_elements(bare, return_dtype=pl.String).replace("", None).alias(key)
            for key in (row, column)
        )
        .drop_nulls()
        .group_by(row, column)
        .len()
    )
    expected = {(one, other): number for one, other, number in theirs.iter_rows()}
    ours = {
        (labels[row].get(line.category.code), labels[column].get(other.code)): cell.count
        for line in table.lines
        for other, cell in zip(table_columns(asked[column], frame, column), line.cells, strict=True)
        if cell.count
    }
    assert ours == expected
    assert table.base.count == sum(expected.values()) > 10


def table_columns(question, frame, key):
    return counted(frame, ((key, question),)).axes[0].categories


@pytest.mark.corpora
def test_a_mean_by_groups_of_a_real_survey_is_that_of_its_file(research):
    asked, answers, file = research
    frame = pl.DataFrame([column_of(answers, "rse1"), column_of(answers, "soft1can")])

    table = counted(frame, (("rse1", asked["rse1"]), ("soft1can", asked["soft1can"]))).tables[0]

    theirs = file.select(pl.col("rse1"), pl.col("soft1can").cast(pl.Float64)).drop_nulls()
    means = dict(theirs.group_by("rse1").agg(pl.col("soft1can").mean()).iter_rows())
    medians = dict(theirs.group_by("rse1").agg(pl.col("soft1can").median()).iter_rows())
    ours = {line.category.label.source: line.centre for line in table.lines if line.centre}
    assert {label: centre.mean for label, centre in ours.items()} == pytest.approx(means)
    assert {label: centre.median for label, centre in ours.items()} == pytest.approx(medians)
