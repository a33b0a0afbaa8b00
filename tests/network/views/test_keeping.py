"""Targets, corrections and reports: the network office keeps them, who sees figures reads them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.hubs import queries as hub_queries
from engage.network.models import FigureCorrection, NetworkReport, NetworkTarget
from engage.privacy.models import AuditEntry
from tests.factories.activities import make_activity
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
HALF = "from=2026-01&until=2026-06"
MARCH = date(2026, 3, 5)


@pytest.fixture
def office(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.NETWORK_ADMIN)


def test_a_target_is_set_changed_removed_and_brought_back(app: Flask, office: Browser):
    listed = office.submit(
        "/console/network/targets/new", figure="no_show", value="12,5", by="2026-12-31", **{"label-de": "Wenige"}
    )
    assert "at most 12.5%" in listed
    assert "on the way to the target" in listed

    number = one(app, NetworkTarget)
    changed = office.submit(f"/console/network/targets/{number}", value="20")
    assert "at most 20%" in changed

    removed = press(office, changed, f"/console/network/targets/{number}/remove")
    assert "No target yet" in removed
    back = press(office, removed, "/console/undo")
    assert "at most 20%" in back


def press(browser: Browser, page: object, action: str) -> object:
    """The button of the form that goes there."""
    form = next(each for each in page.forms if each.element["action"] == action)  # type: ignore[attr-defined]
    return browser.post(action, {name: values[0] for name, values in form.values().items()})


def one(app: Flask, model: type) -> int:
    with reading(app) as session:
        return session.scalars(select(model)).one().id


def test_what_another_has_changed_in_a_target_meanwhile_is_not_overwritten(app: Flask, office: Browser):
    office.submit("/console/network/targets/new", figure="events_held", value="5", by="2026-12-31")
    address = f"/console/network/targets/{one(app, NetworkTarget)}"
    opened = office.get(address)
    office.submit(address, value="6")

    late = office.press(opened, value="7")

    assert late.status == 409
    assert "Somebody has changed this target meanwhile" in late
    assert late.value("value") == "7"
    assert office.press(late).status == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        pytest.param({"value": "many"}, "Enter a number", id="no number"),
        pytest.param({"value": "-1"}, "Enter a number", id="below zero"),
        pytest.param({"by": "soon"}, "Enter a date", id="no day"),
    ],
)
def test_what_is_wrong_with_a_target_is_said_at_its_field(office: Browser, typed: dict[str, str], field: str):
    page = office.submit(
        "/console/network/targets/new", {"figure": "outcomes", "value": "3", "by": "2026-12-31"} | typed
    )

    assert page.status == 422
    assert any(field in error for error in page.errors)


def test_a_correction_is_added_to_its_figure_with_its_reason_and_can_be_taken_back(app: Flask, office: Browser):
    hub = default(app)
    listed = office.submit(
        "/console/network/corrections/new", figure="declared", hub=hub, month="2026-03", change="12", reason="Forgotten"
    )
    assert "+12" in listed

    figure = office.get(f"/console/network/figures/declared?{HALF}")
    assert "Corrected by +12" in figure
    assert "Forgotten" in figure
    assert "with 1 correction" in office.get(f"/console/network?{HALF}")

    number = one(app, FigureCorrection)
    again = press(office, listed, f"/console/network/corrections/{number}/take-back")
    assert "taken back on" in again
    assert "Corrected by" not in office.get(f"/console/network/figures/declared?{HALF}")


def default(app: Flask) -> str:
    with reading(app) as session:
        return hub_queries.default(session).slug


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"change": "0"}, "Enter by how much", id="by nothing"),
        pytest.param({"change": "1.5"}, "Enter by how much", id="by a half"),
        pytest.param({"month": "2099-01"}, "This month has not come yet", id="to come"),
        pytest.param({"reason": ""}, "Say why", id="no reason"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said_at_its_field(
    app: Flask, office: Browser, typed: dict[str, str], said: str
):
    whole = {"figure": "declared", "hub": default(app), "month": "2026-03", "change": "3", "reason": "Forgotten"}

    page = office.submit("/console/network/corrections/new", whole | typed)

    assert page.status == 422
    assert any(said in error for error in page.errors)


def test_a_share_cannot_be_corrected(app: Flask, office: Browser):
    page = office.get("/console/network/corrections/new")
    token = page.value("_csrf")

    refused = office.post(
        "/console/network/corrections/new",
        {"_csrf": token, "figure": "no_show", "hub": default(app), "month": "2026-03", "change": "3", "reason": "x"},
    )

    assert refused.status == 422


def test_a_report_stays_as_it_was_made_whatever_changes_later(app: Flask, office: Browser):
    with transaction(app) as session:
        make_activity(session, starts_on=MARCH)
    made = office.submit(f"/console/network/reports/new?{HALF}", title="First half", note="Calm.\n\nGood.")
    number = one(app, NetworkReport)
    before = office.raw("GET", f"/console/network/reports/{number}/en/report.pdf").get_data()
    with transaction(app) as session:
        make_activity(session, starts_on=MARCH)
        hub_queries.default(session).name = "Renamed"

    again = office.get(f"/console/network/reports/{number}")

    assert made.root.all("main")[0].text.count("Calm.") == 1
    assert tiles(again)["Activities held elsewhere"] == "1"
    assert "Renamed" not in again
    assert office.raw("GET", f"/console/network/reports/{number}/en/report.pdf").get_data() == before
    assert tiles(office.get(f"/console/network?{HALF}"))["Activities held elsewhere"] == "2"


def tiles(page: object) -> dict[str, str]:
    found = [each for each in page.root.all("li") if "eng-tile" in each["class"]]  # type: ignore[attr-defined]
    return {each.all("p")[1].text: each.all("p")[0].text for each in found}


def test_a_report_that_corrects_another_says_so_on_both(app: Flask, office: Browser, sign_in: SignIn):
    office.submit(f"/console/network/reports/new?{HALF}", title="First half")
    first = one(app, NetworkReport)
    address = f"/console/network/reports/new?corrects={first}"
    without_reason = office.submit(address)
    assert without_reason.status == 422

    second = office.press(without_reason, reason="One event was missing.")

    assert f"This report corrects report {first}: One event was missing." in second
    assert "This report was corrected by report" in office.get(f"/console/network/reports/{first}")
    assert "Make a report that corrects this one" not in office.get(f"/console/network/reports/{first}")
    assert office.submit(address, reason="Again").status == 409
    coordinator = sign_in(RoleName.COORDINATOR)
    assert "First half" in coordinator.get("/console/network/reports")
    assert coordinator.get("/console/network/reports/new").status == 404


def test_a_report_is_made_of_months_that_are_over(office: Browser):
    page = office.submit("/console/network/reports/new", **{"from": "2026-01", "until": "2099-12"})
    assert page.status == 422

    future = datetime.now(UTC).strftime("%Y-%m")
    page = office.submit("/console/network/reports/new", **{"from": future, "until": future})

    assert page.status == 409
    assert "The last month is not over" in page


@pytest.mark.parametrize("path", ["reports/99", "reports/99/en/report.pdf", "reports/99/figures.csv", "targets/99"])
def test_what_is_not_there_is_not_found(office: Browser, path: str):
    assert office.get(f"/console/network/{path}").status == 404


def test_every_change_stands_in_the_trail(app: Flask, office: Browser):
    office.submit("/console/network/targets/new", figure="outcomes", value="3", by="2026-12-31")
    office.submit(f"/console/network/targets/{one(app, NetworkTarget)}", value="4")
    office.submit(f"/console/network/reports/new?{HALF}", title="First half")
    said = {"figure": "declared", "hub": default(app), "month": "2026-03", "change": "3", "reason": "Forgotten"}
    listed = office.submit("/console/network/corrections/new", said)
    press(office, listed, f"/console/network/corrections/{one(app, FigureCorrection)}/take-back")

    with reading(app) as session:
        noted = {each.action for each in session.scalars(select(AuditEntry)) if each.action.startswith("network.")}
    assert noted == {
        "network.target-set",
        "network.target-changed",
        "network.report-made",
        "network.figure-corrected",
        "network.correction-taken-back",
    }
