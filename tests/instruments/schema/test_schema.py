"""The published schema takes what the format offers, refuses everything else, and says why in plain words."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from engage.demo import citizen_survey, citizen_survey_source
from engage.instruments.document import ABOUT_TEXTS, HEAD_TEXTS, ITEM_TEXTS, to_document
from engage.instruments.domain.definition import About, Instrument, Item, ItemType, Option, Row, Section
from engage.instruments.schema import schema, violations

DOCUMENT = {
    "name": "tiny",
    "title": "Tiny",
    "source_language": "en",
    "sections": [
        {
            "name": "first",
            "title": "First",
            "items": [{"name": "q", "type": "single", "label": "Q?", "options": [{"code": "a", "label": "A"}]}],
        }
    ],
}
ITEM = ("sections", 0, "items", 0)


def _with(steps, value):
    document = copy.deepcopy(DOCUMENT)
    part = document
    for step in steps[:-1]:
        part = part[step]
    part[steps[-1]] = value
    return document


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(DOCUMENT, id="the smallest"),
        pytest.param(citizen_survey_source(), id="the demonstration as it is written"),
        pytest.param(json.loads(json.dumps(to_document(citizen_survey()))), id="the demonstration as it is stored"),
    ],
)
def test_instruments_keep_to_the_schema(document):
    assert list(violations(document)) == []


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        pytest.param(schema(), Instrument, id="instrument"),
        pytest.param(schema()["$defs"]["section"], Section, id="section"),
        pytest.param(schema()["$defs"]["item"], Item, id="item"),
        pytest.param(schema()["$defs"]["options"]["items"], Option, id="option"),
        pytest.param(schema()["$defs"]["rows"]["items"], Row, id="row"),
        pytest.param(schema()["$defs"]["about"], About, id="about"),
    ],
)
def test_the_schema_offers_exactly_what_the_definition_holds(definition, kind):
    of_the_format_only = {"format", "translations", "lists"} if kind is Instrument else set()

    assert set(definition["properties"]) - of_the_format_only == set(kind.__dataclass_fields__)
    assert definition["additionalProperties"] is False


def test_the_schema_knows_every_type_and_every_text():
    def texts(definition):
        return {key for key, part in definition["properties"].items() if part.get("$ref") == "#/$defs/text"}

    item = schema()["$defs"]["item"]
    assert item["properties"]["type"]["enum"] == [str(kind) for kind in ItemType]
    assert texts(item) == {"label", *ITEM_TEXTS}
    assert texts(schema()["$defs"]["about"]) == set(ABOUT_TEXTS)
    assert texts(schema()) == set(HEAD_TEXTS)


@pytest.mark.parametrize(
    ("steps", "value", "code", "words"),
    [
        pytest.param(("titel",), "x", "unknown_key", "did you mean `title`?", id="a key that does not exist"),
        pytest.param((*ITEM, "require"), True, "unknown_key", "`required`", id="an item's key misspelt"),
        pytest.param((*ITEM, "type"), "singel", "unknown_type", "did you mean `single`?", id="a type misspelt"),
        pytest.param((*ITEM, "type"), "slider", "unknown_type", "one of note, text", id="a type that does not exist"),
        pytest.param((*ITEM, "label"), 5, "wrong_type", "put it in quotes", id="a number as text"),
        pytest.param((*ITEM, "label"), None, "empty_value", "`label` is empty", id="nothing after the colon"),
        pytest.param((*ITEM, "pulse"), "yes", "wrong_type", "true or false", id="yes instead of true"),
        pytest.param((*ITEM, "name"), "1a", "bad_form", "a letter or _ first", id="a name that begins with a digit"),
        pytest.param((*ITEM, "name"), "a\n", "bad_form", "a letter or _ first", id="a name with a line break"),
        pytest.param((*ITEM, "label"), {"english!": "Q"}, "malformed_language", "BCP 47", id="a language by name"),
        pytest.param(("source_language",), "e", "malformed_language", "BCP 47", id="a language too short"),
        pytest.param(("languages",), ["en", "en"], "out_of_bounds", "twice", id="a language twice"),
        pytest.param(("minimum_age",), {"Norway": 15}, "bad_key", "ISO 3166", id="a country by name"),
        pytest.param(("format",), 2, "unknown_value", "must be 1", id="a format of the future"),
        pytest.param((*ITEM, "step"), 0, "out_of_bounds", "more than 0", id="a step of nothing"),
        pytest.param((*ITEM, "label"), "x" * 20_001, "out_of_bounds", "20000", id="a text without end"),
        pytest.param((*ITEM, "options"), [{"label": "A"}], "missing_key", "`code`", id="an option without code"),
        pytest.param((*ITEM, "label"), {"de": {"text": "x", "state": "done"}}, "unknown_value", "draft", id="a state"),
        pytest.param(("lists",), {"a": "b"}, "wrong_type", "a mapping or a list", id="a list that names a list"),
        pytest.param(("sections",), [], "out_of_bounds", "fewer than 1", id="no section"),
        pytest.param(("sections", 0, "slug"), "Über", "bad_form", "a-z", id="a slug with other letters"),
    ],
)
def test_what_breaks_the_schema_is_explained(steps, value, code, words):
    (violation,) = violations(_with(steps, value))

    assert violation.code == code
    assert words in violation.message
    assert violation.path[: len(steps)] == steps


@pytest.mark.parametrize("key", ["name", "title", "source_language", "sections"])
def test_the_head_needs_four_things(key):
    document = {other: value for other, value in DOCUMENT.items() if other != key}

    (violation,) = violations(document)

    assert (violation.code, violation.message) == ("missing_key", f"`{key}` is missing in the head of the document")


@pytest.mark.parametrize(
    "tag", ["en", "nb", "de-informal", "de-CH-1996", "zh-Hant-TW", "sr-Latn", "es-419", "x-klingon", "en-x-easy"]
)
def test_every_well_formed_language_tag_is_taken(tag):
    assert not list(violations(_with(("title",), {"en": "T", tag: "T"})))


@pytest.mark.parametrize("document", [[], "text", 7, None])
def test_a_document_is_a_mapping(document):
    (violation,) = violations(document)

    assert "the head of the document" in violation.message
