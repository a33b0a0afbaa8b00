"""Writing, reviewing, approving and taking over texts: what is stored, who did it, who may not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.accounts.roles import RoleName
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments import working
from engage.instruments.domain.editing.change import Change, Summary
from engage.instruments.domain.text_places import by_path
from engage.instruments.domain.translating import NoSuchText, NothingToApprove, state_of, with_texts, written
from engage.instruments.domain.translations import progress, with_states
from engage.instruments.models import InstrumentVersion
from engage.instruments.translating import queries, service, work
from engage.instruments.translating.models import DeedKind, TakenOver
from engage.instruments.working import Overtaken
from tests.factories.people import make_person
from tests.factories.surveys import HEALTH, instrument, item, make_survey, section
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PATH = "items.age.label"
DRAFTS = with_states(HEALTH, TextState.DRAFT)


@pytest.fixture
def here(session: Session) -> int:
    """The instrument of a published survey whose German is a draft."""
    return make_survey(session, DRAFTS).instrument_id


@pytest.fixture
def ada(session: Session) -> Person:
    return make_person(session, RoleName.TRANSLATOR, email="ada@example.org")


@pytest.fixture
def ben(session: Session) -> Person:
    return make_person(session, RoleName.TRANSLATOR, email="ben@example.org")


def write(session: Session, here: int, words: str, by: Person, *, base: int = 0, path: str = PATH, **more):
    return service.write(session, here, path, more.pop("language", "de"), words, base=base, by=by.id, now=NOW, **more)


def text(session: Session, here: int, path: str = PATH) -> LocalizedText:
    return by_path(working.copy_of(session, here).instrument)[path].text


def test_what_a_translator_writes_is_a_draft_in_the_working_copy_and_nothing_in_the_field_changes(session, here, ada):
    write(session, here, "Wie alt sind Sie?", ada)

    assert text(session, here).translations["de"] == Translation("Wie alt sind Sie?", TextState.DRAFT)
    published = session.scalar(select(InstrumentVersion).where(InstrumentVersion.number == 1))
    assert "Wie alt sind Sie?" not in str(published.document)
    assert [did.by for did in queries.deeds(session, here, "de", {PATH})[PATH]] == ["ada@example.org"]


def test_nobody_reviews_or_approves_their_own_words(session, here, ada, ben):
    copy = write(session, here, "Wie alt sind Sie?", ada)

    for kind in (DeedKind.REVIEWED, DeedKind.APPROVED):
        with pytest.raises(service.OwnTranslation):
            service.raise_states(session, here, "de", [PATH], kind, base=copy.revision, by=ada.id, now=NOW)
    approved = service.raise_states(
        session, here, "de", [PATH], DeedKind.APPROVED, base=copy.revision, by=ben.id, now=NOW
    )

    assert approved.done == 1
    assert state_of(text(session, here), "de") is TextState.APPROVED
    deeds = queries.deeds(session, here, "de", {PATH})[PATH]
    assert [(did.kind, did.by) for did in deeds] == [
        (DeedKind.TRANSLATED, "ada@example.org"),
        (DeedKind.APPROVED, "ben@example.org"),
    ]


def test_words_that_came_with_a_file_may_be_approved_by_anybody(session, here, ada):
    done = service.raise_states(session, here, "de", [PATH], DeedKind.APPROVED, base=0, by=ada.id, now=NOW)

    assert done.done == 1


def test_who_wrote_the_words_that_stand_there_again_still_may_not_approve_them(session, here, ada, ben):
    write(session, here, "Wie alt sind Sie?", ada)
    copy = write(session, here, "Ihr Alter?", ben, base=1)
    copy = write(session, here, "Wie alt sind Sie?", ben, base=copy.revision)

    for person in (ada, ben):
        with pytest.raises(service.OwnTranslation):
            service.raise_states(session, here, "de", [PATH], DeedKind.APPROVED, base=9, by=person.id, now=NOW)


def test_words_typed_on_another_page_of_the_console_are_ones_own_as_well(session, here, ada, ben):
    def apply(state):
        return with_texts(state, {PATH: written(by_path(state)[PATH].text, "de", "Wie alt?")})

    change = Change(apply, Summary("text_set"), frozenset({f"texts.de.{PATH}"}))
    copy = working.change(session, here, change, base=0, by=ada.id, now=NOW)

    with pytest.raises(service.OwnTranslation):
        service.raise_states(session, here, "de", [PATH], DeedKind.APPROVED, base=copy.revision, by=ada.id, now=NOW)
    for kind in (DeedKind.REVIEWED, DeedKind.APPROVED):  # who reviewed may approve: they wrote nothing
        done = service.raise_states(session, here, "de", [PATH], kind, base=9, by=ben.id, now=NOW)
        assert done.done == 1


def test_a_whole_section_is_approved_save_what_the_same_person_wrote_and_what_is_missing(session, here, ada):
    copy = write(session, here, "Wie alt sind Sie?", ada)
    copy = write(session, here, "", ada, base=copy.revision, path="items.brand.label")
    paths = [place.path for place in by_path(copy.instrument).values() if place.group == "about-you"]

    done = service.raise_states(session, here, "de", paths, DeedKind.APPROVED, base=copy.revision, by=ada.id, now=NOW)

    assert (done.done, done.own, done.missing) == (len(paths) - 2, 1, 1)
    with pytest.raises(NothingToApprove):
        service.raise_states(session, here, "de", ["items.brand.label"], DeedKind.APPROVED, base=9, by=ada.id, now=NOW)


def test_two_translators_of_one_text_lose_nothing(session, here, ada, ben):
    write(session, here, "Wie alt sind Sie?", ada)

    with pytest.raises(Overtaken) as overtaken:
        write(session, here, "Ihr Alter?", ben)

    assert overtaken.value.conflicts[0].edit.by == ada.id
    assert text(session, here).in_("de") == "Wie alt sind Sie?"
    write(session, here, "Rauchen Sie?", ben, path="items.smoker.label")
    assert text(session, here, "items.smoker.label").in_("de") == "Rauchen Sie?"


def test_a_translation_begun_before_the_source_changed_is_not_put_under_the_new_source(session, here, ada, ben):
    write(session, here, "How old are you now?", ben, language="en")

    with pytest.raises(Overtaken):
        write(session, here, "Wie alt sind Sie?", ada)
    assert state_of(text(session, here), "de") is TextState.STALE


def test_the_same_words_elsewhere_are_filled_in_where_they_are_missing(session, ada):
    twice = instrument(section("a", item("one"), item("two")), section("b", item("three")), languages=("en", "ro"))
    same = LocalizedText.of("Yes", "en")
    twice = by_label(twice, same)
    here = make_survey(session, twice).instrument_id

    write(session, here, "Da", ada, path="items.one.label", language="ro", alike={"items.two.label"})

    assert text(session, here, "items.two.label").in_("ro") == "Da"
    assert state_of(text(session, here, "items.three.label"), "ro") is None, "not where the person was not asked to"
    assert progress(working.copy_of(session, here).instrument, "ro").draft == 2


def by_label(definition, label: LocalizedText):
    from engage.instruments.domain.text_places import changed

    return changed(definition, lambda place: label if place.kind == "label" else place.text)


@pytest.mark.parametrize(
    ("path", "language", "words", "refusal"),
    [
        pytest.param("items.none.label", "de", "x", NoSuchText, id="no such text"),
        pytest.param(PATH, "fr", "x", NoSuchText, id="no such language"),
        pytest.param(PATH, "de", "x" * 20_001, service.TextTooLong, id="too long"),
    ],
)
def test_what_cannot_be_stored_is_refused(session, here, ada, path, language, words, refusal):
    with pytest.raises(refusal):
        write(session, here, words, ada, path=path, language=language)


def test_control_characters_never_reach_the_database(session, here, ada):
    write(session, here, "Wie\x00 alt\r\nsind\ud800 Sie?", ada)

    assert text(session, here).in_("de") == "Wie alt\nsind Sie?"


def test_a_fielded_survey_is_taken_over_as_approved_with_who_and_why(session, here, ada):
    copy = write(session, here, "Age?", ada, language="en")
    copy, texts = service.take_over(
        session, here, ["de"], "Fielded in 2024.", base=copy.revision, by=ada.id, by_name=ada.email, now=NOW
    )

    now = progress(copy.instrument, "de")
    assert (now.draft, now.stale, now.approved) == (0, 1, texts)
    row = session.scalar(select(TakenOver))
    assert (row.by_name, row.reason, row.languages, row.texts) == (
        "ada@example.org",
        "Fielded in 2024.",
        ["de"],
        texts,
    )
    with pytest.raises(service.ReasonMissing):
        service.take_over(session, here, ["de"], "  ", base=9, by=ada.id, by_name="x", now=NOW)


def test_a_language_is_added_once(session, here, ada):
    copy = service.start_language(session, here, "ro", base=0, by=ada.id, now=NOW)
    service.start_language(session, here, "ro", base=copy.revision, by=ada.id, now=NOW)

    assert working.copy_of(session, here).instrument.languages == ("en", "de", "ro")


# -- assignments, comments, glossary


@pytest.mark.parametrize(
    ("days", "done", "due"),
    [
        pytest.param(4, False, False, id="four days to go"),
        pytest.param(3, False, True, id="three days to go"),
        pytest.param(-1, False, True, id="overdue"),
        pytest.param(-1, True, False, id="done"),
        pytest.param(None, False, False, id="no day set"),
    ],
)
def test_a_reminder_is_listed_once_from_three_days_before_the_day(session, here, ada, days, done, due):
    day = None if days is None else (NOW + timedelta(days=days)).date()
    given = work.assign(session, here, "de", [], person_id=ada.id, due_on=day, by=None, now=NOW)
    work.mark_done(session, given.id, person_id=ada.id, done=done, now=NOW)

    assert work.remind(session, NOW) == int(due)
    assert work.remind(session, NOW) == 0


def test_only_the_person_who_is_asked_says_that_it_is_done(session, here, ada, ben):
    given = work.assign(session, here, "de", [], person_id=ada.id, due_on=date(2026, 12, 1), by=None, now=NOW)

    work.mark_done(session, given.id, person_id=ben.id, done=True, now=NOW)
    assert given.done_at is None


def test_a_person_asked_twice_sees_both_parts_and_one_asked_for_all_sees_all(session, here, ada):
    for sections in (["about-you"], ["views"]):
        work.assign(session, here, "de", sections, person_id=ada.id, due_on=None, by=None, now=NOW)
    assert queries.asked_for(session, ada.id, here) == {"de": frozenset({"about-you", "views"})}

    given = work.assign(session, here, "de", [], person_id=ada.id, due_on=None, by=None, now=NOW)
    assert queries.asked_for(session, ada.id, here) == {"de": frozenset()}
    work.withdraw(session, here, given.id)
    assert queries.asked_for(session, ada.id, here) == {"de": frozenset({"about-you", "views"})}


def test_comments_wait_until_they_are_settled(session, here, ada):
    work.comment(session, here, "de", PATH, "Du or Sie?", by=ada.id, now=NOW)
    with pytest.raises(work.EmptyComment):
        work.comment(session, here, "de", PATH, "  ", by=ada.id, now=NOW)
    assert queries.open_comments(session, here) == {("de", PATH): 1}

    work.settle(session, here, "de", PATH, now=NOW)
    assert queries.open_comments(session, here) == {}
    assert [said.words for said, _ in queries.comments(session, here, "de", PATH)] == ["Du or Sie?"]


def test_a_term_has_one_translation_in_a_language(session, here):
    for translation in ("Zentrum", "Knotenpunkt"):
        work.set_term(session, here, "de", "hub", translation)
    work.set_term(session, here, "*", "ECHoS", "")
    assert [(t.term, t.translation) for t in queries.glossary(session, here)] == [
        ("ECHoS", "ECHoS"),
        ("hub", "Knotenpunkt"),
    ]

    work.set_term(session, here, "de", "hub", "")
    assert [t.term for t in queries.glossary(session, here)] == ["ECHoS"]
