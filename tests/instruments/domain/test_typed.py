"""Years, countries, lengths and stretches of time, files: what counts as an answer."""

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain import spans, uploaded
from engage.instruments.domain.checks import check_in, input_names
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.domain.journey import Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.messages import SENTENCES
from tests.instruments.domain.test_checks import BAD, NOW


def item(kind: ItemType, **more: object) -> Item:
    return Item(name="q", type=kind, label=LocalizedText.of("Q"), **more)  # type: ignore[arg-type]


def checked(one: Item, raw: dict[str, str]):
    page = Section(name="p", slug="p", title=LocalizedText.of("P"), items=(one,))
    title = LocalizedText.of("T")
    questionnaire = Questionnaire(
        Instrument(name="i", title=title, source_language="en", languages=("en",), sections=(page,))
    )
    journey = Journey(questionnaire, raw, NOW)
    return check_in(journey, journey.on_path(one))


YEARS = item(ItemType.YEAR, minimum=1900, maximum=2026)
LENGTH = item(ItemType.DURATION, units=("days", "weeks"))
RANGE = item(ItemType.DATE_RANGE)
FILE = item(ItemType.FILE, accept=(".pdf",))
A_FILE = uploaded.Uploaded(id="0" * 32, type="application/pdf", bytes=12, name="my letter.pdf")


@pytest.mark.parametrize(
    ("question", "raw", "answers"),
    [
        pytest.param(YEARS, {"q": " 1961 "}, {"q": 1961}, id="a year"),
        pytest.param(LENGTH, {"q/weeks": "2", "q/days": ""}, {"q": "P2W"}, id="empty fields are none"),
        pytest.param(LENGTH, {"q/weeks": "0", "q/days": "0"}, {"q": "P0D"}, id="nothing at all is a length too"),
        pytest.param(LENGTH, {"q/weeks": "", "q/days": ""}, {}, id="all fields empty: no answer"),
        pytest.param(item(ItemType.DURATION, default="P3Y"), {}, {"q": "P3Y"}, id="a default of a duration"),
        pytest.param(
            RANGE,
            {"q/from": "1.2.2026", "q/to": "2026-02-01"},
            {"q/from": "2026-02-01", "q/to": "2026-02-01"},
            id="one day",
        ),
        pytest.param(item(ItemType.COUNTRY), {"q": "XK"}, {"q": "XK"}, id="a country"),
        pytest.param(item(ItemType.LANGUAGE), {"q": "se"}, {"q": "se"}, id="a language"),
        pytest.param(item(ItemType.LANGUAGE, tags=("sr-Latn",)), {"q": "sr-Latn"}, {"q": "sr-Latn"}, id="a named tag"),
        pytest.param(item(ItemType.CONSENT, agreed="OK"), {"q": "OK"}, {"q": "OK"}, id="what agreeing is called"),
        pytest.param(FILE, {"q": A_FILE.to_raw()}, {"q": A_FILE.to_answer()}, id="a file"),
    ],
)
def test_a_value_becomes_a_typed_answer(question, raw, answers):
    assert checked(question, raw) == (answers, ())


WRONG = [
    pytest.param(YEARS, {"q": "61"}, "q", "not_a_year", id="two figures"),
    pytest.param(YEARS, {"q": "1899"}, "q", "year_too_early", id="too early"),
    pytest.param(YEARS, {"q": "2027"}, "q", "year_too_late", id="too late"),
    pytest.param(LENGTH, {"q/weeks": "1.5"}, "q/weeks", "not_a_count", id="half a week"),
    pytest.param(LENGTH, {"q/days": "-1"}, "q/days", "not_a_count", id="less than nothing"),
    pytest.param(RANGE, {"q/from": "2026-02-01"}, "q/to", "range_incomplete", id="no end"),
    pytest.param(RANGE, {"q/to": "2026-02-01"}, "q/from", "range_incomplete", id="no start"),
    pytest.param(
        RANGE, {"q/from": "2026-02-02", "q/to": "2026-02-01"}, "q/to", "ends_before_start", id="end before start"
    ),
    pytest.param(RANGE, {"q/from": "31.2.2026", "q/to": ""}, "q/from", "not_a_date", id="no such day"),
    pytest.param(item(ItemType.COUNTRY), {"q": "EU"}, "q", "not_an_option", id="no country"),
    pytest.param(item(ItemType.COUNTRY, countries=("NO",)), {"q": "SE"}, "q", "not_an_option", id="not offered"),
    pytest.param(item(ItemType.LANGUAGE), {"q": "zz"}, "q", "not_an_option", id="no language"),
    pytest.param(item(ItemType.CONSENT, agreed="OK"), {"q": "yes"}, "q", "not_an_option", id="another word"),
    pytest.param(FILE, {"q": "x"}, "q", "file_type", id="no file"),
    pytest.param(
        item(ItemType.FILE, accept=(".png",)), {"q": A_FILE.to_raw()}, "q", "file_type", id="a kind not taken"
    ),
]


@pytest.mark.parametrize(("question", "raw", "key", "code"), WRONG)
def test_what_is_none_is_told_by_its_field(question, raw, key, code):
    answers, problems = checked(question, raw)

    assert [(each.key, each.code) for each in problems] == [(key, code)]
    assert key not in answers


@pytest.mark.parametrize(
    ("parts", "iso"),
    [
        pytest.param({"years": 1, "months": 6}, "P1Y6M", id="months of the calendar"),
        pytest.param({"minutes": 5}, "PT5M", id="minutes are not months"),
        pytest.param({"weeks": 2, "days": 3, "hours": 4}, "P2W3DT4H", id="weeks beside days"),
    ],
)
def test_durations_are_written_as_iso_8601_and_read_again(parts, iso):
    assert spans.to_iso(parts) == iso
    assert spans.from_iso(iso) == parts


@pytest.mark.parametrize(
    ("iso", "unit", "length"),
    [
        pytest.param("P1Y6M", "years", 1.5, id="half a year is six months"),
        pytest.param("P1Y", "months", 12.0, id="a year in months"),
        pytest.param("PT90M", "hours", 1.5, id="minutes in hours"),
        pytest.param("P0D", "weeks", 0.0, id="nothing"),
        pytest.param("yesterday", "days", None, id="no duration"),
    ],
)
def test_a_duration_is_a_number_of_one_unit(iso, unit, length):
    assert spans.length_in(iso, unit) == length


def test_a_page_never_sends_a_file_as_text():
    assert input_names(FILE) == ()
    assert input_names(LENGTH) == ("q/weeks", "q/days")


WHEN_IT_COMES = {"file_too_large", "file_empty", "file_unsafe", "files_full"}
"""Problems of a file are found when it is sent (tests/surveys)."""


def test_there_is_no_sentence_for_a_problem_that_never_occurs():
    occurring = {case.values[3] for case in (*BAD, *WRONG)} | WHEN_IT_COMES | {"other_missing"}

    assert set(SENTENCES) - occurring == set()
