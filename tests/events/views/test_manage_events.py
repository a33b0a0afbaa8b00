"""The list of events for hub teams."""

import csv
import io

import pytest

from engage.accounts.roles import RoleName
from engage.hubs.models import Hub
from tests.factories.events import make_event
from tests.support.databases import ON_SQLITE, transaction


def test_the_list_shows_the_events_of_ones_hubs_narrowed_and_sorted(app, sign_in):
    with transaction(app) as session:
        make_event(session)
        make_event(session, slug="closed-day", registration_paused=True)
    organiser = sign_in(RoleName.ORGANISER, hub="default")

    assert "2 entries" in organiser.get("/console/events")
    for asked in ("q=closed-day", "state=closed", "state=closed&kind=dialogue&sort=state", "q=closed&sort=-hub"):
        page = organiser.get(f"/console/events?{asked}")
        assert "1 entry" in page, asked
        assert "Registration closed" in page
    assert "Nothing matches." in organiser.get("/console/events?state=over")
    assert "Open day" in organiser.get("/console/search?q=open+day")


@ON_SQLITE
@pytest.mark.parametrize(
    ("places", "state"),
    [
        pytest.param({"seats": 0}, "Full, with a waiting list", id="people can wait"),
        pytest.param({"seats": 0, "waiting_seats": 0}, "Full", id="nobody can wait"),
        pytest.param({"seats": 1}, "Registration open", id="a place is left"),
    ],
)
def test_the_list_and_its_file_say_when_an_event_is_full(app, sign_in, places, state):
    with transaction(app) as session:
        make_event(session, **places)
    organiser = sign_in(RoleName.ORGANISER, hub="default")

    assert f">{state}<" in organiser.get("/console/events").html
    file = organiser.raw("GET", "/console/events/events.csv").text
    assert [row["State"] for row in csv.DictReader(io.StringIO(file))] == [state]


@ON_SQLITE
def test_the_list_is_a_file_too_and_no_cell_is_a_formula(app, sign_in):
    with transaction(app) as session:
        event = make_event(session)
        event.activity.title = {"en": "=1+1"}

    answer = sign_in(RoleName.ORGANISER, hub="default").raw("GET", "/console/events/events.csv")

    assert "'=1+1" in answer.text


@ON_SQLITE
@pytest.mark.parametrize("role", [RoleName.ORGANISER, RoleName.TRANSLATOR])
def test_an_event_of_another_hub_is_not_there(app, sign_in, role):
    with transaction(app) as session:
        make_event(session)
        session.add(Hub(slug="elsewhere", name="Elsewhere"))
    other = sign_in(role, hub="elsewhere")

    assert other.get("/console/events/open-day").status == 404
    assert other.get("/console/events/open-day/texts").status == 404
