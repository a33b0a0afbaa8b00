"""A round from the team's side: starting it, its dates and goals, its panel, opening and ending it."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.hubs.models import Hub
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from tests.factories.maturity import make_assessment
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
BASE = "/console/assessments"


@pytest.fixture
def team(sign_in):
    return sign_in(RoleName.ORGANISER, hub="default")


def _round(app, **columns):
    with transaction(app) as session:
        return make_assessment(session, **columns).id


def _of(app, number, *names):
    with reading(app) as session:
        found = session.get(Assessment, number)
        return tuple(getattr(found, name) for name in names) if len(names) > 1 else getattr(found, names[0])


def send(browser, number, path, *, at="panel", **data):
    """Press a button of a form elsewhere on a page, and read what follows."""
    token = re.search(r'name="_csrf" value="([^"]+)"', browser.raw("GET", f"{BASE}/{number}/{at}").text)[1]
    return browser.post(f"{BASE}/{number}/{path}", {"_csrf": token, **data})


def test_a_hub_without_any_assessment_is_invited_to_a_first_look(team):
    page = team.get(BASE)

    assert "Begin with a first look" in page
    assert page.links[-1:]
    assert any(link.endswith("/console/assessments/first-look") for link in page.links)


def test_a_round_begins_in_preparation_and_its_page_says_what_to_do_now(app, team):
    page = team.submit(f"{BASE}/new", title="Round one", kind="full")

    assert page.h1 == "Round one"
    assert "What to do now" in page
    with reading(app) as session:
        made = session.scalars(select(Assessment)).one()
        assert (made.stage, made.kind, made.number) == (Stage.PREPARING, AssessmentKind.FULL, 1)
        assert made.benchmark is False
        assert (made.period_until - made.period_from).days in range(729, 733)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        pytest.param("title", "", "Write a title.", id="no title"),
        pytest.param("period_from", "soon", "Enter a date, for example 2026-11-20.", id="no date"),
        pytest.param("period_from", "2099-01-01", "The end lies before the beginning.", id="turned around"),
        pytest.param("period_from", "2001-01-01", "This is more than 5 years.", id="too long"),
        pytest.param("period_until", "in 90 days", "What is judged has to be over when people rate.", id="ahead"),
        pytest.param("rating_until", "2020-01-01", "This day is over.", id="past"),
        pytest.param("workshop_on", "2021-01-01", "The workshop comes after the last day of rating.", id="early"),
    ],
)
def test_a_date_that_cannot_be_is_said_and_what_was_typed_stays(app, team, field, value, sentence):
    if value == "in 90 days":
        value = (utcnow() + timedelta(days=90)).date().isoformat()

    page = team.submit(f"{BASE}/new", {"pay": "50 euros", field: value})

    assert page.status == 422
    assert any(line.startswith(sentence) for line in page.errors)
    assert page.value("pay").strip() == "50 euros"
    with reading(app) as session:
        assert session.scalars(select(Assessment)).all() == []


def test_a_round_that_somebody_else_has_changed_meanwhile_is_not_overwritten_unseen(app, team):
    number = _round(app)
    page = team.get(f"{BASE}/{number}/round")
    team.press(page, title="Of a colleague", pay="")

    late = team.press(page, title="Mine", pay="")

    assert late.status == 409
    assert "Somebody else has changed this round" in late
    assert _of(app, number, "title") == "Of a colleague"


def test_once_people_rate_only_dates_ahead_and_the_title_change(app, team):
    number = _round(app, stage=Stage.RATING, members=[{}], pay="nothing")
    later = (utcnow() + timedelta(days=30)).date()

    page = team.get(f"{BASE}/{number}/round")
    assert not page.asks("pay")
    assert not page.asks("period_from")
    team.press(page, rating_until=later.isoformat())

    assert _of(app, number, "rating_until", "pay") == (later, "nothing")


def test_goals_are_set_for_a_dimension_and_refined_by_indicator(app, team):
    number = _round(app)

    page = team.submit(f"{BASE}/{number}/round/goals", {"MAN": "3", "MAN-1": "2", "MAN-2": "none"})

    assert _of(app, number, "targets") == {"MAN-1": 2, "MAN-3": 3}
    assert "2 indicators have a goal." in page
    again = team.get(f"{BASE}/{number}/round/goals")
    assert (again.value("MAN"), again.value("MAN-1"), again.value("MAN-2"), again.value("MAN-3")) == (
        "",
        "2",
        "none",
        "3",
    )


def test_comparisons_are_agreed_to_and_taken_back_at_any_time(app, team):
    number = _round(app, stage=Stage.SIGNED)

    send(team, number, "benchmark", at="round", benchmark="yes")
    assert _of(app, number, "benchmark") is True
    page = send(team, number, "benchmark", at="round", benchmark="no")

    assert _of(app, number, "benchmark") is False
    assert "The round stands in no comparison that is made from now on." in page


def test_a_cancelled_round_can_be_brought_back_for_some_minutes(app, team):
    number = _round(app, members=[{"invited_at": utcnow()}, {}])

    page = send(team, number, "cancel", at="round")
    assert _of(app, number, "stage") is Stage.CANCELLED
    team.press(page)

    assert _of(app, number, "stage", "cancelled_at") == (Stage.PREPARING, None)
    with reading(app) as session:  # who was invited hears it, and only later than it can be taken back
        mails = session.scalars(select(OutboxMail)).all()
        assert [(mail.kind, mail.to) for mail in mails] == [("maturity.cancelled", "person-1@example.org")]
        assert mails[0].due_at > utcnow() + timedelta(minutes=15)


# -- the round of a region


def test_a_coordinator_of_a_hub_starts_rounds_of_its_regional_parts_and_of_no_other_hub(app, team):
    with transaction(app) as session:
        hub = session.scalars(select(Hub).where(Hub.slug == "default")).one()
        session.add(Hub(slug="north", name="North", parent_id=hub.id))
        session.add(Hub(slug="elsewhere", name="Elsewhere"))

    page = team.get(f"{BASE}/new")
    form = next(form for form in page.forms if "title" in form.names)

    assert form.offered("hub") == {"default", "north"}
    assert team.press(page, hub="north").status == 200
    with reading(app) as session:
        assert session.scalars(select(Assessment)).one().hub.slug == "north"


# -- panel


def test_people_are_put_on_the_panel_changed_and_taken_off(app, team):
    number = _round(app)

    entered = {"name": "Ada", "email": "Ada@Example.org", "language": "nb", "citizen": "yes"}
    team.submit(f"{BASE}/{number}/panel/new", entered)
    with reading(app) as session:
        ada = session.scalars(select(Member)).one()
        assert (ada.name, ada.email, ada.language, ada.citizen) == ("Ada", "ada@example.org", "nb", True)
    page = team.submit(f"{BASE}/{number}/panel/{ada.id}", name="Ada L.", email="")
    assert "Ada L." in page
    assert "rates on paper" in page
    send(team, number, f"panel/{ada.id}/remove")

    with reading(app) as session:
        assert session.scalars(select(Member)).all() == []


def test_a_list_is_entered_as_a_whole_or_not_at_all_with_what_is_wrong_by_line(app, team):
    number = _round(app, members=[{"email": "there@example.org"}])
    wrong = "name;mail;language\nAda;ada@example.org;nb\n;eve@example.org;en\nBob;there@example.org;en"

    page = team.submit(f"{BASE}/{number}/panel/list", list=wrong)

    assert page.status == 422
    assert "2 lines to mend" in page
    assert "Line 3" in page
    assert "Line 4" in page
    done = team.submit(f"{BASE}/{number}/panel/list", list="Ada, ada@example.org, nb, carer, yes, yes, , yes\nBob,,de")
    assert "2 people are on the panel now." in done
    with reading(app) as session:
        found = {each.name: each for each in session.scalars(select(Member))}
        assert (found["Ada"].citizen, found["Ada"].regional, found["Ada"].short_form) == (True, False, True)
        assert found["Bob"].email is None


def test_a_small_panel_is_a_deviation_and_no_bar(app, team):
    number = _round(app, members=[{}])

    page = team.get(f"{BASE}/{number}/panel")

    assert "The panel is small: members 1, wanted at least 6." in page
    opened = send(team, number, "open")
    assert "Rating is open." in opened
    assert _of(app, number, "stage") is Stage.RATING


def test_opening_rating_writes_to_everybody_who_can_be_written_to(app, team):
    number = _round(app, members=[{"invited_at": utcnow()}, {}, {"email": None}, {"declined": True}])

    send(team, number, "open")

    with reading(app) as session:
        mails = session.scalars(select(OutboxMail).order_by(OutboxMail.to)).all()
        assert [(mail.kind, mail.to) for mail in mails] == [
            ("maturity.open", "person-1@example.org"),
            ("maturity.invited", "person-2@example.org"),
        ]


@pytest.mark.parametrize(
    ("columns", "members", "sentence"),
    [
        pytest.param({}, [], "Nobody is on the panel yet.", id="nobody"),
        pytest.param({}, [{"declined": True}], "Nobody is on the panel yet.", id="all declined"),
        pytest.param({"rating_until": None}, [{}], "First set the last day of rating.", id="no day"),
        pytest.param({"rating_until": date(2020, 1, 1)}, [{}], "First set the last day of rating.", id="day over"),
    ],
)
def test_rating_does_not_open_without_somebody_to_rate_and_a_day(app, team, columns, members, sentence):
    number = _round(app, members=members)
    with transaction(app) as session:
        for name, value in columns.items():
            setattr(session.get(Assessment, number), name, value)

    page = send(team, number, "open", at="round")

    assert sentence in page
    assert _of(app, number, "stage") is Stage.PREPARING


def test_only_who_has_not_handed_in_is_reminded_and_the_team_learns_nothing_of_it(app, team):
    today = utcnow().date()
    number = _round(app, stage=Stage.RATING, members=[{"name": "Ada", "submitted_on": today}, {"name": "Bob"}])

    before = team.get(f"{BASE}/{number}/panel")
    page = send(team, number, "panel/remind")

    assert "Who that is stays unknown." in page
    with reading(app) as session:
        mail = session.scalars(select(OutboxMail)).one()
        assert (mail.to, mail.hub_id) == ("person-2@example.org", None)
    assert _row(before, "Ada") == _row(before, "Bob").replace("Bob", "Ada")
    assert "No mails yet" in team.get("/console/mails")
    assert "less than two days ago" in send(team, number, "panel/remind")


def _row(page, name):
    rows = re.findall(r"<tr role=\"row\">.*?</tr>", page.html, re.DOTALL)
    row = next(row for row in rows if f"<bdi>{name}</bdi>" in row)
    return re.sub(r"/panel/\d+", "/panel/N", row)


def test_while_people_rate_the_team_cannot_try_out_who_has_handed_in(app, team):
    number = _round(app, stage=Stage.RATING, members=[{"submitted_on": utcnow().date()}, {}])
    with reading(app) as session:
        ids = list(session.scalars(select(Member.id)))

    pages = [send(team, number, f"panel/{each}/remove") for each in ids]
    changed = [team.submit(f"{BASE}/{number}/panel/{each}", name=f"New {at}") for at, each in enumerate(ids)]

    assert all("People rate already" in page for page in pages)
    assert all("Saved." in page for page in changed)
    with reading(app) as session:
        assert len(session.scalars(select(Member)).all()) == 2


def test_a_new_link_ends_the_old_one(app, team):
    number = _round(app, members=[{}])
    with reading(app) as session:
        member = session.scalars(select(Member)).one()

    send(team, number, f"panel/{member.id}/link")

    with reading(app) as session:
        assert session.scalars(select(Member)).one().generation == member.generation + 1
        assert session.scalars(select(OutboxMail)).one().kind == "maturity.new-link"
