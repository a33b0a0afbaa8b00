"""Responses collected elsewhere come in whole, or it is said what did not."""

import io
from collections import Counter
from datetime import date

import polars
import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Option, Row, Section
from engage.instruments.readers.limesurvey import read
from engage.surveys.domain.past_responses import PastResponses, RejectedRow, read_past_responses
from tests.corpora import corpora

text = LocalizedText.of


def option(code: str, label: str, german: str = "", **more: bool) -> Option:
    return Option(code=code, label=text(label, "en", de=german), **more)


YES_NO = (option("Y", "Yes", "Ja"), option("N", "No", "Nein"))
OTHER = option("-oth-", "Other", "Sonstiges", other=True)
COLOURS = (option("1", "Red", "Rot"), option("2", "**Green**", "Grün"), option("3", "Blue & grey"))
ROWS = (Row(code="r1", label=text("First")), Row(code="r2", label=text("Second row")))


def item(name: str, kind: ItemType, **more: object) -> Item:
    return Item(name=name, type=kind, label=text(name), **more)


ITEMS = (
    item("said", ItemType.TEXT),
    item("age", ItemType.INTEGER),
    item("size", ItemType.DECIMAL),
    item("born", ItemType.DATE),
    item("met", ItemType.DATETIME),
    item("woke", ItemType.TIME),
    item("agree", ItemType.SINGLE, options=YES_NO),
    item("colour", ItemType.SINGLE, options=(*COLOURS, OTHER)),
    item("number", ItemType.SINGLE, options=(option("1", "2"), option("2", "3"), option("3", "3"))),
    item("many", ItemType.MULTIPLE, options=(*COLOURS, OTHER)),
    item("many_comment", ItemType.MATRIX, cell=Cell.TEXT, rows=tuple(Row(code=c, label=text(c)) for c in "123")),
    item("colour_comment", ItemType.TEXT),
    item("array", ItemType.MATRIX, rows=ROWS, options=COLOURS),
    item("array_2", ItemType.MATRIX, rows=ROWS, options=COLOURS),
    item("boxes", ItemType.MATRIX, cell=Cell.MULTIPLE, rows=ROWS, options=COLOURS),
    item("rank", ItemType.RANKING, options=COLOURS),
    item("stars", ItemType.SCALE, minimum=1, maximum=5, step=1),
    item("points", ItemType.ALLOCATION, rows=ROWS),
    item("consented", ItemType.CONSENT),
    item("told", ItemType.NOTE),
)
INSTRUMENT = Instrument(
    name="past",
    title=text("Past"),
    source_language="en",
    languages=("en", "de-x-informal"),
    sections=(Section(name="s", slug="s", title=text("S"), items=ITEMS),),
    names={"agree": "01"},
)


