"""Who sees which figures, which countries and hubs are listed, and what counting costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind, MissionArea
from engage.core.ids import random_id
from engage.events.models_people import Registration
from engage.hubs.models import Hub
from engage.network import counting
from engage.network.domain.figures import FIGURES, Choice, Counted, Document, Number
from engage.network.domain.periods import Period
from engage.network.models import FigureCorrection
from engage.results.models import Population
from engage.surveys.models import FieldworkCount, Partner, Response, Restriction, Survey
from tests.factories.activities import make_activity
from tests.factories.events import make_event
from tests.factories.network import make_network
from tests.factories.registrations import make_registration
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
TODAY = date(2026, 7, 10)
HALF_YEAR = Period(date(2026, 1, 1), date(2026, 6, 30))
NETWORK = Choice()
RULES: dict[str, Any] = {"today": TODAY, "answer_days": 120, "secret": "secret"}


def hub(session: Session, slug: str, country: str, **columns: Any) -> Hub:
    made = Hub(slug=slug, name=slug, country=country, languages=["en"], **columns)
    session.add(made)
    session.flush()
    return made


def survey(session: Session, lead: Hub, slug: str = "asked", **sent: int) -> int:
    """One in the field in March; who sent something then, by language."""
    made = make_survey(session, slug=slug)
    made.activity.hub, made.activity.starts_on, made.activity.ends_on = lead, date(2026, 3, 1), date(2026, 3, 31)
    session.add_all(
        FieldworkCount(
            survey_id=made.id, day=date(2026, 3, 4), language=tag, section="", outcome="submitted", count=number
        )
        for tag, number in sent.items()
    )
    session.flush()
    return made.id


def figure(
    session: Session,
    key: str,
    choice: Choice = NETWORK,
    *,
    exact_for: frozenset[int] | None = None,
) -> Counted:
    return counting.count(session, key, HALF_YEAR, choice, exact_for=exact_for, **RULES)


def board(session: Session, exact_for: frozenset[int] | None = None, choice: Choice = NETWORK) -> Document:
    return counting.all(session, HALF_YEAR, choice, exact_for=exact_for, **RULES)


# -- people


def test_an_evaluator_sees_few_responses_as_fewer_than_ten_everywhere(session: Session):
    austria = hub(session, "austria", "AT")
    survey(session, austria, en=7)

    found = figure(session, "responses", exact_for=frozenset())

    few = Number(None, below=10)
    assert (found.total, found.by_hub[austria.id], found.by_country["AT"]) == (few, few, few)
    assert found.by_month[date(2026, 3, 1)] == few
    assert [row.value for row in found.rows] == [few]
    assert found.by_month[date(2026, 4, 1)] == Number(0)


def test_a_hubs_own_team_sees_its_people_exactly_and_those_of_others_protected(session: Session):
    austria, norway = hub(session, "austria", "AT"), hub(session, "norway", "NO")
    survey(session, austria, "one", en=7)
    survey(session, norway, "two", en=33)

    found = figure(session, "responses", exact_for=frozenset({austria.id}))

    assert found.by_hub[austria.id] == Number(7)
    assert found.by_hub[norway.id] in (Number(30, about=True), Number(35, about=True))
    assert found.total.value == 7 + (found.by_hub[norway.id].value or 0)


def test_whatever_is_shown_to_others_is_the_same_in_every_period_and_choice(session: Session):
    network = make_network(session)
    lead = network.hubs["norway"].id
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    for key in ("responses", "registrations", "attended", "told", "topics_proposed"):
        wide = counting.count(session, key, HALF_YEAR, Choice(), exact_for=frozenset(), **RULES)
        narrow = counting.count(session, key, march, Choice(), exact_for=frozenset(), **RULES)
        assert narrow.total == wide.by_month[march.since]
        of_hub = counting.count(session, key, march, Choice(hub=lead), exact_for=frozenset(), **RULES)
        assert of_hub.by_hub[lead] == narrow.by_hub[lead]


def test_the_gap_of_a_survey_moves_once_a_month_and_with_no_single_answer(session: Session):
    made = make_survey(session)
    made.activity.starts_on, made.activity.ends_on = date(2026, 6, 1), date(2026, 7, 31)
    half = [[[["yes"]], 1], [[["no"]], 1]]
    session.add(Population(survey_id=made.id, name="p", items=["smoker"], cells=half, source="Statistics"))

    def answers(day: date, number: int) -> None:
        given = {"survey_id": made.id, "version_id": made.version_id, "language": "en", "channel": "open", "day": day}
        said = {"smoker": "yes"}
        session.add_all(Response(id=random_id(), answers=said, **given) for _ in range(number))
        session.flush()

    def gap(today: date) -> float | None:
        rules = RULES | {"today": today}
        found = counting.count(
            session,
            "representation_gap",
            Period(date(2026, 1, 1), date(2026, 12, 31)),
            NETWORK,
            exact_for=None,
            **rules,
        )
        return found.total.value

    answers(date(2026, 7, 2), 60)
    assert gap(TODAY) is None
    assert gap(date(2026, 8, 1)) == 0.5


def test_what_people_restricted_is_in_no_figure_of_the_network(session: Session):
    made = make_survey(session)
    made.activity.starts_on, made.activity.ends_on = date(2026, 6, 1), date(2026, 7, 31)
    half = [[[["yes"]], 1], [[["no"]], 1]]
    session.add(Population(survey_id=made.id, name="p", items=["smoker"], cells=half, source="Statistics"))
    given = {"survey_id": made.id, "version_id": made.version_id, "language": "en", "channel": "file"}
    some = [
        Response(id=random_id(), answers={"smoker": said}, day=date(2026, 7, 2), **given)
        for said in ("yes", "no")
        for _ in range(60)
    ]
    session.add_all(some)
    session.flush()

    def figure(key: str) -> float | None:
        year, rules = Period(date(2026, 1, 1), date(2026, 12, 31)), RULES | {"today": date(2026, 8, 1)}
        return counting.count(session, key, year, NETWORK, exact_for=None, **rules).total.value

    assert (figure("representation_gap"), figure("responses")) == (0, 120)
    session.add_all(Restriction(response_id=each.id, survey_id=made.id, request_id=1) for each in some[60:])
    session.flush()
    assert (figure("representation_gap"), figure("responses")) == (0.5, 60)


def test_languages_people_answered_in_are_told_apart_for_the_hub_alone(session: Session):
    austria = hub(session, "austria", "AT")
    survey(session, austria, en=12, de=40, nb=9)

    exact, others = (
        figure(session, "languages_answered", exact_for=who) for who in (frozenset({austria.id}), frozenset[int]())
    )

    assert (exact.total.value, exact.by_hub[austria.id].value) == (2, 2)
    assert (others.total.value, others.by_hub[austria.id]) == (2, Number(None, withheld=True))


# -- of whom


def test_responses_count_for_the_country_in_whose_edition_they_were_given_and_its_hub(session: Session):
    norway, austria = hub(session, "norway", "NO"), hub(session, "austria", "AT")
    survey_id = survey(session, norway, en=5)
    session.add(Partner(survey_id=survey_id, country="AT", hub_id=austria.id))
    version = session.get_one(Survey, survey_id).version_id
    session.add_all(
        Response(
            id=random_id(), survey_id=survey_id, version_id=version, language="en", channel="open", country=country,
            day=date(2026, 3, 4), answers={},
        )
        for country in ("AT", "AT", "MT")
    )  # fmt: skip
    session.flush()

    found = figure(session, "responses")

    # Five were sent; two of them lie there no more, and nobody knows for which country they were.
    assert {code: each.value for code, each in found.by_country.items() if each.value} == {"AT": 2, "MT": 1, "NO": 2}
    assert {found.by_hub[austria.id].value, found.by_hub[norway.id].value} == {2, 3}
    assert figure(session, "responses", Choice(country="AT")).total.value == 2


def test_countries_and_hubs_with_nothing_are_listed(session: Session):
    malta = hub(session, "malta", "MT")

    found = board(session)

    assert {"MT", "BE", "NO"} <= set(found.countries)
    assert malta.id in {each.id for each in found.hubs}
    for counted in found.figures.values():
        assert counted.by_country["MT"].value in (0, None)
        assert counted.by_hub[malta.id].value in (0, None)


def test_a_hub_is_chosen_with_its_parts(session: Session):
    norway = hub(session, "norway", "NO")
    oslo = hub(session, "oslo", "NO", parent_id=norway.id)
    for slug in ("norway", "oslo", "default"):
        make_activity(session, hub=slug, starts_on=date(2026, 3, 1))

    found = figure(session, "declared", Choice(hub=norway.id))

    assert found.total.value == 2
    assert {each: number.value for each, number in found.by_hub.items()} == {norway.id: 1, oslo.id: 1}


def test_what_has_no_mission_area_says_that_it_cannot_be_counted_by_one(session: Session):
    found = board(session, choice=Choice(area=MissionArea.PREVENTION))

    assert {key for key, each in found.figures.items() if not each.available} == {
        each.key for each in FIGURES if not each.by_area
    }


# -- what changes afterwards


def test_an_event_whose_registrations_were_deleted_counts_by_its_public_report(session: Session):
    held = make_event(session, now=datetime(2026, 2, 1, tzinfo=UTC))
    registration = make_registration(session, held, "Ada Berg", "Bo Dahl")
    held.report = {"figures": {"registered": 40, "came": None, "counted": True, "tables": {}}}
    session.flush()
    assert figure(session, "places").total.value == 2

    session.delete(session.get_one(Registration, registration.id))
    session.flush()

    assert figure(session, "places").total.value == 40
    assert figure(session, "attended").total.value == 0
    assert [row.counts for row in figure(session, "attended").rows] == [False]


def test_a_correction_is_added_marked_and_ends_when_it_is_taken_back(session: Session):
    austria = hub(session, "austria", "AT")
    kept = FigureCorrection(
        figure="surveys_closed", hub_id=austria.id, month=date(2026, 2, 1), change=3, reason="On paper",
        made_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(kept)
    survey(session, austria)

    found = figure(session, "surveys_closed")
    assert (found.total, found.corrections) == (Number(4, corrected=3), (kept.id,))
    assert found.by_country["AT"] == Number(4, corrected=3)
    assert found.by_month[date(2026, 2, 1)] == Number(3, corrected=3)
    assert figure(session, "surveys_closed", Choice(area=MissionArea.EQUITY)).corrections == ()

    kept.taken_back_at = datetime.now(UTC)
    session.flush()
    assert figure(session, "surveys_closed").total == Number(1)


# -- what it costs


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    found: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        found.append(statement)

    engine = session.get_bind()
    events.listen(engine, "before_cursor_execute", note)
    yield found
    events.remove(engine, "before_cursor_execute", note)


def test_more_hubs_and_activities_take_no_more_statements(session: Session):
    make_network(session)
    with statements(session) as few:
        board(session)
    for n in range(20):
        hub(session, f"hub-{n}", "AT")
        make_activity(session, hub=f"hub-{n}", starts_on=date(2026, 3, 1), kind=ActivityKind.WORKSHOP)
    with statements(session) as many:
        board(session)

    assert len(many) == len(few) <= 25


# -- links


def test_rows_lead_to_pages_that_are_there(session: Session, app: Flask):
    make_network(session)
    rows = [row for each in board(session).figures.values() for row in each.rows if row.endpoint]

    assert {row.endpoint for row in rows} <= set(app.view_functions)
    for row in {(row.endpoint, tuple(row.arguments)): row for row in rows}.values():
        taken = [rule.arguments for rule in app.url_map.iter_rules() if rule.endpoint == row.endpoint]
        assert set(row.arguments) in taken
