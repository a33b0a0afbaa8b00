import pytest

from engage.i18n.gates import TextGate, passing
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
    ("gate", "shown"),
    [
        pytest.param(TextGate.APPROVED, {"en", "fr"}, id="approved"),
        pytest.param(TextGate.REVIEWED, {"en", "fr", "nb"}, id="reviewed"),
        pytest.param(TextGate.NONE, {"en", "fr", "nb", "de", "sv"}, id="drafts too"),
    ],
)
def test_a_translation_is_shown_when_it_has_come_as_far_as_the_gate_asks(gate: TextGate, shown: set[str]):
    assert set(passing(TEXT, gate).translations) == shown
