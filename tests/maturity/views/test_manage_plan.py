"""The plan of a signed round: choosing, checking off, closing, and what waits."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.maturity.domain.kinds import ActionState
from engage.maturity.models import Assessment
from engage.maturity.models_after import Action
from tests.factories.maturity_signing import make_ready, make_signed
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
BASE = "/console/assessments"
SAID = {
    "title": "Answer in public",
    "statements": "Each recommendation gets an answer.\nA named body answers.",
    "owner": "Kari",
    "owner_email": "kari@example.org",
    "due_on": "2099-03-01",
    "cost": "40 hours",
    "sponsor": "Ada",
}


@pytest.fixture
def number(app) -> int:
    with transaction(app) as session:
        return make_signed(session, levels={"RSP-1": 1})[0].id


@pytest.fixture
def team(sign_in):
    return sign_in(RoleName.ORGANISER, hub="default")


def send(browser, number, path, *, at, **data):
    token = re.search(r'name="_csrf" value="([^"]+)"', browser.raw("GET", f"{BASE}/{number}/{at}").text)[1]
    return browser.post(f"{BASE}/{number}/{path}", {"_csrf": token, **data})


def added(app, team, number, **data) -> int:
    page = send(team, number, "plan/new", at="plan/new?indicator=RSP-1", indicator="RSP-1", **(SAID | data))
    assert page.status == 200, page
    with reading(app) as session:
        return max(session.scalars(select(Action.id)).all())


def one(app, action_id) -> Action:
    with reading(app) as session:
        return session.get(Action, action_id)


def test_the_plan_proposes_what_would_help_most_and_begins_with_the_next_descriptor(team, number):
    page = team.get(f"{BASE}/{number}/plan")

    assert "Public response" in page
    assert "To reach level 2: Results within 90 days for every main activity." in page
    form = team.get(f"{BASE}/{number}/plan/new?indicator=RSP-1")
    assert form.value("statements") == "Results within 90 days for every main activity."


def test_an_action_has_an_owner_a_day_a_cost_and_a_citizen(app, team, number):
    action_id = added(app, team, number)

    page = team.get(f"{BASE}/{number}/plan")

    assert "Answer in public" in page
    assert "Kari" in page
    assert "Ada" in page
    assert "0 of 2 statements" in page
    made = one(app, action_id)
    assert (made.indicator, made.level, made.cost, made.owner_email) == ("RSP-1", 2, "40 hours", "kari@example.org")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        pytest.param("title", "", "Say in a few words what you will do.", id="no title"),
        pytest.param("owner", "", "Say who does it: one person.", id="nobody does it"),
        pytest.param("owner_email", "kari", "Enter a mail address, for example hub@example.org.", id="no address"),
        pytest.param("due_on", "", "Set the day by which it is done.", id="no day"),
        pytest.param("due_on", "2026-13-01", "Enter a date, for example 2026-11-20.", id="no such day"),
        pytest.param("sponsor", "", "Say which citizen stands behind it.", id="no citizen"),
        pytest.param("statements", "\n \n", "Write at least one statement.", id="no statement"),
        pytest.param("statements", "\n".join(map(str, range(13))), "Write at most 12 statements.", id="too many"),
        pytest.param("title", "x" * 201, "This is too long. Use at most 200 characters.", id="a long title"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(team, number, field, value, sentence):
    page = send(team, number, "plan/new", at="plan/new?indicator=RSP-1", indicator="RSP-1", **(SAID | {field: value}))

    assert page.status == 422
    assert sentence in page
    if field != "cost":
        assert page.value("cost") == "40 hours"


def test_statements_are_checked_off_and_stay_checked_when_the_text_is_changed(app, team, number):
    action_id = added(app, team, number)
    at = f"plan/{action_id}"

    send(team, number, f"{at}/statements", at=at, done="1")
    said = SAID | {"statements": "A named body answers.\nWithin 120 days.", "due_on": "2099-04-01"}
    send(team, number, at, at=at, **said)

    assert one(app, action_id).statements == [
        {"text": "A named body answers.", "done": True},
        {"text": "Within 120 days.", "done": False},
    ]


def test_an_action_is_done_or_dropped_with_a_reason_and_can_be_opened_again(app, team, number):
    action_id = added(app, team, number)
    at = f"plan/{action_id}"

    refused = send(team, number, f"{at}/state", at=at, state="dropped", note="")
    assert (refused.status, "Say why it is dropped." in refused) == (422, True)
    send(team, number, f"{at}/state", at=at, state="dropped", note="The law changed.")
    assert (one(app, action_id).state, one(app, action_id).note) == (ActionState.DROPPED, "The law changed.")
    assert one(app, action_id).closed_on is not None
    send(team, number, f"{at}/state", at=at, state="open")
    send(team, number, f"{at}/state", at=at, state="done", note="")

    assert one(app, action_id).state is ActionState.DONE
    page = send(team, number, at, at=f"{at}", **SAID)
    assert "Open it again before you change it." in page


def test_a_plan_has_five_actions_and_a_dropped_one_makes_room(app, team, number):
    ids = [added(app, team, number) for _ in range(5)]

    sixth = send(team, number, "plan/new", at="plan/new?indicator=RSP-1", indicator="RSP-1", **SAID)
    assert (sixth.status, "A plan has at most five actions." in sixth) == (409, True)
    send(team, number, f"plan/{ids[0]}/state", at=f"plan/{ids[0]}", state="dropped", note="Not now.")
    added(app, team, number)

    back = send(team, number, f"plan/{ids[0]}/state", at=f"plan/{ids[0]}", state="open")
    assert "A plan has at most five actions." in back


def test_a_plan_follows_a_signed_round(app, team):
    with transaction(app) as session:
        open_ = make_ready(session).id

    assert "A plan follows a signed round." in team.get(f"{BASE}/{open_}/plan")
    assert team.raw("GET", f"{BASE}/{open_}/plan/new").status_code == 404


def test_only_an_indicator_with_a_next_level_can_be_chosen(team, number):
    page = team.get(f"{BASE}/{number}/plan/new")

    assert "RSP-1 – Public response" in page
    assert team.get(f"{BASE}/{number}/plan/new?indicator=XXX-1").h1 == "New action"
    assert send(team, number, "plan/new", at="plan/new?indicator=RSP-1", indicator="XXX-1", **SAID).status == 404


def test_an_action_of_another_round_is_not_found(app, team, number):
    action_id = added(app, team, number)
    with transaction(app) as session:
        other = make_signed(session)[0].id

    assert team.raw("GET", f"{BASE}/{other}/plan/{action_id}").status_code == 404


def test_what_is_due_stands_on_the_start_page(app, team, number):
    soon, over = (utcnow().date() + timedelta(days=days) for days in (5, -5))
    added(app, team, number, due_on=soon.isoformat())
    added(app, team, number, due_on=over.isoformat())

    page = team.get("/console/")

    assert "Round 1: 1 action of the plan is overdue." in page
    assert "Round 1: 1 action of the plan is due within two weeks." in page


def test_the_next_rounds_are_dated_and_one_button_starts_them(app, team, number):
    page = team.get(f"{BASE}/{number}/plan")

    assert "from 1 December 2026" in page or "from December 1, 2026" in page
    address = next(link for link in page.links if "/new?" in link and "kind=core" in link)
    form = team.get(address)
    made = team.submit(address, title="Half a year on")
    assert form.value("kind") == "core"
    with reading(app) as session:
        found = session.scalars(select(Assessment).where(Assessment.title == "Half a year on")).one()
        assert (found.kind.value, found.previous_id) == ("core", number)
    assert made.h1 == "Half a year on"
