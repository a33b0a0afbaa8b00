"""Answers in the words of every language that people read."""

import pytest
from flask import Flask

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Cell, Item, ItemType
from engage.instruments.rendering.answers import size, words
from tests.support.databases import ON_SQLITE

LANGUAGES = (*PUBLIC_LANGUAGES, "bg", "cs", "el", "es", "fi", "ga", "hu", "lt", "nl", "ro", "uk", "ar", "de-simple")
VALUES = {
    ItemType.INTEGER: "12345",
    ItemType.DECIMAL: "1234,5",
    ItemType.SCALE: "7",
    ItemType.DATE: "2026-11-21",
    ItemType.TIME: "14:30",
    ItemType.DATETIME: "2026-11-21T14:30",
    ItemType.DURATION: "P1Y2M3W4DT5H6M",
    ItemType.COUNTRY: "NO",
    ItemType.LANGUAGE: "nb",
    ItemType.YEAR: "1961",
    ItemType.CALCULATION: "2.50",
    ItemType.TEXT: "as it is",
}


def item(kind: ItemType) -> Item:
    return Item(name="q", type=kind, label=LocalizedText.of("Q"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_answer_has_words_in_every_language(language: str):
    for kind, value in VALUES.items():
        said = words(item(kind), value, language)
        assert said, kind
        assert "duration-" not in said
    for weight in (900, 1_400_000):
        assert "digital-" not in size(weight, language)


@pytest.mark.parametrize(
    ("kind", "value", "language", "said"),
    [
        pytest.param(ItemType.INTEGER, "12345", "de", "12.345", id="a German number"),
        pytest.param(ItemType.YEAR, "1961", "de", "1961", id="a year is no number"),
        pytest.param(ItemType.CALCULATION, "1961", "de", "1961", id="nor need a calculation be one"),
        pytest.param(ItemType.CALCULATION, "2.50", "de", "2,5", id="a fraction is"),
        pytest.param(ItemType.DATE, "21.11.2026", "nb", "21. november 2026", id="a day as it was typed"),
        pytest.param(ItemType.DATE, "soon", "nb", "soon", id="what is no day stays"),
        pytest.param(ItemType.DURATION, "PT90M", "en", "90 minutes", id="minutes"),
        pytest.param(ItemType.DURATION, "P1Y", "he", "1 שנה", id="a year, of which Babel has no long form in Hebrew"),
        pytest.param(ItemType.COUNTRY, "NO", "he", "נורווגיה", id="a country"),
        pytest.param(ItemType.LANGUAGE, "he", "fr", "Hébreu", id="a language"),
    ],
)
def test_answers_are_written_as_their_readers_write(kind: ItemType, value: str, language: str, said: str):
    assert words(item(kind), value, language) == said


@ON_SQLITE
def test_what_somebody_preferred_not_to_say_is_said_in_words(app: Flask):
    with app.test_request_context():
        cell = Item(name="q", type=ItemType.MATRIX, cell=Cell.INTEGER, label=LocalizedText.of("Q"))
        assert words(cell, "_declined", "en") == "Prefer not to say"
        assert words(cell, "1234", "en") == "1,234"
