"""Outcomes in the console: written, answered, published; who may do what; what two people change at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.hubs.models import Hub
from engage.outcomes import queries
from engage.outcomes.domain.kinds import RecommendationState, RestKind
from engage.outcomes.models import Outcome, Recommendation
from tests.factories.activities import make_activity
from tests.factories.editions_of_results import make_edition
from tests.factories.outcomes import ASKED, make_outcome
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


def the_outcome(app: Flask) -> Outcome:
    with reading(app) as session:
        return session.scalars(queries.within(None)).unique().one()


def test_a_person_writes_what_was_heard_recommends_and_publishes(app: Flask, sign_in: SignIn, browser: Browser):
    with transaction(app) as session:
        activity = make_activity(session, title="Dialogue in spring", mission_areas=["equity"])
        number = activity.id
    team = sign_in(RoleName.ORGANISER)
    form = team.get(f"/console/outcomes/new?activity={number}")
    assert form.fields["areas"] == ["equity"]
    page = team.press(form, {"title-en": "Calls", "heard-en": "Nobody answers calls."}, action="save")
    assert "Add a recommendation: everybody reads at least one." in page

    path = page.path
    page = team.submit(
        f"{path}/recommendations/new",
        {"text-en": "Answer calls", "addressed_to-en": "Ministry", "handed_on": "2026-01-02"},
    )
    assert "days overdue" in page
    page = team.get(f"{path}/publish")
    assert "Nobody answers calls." in page
    page = team.press(page)
    assert "Everybody can read the outcome now." in page

    outcome = the_outcome(app)
    assert (outcome.slug, outcome.published_at is not None) == ("calls", True)
    assert [each.activity_id for each in outcome.activities] == [number]
    assert "Nobody answers calls." in browser.get("/en/outcomes/calls")


def recommendation(app: Flask) -> Recommendation:
    with reading(app) as session:
        return session.scalars(select(Recommendation)).one()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param(
            {"state": "declined", "answer-en": "No.", "answered_on": "2026-03-04"},
            "Write the reason. Nothing is declined without one.",
            id="declined without a reason",
        ),
        pytest.param(
            {"state": "accepted", "answer-en": "Yes.", "answered_on": "2025-03-04"},
            "This is before the day on which the body got it. Enter a later day.",
            id="answered before it was asked",
        ),
        pytest.param({"handed_on": "soon"}, "Enter a date, for example 2026-11-20.", id="a day that is none"),
        pytest.param({"text-en": ""}, "Say what is recommended.", id="nothing asked for"),
        pytest.param(
            {"addressed_to-en": "x" * 201}, "This is too long. Use at most 200 characters.", id="a body too long"
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(app, sign_in, changes, error):
    with transaction(app) as session:
        make_outcome(session, published_at=None)
    before, team = recommendation(app), sign_in(RoleName.COORDINATOR)
    path = f"/console/outcomes/{before.outcome_id}/recommendations/{before.id}"

    page = team.submit(path, {"handed_on": "2026-01-02", "done-en": "Half of it"} | changes)

    assert (page.status, page.errors) == (422, [error])
    typed = {"handed_on": "2026-01-02", "done-en": "Half of it"} | changes
    assert {name: page.value(name) or "" for name in typed} == typed
    assert recommendation(app).handed_on is None


def test_a_declined_recommendation_is_kept_with_its_reason(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_outcome(session)
    before, team = recommendation(app), sign_in(RoleName.COORDINATOR)
    answer = {"state": "declined", "answer-en": "No.", "reason-en": "Too few nurses.", "answered_on": "2026-03-04"}

    page = team.submit(
        f"/console/outcomes/{before.outcome_id}/recommendations/{before.id}",
        {"handed_on": "2026-01-02", "role": "consulted"} | answer,
    )

    assert "Answered on March 4, 2026, after 61 days." in page
    after = recommendation(app)
    assert (after.state, after.reason) == (RecommendationState.DECLINED, {"en": "Too few nurses."})
    assert after.answered_on == date(2026, 3, 4)


def test_who_saves_second_is_told_and_keeps_what_was_typed(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_outcome(session, title="Before").id
    first, second = sign_in(RoleName.ORGANISER), sign_in(RoleName.COORDINATOR)
    opened = second.get(f"/console/outcomes/{number}/edit")
    first.submit(f"/console/outcomes/{number}/edit", {"title-en": "First"}, action="save")

    page = second.press(opened, {"title-en": "Second"}, action="save")

    assert page.status == 409
    assert "Somebody else has changed this outcome" in page
    assert page.value("title-en") == "Second"
    assert the_outcome(app).title == {"en": "First"}
    second.press(page, action="save")
    assert the_outcome(app).title == {"en": "Second"}


def test_recommendations_change_places_and_go_but_the_last_of_a_public_outcome(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        both = [ASKED, replace(ASKED, text={"en": "Answer letters"})]
        made = make_outcome(session, recommendations=both)
        number, (one, two) = made.id, [each.id for each in made.recommendations]
    team = sign_in(RoleName.ORGANISER)
    path = f"/console/outcomes/{number}/recommendations"

    team.post(f"{path}/{two}/move", {"to": "up", "_csrf": _token(team, number)})
    with reading(app) as session:
        rows = session.scalars(select(Recommendation).order_by(Recommendation.position))
        assert [each.id for each in rows] == [two, one]

    page = team.submit(f"{path}/{one}/remove")
    assert "The recommendation is removed." in page
    page = team.submit(f"{path}/{two}/remove")
    assert "everybody reads at least one" in page
    assert recommendation(app).id == two


def _token(team: Browser, number: int) -> str:
    return team.get(f"/console/outcomes/{number}/edit").value("_csrf") or ""


def test_tables_of_published_results_are_chosen_and_shown(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        survey = make_survey(session, slug="screening")
        session.add(make_edition(survey.id))
        number = make_outcome(session).id
        activity = survey.activity_id
    team = sign_in(RoleName.ORGANISER)
    team.submit(f"/console/outcomes/{number}/activities", {"activities": [str(activity)]})

    page = team.submit(f"/console/outcomes/{number}/rests", {"rests": [f"table:{activity}:1:heard"]})
    elsewhere = {"link": "https://example.org/minutes", "label-en": "Minutes", "_csrf": page.value("_csrf")}
    team.post(f"/console/outcomes/{number}/rests/link", elsewhere)

    page = team.get(f"/console/outcomes/{number}")
    assert "Who told you of screening?" in page
    assert "/en/surveys/screening/results?edition=1#q1" in page.links
    kinds = [each.kind for each in the_outcome(app).rests]
    assert kinds == [RestKind.TABLE, RestKind.LINK]


def test_what_is_no_number_of_an_activity_is_passed_over(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        activity = make_activity(session, title="Dialogue in spring").id
        number = make_outcome(session, published_at=None).id
    team = sign_in(RoleName.ORGANISER)
    target, sent = team.filled(team.get(f"/console/outcomes/{number}/activities"), {})

    page = team.post(target, {**sent, "activities": ["9" * 5000, "\u00b2", "-1", str(activity)]})

    assert (page.status, [each.activity_id for each in the_outcome(app).activities]) == (200, [activity])


@pytest.mark.parametrize("role", [RoleName.ORGANISER, RoleName.COORDINATOR])
def test_who_works_for_another_hub_finds_nothing(app: Flask, sign_in: SignIn, role: RoleName):
    with transaction(app) as session:
        session.add(Hub(slug="elsewhere", name="Elsewhere"))
        made = make_outcome(session, title="Calls", published_at=None)
        number, asked = made.id, made.recommendations[0].id
    other = sign_in(role, hub="elsewhere")
    token = {"_csrf": other.get("/console/outcomes/new").value("_csrf")}
    endings = ("edit", "publish", "remove", "activities", "rests", "recommendations/new", f"recommendations/{asked}")

    assert "Calls" not in other.get("/console/outcomes").root.all("main")[0].text
    assert other.get(f"/console/outcomes/{number}").status == 404
    for ending in (*endings, f"recommendations/{asked}/remove"):
        assert other.get(f"/console/outcomes/{number}/{ending}").status == 404
        assert other.post(f"/console/outcomes/{number}/{ending}", token).status == 404
    assert the_outcome(app).revision == 1


def test_an_analyst_sees_outcomes_and_cannot_change_them(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        made = make_outcome(session, title="Calls", published_at=None)
        number, asked = made.id, made.recommendations[0].id
    analyst = sign_in(RoleName.ANALYST)

    assert "Calls" in analyst.get("/console/outcomes")
    page = analyst.get(f"/console/outcomes/{number}")
    assert "Answer calls within a day" in page
    assert not [link for link in page.links if f"/outcomes/{number}/" in link]
    for ending in ("edit", "publish", "remove", "rests", f"recommendations/{asked}"):
        assert analyst.get(f"/console/outcomes/{number}/{ending}").status == 404


def test_a_language_is_added_and_said_to_lack_its_texts(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_outcome(session).id
    team = sign_in(RoleName.ORGANISER)
    form = team.get(f"/console/outcomes/{number}/edit")
    form = team.press(form, {"languages": ["en", "de"]}, action="languages")
    page = team.press(form, {"title-de": "Anrufe"}, action="save")

    assert "3 texts are missing" in page
    assert (the_outcome(app).languages, the_outcome(app).title["de"]) == (["en"], "Anrufe")
    form = team.press(team.get(f"/console/outcomes/{number}/edit"), {"languages": ["en", "de", "nb"]}, action="save")
    assert form.errors == ["Write the title in this language, or take the language out below."]
    team.submit(f"/console/outcomes/{number}/edit", {"languages": ["en"]}, action="save")
    assert "de" not in the_outcome(app).title


def test_lists_are_narrowed_and_outcomes_are_found_by_the_search(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_outcome(session, title="Calls", published_at=None)
        make_outcome(session, title="Letters")
    team = sign_in(RoleName.ORGANISER)

    assert "Letters" not in team.get("/console/outcomes?show=draft")
    assert "Calls" in team.get("/console/outcomes?state=open")
    assert "Nothing matches." in team.get("/console/outcomes?show=overdue")
    assert "Letters" in team.get("/console/search?q=letters")


def test_the_start_page_and_the_list_say_which_answers_are_overdue(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_outcome(session, title="Letters", recommendations=[replace(ASKED, handed_on=date(2026, 1, 2))])
        make_outcome(session, title="Calls")
    team = sign_in(RoleName.ORGANISER)

    assert "1 outcome waits for an overdue answer" in team.get("/console/")
    page = team.get("/console/outcomes?show=overdue")
    assert "Letters" in page
    assert "Calls" not in page


def test_a_draft_is_deleted_after_a_question_and_a_public_outcome_is_taken_back_first(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_outcome(session).id
    team = sign_in(RoleName.ORGANISER)

    assert "Take it back first" in team.submit(f"/console/outcomes/{number}/remove")
    team.post(f"/console/outcomes/{number}/withdraw", {"_csrf": _token(team, number)})
    assert "The draft is deleted." in team.submit(f"/console/outcomes/{number}/remove")
    with reading(app) as session:
        assert session.scalars(select(Outcome)).all() == []
