"""Activities in the console: described, recorded, shared between hubs, taken away and brought back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.activities import queries
from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity, ActivityHub
from engage.hubs import queries as hubs
from engage.hubs import service as hub_service
from engage.privacy.models import AuditEntry
from tests.factories.activities import make_activity
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

SignIn = Callable[..., Browser]
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()


@pytest.fixture(autouse=True)
def _sweden(app: Flask) -> None:
    with transaction(app) as session:
        hub_service.add(session, slug="sweden", name="Hub of Sweden", country="SE")


def only(app: Flask) -> Activity:
    with reading(app) as session:
        found = session.scalars(select(Activity)).one()
        session.refresh(found, ["owners", "partners"])
        return found


def test_an_activity_is_recorded_by_a_form_and_stands_in_the_calendar(app: Flask, sign_in: SignIn, browser: Browser):
    team = sign_in(RoleName.ORGANISER)
    page = team.get("/console/activities/new")
    page = team.press(page, languages=["en", "de"], more_languages="se", action="languages")
    assert {"title-en", "title-de", "title-se"} <= set(page.fields), "fields for each language, without scripts"

    page = team.press(
        page,
        {"title-en": "A walk", "title-de": "Ein Spaziergang", "summary-en": "Along the river."},
        kind="workshop",
        starts_on=TOMORROW.isoformat(),
        areas=["prevention"],
        audience=["young", "rural"],
        partners="Choir\nLibrary https://library.example.org",
        participants="12",
        action="save",
    )

    assert page.h1 in ("A walk", "Ein Spaziergang")
    assert "The activity is recorded." in page
    found = only(app)
    assert (found.declared, found.slug, found.languages) == (True, "a-walk", ["en", "de", "se"])
    assert [partner.name for partner in found.partners] == ["Choir", "Library"]
    assert found.counts == {"participants": 12}
    assert "Ein Spaziergang" in browser.get("/de/activities")
    with reading(app) as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["activity.declared"]


@ON_SQLITE
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(app: Flask, sign_in: SignIn):
    team = sign_in(RoleName.ORGANISER)
    page = team.get("/console/activities/new")
    page = team.press(
        page,
        {"title-en": "", "summary-en": "Along the river."},
        starts_on="tomorrow",
        participants="3",
        non_organised="4",
        link="example.org",
        action="save",
    )

    assert page.status == 422
    assert page.value("summary-en") == "Along the river."
    assert page.value("starts_on") == "tomorrow"
    assert len(page.errors) == 4
    with reading(app) as session:
        assert session.scalars(select(Activity)).all() == []


@ON_SQLITE
def test_every_line_of_the_summary_leads_to_a_field_also_without_a_language(sign_in: SignIn):
    team = sign_in(RoleName.ORGANISER)

    page = team.press(team.get("/console/activities/new"), languages=[], action="save")

    assert "i-languages" in page.html
    assert all(f'id="{link.partition("#")[2]}"' in page.html for link in page.links if "#i-" in link)


@ON_SQLITE
def test_a_language_that_is_none_is_asked_about_and_kept_as_it_was_typed(sign_in: SignIn):
    team = sign_in(RoleName.ORGANISER)

    page = team.press(team.get("/console/activities/new"), more_languages="@ se", action="save")

    assert page.status == 422
    assert page.value("more_languages") == "@"
    assert page.asks("title-se")
    assert 'lang="@"' not in page.html


@ON_SQLITE
def test_a_hub_that_owns_an_activity_too_sees_and_edits_it_but_does_not_say_whose_it_is(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        address = f"/console/activities/{make_activity(session, title='A walk').id}"
    swedes = sign_in(RoleName.ORGANISER, hub="sweden")
    assert swedes.raw("GET", address).status_code == 404

    team = sign_in(RoleName.ORGANISER)
    page = team.press(team.get(f"{address}/edit"), beside=["sweden"], action="save")
    assert "Hub of Sweden" in page

    assert "A walk" in swedes.get("/console/activities")
    page = swedes.get(f"{address}/edit")
    assert not page.asks("hub")
    swedes.press(page, {"title-en": "A long walk"}, action="save")
    swedes.post(f"{address}/edit", {**_sent(page), "hub": "sweden", "beside": []})
    with reading(app) as session:
        found = session.scalars(select(Activity)).one()
        assert found.title == {"en": "A long walk"}
        assert found.hub.slug == hubs.DEFAULT_SLUG
        assert len(session.scalars(select(ActivityHub)).all()) == 1


def _sent(page) -> dict[str, list[str]]:
    return next(form for form in page.forms if "seen" in form.names).values()


@ON_SQLITE
def test_only_a_hub_whose_activities_one_edits_can_lead(app: Flask, sign_in: SignIn):
    team = sign_in(RoleName.ORGANISER)
    page = team.press(
        team.get("/console/activities/new"), {"title-en": "A walk"}, starts_on=TOMORROW.isoformat(), action="languages"
    )
    data = next(form for form in page.forms if "title-en" in form.names).values()

    answer = team.raw("POST", "/console/activities/new", data={**data, "hub": "sweden", "_action": "save"})

    assert answer.status_code == 422
    assert b"Choose a hub whose activities you may edit." in answer.data


@ON_SQLITE
def test_of_a_survey_one_says_what_it_is_about_and_not_what_it_is(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_survey(session).activity_id
    team = sign_in(RoleName.ORGANISER)
    assert f"/console/activities/{number}" in team.get("/console/surveys/health").links
    page = team.get(f"/console/activities/{number}/edit")
    assert not page.asks("title-en")
    assert page.asks("summary-de")

    page = team.press(page, {"summary-en": "Say what you think."}, areas=["equity"], action="save")

    assert "/console/surveys/health" in page.links
    found = only(app)
    assert (found.summary, found.mission_areas) == ({"en": "Say what you think."}, ["equity"])
    assert found.title == {"en": "Your health", "de": "Ihre Gesundheit"}
    assert found.languages == ["en", "de"]


@ON_SQLITE
def test_who_saves_after_somebody_else_is_told_and_loses_nothing(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        address = f"/console/activities/{make_activity(session).id}/edit"
    first, second = sign_in(RoleName.ORGANISER), sign_in(RoleName.ORGANISER)
    mine, theirs = first.get(address), second.get(address)
    second.press(theirs, {"title-en": "Theirs"}, action="save")

    page = first.press(mine, {"title-en": "Mine"}, action="save")

    assert page.status == 409
    assert page.value("title-en") == "Mine"
    assert only(app).title == {"en": "Theirs"}
    assert first.press(page, action="save").status == 200
    assert only(app).title == {"en": "Mine"}


@ON_SQLITE
def test_what_was_taken_away_is_brought_back_with_one_press(app: Flask, sign_in: SignIn, browser: Browser):
    with transaction(app) as session:
        activity = make_activity(session, title="A walk", slug="a-walk", state=ActivityState.CANCELLED)
        address = f"/console/activities/{activity.id}"
    team = sign_in(RoleName.ORGANISER)

    page = team.post(f"{address}/remove", {"_csrf": _token(team.get(address))})
    assert "“A walk” is taken away." in page
    assert browser.raw("GET", "/en/activities/a-walk").status_code == 404

    undo = next(form for form in page.forms if "undo" in form.names)
    team.post(undo.element["action"], undo.values())
    assert only(app).state is ActivityState.CANCELLED

    team.post(f"{address}/remove", {"_csrf": _token(team.get(address))})
    assert "A walk" in team.get("/console/activities?state=removed")
    team.post(f"{address}/back", {"_csrf": _token(team.get(address))})
    assert only(app).state is ActivityState.DRAFT


def _token(page) -> str:
    return next(form for form in page.forms if "_csrf" in form.names).values()["_csrf"][0]


@ON_SQLITE
def test_a_survey_cannot_be_taken_away_as_an_activity(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        address = f"/console/activities/{make_survey(session).activity_id}"
    team = sign_in(RoleName.ORGANISER)

    assert team.raw("POST", f"{address}/remove", data={"_csrf": _token(team.get(address))}).status_code == 404


def test_activities_are_found_by_their_words_in_any_language(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_activity(session).title = {"nb": "Åpen kveld", "de": "Offener Abend"}
        make_activity(session, title="Another")
    team = sign_in(RoleName.ANALYST)

    for words in ("apen", "Abend"):
        page = team.get(f"/console/activities?q={words}")
        assert "Another" not in page.root.all("main")[0].text
        assert "Offener Abend" in page or "Åpen kveld" in page
    assert "Another" in team.get("/console/search?q=another")
    with reading(app) as session:
        assert len(queries.slugs(session)) == 2
