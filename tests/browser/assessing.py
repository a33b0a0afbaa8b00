"""People of a round in real browsers: a team at its console, members of a panel, and members without scripts."""

import logging
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from playwright.sync_api import Page, expect

from engage.app import create_app
from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db.session import db
from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.modelling import keeping
from tests.browser.looking import fits, is_accessible
from tests.browser.mailbox import Mailbox
from tests.browser.site import PASSWORD, Site
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.databases import transaction
from tests.support.signing_in import code


def looked_at(page: Page, what: str, *widths: int) -> None:
    """At each width nothing sticks out, and axe finds nothing."""
    for width in widths or (360,):
        page.set_viewport_size({"width": width, "height": 800})
        fits(page, what)
        is_accessible(page, what)


def signed_in(site: Site, page: Page, email: str, address: str = "/console/") -> Page:
    page.goto(f"{site.address}/console/sign-in?next={address}")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    return page


def with_second_step(page: Page) -> Page:
    """Who leads a hub sets up the second step of signing in."""
    page.fill("[name=code]", code(secret=page.locator("main bdi code").inner_text()))
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Switch the second step on").click()
    expect(page.locator("[name=code]")).to_have_count(0)
    return page


def accepted(site: Site, page: Page, email: str) -> Page:
    """Somebody without an account accepts the invitation that came with a duty; signed in afterwards."""
    page.goto(Mailbox(site.folder, email).link("sign-in/invitation"))
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("main")).not_to_contain_text("Choose a password")
    return page


def invited(site: Site, language: str) -> str:
    """The link of somebody on the panel of a round that is open: the short form."""
    settings = Settings(data_dir=site.folder, base_url=site.address, secret_key=site.environment["ENGAGE_SECRET_KEY"])
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    app = create_app(settings)
    root.handlers, root.level = handlers, level  # the tests' own listeners stay
    with transaction(app) as session:
        keeping.bundled(session, utcnow())
        made = make_assessment(session, stage=Stage.RATING)
        member = make_member(session, made, handed_in=False, language=language, short_form=True)
        token = links.token(member, key=settings.secret_key)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return token


@dataclass(frozen=True)
class Rater:
    """Somebody on a panel, who sends the forms of their pages without a browser."""

    link: str

    def open(self, part: str = "") -> str:
        with urllib.request.urlopen(f"{self.link}{part}", timeout=20) as came:
            return str(came.read().decode())

    def send(self, part: str, **fields: str) -> None:
        self._post(part, _token(self.open("/workshop")), **fields)

    def _post(self, part: str, token: str, **fields: str) -> None:
        data = urllib.parse.urlencode({"_csrf": token, **fields}).encode()
        with urllib.request.urlopen(f"{self.link}{part}", data, timeout=20) as came:
            assert came.status == 200

    def rate(self, levels: Mapping[str, int], reasons: Mapping[str, str]) -> None:
        """Answer every question, 2 where nothing else is said, and hand in."""
        overview = self.open("/review")
        for each in dict.fromkeys(re.findall(r"/rate/([A-Z]+-\d+)", overview)):
            answer, reason = str(levels.get(each, 2)), reasons.get(each, "")
            self._post(f"/rate/{each}", _token(overview), answer=answer, reason=reason, _action="next")
        self._post("/review", _token(overview))


def _token(page: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', page)
    assert found
    return unescape(found.group(1))
