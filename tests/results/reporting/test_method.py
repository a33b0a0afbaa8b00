"""How published figures came about, in sentences."""

from dataclasses import replace

import pytest

from engage.results.charts.published import Teller
from engage.results.publishing.figures import Hidden, Method
from engage.results.reporting import method
from tests.factories.editions_of_results import make_published

METHOD: Method = make_published().method


def test_who_when_how_many_and_how_are_told(teller: Teller):
    told = {label: text.text for label, text in method.facts(METHOD, teller)}

    assert told == {
        "Who asked": "Hub of the North",
        "When": "March 2, 2026 to April 30, 2026",
        "How many answered": "About 600 people",
        "Languages": "English, German, Hebrew",
        "Countries": "Germany, Norway",
        "How people came to it": "open link, poster or card",
    }


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        pytest.param("2026-03", "2026-04", "Mar 2026 to Apr 2026", id="months, where few came on a day"),
        pytest.param("2026-03", "2026-03", "Mar 2026", id="one month"),
        pytest.param("2026-03-02", "2026-03-02", "March 2, 2026", id="one day"),
        pytest.param("", "", "", id="not said"),
    ],
)
def test_days_are_as_exact_as_they_were_published(teller: Teller, first: str, last: str, told: str):
    assert method.when(replace(METHOD, first_day=first, last_day=last), teller) == told


def test_a_number_that_would_tell_too_much_is_not_said(teller: Teller):
    assert method.responses(replace(METHOD, responses=None), teller).startswith("Not said")


@pytest.mark.parametrize("reason", ["few", "complement", "base", "table", "crossing", "filter", "weighted"])
def test_each_reason_for_hiding_something_has_a_sentence(teller: Teller, reason: str):
    one, many = (method.hidden(replace(METHOD, hidden=(Hidden(reason, ("q",), n),)), teller) for n in (1, 3))

    assert len(one) == len(many) == 1
    assert one != many


def test_a_survey_without_weights_says_so(teller: Teller):
    assert "The figures are not weighted: every answer counts alike." in method.sentences(
        replace(METHOD, weighting=None), teller
    )


def test_the_note_that_people_chose_to_answer_comes_first(teller: Teller):
    first = method.sentences(METHOD, teller)[0]
    invited = method.sentences(replace(METHOD, chose_to_answer=False), teller)

    assert first.startswith("People chose to answer.")
    assert first not in invited
