"""Organisers register callers and paper slips, and change what is registered."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.events.domain.kinds import Channel, NeedKind, RegistrationStatus
from engage.events.models_people import Need, Registration
from engage.mail.models import OutboxMail
from tests.events.asking.test_form import ILL, TABLE, questions
from tests.factories.events import make_event
from tests.factories.registrations import make_registration
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
FORM = "/console/events/open-day/people/register"


def test_a_caller_without_a_mail_address_gets_a_place_and_no_mail(app: Flask, sign_in: Any) -> None:
    with transaction(app) as session:
        make_event(session)
    browser = sign_in(RoleName.ORGANISER, hub="default")

    page = browser.submit(FORM, _name="Gerd", _phone="+47 22 00 00 00", _channel="paper", action="register")

    assert "Number 1 has a place" in page
    with transaction(app) as session:
        made = session.scalars(select(Registration)).one()
        assert (made.channel, made.email, made.status) == (Channel.PAPER, "", RegistrationStatus.CONFIRMED)
        assert session.scalars(select(OutboxMail)).all() == []


def test_what_is_wrong_is_said_and_kept_and_one_address_has_one_registration(app: Flask, sign_in: Any) -> None:
    with transaction(app) as session:
        event = make_event(session, seats=1)
        make_registration(session, event, {"name": "Ada"}, email="ada@example.org")
    browser = sign_in(RoleName.ORGANISER, hub="default")

    wrong = browser.submit(FORM, _name="", _email="ada@example.org", action="register")
    double = browser.press(wrong, {"_name": "Ada"}, action="register")

    assert (wrong.status, double.status) == (422, 409)
    assert wrong.errors == ["Enter the name that should stand on the badge."]
    assert "This mail address has a registration already" in double
    assert double.value("_name") == "Ada"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_questions_are_read_out_in_the_callers_language(app: Flask, sign_in: Any, language: str) -> None:
    with transaction(app) as session:
        make_event(session, questions=questions(TABLE))
    page = sign_in(RoleName.ORGANISER, hub="default").submit(
        FORM, {"_name": "Gerd", "language": language}, action="language"
    )

    assert ("Which table? (de)" in page) == (language == "de")
    assert page.value("_name") == "Gerd"


def test_a_change_leaves_alone_what_somebody_needs(app: Flask, sign_in: Any) -> None:
    with transaction(app) as session:
        event = make_event(session, asks={"access": "optional"}, questions=questions(TABLE, ILL))
        make_registration(
            session,
            event,
            {
                "name": "Ada",
                "answers": {"table": "red", "ill": "a secret"},
                "needs": [Need(kind=NeedKind.ACCESS, codes=["wheelchair"])],
            },
        )
    browser = sign_in(RoleName.ORGANISER, hub="default")

    page = browser.get("/console/events/open-day/people/1/change")
    assert "a secret" not in page.html
    assert "heelchair" not in page.html
    browser.press(page, {"_name": "Ada King", "table": "blue"}, action="register")

    with transaction(app) as session:
        person = session.scalars(select(Registration)).one().attendees[0]
        assert (person.name, person.answers) == ("Ada King", {"table": "blue", "ill": "a secret"})
        assert person.needs[0].codes == ["wheelchair"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param("new@example.org", ["ada@example.org"], id="another address: the old one hears of it"),
        pytest.param("ada@example.org", [], id="the same address"),
    ],
)
def test_an_address_that_the_team_changes_is_told_so_and_whom_to_tell(
    app: Flask, sign_in: Any, address: str, told: list[str]
) -> None:
    with transaction(app) as session:
        event = make_event(session, contact_name="Kari Nordmann", contact_email="kari@example.org")
        make_registration(session, event, "Ada")
    browser = sign_in(RoleName.ORGANISER, hub="default")

    browser.submit("/console/events/open-day/people/1/change", {"_email": address}, action="register")

    with transaction(app) as session:
        mails = [mail for mail in session.scalars(select(OutboxMail)) if mail.kind == "events.address-changed"]
        assert [mail.to for mail in mails] == told


def test_an_analyst_registers_nobody(app: Flask, sign_in: Any) -> None:
    with transaction(app) as session:
        make_event(session)

    assert sign_in(RoleName.ANALYST, hub="default").raw("GET", FORM).status_code == 404
