"""The frame around the pages of one assessment."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.maturity.domain.kinds import Stage
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


def test_the_page_of_a_round_says_where_it_stands_and_counts_without_naming(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_assessment(
            session, stage=Stage.RATING, members=[{"name": "Ada"}, {}, {"declined": True}], rating_opened_at=None
        ).id

    page = sign_in(RoleName.ORGANISER).get(f"/console/assessments/{number}")

    assert "People rate" in page
    assert "Ada" not in page


@pytest.mark.parametrize(
    "role",
    [pytest.param(RoleName.NETWORK_ADMIN, id="network office"), pytest.param(RoleName.TRANSLATOR, id="translator")],
)
def test_an_assessment_is_not_found_by_who_may_not_see_it(app: Flask, sign_in: SignIn, role: RoleName):
    with transaction(app) as session:
        number = make_assessment(session).id

    assert sign_in(role).get(f"/console/assessments/{number}").status == 404
