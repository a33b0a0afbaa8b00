"""The table of roles."""

import pytest

from engage.accounts.roles import MAY, RoleName, may
from engage.web.permissions import Permission


def test_every_role_is_in_the_table() -> None:
    assert set(MAY) == set(RoleName)


def test_only_who_runs_a_survey_reads_what_people_wrote() -> None:
    readers = {role for role in RoleName if Permission.RESULTS_TEXTS in MAY[role]}

    assert readers == {RoleName.COORDINATOR, RoleName.ORGANISER}


def test_who_may_do_something_with_a_survey_may_see_it() -> None:
    apart = {Permission.PUBLIC, Permission.SIGNED_IN, Permission.OPERATIONS, Permission.SURVEY_SEE}
    texts = {Permission.PREVIEW, Permission.TRANSLATE}
    deeds = set(Permission) - apart - texts
    blind = [role for role in RoleName if MAY[role] & deeds and Permission.SURVEY_SEE not in MAY[role]]

    assert blind == []
    assert MAY[RoleName.TRANSLATOR] == texts


@pytest.mark.parametrize(
    ("roles", "permission", "expected"),
    [
        pytest.param({RoleName.ANALYST}, Permission.RESULTS_SEE, True, id="an analyst sees results"),
        pytest.param({RoleName.ANALYST}, Permission.SURVEY_FIELD, False, id="and publishes nothing"),
        pytest.param({RoleName.ANALYST, RoleName.ORGANISER}, Permission.SURVEY_FIELD, True, id="two roles add up"),
        pytest.param(set(), Permission.SURVEY_SEE, False, id="without a role, nothing"),
        pytest.param({RoleName.ASSESSOR}, Permission.SURVEY_SEE, False, id="an assessor sees no surveys"),
    ],
)
def test_a_person_may_what_one_of_their_roles_may(roles: set[RoleName], permission: Permission, expected: bool) -> None:
    assert may(roles, permission) is expected
