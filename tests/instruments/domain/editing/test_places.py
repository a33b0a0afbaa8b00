"""An instrument is its places, and the places are the instrument."""

from dataclasses import replace

import pytest

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import (
    About,
    Cell,
    Contact,
    Edition,
    ItemType,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
    SupportLine,
)
from engage.instruments.domain.editing.assembling import BrokenPlaces, instrument_of
from engage.instruments.domain.editing.places import difference, overlap, places, with_patches
from tests.factories.surveys import HEALTH, instrument, item, options, section, text
from tests.support.readable import readable

ROW = Row(code="r", label=text("R"))
EVERYTHING = instrument(
    replace(
        section(
            "people",
            item("name.with.dots", hint=text("Hint"), max_length=3),
            item("q~2", ItemType.SINGLE, options=(*options("a.b", "c"), *options("a.b"))),
            item(
                "m", ItemType.MATRIX, cell=Cell.MULTIPLE, options=options("x"), rows=(Row(code="r", label=text("R")),)
            ),
            item("n", ItemType.DECIMAL, minimum=0.5, maximum=7, trigger=("m",), image={"en": "p.png"}),
        ),
        repeat=Repeat(name="household", minimum=1, entry=text("Person ${n}")),
    ),
    section("views", item("late", relevance="${m/r} != ''")),
    minimum_age={"*": 16},
    about=About(contact=Contact(name="Hub"), support={"NO": SupportLine(name=text("Line"), phone="1")}),
    editions={
        "DE": Edition(
            items={"q~2": NationalItem(label=text("Q"), options=(Option(code="de", label=text("D"), common="c"),))},
            support=SupportLine(name=text("Help")),
            languages=("de",),
        )
    },
    quotas=(Quota(name="old", limit=3, when={"late": ("x",)}, message=text("Full")),),
    tables={"t": ({"a": "b"},)},
    names={"m": "M"},
    country_item="late",
)


@pytest.mark.parametrize("definition", [pytest.param(HEALTH, id="small"), pytest.param(EVERYTHING, id="everything")])
def test_an_instrument_is_the_same_put_together_again(definition):
    assert instrument_of(places(definition))[0] == definition


@pytest.mark.corpora
def test_real_instruments_are_the_same_put_together_again():
    for name, found in readable().items():
        assert places(instrument_of(places(found))[0]) == places(found), name


def test_a_place_is_named_by_names_and_a_text_by_its_language():
    found = places(HEALTH)

    assert found["items.age.maximum"] == 120
    assert found["texts.de.items.topics.options.care"] == {"text": "Care (de)", "state": "approved"}
    assert found["at.items.age"] == ["about-you", "1"]


def test_the_difference_is_what_changed_and_can_be_taken_back():
    german = {"en": Translation("Your health"), "de": Translation("Gesundheit", TextState.STALE)}
    changed = replace(HEALTH, minutes=4, title=LocalizedText("en", german))

    patches = difference(places(HEALTH), places(changed))

    assert [patch.path for patch in patches] == ["minutes", "texts.de.title"]
    back = with_patches(places(changed), [patch.reverse for patch in patches])
    assert instrument_of(back)[0] == HEALTH


@pytest.mark.parametrize(
    ("touch", "path", "expected"),
    [
        pytest.param("items.q1", "items.q1.relevance", True, id="an item is all that is in it"),
        pytest.param("items.q1", "texts.de.items.q1.label", True, id="and its texts"),
        pytest.param("items.q1", "at.items.q1", True, id="and its place"),
        pytest.param("items.q1", "items.q10.relevance", False, id="another name"),
        pytest.param("at.items.q1", "items.q1.relevance", False, id="a place in order is not the item"),
        pytest.param("texts.de.items.q1.label", "texts.fr.items.q1.label", False, id="another language"),
        pytest.param("items.q1.label", "texts.fr.items.q1.label", True, id="a text in all languages"),
        pytest.param("items.a.b", "items.a%2Eb.type", True, id="a name with a dot"),
    ],
)
def test_what_a_change_touches(touch, path, expected):
    assert overlap(touch, path) is expected


def test_what_belongs_to_nothing_makes_no_instrument():
    with pytest.raises(BrokenPlaces):
        instrument_of(places(HEALTH) | {"items.gone.type": "text"})
    with pytest.raises(BrokenPlaces):
        instrument_of({path: value for path, value in places(HEALTH).items() if path != "items.age.type"})
