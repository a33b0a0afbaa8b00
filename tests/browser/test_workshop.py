"""A room through one vote: the facilitator, the wall and three phones, which follow by themselves."""

import logging
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from engage.accounts.roles import RoleName
from engage.app import create_app
from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db.session import db
from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.modelling import keeping
from engage.maturity.rating import closing
from tests.browser.conftest import NewPage
from tests.browser.keys import press, tick
from tests.browser.looking import fits, is_accessible
from tests.browser.site import Site
from tests.factories.maturity import make_assessment
from tests.factories.people import make_person
from tests.factories.ratings import make_member
from tests.support.browser import signed_in
from tests.support.databases import transaction

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Room:
    number: int
    tokens: dict[str, str]
    """Of the panel, by language."""
    cookie: dict[str, str]
    """Of the facilitator."""


def test_a_vote_goes_from_the_desk_to_phones_with_keyboards_and_back_to_the_wall(site: Site, new_page: NewPage) -> None:
    room = _split(site)
    desk = new_page(bypass_csp=True)
    desk.context.add_cookies([{**room.cookie, "url": site.address}])
    desk.goto(f"{site.address}/console/assessments/{room.number}/workshop")
    desk.get_by_role("button", name="Begin the workshop").click()
    desk.locator("form[action$='/show/RSP-1'] button").first.click()
    wall = new_page(width=1280, height=720, bypass_csp=True)
    wall.goto(desk.locator("section[aria-labelledby=projector] a").first.get_attribute("href") or "")
    phones = {tag: _phone(site, new_page, tag, token) for tag, token in room.tokens.items()}
    for page, what in ((desk, "the desk"), (wall, "the wall"), (phones["he"], "a phone")):
        _looked_at(page, what)

    desk.get_by_role("button", name="Open the vote").click()
    for phone in phones.values():
        expect(phone.locator("input[value='1']")).to_be_visible()
        _looked_at(phone, "a vote")
        tick(phone, phone.locator("input[type=radio]").first)
        while not phone.locator("input[value='1']").is_checked():
            phone.keyboard.press("ArrowDown")
        press(phone, phone.locator("main form button"))
    expect(desk.locator("[data-workshop-votes]")).to_have_text("3")
    expect(wall.locator("[data-workshop-votes]")).to_have_text("3")
    _looked_at(wall, "the wall while people vote")

    desk.get_by_role("button", name="Close the vote").click()
    _looked_at(desk, "the desk when the vote is closed")
    desk.get_by_role("button", name="Show the result").click()
    expect(wall.locator(".eng-room__holds")).to_contain_text("1.")
    for phone in phones.values():
        expect(phone.locator("input")).to_have_count(0)
        expect(phone.locator("svg")).to_have_count(2)


def _looked_at(page: Page, what: str) -> None:
    fits(page, what)
    is_accessible(page, what)


def _phone(site: Site, new_page: NewPage, language: str, token: str) -> Page:
    page = new_page(width=360, height=740, bypass_csp=True)
    page.goto(f"{site.address}/{language}/assessments/{token}")
    assert page.url.endswith("/workshop")
    return page


def _split(site: Site) -> Room:
    """A round that is split on public response; three of the panel have a phone, one in Hebrew and the short form."""
    settings = Settings(data_dir=site.folder, base_url=site.address, secret_key=site.environment["ENGAGE_SECRET_KEY"])
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    app = create_app(settings)
    root.handlers, root.level = handlers, level  # the tests' own listeners stay
    with transaction(app) as session:
        keeping.bundled(session, utcnow())
        made = make_assessment(session, stage=Stage.RATING)
        members = {
            tag: make_member(session, made, {"RSP-1": given}, language=tag, short_form=tag == "he")
            for tag, given in (("en", 0), ("de", 0), ("he", 4))
        }
        make_member(session, made, {"RSP-1": 4})
        closing.close(session, made, now=utcnow())
        tokens = {tag: links.token(each, key=settings.secret_key) for tag, each in members.items()}
        number, who = made.id, make_person(session, RoleName.COORDINATOR).fs_uniquifier
    cookie = {"name": str(app.config["SESSION_COOKIE_NAME"]), "value": signed_in(app, who)}
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return Room(number, tokens, cookie)
