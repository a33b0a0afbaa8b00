"""The trail: read by the network office, filtered, downloaded, and changed by nobody."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from engage.accounts.roles import RoleName
from engage.core.actor import Actor
from engage.privacy import audit
from engage.privacy.models import AuditEntry
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

NOW = datetime.now(UTC)


@pytest.fixture
def _entries(app: Flask) -> None:
    with transaction(app) as session:
        ada, bob = Actor(1, "ada@example.org"), Actor(2, "bob@example.org")
        audit.record(session, ada, "hub.changed", "hub", 1, now=NOW, hub_id=1, field="=1+1")
        audit.record(session, bob, "person.invited", "person", 7, now=NOW - timedelta(days=40))


@ON_SQLITE
@pytest.mark.usefixtures("_entries")
class TestPage:
    """What the office sees."""

    def test_entries_are_filtered_and_said_in_words(self, sign_in: Callable[..., Browser]):
        browser = sign_in(RoleName.NETWORK_ADMIN)
        long_ago = (NOW - timedelta(days=30)).date()
        for query, ada, bob in (
            ("", True, True),
            ("?q=bob", False, True),
            ("?action=hub.changed", True, False),
            ("?thing=person", False, True),
            ("?hub=1", True, False),
            ("?period=30", True, False),
            (f"?to={long_ago}", False, True),
            (f"?from={long_ago}", True, False),
            ("?action=nonsense&page=x&sort=no&from=x", True, True),
        ):
            page = browser.get(f"/console/trail/{query}")
            assert ("ada@example.org" in page, "bob@example.org" in page) == (ada, bob), query

        page = browser.get("/console/trail/")
        assert "Person invited" in page
        assert "Hub changed" in page

    def test_the_file_has_what_the_filters_leave_and_no_formula(self, sign_in: Callable[..., Browser]):
        got = sign_in(RoleName.NETWORK_ADMIN).raw("GET", "/console/trail/trail.csv?thing=hub").get_data(as_text=True)
        rows = list(csv.reader(StringIO(got.removeprefix("\ufeff"))))

        assert [row[1] for row in rows[1:]] == ["ada@example.org"]
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)

    def test_nobody_else_reads_it(self, sign_in: Callable[..., Browser]):
        assert sign_in(RoleName.COORDINATOR).raw("GET", "/console/trail/").status_code == 404


@pytest.mark.usefixtures("_entries")
@pytest.mark.parametrize("deed", [update(AuditEntry).values(by="x"), delete(AuditEntry)], ids=["changed", "deleted"])
def test_an_entry_cannot_be_changed_or_deleted_in_the_database_either(app: Flask, deed: object):
    with pytest.raises(DBAPIError, match="only added to"), transaction(app) as session:
        session.execute(deed)
