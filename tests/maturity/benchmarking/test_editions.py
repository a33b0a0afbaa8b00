"""Editions of peers' figures, and what is read from them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.maturity.benchmarking import comparing, editions
from engage.maturity.domain.kinds import AssessmentKind
from tests.factories.maturity import KEY, make_model
from tests.factories.maturity_profiles import make_round, signed_rounds
from tests.support.databases import transaction

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ON = date(2026, 5, 4)


def hub(session: Session, number: int, **columns) -> Hub:
    made = Hub(slug=f"hub-{number}", name=f"Hub {number}", country="NO", **columns)
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def session(app: Flask):
    with transaction(app) as made:
        yield made


def test_only_signed_full_rounds_that_their_hubs_let_stand_are_peers(session: Session):
    open_, closed, core, draft = hub(session, 1), hub(session, 2), hub(session, 3), hub(session, 4)
    make_round(session, hub=open_, benchmark=True, on=ON)
    make_round(session, hub=closed, benchmark=False, on=ON)
    make_round(session, hub=core, benchmark=True, on=ON, kind=AssessmentKind.CORE)
    make_round(session, hub=draft, benchmark=True, on=ON, sign=False)

    assert [each.hub for each in editions.open_rounds(session, KEY, 0)] == [open_.id]


def test_four_hubs_make_no_edition_and_five_make_one(session: Session):
    signed_rounds(session, 4)
    assert editions.make(session, KEY, 0, now=NOW) is None

    signed_rounds(session, 1, first=5)
    made = editions.make(session, KEY, 0, now=NOW)

    assert made is not None
    assert (made.number, len(made.peers), made.held) == (1, 5, frozenset())
    assert editions.newest(session, KEY, 0) == made


def test_the_next_edition_waits_until_three_hubs_changed_and_the_old_one_stays(session: Session):
    rounds = signed_rounds(session, 6)
    assert editions.make_all(session, NOW) == 1
    rounds[0].benchmark = False
    signed_rounds(session, 1, first=7)
    assert editions.make_all(session, NOW) == 0

    signed_rounds(session, 1, first=8)
    assert editions.make_all(session, NOW) == 1
    first, second = editions.all_of(session, KEY, 0)

    assert [len(first.peers), len(second.peers)] == [6, 7]
    assert rounds[0].hub_id in {each.hub for each in first.peers}
    assert rounds[0].hub_id not in {each.hub for each in second.peers}, "what is taken back is in no later edition"


def test_a_hub_reads_the_median_of_others_and_never_itself_or_its_parts(session: Session):
    rounds = signed_rounds(session, 6)
    part = hub(session, 60, parent_id=rounds[0].hub_id)
    make_round(session, hub=part, benchmark=True, on=ON, seed=60)
    editions.make_all(session, NOW)

    beside = comparing.compare(session, rounds[0])

    assert beside is not None
    assert beside.shown
    assert all(each.peers is None or each.peers.lower is None for each in beside.rows), "five others: no range"
    few = comparing.compare(session, rounds[1])
    assert few is not None
    assert few.edition is not None
    assert len(few.edition.peers) == 7


def test_with_five_hubs_in_all_each_has_four_others_and_reads_nothing(session: Session):
    rounds = signed_rounds(session, 5)
    editions.make_all(session, NOW)

    beside = comparing.compare(session, rounds[0])

    assert beside is not None
    assert not beside.shown


def test_a_round_that_is_not_signed_or_has_core_indicators_only_is_compared_with_nobody(session: Session):
    draft = make_round(session, hub=hub(session, 1), sign=False)
    core = make_round(session, hub=hub(session, 2), kind=AssessmentKind.CORE)

    assert comparing.compare(session, draft) is None
    assert comparing.compare(session, core) is None


def test_counts_of_the_network_under_five_are_not_said(session: Session):
    version = make_model(session)
    signed_rounds(session, 4)
    assert comparing.coverage(session, version, now=NOW).rounds is None

    signed_rounds(session, 1, first=5)
    editions.make_all(session, NOW)
    found = comparing.coverage(session, version, now=NOW)

    assert (found.rounds, found.first_looks, found.again, found.compared) == (5, None, None, 5)
    assert comparing.coverage(session, version, now=NOW + timedelta(days=900)).rounds is None


def test_a_hub_that_was_put_under_another_since_still_does_not_read_itself(session: Session):
    rounds = signed_rounds(session, 6)
    editions.make_all(session, NOW)
    session.get_one(Hub, rounds[0].hub_id).parent_id = rounds[1].hub_id
    session.flush()

    found = comparing.compare(session, rounds[0])

    assert found is not None
    assert not found.shown, "of six peers two are its own now"
