"""The table of roles, and what it means for somebody with hubs."""

import pytest
from sqlalchemy.orm import Session

from engage.accounts import service, sight
from engage.accounts.models import Person
from engage.accounts.roles import MAY, MAY_FOR_THE_NETWORK, NEEDS_SECOND_FACTOR, RoleName, labels
from engage.core.clock import utcnow
from engage.hubs import queries as hubs
from engage.web.permissions import Permission
from tests.factories.people import PASSWORD, make_person
from tests.support.databases import ON_SQLITE


def test_every_role_is_in_the_table() -> None:
    assert set(MAY) == set(MAY_FOR_THE_NETWORK) == set(RoleName)


def test_only_who_runs_a_survey_reads_what_people_wrote() -> None:
    readers = {role for role in RoleName if Permission.RESULTS_TEXTS in MAY[role]}

    assert readers == {RoleName.COORDINATOR, RoleName.ORGANISER}


def test_who_may_do_something_with_a_survey_may_see_it() -> None:
    surveys = {Permission.SURVEY_EDIT, Permission.SURVEY_FIELD, Permission.RESULTS_SEE, Permission.RESULTS_TEXTS}
    blind = [role for role in RoleName if MAY[role] & surveys and Permission.SURVEY_SEE not in MAY[role]]

    assert blind == []
    assert MAY[RoleName.TRANSLATOR] == {Permission.PREVIEW, Permission.TRANSLATE}


def test_an_analyst_of_the_network_sees_figures_and_nothing_else() -> None:
    assert labels(RoleName.ANALYST, network=True) == {Permission.FIGURES, Permission.MATURITY_NETWORK}
    assert Permission.FIGURES not in labels(RoleName.ANALYST, network=False)


def test_who_can_do_much_needs_a_second_step() -> None:
    assert {RoleName.NETWORK_ADMIN, RoleName.COORDINATOR} == NEEDS_SECOND_FACTOR


@ON_SQLITE
@pytest.mark.parametrize(
    ("roles", "permission", "expected"),
    [
        pytest.param([RoleName.ANALYST], Permission.RESULTS_SEE, True, id="an analyst sees results"),
        pytest.param([RoleName.ANALYST], Permission.SURVEY_FIELD, False, id="and publishes nothing"),
        pytest.param([RoleName.ANALYST, RoleName.ORGANISER], Permission.SURVEY_FIELD, True, id="two roles add up"),
        pytest.param([], Permission.SURVEY_SEE, False, id="without a role, nothing"),
        pytest.param([RoleName.ASSESSOR], Permission.SURVEY_SEE, False, id="an assessor sees no surveys"),
    ],
)
def test_a_person_may_for_a_hub_what_one_of_their_roles_may(
    session: Session, roles: list[RoleName], permission: Permission, expected: bool
) -> None:
    hub = hubs.default(session).id
    person = Person(email="kari@example.org", fs_uniquifier="kari", scoped_roles=[])
    for role in roles:
        person = _give(session, role, hub)

    assert sight.may(session, person, permission, {hub}) is expected
    assert sight.may(session, person, permission, None) is expected
    assert sight.may(session, person, permission, {hub + 1}) is False
    assert sight.may(session, person, permission, set()) is False


@ON_SQLITE
def test_a_role_of_the_network_reaches_every_hub_and_not_what_does_not_exist(session: Session) -> None:
    office = make_person(session, RoleName.NETWORK_ADMIN)

    assert sight.reach(session, office, Permission.SURVEY_SEE) is None
    assert sight.may(session, office, Permission.SURVEY_SEE, {hubs.default(session).id}) is True
    assert sight.may(session, office, Permission.SURVEY_SEE, set()) is False


def _give(session: Session, role: RoleName, hub: int) -> Person:
    return service.add_person(
        session, "kari@example.org", PASSWORD, role, hub_id=hub, hash_password=lambda _: "not a hash", now=utcnow()
    )
