"""Who registered, for hub teams: numbers, the list, one registration, doubles, mail, invitations, the draw."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.events.domain.kinds import Mode, NeedKind, RegistrationStatus
from engage.events.models_people import Draw, GroupMail, Invitation, Need, Registration, RegistrationNote
from engage.events.people import export_job
from engage.hubs.models import Hub
from engage.jobs import worker
from engage.jobs.models import Job
from engage.mail.models import OutboxMail
from tests.factories.events import SLUG, make_event
from tests.factories.registrations import make_registration
from tests.support.databases import ON_SQLITE, reading, transaction

BASE = f"/console/events/{SLUG}/people"
WAITING, APPLIED = RegistrationStatus.WAITING, RegistrationStatus.APPLIED
pytestmark = ON_SQLITE


@pytest.fixture
def team(sign_in):
    return sign_in(RoleName.ORGANISER, hub="default")


def _send(browser, path, *, expect=303, at="", **data):
    """Press a button of a form: its token comes from a page; what follows is the page that is shown then."""
    token = re.search(r'name="_csrf" value="([^"]+)"', browser.raw("GET", f"{BASE}{at or path}").text)[1]
    answer = browser.raw("POST", f"{BASE}{path}", data={"_csrf": token, **data})
    assert answer.status_code == expect, answer.text
    return answer.text


def _event(app, *people, **columns):
    """People are (name, registration's columns)."""
    with transaction(app) as session:
        event = make_event(session, **columns)
        for name, more in people:
            make_registration(session, event, name, **more)


def _status(app, number):
    with reading(app) as session:
        return session.scalar(select(Registration.status).where(Registration.number == number))


def _mails(app):
    with reading(app) as session:
        return [(mail.kind, mail.to) for mail in session.scalars(select(OutboxMail).order_by(OutboxMail.id))]


@pytest.mark.parametrize(
    "page", ["", "/list", "/doubles", "/mail", "/invitations", "/draw", "/statistics", "/files/new", "/1"]
)
def test_every_page_shows_itself(app, team, page):
    _event(app, ("Ada Berg", {}), ("Bo Dahl", {"status": WAITING}), quotas=[{"key": "country", "codes": ["NO"]}])

    assert "Open day" in team.get(f"{BASE}{page}")


def test_the_numbers_have_no_names(app, team):
    _event(app, ("Ada Berg", {}), ("Bo Dahl", {"status": WAITING}))

    page = team.get(BASE)

    assert "Ada" not in page
    assert "with a place or an offer" in page


def test_a_hub_with_a_site_sees_its_own_people_and_nobody_else(app, sign_in):
    with transaction(app) as session:
        other = Hub(slug="se", name="Hub Sweden", country="SE", languages=["sv"], time_zone="Europe/Stockholm")
        session.add(other)
        session.flush()
        event = make_event(session, sites=({}, {"hub_id": other.id}))
        make_registration(session, event, "Ada Berg")
        make_registration(session, event, "Bo Dahl", site_id=event.sites[1].id)
    sweden = sign_in(RoleName.ORGANISER, hub="se")

    listed = sweden.get(f"{BASE}/list")
    assert "Bo Dahl" in listed
    assert "Ada Berg" not in listed
    assert "Ada Berg" not in sweden.raw("GET", f"{BASE}/list.csv").text
    assert sweden.raw("GET", f"{BASE}/1").status_code == 404
    assert "to 1 person" in sweden.get(f"{BASE}/mail")
    assert sweden.raw("GET", f"{BASE}/invitations").status_code == 404


def test_who_waits_is_listed_with_the_reason_that_they_see_themselves(app, team):
    _event(app, ("Ada Berg", {}), ("Bo Dahl", {"status": WAITING}), seats=1)

    assert "the places of the event" in team.get(f"{BASE}/list")


def test_people_are_found_by_ticket_and_filtered(app, team):
    _event(app, ("Ada Berg", {}), ({"name": "Bo Dahl", "ticket": "7K3M9QXPA"}, {"status": WAITING}))

    assert "Ada Berg" not in team.get(f"{BASE}/list?q=7K3M9QXPA")
    assert "Ada Berg" not in team.get(f"{BASE}/list?status=waiting")
    assert "Bo Dahl" not in team.get(f"{BASE}/list?status=held")


def test_who_has_no_duty_to_read_needs_cannot_list_who_has_one(app, team):
    _event(app, ({"name": "Ada Berg", "needs": [Need(kind=NeedKind.ACCESS, codes=["step_free"])]}, {}), ("Bo Dahl", {}))

    page = team.get(f"{BASE}/list?needs=yes")

    assert "Ada Berg" in page
    assert "Bo Dahl" in page
    assert not page.asks("needs")


def test_a_refusal_needs_words_and_is_told(app, team):
    _event(app, ("Ada Berg", {"status": APPLIED}), mode=Mode.APPROVAL)

    _send(team, "/1", _action="refuse", reason="", expect=422)
    _send(team, "/1", _action="refuse", reason="This day is for nurses.")

    assert _status(app, 1) is RegistrationStatus.REFUSED
    assert ("events.refused", "ada@example.org") in _mails(app)
    assert "This day is for nurses." in team.get(f"{BASE}/1")


def test_several_are_approved_at_once_in_the_order_in_which_they_came(app, team):
    _event(app, *((name, {"status": APPLIED}) for name in ("Ada", "Bo", "Cy")), mode=Mode.APPROVAL, seats=2)

    _send(team, "/list", number=["3", "1", "2"], _action="approve")

    assert [_status(app, number) for number in (1, 2, 3)] == [
        RegistrationStatus.CONFIRMED, RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING,
    ]  # fmt: skip


def test_a_note_is_deleted_by_who_wrote_it_alone(app, team, sign_in):
    _event(app, ("Ada Berg", {}))
    _send(team, "/1/notes", at="/1", words="Called on Monday.")
    with reading(app) as session:
        note = session.scalar(select(RegistrationNote.id))

    _send(sign_in(RoleName.COORDINATOR, hub="default"), f"/1/notes/{note}", at="/1", expect=404)
    _send(team, f"/1/notes/{note}", at="/1")

    with reading(app) as session:
        assert session.scalar(select(RegistrationNote.id)) is None


def test_of_a_double_one_is_cancelled_and_its_place_moves_on(app, team):
    _event(app, ("Ada Berg", {}), ("Ada Berg", {"email": "b@example.org"}), ("Cy", {"status": WAITING}), seats=2)
    with transaction(app) as session:
        first, second, _ = session.scalars(select(Registration).order_by(Registration.number)).all()
        second.double_of_id = first.id

    _send(team, "/doubles/2", at="/doubles", _action="same-later", reason="You were registered twice.")

    assert [_status(app, number) for number in (1, 2, 3)] == [
        RegistrationStatus.CONFIRMED, RegistrationStatus.CANCELLED, RegistrationStatus.OFFERED,
    ]  # fmt: skip
    assert "No doubles" in team.get(f"{BASE}/doubles")


def test_a_mail_goes_to_each_address_once_and_who_has_none_is_listed(app, team):
    people = [("Ada Berg", {}), ("Ada Berg", {}), ("Bo Dahl", {"language": "de"}), ("Cy Lie", {"email": ""})]
    _event(app, *people)
    words = {"subject-en": "Bring warm clothes", "body-en": "Dear {who},\n\nit is cold. {page}"}

    preview = _send(team, "/mail", status="held", _action="preview", **words, expect=200)
    assert "Ada Berg" in preview
    assert "Cy Lie" in preview
    assert "they get those in English" in preview
    assert _mails(app) == []

    _send(team, "/mail", status="held", _action="send", **words)

    assert sorted(_mails(app)) == [("events.group", "ada@example.org"), ("events.group", "bo@example.org")]
    with reading(app) as session:
        assert session.scalar(select(GroupMail.count)) == 2


def test_a_form_sent_twice_is_one_mail(app, team):
    _event(app, ("Ada Berg", {}))
    words = {"subject-en": "News", "body-en": "Come."}

    _send(team, "/mail", _action="send", **words)
    _send(team, "/mail", _action="send", **words, expect=422)

    assert len(_mails(app)) == 1


def test_a_list_is_invited_whole_or_not_at_all(app, team):
    _event(app, mode=Mode.INVITATION)

    wrong = _send(team, "/invitations", _action="list", list="ada@example.org\nnobody", expect=422)
    assert "Line 2" in wrong
    assert _mails(app) == []

    _send(team, "/invitations", _action="list", list="email,language\nada@example.org,de\nbo@example.org")
    assert sorted(_mails(app)) == [("events.invited", "ada@example.org"), ("events.invited", "bo@example.org")]


def test_a_code_is_made_taken_back_and_holds_again(app, team):
    _event(app, mode=Mode.INVITATION)
    _send(team, "/invitations", _action="code", code="spring-26", most="50")
    _send(team, "/invitations", _action="code", code="SPRING-26", most="50", expect=422)
    with reading(app) as session:
        made = session.scalar(select(Invitation.id).where(Invitation.code == "SPRING-26"))

    _send(team, f"/invitations/{made}", at="/invitations", _action="revoke")
    assert "Does not hold" in team.get(f"{BASE}/invitations")
    _send(team, f"/invitations/{made}", at="/invitations", _action="restore")
    assert "Does not hold" not in team.get(f"{BASE}/invitations")


def _closed(app, **columns):
    opened = {"registration_closes_at": utcnow() - timedelta(hours=1), "mode": Mode.DRAW, "seats": 2}
    _event(app, *((f"P{n}", {"status": APPLIED}) for n in range(6)), **(opened | columns))


def test_a_draw_is_announced_then_drawn_once_and_everybody_is_told(app, team):
    _closed(app)
    _send(team, "/draw", seed="123456", sure="yes", expect=409)

    _send(team, "/draw/announce", at="/draw", source="The Norwegian Lotto of Saturday 5 December")
    _send(team, "/draw", seed="123456", sure="yes")
    _send(team, "/draw", at="/1", seed="123457", sure="yes", expect=409)

    with reading(app) as session:
        draw = session.scalar(select(Draw))
        drawn = session.scalars(select(Registration.number).where(Registration.drawn)).all()
        assert sorted(draw.report["selected"]) == sorted(drawn)
        assert len(drawn) == 2
        assert draw.report["order"][:2] == draw.report["selected"]
    told = [kind for kind, _ in _mails(app)]
    assert (told.count("events.confirmed"), told.count("events.not-drawn")) == (2, 4)
    assert "123456" in team.get(f"{BASE}/draw")


def test_before_a_draw_nobody_is_given_a_place_by_hand(app, team):
    _closed(app)

    assert "Chance decides" in team.get(f"{BASE}/1")
    _send(team, "/1", _action="approve", expect=409)
    assert _status(app, 1) is APPLIED


def test_nothing_is_drawn_while_people_can_still_apply(app, team):
    _closed(app, registration_closes_at=None)
    _send(team, "/draw/announce", at="/draw", source="The Norwegian Lotto of Saturday 5 December")

    assert "Close the registration first" in _send(team, "/draw", seed="1", sure="yes", expect=409)


def test_quotas_that_cannot_be_met_are_named_before_the_draw(app, team):
    _closed(app, quotas=[{"key": "country", "codes": ["NO"], "minimum": 1, "name": "From Norway"}])

    assert "cannot be met with who applied: From Norway" in team.get(f"{BASE}/draw")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_large_file_is_made_by_the_worker_for_who_asked(app, team, sign_in, monkeypatch, ending):
    monkeypatch.setattr(export_job, "MANY", 1)
    _event(app, ("Ada Berg", {}), ("Bo Dahl", {}))
    assert "made in the background" in team.get(f"{BASE}/list.{ending}")

    _send(team, "/files", at=f"/files/new?ending={ending}", ending=ending)
    worker.run_once(app)

    with reading(app) as session:
        job = session.scalar(select(Job.id))
    file = team.raw("GET", f"{BASE}/files/{job}")
    assert file.status_code == 200
    assert len(file.get_data()) > 100
    file.close()
    assert sign_in(RoleName.COORDINATOR, hub="default").raw("GET", f"{BASE}/files/{job}").status_code == 404


def test_what_waits_for_the_team_stands_on_the_start_page(app, team):
    _event(app, ("Ada Berg", {"status": APPLIED}), ("Bo Dahl", {"status": APPLIED}), mode=Mode.APPROVAL)

    assert "Open day: 2 registrations wait for your yes or no." in team.get("/console/")


def test_the_team_prints_a_ticket_and_never_gets_the_personal_link(app, team):
    """The personal link opens what somebody needs: that is for those with the duty."""
    _event(app, ("Ada Berg", {}), ("Bo Dahl", {"status": WAITING}))

    page = team.get(f"{BASE}/1")

    assert f"{BASE}/1/ticket.pdf" in page.links
    assert not any("/registrations/" in link for link in page.links)
    assert team.raw("GET", f"{BASE}/1/ticket.pdf").data.startswith(b"%PDF")
    assert team.raw("GET", f"{BASE}/2/ticket.pdf").status_code == 404
