"""Duties on a round: given by mail address, to people with and without an account, and taken."""

import pytest
from sqlalchemy import select

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty, RoleName
from engage.mail.models import OutboxMail
from engage.maturity.domain.kinds import AssessmentKind
from tests.factories.maturity import make_assessment
from tests.factories.people import make_person
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
BASE = "/console/assessments"


@pytest.fixture
def lead(sign_in):
    return sign_in(RoleName.COORDINATOR, hub="default")


def _round(app, **columns):
    with transaction(app) as session:
        return make_assessment(session, **columns).id


def _grants(app):
    with reading(app) as session:
        rows = session.execute(select(Person.email, Grant.duty).join(Grant, Grant.person_id == Person.id))
        return {(email, duty) for email, duty in rows}


def _give(browser, number, **data):
    token = browser.get(f"{BASE}/{number}/duties").value("_csrf")
    return browser.post(f"{BASE}/{number}/duties", {"_csrf": token, "language": "en", **data})


def _mails(app):
    with reading(app) as session:
        return [(each.kind, each.to) for each in session.scalars(select(OutboxMail))]


def test_somebody_without_an_account_is_invited_and_sees_this_round_and_nothing_else(app, lead):
    number, other = _round(app), _round(app)

    page = lead.submit(f"{BASE}/{number}/duties", duty="co-signer", email="Cit@Example.org", name="Cit")

    assert "The duty is given." in page
    assert _grants(app) == {("cit@example.org", Duty.CO_SIGNER)}
    assert _mails(app) == [("accounts.invitation", "cit@example.org")]
    with transaction(app) as session:
        person = session.scalars(select(Person).where(Person.email == "cit@example.org")).one()
        person.password = "chosen"
        key = person.fs_uniquifier
    citizen = Browser(app)
    citizen.sign_in(key)
    assert citizen.get(f"{BASE}/{number}").status == 200
    assert {citizen.get(f"{BASE}/{path}").status for path in (other, f"{number}/panel", f"{number}/duties")} == {404}
    assert "You sign as a citizen" in citizen.get("/console/")


def test_somebody_with_an_account_gets_the_duty_at_once_and_is_told(app, lead):
    number = _round(app)
    with transaction(app) as session:
        make_person(session, RoleName.ANALYST, email="eva@example.org", hub="default")

    _give(lead, number, duty="evidence-checker", email="eva@example.org")
    _give(lead, number, duty="evidence-checker", email="eva@example.org")

    assert _grants(app) == {("eva@example.org", Duty.EVIDENCE_CHECKER)}
    assert _mails(app) == [("maturity.duty", "eva@example.org")]


def test_a_duty_is_taken_again(app, lead):
    number = _round(app)
    page = lead.submit(f"{BASE}/{number}/duties", duty="facilitator", email="fay@example.org")

    page = lead.press(page)

    assert "The duty is taken." in page
    assert _grants(app) == set()


def test_nobody_gives_a_duty_to_themselves(app, lead):
    number = _round(app)
    with reading(app) as session:
        mine = session.scalars(select(Person.email).where(Person.email.startswith("coordinator"))).one()

    page = lead.submit(f"{BASE}/{number}/duties", duty="co-signer", email=mine)

    assert page.status == 409
    assert page.errors == ["Your own duties are given and taken by others."]
    assert _grants(app) == set()


@pytest.mark.parametrize(
    "role",
    [pytest.param(RoleName.ORGANISER, id="organiser"), pytest.param(RoleName.NETWORK_ADMIN, id="network office")],
)
def test_only_who_signs_for_the_hub_gives_duties(app, sign_in, role):
    number = _round(app)

    assert sign_in(role).get(f"{BASE}/{number}/duties").status == 404


def test_a_first_look_has_no_duties(app, lead):
    assert lead.get(f"{BASE}/{_round(app, kind=AssessmentKind.FIRST_LOOK)}/duties").status == 404
