"""Standard items to insert."""

import pytest

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.i18n.text import LocalizedText, TextState
from engage.instruments import library
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Instrument, ItemType, Section
from engage.instruments.domain.translations import texts

NAMES = [item.name for item in library.items()]


@pytest.mark.parametrize("name", NAMES)
def test_every_standard_item_says_what_it_measures_where_it_comes_from_and_has_all_languages(name):
    item = library.item_for(name, "en", PUBLIC_LANGUAGES)

    assert item.concept
    assert library.SOURCES[name]
    for text in texts(item):
        assert {tag for tag, _ in text} == set(PUBLIC_LANGUAGES)
        assert all(found.state is TextState.DRAFT for tag, found in text if tag != "en")


def test_the_library_has_what_european_surveys_ask_of_everybody():
    concepts = {item.concept for item in library.items()}

    assert {
        "age",
        "gender",
        "sex",
        "isced",
        "nuts",
        "degurba",
        "activity_status",
        "organisation",
        "home_hub",
        "took_part_before",
    } <= concepts


def test_education_has_the_nine_levels_of_isced_2011():
    assert [option.code for option in library.item_for("isced", "en", ["en"]).options] == [f"ED{n}" for n in range(9)]


def test_who_belongs_to_no_organisation_says_so_and_nothing_else():
    item = library.item_for("organisation", "en", ["en"])

    assert item.type is ItemType.MULTIPLE
    assert [option.code for option in item.options if option.exclusive] == ["none"]


def test_main_activity_counts_as_special_category_since_it_can_speak_of_health():
    assert library.item_for("activity_status", "en", ["en"]).special_category


@pytest.mark.parametrize(
    ("source", "languages", "expected"),
    [
        pytest.param("nb", ["nb", "sv"], {"nb": "Hvor gammel er du?", "sv": "Hur gammal är du?"}, id="another source"),
        pytest.param("de-AT", ["de-AT"], {"de-AT": "Wie alt sind Sie?"}, id="the nearest language"),
        pytest.param("ro", ["ro", "de"], {"ro": "How old are you?", "de": "Wie alt sind Sie?"}, id="English stands in"),
    ],
)
def test_an_item_comes_with_the_texts_of_the_instruments_languages(source, languages, expected):
    label = library.item_for("age", source, languages).label

    assert label.source_language == source
    assert {tag: found.text for tag, found in label} == expected
    assert label.translations[source].state is TextState.APPROVED


def test_every_standard_item_fits_into_an_instrument_as_it_is_stored():
    items = tuple(library.item_for(name, "nb", ["nb", "he"]) for name in NAMES)
    section = Section(name="a", slug="a", title=LocalizedText.of("A", "nb"), items=items)
    instrument = Instrument(
        name="x", title=LocalizedText.of("X", "nb"), source_language="nb", languages=("nb", "he"), sections=(section,)
    )

    assert from_document(to_document(instrument)) == instrument


def test_an_item_that_the_library_does_not_have_is_refused():
    with pytest.raises(library.NoSuchItem):
        library.item_for("shoe_size", "en", ["en"])
