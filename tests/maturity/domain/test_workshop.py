"""What a room can do next with a question, and how votes on phones and on paper are counted together."""

import pytest

from engage.maturity.domain.consensus import Said, Tally
from engage.maturity.domain.kinds import LevelState, WorkshopPhase
from engage.maturity.domain.workshop import Advice, Moment, advice, answered, counted, said, tally_of, with_papers

SHOWING, VOTING, HELD, RESULT = WorkshopPhase.SHOWING, WorkshopPhase.VOTING, WorkshopPhase.HELD, WorkshopPhase.RESULT


@pytest.mark.parametrize(
    ("phase", "revotes", "state", "expected", "may_vote"),
    [
        pytest.param(SHOWING, 0, LevelState.AGREED, Advice.SETTLED_BEFORE, True, id="agreed"),
        pytest.param(SHOWING, 0, LevelState.NEAR, Advice.SETTLED_BEFORE, True, id="near"),
        pytest.param(SHOWING, 0, LevelState.SPLIT, Advice.TALK, True, id="split"),
        pytest.param(VOTING, 0, LevelState.SPLIT, Advice.VOTING, False, id="vote-open"),
        pytest.param(HELD, 0, LevelState.SPLIT, Advice.COUNT, False, id="vote-closed"),
        pytest.param(RESULT, 1, LevelState.SPLIT, Advice.AGAIN, True, id="still-split"),
        pytest.param(RESULT, 1, LevelState.REVOTED, Advice.SETTLED, True, id="settled"),
        pytest.param(RESULT, 2, LevelState.UNCERTAIN, Advice.UNCERTAIN, False, id="uncertain"),
        pytest.param(SHOWING, 2, LevelState.REVOTED, Advice.SETTLED, False, id="voted-twice"),
    ],
)
def test_the_protocol_has_words_for_each_moment_and_a_question_is_voted_on_twice_at_most(
    phase: WorkshopPhase, revotes: int, state: LevelState, expected: Advice, *, may_vote: bool
):
    moment = Moment(phase, revotes, state)

    assert advice(moment) is expected
    assert moment.may_vote is may_vote


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("0", Said(0), id="lowest"),
        pytest.param("4", Said(4), id="highest"),
        pytest.param("cannot-judge", Said(None, cannot_judge=True), id="cannot-judge"),
        pytest.param("not-applicable", None, id="must-apply"),
        pytest.param("5", None, id="no-such-level"),
        pytest.param("", None, id="nothing"),
        pytest.param("²", None, id="strange-digit"),
    ],
)
def test_a_vote_is_one_of_the_answers_that_are_offered(answer: str, expected: Said | None):
    assert said(answer, 5, not_applicable=False) == expected
    if expected is not None:
        assert answered(expected) == answer


def test_a_question_that_may_not_apply_can_be_voted_so():
    assert said("not-applicable", 5, not_applicable=True) == Said(None, not_applicable=True)


def test_papers_count_like_votes_on_phones():
    votes = Tally({1: 2, 3: 1}, cannot_judge=1)

    found = with_papers(votes, {"0": 1, "3": 2, "4": 0, "cannot-judge": 1, "not-applicable": 1})

    assert found == Tally({0: 1, 1: 2, 3: 3}, cannot_judge=2, not_applicable=1)
    assert tally_of(counted(found)) == found
