from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.results.domain.fieldwork import Fieldwork, Outcome, Progress, fieldwork

MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
COUNTS = [
    (MONDAY, "nb", "end", "submitted", 6),
    (MONDAY, "nb", None, "left", 1),
    (MONDAY, "de", "one", "left", 2),
    (WEDNESDAY, "de", "two", "deleted", 1),
    (WEDNESDAY, "nb", "two", "open", 1),
    (WEDNESDAY, "nb", "gone", "left", 1),
]


def test_starts_are_all_that_began_and_the_rate_is_of_those():
    found = fieldwork(COUNTS, ["one", "two", "end"])

    assert found.total == Progress(submitted=6, left=4, open=1, deleted=1)
    assert (found.total.starts, found.total.completion_rate) == (12, 0.5)


def test_every_day_is_shown_those_without_a_start_too():
    days = fieldwork(COUNTS, ["one", "two", "end"]).days

    assert [(day.day, progress.starts) for day, progress in days] == [(16, 9), (17, 0), (18, 3)]


def test_languages_come_most_used_first():
    languages = fieldwork(COUNTS, ["one", "two", "end"]).languages

    assert [(language, progress.starts) for language, progress in languages] == [("nb", 9), ("de", 3)]


def test_drop_off_is_told_by_section_of_those_who_came_that_far():
    sections = fieldwork(COUNTS, ["one", "two", "end"]).sections

    assert [(s.section, s.reached, s.stopped, s.open) for s in sections] == [
        (None, 11, 1, 0),
        ("one", 10, 2, 0),
        ("two", 8, 1, 1),
        ("end", 6, 0, 0),
    ]
    assert sections[1].drop_off == 0.2


def test_a_section_of_another_version_is_said_and_not_guessed():
    assert fieldwork(COUNTS, ["one", "two", "end"]).unplaced == 1


def test_nothing_has_no_rate():
    assert fieldwork([], []).total.completion_rate is None
    assert fieldwork([], ["one"]).sections[0].drop_off is None
    assert Fieldwork().days == ()


def test_an_unknown_outcome_is_a_fault():
    with pytest.raises(ValueError, match="vanished"):
        fieldwork([(MONDAY, "nb", None, "vanished", 1)], [])


@given(
    st.lists(
        st.tuples(
            st.dates(MONDAY, WEDNESDAY),
            st.sampled_from(["nb", "de"]),
            st.sampled_from([None, "one", "two"]),
            st.sampled_from(Outcome),
            st.integers(0, 50),
        )
    )
)
def test_days_languages_and_sections_add_up_to_the_whole(counts):
    found = fieldwork(counts, ["one", "two"])

    assert sum(progress.starts for _, progress in found.days) == found.total.starts
    assert sum(progress.starts for _, progress in found.languages) == found.total.starts
    ends = sum(section.stopped + section.open for section in found.sections)
    assert ends + found.total.submitted == found.total.starts == found.sections[0].reached
