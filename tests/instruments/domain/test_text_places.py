"""Every text has a path, and a path leads to one text."""

from dataclasses import replace

import pytest

from engage.demo import citizen_survey, citizen_survey_source, text_paths
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import (
    About,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
    Section,
    SupportLine,
)
from engage.instruments.domain.text_places import EDITIONS, FIRST, LAST, by_path, changed, places

T = LocalizedText.of
YES = Option(code="yes", label=T("Yes"))
WHOLE = Instrument(
    name="x",
    title=T("Title"),
    source_language="en",
    languages=("en", "de"),
    welcome=T("Welcome"),
    closing=T("Bye"),
    about=About(purpose=T("Why"), support={"NO": SupportLine(name=T("Line"))}),
    sections=(
        Section(
            name="a",
            slug="a",
            title=T("Part a"),
            repeat=Repeat(name="people", add=T("Add one")),
            items=(
                Item(name="q", type=ItemType.SINGLE, label=T("Q?"), options=(YES, replace(YES, label=T("Yes!")))),
                Item(name="options", type=ItemType.MATRIX, label=T("M?"), rows=(Row(code="label", label=T("Row")),)),
            ),
        ),
    ),
    editions={"NO": Edition(consent=T("Agree"), items={"q": NationalItem(label=T("Q in NO?"), options=(YES,))})},
    quotas=(Quota(name="full", limit=3, when={}, message=T("Full")),),
)


@pytest.mark.parametrize(
    ("path", "words", "group", "item", "kind", "code"),
    [
        ("title", "Title", FIRST, "", "title", ""),
        ("welcome", "Welcome", FIRST, "", "welcome", ""),
        ("about.purpose", "Why", FIRST, "", "purpose", ""),
        ("about.support.NO", "Line", FIRST, "", "support", ""),
        ("sections.a.title", "Part a", "a", "", "title", ""),
        ("sections.a.repeat.add", "Add one", "a", "", "add", ""),
        ("items.q.label", "Q?", "a", "q", "label", ""),
        ("items.q.options.yes", "Yes", "a", "q", "option", "yes"),
        ("items.q.options.yes~2", "Yes!", "a", "q", "option", "yes"),
        ("items.options.rows.label", "Row", "a", "options", "row", "label"),
        ("editions.NO.consent", "Agree", EDITIONS, "", "consent", ""),
        ("editions.NO.items.q.label", "Q in NO?", EDITIONS, "", "label", ""),
        ("editions.NO.items.q.options.yes", "Yes", EDITIONS, "", "option", "yes"),
        ("quotas.full.message", "Full", LAST, "", "message", ""),
        ("closing", "Bye", LAST, "", "closing", ""),
    ],
)
def test_a_text_is_found_by_the_names_around_it(path: str, words: str, group: str, item: str, kind: str, code: str):
    place = by_path(WHOLE)[path]

    assert (place.text.source, place.group, place.item, place.kind, place.code) == (words, group, item, kind, code)


def test_texts_stand_in_the_order_in_which_people_meet_them():
    paths = [place.path for place in places(WHOLE)]

    assert paths[0] == "title"
    assert paths[-2:] == ["closing", "quotas.full.message"]
    assert paths.index("sections.a.title") < paths.index("items.q.label")


def test_changing_nothing_leaves_an_equal_instrument():
    survey = citizen_survey()

    assert changed(survey, lambda place: place.text) == survey
    assert changed(WHOLE, lambda place: place.text) == WHOLE


def test_one_text_is_changed_and_no_other():
    new = changed(WHOLE, lambda place: T("Oui") if place.path == "items.q.options.yes" else place.text)

    differing = [path for path, place in by_path(new).items() if place.text != by_path(WHOLE)[path].text]
    assert differing == ["items.q.options.yes"]


def test_paths_are_those_of_translation_files():
    """Save that options of a shared list are found under each item that offers them."""
    ours = by_path(citizen_survey())
    theirs = {path for path in text_paths(citizen_survey_source()) if not path.startswith("lists.")}

    assert theirs - ours.keys() == set()
    assert all(".options." in path for path in ours.keys() - theirs)
