"""What of a registration's questions says something about health."""

from dataclasses import replace

from engage.events.domain.questions import of_health
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Item, ItemType, Section
from engage.instruments.domain.editing.beginning import empty_instrument


def said(name: str, **more: object) -> Item:
    values = {"type": ItemType.INTEGER, "label": LocalizedText.of(name, "en")} | more
    return Item(name=name, **values)  # type: ignore[arg-type]


def test_what_is_worked_out_from_an_answer_about_health_is_about_health_too():
    items = (
        said("ill", special_category=True),
        said("young"),
        said("careful", type=ItemType.CALCULATION, calculation="${ill} + 1"),
        said("twice", type=ItemType.CALCULATION, calculation="${careful} * 2"),
        said("age", type=ItemType.CALCULATION, calculation="${young} + 1"),
    )
    section = Section(name="you", slug="you", title=LocalizedText.of("You", "en"), items=items)

    found = of_health(replace(empty_instrument("Open day", "en"), sections=(section,)))

    assert [item.name for item in found] == ["ill", "careful", "twice"]
