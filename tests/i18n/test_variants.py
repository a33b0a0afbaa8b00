"""The easy-to-read variant beside a language."""

import pytest

from engage.i18n import locales
from engage.i18n.text import LocalizedText
from engage.i18n.variants import beside, is_simple, simple_of


@pytest.mark.parametrize(
    ("tag", "plain"),
    [
        pytest.param("de-simple", "de", id="German"),
        pytest.param("sr-Latn-RS-simple", "sr-Latn-RS", id="after script and country"),
        pytest.param("de-Simple", "de", id="capital letters"),
        pytest.param("de", None, id="no variant"),
        pytest.param("de-x-simple", None, id="private use is something else"),
    ],
)
def test_a_variant_stands_beside_its_language(tag: str, plain: str | None):
    assert beside(tag) == plain
    assert is_simple(tag) == (plain is not None)
    assert simple_of(tag).lower().count("simple") <= 2


def test_a_text_missing_in_the_variant_is_shown_in_the_language_beside_it_then_in_the_source():
    text = LocalizedText("en", LocalizedText.of("Yes", "en", de="Ja").translations)

    assert text.pick("de-simple") == ("Ja", "de")
    assert LocalizedText.of("Yes", "en", fr="Oui").pick("de-simple") == ("Yes", "en")
    assert LocalizedText.of("Yes", "en", **{"de": "Ja", "de-simple": "Ja!"}).pick("de-simple") == ("Ja!", "de-simple")


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de-simple", "Deutsch (Leichte Sprache)"),
        ("nb-simple", "Norsk bokmål (lettlest)"),
        ("fr-simple", "Français (facile à lire)"),
        ("ga-simple", "Gaeilge (easy read)"),
    ],
)
def test_a_variant_is_called_by_its_name_in_the_language(tag: str, name: str):
    assert locales.endonym(tag) == name


def test_interface_and_direction_of_a_variant_are_those_of_its_language():
    assert locales.nearest("de-simple", locales.PUBLIC_LANGUAGES) == "de"
    assert locales.direction("he-simple") == "rtl"
    assert locales.is_well_formed("de-simple")


def test_who_asks_for_a_language_gets_the_plain_one_before_the_easy_one():
    assert locales.nearest("sv-FI", ("sv-simple", "sv-SE")) == "sv-SE"
    assert locales.nearest("sv-FI", ("en", "sv-simple")) == "sv-simple"
