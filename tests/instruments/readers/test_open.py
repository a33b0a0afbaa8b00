import pytest

from engage.core.findings import Level
from engage.instruments.readers.open import SUFFIXES, read


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("a.pdf", b"%PDF", "unknown_format", id="another format"),
        pytest.param("a", b"type", "unknown_format", id="no ending"),
        pytest.param("a.xlsx", b"", "empty_file", id="empty"),
        pytest.param("a.csv", b"\xff\xfe\x00", "not_utf8", id="not decodable"),
        pytest.param("a.XLSX", b"hello", "damaged_file", id="not what its name says"),
        pytest.param("a.md", b"nothing here", "no_survey_sheet", id="nothing in it"),
    ],
)
def test_a_file_that_is_no_instrument_says_why_and_never_raises(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)

    reading = read(path)

    assert reading.instrument is None
    assert [(finding.level, finding.code) for finding in reading.findings] == [(Level.ERROR, code)]


def test_the_refusal_of_another_format_says_what_is_accepted(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")

    message = read(path).findings[0].message
    assert all(suffix in message for suffix in SUFFIXES - {".yml"})


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    assert read(tmp_path / "gone.xlsx").findings[0].code == "no_such_file"


def test_an_xlsform_is_read_with_the_languages_given(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("| survey |\n| | type | name | label::Norsk |\n| | text | q | Navn? |\n")

    assert read(path, languages={"Norsk": "nb"}).instrument.languages == ("nb",)
    assert read(path).unnamed_languages == ("Norsk",)


def test_an_instrument_in_our_own_format_is_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "format: 1\nname: a\nsource_language: en\nlanguages: [en]\ntitle: A\n"
        "sections:\n  - name: one\n    slug: one\n    title: One\n    items:\n"
        "      - {name: q, type: text, label: Name?}\n"
    )

    reading = read(path)
    assert reading.ok, reading.findings
    assert reading.instrument.item("q").label.source == "Name?"


def test_a_limesurvey_file_is_read(tmp_path):
    path = tmp_path / "a.lss"
    path.write_text("<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>")

    assert not read(path).ok
    assert all(finding.code != "unknown_format" for finding in read(path).findings)
