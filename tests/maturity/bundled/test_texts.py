"""The model that comes with the product, and its translations."""

import re

import pytest

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.i18n.text import TextState
from engage.maturity.domain.document import from_document
from engage.maturity.domain.places import places
from engage.maturity.modelling.keeping import bundled_document, bundled_texts

MODEL = from_document(bundled_document())
PLACES = places(MODEL)
PLAIN = {place for place in PLACES if ":plain" in place}
DESCRIPTORS = {f"{each.id}:{level}" for each in MODEL.indicators for level in range(len(each.levels))}
WHOLE = ("de", "nb")
"""Languages of all its texts; the plain ones are there in every language of the interface."""
OTHERS = tuple(tag for tag in PUBLIC_LANGUAGES if tag not in ("en", *WHOLE))
_SCRIPT = {"he": re.compile("[\u05d0-\u05ea]")}


def test_the_model_has_the_size_that_it_is_known_for():
    indicators = list(MODEL.indicators)

    assert (len(MODEL.dimensions), len(indicators), len(MODEL.core), len(DESCRIPTORS)) == (10, 30, 11, 150)
    assert sum(len(each.tests) for each in indicators) == 47
    assert all(each.plain_statement and each.plain_question and len(each.plain_levels) == 5 for each in MODEL.core)


def test_every_test_of_the_platform_can_be_told_from_figures_that_its_metric_has():
    for indicator in MODEL.indicators:
        for test in indicator.tests:
            known = {figure.name for figure in MODEL.metric(test.metric).figures}
            assert test.check, f"{indicator.id} {test.metric} {test.level}"
            assert {condition.figure for condition in test.check} <= known


@pytest.mark.parametrize("language", WHOLE)
def test_every_text_is_there_in_two_reviewed_languages_beside_english(language: str):
    texts = bundled_texts()[language]

    assert texts.keys() == PLACES.keys()
    assert {said.state for said in texts.values()} == {TextState.REVIEWED}


@pytest.mark.parametrize("language", OTHERS)
def test_the_plain_statements_questions_and_levels_are_there_in_every_language_of_the_interface(language: str):
    assert bundled_texts()[language].keys() == PLAIN


@pytest.mark.parametrize("language", [*WHOLE, *OTHERS])
def test_no_translation_repeats_its_source_or_is_left_half_done(language: str):
    texts = bundled_texts()[language]
    script = _SCRIPT.get(language)
    long = {
        place: said.text for place, said in texts.items() if place in DESCRIPTORS | PLAIN and PLACES[place] != "No."
    }

    assert [place for place, said in long.items() if said == PLACES[place]] == []
    assert [place for place, said in texts.items() if re.search(r"TODO|\?\?|XXX|[{}<]|%\(", said.text)] == []
    assert [place for place, said in texts.items() if said.text != said.text.strip() or "  " in said.text] == []
    assert script is None or [place for place, said in texts.items() if not script.search(said.text)] == []


@pytest.mark.parametrize("language", [*WHOLE, *OTHERS])
def test_sentences_end_and_questions_ask_as_in_the_source(language: str):
    for place, said in bundled_texts()[language].items():
        for mark in ".?":
            assert said.text.endswith(mark) == PLACES[place].endswith(mark), f"{place}: {said.text}"


@pytest.mark.parametrize("language", WHOLE)
def test_numbers_are_the_same_in_every_language(language: str):
    def numbers(text: str) -> list[str]:
        return sorted(re.findall(r"\d+", text.replace("NUTS-2", "").replace("NUTS 2", "")))

    texts = bundled_texts()[language]
    assert [place for place in PLACES if numbers(texts[place].text) != numbers(PLACES[place])] == []
