import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.spreadsheets import guarded, unguarded
from engage.instruments.domain.definition import DECLINED, Cell, Instrument, ItemType, Section
from tests.results.instruments import FOUR, SURVEY, T, item, options, rows
from tests.results.reading import Given, response_csv


def exported(answers=None, *, survey=SURVEY, **more):
    people = FOUR if answers is None else [(each, date(2026, 11, 21), "en", 1) for each in answers]
    responses = [Given(number, *person) for number, person in enumerate(people)]
    return b"".join(response_csv(survey, responses, **more))


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def survey(*items):
    section = Section(name="s", slug="s", title=T("s"), items=items)
    return Instrument(name="x", title=T("x"), source_language="en", languages=("en",), sections=(section,))


def test_the_header_names_the_meta_columns_then_every_items_columns_in_order():
    header = next(csv.reader(io.StringIO(exported([]).decode(), newline="")))

    assert header == [
        "_response", "_version", "_language", "_submitted_on", "_channel", "_weight",
        "heard", "topics", "topics/care", "topics/data", "topics/other/chosen", "topics/other",
        "trust/doctor", "trust/press", "visits/gp", "visits/clinic", "age", "use", "born", "wake", "wish",
        "order", "order/a", "order/b", "order/c", "points", "points/x", "points/y", "points/rank", "home", "score",
    ]  # fmt: skip
    assert len(set(header)) == len(header)


def test_several_answers_are_one_column_of_codes_and_one_column_an_option():
    found = {row["_submitted_on"] + row["_language"] + row["heard"]: row for row in read(exported())}
    first = found["2026-11-20nbyes"]

    assert [first[f"topics{part}"] for part in ("", "/care", "/data", "/other/chosen", "/other")] == [
        "care other", "1", "0", "1", "Music",
    ]  # fmt: skip
    assert [first[name] for name in ("order", "order/a", "order/c")] == ["a b c", "1", "3"]
    assert [first[name] for name in ("points/x", "points/y", "age", "born")] == ["80", "20", "30", "1996-02-01"]
    declined = found["2026-11-21en_declined"]
    assert (declined["topics"], declined["topics/care"], declined["points/rank"]) == ("", "", "y x")
    assert found["2026-11-21enyes"]["points"] == DECLINED


def test_a_matrix_with_several_codes_a_row_has_a_column_for_each():
    grid = survey(item("g", ItemType.MATRIX, cell=Cell.MULTIPLE, options=options("a", "b"), rows=rows("r")))

    (row,) = read(exported([{"g/r": ["b"]}], survey=grid))
    assert [row[name] for name in ("g/r", "g/r/a", "g/r/b")] == ["b", "0", "1"]


def test_numbers_stay_numbers_and_texts_that_look_like_formulas_are_guarded():
    (row,) = read(exported([{"age": -5, "wish": "=HYPERLINK(1)", "heard": "-oth-"}]))

    assert (row["age"], row["wish"], row["heard"]) == ("-5", "'=HYPERLINK(1)", "'-oth-")


@pytest.mark.parametrize("text", ["=1", "+47", "-x", "@a", "\ta", "\ra", "\na", "＝1", "'=1", "''+1"])
def test_no_text_reaches_a_spreadsheet_as_a_formula(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "'s morgens", "5", "’=1", " = 1"])
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == text


@given(st.text())
def test_guarding_loses_nothing(text):
    assert unguarded(guarded(text)) == text


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1)


@given(st.lists(TEXTS, max_size=5))
def test_whatever_people_write_comes_back_from_the_file(texts):
    found = read(exported([{"wish": text} for text in texts]))

    assert sorted(unguarded(row["wish"]) for row in found) == sorted(texts)


def test_a_half_character_spoils_its_own_cell_only():
    (row,) = read(exported([{"wish": "a\ud800b", "age": 3}]))

    assert (len(row["wish"]), row["wish"][0], row["wish"][-1], row["age"]) == (3, "a", "b", "3")


@pytest.mark.parametrize(("wanted", "start"), [(True, b"\xef\xbb\xbf_response"), (False, b"_response")])
def test_a_byte_order_mark_is_written_when_wanted(wanted, start):
    assert exported([], byte_order_mark=wanted).startswith(start)


def test_neither_the_name_nor_the_order_of_a_response_says_when_it_came_or_leads_to_another_file():
    people = [Given(number, {"age": number}, date(2026, 11, 21), "en", 1) for number in range(50)]
    found = read(b"".join(response_csv(SURVEY, people)))
    again = read(b"".join(response_csv(SURVEY, people)))

    assert [row["_response"] for row in found] == sorted(row["_response"] for row in found)
    assert [row["age"] for row in found] != [str(number) for number in range(50)]
    assert [row["age"] for row in found] != [row["age"] for row in again]
    assert {row["_response"] for row in found}.isdisjoint(row["_response"] for row in again)
    assert {len(row["_response"]) for row in found} == {16}


def test_days_follow_each_other():
    people = [Given(number, {}, date(2026, 11, 21 - number % 2), "en", 1) for number in range(4)]

    assert [row["_submitted_on"][-2:] for row in read(b"".join(response_csv(SURVEY, people)))] == [
        "20", "20", "21", "21",
    ]  # fmt: skip


def test_meta_columns_hold_version_language_channel_and_weight():
    (row,) = read(b"".join(response_csv(SURVEY, [Given(7, {}, date(2026, 11, 21), "nb", 3, "qr", 1.25)])))

    assert [row[name] for name in ("_version", "_language", "_submitted_on", "_channel", "_weight")] == [
        "3",
        "nb",
        "2026-11-21",
        "qr",
        "1.25",
    ]
    assert row["_response"] != "7"


def test_the_header_comes_before_any_response_is_read():
    def told(_: int) -> None:
        raise AssertionError("read too early")

    pieces = response_csv(SURVEY, [Given(1, {}, date(2026, 11, 1))], told=told)

    assert next(pieces).startswith(b"_response,")
