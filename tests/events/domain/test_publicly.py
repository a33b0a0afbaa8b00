import pytest

from engage.events.domain.publicly import Coarse, coarse, unfinished
from engage.i18n.text import LocalizedText, TextState, Translation

TEXT = LocalizedText(
    "en",
    {
        "en": Translation("Hello"),
        "de": Translation("Hallo", TextState.DRAFT),
        "nb": Translation("Hei", TextState.REVIEWED),
        "sv": Translation("Hej", TextState.STALE),
        "fr": Translation("Bonjour"),
    },
)


@pytest.mark.parametrize(
    ("language", "says_so"), [("en", False), ("fr", False), ("nb", True), ("de", True), ("it", True)]
)
def test_a_page_says_that_a_translation_is_a_draft_or_missing(language: str, says_so: bool):
    assert unfinished(TEXT, language) is says_so


@pytest.mark.parametrize(
    ("number", "told"),
    [
        pytest.param(-1, Coarse(0), id="more than there are"),
        pytest.param(0, Coarse(0), id="none"),
        pytest.param(1, Coarse(0, few=True), id="one"),
        pytest.param(4, Coarse(0, few=True), id="fewer than a step"),
        pytest.param(5, Coarse(5), id="a step"),
        pytest.param(14, Coarse(10), id="rounded down"),
    ],
)
def test_numbers_are_published_in_steps_so_that_nobodys_registration_can_be_watched(number: int, told: Coarse):
    assert coarse(number) == told