def imported(*rows: dict[str, str]) -> PastResponses:
    return read_past_responses(rows, INSTRUMENT)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"said": " hello "}, {"said": "hello"}, id="text"),
        pytest.param({"age": "41.0"}, {"age": 41}, id="whole number written by a spreadsheet"),
        pytest.param({"size": "1,5"}, {"size": 1.5}, id="decimal comma"),
        pytest.param({"born": "1984-05-06 00:00:00"}, {"born": "1984-05-06"}, id="date with a time of nothing"),
        pytest.param({"born": "6.5.1984"}, {"born": "1984-05-06"}, id="European date"),
        pytest.param({"met": "2020-01-02 03:04:05"}, {"met": "2020-01-02T03:04"}, id="date and time"),
        pytest.param({"woke": "1970-01-01 7:30"}, {"woke": "07:30"}, id="time"),
        pytest.param({"colour": "2"}, {"colour": "2"}, id="code"),
        pytest.param({"colour": "Green"}, {"colour": "2"}, id="label, marks of Markdown aside"),
        pytest.param({"colour": "Rot"}, {"colour": "1"}, id="label in another language"),
        pytest.param({"colour": "\ufeff red "}, {"colour": "1"}, id="byte-order mark, blanks, case"),
        pytest.param({"colour": "<b>Blue</b> &amp; grey"}, {"colour": "3"}, id="tags and entities"),
        pytest.param({"colour": "Pink"}, {"colour": "-oth-", "colour/other": "Pink"}, id="free text is other"),
        pytest.param(
            {"colour": "Other", "colour[other]": "Pink"}, {"colour": "-oth-", "colour/other": "Pink"}, id="other"
        ),
        pytest.param({"colour/other": "Pink"}, {"colour": "-oth-", "colour/other": "Pink"}, id="other alone"),
        pytest.param({"colour[comment]": "So"}, {"colour_comment": "So"}, id="comment on a list"),
        pytest.param({"01": "Nein"}, {"agree": "N"}, id="by the name in the old file"),
        pytest.param({"AGREE._.Do you agree?": "Yes"}, {"agree": "Y"}, id="case of the code, words after it"),
        pytest.param({"many": "1 3"}, {"many": ["1", "3"]}, id="codes with blanks between"),
        pytest.param({"many": "Red; Blue & grey"}, {"many": ["1", "3"]}, id="labels with semicolons between"),
        pytest.param({"many/1": "0", "many/2": "1"}, {"many": ["2"]}, id="our flags"),
        pytest.param(
            {"many": "2", "many/1": "0", "many/2": "1", "many/-oth-": "0"}, {"many": ["2"]}, id="our export has both"
        ),
        pytest.param({"many[1]": "Yes", "many[2]": "No", "many[3]": "Y"}, {"many": ["1", "3"]}, id="their flags"),
        pytest.param({"many[1]": "Red", "many[2]": "N/A"}, {"many": ["1"]}, id="a label says chosen"),
        pytest.param({"many[other]": "Pink"}, {"many": ["-oth-"], "many/other": "Pink"}, id="other of many"),
        pytest.param({"many[1]": "Y", "many[1comment]": "Why"}, {"many": ["1"], "many_comment/1": "Why"}, id="comment"),
        pytest.param({"array/r1": "Green"}, {"array/r1": "2"}, id="our row"),
        pytest.param({"array[r2]": "Red"}, {"array/r2": "1"}, id="their row"),
        pytest.param(
            {"array[r1][1]": "Red", "array[r1][2]": "Green"}, {"array/r1": "1", "array_2/r1": "2"}, id="dual scale"
        ),
        pytest.param({"boxes[r1_2]": "1", "boxes[r1_3]": "0"}, {"boxes/r1": ["2"]}, id="their checkboxes"),
        pytest.param({"boxes/r1": "1 2", "boxes/r2/3": "1"}, {"boxes/r1": ["1", "2"], "boxes/r2": ["3"]}, id="ours"),
        pytest.param({"rank[2]": "Red", "rank[1]": "Green"}, {"rank": ["2", "1"]}, id="places in any order"),
        pytest.param({"rank": "3 1"}, {"rank": ["3", "1"]}, id="our ranking"),
        pytest.param({"stars": "4"}, {"stars": 4}, id="scale"),
        pytest.param({"points/r1": "60", "points/r2": "40"}, {"points/r1": 60, "points/r2": 40}, id="points"),
        pytest.param({"points/rank": "r2 r1"}, {"points/rank": ["r2", "r1"]}, id="points, ranked"),
        pytest.param({"consented": "yes"}, {"consented": "yes"}, id="consent"),
        pytest.param({"agree": "_declined"}, {"agree": "_declined"}, id="prefer not to say"),
    ],
)
def test_a_value_becomes_an_answer(row, expected):
    result = imported(row)

    assert [response.answers for response in result.responses] == [expected]
    assert (result.unmatched, result.skipped_columns) == ({}, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("age", "about 40"),
        ("age", "4.5"),
        ("born", "yesterday"),
        ("woke", "25:00"),
        ("agree", "Perhaps"),
        ("array[r1]", "Pink"),
        ("stars", "6"),
        ("rank[1]", "Pink"),
        ("consented", "no"),
    ],
)
def test_a_value_that_fits_nothing_is_kept_out_and_counted(column, value):
    result = imported({column: value, "said": "x"}, {column: value, "said": "y"})

    assert [dict(response.answers) for response in result.responses] == [{"said": "x"}, {"said": "y"}]
    assert result.unmatched == {column: Counter({value: 2})}


