import pytest

from engage.results.domain.texts import FreeText, NoFreeText, free_text_keys
from tests.results.instruments import FOUR, SURVEY, answered
from tests.results.reading import free_texts


def test_free_texts_are_in_text_items_and_beside_other_options():
    assert free_text_keys(SURVEY) == ("topics/other", "wish")


def test_free_texts_are_listed_in_an_order_that_says_nothing_about_who_wrote_when():
    people = answered({"wish": "warmth"}, {"wish": "Air"}, {"wish": " "}, {"wish": "_declined"}, {})

    assert free_texts(SURVEY, people, "wish") == [FreeText("Air", "en"), FreeText("warmth", "en")]


def test_free_texts_can_be_filtered():
    assert free_texts(SURVEY, FOUR, "wish", where=(("heard", "no"),)) == []
    assert free_texts(SURVEY, FOUR, "topics/other", where=(("heard", "yes"),)) == [FreeText("Music", "nb")]


@pytest.mark.parametrize("key", ["heard", "age", "heard/other", "nothing"])
def test_only_texts_are_listed(key):
    with pytest.raises(NoFreeText):
        free_texts(SURVEY, FOUR, key)
