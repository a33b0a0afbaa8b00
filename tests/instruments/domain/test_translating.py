"""States of translations: what happens when texts are written, reviewed, approved, changed, taken in again."""

from dataclasses import replace

import pytest

from engage.core.refusal import Refusal
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.text_places import by_path
from engage.instruments.domain.translating import (
    NoSuchText,
    NothingToApprove,
    add_language,
    fingerprint,
    raised,
    state_of,
    taken_in,
    with_texts,
    written,
)
from engage.instruments.domain.translations import Progress, offered, progress

APPROVED, REVIEWED, STALE, DRAFT = TextState.APPROVED, TextState.REVIEWED, TextState.STALE, TextState.DRAFT


def text(source: str = "Yes", german: str = "Ja", state: TextState = APPROVED) -> LocalizedText:
    translations = {"en": Translation(source)}
    return LocalizedText("en", {**translations, "de": Translation(german, state)} if german else translations)


def instrument(title: LocalizedText, *, languages: tuple[str, ...] = ("en", "de"), **more: LocalizedText) -> Instrument:
    return Instrument(name="x", title=title, source_language="en", languages=languages, sections=(), **more)


@pytest.mark.parametrize(
    ("before", "words", "state"),
    [
        pytest.param(text(german=""), "Ja", DRAFT, id="missing, written: draft"),
        pytest.param(text(), "Jawohl", DRAFT, id="approved, other words: draft"),
        pytest.param(text(), "Ja", APPROVED, id="the same words keep their state"),
        pytest.param(text(state=STALE), "Ja", DRAFT, id="stale, said again: draft"),
        pytest.param(text(), "  ", None, id="emptied: missing"),
    ],
)
def test_what_somebody_writes_is_a_draft(before: LocalizedText, words: str, state: TextState | None):
    after = written(before, "de", words)

    assert state_of(after, "de") == state
    assert after.source == "Yes"


def test_a_changed_source_makes_every_translation_stale_unless_its_meaning_stayed():
    changed, mended = written(text(), "en", "Yes, please"), written(text(), "en", "Yes.", same_meaning=True)

    assert (changed.source, state_of(changed, "de"), state_of(changed, "en")) == ("Yes, please", STALE, APPROVED)
    assert (mended.source, state_of(mended, "de")) == ("Yes.", APPROVED)
    assert written(text(), "en", "Yes") == text()


@pytest.mark.parametrize(
    ("before", "to", "after"),
    [
        (DRAFT, REVIEWED, REVIEWED),
        (STALE, REVIEWED, REVIEWED),
        (REVIEWED, APPROVED, APPROVED),
        (DRAFT, APPROVED, APPROVED),
        (APPROVED, REVIEWED, APPROVED),
    ],
)
def test_review_and_approval_raise_a_state(before: TextState, to: TextState, after: TextState):
    assert state_of(raised(text(state=before), "de", to), "de") is after


def test_what_is_missing_cannot_be_approved():
    with pytest.raises(NothingToApprove):
        raised(text(german=""), "de", APPROVED)


@pytest.mark.parametrize(
    ("former", "new", "state"),
    [
        pytest.param(text(state=DRAFT), text(), DRAFT, id="nothing changed: the state stays"),
        pytest.param(text(state=STALE), text(), STALE, id="stale stays stale"),
        pytest.param(text(), text("Yes!"), STALE, id="the source changed, the translation did not: stale"),
        pytest.param(text(state=DRAFT), text("Yes!", "Ja!"), APPROVED, id="both changed: as the file says"),
        pytest.param(text(state=DRAFT), text(german="Jo"), APPROVED, id="other words: as the file says"),
    ],
)
def test_a_file_imported_again_is_compared_with_the_version_before(former, new, state):
    taken = taken_in(instrument(new), instrument(former))

    assert state_of(taken.title, "de") is state
    assert taken.title.in_("de") == new.in_("de")


def test_a_text_that_is_new_in_the_file_has_the_state_that_the_file_gives():
    taken = taken_in(instrument(text(), welcome=text(state=REVIEWED)), instrument(text()))

    assert state_of(taken.welcome, "de") is REVIEWED


def test_texts_are_put_in_by_path_and_unknown_paths_are_refused():
    new = with_texts(instrument(text()), {"title": text(german="Jo")})

    assert by_path(new)["title"].text.in_("de") == "Jo"
    with pytest.raises(NoSuchText, match=r"items\.no"):
        with_texts(new, {"items.no": text()})
    assert issubclass(NoSuchText, Refusal)


def test_a_new_language_begins_with_everything_missing():
    bigger = add_language(instrument(text(), welcome=text()), "ro")

    assert bigger.languages == ("en", "de", "ro")
    assert progress(bigger, "ro") == Progress(missing=2)
    assert add_language(bigger, "ro") is bigger


def test_stale_texts_count_and_are_shown_only_where_drafts_are():
    stale = instrument(text(state=STALE), welcome=text())

    assert progress(stale, "de") == Progress(stale=1, approved=1)
    assert offered(stale, APPROVED) == ("en",)
    assert offered(stale, REVIEWED) == ("en",)
    assert offered(stale, None) == ("en", "de")


EASY = LocalizedText("en", {**text().translations, "de-simple": Translation("Ja!")})


@pytest.mark.parametrize(
    ("title", "welcome", "shown"),
    [
        pytest.param(EASY, text(), True, id="gaps filled by approved German"),
        pytest.param(EASY, text(state=DRAFT), False, id="gaps filled by a draft"),
        pytest.param(EASY, replace(EASY), True, id="no gaps: German does not matter"),
        pytest.param(EASY, text(german=""), True, id="gaps that nobody fills show the source"),
    ],
)
def test_an_easy_variant_is_offered_when_what_it_shows_has_come_far_enough(title, welcome, shown):
    easy = instrument(title, languages=("en", "de", "de-simple"), welcome=welcome)

    assert ("de-simple" in offered(easy, APPROVED)) is shown


def test_a_fingerprint_tells_words_apart():
    assert fingerprint("Yes") == fingerprint("Yes") != fingerprint("Yes ")
