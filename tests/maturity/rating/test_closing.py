"""Closing ratings: from what each said alone to what the panel says."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.maturity import queries, queries_ratings, queries_reasons
from engage.maturity.domain.consensus import Outcome, Tally
from engage.maturity.domain.kinds import AssessmentKind, LevelState, Stage
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Rating
from engage.maturity.rating import closing, room, translating
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def rated(session: Session) -> Assessment:
    """Six people: agreed on MAN-1, split on RSP-1, nobody could judge LIS-3."""
    made = make_assessment(session, stage=Stage.RATING)
    for level in (0, 0, 0, 3, 3, 3):
        reasons = {"RSP-1": f"because {level}"}
        make_member(session, made, {"MAN-1": 2, "RSP-1": level, "LIS-3": None}, reasons=reasons)
    return made


def test_closing_gives_every_indicator_its_level_and_state(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)

    kept = queries.levels(session, rated.id)
    assert len(kept) == 30
    assert (kept["MAN-1"].level, kept["MAN-1"].state) == (2, LevelState.AGREED)
    assert (kept["RSP-1"].level, kept["RSP-1"].state) == (0, LevelState.SPLIT)
    assert (kept["LIS-3"].level, kept["LIS-3"].state) == (None, LevelState.SPLIT)
    assert (kept["CON-1"].level, kept["CON-1"].state) == (None, LevelState.SPLIT)
    assert (rated.stage, rated.rating_closed_at) == (Stage.CONSENSUS, NOW)


def test_only_what_was_handed_in_counts_and_the_rest_is_deleted(session: Session, rated: Assessment):
    make_member(session, rated, {"MAN-1": 4}, handed_in=False)

    closing.close(session, rated, now=NOW)

    assert queries_ratings.tallies(session, rated)["MAN-1"].levels == {2: 6}
    assert session.scalar(select(func.count()).select_from(Rating)) == 18


def test_a_round_of_core_indicators_has_levels_of_those_alone(session: Session):
    made = make_assessment(session, stage=Stage.RATING, kind=AssessmentKind.CORE)

    closing.close(session, made, now=NOW)

    assert len(queries.levels(session, made.id)) == 11


def test_most_say_that_it_does_not_apply(session: Session):
    made = make_assessment(session, stage=Stage.RATING)
    for _ in range(3):
        member = make_member(session, made)
        session.add(Rating(member_id=member.id, indicator="INC-4", not_applicable=True, reason="The law forbids it."))

    closing.close(session, made, now=NOW)

    kept = queries.levels(session, made.id)["INC-4"]
    assert (kept.level, kept.not_applicable, bool(kept.reason)) == (None, True, True)


@pytest.mark.parametrize("stage", [pytest.param(each, id=each.value) for each in Stage if each is not Stage.RATING])
def test_ratings_are_closed_once(session: Session, stage: Stage):
    made = make_assessment(session, stage=stage)

    with pytest.raises(closing.NotRating):
        closing.close(session, made, now=NOW)


def test_before_closing_nothing_is_read(session: Session, rated: Assessment):
    assert queries_ratings.views(session, rated) == {}
    assert queries_ratings.tallies(session, rated) == {}
    assert queries_ratings.profiles(session, rated) == []
    assert queries_reasons.reasons(session, rated) == {}
    assert queries_reasons.by_key(session, rated, "RSP-1") == {}
    nobody = Outcome(0, LevelState.UNCERTAIN, not_applicable=False, tally=Tally())
    assert queries_reasons.minority(session, rated, "RSP-1", nobody, vote=0) == ""


def test_people_are_read_without_names_and_without_what_they_could_not_judge(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)

    people = queries_ratings.profiles(session, rated)

    assert sorted(each["RSP-1"] for each in people) == [0, 0, 0, 3, 3, 3]
    assert all(set(each) == {"MAN-1", "RSP-1"} for each in people)


def put_into_english(session: Session, made: Assessment, indicator: str, *, but: int = 0) -> None:
    """The facilitator reads reasons; the last `but` ones are left for later."""
    about = queries_reasons.reasons(session, made)[indicator].all
    read = {each.key: translating.Read(f"in English: {each.original}") for each in about[: len(about) - but]}
    translating.keep(session, made, indicator, read)


def test_no_reason_is_shown_before_all_of_the_indicator_are_read(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)
    put_into_english(session, rated, "RSP-1", but=1)
    assert queries_reasons.reasons(session, rated)["RSP-1"].shown == ()

    put_into_english(session, rated, "RSP-1")
    shown = queries_reasons.reasons(session, rated)["RSP-1"].shown
    assert sorted(shown) == ["in English: because 0"] * 3 + ["in English: because 3"] * 3


def test_reasons_stand_in_an_order_that_differs_from_indicator_to_indicator(session: Session):
    made = make_assessment(session, stage=Stage.RATING)
    names = [f"MAN-{at}" for at in (1, 2, 3)] + [f"RES-{at}" for at in (1, 2, 3)]
    for writer in "ABCDEF":
        make_member(session, made, dict.fromkeys(names, 2), reasons=dict.fromkeys(names, writer))

    closing.close(session, made, now=NOW)

    orders = {
        name: tuple(each.original for each in about.all)
        for name, about in queries_reasons.reasons(session, made).items()
    }
    assert len(set(orders.values())) > 3
    assert orders == {
        name: tuple(each.original for each in about.all)
        for name, about in queries_reasons.reasons(session, made).items()
    }


def test_a_reason_that_is_left_out_says_why(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)
    about = queries_reasons.reasons(session, rated)["RSP-1"].all

    translating.keep(
        session, rated, "RSP-1", {each.key: translating.Read("words", "It is about one person.") for each in about}
    )

    found = queries_reasons.reasons(session, rated)["RSP-1"]
    assert (found.shown, found.left_out) == ((), ("It is about one person.",) * 6)


def test_hands_of_a_room_settle_an_indicator(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)

    room.keep(session, rated, "RSP-1", {"1": 4, "2": 2}, vote=1)

    kept = queries.levels(session, rated.id)["RSP-1"]
    assert (kept.level, kept.state, kept.revotes, kept.room) == (1, LevelState.REVOTED, 1, {"1": 4, "2": 2})


def test_a_room_that_stays_apart_keeps_the_reasons_of_those_who_disagree(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)
    put_into_english(session, rated, "RSP-1")

    room.keep(session, rated, "RSP-1", {"0": 3, "3": 3}, vote=1)
    assert queries.levels(session, rated.id)["RSP-1"].state is LevelState.SPLIT
    room.keep(session, rated, "RSP-1", {"0": 3, "3": 3}, vote=2)

    kept = queries.levels(session, rated.id)["RSP-1"]
    assert (kept.level, kept.state) == (0, LevelState.UNCERTAIN)
    assert kept.minority == "\n\n".join(["in English: because 3"] * 3)


def test_after_sign_off_neither_reasons_nor_levels_change(session: Session, rated: Assessment):
    closing.close(session, rated, now=NOW)
    rated.stage = Stage.SIGNED

    with pytest.raises(translating.NotTalking):
        translating.keep(session, rated, "RSP-1", {})
    with pytest.raises(translating.NotTalking):
        room.keep(session, rated, "RSP-1", {"1": 4}, vote=1)
