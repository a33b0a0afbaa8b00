"""Words in the language that serves a reader best."""

import pytest

from engage.hubs.domain.texts import Said, named, said


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", Said("Hello", "en"), id="there"),
        pytest.param("de-AT", Said("Hallo", "de"), id="near"),
        pytest.param("nn", Said("Hei", "nb"), id="the other Norwegian"),
        pytest.param("he", Said("Hei", "nb"), id="else the hub's own"),
    ],
)
def test_the_nearest_language_is_taken_and_named(language: str, expected: Said):
    assert said({"en": "Hello", "de": "Hallo", "nb": "Hei"}, language, ["nb", "en"]) == expected


def test_without_words_there_is_nothing():
    assert not said({"en": "  "}, "en")


def test_a_name_is_translated_where_it_is_and_else_what_the_hub_calls_itself():
    assert named("Nord", {"en": "North"}, ["nb"], "en") == Said("North", "en")
    assert named("Nord", {"en": "North"}, ["nb"], "he") == Said("Nord", "nb")
