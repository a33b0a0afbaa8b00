"""The tab-separated format: rows repeat in each language, what has the same name is one thing."""

import pytest

from engage.core.findings import Level, Where
from engage.instruments.readers.limesurvey import read
from tests.instruments.readers.limesurvey.making import a, codes, q, reading, sq, survey, table

GERMAN = {"language": "de-informal"}


def in_german(row: dict[str, str], text: str) -> dict[str, str]:
    return {**row, **GERMAN, "text": text}


def test_languages_of_one_question_come_together(tmp_path):
    rows = survey(q("L", "Q1", "Ask", help="Help"), a("A1", "Yes"), a("A2", "No"), more='"de-informal"')
    group = {"class": "G", "type/scale": "G0", "name": "Gruppe", "text": "", **GERMAN}
    german = (group, in_german(q("L", "Q1"), "Frage"), in_german(a("A1"), "Ja"), in_german(a("A2"), ""))

    found = reading(tmp_path, *rows, *german)

    item = found.instrument.item("Q1")
    assert found.instrument.languages == ("en", "de-x-informal")
    assert found.instrument.sections[0].title.in_("de-x-informal") == "Gruppe"
    assert (item.label.in_("de-x-informal"), item.options[0].label.in_("de-x-informal")) == ("Frage", "Ja")
    assert item.options[1].label.pick("de-x-informal") == ("No", "en")
    [note] = [finding for finding in found.findings if finding.code == "untranslated"]
    assert note.message.startswith("3 texts are not translated into de-x-informal")


def test_quotes_are_doubled_and_lines_break_inside_cells(tmp_path):
    found = reading(tmp_path, *survey(q("S", "Q1", 'Say "hello"\nor not'), q("%", "Q2")))

    assert found.instrument.item("Q1").label.source == 'Say "hello"\nor not'
    [finding] = [finding for finding in found.findings if finding.code == "unknown_type"]
    assert finding.where == Where(row=8, column="type")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_part_of_the_header(tmp_path, encoding):
    path = tmp_path / "survey.tsv"
    path.write_text(table(*survey(q("S", "Q1", "Größe"))), encoding=encoding)

    assert read(path).instrument.item("Q1").label.source == "Größe"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"class\ttext\tname\nS\t\xff\tx\n", "encoding", id="not UTF-8"),
        pytest.param(b"id;name\n1;2\n", "not_a_survey", id="another table"),
        pytest.param(b"", "not_a_survey", id="empty"),
    ],
)
def test_another_file_is_refused_with_a_reason(tmp_path, content, code):
    path = tmp_path / "survey.tsv"
    path.write_bytes(content)

    found = read(path)

    assert found.instrument is None
    assert [(finding.level, finding.code) for finding in found.findings] == [(Level.ERROR, code)]


def test_rows_that_belong_to_nothing_are_told(tmp_path):
    rows = survey(q("S", "Q1"))

    found = reading(tmp_path, *rows[:3], sq("lost"), *rows[3:], {"class": "ZZ", "name": "what"})

    assert [finding.where.row for finding in found.findings if finding.code == "stray"] == [5, 8]


def test_what_belongs_to_the_survey_is_told(tmp_path):
    found = reading(
        tmp_path,
        {"class": "SL", "name": "surveyls_email_invite", "text": "Dear"},
        {"class": "S", "name": "assessments", "text": "Y"},
        {"class": "QTA", "name": "Women"},
        *survey(q("S", "Q1")),
    )

    assert {"mails", "assessments", "quota"} <= set(codes(found))


def test_a_language_without_a_tag_is_asked_for(tmp_path):
    rows = survey(q("S", "Q1"), more="Klingon!")

    assert reading(tmp_path, *rows).unnamed_languages == ("Klingon!",)
    named = reading(tmp_path, *rows, languages={"Klingon!": "tlh"})
    assert (named.unnamed_languages, named.instrument.languages) == ((), ("en", "tlh"))
