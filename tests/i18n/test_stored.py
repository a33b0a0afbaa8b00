"""A localized text survives being stored, states and all."""

from engage.i18n.stored import decoded, encoded
from engage.i18n.text import LocalizedText, TextState, Translation


def test_what_is_approved_is_a_plain_string_and_what_is_not_says_its_state():
    text = LocalizedText("en", {"en": Translation("Hello"), "nb": Translation("Hei", TextState.DRAFT)})

    assert encoded(text) == {"en": "Hello", "nb": {"text": "Hei", "state": "draft"}}
    assert decoded(encoded(text), "en") == text


def test_an_empty_translation_is_not_kept():
    assert encoded(LocalizedText("en", {"en": Translation("Hello"), "de": Translation("  ")})) == {"en": "Hello"}
