"""Permissions by hub: each hub sees what is its own; what another hub's people ask for is not there for them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs
from engage.hubs.models import Hub, HubScope
from engage.web.permissions import Permission, Unlabelled, belongs, label_of, permission, require_labels
from tests.factories.editions import make_survey_of_countries
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction
from tests.support.editing import form_with

pytestmark = ON_SQLITE

WRITE = "/console/surveys/write"
SURVEY_BLUEPRINTS = {"manage", "results", "result_files", "instruments"}


@pytest.fixture(autouse=True)
def _two_hubs(app: Flask) -> None:
    """A survey of the default hub, which has a regional part; another hub that has nothing."""
    with transaction(app) as session:
        make_survey(session)
        part = Hub(slug="north", name="North", country="NO", support={}, scope=HubScope.REGIONAL)
        part.parent_id = hubs.default(session).id
        session.add_all([part, Hub(slug="far", name="Far", country="PT", support={})])


def about_the_survey(app: Flask) -> list[tuple[str, str, Permission]]:
    """(method, address, label) of every console page about the survey."""
    found = []
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            label = label_of(app, rule.endpoint)
            if rule.endpoint.split(".")[0] not in SURVEY_BLUEPRINTS or not rule.arguments & {"slug", "instrument_id"}:
                continue
            known: dict[str, Any] = {"slug": "health", "instrument_id": 1, "section": "about-you", "item": "brand"}
            numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
            values = {name: known.get(name, 1 if name in numbers else "x") for name in rule.arguments}
            path = adapter.build(rule.endpoint, values)
            assert label is not None
            found += [(method, path, label) for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})]
    return found


@pytest.mark.parametrize("role", [RoleName.COORDINATOR, RoleName.ORGANISER, RoleName.ANALYST, RoleName.TRANSLATOR])
def test_people_of_another_hub_find_nothing_of_a_survey(
    app: Flask, sign_in: Callable[..., Browser], role: RoleName
) -> None:
    browser = sign_in(role, hub="far")
    pages = about_the_survey(app)

    assert len(pages) > 60
    for method, path, label in pages:
        assert browser.raw(method, path).status_code == 404, (method, path, label)


def test_people_of_another_hub_do_not_see_it_in_the_list(sign_in: Callable[..., Browser]) -> None:
    assert "Your health" not in sign_in(RoleName.ORGANISER, hub="far").get("/console/surveys")
    assert "Your health" in sign_in(RoleName.ORGANISER, hub="default").get("/console/surveys")


def test_a_role_for_a_hub_holds_for_its_regional_parts_and_not_the_other_way_round(
    app: Flask, sign_in: Callable[..., Browser]
) -> None:
    with transaction(app) as session:
        north = hubs.by_slug(session, "north")
        assert north is not None
        survey = make_survey(session, slug="regional")
        survey.activity.hub = north

    assert sign_in(RoleName.ORGANISER, hub="default").raw("GET", "/console/surveys/regional").status_code == 200
    assert sign_in(RoleName.ORGANISER, hub="north").raw("GET", "/console/surveys/regional").status_code == 200
    assert sign_in(RoleName.ORGANISER, hub="north").raw("GET", "/console/surveys/health").status_code == 404


def test_an_analyst_of_the_network_sees_no_survey(app: Flask, sign_in: Callable[..., Browser]) -> None:
    browser = sign_in(RoleName.ANALYST, hub="")

    for method, path, label in about_the_survey(app):
        assert browser.raw(method, path).status_code == 404, (method, path, label)


def test_a_hub_that_fields_one_country_changes_the_edition_of_that_country_alone(
    app: Flask, sign_in: Callable[..., Browser]
) -> None:
    with transaction(app) as session:
        survey = make_survey_of_countries(session, slug="shared")
        number = survey.instrument_id
    browser = sign_in(RoleName.ORGANISER, hub="germany")
    editor = f"/console/instruments/{number}/edit"

    page = browser.get(f"{editor}/countries/DE")
    assert page.h1
    assert not [link for link in page.links if link.startswith("/console/") and not served(browser, link)]
    for path in (editor, f"{editor}/countries", f"{editor}/countries/NO"):
        assert browser.raw("GET", path).status_code == 404, path
    assert browser.raw("GET", "/console/surveys/shared").status_code == 200
    assert browser.raw("GET", "/console/surveys/shared/settings").status_code == 404


def served(browser: Browser, path: str) -> bool:
    return browser.raw("GET", path.partition("#")[0]).status_code < 400


def test_the_app_refuses_to_start_with_pages_about_things_of_which_nobody_says_whose_they_are(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app()

    @permission(Permission.SURVEY_SEE)
    def view(thing: str) -> str:
        return thing

    app.add_url_rule("/console/things/<thing>", "things", view)
    with pytest.raises(Unlabelled, match="/console/things/<thing>"):
        require_labels(app)

    belongs(app, "", lambda *_: None)
    require_labels(app)


def test_who_edits_for_several_hubs_chooses_the_hub_of_a_new_survey(
    sign_in: Callable[..., Browser], app: Flask
) -> None:
    browser = sign_in(RoleName.ORGANISER, hub="default")

    typed = form_with(browser.get(WRITE), "title").values()

    assert browser.post(WRITE, typed | {"title": "Of the north", "hub": "north"}).status == 200
    assert "Of the north" in sign_in(RoleName.ORGANISER, hub="north").get("/console/surveys")
    refused = browser.post(WRITE, typed | {"title": "Of others", "hub": "far"})
    assert refused.status == 422
    assert refused.errors == ["Choose the hub that asks."]
    assert form_with(refused, "title").values()["title"] == ["Of others"]