def test_whether_values_are_codes_or_labels_is_decided_for_the_whole_item():
    """`2` is the label of option 1 and the code of option 2."""
    by_label = imported({"number": "2"}, {"number": "3"}, {"number": "2"})
    by_code = imported({"number": "1"}, {"number": "2"}, {"number": "1"})

    assert [response.answers["number"] for response in by_code.responses] == ["1", "2", "1"]
    assert [response.answers["number"] for response in by_label.responses] == ["2", "3", "2"]
    labels_only = read_past_responses(
        [{"number": "2"}, {"number": "4"}],
        Instrument(
            name="n",
            title=text("n"),
            source_language="en",
            languages=("en",),
            sections=(
                Section(
                    name="s",
                    slug="s",
                    title=text("s"),
                    items=(item("number", ItemType.SINGLE, options=(option("1", "2"), option("2", "4"))),),
                ),
            ),
        ),
    )
    assert [response.answers["number"] for response in labels_only.responses] == ["1", "2"]


def test_an_exact_time_becomes_a_day_and_a_language_a_tag():
    [response] = imported(
        {
            "said": "x",
            "startdate._.Date started": "2018-09-03 12:28:46",
            "submitdate": "2018-09-04 01:02:03",
            "startlanguage": "de-informal",
            "_channel": "paper",
            "_weight": "1.25",
            "_response": "77",
        }
    ).responses

    assert (response.day, response.language) == (date(2018, 9, 4), "de-x-informal")
    assert (response.channel, response.weight) == ("paper", 1.25)


def test_the_day_of_an_anonymised_response_is_not_known():
    [response] = imported({"said": "x", "submitdate": "1980-01-01 00:00:00"}).responses

    assert response.day is None


@pytest.mark.parametrize(
    ("column", "value"), [("submitdate", "soon"), ("startlanguage", "tlh"), ("_weight", "heavy"), ("_weight", "nan")]
)
def test_what_is_wrong_beside_the_answers_is_counted_too(column, value):
    result = imported({"said": "x", column: value})

    assert len(result.responses) == 1
    assert result.unmatched == {column: Counter({value: 1})}


def test_unknown_columns_are_listed_and_skipped():
    result = imported({"said": "x", "ipaddr": "127.0.0.1", "array[r9]": "1", "told": "y", "array": "z", "": "1"})

    assert result.skipped_columns == ["ipaddr", "array[r9]", "told", "array", "column 6"]


