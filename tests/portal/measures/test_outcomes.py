"""Metrics of what became of it: answers, decisions, telling, topics and questions, who comes back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.activities import told
from engage.activities.models import Activity
from engage.core.ids import random_id
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.instruments.domain.definition import ItemType
from engage.maturity.measuring import Figures
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, TopicKind, TopicState
from engage.outcomes.models import Outcome, OutcomeActivity, OutcomeRest, Recommendation
from engage.outcomes.models_topics import Topic
from engage.portal.measures import outcomes, returning, topics
from engage.surveys.models import Response
from tests.factories.activities import make_activity
from tests.factories.events import make_event
from tests.factories.surveys import instrument, item, make_survey, options, section
from tests.support.databases import ON_SQLITE

SINCE, UNTIL = date(2025, 1, 1), date(2026, 6, 30)
Which = Callable[[Session, Hub, date, date], Figures]
State = RecommendationState
HANDED = date(2025, 9, 1)
LAST = HANDED + timedelta(days=120)
TO_PAGES: tuple[Which, ...] = (
    outcomes.answered, outcomes.decided, outcomes.days_to_feedback, topics.answer_time, topics.brought
)  # fmt: skip


def measured(session: Session, which: Which) -> dict[str, float | None]:
    session.flush()
    return dict(which(session, hubs.default(session), SINCE, UNTIL).figures)


def counted(session: Session, which: Which) -> list[str]:
    rows = which(session, hubs.default(session), SINCE, UNTIL).rows
    return sorted(str(row.title["en"]) for row in rows if row.counts and not isinstance(row.title, str))


@ON_SQLITE
@pytest.mark.parametrize(
    "which",
    [
        pytest.param(outcomes.answered, id="answers"),
        pytest.param(outcomes.decided, id="decisions"),
        pytest.param(outcomes.days_to_feedback, id="telling"),
        pytest.param(topics.answer_time, id="questions"),
        pytest.param(topics.brought, id="topics"),
        pytest.param(returning.returned, id="return"),
    ],
)
def test_a_hub_without_outcomes_and_topics_has_nothing_measured(session: Session, which: Which):
    make_event(session)
    make_survey(session)

    assert which(session, hubs.default(session), SINCE, UNTIL).empty


# -- M10, M23


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def asked(what: str, **columns: Any) -> Recommendation:
    """Handed over on 1 September 2025, and not answered."""
    return Recommendation(position=0, text={"en": what}, **({"handed_on": HANDED} | columns))


def yes(what: str, on: date, **columns: Any) -> Recommendation:
    values: dict[str, Any] = {"state": State.ACCEPTED, "answered_on": on, "answer": {"en": "Yes."}} | columns
    return asked(what, **values)


def outcome(
    session: Session, *found: Recommendation, slug: str = "one", hub: Hub | None = None, **columns: Any
) -> Outcome:
    """Public since the day on which it was handed over."""
    values: dict[str, Any] = {"published_at": at(HANDED), "mission_areas": ["prevention"]} | columns
    made = Outcome(
        hub_id=(hub or hubs.default(session)).id,
        slug=slug,
        languages=["en"],
        title={"en": slug},
        created_at=at(HANDED),
        updated_at=at(HANDED),
        recommendations=list(found),
        **values,
    )
    session.add(made)
    session.flush()
    return made


@ON_SQLITE
def test_a_recommendation_is_due_after_120_days_or_when_it_is_answered_and_stands_in_one_period_alone(
    session: Session,
):
    outcome(
        session,
        yes("on the last day", LAST),
        yes("a day late", LAST + timedelta(days=1)),
        asked("never answered"),
        asked("handed to nobody", handed_on=None),
        asked("still time", handed_on=UNTIL - timedelta(days=119)),
        yes("early", UNTIL, handed_on=UNTIL - timedelta(days=9)),
        yes("after the period", UNTIL + timedelta(days=1), handed_on=UNTIL - timedelta(days=9)),
        yes("of the period before", SINCE - timedelta(days=1), handed_on=SINCE - timedelta(days=9)),
        yes("was due before", SINCE + timedelta(days=9), handed_on=SINCE - timedelta(days=130)),
    )

    found = measured(session, outcomes.answered)

    assert (found["recommendations"], found["answered_share"]) == (4, 50.0)
    assert counted(session, outcomes.answered) == ["early", "on the last day"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("columns", "public", "counts"),
    [
        pytest.param({}, HANDED, True, id="yes"),
        pytest.param({"answer": {}, "reason": {}}, HANDED, False, id="without words"),
        pytest.param({"state": State.DECLINED}, HANDED, False, id="no without a reason"),
        pytest.param({"state": State.DECLINED, "reason": {"en": "Too dear."}}, HANDED, True, id="no with its reason"),
        pytest.param({"state": State.IN_PART}, HANDED, False, id="in part without a reason"),
        pytest.param(
            {"state": State.DONE, "done_on": LAST, "answer": {}, "done": {"en": "Two."}}, HANDED, True, id="done"
        ),
        pytest.param({}, None, False, id="read by nobody"),
        pytest.param({}, LAST + timedelta(days=1), False, id="public too late"),
        pytest.param({}, UNTIL + timedelta(days=1), False, id="public after the period"),
    ],
)
def test_an_answer_counts_that_everybody_can_read_with_its_reason(
    session: Session, columns: dict[str, Any], public: date | None, counts: bool
):
    outcome(session, yes("it", LAST, **columns), published_at=at(public) if public else None)

    assert measured(session, outcomes.answered)["answered_share"] == (100.0 if counts else 0.0)


@ON_SQLITE
def test_what_was_accepted_is_done_or_on_time_on_the_last_day_of_the_period(session: Session):
    day = timedelta(days=1)
    outcome(
        session,
        yes("still time", LAST, due_on=UNTIL),
        yes("done", LAST, state=State.DONE, done_on=UNTIL, due_on=LAST),
        yes("in part", LAST, state=State.IN_PART, due_on=UNTIL - day),
        yes("done afterwards", LAST, state=State.DONE, done_on=UNTIL + day, due_on=LAST),
        yes("nobody said when", LAST),
        yes("declined", LAST, state=State.DECLINED, reason={"en": "No."}, due_on=UNTIL),
    )

    assert measured(session, outcomes.answered)["accepted_done_share"] == 40.0


@ON_SQLITE
def test_outcomes_of_parts_count_and_those_of_other_hubs_do_not(session: Session):
    part = Hub(slug="part", name="Part", parent_id=hubs.default(session).id)
    other = Hub(slug="other", name="Other")
    session.add_all([part, other])
    session.flush()
    outcome(session, yes("ours", LAST), hub=part)
    outcome(session, yes("theirs", LAST), hub=other, slug="two")

    assert measured(session, outcomes.answered)["recommendations"] == 1


def decision(words: str, role: CitizensRole | None = None, on: date = LAST) -> dict[str, Any]:
    return {"decision": {"en": words}, "decided_by": {"en": "Council"}, "decided_on": on, "citizens_role": role}


@ON_SQLITE
def test_decisions_of_public_outcomes_with_input_count_once_by_area_and_role(session: Session):
    activity = make_activity(session)
    inside = {"activities": [OutcomeActivity(activity_id=activity.id)]}
    outcome(
        session,
        yes("A", LAST, **decision("Buses", CitizensRole.SHARED)),
        yes("B", LAST, **decision("Buses", CitizensRole.SHARED)),
        yes("C", LAST, **decision("Trains", CitizensRole.CONSULTED)),
        yes("long ago", LAST, **decision("Ships", on=SINCE - timedelta(days=1))),
        asked("undecided"),
        **inside,
    )
    outcome(
        session,
        yes("D", LAST, **decision("Screening", CitizensRole.DELEGATED)),
        slug="two",
        mission_areas=["diagnosis", "prevention"],
        rests=[OutcomeRest(position=0, kind="link", link="https://example.org")],
    )
    outcome(
        session, yes("hidden", LAST, **decision("Secret", CitizensRole.SHARED)), slug="three", published_at=None, **{}
    )
    outcome(session, yes("from nowhere", LAST, **decision("Air", CitizensRole.SHARED)), slug="four")

    assert measured(session, outcomes.decided) == {"linked": 3, "mission_areas": 2, "shared": 2}
    assert counted(session, outcomes.decided) == ["A", "B", "C", "D"]
    assert len(outcomes.decided(session, hubs.default(session), SINCE, UNTIL).rows) == 6


# -- M11


def test_days_to_feedback_are_the_median_of_all_messages(session: Session):
    activity = make_activity(session)
    for days, people in ((2, 1), (9, 3), (40, 1)):
        told.note(session, activity.id, published_on=HANDED, told_on=HANDED + timedelta(days=days), people=people)
    told.note(session, activity.id, published_on=None, told_on=HANDED, people=50)
    told.note(session, activity.id, published_on=HANDED, told_on=UNTIL + timedelta(days=1), people=50)
    told.note(session, activity.id, published_on=HANDED, told_on=HANDED, people=0)

    found = outcomes.days_to_feedback(session, hubs.default(session), SINCE, UNTIL)

    assert found.figures == {"median_days": 9.0}
    assert [row.day for row in found.rows] == [HANDED + timedelta(days=days) for days in (40, 9, 2)]


@ON_SQLITE
def test_who_was_told_before_publication_waited_no_days(session: Session):
    activity: Activity = make_activity(session)
    told.note(session, activity.id, published_on=HANDED, told_on=HANDED - timedelta(days=3), people=1)

    assert measured(session, outcomes.days_to_feedback) == {"median_days": 0.0}


# -- M22, M24


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        pytest.param("2026-06-01", "2026-06-01", 0, id="the same day"),
        pytest.param("2026-06-05", "2026-06-08", 1, id="over a weekend"),
        pytest.param("2026-06-06", "2026-06-07", 0, id="on a weekend"),
        pytest.param("2026-06-01", "2026-06-15", 10, id="two weeks"),
    ],
)
def test_working_days_go_from_monday_to_friday(first: str, last: str, days: int):
    assert topics.working_days(date.fromisoformat(first), date.fromisoformat(last)) == days


def topic(session: Session, state: TopicState, *, kind: TopicKind = TopicKind.TOPIC, **columns: Any) -> None:
    values: dict[str, Any] = {"hub_id": hubs.default(session).id, "proposed_on": date(2026, 6, 1)} | columns
    session.add(Topic(kind=kind, state=state, language="en", words="", title={"en": state.value}, **values))
    session.flush()


@ON_SQLITE
def test_the_answer_time_is_the_median_of_questions_answered_in_the_period(session: Session):
    for day in (2, 3, 15):
        topic(session, TopicState.ANSWERED, kind=TopicKind.QUESTION, answered_on=date(2026, 6, day))
    topic(session, TopicState.SHOWN, kind=TopicKind.QUESTION)
    topic(session, TopicState.WAITING, kind=TopicKind.QUESTION)
    topic(session, TopicState.ANSWERED, kind=TopicKind.QUESTION, answered_on=UNTIL + timedelta(days=1))
    topic(session, TopicState.ANSWERED, answered_on=date(2026, 6, 1))

    assert measured(session, topics.answer_time) == {"median_days": 2.0}
    assert counted(session, topics.answer_time) == ["answered"] * 3
    rows = topics.answer_time(session, hubs.default(session), SINCE, UNTIL).rows
    assert "waiting" not in {row.title["en"] for row in rows if not isinstance(row.title, str)}


@ON_SQLITE
def test_topics_are_proposed_shown_in_lists_and_taken_up(session: Session):
    part = Hub(slug="part", name="Part", parent_id=hubs.default(session).id)
    session.add(part)
    session.flush()
    topic(session, TopicState.WAITING)
    topic(session, TopicState.NOT_SHOWN)
    topic(session, TopicState.SHOWN)
    topic(session, TopicState.TAKEN_UP, hub_id=part.id)
    topic(session, TopicState.ANSWERED, activity_id=make_activity(session).id)
    topic(session, TopicState.TAKEN_UP, proposed_on=SINCE - timedelta(days=1))
    topic(session, TopicState.TAKEN_UP, kind=TopicKind.QUESTION)

    assert measured(session, topics.brought) == {"proposed": 4, "published": 2, "taken_up": 2}
    assert counted(session, topics.brought) == ["answered", "taken_up"]


# -- M17


def asks_before(
    session: Session,
    *given: tuple[str, int],
    slug: str = "care",
    concept: str = "took_part_before",
    **columns: Any,
) -> None:
    definition = instrument(
        section("you", item("b", ItemType.SINGLE, concept=concept, options=options("yes", "no", "not_sure")))
    )
    survey = make_survey(session, definition, slug=slug, **columns)
    survey.activity.starts_on, survey.activity.ends_on = date(2026, 5, 1), date(2026, 6, 1)
    for code, number in given:
        for _ in range(number):
            session.add(
                Response(
                    id=random_id(), survey_id=survey.id, version_id=survey.version_id, language="en", channel="web",
                    day=date(2026, 5, 2), answers={"b": code},
                )
            )  # fmt: skip
    session.flush()


def test_return_and_renewal_are_what_people_said_in_surveys_and_feedback(session: Session):
    asks_before(session, ("yes", 6), ("no", 3), ("not_sure", 1), ("_declined", 4))
    asks_before(session, ("yes", 2), ("no", 8), slug="feedback-x")
    survey_day = datetime(2026, 5, 1, 12, tzinfo=UTC)
    make_event(session, feedback="feedback-x", starts_in=timedelta(0), now=survey_day)

    assert measured(session, returning.returned) == {"repeat_share": 40.0, "new_share": 55.0}
    assert len(returning.returned(session, hubs.default(session), SINCE, UNTIL).rows) == 2


@ON_SQLITE
@pytest.mark.parametrize(
    ("given", "columns"),
    [
        pytest.param((("yes", 10), ("no", 9)), {}, id="too few"),
        pytest.param((("yes", 12), ("no", 12)), {"shown_from": 25}, id="may not be shown"),
        pytest.param((("yes", 12), ("no", 12)), {"concept": "other"}, id="another question"),
    ],
)
def test_return_and_renewal_are_not_said_of_few_people(
    session: Session, given: tuple[tuple[str, int], ...], columns: dict[str, Any]
):
    asks_before(session, *given, **columns)

    assert measured(session, returning.returned) == {}


@ON_SQLITE
def test_each_row_leads_to_a_page_that_is_there(app: Flask, session: Session):
    outcome(session, yes("it", LAST, **decision("Buses")))
    topic(session, TopicState.ANSWERED, kind=TopicKind.QUESTION, answered_on=UNTIL)
    topic(session, TopicState.SHOWN)
    told.note(session, make_activity(session).id, published_on=HANDED, told_on=HANDED, people=2)

    with app.test_request_context():
        for which in (
            outcomes.answered,
            outcomes.decided,
            outcomes.days_to_feedback,
            topics.answer_time,
            topics.brought,
        ):
            for row in which(session, hubs.default(session), SINCE, UNTIL).rows:
                assert app.url_map.bind("localhost").build(row.endpoint, dict(row.arguments))
