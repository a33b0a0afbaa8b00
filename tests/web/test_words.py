"""Words in addresses are such that a database takes."""

from collections.abc import Callable

import pytest

from engage.accounts.roles import RoleName
from tests.support.browser import Browser

ON_POSTGRESQL = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@ON_POSTGRESQL
def test_a_word_that_no_database_takes_leads_nowhere(browser: Browser, sign_in: Callable[..., Browser]):
    for path in ("/en/outcomes/%00", "/en/surveys/a%00b", "/en/surveys/x/%00", "/events/%00"):
        assert browser.raw("GET", path).status_code == 404, path
    team = sign_in(RoleName.ORGANISER)
    assert team.raw("GET", "/console/surveys/%00").status_code == 404
