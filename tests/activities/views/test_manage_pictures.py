"""Cover pictures with words in every language, and who pays for what, from when until when."""

import io
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.activities import funding
from engage.activities.models import Activity, Funding
from engage.core.clock import utcnow
from engage.demo.pictures import waves
from engage.hubs import service as hub_service
from tests.factories.activities import make_activity
from tests.support.browser import Browser, Page, _page
from tests.support.databases import ON_SQLITE, reading, transaction

SignIn = Callable[..., Browser]
PICTURE = waves(1)
pytestmark = ON_SQLITE


def send(team: Browser, address: str, file: bytes = b"", name: str = "picture", **more: str) -> Page:
    form = next(form for form in team.get(address).forms if any(c["type"] == "file" for c in form.controls))
    data: dict[str, object] = {key: values[0] for key, values in form.values().items() if values}
    data |= more
    if file:
        data[name] = (io.BytesIO(file), "picture.png")
    answer = team.raw("POST", address, data=data)
    return team._follow(answer, address) if answer.status_code == 303 else _page(address, answer)


def test_a_cover_picture_is_refused_until_its_words_are_there_in_every_language(
    app: Flask, sign_in: SignIn, browser: Browser
):
    tomorrow = utcnow().date() + timedelta(days=1)
    with transaction(app) as session:
        activity = make_activity(session, title="A walk", languages=["en", "nb"], starts_on=tomorrow)
        address = f"/console/activities/{activity.id}/cover"
    team = sign_in(RoleName.ORGANISER)

    page = send(team, address, PICTURE, **{"alt-en": "Waves below a sun"})
    assert page.status == 422
    assert len(page.errors) == 1
    assert "Norsk bokmål" in page.errors[0]

    send(team, address, PICTURE, **{"alt-en": "Waves below a sun", "alt-nb": "Bølger under en sol"})
    shown = browser.get("/nb/activities").root.all("img")
    assert [image["alt"] for image in shown] == ["Bølger under en sol"]
    assert browser.raw("GET", shown[0]["src"]).data[:8] == PICTURE[:8]

    send(team, address, _action="remove")
    with reading(app) as session:
        assert session.scalars(select(Activity.cover)).all() == [None]


def test_what_is_no_picture_is_not_taken_as_one(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        address = f"/console/activities/{make_activity(session).id}/cover"

    page = send(sign_in(RoleName.ORGANISER), address, b"<svg onload=alert(1)>", **{"alt-en": "x"})

    assert page.status == 422
    assert page.errors == ["This is no picture that we can show. Take a JPEG, PNG, WebP or GIF."]


def test_funders_stand_from_their_first_day_to_their_last_the_nearest_first(app: Flask):
    day = date(2026, 6, 15)
    with transaction(app) as session:
        activity = make_activity(session)
        other = hub_service.add(session, slug="se", name="Sweden", country="SE")
        for name, columns in {
            "instance": {},
            "hub": {"hub_id": activity.hub_id},
            "activity": {"activity_id": activity.id},
            "other hub": {"hub_id": other.id},
            "over": {"ends_on": day - timedelta(days=1)},
            "later": {"starts_on": day + timedelta(days=1)},
            "last day": {"starts_on": day, "ends_on": day},
        }.items():
            session.add(Funding(funder=name, statement={"en": name}, emblem_text={}, **columns))
        session.flush()

        found = funding.funding_for(session, activity.hub_id, activity.id, day)
        assert [each.funder for each, _emblem in found] == ["activity", "hub", "instance", "last day"]
        assert [each.text for each in funding.statements(session, "de", day)] == ["instance", "last day"]


def test_a_coordinator_names_who_pays_for_the_hub_and_takes_it_back_with_one_press(
    app: Flask, sign_in: SignIn, browser: Browser
):
    with transaction(app) as session:
        activity = make_activity(session, slug="a-walk")
        number = activity.hub_id
    address = f"/console/funders/new?hub={number}"
    assert sign_in(RoleName.ORGANISER).raw("GET", address).status_code == 404, "an organiser speaks for no hub"
    team = sign_in(RoleName.COORDINATOR)
    assert team.raw("GET", "/console/funders/new").status_code == 404, "nor does a coordinator for the whole site"

    page = send(team, address, PICTURE, "emblem", funder="A fund", **{"statement-en": "Paid for by a fund."})
    assert len(page.errors) == 1
    assert "English" in page.errors[0]
    words = {"statement-en": "Paid for by a fund.", "emblem-en": "The fund's emblem"}
    send(team, address, PICTURE, "emblem", funder="A fund", **words)
    public = browser.get("/en/activities/a-walk")
    assert "Paid for by a fund." in public
    assert [image["alt"] for image in public.root.all("img")] == ["The fund's emblem"]

    with reading(app) as session:
        kept = session.scalars(select(Funding)).one().id
    page = team.get(f"/console/funders/{kept}")
    removing = next(form for form in page.forms if form.element["action"].endswith("/remove"))
    page = team.post(removing.element["action"], removing.values())
    assert "Paid for by a fund." not in browser.get("/en/activities/a-walk")
    undo = next(form for form in page.forms if "undo" in form.names)
    team.post(undo.element["action"], undo.values())
    assert "Paid for by a fund." in browser.get("/en/activities/a-walk")
