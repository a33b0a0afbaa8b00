"""What was exported as CSV can be taken in again, and SPSS holds the same: a simulated survey and a real one."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyreadstat
import pytest

import engage.demo
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.readers.open import read
from engage.results.exports import sav_export
from engage.surveys.domain.past_responses import read_past_responses
from engage.surveys.domain.simulation import simulate
from tests.corpora import corpora
from tests.results.reading import Given, response_csv, source_of

SOME = 150
DAY = date(2026, 11, 21)
Answers = list[dict[str, Any]]


def citizens() -> tuple[Instrument, Answers]:
    instrument = read(Path(engage.demo.__file__).parent / "citizen-survey.yaml").instrument
    assert instrument is not None
    people = simulate(instrument, responses=60, seed=4, today=DAY)
    return instrument, [dict(each.answers) for each in people if each.left_at is None]


def researchers() -> tuple[Instrument, Answers]:
    instrument = read(corpora("surveys", "rse-2018", "questions_to_import.txt")).instrument
    assert instrument is not None
    with corpora("surveys", "rse-2018", "public_data.csv").open(encoding="utf-8-sig", newline="") as file:
        found = read_past_responses(list(islice(csv.DictReader(file), SOME)), instrument)
    return instrument, [dict(each.answers) for each in found.responses]


@pytest.fixture(
    scope="module", params=[pytest.param(citizens, id="citizen survey"), pytest.param(researchers, id="rse 2018")]
)
def survey(request: pytest.FixtureRequest) -> tuple[Instrument, Answers]:
    make: Callable[[], tuple[Instrument, Answers]] = request.param
    return make()


def given(answers: Answers) -> list[Given]:
    return [Given(number, each, DAY) for number, each in enumerate(answers)]


def plain(answers: Mapping[str, Any]) -> dict[str, str]:
    """As one can compare them: without lists that are empty, numbers as one writes them."""
    return {
        key: repr(float(value)) if isinstance(value, int | float) else repr(value)
        for key, value in sorted(answers.items())
        if value not in ([], "")
    }


def said_twice(instrument: Instrument) -> set[str]:
    """Places of a ranking, which the column of codes has too."""
    ranked = [item for item in instrument.items if item.type is ItemType.RANKING]
    return {f"{item.name}/{option.code}" for item in ranked for option in item.options}


def test_what_was_exported_can_be_taken_in_again(survey: tuple[Instrument, Answers]) -> None:
    instrument, answers = survey
    text = b"".join(response_csv(instrument, given(answers))).decode()
    found = read_past_responses(io.StringIO(text, newline=""), instrument)

    assert found.rejected_rows == []
    assert set(found.skipped_columns) <= said_twice(instrument)
    again = sorted(map(str, (plain(each.answers) for each in found.responses)))
    assert again == sorted(map(str, (plain(each) for each in answers if plain(each))))


def test_spss_holds_as_many_of_each_answer_and_its_label(survey: tuple[Instrument, Answers], tmp_path: Path) -> None:
    instrument, answers = survey
    path = tmp_path / "a.sav"
    source = source_of(instrument, given(answers))
    language = instrument.source_language
    made = datetime(2026, 11, 22, tzinfo=UTC)
    path.write_bytes(
        b"".join(piece for name, piece in sav_export.pieces(source, language=language, made=made) if not name)
    )
    columns, meta = pyreadstat.read_sav(path, output_format="dict", user_missing=True)

    assert meta.number_rows == len(answers)
    for item in instrument.items:
        if item.type.value != "single":
            continue
        name = item.name.replace("/", ".")
        labels = meta.variable_value_labels.get(name, {})
        for option in item.options:
            value: Any = float(option.code) if isinstance(next(iter(labels), ""), float) else option.code
            assert columns[name].count(value) == sum(each.get(item.name) == option.code for each in answers)
            assert labels[value]
