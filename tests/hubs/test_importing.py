"""Hubs from a file, in the database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.demo import hub_file
from engage.hubs import directory, importing, queries, service
from engage.hubs.domain.kinds import LifeCycle
from engage.hubs.domain.reading import read
from engage.hubs.models import Hub, HubStep, Organisation
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def rows(session: Session) -> tuple[int, ...]:
    return tuple(session.scalar(select(func.count()).select_from(model)) or 0 for model in (Hub, HubStep, Organisation))


def test_the_same_file_again_changes_nothing(session: Session):
    first = importing.bring_in(session, hub_file(), now=NOW)
    before = rows(session), [hub.revision for hub in queries.every(session)]

    again = importing.bring_in(session, hub_file(), now=NOW)

    assert len(first.added) == 13
    assert first.changed == ("default",)
    assert (again.added, again.changed, len(again.unchanged)) == ((), (), 14)
    assert (rows(session), [hub.revision for hub in queries.every(session)]) == before


@pytest.mark.usefixtures("session")
@ON_SQLITE
def test_what_a_file_leaves_out_stays_and_what_it_gives_is_replaced(session: Session):
    importing.bring_in(session, hub_file(), now=NOW)
    text = "hubs: [{slug: sweden, region: Norr, members: {lead: [Another]}}]"

    outcome = importing.bring_in(session, read(text.encode()), now=NOW)

    hub = queries.by_slug(session, "sweden")
    assert hub is not None
    session.refresh(hub)
    assert outcome.changed == ("sweden",)
    assert (hub.region, [each.name for each in hub.organisations]) == ("Norr", ["Another"])
    assert len(hub.steps) == 5
    assert hub.contact_email == "se@example.org"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("hubs: [{slug: a}]", "missing", id="new without a name"),
        pytest.param("hubs: [{slug: a, name: A, part_of: b}]", "unknown_hub", id="a part of nothing"),
        pytest.param("hubs: [{slug: a, name: A, part_of: default}]", "scope", id="as wide as the whole"),
    ],
)
@ON_SQLITE
def test_a_file_that_does_not_fit_what_is_there_stores_nothing(session: Session, text: str, code: str):
    before = rows(session)

    outcome = importing.bring_in(session, read(text.encode()), now=NOW)

    assert [finding.code for finding in outcome.findings] == [code]
    assert rows(session) == before


def test_a_hub_stands_where_its_newest_step_says_and_plans_do_not_count(session: Session):
    importing.bring_in(session, hub_file(), now=NOW)
    plan = (
        b"hubs: [{slug: sweden, life_cycle: [{status: active, on: 2026-01-01}, {status: suspended, on: 2027-01-01}]}]"
    )
    importing.bring_in(session, read(plan), now=NOW)

    listed = {hub.slug: hub for hub in directory.published(session, NOW.date())}

    assert (listed["sweden"].status, listed["sweden"].since) == (LifeCycle.ACTIVE, date(2026, 1, 1))
    assert listed["poland"].status is LifeCycle.SUSPENDED
    assert len(listed) == 14


@ON_SQLITE
def test_nothing_is_a_part_of_itself(session: Session):
    importing.bring_in(session, hub_file(), now=NOW)
    whole, part = queries.by_slug(session, "norway-north"), queries.by_slug(session, "norway-tromso")
    assert whole is not None

    with pytest.raises(service.NotAPart):
        service.make_part(session, whole, part, now=NOW)
