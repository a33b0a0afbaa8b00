"""What the command line and the file say."""

import pytest

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.results import service
from engage.results.domain.filters import CannotFilter, CannotSplit, FilterRefusal, UnknownItem, UnknownValue


def words(text: str) -> LocalizedText:
    return LocalizedText.of(text)


INSTRUMENT = Instrument(
    name="health",
    title=words("Health"),
    source_language="en",
    languages=("en",),
    sections=(
        Section(
            name="one",
            slug="one",
            title=words("One"),
            items=(
                Item(name="age", type=ItemType.INTEGER, label=words("Age?")),
                Item(name="birthday", type=ItemType.DATE, label=words("Birthday?"), personal=True),
                Item(name="why", type=ItemType.TEXT, label=words("Why?")),
                Item(
                    name="topic",
                    type=ItemType.SINGLE,
                    label=words("Topic?"),
                    options=(Option(code="care", label=words("Care")), Option(code="x", label=words("X"), other=True)),
                ),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        pytest.param(UnknownItem("q9"), "There is no item 'q9' to filter or split by.", id="no such item"),
        pytest.param(UnknownValue("q1", "maybe"), "'maybe' is not one of the answers to 'q1'.", id="no such answer"),
        pytest.param(CannotFilter("why", "x"), "'why' cannot be filtered by", id="a text"),
        pytest.param(CannotSplit("age"), "'age' cannot split a table", id="a number"),
    ],
)
def test_a_filter_that_does_not_fit_is_explained_by_name(refusal: FilterRefusal, sentence: str) -> None:
    assert service.filter_reason(refusal).startswith(sentence)


def test_what_may_say_who_somebody_is_are_texts_other_words_and_items_marked_so() -> None:
    assert service.personal_keys(INSTRUMENT) == {"why", "topic/other", "birthday"}
