"""The editor as a browser without scripts drives it."""

from typing import Any

from flask import Flask

from engage.instruments import working
from engage.instruments.domain.definition import Instrument
from engage.surveys import queries
from tests.factories.surveys import SLUG
from tests.support.browser import Browser, Page
from tests.support.databases import reading
from tests.support.html import Form


def now(app: Flask) -> Instrument:
    """The working copy of the survey."""
    with reading(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        return working.copy_of(session, survey.instrument_id).instrument


def form_with(page: Page, field: str) -> Form:
    return next(form for form in page.forms if field in form.names)


def typed(page: Page, **changes: Any) -> dict[str, Any]:
    """What the form of a page sends with some fields changed; `relevance__mode` stands for `relevance-mode`."""
    data: dict[str, Any] = form_with(page, "_seen").values()
    data.update({name.replace("__", "-"): value for name, value in changes.items()})
    return data


def save(browser: Browser, path: str, **changes: Any) -> Page:
    return browser.post(path, typed(browser.get(path), **changes))
