"""Reasons are named and ordered by nothing that says who wrote them."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from engage.maturity import queries_reasons
from engage.maturity.domain.kinds import Stage
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_key_of_a_reason_follows_from_its_words_and_from_nobody_s_number(session: Session):
    made = make_assessment(session, stage=Stage.CONSENSUS, rating_closed_at=NOW)
    one = make_member(session, made, {"MAN-1": 1}, reasons={"MAN-1": "Minutes lie in a drawer"})
    other = make_member(session, made, {"MAN-1": 4}, reasons={"MAN-1": "All can read them"})
    make_member(session, made, {"MAN-1": 1})
    before = queries_reasons.reasons(session, made)["MAN-1"].all

    for rating, reason in ((one, "All can read them"), (other, "Minutes lie in a drawer")):
        for each in queries_reasons.by_key(session, made, "MAN-1").values():
            if each.member_id == rating.id:
                each.reason = reason
    session.flush()

    assert queries_reasons.reasons(session, made)["MAN-1"].all == before


def test_the_same_words_of_two_people_are_two_reasons(session: Session):
    made = make_assessment(session, stage=Stage.CONSENSUS, rating_closed_at=NOW)
    for _ in range(2):
        make_member(session, made, {"MAN-1": 1}, reasons={"MAN-1": "Nobody knows it"})
    make_member(session, made, {"MAN-1": 1})

    assert len({each.key for each in queries_reasons.reasons(session, made)["MAN-1"].all}) == 2
    assert len(queries_reasons.by_key(session, made, "MAN-1")) == 2
