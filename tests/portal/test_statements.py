"""What a public page costs the database: at most six statements, whatever the demonstration shows on it."""

from pathlib import Path

import pytest

from benchmarks import public_statements
from engage.demo.events import OVER
from tests.conftest import KEY, AppMaker
from tests.support.commands import run
from tests.support.databases import ON_SQLITE

BASE = "http://localhost"
SURELY_FOUND = {
    "portal.front",
    "activity_pages.every",
    "activity_pages.declared",
    "events.index",
    "events.event",
    "event_report.report",
    "hubs.hub",
    "public_briefs.page",
    "public_outcomes.every",
    "public_outcomes.one",
    "public_results.every",
    "public_results.page",
    "surveys.first",
}


@ON_SQLITE
@pytest.mark.timeout(900)
def test_no_public_page_of_the_demonstration_makes_more_than_six_statements(
    make_app: AppMaker, database_url: str, tmp_path: Path
):
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path / "data"), "BASE_URL": BASE, "SECRET_KEY": KEY}
    loaded = run("demo", "load", "--json", environment={f"ENGAGE_{name}": value for name, value in settings.items()})
    assert loaded.code == 0, loaded.stderr

    first = (*public_statements.FIRST, f"/en/events/{OVER}/report")
    found = public_statements.counted(make_app(testing=False), BASE, each=1, first=first)

    assert found.keys() >= SURELY_FOUND, "the walk lost its way"
    assert {route: number for route, number in found.items() if number > public_statements.MOST} == {}
