"""Content in several languages."""

import pytest

from engage.i18n.text import LocalizedText, TextState, Translation

YES = LocalizedText.of("Yes", "en", de="Ja", fr=" ")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("de", ("Ja", "de"), id="there"),
        pytest.param("fr", ("Yes", "en"), id="an empty translation is none"),
        pytest.param("pl", ("Yes", "en"), id="missing: the source"),
    ],
)
def test_a_text_is_picked_with_the_language_it_is_in(language: str, expected: tuple[str, str]):
    assert YES.pick(language) == expected


def test_any_language_is_better_than_nothing():
    only_german = LocalizedText("en", {"de": Translation("Ja", TextState.DRAFT)})

    assert only_german.pick("fr") == ("Ja", "de")
    assert only_german.source == ""


def test_a_text_without_words_is_no_text():
    assert not LocalizedText.of("  ")
    assert LocalizedText("en", {}).pick("de") == ("", "en")
    assert YES
