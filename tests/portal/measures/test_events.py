"""Metrics of events, hub pages and the territory."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.events.domain.kinds import AttendeeRole, Mode, NeedKind, NeedState, RegistrationStatus
from engage.events.models import Event
from engage.events.models_people import Draw, Need
from engage.hubs import queries as hubs
from engage.hubs.domain.kinds import HubScope
from engage.hubs.models import Hub
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import ItemType
from engage.maturity.measuring import Figures
from engage.portal.measures import dialogues, feedback, hub, participants, territory
from engage.surveys.models import Response
from tests.factories.activities import make_activity
from tests.factories.attending import let_in, make_party
from tests.factories.events import make_event
from tests.factories.surveys import instrument, item, make_survey, options, section
from tests.support.databases import ON_SQLITE

NOW = utcnow()
TODAY = NOW.date()
SINCE = TODAY - timedelta(days=730)
Which = Callable[[Session, Hub, date, date], Figures]


def over(session: Session, slug: str = "past", *, ago: int = 30, **columns: Any) -> Event:
    """An event that ended some days ago."""
    return make_event(session, slug=slug, starts_in=-timedelta(days=ago), **columns)


def measured(session: Session, which: Which) -> dict[str, float | None]:
    return dict(which(session, hubs.default(session), SINCE, TODAY).figures)


def counted(session: Session, which: Which) -> set[str]:
    rows = which(session, hubs.default(session), SINCE, TODAY).rows
    return {str(row.arguments.get("slug")) for row in rows if row.counts}


@ON_SQLITE
@pytest.mark.parametrize(
    "which",
    [
        pytest.param(dialogues.held, id="dialogues"),
        pytest.param(dialogues.timely, id="results"),
        pytest.param(participants.non_organised, id="organised"),
        pytest.param(participants.transnational, id="transnational"),
        pytest.param(participants.access, id="access"),
        pytest.param(feedback.ratings, id="ratings"),
        pytest.param(hub.register, id="register"),
        pytest.param(hub.public_page, id="page"),
        pytest.param(territory.spread, id="territory"),
    ],
)
def test_a_hub_without_activities_has_nothing_measured(session: Session, which: Which):
    make_event(session)  # ahead
    over(session, "called-off", state=ActivityState.CANCELLED)
    over(session, "long-ago", ago=1000)

    assert which(session, hubs.default(session), SINCE, TODAY).empty


@ON_SQLITE
def test_dialogues_are_counted_by_type_once_their_report_is_public(session: Session):
    over(session, "no-report")
    over(session, "one-day", report_published_at=NOW)
    long = over(session, "two-days", report_published_at=NOW)
    long.ends_at = long.starts_at + timedelta(days=1, hours=1)  # over midnight, whatever the time is now
    drawn = over(session, "drawn", report_published_at=NOW, mode=Mode.DRAW)
    session.add(Draw(event_id=drawn.id, seed="1", method="m", made_at=NOW, by_name="Ada", report={}))
    over(session, "webinar", report_published_at=NOW, kind=ActivityKind.WEBINAR)
    session.flush()

    assert measured(session, dialogues.held) == {
        "dialogues": 4, "with_report": 3, "single": 2, "multi_session": 1, "sortition": 1
    }  # fmt: skip
    assert counted(session, dialogues.held) == {"one-day", "two-days", "drawn"}


@ON_SQLITE
def test_results_are_timely_within_ninety_days_and_due_only_after_them(session: Session):
    over(session, "in-time", ago=200, report_published_at=NOW - timedelta(days=120))
    over(session, "late", ago=200, report_published_at=NOW - timedelta(days=100))
    over(session, "never", ago=200)
    over(session, "still-time", ago=20)
    over(session, "early", ago=20, report_published_at=NOW)

    assert measured(session, dialogues.timely) == {"due": 4, "timely": 2, "share": 50.0}
    assert counted(session, dialogues.timely) == {"in-time", "early"}


def test_who_came_counts_and_where_nobody_was_checked_in_who_had_a_place(session: Session):
    without_desk = over(session, "without-desk")
    make_party(session, without_desk, {"name": "A", "organised": False}, {"name": "B", "organised": True})
    make_party(session, without_desk, {"name": "C", "organised": False}, status=RegistrationStatus.WAITING)
    with_desk = over(session, "with-desk", mode=Mode.DRAW)
    came = make_party(session, with_desk, {"name": "D", "organised": False})
    make_party(session, with_desk, {"name": "E", "organised": True}, {"name": "F"})
    let_in(session, with_desk, came.attendees)

    found = measured(session, participants.non_organised)

    assert found == {"asked": 3, "non_organised": 2, "share": 66.7, "drawn_or_quota": 1}


def test_surveys_that_ask_for_organisations_count_too(session: Session):
    asked = instrument(
        section(
            "you",
            item(
                "member",
                ItemType.MULTIPLE,
                concept="organisation",
                options=options("patient_carer", "none"),
                prefer_not_to_say=True,
            ),
        )
    )
    survey = make_survey(session, asked)
    for answer in (["none"], ["none"], ["patient_carer"], ["none", "patient_carer"], "_declined", None):
        answers = {"member": answer} if answer else {}
        session.add(
            Response(
                id=random_id(), survey_id=survey.id, version_id=survey.version_id, language="en", channel="web",
                day=TODAY, answers=answers,
            )
        )  # fmt: skip
    session.flush()

    found = measured(session, participants.non_organised)

    assert (found["asked"], found["non_organised"]) == (4, 2)


def _hub(session: Session, slug: str, **columns: Any) -> Hub:
    made = Hub(slug=slug, name=slug.title(), **columns)
    session.add(made)
    session.flush()
    return made


def test_an_event_is_transnational_where_people_of_this_hub_meet_those_of_another(session: Session):
    ours, other = hubs.default(session), _hub(session, "elsewhere")
    part = _hub(session, "part", parent_id=ours.id)
    both = over(session, "both")
    make_party(session, both, *({"name": f"P{n}", "hub_id": ours.id} for n in range(4)))
    make_party(session, both, {"name": "Part", "hub_id": part.id}, {"name": "Other", "hub_id": other.id})
    small = over(session, "small", sites=[{"hub_id": ours.id}, {"hub_id": other.id}], hub=other)
    for site in small.sites:
        make_party(session, small, "Somebody", site=site)
    alone = over(session, "alone")
    make_party(session, alone, {"name": "A", "hub_id": ours.id}, {"name": "B", "hub_id": part.id})
    make_party(session, alone, {"name": "C", "hub_id": other.id, "role": AttendeeRole.SPEAKER})

    assert measured(session, participants.transnational) == {"events": 2, "with_five": 1}
    assert counted(session, participants.transnational) == {"both", "small"}
    assert len(participants.transnational(session, ours, SINCE, TODAY).rows) == 3


def test_access_is_stated_where_the_page_says_it_and_needs_are_asked_and_answered_before_the_start(session: Session):
    practical = {"practical": LocalizedText.of("Step-free from the tram.")}
    stated = over(session, "stated", texts=practical, asks={"access": "optional"})
    over(session, "not-asked", texts=practical)
    over(session, "not-said", asks={"access": "optional"})
    people = make_party(session, stated, "A", "B", "C").attendees
    before, after = stated.starts_at - timedelta(hours=1), stated.starts_at + timedelta(hours=1)
    for person, state, at in zip(
        people, (NeedState.ANSWERED, NeedState.ANSWERED, NeedState.ASKED), (before, after, None), strict=True
    ):
        session.add(Need(attendee_id=person.id, kind=NeedKind.ACCESS, state=state, answered_at=at))
    session.flush()

    assert measured(session, participants.access) == {
        "events": 3, "provisions_share": 33.3, "needs": 3, "answered_share": 33.3
    }  # fmt: skip


def _feedback(session: Session, answers: int, *, shown_from: int = 20) -> None:
    survey = make_survey(
        session,
        instrument(section("event", item("overall", ItemType.SINGLE, options=options("very_good", "bad")))),
        slug="feedback-x",
        shown_from=shown_from,
    )
    for number in range(answers):
        session.add(
            Response(
                id=random_id(), survey_id=survey.id, version_id=survey.version_id, language="en", channel="web",
                day=TODAY, answers={"overall": "bad" if number % 4 == 0 else "very_good"},
            )
        )  # fmt: skip
    event = over(session, "asked", feedback="feedback-x", seats=100)
    make_party(session, event, *(f"P{n}" for n in range(40)))
    over(session, "not-asked")


@pytest.mark.parametrize(
    ("answers", "mean"),
    [pytest.param(20, 4.25, id="enough"), pytest.param(19, None, id="too few to show")],
)
def test_ratings_are_a_mean_only_from_twenty_answers_on(session: Session, answers: int, mean: float | None):
    _feedback(session, answers, shown_from=10)

    found = measured(session, feedback.ratings)

    assert (found["overall"], found["answers"], found["asked_share"]) == (mean, answers, 50.0)
    assert found["response"] == answers / 40 * 100


@ON_SQLITE
def test_the_page_of_a_hub_counts_by_language_and_by_the_day_of_its_last_change(session: Session):
    ours = hubs.default(session)
    ours.languages, ours.about = ["nb", "nn"], {"nb": "Om oss"}
    ours.published_at, ours.updated_at = NOW, NOW - timedelta(days=40)

    found = measured(session, hub.public_page)

    assert found["official_share"] == 50.0
    assert found["days"] in (39, 40, 41)


@ON_SQLITE
def test_a_page_that_nobody_can_see_is_in_no_language(session: Session):
    ours = hubs.default(session)
    ours.languages, ours.about, ours.published_at = ["nb"], {"nb": "Om oss"}, None

    assert measured(session, hub.public_page) == {"official_share": 0.0, "days": None}


WHOLE = {
    "summary": {"en": "What for"},
    "mission_areas": ["prevention"],
    "audience": ["rural"],
    "starts_on": TODAY - timedelta(days=9),
    "counts": {"participants": 12},
    "document": "https://example.org/report.pdf",
}


@ON_SQLITE
@pytest.mark.parametrize(
    ("missing", "share"),
    [
        pytest.param({}, 100.0, id="whole"),
        pytest.param({"summary": {}}, 0.0, id="no purpose"),
        pytest.param({"mission_areas": []}, 0.0, id="no area"),
        pytest.param({"audience": []}, 0.0, id="no audience"),
        pytest.param({"audience": [], "groups": "Fishermen"}, 100.0, id="a group in words"),
        pytest.param({"counts": {}}, 0.0, id="nobody counted"),
        pytest.param({"document": ""}, 0.0, id="nothing came of it"),
    ],
)
def test_an_entry_of_the_register_is_whole_with_purpose_area_audience_people_and_result(
    session: Session, missing: dict[str, Any], share: float
):
    make_activity(session, **(WHOLE | missing))

    assert measured(session, hub.register) == {"activities": 1, "share": share}


def test_a_region_is_reached_by_an_activity_of_its_part_or_by_ten_people(session: Session):
    ours = hubs.default(session)
    ours.country, ours.scope = "NO", HubScope.NATIONAL
    part = _hub(session, "north", parent_id=ours.id, region="nord-norge", scope=HubScope.REGIONAL, country="NO")
    make_activity(session, hub=part.slug, starts_on=TODAY - timedelta(days=5))
    survey = make_survey(session, instrument(section("you", item("place", ItemType.REGION, countries=("NO",)))))
    for code, number in (("NO08", 10), ("NO06", 9)):
        session.add_all(
            Response(
                id=random_id(), survey_id=survey.id, version_id=survey.version_id, language="en", channel="web",
                day=TODAY, answers={"place": code},
            )
            for _ in range(number)
        )  # fmt: skip
    event = over(session, "elsewhere")
    make_party(session, event, {"name": "A", "answers": {"place": "NO06"}})
    session.flush()

    found = territory.spread(session, ours, SINCE, TODAY)

    reached = {str(row.title) for row in found.rows if row.counts}
    assert found.figures["regions"] == 2
    assert {title[-5:-1] for title in reached} == {"NO07", "NO08"}


@ON_SQLITE
@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"country": "LU", "scope": HubScope.NATIONAL}, id="a country of one region"),
        pytest.param({"country": "NO", "scope": HubScope.REGIONAL}, id="a regional hub"),
        pytest.param({"country": "", "scope": HubScope.NATIONAL}, id="the whole network"),
    ],
)
def test_territory_is_not_measured_where_there_is_nothing_to_spread_over(session: Session, columns: dict[str, Any]):
    ours = hubs.default(session)
    for name, value in columns.items():
        setattr(ours, name, value)

    assert territory.spread(session, ours, SINCE, TODAY).empty
