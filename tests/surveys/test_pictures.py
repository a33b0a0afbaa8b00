"""Pictures from the console to the citizen's page."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.instruments.domain.definition import Item, ItemType, Option
from engage.instruments.picture_models import Picture
from tests.core.test_images import PNG
from tests.factories.people import make_person
from tests.factories.surveys import FIRST, instrument, make_survey, section, text
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE

WHERE = Item(
    name="where",
    type=ItemType.SINGLE,
    label=text("Where does it hurt?", "Wo tut es weh?"),
    image={"en": "body.png"},
    image_text=text("A body from the front", "Ein Körper von vorn"),
    options=(
        Option(code="arm", label=text("Arm"), image={"en": "arm.png"}),
        Option(code="leg", label=text("Leg", "Bein"), image={"en": "leg.png", "de": "bein.png"}),
    ),
)


@pytest.fixture
def console(app: Flask) -> str:
    """The address of the page of pictures."""
    with transaction(app) as session:
        survey = make_survey(session, instrument(section("body", WHERE)))
        return f"/console/instruments/{survey.instrument_id}/pictures"


@pytest.fixture
def organiser(app: Flask) -> Browser:
    with transaction(app) as session:
        person = make_person(session, RoleName.ORGANISER)
        key = person.fs_uniquifier
    visitor = Browser(app)
    visitor.sign_in(key)
    return visitor


def upload(browser: Browser, path: str, *files: tuple[str, bytes], name: str = ""):
    page = browser.get(path)
    token = next(form.values() for form in page.forms if "_csrf" in form.values())["_csrf"][0]
    data = {"_csrf": token, "name": name, "file": [(io.BytesIO(content), called) for called, content in files]}
    return browser._follow(browser.raw("POST", path, data=data, content_type="multipart/form-data"), path)


def test_another_site_cannot_bring_a_picture(app: Flask, organiser: Browser, console: str):
    data = {"file": (io.BytesIO(PNG), "arm.png")}

    assert organiser.raw("POST", console, data=data, content_type="multipart/form-data").status_code == 400
    with reading(app) as session:
        assert session.scalars(select(Picture)).all() == []


def test_missing_pictures_are_listed_brought_and_shown(app: Flask, browser: Browser, organiser: Browser, console: str):
    page = organiser.get(console)
    assert "4 pictures are missing" in page
    assert browser.submit(FIRST).root.all("img") == []

    page = upload(organiser, console, ("arm.png", PNG), ("leg.png", PNG), ("strange.png", PNG))
    assert "2 pictures are missing" in page
    assert "No question of the newest version shows it" in page
    upload(organiser, console, ("IMG_1.PNG", PNG), name="body.png")
    page = upload(organiser, console, ("bein.png", b"GIF is not PNG"))
    assert page.status == 422
    assert "bein.png is no picture" in page.errors[0] if page.errors else "bein.png is no picture" in page

    shown = browser.get(f"{FIRST}/body")
    pictures = shown.root.all("img")
    assert [image["alt"] for image in pictures] == ["A body from the front", "", ""]
    assert [(image["width"], image["height"]) for image in pictures] == [("40", "30")] * 3
    german = browser.get(f"{FIRST}/body".replace("/en/", "/de/")).root.all("img")
    assert german[0]["alt"] == "Ein Körper von vorn"
    assert len(german) == 2, "the German picture of the leg is still missing"
    answered = browser.press(shown, where="leg", action="next")
    assert "Leg" in answered


def test_a_picture_is_served_for_ever_under_its_hash_and_can_do_nothing(
    browser: Browser, organiser: Browser, console: str
):
    upload(organiser, console, ("body.png", PNG))
    (image,) = browser.submit(FIRST).root.all("img")

    response = browser.raw("GET", image["src"])

    assert (response.status_code, response.data, response.mimetype) == (200, PNG, "image/png")
    assert "immutable" in response.headers["Cache-Control"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    for other in (image["src"][:-4] + ".jpg", "/pictures/" + "0" * 64 + ".png", "/pictures/x.png"):
        assert browser.raw("GET", other).status_code == 404
