"""Twenty tables and cross-tabulations of a real survey, beside the same sums made from its file by polars alone."""

from collections import Counter
from typing import Any

import polars as pl
import pytest

from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.limesurvey import read
from engage.results.domain import tables
from engage.results.domain.tables import ItemTable, Results
from engage.surveys.domain.past_responses import read_past_responses
from tests.corpora import corpora
from tests.results.reading import parts_of, tally, wanted

pytestmark = pytest.mark.corpora
SINGLE = (
    "socio1 edu1qde edu1quk edu1qus edu2qde edu2quk edu2qaus currentEmp1qde currentEmp12 currentEmp10 "
    "edu1qnl currentEmp1quk currentEmp1qus currentWork1 tool2 rse1 rse4de soft2can ukrse1 org1can ukrse12de"
)
MULTIPLE = "proj5zaf fund2 org2can tool4can currentEmp13qde"
MATRICES = "rse3 likert0 likert1 likert3 likert4 likert5 turnOver6"
CROSSED = [
    ("rse1", "socio1"), ("soft2can", "rse1"), ("currentEmp12", "rse1"), ("tool2", "soft2can"), ("ukrse1", "rse1"),
    ("org1can", "currentEmp12"), ("currentWork1", "rse1"),
]  # fmt: skip


class Survey:
    """The survey as it was read, and its file."""

    def __init__(self) -> None:
        self.instrument: Instrument = read(corpora("surveys", "rse-2018", "questions_to_import.txt")).instrument
        path = corpora("surveys", "rse-2018", "public_data.csv")
        with path.open(encoding="utf-8", newline="") as stream:
            people = read_past_responses(stream, self.instrument).responses
        self.parts = parts_of(self.instrument, [(dict(each.answers), each.day, "en", 1) for each in people])
        frame = pl.read_csv(path, infer_schema=False)
        self.file = frame.rename({name: name.partition("._.")[0] for name in frame.columns})
        self.whole = self.results().tables

    def results(self, **more: Any) -> Results:
        wish = wanted(self.instrument, **more)
        return tables.results(tally(wish, self.parts), by=wish.by)

    def table(self, name: str) -> ItemTable:
        return next(each for each in self.whole if each.name == name)

    def labels(self, name: str) -> dict[str, str]:
        """Code -> label, for those whose label is theirs alone; the file has words in place of codes."""
        return {option.code: bare(option.label.source) for option in self.instrument.item(name).options}

    def column(self, name: str) -> list[str | None]:
        """The labels people chose; own words beside them are "Other"."""
        known = set(self.labels(name).values())
        given = (bare(value or "") for value in self.file[name].to_list())
        return [None if not each else each if each in known else "Other" for each in given]


def bare(value: str) -> str:
    return " ".join(value.replace("\ufeff", " ").split())


def by_label(table: ItemTable, labels: dict[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in table.rows:
        found[labels[row.code]] += row.count
    return +found


@pytest.fixture(scope="module")
def survey() -> Survey:
    return Survey()


@pytest.mark.parametrize("name", SINGLE.split())
def test_a_table_is_that_of_the_file(survey: Survey, name: str):
    table, theirs = survey.table(name), Counter(filter(None, survey.column(name)))

    assert by_label(table, survey.labels(name)) == theirs
    assert (table.base, table.missing) == (theirs.total(), survey.file.height - theirs.total())


@pytest.mark.parametrize("name", MULTIPLE.split())
def test_several_answers_are_those_of_the_file(survey: Survey, name: str):
    columns = [column for column in survey.file.columns if column.startswith(f"{name}[")]
    chosen = {column[len(name) + 1 : -1]: survey.file[column] == "Yes" for column in columns}
    rows = {row.code: row.count for row in survey.table(name).rows}

    assert {code: rows[code] for code in chosen} == {code: yes.sum() for code, yes in chosen.items()}


@pytest.mark.parametrize("name", MATRICES.split())
def test_a_matrix_is_that_of_the_file(survey: Survey, name: str):
    for row in survey.instrument.item(name).rows:
        column = survey.file[f"{name}[{row.code.replace('timeLie9zaf', 'timeLike9zaf')}]"]
        theirs = Counter(bare(value) for value in column.drop_nulls().to_list())
        assert by_label(survey.table(f"{name}/{row.code}"), survey.labels(name)) == theirs


@pytest.mark.parametrize(("name", "by"), CROSSED)
def test_a_split_table_is_the_cross_tabulation_of_the_file(survey: Survey, name: str, by: str):
    table = next(each for each in survey.results(by=by).tables if each.name == name)
    pairs = zip(survey.column(name), survey.column(by), strict=True)
    theirs = Counter(pair for pair in pairs if all(pair))

    ours: Counter[tuple[str, str]] = Counter()
    for column in table.columns:
        for label, count in by_label(column.table, survey.labels(name)).items():
            ours[label, survey.labels(by)[column.code]] += count
    assert ours == theirs
    assert theirs.total() > 100


def test_filters_by_several_items_leave_who_fits_all_of_them(survey: Survey):
    yes = {
        name: next(code for code, label in survey.labels(name).items() if label == "Yes")
        for name in ("rse1", "soft2can")
    }
    found = survey.results(where=tuple(yes.items()))

    fits = survey.file.filter((pl.col("rse1") == "Yes") & (pl.col("soft2can") == "Yes"))
    assert found.responses == fits.height > 50
    numbers = [float(value) for value in fits["soft1can"].drop_nulls().to_list()]
    assert next(each for each in found.tables if each.name == "soft1can").mean == pytest.approx(
        sum(numbers) / len(numbers)
    )
