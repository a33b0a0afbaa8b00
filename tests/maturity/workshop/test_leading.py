"""Leading a workshop: votes are blind, at most two a question, and of two who press at once the second is told."""

from collections.abc import Callable, Iterable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.maturity import queries, queries_workshop
from engage.maturity.domain.consensus import Said
from engage.maturity.domain.kinds import LevelState, Stage, WorkshopPhase
from engage.maturity.domain.panel import MoreThanPanel, TooFewDecide
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_panel import Member, Rating, Workshop
from engage.maturity.workshop import leading, voting
from engage.maturity.workshop.leading import MovedOn, NobodyVoted, NoVoteLeft, NoWorkshop, VoteOn
from engage.maturity.workshop.voting import TooLate
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.databases import ON_SQLITE, reading, transaction

BLIND = (0, 0, 0, 4, 4, 4)


def split(session: Session, levels: Iterable[int] = BLIND) -> Assessment:
    """A round whose panel is split on RSP-1; those who gave 4 said why."""
    made = make_assessment(session, stage=Stage.CONSENSUS)
    made.rating_closed_at = made.created_at
    for level in levels:
        member = make_member(session, made, {"RSP-1": level}, reasons={"RSP-1": f"I saw {level}."})
        session.get_one(Rating, (member.id, "RSP-1", 0)).reason_in_working_language = f"I saw {level}."
    session.add_all(
        [
            AssessedLevel(assessment_id=made.id, indicator="RSP-1", level=0, state=LevelState.SPLIT),
            AssessedLevel(assessment_id=made.id, indicator="MAN-1", level=2, state=LevelState.AGREED),
        ]
    )
    session.flush()
    return made


def room_of(session: Session, assessment: Assessment) -> Workshop:
    found = queries_workshop.workshop(session, assessment.id)
    assert found is not None
    return found


def do(session: Session, assessment: Assessment, deed: Callable[..., object], *given: object) -> object:
    return deed(session, assessment, *given, seen=room_of(session, assessment).revision)


def voted(session: Session, assessment: Assessment, levels: Iterable[int], papers: dict[str, int] | None = None):
    """A whole vote, with its result."""
    do(session, assessment, leading.open_vote)
    ballot = ("RSP-1", room_of(session, assessment).vote)
    for member, level in zip(queries.members(session, assessment.id), levels, strict=False):
        voting.vote(session, assessment, member, ballot, Said(level))
    do(session, assessment, leading.close_vote)
    return do(session, assessment, leading.show_result, papers or {})


@pytest.fixture
def talking(session: Session) -> Assessment:
    made = split(session)
    leading.begin(session, made, "RSP-1")
    return made


@ON_SQLITE
def test_a_room_that_comes_together_settles_the_question(session: Session, talking: Assessment):
    voted(session, talking, (1, 1, 1, 2, 2, 2))

    kept = queries.levels(session, talking.id)["RSP-1"]
    assert (kept.level, kept.state, kept.revotes, kept.minority) == (1, LevelState.REVOTED, 1, "")
    votes = select(func.count()).select_from(Rating).where(Rating.vote == 1)
    assert session.scalar(votes) == len(BLIND)


@ON_SQLITE
def test_a_room_that_stays_apart_twice_is_uncertain_and_the_minority_is_kept(session: Session, talking: Assessment):
    voted(session, talking, (0, 0, 0, 3, 4, 4))
    assert queries.levels(session, talking.id)["RSP-1"].state is LevelState.SPLIT

    voted(session, talking, (0, 0, 0, 0, 4, 4))

    kept = queries.levels(session, talking.id)["RSP-1"]
    assert (kept.level, kept.state, kept.revotes) == (0, LevelState.UNCERTAIN, 2)
    assert kept.minority.split("\n\n") == ["I saw 4.", "I saw 4."]
    with pytest.raises(NoVoteLeft):
        do(session, talking, leading.open_vote)

    leading.say_minority(session, talking, "RSP-1", "We have seen answers.")
    assert kept.minority == "We have seen answers."


@ON_SQLITE
def test_votes_on_paper_count_with_the_others(session: Session, talking: Assessment):
    voted(session, talking, (1,), {"1": 2, "cannot-judge": 1})

    kept = queries.levels(session, talking.id)["RSP-1"]
    assert kept.room == {"1": 3, "cannot-judge": 1}
    assert (kept.level, kept.state) == (1, LevelState.REVOTED)


@ON_SQLITE
def test_a_vote_can_be_changed_until_it_closes_and_comes_too_late_afterwards(session: Session, talking: Assessment):
    member = queries.members(session, talking.id)[0]
    do(session, talking, leading.open_vote)
    for level in (1, 3):
        voting.vote(session, talking, member, ("RSP-1", 1), Said(level))
    assert queries_workshop.voted(session, room_of(session, talking)) == queries_workshop.Voted(1, len(BLIND))
    assert queries_workshop.own_vote(session, member.id, room_of(session, talking)) == Said(3)

    do(session, talking, leading.close_vote)
    with pytest.raises(TooLate):
        voting.vote(session, talking, member, ("RSP-1", 1), Said(0))

    do(session, talking, leading.reopen_vote)
    voting.vote(session, talking, member, ("RSP-1", 1), Said(0))


@pytest.mark.parametrize(
    "ballot",
    [pytest.param(("MAN-1", 1), id="another question"), pytest.param(("RSP-1", 2), id="another vote")],
)
@ON_SQLITE
def test_a_vote_for_another_ballot_is_too_late(session: Session, talking: Assessment, ballot: tuple[str, int]):
    do(session, talking, leading.open_vote)

    with pytest.raises(TooLate):
        voting.vote(session, talking, queries.members(session, talking.id)[0], ballot, Said(1))


