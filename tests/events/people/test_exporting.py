"""Who registered, as a file."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from engage.events.domain.filters import Filters
from engage.events.domain.kinds import RegistrationStatus
from engage.events.editing import counting
from engage.events.file import targets
from engage.events.people import exporting
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from tests.factories.events import make_event
from tests.factories.registrations import make_registration
from tests.support.databases import ON_SQLITE

QUESTIONS = Instrument(
    name="questions",
    title=LocalizedText.of("Questions", "en"),
    source_language="en",
    languages=("en",),
    sections=(
        Section(
            name="you",
            slug="you",
            title=LocalizedText.of("You", "en"),
            items=(
                Item(name="why", type=ItemType.TEXT, label=LocalizedText.of("Why?", "en")),
                Item(
                    name="themes",
                    type=ItemType.MULTIPLE,
                    label=LocalizedText.of("Themes", "en"),
                    options=tuple(Option(code=code, label=LocalizedText.of(code, "en")) for code in ("a", "b")),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def event(session):
    event = make_event(session, questions=QUESTIONS, sites=({"name": "Oslo"}, {"name": "Bergen"}))
    answers = {"why": "=HYPERLINK(1)", "themes": ["b"]}
    person = {"name": "+Ada", "answers": answers, "version_id": event.version_id, "born_on": date(1990, 5, 1)}
    make_registration(session, event, person, {"name": "Bo", "role": "companion", "companion_of": 0})
    make_registration(session, event, "Cy Dahl", status=RegistrationStatus.WAITING, site_id=event.sites[1].id, email="")
    return event


def _read(session, event, **more):
    content = b"".join(exporting.to_csv(exporting.rows(session, event, event.sites, **more))).decode()
    return list(csv.DictReader(io.StringIO(content)))


def test_a_file_has_one_row_a_person_with_answers_by_item(session, event):
    rows = _read(session, event)

    assert [(row["_registration"], row["_person"], row["_role"]) for row in rows] == [
        ("1", "1", "citizen"), ("1", "2", "companion"), ("2", "1", "citizen"),
    ]  # fmt: skip
    assert rows[0]["themes"] == "b"
    assert (rows[0]["themes/a"], rows[0]["themes/b"]) == ("0", "1")
    assert rows[1]["_companion_of"] == "1"
    assert rows[2]["_site"] == "Bergen"


def test_no_cell_of_a_csv_file_begins_like_a_formula(session, event):
    row = _read(session, event)[0]

    assert row["_name"] == "'+Ada"
    assert row["why"] == "'=HYPERLINK(1)"


@ON_SQLITE
def test_in_a_spreadsheet_every_text_is_a_text_and_a_day_is_a_day(session, event):
    file = io.BytesIO()
    exporting.to_xlsx(exporting.rows(session, event, event.sites), file)

    page = load_workbook(file).active
    heads = [cell.value for cell in page[1]]
    why, born = page[2][heads.index("why")], page[2][heads.index("_born_on")]
    assert (why.value, why.data_type) == ("=HYPERLINK(1)", "s")
    assert born.is_date


@ON_SQLITE
def test_a_file_for_programs_says_yes_and_no(session, event):
    found = json.loads(exporting.to_json(exporting.rows(session, event, event.sites)))

    assert found[0]["_address_confirmed"] is True
    assert found[2]["_address_confirmed"] is False
    assert found[0]["why"] == "=HYPERLINK(1)"


@ON_SQLITE
def test_people_of_a_site_that_one_does_not_see_are_in_no_file(session, event):
    rows = list(exporting.rows(session, event, event.sites[1:]).rows)

    assert [row[4] for row in rows] == ["Cy Dahl"]


def test_a_filter_narrows_a_file(session, event):
    assert [row["_name"] for row in _read(session, event, filters=Filters(status="waiting"))] == ["Cy Dahl"]
    assert [row["_name"] for row in _read(session, event, filters=Filters(q="dahl"))] == ["Cy Dahl"]
    assert [row["_name"] for row in _read(session, event, filters=Filters(role="companion"))] == ["'+Ada", "Bo"]


def test_nothing_about_health_is_in_it_not_even_worked_out(session):
    said, there = LocalizedText.of, QUESTIONS.sections[0].items[1].options
    items = (
        Item(name="ill", type=ItemType.SINGLE, label=said("Are you ill?", "en"), options=there, special_category=True),
        Item(name="worked", type=ItemType.CALCULATION, label=said("Score", "en"), calculation="${ill}"),
        Item(name="why", type=ItemType.TEXT, label=said("Why?", "en")),
    )
    section = replace(QUESTIONS.sections[0], items=items)
    event = make_event(session, questions=replace(QUESTIONS, sections=(section,)))
    answers = {"ill": "a", "worked": "a", "why": "To talk"}
    applied = {"status": RegistrationStatus.APPLIED}
    make_registration(session, event, {"name": "Ada", "answers": answers, "version_id": event.version_id}, **applied)

    (row,) = _read(session, event)
    (candidate,) = targets.candidates(session, event)

    assert {"ill", "worked"}.isdisjoint({*row, *candidate.features})
    assert row["why"] == "To talk"
    assert counting.asked(event) == []
