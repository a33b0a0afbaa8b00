"""Who may see what: every route with every role. What one may not see answers like what does not exist."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, IntegerConverter

from engage.accounts.roles import MAY, RoleName
from engage.maturity.domain.kinds import Stage
from engage.surveys.models import Survey
from engage.web.permissions import Permission, Unlabelled, label_of, permission, require_labels
from tests.factories.events import make_event
from tests.factories.maturity import make_assessment, make_library_item
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, everything, reading, transaction

pytestmark = ON_SQLITE

VALUES: dict[str, Any] = {
    "slug": "health",
    "hub": "default",
    "lang": "en",
    "section": "about-you",
    "filename": "none",
    "item": "brand",
    "instrument_id": 1,
    "activity_id": 1,
    "hub_slug": "default",
    "which": "register",
    "form": "pdf",
    "hub_id": 1,
    "mail_kind": "accounts.invitation",
    "mail_language": "en",
    "tongue": "en",
    "entry_id": 1,
}
OF_ASSESSMENTS: dict[str, Any] = {"number": 1, "indicator": "MAN-1", "metric": "M01", "tongue": "en", "ending": "csv"}
"""Of addresses below `/console/assessments`."""
OF_MODELS: dict[str, Any] = {"key": "ncmh-citizen-engagement", "release": "0.2.0", "tongue": "en"}
"""Of addresses below `/console/models`."""
UNKNOWN, UNKNOWN_NUMBER = "not-there", 987654
NOT_THERE = {
    "/countries": "it has no national editions",
    "/preview/": "a translator sees the surveys that they are asked for, and there is none",
    "/translations": "nobody was asked to translate it, and its source language is no translation",
    "/results/files/": "it asks for no files",
    "/results/items/": "which question, chart and kind of file stands in the address",
    "/results/fieldwork/": "which chart and kind of file stands in the address",
    "/chart": "which chart and kind of file stands in the address",
    "/durations.": "nobody has answered yet",
    "/funders/new": "what all pages say is for the network office; of which hub it is asked stands in the query",
    "/sheets.pdf": "which sheets stands in the query",
    "/digest/": "nobody has rated this indicator",
    "/reasons/": "nobody has given a reason",
    "/room/": "it is agreed already",
    "/signed": "nobody has signed",
    "/plan/new": "a plan follows what is signed",
    "/comparison": "only what is signed is compared",
    "/0.2.0/texts/en": "English is the model's own language, which nobody translates",
    "/0.2.0/crosswalk": "it has no major version before it",
    "/first-look": "the assessment is a round, which has no pages of a first look",
    "/translating/product/": "English is the product's own language, which nobody translates",
}
"""Pages that are not there although somebody may see such pages."""


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session)
        make_event(session, slug="health")
        make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-1": 2}, members=[{}])
        make_library_item(session)


def protected(app: Flask) -> list[tuple[str, str, Permission]]:
    """(method, address, label) of every route that is not public; addresses name things that are there."""
    found = []
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            label = label_of(app, rule.endpoint)
            assert label is not None
            if label is Permission.PUBLIC:
                continue
            numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
            unknown = {name: UNKNOWN_NUMBER if name in numbers else UNKNOWN for name in rule.arguments}
            unknown |= {
                name: min(kind.items) for name, kind in rule._converters.items() if isinstance(kind, AnyConverter)
            }
            below = {"/console/assessments/": OF_ASSESSMENTS, "/console/models/": OF_MODELS}
            known = next((of_it for start, of_it in below.items() if rule.rule.startswith(start)), VALUES)
            values = {name: known.get(name, unknown[name]) for name in rule.arguments}
            path = adapter.build(rule.endpoint, values, method=None)
            found += [(method, path, label) for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})]
    return found


def test_there_is_something_to_protect(app: Flask):
    labels = {label for _, _, label in protected(app)}

    assert labels >= {Permission.SURVEY_SEE, Permission.SURVEY_EDIT, Permission.SURVEY_FIELD}


def test_everything_of_the_console_is_protected_but_signing_in(app: Flask):
    open_ = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/console") and label_of(app, rule.endpoint) is Permission.PUBLIC
    }

    assert {rule.removeprefix("/console/sign-in").partition("<")[0] for rule in open_} == {
        "",
        "/code",
        "/recovery-code",
        "/link",
        "/forgotten",
        "/by-mail/",
        "/new-address/",
        "/password/",
        "/invitation/",
    }


def test_visitors_are_sent_to_sign_in_and_cannot_post(app: Flask, browser: Browser):
    before = everything(app)
    for method, path, _ in protected(app):
        response = browser.raw(method, path)
        if method == "GET":
            assert response.status_code == 303, path
            assert response.headers["Location"].startswith("/console/sign-in?next=")
        else:
            assert response.status_code == 404, (method, path)
    assert everything(app) == before


@pytest.mark.parametrize("role", list(RoleName))
def test_each_role_sees_what_it_may_and_nothing_else(app: Flask, sign_in: Callable[..., Browser], role: RoleName):
    browser = sign_in(role)
    for method, path, label in protected(app):
        if path == "/console/sign-out":
            continue
        response = browser.raw(method, path)
        allowed = label is Permission.SIGNED_IN or label in MAY[role]
        if not allowed:
            assert response.status_code == 404, (method, path, label)
        elif method == "GET" and not any(word in path for word in (UNKNOWN, str(UNKNOWN_NUMBER), "none")):
            absent = (404,) if any(part in path for part in NOT_THERE) else ()
            assert response.status_code in (200, 302, 303, *absent), (method, path, label, response.status_code)
        else:
            assert response.status_code < 500, (method, path, label, response.status_code)


@pytest.mark.parametrize("role", list(RoleName))
def test_no_role_changes_anything_without_the_forms_token(app: Flask, sign_in: Callable[..., Browser], role: RoleName):
    """The tests' own configuration keeps the protection on."""
    browser = sign_in(role)
    with reading(app) as session:
        before = session.execute(select(Survey.status, Survey.revision, func.count()).group_by(Survey.id)).all()
    for method, path, _ in protected(app):
        if method == "POST":
            assert browser.raw(method, path, data={"status": "closed"}).status_code in (303, 400, 404, 422), path

    with reading(app) as session:
        assert session.execute(select(Survey.status, Survey.revision, func.count()).group_by(Survey.id)).all() == before


def test_free_texts_are_for_those_who_run_the_survey():
    may = {role for role in RoleName if Permission.RESULTS_TEXTS in MAY[role]}

    assert may == {RoleName.COORDINATOR, RoleName.ORGANISER}


def test_the_app_refuses_to_start_with_a_route_that_has_no_label(make_app: Callable[..., Flask]):
    app = make_app()
    app.add_url_rule("/forgotten", "forgotten", lambda: "x")

    with pytest.raises(Unlabelled, match="/forgotten"):
        require_labels(app)


def test_a_route_has_one_label_only():
    with pytest.raises(Unlabelled, match="two permission labels"):

        @permission(Permission.PUBLIC)
        @permission(Permission.SURVEY_SEE)
        def view() -> str:
            return ""


def test_a_route_that_lost_its_label_is_denied_to_everybody(make_app: Callable[..., Flask], browser: Browser):
    browser.app.add_url_rule("/forgotten", "forgotten", lambda: "x")

    assert browser.raw("GET", "/forgotten").status_code == 303
    assert browser.raw("POST", "/forgotten").status_code in (404, 405)
