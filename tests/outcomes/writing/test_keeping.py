"""Outcomes written, changed by two at once, published, taken back, removed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.outcomes import queries, writing
from engage.outcomes.domain.checking import Problem, Wrong
from engage.outcomes.domain.kinds import RecommendationState, RestKind
from engage.outcomes.domain.ledger import handed_before, state_of
from engage.outcomes.domain.written import Asked, Rest, Written
from engage.outcomes.models import Outcome, Recommendation
from engage.outcomes.writing.keeping import ChangedMeanwhile, IsPublic, NotRight
from tests.factories.activities import make_activity
from tests.factories.outcomes import ASKED, make_outcome
from tests.support.databases import ON_SQLITE

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)
ANSWERED = replace(ASKED, handed_on=DAY, answered_on=DAY, answer={"en": "Yes"})


@ON_SQLITE
def test_what_is_kept_is_what_was_written(session: Session):
    activity = make_activity(session)
    written = Written(
        ("en", "de"),
        {"en": "Waiting", "de": "Warten"},
        {"en": "People wait."},
        mission_areas=("equity",),
        activities=(activity.id,),
        recommendations=(ASKED, replace(ANSWERED, state=RecommendationState.ACCEPTED)),
        rests=(Rest(RestKind.LINK, label={"en": "Minutes"}, link="https://example.org"),),
    )
    hub = hubs.by_slug(session, hubs.DEFAULT_SLUG)
    assert hub is not None

    kept = writing.create(session, hub.id, written, now=NOW)
    session.expire_all()

    found = writing.read(kept)
    assert (
        replace(
            found,
            recommendations=tuple(replace(each, id=0) for each in found.recommendations),
            rests=tuple(replace(each, id=0) for each in found.rests),
        )
        == written
    )
    assert (kept.slug, kept.published_at) == ("waiting", None)


@ON_SQLITE
def test_everybody_reads_it_in_a_language_once_nothing_is_missing_in_it(session: Session):
    outcome = make_outcome(session)
    begun = replace(writing.read(outcome), languages=("en", "nb"), title={"en": "Waiting", "nb": "Ventetid"})

    writing.change(session, outcome, begun, seen=1, now=NOW)
    assert (outcome.languages, writing.read(outcome).languages) == (["en"], ("en", "nb"))

    texts = {"text": {"en": "Lists", "nb": "Lister"}, "addressed_to": {"en": "Ministry", "nb": "Departementet"}}
    whole = replace(begun, heard={"en": "Long", "nb": "Lenge"}, recommendations=(replace(ASKED, **texts),))
    writing.change(session, outcome, whole, seen=2, now=NOW)
    assert outcome.languages == ["en", "nb"]

    writing.change(session, outcome, replace(whole, languages=("en",)), seen=3, now=NOW)
    assert (outcome.languages, writing.read(outcome).title) == (["en"], {"en": "Waiting"})


@ON_SQLITE
def test_recommendations_keep_who_they_are_when_their_order_changes_and_go_when_they_are_left_out(session: Session):
    outcome = make_outcome(session, recommendations=[replace(ASKED, text={"en": name}) for name in ("a", "b", "c")])
    before = writing.read(outcome)
    a, _b, c = before.recommendations

    writing.change(session, outcome, replace(before, recommendations=(c, a)), seen=1, now=NOW)
    session.expire_all()

    assert [each.id for each in writing.read(outcome).recommendations] == [c.id, a.id]
    assert session.scalar(select(func.count()).select_from(Recommendation)) == 2


def test_of_two_who_save_the_same_outcome_the_second_is_told(session: Session):
    outcome = make_outcome(session)
    written = writing.read(outcome)
    writing.change(session, outcome, replace(written, title={"en": "First"}), seen=1, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        writing.change(session, outcome, replace(written, title={"en": "Second"}), seen=1, now=NOW)

    session.expire_all()
    assert (outcome.title, outcome.revision) == ({"en": "First"}, 2)


@ON_SQLITE
def test_a_draft_is_published_when_it_is_complete_and_can_be_taken_back(session: Session):
    outcome = make_outcome(session, recommendations=(), published_at=None)
    with pytest.raises(NotRight) as refused:
        writing.publish(session, outcome, now=NOW)
    assert refused.value.problems == (Problem("recommendations", Wrong.NO_RECOMMENDATION),)

    complete = replace(writing.read(outcome), recommendations=(ASKED,))
    writing.change(session, outcome, complete, seen=outcome.revision, now=NOW)
    writing.publish(session, outcome, now=NOW)
    assert outcome.published_at == NOW

    writing.publish(session, outcome, now=datetime(2026, 12, 1, tzinfo=UTC))
    assert outcome.published_at == NOW

    with pytest.raises(NotRight):
        writing.change(session, outcome, replace(complete, heard={}), seen=outcome.revision, now=NOW)
    with pytest.raises(IsPublic):
        writing.remove(session, outcome)

    writing.withdraw(session, outcome, now=NOW)
    writing.remove(session, outcome)
    assert session.scalar(select(func.count()).select_from(Outcome)) == 0


def test_lists_find_outcomes_by_the_state_that_the_rules_give_them(session: Session):
    def in_state(state: RecommendationState, handed_on: date = DAY) -> Asked:
        return Asked(
            {"en": "Answer calls"},
            {"en": "Ministry"},
            handed_on=handed_on,
            state=state,
            answer={"en": "Words"},
            reason={"en": "Words"},
            answered_on=None if state is RecommendationState.OPEN else DAY,
            done={"en": "Words"},
            done_on=DAY if state is RecommendationState.DONE else None,
        )

    every = [(one, other) for one in RecommendationState for other in RecommendationState]
    expected = {}
    for states in [(), *every]:
        made = make_outcome(session, recommendations=[in_state(each) for each in states], published_at=None)
        expected[made.id] = state_of(states)
    late = {outcome_id for outcome_id in expected if RecommendationState.OPEN in _states(session, outcome_id)}

    for state in RecommendationState:
        found = session.scalars(queries.within(None).where(queries.in_state(state))).unique()
        assert {each.id for each in found} == {outcome_id for outcome_id, its in expected.items() if its is state}
    for today, overdue in ((date(2026, 6, 29), set()), (date(2026, 6, 30), late)):
        found = session.scalars(queries.within(None).where(queries.overdue(handed_before(today, 120)))).unique()
        assert {each.id for each in found} == overdue


def _states(session: Session, outcome_id: int) -> list[RecommendationState]:
    outcome = queries.by_id(session, outcome_id)
    return [each.state for each in outcome.recommendations] if outcome else []
