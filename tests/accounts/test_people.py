"""Giving and taking roles: nobody gives more than they hold, and the network office is never left empty."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import people
from engage.accounts.models import Person
from engage.accounts.people import Given, Invitation, State
from engage.accounts.roles import FOR_A_HUB, MAY, RoleName
from engage.hubs import service as hubs
from engage.mail.models import OutboxMail
from engage.web.permissions import Permission
from tests.factories.people import make_person
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def norway(session: Session) -> int:
    return hubs.add(session, slug="no", name="Hub Norway", country="NO").id


def invitation(*roles: Given, email: str = "kari@example.org") -> Invitation:
    return Invitation(email, "Kari", "nb", roles)


def test_who_invites_for_a_hub_holds_all_that_can_be_given_for_it():
    holders = {role for role in FOR_A_HUB if Permission.PEOPLE in MAY[role]}

    assert holders == {RoleName.COORDINATOR}
    assert all(MAY[role] <= MAY[RoleName.COORDINATOR] for role in FOR_A_HUB)


@ON_SQLITE
@pytest.mark.parametrize(
    ("giver", "role", "where", "expected"),
    [
        pytest.param(RoleName.COORDINATOR, RoleName.COORDINATOR, "no", True, id="a coordinator, another one"),
        pytest.param(RoleName.COORDINATOR, RoleName.ORGANISER, "bergen", True, id="and people of its parts"),
        pytest.param(RoleName.COORDINATOR, RoleName.ORGANISER, "se", False, id="not of other hubs"),
        pytest.param(RoleName.COORDINATOR, RoleName.ANALYST, "", False, id="never of the network"),
        pytest.param(RoleName.COORDINATOR, RoleName.NETWORK_ADMIN, "no", False, id="no office of a hub"),
        pytest.param(RoleName.ORGANISER, RoleName.TRANSLATOR, "no", False, id="an organiser, nobody"),
        pytest.param(RoleName.NETWORK_ADMIN, RoleName.COORDINATOR, "se", True, id="the office, in every hub"),
        pytest.param(RoleName.NETWORK_ADMIN, RoleName.NETWORK_ADMIN, "", True, id="the office, its own"),
        pytest.param(RoleName.NETWORK_ADMIN, RoleName.ORGANISER, "", False, id="no organiser of everything"),
    ],
)
def test_nobody_gives_more_than_they_hold(
    session: Session, norway: int, giver: RoleName, role: RoleName, where: str, expected: bool
):
    ids = {"no": norway, "se": hubs.add(session, slug="se", name="Hub Sweden", country="SE").id}
    bergen = hubs.add(session, slug="bergen", name="Bergen", country="NO")
    bergen.parent_id = norway
    session.flush()
    ids["bergen"] = bergen.id
    by = make_person(session, giver, hub="" if giver is RoleName.NETWORK_ADMIN else "no")

    assert people.may_give(session, by, Given(role, ids.get(where))) is expected


def test_an_invitation_makes_an_account_that_waits_for_its_password(session: Session, norway: int):
    by = make_person(session, RoleName.COORDINATOR, hub="no")

    person = people.invite(session, invitation(Given(RoleName.ORGANISER, norway)), now=NOW, by=by)

    assert people.state(person) is State.INVITED
    assert (person.language, person.time_zone) == ("nb", "Europe/Brussels")
    mail = session.scalars(select(OutboxMail)).one()
    assert (mail.kind, mail.to, mail.language, mail.hub_id) == ("accounts.invitation", person.email, "nb", norway)


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param({"roles": ()}, people.NoRole, id="nothing to do"),
        pytest.param({"role": RoleName.NETWORK_ADMIN}, people.NotYours, id="too much"),
        pytest.param({"email": "boss@example.org"}, people.Yourself, id="oneself"),
        pytest.param({"email": "left@example.org"}, people.SwitchedOff, id="an account that is off"),
    ],
)
def test_an_invitation_is_refused(session: Session, norway: int, change: dict[str, object], refusal: type[Exception]):
    by = make_person(session, RoleName.COORDINATOR, hub="no", email="boss@example.org")
    make_person(session, RoleName.ORGANISER, hub="no", email="left@example.org").active = False
    role = change.get("role", RoleName.ORGANISER)
    roles = () if "roles" in change else (Given(RoleName(str(role)), norway),)

    with pytest.raises(refusal):
        people.invite(session, invitation(*roles, email=str(change.get("email", "kari@example.org"))), now=NOW, by=by)


@ON_SQLITE
def test_withdrawing_leaves_the_roles_that_somebody_else_gave(session: Session, norway: int):
    sweden = hubs.add(session, slug="se", name="Hub Sweden", country="SE").id
    ours = make_person(session, RoleName.COORDINATOR, hub="no")
    theirs = make_person(session, RoleName.COORDINATOR, hub="se")
    person = people.invite(session, invitation(Given(RoleName.ORGANISER, norway)), now=NOW, by=ours)
    people.invite(session, invitation(Given(RoleName.ANALYST, sweden)), now=NOW, by=theirs)

    people.withdraw(session, person, now=NOW, by=ours)
    assert [held.hub_id for held in person.scoped_roles] == [sweden]

    people.withdraw(session, person, now=NOW, by=theirs)
    assert session.scalar(select(Person).where(Person.email == "kari@example.org")) is None


def test_the_network_is_never_left_without_its_office(session: Session):
    """Whoever was invited to it, or is switched off, is not yet, or no more, somebody of the office."""
    first = make_person(session, RoleName.NETWORK_ADMIN)
    last = make_person(session, RoleName.NETWORK_ADMIN)
    office = Given(RoleName.NETWORK_ADMIN, None)
    first.password = None
    session.flush()

    with pytest.raises(people.LastOfTheOffice):
        people.take(session, last, office, now=NOW, by=first)
    with pytest.raises(people.LastOfTheOffice):
        people.switch_off(session, last, now=NOW, by=first)
    first.password = "a hash"
    session.flush()
    assert people.take(session, last, office, now=NOW, by=first)


@ON_SQLITE
def test_an_account_with_roles_elsewhere_is_not_switched_off_by_one_hub(session: Session, norway: int):
    hubs.add(session, slug="se", name="Hub Sweden", country="SE")
    by = make_person(session, RoleName.COORDINATOR, hub="no")
    person = make_person(session, RoleName.ORGANISER, hub="no", email="kari@example.org")
    make_person(session, RoleName.ORGANISER, hub="se", email="kari@example.org")

    with pytest.raises(people.NotYours):
        people.switch_off(session, person, now=NOW, by=by)
