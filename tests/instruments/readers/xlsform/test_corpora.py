"""Real forms."""

from collections import Counter
from pathlib import Path

import pytest

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.workbook import read_workbook
from engage.instruments.readers.xlsform import read
from engage.instruments.readers.xlsform.kinds import What, kind_of
from tests.corpora import corpora
from tests.instruments.readers.xlsform.forms import errors

pytestmark = pytest.mark.corpora

FORMS = "surveys/xlsform"
DEMO = "misc/demo.xlsx"
ECONOMIC = "web-forms/socio-economic-survey-v20240515.xlsx"
ALL_TYPES = "web-forms/all-question-types-v2024091201-3.xlsx"
LANGUAGES = {"English": "en", "Tigirigna": "ti", "Amharic": "am", "Oromiffa": "om"}


def reading_of(name: str, **languages: str) -> Reading:
    return read(corpora(FORMS, name), languages=languages)


@pytest.mark.parametrize("name", [DEMO, ECONOMIC, ALL_TYPES])
def test_a_real_form_reads_without_an_error(name):
    reading = reading_of(name, **LANGUAGES)

    assert reading.instrument is not None
    assert errors(reading) == []


@pytest.mark.parametrize("name", [DEMO, ECONOMIC, ALL_TYPES])
def test_every_row_of_a_real_form_is_in_the_instrument_or_named_by_a_finding(name):
    path = corpora(FORMS, name)
    reading = reading_of(name, **LANGUAGES)

    assert unaccounted(path, reading) == []


def unaccounted(path: Path, reading: Reading) -> list[int]:
    found = reading.instrument
    names = {section.name for section in found.sections} | {item.name for item in found.items}
    names |= {row.code for item in found.items for row in item.rows} | set(found.names.values())
    names |= {item.name.removesuffix("_heading") for item in found.items if item.heading}
    said = {finding.where.row for finding in reading.findings if finding.where.sheet == "survey"}
    survey = read_workbook(path).sheet("survey")
    return [
        row.number
        for row in survey.rows
        if row.number not in said
        and row.cells.get("name") not in names
        and kind_of(row.cells["type"]).what not in (What.END_GROUP, What.END_REPEAT)
    ]


def test_languages_named_without_codes_are_asked_for():
    reading = reading_of(DEMO)

    assert reading.unnamed_languages == ("English", "Tigirigna", "Amharic", "Oromiffa")
    assert {finding.code for finding in errors(reading)} == {"language_without_code"}


def test_the_four_languages_of_a_real_form_come_through():
    found = reading_of(DEMO, **LANGUAGES).instrument

    assert found.languages == ("en", "ti", "am", "om")
    option = found.item("religion").option("catholic")
    assert (option.label.in_("en"), option.label.in_("om")) == ("Catholic", "Kaatolika")
    assert [section.slug for section in found.sections][1] == "consent-group"


def test_a_label_can_be_looked_up_in_the_list_of_another_question():
    found = reading_of(ECONOMIC).instrument

    assert found.item("SEClass").calculation.startswith("jr:itext(instance('seclass')")
    assert found.tables["seclass"][3]["itextId"] == "Middle"
    assert found.item("district").options[0].attributes == {"region": "Sindh"}


def test_every_question_type_that_can_be_asked_is_there():
    kinds = Counter(item.type for item in reading_of(ALL_TYPES).instrument.items)

    assert set(kinds) >= {
        ItemType.TEXT,
        ItemType.INTEGER,
        ItemType.DECIMAL,
        ItemType.SCALE,
        ItemType.DATE,
        ItemType.TIME,
        ItemType.DATETIME,
        ItemType.SINGLE,
        ItemType.MULTIPLE,
        ItemType.RANKING,
        ItemType.CONSENT,
        ItemType.NOTE,
    }


def test_no_workbook_of_the_corpora_makes_the_reader_stumble():
    paths = sorted(path for path in corpora(FORMS).rglob("*.xls*"))

    readings = [read(path, languages={}) for path in paths]

    assert len(readings) > 60
    assert all(reading.instrument or errors(reading) for reading in readings)
