"""The pages of a hub's people."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts import service
from engage.accounts.models import Person
from engage.accounts.roles import RoleName
from engage.hubs import service as hubs
from engage.hubs.models import Hub
from engage.mail.models import OutboxMail
from engage.privacy.models import AuditEntry
from tests.factories.people import make_person
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _hubs(app: Flask) -> None:
    with transaction(app) as session:
        hubs.add(session, slug="no", name="Hub Norway", country="NO")
        hubs.add(session, slug="se", name="Hub Sweden", country="SE")


def add(app: Flask, role: RoleName, hub: str, email: str, hashed: str = "not a hash") -> int:
    with transaction(app) as session:
        return make_person(session, role, hub=hub, email=email, hashed=hashed).id


def person(app: Flask, email: str) -> Person:
    with reading(app) as session:
        found = service.find(session, email)
        assert found is not None
        session.expunge(found)
        return found


def mails(app: Flask) -> list[tuple[str, str]]:
    with reading(app) as session:
        return [(mail.kind, mail.to) for mail in session.scalars(select(OutboxMail).order_by(OutboxMail.made_at))]


def trail(app: Flask) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def press(browser: Browser, page: Page, path: str, **more: str) -> Page:
    """Press the button of the form that goes to an address."""
    data = next(form.values() for form in page.forms if form.element["action"] == path)
    return browser.post(path, {**data, **more})


def test_a_coordinator_invites_an_organiser_by_mail(app: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.COORDINATOR, hub="no")

    page = browser.submit("/console/people/invite", email="Kari@Example.org", name="Kari", roles=["organiser"])

    assert "The invitation to kari@example.org is on its way" in page
    assert page.h1 == "Kari"
    assert "Organiser: Hub Norway" in page
    assert mails(app) == [("accounts.invitation", "kari@example.org")]
    assert trail(app) == ["person.role-given", "person.invited"]


def test_what_is_missing_is_said_and_what_was_typed_stays(sign_in: SignIn):
    page = sign_in(RoleName.COORDINATOR, hub="no").submit("/console/people/invite", email="kari", name="Kari")

    assert page.status == 422
    assert page.errors == ["Enter a mail address, for example kari@example.org.", "Choose at least one role."]
    assert page.value("name") == "Kari"


def test_a_coordinator_sees_the_people_of_their_hub_and_of_no_other(app: Flask, sign_in: SignIn):
    add(app, RoleName.ORGANISER, "no", "kari@example.org")
    stranger = add(app, RoleName.ORGANISER, "se", "sven@example.org")
    browser = sign_in(RoleName.COORDINATOR, hub="no")

    page = browser.get("/console/people/")

    assert "kari@example.org" in page
    assert "sven@example.org" not in page
    assert browser.raw("GET", f"/console/people/{stranger}").status_code == 404
    assert "sven@example.org" not in browser.get("/console/search?q=example.org")


def test_of_roles_elsewhere_a_coordinator_learns_nothing(app: Flask, sign_in: SignIn):
    number = add(app, RoleName.ORGANISER, "no", "kari@example.org")
    add(app, RoleName.COORDINATOR, "se", "kari@example.org")
    page = sign_in(RoleName.COORDINATOR, hub="no").get(f"/console/people/{number}")

    assert "Hub Sweden" not in page
    assert "Switch the account off" not in page


def test_a_coordinator_gives_no_role_of_the_network_and_none_of_another_hub(app: Flask, sign_in: SignIn):
    number = add(app, RoleName.ORGANISER, "no", "kari@example.org")
    browser = sign_in(RoleName.COORDINATOR, hub="no")
    page = browser.get(f"/console/people/{number}")
    path = f"/console/people/{number}/roles"
    with reading(app) as session:
        other = session.scalars(select(Hub.id).where(Hub.slug == "se")).one()

    assert press(browser, page, path, hub="network", role="network-admin").status == 409
    assert press(browser, page, path, hub=str(other), role="organiser").status == 409
    assert [held.role.name for held in person(app, "kari@example.org").scoped_roles] == ["organiser"]


def test_a_role_that_was_taken_can_be_given_back_at_once(app: Flask, sign_in: SignIn):
    number = add(app, RoleName.ORGANISER, "no", "kari@example.org")
    add(app, RoleName.ANALYST, "no", "kari@example.org")
    browser = sign_in(RoleName.COORDINATOR, hub="no")
    take = f"/console/people/{number}/roles/take"

    page = press(browser, browser.get(f"/console/people/{number}"), take)

    assert "The role is taken: Organiser." in page
    assert "Organiser: Hub Norway" not in page
    page = press(browser, page, "/console/undo")
    assert "The role is given back." in page
    assert "Organiser: Hub Norway" in page
    assert trail(app) == ["person.role-taken", "person.role-given"]
    assert mails(app) == [
        ("accounts.roles-taken", "kari@example.org"),
        ("accounts.roles-given", "kari@example.org"),
    ]


def test_an_account_is_switched_off_and_is_out_at_once(app: Flask, sign_in: SignIn):
    kari = sign_in(RoleName.ORGANISER, hub="no")
    coordinator = sign_in(RoleName.COORDINATOR, hub="no")
    with reading(app) as session:
        number = session.scalars(select(Person.id).where(Person.email.startswith("organiser"))).one()
    page = coordinator.get(f"/console/people/{number}")

    page = press(coordinator, page, f"/console/people/{number}/off")

    assert "Switched off" in page
    assert kari.raw("GET", "/console/surveys").status_code == 303
    assert "The account is switched on again." in press(coordinator, page, "/console/undo")


def test_the_last_of_the_network_office_cannot_be_taken_away(app: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.NETWORK_ADMIN)
    number = add(app, RoleName.NETWORK_ADMIN, "", "office@example.org")
    with transaction(app) as session:
        mine = session.scalars(select(Person).where(Person.id != number)).one()
        mine.password = None
    page = browser.get(f"/console/people/{number}")

    page = press(browser, page, f"/console/people/{number}/off")

    assert "This is the only account of the network office that can sign in." in page


def test_an_invitation_is_sent_again_or_withdrawn(app: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.COORDINATOR, hub="no")
    page = browser.submit("/console/people/invite", email="kari@example.org", roles=["organiser"])
    base = page.path

    page = press(browser, page, f"{base}/invitation")
    assert "on its way again" in page
    assert len(mails(app)) == 2

    page = press(browser, page, f"{base}/invitation/withdraw")
    assert "The invitation is withdrawn" in page
    assert page.path == "/console/people/"
    with reading(app) as session:
        assert service.find(session, "kari@example.org") is None


def test_the_list_is_narrowed_by_role_state_and_words(app: Flask, sign_in: SignIn):
    add(app, RoleName.ORGANISER, "no", "kari@example.org")
    add(app, RoleName.ANALYST, "no", "ola@example.org")
    browser = sign_in(RoleName.COORDINATOR, hub="no")
    browser.submit("/console/people/invite", email="new@example.org", roles=["translator"])

    assert "ola@example.org" not in browser.get("/console/people/?role=organiser")
    found = browser.get("/console/people/?state=invited")
    assert "new@example.org" in found
    assert "ola@example.org" not in found
    assert "kari@example.org" not in browser.get("/console/people/?q=ola")


def test_nobody_changes_their_own_roles(app: Flask, sign_in: SignIn):
    browser = sign_in(RoleName.COORDINATOR, hub="no")
    with reading(app) as session:
        mine = session.scalars(select(Person.id)).one()

    page = browser.get(f"/console/people/{mine}")

    assert "This is your own account." in page
    assert not [form for form in page.forms if "roles" in form.element["action"]]