def test_a_row_without_anything_usable_is_rejected_with_its_line():
    stream = io.StringIO('\ufeffsaid,age\n"two\nlines",1\n,\n,x\nlast,\n', newline="")

    result = read_past_responses(stream, INSTRUMENT)

    assert [response.answers for response in result.responses] == [{"said": "two\nlines", "age": 1}, {"said": "last"}]
    assert result.rejected_rows == [RejectedRow(4, "empty"), RejectedRow(5, "unusable")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_seen_from_the_header(delimiter):
    stream = io.StringIO(f"said{delimiter}age\nx{delimiter}3\n", newline="")

    assert read_past_responses(stream, INSTRUMENT).responses[0].answers == {"said": "x", "age": 3}


def test_a_column_whose_code_was_mistyped_is_found_by_its_words():
    header = "array[r7]._.Which colour? [Second row]"

    result = imported({header: "Red"})

    assert result.responses[0].answers == {"array/r2": "1"}
    assert result.columns_by_label == {header: "array/r2"}
    taken = imported({"array[r2]": "Red", header: "Green"})
    assert taken.responses[0].answers == {"array/r2": "1"}
    assert taken.skipped_columns == [header]


def test_an_option_that_is_offered_twice_takes_the_first_code():
    result = imported({"number": "3"}, {"number": "nothing"})

    assert result.responses[0].answers["number"] in ("2", "3")
    assert result.unmatched == {"number": Counter({"nothing": 1})}


# -- the real survey


@pytest.fixture(scope="module")
def research() -> tuple[Instrument, PastResponses, polars.DataFrame]:
    instrument = read(corpora("surveys", "rse-2018", "questions_to_import.txt")).instrument
    path = corpora("surveys", "rse-2018", "public_data.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        result = read_past_responses(stream, instrument)
    frame = polars.read_csv(path, infer_schema=False)
    return instrument, result, frame.rename({name: name.partition("._.")[0] for name in frame.columns})


SINGLE = (
    "socio1 edu1qde edu1quk edu1qus edu2qde edu2quk edu2qaus currentEmp1qde currentEmp12 currentEmp10 "
    "edu1qnl currentEmp1quk currentEmp1qus currentWork1 tool2"
)
SWITCHES = "rse1 rse4de soft2can ukrse1 org1can ukrse12de"
MULTIPLE = "proj5zaf fund2 org2can tool4can currentEmp13qde"
MATRICES = "rse3 likert0 likert1 likert3 likert4 likert5 turnOver6"


def bare(value: str) -> str:
    return " ".join(value.replace("\ufeff", " ").split())


@pytest.mark.corpora
def test_the_research_survey_comes_in_whole(research):
    _, result, frame = research
    cells = sum(
        frame[name].fill_null("").str.strip_chars().ne("").sum()
        for name in frame.columns
        if name not in ("", "startdate")
    )

    assert len(result.responses) == frame.height == 997
    assert (result.rejected_rows, result.unmatched, result.skipped_columns) == ([], {}, ["column 1"])
    assert result.matched == cells == 170_729
    assert list(result.columns_by_label.values()) == ["likert1/timeLie9zaf"]  # the instrument's own misprint


@pytest.mark.corpora
@pytest.mark.parametrize("name", f"{SINGLE} {SWITCHES}".split())
def test_a_table_of_the_research_survey_is_the_table_of_its_file(research, name):
    instrument, result, frame = research
    labels = {choice.code: bare(choice.label.source) for choice in instrument.item(name).options}

    ours = Counter(labels[response.answers[name]] for response in result.responses if name in response.answers)

    values = frame[name].drop_nulls().to_list()
    known = set(labels.values())
    theirs = Counter(bare(value) if bare(value) in known else "Other" for value in values if value.strip())
    assert ours == theirs
    assert sum(ours.values()) > 10


@pytest.mark.corpora
@pytest.mark.parametrize("name", MULTIPLE.split())
def test_a_multiple_choice_of_the_research_survey_counts_the_same(research, name):
    instrument, result, frame = research

    ours = Counter(code for response in result.responses for code in response.answers.get(name, ()))

    columns = [column for column in frame.columns if column.startswith(f"{name}[")]
    theirs = {column[len(name) + 1 : -1]: (frame[column] == "Yes").sum() for column in columns}
    assert {code: ours[code] for code in theirs} == theirs
    assert set(theirs) <= {choice.code for choice in instrument.item(name).options}


@pytest.mark.corpora
@pytest.mark.parametrize("name", MATRICES.split())
def test_a_matrix_of_the_research_survey_counts_the_same(research, name):
    instrument, result, frame = research
    item = instrument.item(name)
    labels = {choice.code: bare(choice.label.source) for choice in item.options}

    for row in item.rows:
        key, code = f"{name}/{row.code}", row.code.replace("timeLie9zaf", "timeLike9zaf")
        ours = Counter(labels[response.answers[key]] for response in result.responses if key in response.answers)
        assert ours == Counter(bare(value) for value in frame[f"{name}[{code}]"].drop_nulls().to_list())


@pytest.mark.corpora
def test_numbers_texts_rankings_and_days_of_the_research_survey_are_those_of_its_file(research):
    _, result, frame = research

    years = [response.answers["soft1can"] for response in result.responses if "soft1can" in response.answers]
    assert sum(years) == pytest.approx(frame["soft1can"].cast(polars.Float64).sum())
    assert len(years) == frame["soft1can"].drop_nulls().len()
    texts = Counter(response.answers["proj6zaf"] for response in result.responses if "proj6zaf" in response.answers)
    assert texts == Counter(value.strip() for value in frame["proj6zaf"].drop_nulls().to_list())
    days = Counter(str(response.day) for response in result.responses)
    assert days == Counter(frame["startdate"].str.slice(0, 10).to_list())
    first = sum("prevEmp2" in response.answers for response in result.responses)
    assert first == frame["prevEmp2[1]"].drop_nulls().len()
