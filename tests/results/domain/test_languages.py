"""Which questions are worth a look because one language answers them differently."""

from datetime import date

import pytest

from engage.instruments.domain.definition import ItemType
from engage.results.domain.languages import Reason, missing_rates, worth_a_look
from tests.factories.surveys import instrument, item, options, section
from tests.results.reading import item_tables

DAY = date(2026, 11, 1)
ASKED = instrument(section("one", item("heard", ItemType.SINGLE, options=options("yes", "no", "unsure"))))


def tables(yes, no, missing=0):
    return item_tables(
        ASKED,
        [({"heard": "yes"}, DAY, "en", 1)] * yes
        + [({"heard": "no"}, DAY, "en", 1)] * no
        + [({}, DAY, "en", 1)] * missing,
    )


def looks(de, en):
    whole = tables(*(one + other for one, other in zip(de, en, strict=True)))
    return worth_a_look(whole, {"de": tables(*de), "en": tables(*en)})


def test_an_answer_given_far_more_often_in_one_language_is_listed_once_for_each_side():
    found = looks((80, 20, 0), (30, 70, 0))

    assert {(look.language, look.reason) for look in found} == {("de", Reason.ANSWER), ("en", Reason.ANSWER)}
    assert (found[0].here, found[0].elsewhere) == (80, 30)
    assert found[0].association == pytest.approx(0.5025, abs=1e-3)


def test_a_question_passed_over_in_one_language_is_listed():
    found = looks((50, 50, 40), (50, 50, 5))

    assert [(look.language, look.reason) for look in found] == [("de", Reason.MISSING), ("en", Reason.MISSING)]
    assert found[0].here == pytest.approx(100 * 40 / 140)


@pytest.mark.parametrize(
    ("de", "en"),
    [
        pytest.param((50, 50, 0), (52, 48, 0), id="hardly different"),
        pytest.param((9, 1, 0), (30, 70, 0), id="too few in one language"),
        pytest.param((14, 8, 0), (10, 12, 0), id="no more than chance"),
    ],
)
def test_what_is_small_or_chance_is_not_listed(de, en):
    assert looks(de, en) == ()


def test_shares_of_no_answer_are_told_for_every_language():
    (found,) = missing_rates(tables(2, 2, 1), {"de": tables(1, 0, 1), "en": tables(1, 2, 0), "fr": tables(0, 0, 0)})

    assert found.shares == {"de": 50, "en": 0, "fr": None}
