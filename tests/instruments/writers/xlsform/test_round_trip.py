"""What is written as an XLSForm reads back the same."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import engage.demo
from engage.core.findings import Level
from engage.i18n.text import LocalizedText, Translation
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.domain.text_places import Place, changed
from engage.instruments.readers.open import read
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.workbook import Sheet, SheetRow, Workbook
from engage.instruments.readers.xlsform.reader import read_form
from engage.instruments.writers.xlsform import write, write_sheets
from tests.conformance import markdown_cases, workbooks
from tests.corpora import corpora
from tests.factories.instruments import instruments


def again(instrument: Instrument) -> Reading:
    """The instrument written and read, without the detour over a file."""
    drafts, _ = write_sheets(instrument)
    sheets = [
        Sheet(
            draft.name, tuple(draft.headers), tuple(SheetRow(n, cells) for n, cells in enumerate(draft.rows, start=2))
        )
        for draft in drafts
    ]
    return read_form(Workbook(tuple(sheets)), "form", {})


def from_file(instrument: Instrument, folder: Path) -> Reading:
    path = folder / "form.xlsx"
    path.write_bytes(write(instrument).data)
    return read(path)


def errors(reading: Reading) -> list[str]:
    return [f"{finding.code} {finding.where}" for finding in reading.findings if finding.level is Level.ERROR]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instruments())
def test_any_instrument_reads_back_the_same(instrument):
    reading = again(instrument)

    assert [error for error in errors(reading) if not error.startswith("no_questions")] == []
    assert reading.instrument == instrument


def is_whole(instrument: Instrument) -> bool:
    """Whether it asks something, and every choice offers something; LimeSurvey allows drafts that do not."""
    choices = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING)
    return any(instrument.items) and all(item.options or item.type not in choices for item in instrument.items)


def differing(instruments: Iterable[tuple[str, Instrument]]) -> list[str]:
    """The names of those that do not read back the same, without an error."""
    found = []
    for name, instrument in instruments:
        reading = again(instrument)
        if reading.instrument != instrument or errors(reading):
            found.append(name)
    return found


@pytest.mark.corpora
def test_every_xlsform_of_the_corpora_that_is_read_reads_back_the_same():
    cases = [(name, reading) for name, _, reading in markdown_cases.readings()]
    cases += [(name, reading) for _, name, reading in workbooks.readings()]
    read_well = [(name, reading.instrument) for name, reading in cases if reading.ok and reading.instrument]

    assert len(read_well) > 300
    assert differing(read_well) == []


@pytest.mark.corpora
def test_every_other_instrument_of_the_corpora_reads_back_the_same():
    folder = corpora("surveys")
    paths = [*folder.glob("limesurvey/**/*.lss"), *folder.glob("xlsform2lstsv/tsv/*.tsv")]
    readings = [(path.name, read(path)) for path in sorted(paths)]
    asked = [(name, r.instrument) for name, r in readings if r.ok and r.instrument and is_whole(r.instrument)]

    assert len(asked) > 50
    assert differing(asked) == []


def trimmed(place: Place) -> LocalizedText:
    texts = {tag: Translation(found.text.strip(), found.state) for tag, found in place.text}
    return LocalizedText(place.text.source_language, texts)


def test_the_survey_of_the_demonstration_reads_back_the_same_from_a_file_but_for_outer_blanks(tmp_path):
    instrument = read(Path(engage.demo.__file__).parent / "citizen-survey.yaml").instrument
    assert instrument is not None

    reading = from_file(instrument, tmp_path)

    assert errors(reading) == []
    assert reading.instrument == changed(instrument, trimmed)
