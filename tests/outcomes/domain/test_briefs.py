"""The rules of policy briefs."""

from dataclasses import replace

import pytest

from engage.outcomes.domain.briefs import (
    LONGEST,
    MOST_OUTCOMES,
    Draft,
    FigureOf,
    Part,
    Where,
    Wrong,
    hindrances,
    missing,
    problems,
    requests,
)

FIGURE = FigureOf("screening", 2, "heard")
WHOLE = Draft(("en",), {"en": "In brief"}, {}, {"en": "Answer"}, (1,), (FIGURE,))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="right"),
        pytest.param({"languages": ()}, [("languages", Wrong.NO_LANGUAGE)], id="no language"),
        pytest.param({"title": {"de": "Kurz"}}, [("title-en", Wrong.NO_TITLE)], id="title in another language only"),
        pytest.param({"lead": {"en": "x" * LONGEST["lead"]}}, [], id="longest beginning"),
        pytest.param({"lead": {"en": "x" * (LONGEST["lead"] + 1)}}, [("lead-en", Wrong.TOO_LONG)], id="too long"),
        pytest.param({"outcomes": tuple(range(MOST_OUTCOMES))}, [], id="most outcomes"),
        pytest.param(
            {"outcomes": tuple(range(MOST_OUTCOMES + 1))},
            [("outcomes", Wrong.TOO_MANY_OUTCOMES)],
            id="too many outcomes",
        ),
        pytest.param({"figures": (FIGURE, FIGURE)}, [("figure-2", Wrong.TWICE)], id="a figure twice"),
        pytest.param({"figures": (FIGURE, replace(FIGURE, edition=1))}, [], id="two editions of a figure"),
    ],
)
def test_what_is_wrong_with_a_brief_is_said_at_its_field(changes, found):
    assert list(problems(replace(WHOLE, **changes))) == found


@pytest.mark.parametrize(
    ("texts", "language", "lacks"),
    [
        pytest.param({"en": "Yes", "de": "Ja"}, "de", False, id="there"),
        pytest.param({"en": "Yes"}, "de", True, id="only in another language"),
        pytest.param({}, "de", False, id="said nowhere"),
        pytest.param({"en": "Yes", "de": " "}, "de", True, id="empty"),
        pytest.param({"en": "5"}, "he", False, id="a number needs no translation"),
        pytest.param({"en": "Yes", "de-AT": "Ja"}, "de", False, id="in a variant"),
    ],
)
def test_a_part_is_missing_where_it_is_said_in_another_language_only(texts, language, lacks):
    part = Part(Where.OUTCOME, [{"en": "A", "de": "A", "he": "א"}, texts])

    assert missing([part], language) == ([part] if lacks else [])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="ready"),
        pytest.param({"pages": {"en": 2, "de": 3}}, [Wrong.TOO_MANY_PAGES], id="three pages in one language"),
        pytest.param({"taken_back": True}, [Wrong.TAKEN_BACK], id="its ground was taken back"),
        pytest.param({"whole": (), "pages": {}}, [Wrong.NOTHING_WHOLE], id="whole in no language"),
        pytest.param({"draft": replace(WHOLE, outcomes=())}, [Wrong.NO_OUTCOME], id="no outcome"),
        pytest.param({"draft": replace(WHOLE, asks={"en": " "})}, [Wrong.NO_ASKS], id="asks nothing"),
        pytest.param({"draft": replace(WHOLE, figures=())}, [], id="without figures"),
    ],
)
def test_a_brief_is_kept_from_everybody_while_something_is_missing(changes, found):
    given = {"draft": WHOLE, "whole": ("en",), "taken_back": False, "pages": {"en": 2}} | changes

    assert list(hindrances(given.pop("draft"), **given)) == found


def test_each_line_is_a_request_without_the_marks_before_it():
    assert requests("Answer it.\n\n - Meet us\n• Pay") == ["Answer it.", "Meet us", "Pay"]
