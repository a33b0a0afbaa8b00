"""The page of assurance names only what exists, and is up to date."""

import pytest

from scripts import assurance_pages as pages


@pytest.mark.parametrize("section", pages.SECTIONS)
def test_every_proof_that_a_row_names_exists(section: str) -> None:
    assert [fault for row in pages.rows(section) for fault in pages.faults_of(row)] == []


def test_a_proof_that_is_gone_is_told() -> None:
    row = pages.Row(
        "1", "something", tests=("tests/assurance/test_pages.py::test_that_was_deleted",), steps=("no-step",)
    )

    assert len(list(pages.faults_of(row))) == 2


def test_the_pages_are_up_to_date() -> None:
    """Write them anew with `python -m scripts.assurance_pages`."""
    assert (pages.REFERENCE / "assurance.md").read_text(encoding="utf-8") == pages.assurance_page()
    assert (pages.REFERENCE / "benchmarks.md").read_text(encoding="utf-8") == pages.benchmarks_page()
