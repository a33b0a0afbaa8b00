"""The cases that others made turn out as the page about conformance says."""

import pytest

from scripts.conformance import PAGE, SECTIONS, page, rows_of
from tests.conformance.rows import Verdict, judged, numbered, unexpected
from tests.corpora import corpora

ALLOWED = {"a": "because"}


@pytest.mark.parametrize(
    ("case", "found", "verdict"),
    [
        pytest.param("b", Verdict.READ, Verdict.READ, id="a case that agrees"),
        pytest.param("b", Verdict.FAILS, Verdict.FAILS, id="a case that fails"),
        pytest.param("a", Verdict.FAILS, Verdict.DIFFERS, id="a case that is known to fail"),
        pytest.param("a", Verdict.READ, Verdict.STALE, id="a case that is listed and agrees"),
    ],
)
def test_the_list_of_known_differences_hides_nothing(case, found, verdict):
    row = judged("group", case, found, ALLOWED)

    assert row.verdict is verdict
    assert (unexpected([row]) == []) is (verdict in (Verdict.READ, Verdict.DIFFERS))


def test_cases_of_one_name_are_told_apart():
    assert numbered(["a", "b", "a"]) == ["a", "b", "a#2"]


@pytest.mark.corpora
def test_every_case_is_as_expected_and_the_page_says_so():
    corpora("surveys", "xlsform", "markdown_cases.jsonl")

    assert page() == PAGE.read_text(encoding="utf-8"), "run make conformance"


@pytest.mark.corpora
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__.rpartition(".")[2])
def test_every_known_difference_is_still_a_case(section):
    corpora("surveys", "xlsform", "markdown_cases.jsonl")
    different = {row.case for row in rows_of(section) if row.verdict is Verdict.DIFFERS}

    assert {row.partition("#")[0] for row in different} >= set(section.ALLOWED)
