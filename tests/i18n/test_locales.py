"""Language tags: well-formed, nearest, named, and in which direction they are written."""

import pytest

from engage.i18n.locales import (
    PUBLIC_LANGUAGES,
    babel_locale,
    direction,
    endonym,
    first_weekday,
    is_well_formed,
    nearest,
    negotiate,
)


@pytest.mark.parametrize(
    "tag", ["en", "nb", "de-CH", "zh-Hant-TW", "es-419", "de-x-informal", "sl-rozaj", "de-DE-u-co-phonebk"]
)
def test_these_are_tags(tag: str):
    assert is_well_formed(tag)


@pytest.mark.parametrize("tag", ["", "e", "english", "de_CH", "de-", "../x", "en-<b>", "x" * 40, "de-x", "12"])
def test_these_are_not(tag: str):
    assert not is_well_formed(tag)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param("de", "de", id="itself"),
        pytest.param("DE", "de", id="in any case"),
        pytest.param("de-AT", "de", id="without its region"),
        pytest.param("de-x-informal", "de", id="without its private part"),
        pytest.param("no", "nb", id="the macro-language"),
        pytest.param("nn", "nb", id="its neighbour"),
        pytest.param("iw", "he", id="its old name"),
        pytest.param("ar", None, id="none"),
    ],
)
def test_the_nearest_interface_language(tag: str, expected: str | None):
    assert nearest(tag, PUBLIC_LANGUAGES) == expected


def test_the_first_wanted_language_that_is_served_wins():
    assert negotiate(["ar", "pl-PL", "de"], PUBLIC_LANGUAGES, "en") == "pl"
    assert negotiate(["ar"], PUBLIC_LANGUAGES, "en") == "en"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "ltr"),
        ("he", "rtl"),
        ("ar-EG", "rtl"),
        ("fa", "rtl"),
        ("az-Arab", "rtl"),
        ("he-Latn", "ltr"),
        ("xx", "ltr"),
    ],
)
def test_the_direction_of_writing(tag: str, expected: str):
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("nb", "Norsk bokmål"),
        ("he", "עברית"),
        ("de-x-informal", "Deutsch (informal)"),
        ("xx", "xx"),
        ("fr", "Français"),
    ],
)
def test_a_language_is_named_in_itself(tag: str, name: str):
    assert endonym(tag) == name


def test_an_unknown_language_is_written_by_english_rules():
    assert babel_locale("xx").language == "en"
    assert babel_locale("de-x-informal").language == "de"


@pytest.mark.parametrize(("tag", "expected"), [("he", 6), ("de", 0), ("en", 0), ("en-US", 6), ("nb", 0), ("xx", 0)])
def test_weeks_begin_where_most_speak_the_language(tag: str, expected: int):
    assert first_weekday(tag) == expected
