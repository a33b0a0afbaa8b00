"""Which texts a language lacks, and which languages open."""

import pytest

from engage.events.domain.texts import Readiness, in_order, opened, readiness
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText, TextState, Translation


def text(state: TextState | None) -> LocalizedText:
    others = {"de": Translation("Hallo", state)} if state else {}
    return LocalizedText("en", {"en": Translation("Hello"), **others})


@pytest.mark.parametrize(
    ("state", "gate", "is_open"),
    [
        pytest.param(TextState.APPROVED, TextGate.APPROVED, True, id="approved"),
        pytest.param(TextState.REVIEWED, TextGate.APPROVED, False, id="reviewed is not approved"),
        pytest.param(TextState.REVIEWED, TextGate.REVIEWED, True, id="reviewed is enough"),
        pytest.param(TextState.STALE, TextGate.REVIEWED, False, id="the source has changed"),
        pytest.param(TextState.DRAFT, TextGate.NONE, True, id="drafts with a notice"),
        pytest.param(None, TextGate.NONE, False, id="nothing at all"),
    ],
)
def test_a_language_opens_when_every_text_has_come_far_enough(state, gate, is_open):
    assert readiness({"title": text(state)}, (), "de", gate).open is is_open


def test_questions_count_too():
    ready = readiness({"title": text(TextState.APPROVED)}, (text(TextState.DRAFT), text(None)), "de", TextGate.APPROVED)

    assert (ready.page, ready.questions) == ((), 2)


def test_a_language_that_the_product_does_not_speak_lacks_its_mails():
    translated = LocalizedText("en", {"en": Translation("Hello"), "uk": Translation("Привіт")})

    assert readiness({"title": translated}, (), "uk", TextGate.APPROVED).mails


def test_a_language_that_was_open_stays_open_when_a_text_is_added():
    lacking = {"de": Readiness(page=("session:1:title",)), "nb": Readiness(page=("title",))}

    assert opened("en", ["en", "de", "nb"], lacking, before={"de"}) == ["en", "de"]


def test_texts_stand_in_the_order_of_the_page():
    places = {
        "session:12:about",
        "session:12:title",
        "session:2:title",
        "site:1:name",
        "summary",
        "title",
        "report:heard",
    }

    assert in_order(places) == [
        "title",
        "summary",
        "site:1:name",
        "session:2:title",
        "session:12:title",
        "session:12:about",
    ]
