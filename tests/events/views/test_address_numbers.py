"""Numbers in addresses of events that nothing can have."""

import pytest

from engage.accounts.roles import RoleName
from tests.factories.events import SLUG, make_event
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
BEYOND = 2**63


@pytest.mark.parametrize(
    "address",
    [
        f"/en/events/{SLUG}/sessions/{BEYOND}.ics",
        f"/events/{SLUG}/materials/{BEYOND}",
        f"/console/events/{SLUG}/materials/{BEYOND}",
        f"/console/events/{SLUG}/people/{BEYOND}",
        f"/console/events/{SLUG}/people/{BEYOND}/change",
        f"/console/events/{SLUG}/people/files/{BEYOND}",
        f"/console/events/{SLUG}/needs/people/{BEYOND}",
    ],
)
def test_what_no_row_can_have_is_not_found(app, sign_in, address):
    with transaction(app) as session:
        make_event(session)

    assert sign_in(RoleName.ORGANISER, hub="default").raw("GET", address).status_code == 404
