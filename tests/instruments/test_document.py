"""An instrument and its document say the same."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import (
    About,
    Cell,
    Contact,
    Instrument,
    Item,
    ItemType,
    Option,
    Row,
    Section,
    SupportLine,
)
from tests.factories.instruments import instruments as whole_instruments

words = st.text(max_size=12)
codes = st.text(min_size=1, max_size=6)
texts = st.builds(
    LocalizedText,
    st.just("en"),
    st.dictionaries(st.sampled_from(["en", "de", "he"]), st.builds(Translation, words, st.sampled_from(TextState))),
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
options = st.builds(Option, code=codes, label=texts, attributes=st.dictionaries(codes, words, max_size=2))
rows = st.builds(Row, code=codes, label=texts)
items = st.builds(
    Item,
    name=codes,
    type=st.sampled_from(ItemType),
    label=texts,
    hint=st.none() | texts,
    required=st.sampled_from([None, "true()", "${a} = 1"]),
    options=st.lists(options, max_size=3).map(tuple),
    rows=st.lists(rows, max_size=3).map(tuple),
    cell=st.sampled_from(Cell),
    minimum=st.none() | numbers,
    maximum=st.none() | numbers,
    step=st.none() | numbers,
    low_label=st.none() | texts,
    countries=st.lists(st.sampled_from(["NO", "SE"]), max_size=2).map(tuple),
)
sections = st.builds(Section, name=codes, slug=codes, title=texts, items=st.lists(items, max_size=2).map(tuple))
abouts = st.builds(
    About,
    asks=st.none() | texts,
    rights=st.none() | texts,
    contact=st.none() | st.builds(Contact, name=words, phone=words, email=words),
    support=st.dictionaries(
        st.sampled_from(["NO", "*"]), st.builds(SupportLine, name=texts, phone=words, address=words)
    ),
)
instruments = st.builds(
    Instrument,
    name=codes,
    title=texts,
    source_language=st.just("en"),
    languages=st.sampled_from([("en",), ("en", "de"), ("en", "he", "de")]),
    sections=st.lists(sections, max_size=2).map(tuple),
    welcome=st.none() | texts,
    about=st.none() | abouts,
    tables=st.dictionaries(codes, st.lists(st.dictionaries(codes, words), max_size=2).map(tuple), max_size=1),
    names=st.dictionaries(codes, words, max_size=2),
)


@settings(max_examples=150, deadline=None)
@given(instruments)
def test_what_was_written_is_read_back_the_same_also_through_json(instrument):
    assert from_document(json.loads(json.dumps(to_document(instrument)))) == instrument


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(whole_instruments())
def test_an_instrument_of_any_shape_is_read_back_the_same(instrument):
    assert from_document(json.loads(json.dumps(to_document(instrument)))) == instrument


def _document(**item: Any) -> dict[str, Any]:
    return {
        "name": "tiny",
        "title": "Tiny",
        "source_language": "en",
        "sections": [{"name": "first", "title": "First", "items": [{"name": "q", "label": "Q?", **item}]}],
    }


def _item(**item: Any) -> Item:
    return next(from_document(_document(**item)).items)


def test_what_has_its_default_value_is_not_written():
    document = to_document(from_document(_document(type="text")))

    assert document["sections"] == [
        {
            "name": "first",
            "slug": "first",
            "title": "First",
            "items": [{"name": "q", "type": "text", "label": "Q?"}],
        }
    ]
    assert set(document) == {"format", "name", "title", "source_language", "languages", "sections"}


@pytest.mark.parametrize(
    "written",
    [
        pytest.param({"yes": "Yes", "no": "No"}, id="a mapping from code to label"),
        pytest.param([{"code": "yes", "label": "Yes"}, {"code": "no", "label": {"en": "No"}}], id="a list"),
        pytest.param("yesno", id="the name of a list in the head"),
    ],
)
def test_options_are_written_in_three_ways(written):
    document = _document(type="single", options=written) | {"lists": {"yesno": {"yes": "Yes", "no": "No"}}}

    (item,) = from_document(document).items

    assert item.options == (
        Option(code="yes", label=LocalizedText.of("Yes")),
        Option(code="no", label=LocalizedText.of("No")),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param(True, "true()", id="always"),
        pytest.param(False, None, id="never"),
        pytest.param("${a} = 1", "${a} = 1", id="sometimes"),
    ],
)
def test_required_is_a_yes_or_an_expression(written, meant):
    assert _item(type="text", required=written).required == meant


@pytest.mark.parametrize(
    ("written", "state"),
    [
        pytest.param("Ja", TextState.DRAFT, id="as the head says"),
        pytest.param({"text": "Ja"}, TextState.DRAFT, id="as the head says, written out"),
        pytest.param({"text": "Ja", "state": "reviewed"}, TextState.REVIEWED, id="its own"),
    ],
)
def test_a_translation_has_its_own_state_or_the_one_the_head_sets_for_its_language(written, state):
    document = _document(type="text", label={"en": "Yes", "de": written}) | {"translations": {"de": "draft"}}

    (item,) = from_document(document).items

    assert item.label.translations["de"] == Translation("Ja", state)
    assert item.label.translations["en"].state is TextState.APPROVED


def test_the_commonest_state_of_a_language_is_written_once_in_the_head():
    document = _document(type="text", label={"en": "Yes", "de": "Ja"}) | {"translations": {"de": "draft"}}

    written = to_document(from_document(document))

    assert written["translations"] == {"de": "draft"}
    assert written["sections"][0]["items"][0]["label"] == {"en": "Yes", "de": "Ja"}


def test_languages_that_are_not_listed_are_gathered_from_the_texts_with_the_source_first():
    instrument = from_document(_document(type="text", label={"de": "Ja", "en": "Yes"}))

    assert instrument.languages == ("en", "de")


def test_a_section_without_a_slug_gets_a_free_one_from_its_name():
    document = _document(type="text")
    document["sections"] = [
        {"name": "Über uns", "title": "Us"},
        {"name": "review", "title": "R"},
        {"name": "x", "title": "X", "slug": "uber-uns"},
    ]

    assert [section.slug for section in from_document(document).sections] == [
        "uber-uns-2",
        "review-2",
        "uber-uns",
    ]


def test_a_text_in_another_source_language_than_the_instrument_cannot_be_written():
    instrument = replace(from_document(_document(type="text")), title=LocalizedText.of("Klein", "de"))

    with pytest.raises(ValueError, match="de"):
        to_document(instrument)


def test_the_source_text_is_approved_whatever_the_head_says():
    document = _document(type="text", label={"en": "Yes", "de": "Ja"}) | {"translations": {"en": "draft"}}

    (item,) = from_document(document).items

    assert item.label.translations["en"].state is TextState.APPROVED