@ON_SQLITE
def test_who_has_declined_does_not_vote_and_who_missed_the_rating_does(session: Session, talking: Assessment):
    declined = make_member(session, talking, declined=True, handed_in=False)
    late = make_member(session, talking, handed_in=False)
    do(session, talking, leading.open_vote)

    with pytest.raises(TooLate):
        voting.vote(session, talking, declined, ("RSP-1", 1), Said(1))
    voting.vote(session, talking, late, ("RSP-1", 1), Said(2))
    do(session, talking, leading.close_vote)
    do(session, talking, leading.show_result, {"2": 2})

    assert queries.levels(session, talking.id)["RSP-1"].room == {"2": 3}


@pytest.mark.parametrize(
    ("papers", "refusal"),
    [
        pytest.param({}, TooFewDecide, id="one vote"),
        pytest.param({"4": 6}, MoreThanPanel, id="more than sit on the panel"),
    ],
)
@ON_SQLITE
def test_a_handful_does_not_decide_for_a_panel(
    session: Session, talking: Assessment, papers: dict[str, int], refusal: type[Exception]
):
    with pytest.raises(refusal):
        voted(session, talking, (4,), papers)

    kept = queries.levels(session, talking.id)["RSP-1"]
    assert (kept.level, kept.revotes) == (0, 0)


@ON_SQLITE
def test_a_vote_that_is_called_off_is_forgotten_and_does_not_count(session: Session, talking: Assessment):
    do(session, talking, leading.open_vote)
    voting.vote(session, talking, queries.members(session, talking.id)[0], ("RSP-1", 1), Said(1))

    do(session, talking, leading.call_off_vote)

    assert room_of(session, talking).phase is WorkshopPhase.SHOWING
    assert session.scalar(select(func.count()).select_from(Rating).where(Rating.vote > 0)) == 0
    voted(session, talking, (1, 1, 1))
    voted(session, talking, (1, 1, 1))


@ON_SQLITE
def test_the_room_stays_with_a_vote_until_its_result_is_shown(session: Session, talking: Assessment):
    do(session, talking, leading.open_vote)
    for deed, given in ((leading.choose, ("MAN-1",)), (leading.end, ()), (leading.open_vote, ())):
        with pytest.raises(VoteOn):
            do(session, talking, deed, *given)
    do(session, talking, leading.close_vote)

    with pytest.raises(NobodyVoted):
        do(session, talking, leading.show_result, {})


@ON_SQLITE
def test_hands_typed_in_meanwhile_are_not_overwritten(session: Session, talking: Assessment):
    do(session, talking, leading.open_vote)
    voting.vote(session, talking, queries.members(session, talking.id)[0], ("RSP-1", 1), Said(1))
    do(session, talking, leading.close_vote)
    queries.levels(session, talking.id)["RSP-1"].revotes = 1

    with pytest.raises(MovedOn):
        do(session, talking, leading.show_result, {})


@pytest.mark.parametrize(
    "stage", [pytest.param(stage, id=stage.value) for stage in Stage if stage is not Stage.CONSENSUS]
)
@ON_SQLITE
def test_there_is_no_workshop_before_closing_and_after_sign_off(session: Session, stage: Stage):
    made = make_assessment(session, stage=stage, levels={"MAN-1": 1})

    with pytest.raises(NoWorkshop):
        leading.begin(session, made, "MAN-1")


@ON_SQLITE
def test_a_workshop_that_was_ended_can_go_on(session: Session, talking: Assessment):
    do(session, talking, leading.end)
    with pytest.raises(NoWorkshop):
        do(session, talking, leading.open_vote)

    leading.begin(session, talking, "MAN-1")

    assert room_of(session, talking).indicator == "MAN-1"
    do(session, talking, leading.open_vote)


def test_of_two_facilitators_who_press_at_once_one_opens_the_vote_and_the_other_is_told(app: Flask):
    with transaction(app) as session:
        number = split(session).id
        leading.begin(session, session.get_one(Assessment, number), "RSP-1")
        seen = room_of(session, session.get_one(Assessment, number)).revision
    start, said = Barrier(2), []

    def press() -> None:
        start.wait()
        try:
            with transaction(app) as session:
                leading.open_vote(session, session.get_one(Assessment, number), seen=seen)
            said.append("opened")
        except MovedOn:
            said.append("told")

    threads = [Thread(target=press) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(said) == ["opened", "told"]
    with reading(app) as session:
        assert room_of(session, session.get_one(Assessment, number)).vote == 1


def test_a_vote_that_arrives_while_the_vote_closes_is_counted_or_told_so(app: Flask):
    with transaction(app) as session:
        made = split(session)
        number, leading_begun = made.id, leading.begin(session, made, "RSP-1")
        leading.open_vote(session, made, seen=leading_begun.revision)
        members, seen = [each.id for each in queries.members(session, number)], leading_begun.revision
    start, late = Barrier(len(members) + 1), []

    def send(member: int) -> None:
        start.wait()
        try:
            with transaction(app) as session:
                here = session.get_one(Assessment, number), session.get_one(Member, member)
                voting.vote(session, *here, ("RSP-1", 1), Said(1))
        except TooLate:
            late.append(member)

    def close() -> None:
        start.wait()
        with transaction(app) as session:
            leading.close_vote(session, session.get_one(Assessment, number), seen=seen)

    threads = [*(Thread(target=send, args=(each,)) for each in members), Thread(target=close)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    with reading(app) as session:
        found = room_of(session, session.get_one(Assessment, number))
        assert found.phase is WorkshopPhase.HELD
        assert queries_workshop.voted(session, found).votes == len(members) - len(late)
