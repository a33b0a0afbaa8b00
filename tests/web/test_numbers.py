"""Numbers in addresses are such that a database takes."""

from collections.abc import Callable

import pytest

from engage.accounts.roles import RoleName
from engage.web.numbers import LARGEST
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


@pytest.mark.parametrize("number", [pytest.param(LARGEST, id="the largest"), pytest.param(LARGEST + 1, id="beyond")])
def test_a_number_that_nothing_has_leads_nowhere(app, sign_in: Callable[..., Browser], number: int):
    with transaction(app) as session:
        make_survey(session)

    assert sign_in(RoleName.ORGANISER).get(f"/console/surveys/{SLUG}/channels/{number}").status == 404
