"""The demonstration survey is whole, in every language it is offered in."""

import re
from importlib.resources import files

import pytest

from engage.core.located import from_yaml, read_text
from engage.demo import (
    citizen_survey,
    citizen_survey_source,
    citizen_survey_translations,
    merged,
    text_paths,
)
from engage.i18n.text import TextState
from engage.instruments.domain.definition import ItemType

PATHS = text_paths(citizen_survey_source())
TRANSLATIONS = citizen_survey_translations()
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", TRANSLATIONS)


def test_it_has_30_questions_in_five_sections_and_12_of_them_are_the_pulse():
    survey = citizen_survey()

    assert sum(item.is_question for item in survey.items) == 30
    assert [section.slug for section in survey.sections] == [
        "what-you-know",
        "information",
        "what-matters",
        "taking-part",
        "about-you",
    ]
    assert [item.name for item in survey.items if item.pulse] == [
        *("A1", "B3", "C1", "D1", "D3", "D5", "D6", "E1", "E2", "E3", "E4", "E7")
    ]


def test_health_questions_are_asked_only_with_consent():
    survey = citizen_survey()

    assert {item.name for item in survey.items if item.special_category} == {"B1", "E6", "E8", "E9"}
    assert survey.consent


def test_the_knowledge_items_are_explained_with_their_source():
    survey = citizen_survey()

    explained = {item.name: item.explanation.source for item in survey.items if item.explanation}

    assert explained.keys() == {"A3", "A4"}
    assert all("Source" in text for text in explained.values())
    assert survey.item("A3").answer == "about_4"


@pytest.mark.parametrize("name", ["B5", "C3", "C4", "D2", "D4", "E7", "E8"])
def test_none_of_these_excludes_the_other_options_and_stands_last(name):
    options = citizen_survey().item(name).options

    assert options[-1].exclusive
    assert not options[0].exclusive


def test_what_is_in_random_order():
    assert {item.name for item in citizen_survey().items if item.shuffle} == {"A4", "B4", "C2"}


def test_the_first_page_says_who_asks_why_and_who_helps():
    about = citizen_survey().about

    assert all((about.asks, about.purpose, about.decision, about.published, about.next_steps))
    assert about.support.keys() == {"NO", "SE", "DE", "FR", "IT", "PL", "IL", "*"}
    assert all(re.fullmatch(r"\+[\d ]+", line.phone) for line in about.support.values())


def test_no_question_offers_more_choices_than_it_has_options():
    for item in citizen_survey().items:
        assert (item.max_choices or 0) <= len(item.options) or item.type is not ItemType.MULTIPLE


@IN_EACH_LANGUAGE
def test_every_text_is_translated_and_nothing_else(language):
    assert TRANSLATIONS[language].keys() == PATHS.keys()
    assert all(isinstance(text, str) and text.strip() for text in TRANSLATIONS[language].values())


@IN_EACH_LANGUAGE
def test_no_path_is_translated_twice(language):
    file = files("engage.demo") / f"citizen-survey.{language}.yaml"

    assert not list(from_yaml(read_text(file.read_bytes())).all_repeated())


@IN_EACH_LANGUAGE
def test_translations_keep_the_structure_of_their_source(language):
    def structure(text: str) -> tuple[int, int, int]:
        return text.count("**"), text.count("\n- "), text.count("${")

    for path, source in PATHS.items():
        assert structure(TRANSLATIONS[language][path]) == structure(source), path


@IN_EACH_LANGUAGE
def test_every_translation_is_shown_as_a_draft(language):
    assert citizen_survey().title.translations[language].state is TextState.DRAFT


SMALL = {
    "source_language": "en",
    "name": "small",
    "title": "Small",
    "about": {"purpose": "To know", "support": {"NO": {"name": "Helpline"}}},
    "lists": {"yesno": {"yes": "Yes", "no": "No"}},
    "sections": [
        {
            "name": "first",
            "title": "First",
            "items": [
                {"name": "A", "type": "matrix", "label": "How?", "options": "yesno", "rows": {"r": "Row"}},
                {"name": "B", "type": "single", "label": "B?", "options": [{"code": "x", "label": "X"}]},
            ],
        }
    ],
}


def test_every_text_has_a_path():
    assert text_paths(SMALL) == {
        "title": "Small",
        "about.purpose": "To know",
        "about.support.NO": "Helpline",
        "lists.yesno.yes": "Yes",
        "lists.yesno.no": "No",
        "sections.first.title": "First",
        "items.A.label": "How?",
        "items.A.rows.r": "Row",
        "items.B.label": "B?",
        "items.B.options.x": "X",
    }


def test_translations_are_put_in_by_path():
    translated = merged(SMALL, {"de": {path: f"{text} (de)" for path, text in text_paths(SMALL).items()}})

    assert translated["title"] == {"en": "Small", "de": "Small (de)"}
    assert translated["lists"]["yesno"]["no"] == {"en": "No", "de": "No (de)"}
    assert translated["about"]["support"]["NO"]["name"] == {"en": "Helpline", "de": "Helpline (de)"}
    assert translated["languages"] == ["en", "de"]
    assert SMALL["title"] == "Small"


def test_a_translation_of_a_text_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match=r"items\.Z\.label"):
        merged(SMALL, {"de": {"items.Z.label": "?"}})
