"""Every text of a document has a place, and every place a name."""

import pytest

from engage.instruments.document_texts import called, text_places

DOCUMENT = {
    "source_language": "en",
    "name": "small",
    "title": "Small",
    "about": {"purpose": "To know", "support": {"NO": {"name": "Helpline", "phone": "1"}}},
    "lists": {"yesno": {"yes": "Yes"}},
    "sections": [
        {"name": "empty", "title": "Empty"},
        {
            "name": "first",
            "title": "First",
            "items": [
                {"name": "A", "type": "matrix", "label": "A?", "options": "yesno", "rows": [{"code": 1, "label": "R"}]},
                {"name": "B", "type": "single", "label": {"en": "B?"}, "hint": "H", "options": {"x": "X"}},
            ],
        },
    ],
}


def test_each_text_is_found_once_and_called_by_names():
    places = list(text_places(DOCUMENT))

    assert [(place.path, place.text) for place in places] == [
        ("title", "Small"),
        ("about.purpose", "To know"),
        ("about.support.NO", "Helpline"),
        ("lists.yesno.yes", "Yes"),
        ("sections.empty.title", "Empty"),
        ("sections.first.title", "First"),
        ("items.A.label", "A?"),
        ("items.A.rows.1", "R"),
        ("items.B.label", {"en": "B?"}),
        ("items.B.hint", "H"),
        ("items.B.options.x", "X"),
    ]


def test_the_steps_of_a_place_lead_to_its_text():
    for place in text_places(DOCUMENT):
        part = DOCUMENT
        for step in place.steps:
            part = part[step]
        assert part == place.text


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        pytest.param((), "", id="the whole"),
        pytest.param(("sections", 1, "title"), "sections.first.title", id="a section"),
        pytest.param(("sections", 1, "items", 0, "rows", 0, "label"), "items.A.rows.1.label", id="a row"),
        pytest.param(("sections", 1, "items", 7, "label"), "items.7.label", id="an item without name"),
        pytest.param(("about", "support", "SE"), "about.support.SE", id="what is not there"),
    ],
)
def test_parts_are_called_by_names_where_they_have_one(steps, name):
    assert called(DOCUMENT, steps) == name
