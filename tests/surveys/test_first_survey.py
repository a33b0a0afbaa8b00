"""The survey that a new hub begins with."""

import pytest

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.instruments.document import to_document
from engage.instruments.document_texts import text_places
from engage.surveys import first_survey


@pytest.mark.parametrize("language", PUBLIC_LANGUAGES)
def test_the_example_is_ready_in_every_language_of_the_interface(language: str) -> None:
    english = first_survey.build("en", "Hub", example=True, standard=first_survey.USUAL)
    made = first_survey.build(language, "Hub", example=True, standard=first_survey.USUAL)

    assert (made.source_language, made.languages) == (language, (language,))
    assert [item.name for item in made.items] == [item.name for item in english.items]
    assert len(list(text_places(to_document(made)))) == len(list(text_places(to_document(english))))
    if language != "en":
        assert made.title.source != english.title.source
        assert all(item.label.source for item in made.items)


def test_its_first_page_names_the_hub() -> None:
    made = first_survey.build("en", "Hub Norway", example=True, standard=())

    assert made.about is not None
    assert made.about.asks is not None
    assert made.about.asks.source == "Hub Norway"


def test_nothing_in_it_is_about_health_or_says_who_somebody_is() -> None:
    made = first_survey.build("en", "Hub", example=True, standard=())

    assert not any(item.special_category or item.personal for item in made.items)


def test_standard_questions_can_stand_alone_under_a_title_of_ones_own() -> None:
    made = first_survey.build("nb", "Hub", title="Hvem er du?", example=False, standard=("age_group", "unknown"))

    assert made.title.source == "Hvem er du?"
    assert [item.name for item in made.items] == ["age_group"]
