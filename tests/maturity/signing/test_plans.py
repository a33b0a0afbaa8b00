"""Reminders to owners, and how reliably a hub does what it planned."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engage.hubs.models import Hub
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import ActionState
from engage.maturity.domain.planning import MOST_ACTIONS, PlanFull
from engage.maturity.models_after import Action
from engage.maturity.signing import plans
from tests.factories.maturity import make_assessment
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
DUE = date(2026, 6, 30)


@pytest.fixture
def made(session):
    def add(**columns) -> Action:
        assessment = columns.pop("assessment", None) or make_assessment(session)
        values = {
            "assessment_id": assessment.id,
            "indicator": "RSP-1",
            "level": 2,
            "title": "Answer in public",
            "owner": "Kari",
            "owner_email": "kari@example.org",
            "due_on": DUE,
            "statements": [{"text": "Each answer says why.", "done": False}, {"text": "Done it is.", "done": True}],
            "reminded_on": date(2026, 5, 1),
            **columns,
        }
        action = Action(**values)
        session.add(action)
        session.flush()
        return action

    return add


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_an_owner_gets_three_mails_and_no_more(session, made):
    made()

    sent = [
        day
        for day in (DUE + timedelta(days=each) for each in range(-20, 30))
        for _ in range(plans.remind(session, noon(day)))
    ]

    assert sent == [DUE - timedelta(days=14), DUE, DUE + timedelta(days=7)]
    mails = session.scalars(select(OutboxMail)).all()
    assert {(each.kind, each.to) for each in mails} == {("maturity.action-due", "kari@example.org")}


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"owner_email": ""}, id="nobody to write to"),
        pytest.param({"state": ActionState.DONE}, id="done"),
        pytest.param({"state": ActionState.DROPPED}, id="dropped"),
    ],
)
def test_nobody_is_reminded_of_what_is_closed_or_has_no_address(session, made, columns):
    made(**columns)

    assert plans.remind(session, noon(DUE)) == 0


def test_the_day_is_that_of_the_hub(session, made):
    action = made()
    hub = session.get(Hub, 1)
    hub.time_zone = "Pacific/Auckland"
    session.flush()

    plans.remind(session, datetime(2026, 6, 15, 13, tzinfo=UTC))  # the 16th in Auckland

    assert action.reminded_on == date(2026, 6, 16)


def test_the_mail_says_what_is_still_open_and_is_not_sent_once_it_is_done(app, session, made):
    from engage.mail import kinds

    action = made()
    plans.remind(session, noon(DUE))
    mail = session.scalars(select(OutboxMail)).one()
    kind = kinds.registered(app)[mail.kind]

    said = kind.facts(session, mail, "en", str)
    assert (said["action"], said["open"], said["due"]) == (
        "Answer in public",
        "Still open: Each answer says why.",
        "2026-06-30",
    )
    assert kind.needed(session, mail, noon(DUE))
    action.state = ActionState.DONE
    session.flush()
    assert not kind.needed(session, mail, noon(DUE))


def test_the_share_of_due_actions_done_on_time_is_measured_with_its_rows(session, made):
    assessment = make_assessment(session)
    made(assessment=assessment, state=ActionState.DONE, closed_on=DUE)
    made(assessment=assessment, state=ActionState.DONE, closed_on=DUE + timedelta(days=1))
    made(assessment=assessment, due_on=date(2020, 1, 1))
    made(assessment=assessment, due_on=DUE + timedelta(days=300))

    found = plans.deliver(session, assessment.hub, date(2025, 1, 1), date(2026, 12, 31))

    assert found.figures == {"due": 2, "on_time_share": 50}
    assert [each.counts for each in found.rows] == [True, False]
    assert plans.deliver(session, assessment.hub, date(2022, 1, 1), date(2022, 12, 31)).empty


@pytest.mark.parametrize("state", [ActionState.OPEN, ActionState.DONE])
def test_a_dropped_action_comes_back_only_where_the_plan_has_room(session, made, state):
    assessment = make_assessment(session)
    dropped = made(assessment=assessment, state=ActionState.DROPPED)
    for _ in range(MOST_ACTIONS):
        made(assessment=assessment)

    with pytest.raises(PlanFull):
        plans.close(session, assessment, dropped, state, "", noon(DUE))
