"""What is kept of invited people, of followers and of panels is found, handed over, erased, and deleted in time."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.privacy.registry import Sought
from engage.surveys import participation, personal_data_reach
from engage.surveys.domain.channels import Channel
from engage.surveys.inviting import counting, keeping, lists, sending
from engage.surveys.inviting.reading import Table
from engage.surveys.models import Survey
from engage.surveys.models_reach import ImportedList, PanelMember, Participant, SurveyFollowUp
from engage.surveys.staying import news, panel
from tests.factories.invited import contact
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NOW = datetime(2026, 11, 1, tzinfo=UTC)
ADA = "ada@example.org"
STORES = {
    "participant": personal_data_reach.PARTICIPANTS,
    "imported_list": personal_data_reach.LISTS,
    "survey_follow_up": personal_data_reach.FOLLOW_UPS,
    "panel_member": personal_data_reach.PANEL,
}


@pytest.fixture(autouse=True)
def _everywhere(app: Flask) -> None:
    """Ada is invited and has answered, follows, and is on the panel; she took in the list herself."""
    with transaction(app) as session:
        survey = make_survey(session)
        others = [contact(f"p{number}@example.org") for number in range(12)]
        lists.take(
            session,
            survey,
            [contact(ADA), *others],
            channel=Channel.INVITATION,
            source=f"From {ADA}",
            columns={},
            refused=0,
            by=ADA,
            now=NOW,
        )
        sending.invite(session, survey, now=NOW)
        for person in session.scalars(select(Participant)):
            participation.mark(session, person.id, now=NOW)
        news.ask_for(session, survey, ADA, "en", now=NOW)
        panel.join(session, survey, ADA, "en", now=NOW)


@pytest.mark.parametrize("store", STORES)
def test_somebody_is_found_handed_over_and_erased(app: Flask, store: str):
    keeps, sought = STORES[store], Sought(ADA)
    assert keeps.find
    assert keeps.export
    assert keeps.erase
    with transaction(app) as session:
        assert keeps.find(session, sought) == 1
        assert ADA in str(keeps.export(session, sought))
        assert keeps.find(session, Sought("nobody@example.org")) == 0
        assert keeps.find(session, Sought(code="7K3M-9QXP")) == 0
        assert keeps.find(session, Sought(ADA, hubs=frozenset())) == 0

        assert keeps.erase(session, sought) == 1
        assert keeps.find(session, sought) == 0


def test_who_hands_the_data_over_does_not_read_whether_somebody_answered(app: Flask):
    export = personal_data_reach.PARTICIPANTS.export
    assert export
    with transaction(app) as session:
        before = export(session, Sought(ADA))
        person = session.scalars(select(Participant).where(Participant.email == ADA)).one()
        person.answered, person.answered_on = False, None
        session.flush()

        assert export(session, Sought(ADA)) == before


def test_an_erasure_moves_no_count(app: Flask):
    erase = personal_data_reach.PARTICIPANTS.erase
    assert erase
    with transaction(app) as session:
        survey_id = session.scalars(select(Survey.id)).one()
        before = counting.counts(session, survey_id)
        erase(session, Sought(ADA))
        after = counting.counts(session, survey_id)

    assert (after.invited, after.answered) == (before.invited, before.answered)


def test_names_and_addresses_go_some_time_after_a_survey_has_closed(app: Flask):
    due = personal_data_reach.PARTICIPANTS.delete_due
    assert due
    with transaction(app) as session:
        assert due(session, NOW + timedelta(days=1000)) == 0, "it has no end"
        session.scalars(select(Survey)).one().closes_at = NOW
        session.flush()
        assert due(session, NOW + timedelta(days=90)) == 0
        assert due(session, NOW + timedelta(days=91)) == 13
        assert due(session, NOW + timedelta(days=92)) == 0

    with reading(app) as session:
        assert set(session.scalars(select(Participant.email))) == {None}


def test_addresses_that_were_not_confirmed_go_after_a_week(app: Flask):
    later = NOW + timedelta(days=8)
    with transaction(app) as session:
        for entry in (personal_data_reach.FOLLOW_UPS, personal_data_reach.PANEL):
            assert entry.delete_due
            assert entry.delete_due(session, later) == 1
        assert session.scalars(select(SurveyFollowUp)).all() == session.scalars(select(PanelMember)).all() == []


def test_a_list_that_nobody_took_in_is_deleted_after_a_day(app: Flask):
    folder = app.config["ENGAGE_SETTINGS"].data_dir
    code = keeping.keep(folder, Table(("Mail",), ((2, {"Mail": ADA}),)), 1)
    assert keeping.kept(folder, code, 1) is not None
    assert keeping.kept(folder, code, 2) is None, "it is another survey's"
    assert keeping.kept(folder, "AAAA", 1) is None
    now = datetime.now(UTC)
    assert list(keeping.due(folder, now)) == []

    (path,) = (folder / keeping.FOLDER).iterdir()
    old = time.time() - 2 * 86_400
    os.utime(path, (old, old))

    assert list(keeping.due(folder, now)) == [path]


def test_that_a_list_was_taken_in_keeps_who_and_why_until_erased(app: Flask):
    with reading(app) as session:
        kept = session.scalars(select(ImportedList)).one()

    assert (kept.by, kept.taken) == (ADA, 13)
