"""A dry run comes to everything that can be come to, and names what cannot."""

from datetime import date

import pytest

from engage.instruments.domain.definition import Instrument, ItemType
from engage.surveys.domain.walking import Walked, walk
from tests.factories.surveys import HEALTH, instrument, item, options, section
from tests.support.readable import readable

TODAY = date(2026, 11, 22)
HEARD = item("heard", ItemType.SINGLE, options=options("yes", "no"))


def walked(*items: object, **more: object) -> Walked:
    return walk(instrument(section("one", HEARD, *items), **more), today=TODAY)  # type: ignore[arg-type]


def test_each_condition_is_true_and_false_and_each_option_chosen_at_least_once():
    found = walk(HEALTH, today=TODAY)

    assert (found.conditions, found.conditions_both) == (2, 2)
    assert found.options_taken == found.options == 6
    assert (found.unreachable, found.unreached, found.dead_ends, found.whole) == ((), (), {}, True)
    assert found.items == 7
    assert found.paths == 2
    assert set(found.minutes) == {"en", "de"}


def test_a_question_that_nobody_comes_to_and_one_that_nobody_can_leave_are_named():
    found = walked(
        item("never", relevance="${heard} = 'yes' and ${heard} = 'no'"),
        item("stuck", ItemType.INTEGER, constraint=". < 0", minimum=1, required="true()", relevance="${heard} = 'no'"),
    )

    assert found.unreachable == ("never",)
    assert set(found.dead_ends) == {"stuck"}


def test_a_question_for_those_who_left_another_empty_is_come_to():
    found = walked(item("why", relevance="${heard} = ''"))
    assert (found.unreached, found.conditions_both) == ((), 1)


def test_the_same_arguments_give_the_same_walks():
    assert walk(HEALTH, today=TODAY) == walk(HEALTH, today=TODAY)


def test_it_ends_when_there_is_no_time_and_says_so():
    found = walk(HEALTH, today=TODAY, enough=lambda: True)
    assert (found.whole, found.walks) == (False, 0)


@pytest.mark.corpora
def test_real_instruments_are_walked_and_what_is_come_to_was_not_called_unreachable():
    for name, definition in readable().items():
        if _small(definition):
            budget = iter(range(8))
            found = walk(definition, today=TODAY, enough=lambda budget=budget: next(budget, None) is None)
            assert not set(found.unreachable) & set(found.unreached), name
            assert found.walks, name


def _small(definition: Instrument) -> bool:
    return sum(1 for _ in definition.items) <= 60
