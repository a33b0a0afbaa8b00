"""A file that came back: what is taken in, what people must choose, what is left alone."""

import pytest

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.translating import fingerprint, state_of
from engage.instruments.translating.comparing import Why, compare
from engage.instruments.translating.files.units import Returned, ReturnedFile


def here(german: str = "Ja", state: TextState = TextState.APPROVED, source: str = "Yes") -> Instrument:
    translations = {"en": Translation(source)} | ({"de": Translation(german, state)} if german else {})
    return Instrument(
        name="x", title=LocalizedText("en", translations), source_language="en", languages=("en", "de"), sections=()
    )


def back(text: str, *, was: str | None = "Ja", source: str = "Yes", path: str = "title", finished: bool = True):
    words = "" if was is None else fingerprint(was)
    return ReturnedFile("de", (Returned(path, source, text, words, finished),))


@pytest.mark.parametrize(
    ("instrument", "file", "new", "why"),
    [
        pytest.param(here(), back("Jawohl"), "Jawohl", None, id="changed in the file alone: taken in"),
        pytest.param(here(""), back("Ja", was=""), "Ja", None, id="was missing: taken in"),
        pytest.param(here(), back("Ja"), None, None, id="untouched"),
        pytest.param(here("Jo"), back("Ja"), None, None, id="changed here alone: what is here stays"),
        pytest.param(here("Jo"), back("Jawohl"), None, Why.CHANGED_HERE, id="changed on both sides"),
        pytest.param(here(), back("Jawohl", was=None), None, Why.CHANGED_HERE, id="the file forgot what went out"),
        pytest.param(here(source="Yes!"), back("Jawohl"), None, Why.SOURCE_CHANGED, id="the source changed since"),
        pytest.param(here(""), back("Ja", was="", source="Si"), None, Why.SOURCE_CHANGED, id="of another source"),
        pytest.param(here("", source="${a}?"), back("?", was="", source="${a}?"), None, Why.PLACEHOLDERS, id="lost"),
        pytest.param(here(), back(""), None, None, id="empty in the file deletes nothing"),
    ],
)
def test_each_text_of_a_file_has_one_fate(instrument: Instrument, file: ReturnedFile, new: str | None, why: Why | None):
    found = compare(instrument, "de", file)

    assert [text.in_("de") for text in found.new.values()] == ([new] if new else [])
    assert [conflict.why for conflict in found.conflicts] == ([why] if why else [])


def test_what_comes_with_a_file_is_a_draft_whatever_the_file_claims():
    found = compare(here(), "de", back("Jawohl"))

    assert state_of(found.new["title"], "de") is TextState.DRAFT


@pytest.mark.parametrize(("finished", "confirmed"), [(True, True), (False, False)])
def test_a_stale_text_that_the_file_calls_finished_fits_again(finished: bool, confirmed: bool):
    found = compare(here(state=TextState.STALE), "de", back("Ja", finished=finished))

    assert ("title" in found.new) is confirmed


def test_texts_that_are_not_there_any_more_are_named():
    assert compare(here(), "de", back("x", path="items.gone.label")).unknown == ["items.gone.label"]
    assert compare(here(), "de", back("x" * 20_001)).too_long == ["title"]
