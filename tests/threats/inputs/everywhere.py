"""The forms that everybody can send: found on their pages, filled with anything, sent as no browser would."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from werkzeug.test import TestResponse

from engage.hubs import queries as hubs
from engage.outcomes.models_topics import TopicBox
from tests.factories.events import make_event
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import transaction
from tests.support.html import Form

PAGES = (
    f"{FIRST}/about-you",
    f"{FIRST}/resume",
    f"{FIRST}/withdraw",
    "/en/events/open-day/register",
    "/en/registrations",
    "/en/invitations",
    "/en/privacy/request",
    "/en/hubs/default/topics/propose",
    "/console/sign-in",
    "/console/sign-in/forgotten",
    "/console/sign-in/link",
)
HIDDEN = ("_csrf", "csrf_token", "_action", "_language", "started")


@dataclass(frozen=True)
class Sheet:
    """A form as it stands on its page."""

    browser: Browser
    page: str
    target: str
    form: Form

    @property
    def texts(self) -> list[str]:
        """The names of what can be typed or is offered, without what the product itself puts in."""
        return sorted(name for name in self.form.names if name not in HIDDEN and not name.startswith("_csrf"))

    def send(self, change: dict[str, str], **more: str) -> TestResponse:
        """With some fields changed, and others that are not on the form."""
        data: dict[str, list[str]] = self.form.values()
        button = next(iter(self.form.buttons), None)
        if button is not None and button["name"]:
            data.setdefault(button["name"], []).append(button["value"])
        data |= {name: [value] for name, value in {**change, **more}.items()}
        return self.browser.raw("POST", self.target, data=data)


def filled(app: Flask) -> None:
    """A survey, an event and a box for topics."""
    with transaction(app) as session:
        make_survey(session)
        make_event(session)
        hub = hubs.default(session)
        hub.published_at, hub.languages = datetime(2026, 1, 1, tzinfo=UTC), ["en", "he"]
        session.merge(TopicBox(hub_id=hub.id, is_open=True, about={}))


def sheets(app: Flask) -> Iterator[Sheet]:
    """Every public form, each in a browser of its own that has come to it as people do."""
    for page in PAGES:
        browser = Browser(app)
        if page == PAGES[0]:
            browser.submit(FIRST)
        shown = browser.get(page)
        for form in shown.forms:
            main = form.element.inside("main") is not None
            sheet = Sheet(browser, page, form.element["action"] or page, form)
            if form.element["method"].lower() == "post" and main and sheet.texts:
                yield sheet
