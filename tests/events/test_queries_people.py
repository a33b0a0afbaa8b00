"""Reads of who registered, on both databases."""

import pytest

from engage.core.clock import utcnow
from engage.events import queries_people
from engage.events.domain import filters, statistics_of
from engage.events.domain.kinds import RegistrationStatus
from engage.events.models_people import Attendance, Invitation, Need
from engage.events.places import recount_traits
from tests.factories.events import make_event
from tests.factories.registrations import make_registration

WAITING = RegistrationStatus.WAITING


@pytest.fixture
def event(session):
    now = utcnow()
    event = make_event(session, quotas=[{"key": "country", "codes": ["NO"]}], sites=({}, {}))
    ada = make_registration(session, event, {"name": "Åda Bjørk", "country": "NO", "ticket": "7K3M9QXPA"})
    make_registration(session, event, {"name": "Bo", "country": "SE"}, "Cy", status=WAITING, channel="phone", email="")
    make_registration(session, event, "Di", site_id=event.sites[1].id, confirm_by=now, double_of_id=ada.id)
    recount_traits(session, event)
    site = event.sites[0]
    there = {"attendee_id": ada.attendees[0].id, "event_id": event.id, "site_id": site.id, "day": now.date()}
    session.add_all([Attendance(at=now, **there), Need(attendee_id=ada.attendees[0].id, kind="diet")])
    session.flush()
    return event


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, [1, 2, 3], id="everybody"),
        pytest.param({"q": "ada bjork"}, [1], id="a name, without its accents"),
        pytest.param({"q": "7k3m9qxpa"}, [1], id="a ticket"),
        pytest.param({"status": "held"}, [1, 3], id="with a place"),
        pytest.param({"status": "waiting"}, [2], id="waiting"),
        pytest.param({"country": "se"}, [2], id="a country of somebody"),
        pytest.param({"country": "none"}, [2, 3], id="no country said"),
        pytest.param({"role": "press"}, [], id="a role"),
        pytest.param({"channel": "phone"}, [2], id="callers"),
        pytest.param({"needs": "yes"}, [1, 2, 3], id="never by what somebody needs"),
        pytest.param({"double": "yes"}, [3], id="doubles"),
        pytest.param({"unconfirmed": "yes"}, [3], id="not confirmed"),
        pytest.param({"came": "yes"}, [1], id="came"),
        pytest.param({"came": "no"}, [2, 3], id="did not come"),
        pytest.param({"address": "none"}, [2], id="without an address"),
        pytest.param({"status": "'; drop", "site": "x", "needs": "diet"}, [1, 2, 3], id="nonsense narrows nothing"),
    ],
)
def test_filters_narrow_to_whom_they_name(session, event, said, expected):
    sites = [site.id for site in event.sites]
    found = queries_people.registrations(event.id, sites, filters.read(said), queries_people.quotas(session, event.id))

    assert sorted(each.number for each in session.scalars(found)) == expected


def test_a_quota_names_its_citizens(session, event):
    of = queries_people.quotas(session, event.id)
    found = queries_people.registrations(event.id, [event.sites[0].id], filters.read({"quota": str(of[0].id)}), of)

    assert [each.number for each in session.scalars(found)] == [1]


def test_figures_are_of_the_sites_that_are_seen(session, event):
    groups = queries_people.groups(session, event.id, [event.sites[0].id])
    found = statistics_of.figures(groups)

    assert (found.registered, found.held, found.waiting, found.came, found.unconfirmed) == (3, 1, 2, 1, 0)
    assert len(queries_people.moments(session, event.id, [event.sites[1].id])) == 1


def test_what_waits_for_the_team_counts_the_sites_that_are_seen(session, event):
    hub = event.activity.hub_id

    assert queries_people.undecided(session, None, utcnow()) == [(event, 0, 1)]
    assert queries_people.undecided(session, {hub}, utcnow()) == [(event, 0, 1)]
    assert queries_people.undecided(session, {hub + 999}, utcnow()) == []


def test_doubles_are_shown_only_where_both_are_seen(session, event):
    both, one = [site.id for site in event.sites], [event.sites[1].id]

    assert [(a.number, b.number) for a, b in queries_people.doubles(session, event.id, both)] == [(3, 1)]
    assert queries_people.doubles(session, event.id, one) == []


def test_an_invitation_knows_who_used_it(session, event):
    invitation = Invitation(event_id=event.id, kind="code", code="SPRING", most=5, made_at=utcnow())
    session.add(invitation)
    session.flush()
    make_registration(session, event, "Eva", invitation_id=invitation.id, language="nb")
    sites = [site.id for site in event.sites]

    assert queries_people.invitations(session, event.id) == [(invitation, 1)]
    assert queries_people.used_by(session, event.id, sites) == {invitation.id: [4]}
    assert set(queries_people.languages(session, event.id, sites)) == {"en", "nb"}
    assert set(queries_people.countries(session, event.id, sites)) == {"", "NO", "SE"}
