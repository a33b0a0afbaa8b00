"""The service on both databases: who may change what, and what is said when somebody else was first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.i18n.text import TextState, Translation
from engage.instruments import working
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing import deleting, items, texts
from engage.instruments.domain.editing.change import Change, NameTaken, NotALanguage, Summary, together
from engage.instruments.models import InstrumentVersion
from engage.surveys import fielding
from engage.surveys.models import Survey
from tests.factories.surveys import item, make_survey, text

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def minutes(number: int) -> Change:
    return Change(lambda i: replace(i, minutes=number), Summary("minutes", {"minutes": number}), frozenset({"minutes"}))


def pulse(number: int) -> Change:
    touches = frozenset({"pulse_minutes"})
    return Change(lambda i: replace(i, pulse_minutes=number), Summary("pulse_minutes"), touches)


@pytest.fixture
def survey(session: Session) -> Survey:
    return make_survey(session)


@pytest.fixture
def edit(session: Session, survey: Survey) -> Callable[..., working.Copy]:
    def edit(change: Change, base: int, by: int | None = None) -> working.Copy:
        return working.change(session, survey.instrument_id, change, base=base, by=by, now=NOW)

    return edit


def newest(session: Session, survey: Survey) -> Instrument:
    return working.copy_of(session, survey.instrument_id).instrument


def test_the_first_change_after_publishing_makes_a_working_copy_and_leaves_the_published_version(session, survey, edit):
    before = working.copy_of(session, survey.instrument_id)

    after = edit(minutes(7), base=before.revision)

    assert (before.published, after.published) == (True, False)
    assert (before.number, after.number, after.revision) == (1, 2, 1)
    assert survey.version.document.get("minutes") is None
    assert newest(session, survey).minutes == 7


def test_a_change_based_on_an_older_state_is_applied_when_nothing_it_touches_was_touched(session, survey, edit):
    edit(minutes(7), base=0)

    after = edit(pulse(3), base=0)

    assert (after.instrument.minutes, after.instrument.pulse_minutes) == (7, 3)


def test_the_second_writer_is_told_what_it_is_now_and_what_was_wanted_and_nothing_is_overwritten(session, survey, edit):
    edit(minutes(7), base=0)

    with pytest.raises(working.Overtaken) as refusal:
        edit(minutes(9), base=0)

    (conflict,) = refusal.value.conflicts
    assert (conflict.path, conflict.seen, conflict.now, conflict.wanted) == ("minutes", None, 7, 9)
    assert (conflict.edit.at, conflict.edit.summary.code) == (NOW, "minutes")
    assert refusal.value.copy.revision == 1
    assert newest(session, survey).minutes == 7


def test_what_is_so_already_is_no_edit_and_no_conflict(session, survey, edit):
    edit(minutes(7), base=0)

    assert edit(minutes(7), base=0).revision == 1
    assert len(working.history(session, survey.instrument_id)) == 1


def test_undo_takes_back_exactly_the_last_own_edit_and_redo_does_it_again(session, survey, edit):
    edit(minutes(7), base=0)
    edit(pulse(3), base=1)

    undone = working.undo(session, survey.instrument_id, by=None, now=NOW)
    twice = working.undo(session, survey.instrument_id, by=None, now=NOW)
    redone = working.redo(session, survey.instrument_id, by=None, now=NOW)

    assert (undone.instrument.minutes, undone.instrument.pulse_minutes) == (7, None)
    assert (twice.instrument.minutes, redone.instrument.minutes) == (None, 7)
    assert working.redo(session, survey.instrument_id, by=None, now=NOW).instrument.pulse_minutes == 3
    with pytest.raises(working.NothingToUndo):
        working.redo(session, survey.instrument_id, by=None, now=NOW)


def test_nothing_is_taken_back_that_somebody_has_changed_since(session, survey, edit):
    edit(minutes(7), base=0)
    edit(minutes(8), base=1)

    with pytest.raises(working.TouchedSince) as refusal:
        working.undo(session, survey.instrument_id, by=None, now=NOW, revision=1)

    assert (refusal.value.paths, refusal.value.edits[0].revision) == (("minutes",), 2)


def test_history_says_what_was_done_newest_first_and_what_was_taken_back(session, survey, edit):
    edit(minutes(7), base=0)
    working.undo(session, survey.instrument_id, by=None, now=NOW)

    undone, first = working.history(session, survey.instrument_id)

    assert (first.summary.code, first.undone, first.version) == ("minutes", True, 2)
    assert (undone.summary.code, undone.undoes, undone.summary.figures["code"]) == ("undone", 1, "minutes")


def test_edits_go_on_counting_in_the_next_version(session, survey, edit):
    session.get_one(InstrumentVersion, edit(minutes(7), base=0).version_id).published_at = NOW

    after = edit(pulse(3), base=1)

    assert (after.number, after.revision) == (3, 2)
    with pytest.raises(working.Overtaken):
        edit(minutes(9), base=0)


def test_a_version_taken_in_from_a_file_counts_as_an_edit_of_every_place_that_differs(session, survey, edit):
    other = replace(newest(session, survey), title=text("Another"), minutes=12)
    make_survey(session, other, publish=False)

    with pytest.raises(working.Overtaken):
        edit(minutes(9), base=0)
    assert working.history(session, survey.instrument_id)[0].summary.code == "taken_in"


def test_an_instrument_that_is_not_there_is_refused(session):
    with pytest.raises(working.NoSuchInstrument):
        working.copy_of(session, 999)
    with pytest.raises(working.NoSuchInstrument):
        working.change(session, 999, minutes(1), base=0, by=None, now=NOW)


def test_a_survey_begun_from_nothing_has_one_section_and_can_be_worked_on(session):
    hub = hubs.default(session)

    survey = fielding.new_survey(session, " Sømløs helse ", "nb", hub, None, now=NOW)
    copy = working.copy_of(session, survey.instrument_id)

    assert (survey.slug, survey.activity.title, copy.published) == ("smls-helse", {"nb": "Sømløs helse"}, False)
    assert (copy.instrument.languages, len(copy.instrument.sections)) == (("nb",), 1)
    added = working.change(
        session, survey.instrument_id, items.add_item("section_1", item("q")), base=0, by=None, now=NOW
    )
    assert added.version_id == copy.version_id
    with pytest.raises(NameTaken):
        fielding.new_survey(session, "Another", "nb", hub, survey.slug, now=NOW)
    with pytest.raises(NotALanguage):
        fielding.new_survey(session, "Another", "no such", hub, None, now=NOW)


def test_new_words_in_the_source_turn_a_translation_stale_that_somebody_wrote_meanwhile(session, survey, edit):
    german = texts.set_text("items.age.label", "Wie alt?", language="de", source="en", state=TextState.REVIEWED)
    edit(german, base=0)

    words = texts.set_text("items.age.label", "How old are you?", language="en", source="en")
    after = edit(together(words, items.change_item("age", maximum=99)), base=0).instrument.item("age")

    assert after is not None
    assert after.label.translations["de"] == Translation("Wie alt?", TextState.STALE)
    with pytest.raises(working.Overtaken):
        edit(texts.set_text("items.age.label", "Ihr Alter?", language="de", source="en"), base=1)


def test_a_condition_on_a_question_that_somebody_has_deleted_meanwhile_is_not_taken(session, survey, edit):
    seen = working.copy_of(session, survey.instrument_id)
    edit(deleting.delete_item("trust"), base=seen.revision)

    with pytest.raises(working.Overtaken) as refused:
        edit(items.change_item("reason", relevance="${trust/doctor} = 'high'"), base=seen.revision)

    assert [conflict.path for conflict in refused.value.conflicts] == ["at.items.trust"]
