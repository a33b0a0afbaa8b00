"""A visitor without scripts: opens pages, fills forms, presses buttons, follows 303, keeps cookies.

Every page it returns is checked: it states its language, has one h1, unique ids, a label for each visible input.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.databases import transaction
from tests.support.html import Element, Form, faults, left_marks, parse

MOST_REDIRECTS = 5
Answer = str | int | list[str] | tuple[str, ...] | None


@dataclass(frozen=True, repr=False)
class Page:
    """What came back, as a person reads it: `"Thank you" in page`."""

    path: str
    status: int
    html: str
    headers: Any
    root: Element

    def __repr__(self) -> str:
        return f"<{self.status} {self.path}: {self.text[:2000]}>"

    def __contains__(self, words: str) -> bool:
        return words in self.text

    @property
    def text(self) -> str:
        body = next(iter(self.root.all("body")), self.root)
        return body.text

    @property
    def h1(self) -> str:
        return self.root.all("h1")[0].text

    @property
    def lang(self) -> str:
        return self.root.all("html")[0]["lang"]

    @property
    def forms(self) -> list[Form]:
        return Form.all_of(self.root)

    @property
    def links(self) -> list[str]:
        return [urljoin(self.path, link["href"]) for link in self.root.all("a") if link["href"]]

    @property
    def errors(self) -> list[str]:
        """The error summary's lines."""
        return [link.text for box in self.root.walk() if "data-errors" in box for link in box.all("a")]

    @property
    def fields(self) -> dict[str, list[str]]:
        """Every value on the page by name."""
        found: dict[str, list[str]] = {}
        for form in self.forms:
            found |= form.values()
        return found

    def value(self, name: str) -> str | None:
        return next(iter(self.fields[name]), None)

    def asks(self, name: str) -> bool:
        return any(name in form.names for form in self.forms)

    @property
    def code(self) -> str:
        """The code on the card: receipt, or code to go on later."""
        found = re.search(r"eng-receipt__code\"><bdi[^>]*>([^<]+)<", self.html)
        assert found, f"there is no code on {self.path}"
        return found[1]


class Browser:
    def __init__(self, app: Flask, *, base_url: str = "http://localhost", **headers: str) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.base_url = base_url
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    # -- plain requests

    def get(self, path: str, **headers: str) -> Page:
        return self._follow(self.raw("GET", path, headers=headers), path)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> Page:
        return self._follow(self.raw("POST", path, data=data or {}, headers=headers), path)

    def raw(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> TestResponse:
        """One request, not followed and not checked."""
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        return self.client.open(path, method=method, headers=self.headers | named, base_url=self.base_url, **more)

    def _follow(self, response: TestResponse, path: str) -> Page:
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            path = urljoin(path, response.headers["Location"])
            split = urlsplit(path)
            path = f"{split.path}?{split.query}" if split.query else split.path
            response = self.raw("GET", path)
        return _page(path, response)

    # -- forms

    def submit(
        self, path: str, answers: Mapping[str, Answer] | None = None, *, action: str = "", **more: Answer
    ) -> Page:
        """Open a page, fill in its form and press a button: the one whose `_action` is named, else the first."""
        return self.press(self.get(path), answers, action=action, **more)

    def press(
        self,
        page: Page,
        answers: Mapping[str, Answer] | None = None,
        *,
        action: str = "",
        language: str = "",
        **more: Answer,
    ) -> Page:
        target, data = self.filled(page, {**(answers or {}), **more}, action=action, language=language)
        return self._follow(self.raw("POST", target, data=data), target)

    def filled(
        self, page: Page, answers: Mapping[str, Answer], *, action: str = "", language: str = ""
    ) -> tuple[str, dict[str, list[str]]]:
        """Where a form goes and what it sends."""
        form, button = _form(page, action, language)
        data = form.values()
        for name, answer in answers.items():
            if name not in form.names:
                raise AssertionError(f"{page.path} has no input named {name!r}; it has {sorted(form.names)}")
            given = _listed(answer)
            offered = form.offered(name)
            if offered is not None and not set(given) <= offered:
                raise AssertionError(f"{page.path} does not offer {given} for {name!r}, but {sorted(offered)}")
            data[name] = given
        if button is not None and button["name"]:
            data.setdefault(button["name"], []).append(button["value"])
        return urljoin(page.path, form.element["action"]) if form.element["action"] else page.path, data

    # -- who one is

    def sign_in(self, uniquifier: str) -> None:
        """A session of the person with this key, without the form (tests of sign-in use the form).

        Who needs a second factor has one.
        """
        key = signed_in(self.app, uniquifier)
        name = self.app.config["SESSION_COOKIE_NAME"]
        self.client.set_cookie(name, key, domain=urlsplit(self.base_url).hostname or "localhost")

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.client._cookies.values()}  # type: ignore[attr-defined]


def signed_in(app: Flask, uniquifier: str) -> str:
    """The value of the cookie of somebody who has signed in."""
    from sqlalchemy import select

    from engage.accounts import session_cookie, sessions
    from engage.accounts.models import Person
    from engage.accounts.roles import NEEDS_SECOND_FACTOR
    from engage.core.clock import utcnow

    with transaction(app) as session:
        person = session.scalars(select(Person).where(Person.fs_uniquifier == uniquifier)).one()
        if person.totp_secret is None and not NEEDS_SECOND_FACTOR.isdisjoint(role.name for role in person.roles):
            person.totp_secret = "of tests, and opens nothing"
        return sessions.begin(session, person, data=session_cookie.data_for(person), now=utcnow())


def _page(path: str, response: TestResponse) -> Page:
    html = response.get_data(as_text=True)
    if not response.mimetype == "text/html":
        raise AssertionError(f"{path} is {response.mimetype}, not a page; use raw()")
    root = parse(html)
    wrong = faults(root)
    wrong += [f"marks of a compiled page are left: {left_marks(html)!r}"] if left_marks(html) else []
    assert not wrong, f"{path} ({response.status_code}): " + "; ".join(wrong)
    return Page(path, response.status_code, html, response.headers, root)


def _form(page: Page, action: str, language: str) -> tuple[Form, Element | None]:
    for form in sorted(page.forms, key=lambda form: form.element.inside("main") is None):
        if form.element["method"].lower() != "post":
            continue
        if language:
            button = form.button(language, "_language")
        elif action:
            button = form.button(action)
        else:
            button = next(iter(form.buttons), None)
        if button is not None:
            return form, button
    raise AssertionError(f"{page.path} has no form with the button {action or language or 'to send it'!r}")


def _listed(answer: Answer) -> list[str]:
    if answer is None:
        return []
    return [str(part) for part in answer] if isinstance(answer, (list, tuple)) else [str(answer)]
