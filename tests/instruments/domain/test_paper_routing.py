"""Paper tells people where to go on."""

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.instruments.domain.paper_routing import END, jumps, printed
from engage.instruments.domain.questionnaire import Questionnaire

text = LocalizedText.of


def choice(name: str, *codes: str, relevance: str | None = None) -> Item:
    options = tuple(Option(code=code, label=text(code)) for code in codes)
    return Item(name=name, type=ItemType.SINGLE, label=text(name), options=options, relevance=relevance)


def ask(name: str, relevance: str | None = None, kind: ItemType = ItemType.TEXT) -> Item:
    return Item(name=name, type=kind, label=text(name), relevance=relevance)


def way(*sections: tuple[str | None, tuple[Item, ...]]) -> dict[str, dict[str, int]]:
    """Jumps by item name."""
    instrument = Instrument(
        name="i",
        title=text("I"),
        source_language="en",
        languages=("en",),
        sections=tuple(
            Section(name=f"s{at}", slug=f"s{at}", title=text("S"), relevance=relevance, items=items)
            for at, (relevance, items) in enumerate(sections)
        ),
    )
    items = printed(instrument)
    questionnaire = Questionnaire(instrument)
    found = {each.item.name: dict(jumps(questionnaire, items, each)) for each in items}
    return {name: given for name, given in found.items() if given}


SMOKER = choice("smoker", "yes", "no")


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param([(None, (SMOKER, ask("age")))], {}, id="nothing depends on it"),
        pytest.param(
            [(None, (SMOKER, ask("brand", "${smoker} = 'yes'"), ask("age")))],
            {"smoker": {"no": 3}},
            id="if no, go to 3",
        ),
        pytest.param(
            [(None, (SMOKER, ask("note", kind=ItemType.NOTE), ask("brand", "${smoker} = 'yes'"), ask("age")))],
            {"smoker": {"no": 3}},
            id="what is only read has no number",
        ),
        pytest.param([(None, (SMOKER, ask("brand", "${smoker} = 'yes'")))], {"smoker": {"no": END}}, id="to the end"),
        pytest.param(
            [(None, (SMOKER,)), ("${smoker} = 'yes'", (ask("brand"), ask("years"))), (None, (ask("age"),))],
            {"smoker": {"no": 4}},
            id="over a whole section",
        ),
        pytest.param(
            [(None, (SMOKER, ask("brand", "${smoker} = 'yes'"), ask("why", "${smoker} = 'no'"), ask("age")))],
            {"smoker": {"no": 3}},
            id="both ways",
        ),
        pytest.param(
            [(None, (choice("age", "a", "b"), SMOKER, ask("brand", "${smoker} = 'yes' and ${age} = 'a'"), ask("x")))],
            {},
            id="two answers decide: the condition is told in words",
        ),
        pytest.param([("${smoker} = 'yes'", (ask("brand"),)), (None, (SMOKER, ask("age")))], {}, id="never backwards"),
    ],
)
def test_an_option_says_where_to_go_on_when_it_alone_decides(sections, expected):
    assert way(*sections) == expected
