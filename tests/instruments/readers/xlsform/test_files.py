"""Lists in files that lie beside the form."""

from pathlib import Path

import pytest

from engage.core.findings import Level
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.xlsform import read
from engage.instruments.readers.xlsform.files import Files, UnreadableList
from tests.instruments.readers.xlsform.forms import codes, places

TOWNS = "name,label,label::French (fr),land\noslo,Oslo,Oslo,no\nwien,Vienna,Vienne,at\n"
XML = "<root><item><name>oslo</name><label>Oslo</label><land>no</land></item></root>"
GEOJSON = """{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "oslo", "properties": {"title": "Oslo", "pop": 700000}, "geometry": null}]}"""


def form(folder: Path, rows: str, **files: str) -> Reading:
    """A form with files beside it: `towns_csv` is `towns.csv`."""
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    path = folder / "form.md"
    heads = "| survey |\n| | type | name | label::English (en) | label::French (fr) | choice_filter | parameters |"
    path.write_text(f"{heads} calculation |\n{rows}\n| | text | q | Q | Q | | | |", encoding="utf-8")
    return read(path, languages={})


def test_options_come_from_the_file_with_their_translations_and_further_columns(tmp_path):
    row = "| | select_one_from_file towns.csv | town | Town | Ville | land = 'no' | | |"

    found = form(tmp_path, row, towns_csv=TOWNS).instrument.item("town")

    assert [(option.code, option.label.in_("en"), option.label.in_("fr")) for option in found.options] == [
        ("oslo", "Oslo", "Oslo"),
        ("wien", "Vienna", "Vienne"),
    ]
    assert (found.choice_filter, found.options[1].attributes) == ("land = 'no'", {"land": "at"})


@pytest.mark.parametrize(
    ("name", "text", "parameters"),
    [
        pytest.param("towns.csv", "code;title\noslo;Oslo\n", "value=code label=title", id="columns of other names"),
        pytest.param("towns.xml", XML, "", id="xml"),
        pytest.param("towns.geojson", GEOJSON, "", id="geojson"),
    ],
)
def test_lists_come_in_three_formats_and_under_other_names(tmp_path, name, text, parameters):
    (tmp_path / name).write_text(text, encoding="utf-8")

    reading = form(tmp_path, f"| | select_one_from_file {name} | town | Town | Ville | | {parameters} | |")

    (option,) = reading.instrument.item("town").options
    assert (option.code, option.label.source) == ("oslo", "Oslo")


def test_the_folder_that_is_named_after_the_form_is_looked_at_too(tmp_path):
    media = tmp_path / "form-media"
    media.mkdir()
    (media / "towns.csv").write_text(TOWNS, encoding="utf-8")

    reading = form(tmp_path, "| | select_multiple_from_file towns.csv | towns | Towns | Villes | | | |")

    assert len(reading.instrument.item("towns").options) == 2


def test_a_file_that_is_missing_is_named_and_the_question_is_left_out(tmp_path):
    reading = form(tmp_path, "| | select_one_from_file towns.csv | town | Town | Ville | | | |")

    (found,) = [finding for finding in reading.findings if finding.code == "missing_file"]
    assert reading.ok
    assert reading.instrument.item("town") is None
    assert (found.level, found.where.row) == (Level.WARNING, 3)
    assert "towns.csv" in found.message


@pytest.mark.parametrize("name", ["../towns.csv", "folder/towns.csv", "towns.txt", "form.md"])
def test_nothing_but_lists_beside_the_form_is_ever_opened(tmp_path, name):
    (tmp_path / "towns.csv").write_text(TOWNS, encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()

    assert Files(inside, "form").table(name) is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.csv", b"\xff\xfe\x00", id="another encoding"),
        pytest.param("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", id="entities"),
        pytest.param("a.xml", b"<a><b></a>", id="broken xml"),
        pytest.param("a.geojson", b"[" * 100_000, id="deep json"),
        pytest.param("a.geojson", b"{}", id="no features"),
        pytest.param("a.csv", b"name\n" + b"x\n" * 50_001, id="too many rows"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    with pytest.raises(UnreadableList):
        Files(tmp_path, "form").table(name)


def test_expressions_look_up_lists_beside_the_form(tmp_path):
    rows = """| | csv-external | towns | | | | | |
| | calculate | a | | | | | pulldata('towns', 'label', 'name', 'oslo') |
| | calculate | b | | | | | instance('towns')/root/item[name = 'wien']/land |"""

    reading = form(tmp_path, rows, towns_csv=TOWNS)

    assert reading.ok
    assert [row["name"] for row in reading.instrument.tables["towns"]] == ["oslo", "wien"]


def test_an_expression_that_looks_up_a_missing_file_is_an_error_that_names_it(tmp_path):
    reading = form(tmp_path, "| | calculate | a | | | | | pulldata('towns', 'label', 'name', 'oslo') |")

    assert places(reading, "missing_file") == [(3, "calculation")]
    assert "missing_file" in codes(reading, Level.ERROR)


def test_options_of_the_sheet_external_choices_are_offered(tmp_path):
    path = tmp_path / "form.md"
    path.write_text(
        """
| survey |
| | type                    | name | label | choice_filter |
| | text                    | land | Land  |               |
| | select_one_external town | town | Town  | land=${land}  |
| external_choices |
| | list_name | name | label | land |
| | town      | oslo | Oslo  | no   |
""",
        encoding="utf-8",
    )

    (option,) = read(path, languages={"default": "en"}).instrument.item("town").options

    assert (option.code, option.attributes) == ("oslo", {"land": "no"})
