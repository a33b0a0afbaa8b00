"""The console's pages of hubs."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.demo import hub_file
from engage.hubs import importing, queries
from engage.hubs.models import Hub
from engage.privacy.models import AuditEntry
from engage.surveys.models import Partner, Survey
from tests.core.test_images import PNG
from tests.factories.surveys import make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _hubs(app: Flask) -> None:
    with transaction(app) as session:
        importing.bring_in(session, hub_file(), now=NOW)


@pytest.fixture
def office(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.NETWORK_ADMIN)


@pytest.fixture
def team(sign_in: SignIn) -> Browser:
    """A coordinator of the Norwegian hub."""
    return sign_in(RoleName.COORDINATOR, hub="default")


def kept(app: Flask, slug: str) -> Hub:
    with reading(app) as session:
        found = queries.by_slug(session, slug)
        assert found is not None
        _ = found.organisations, found.steps
        session.expunge_all()
        return found


def trail(app: Flask) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def press(browser: Browser, page: Page, ending: str, **more: str) -> Page:
    """Press the button of the form that goes to an address with this ending."""
    form = next(form for form in page.forms if form.element["action"].endswith(ending))
    return browser.post(form.element["action"], {**form.values(), **more})


def upload(browser: Browser, path: str, name: str, content: bytes, file: str = "a.csv", **more: str) -> Page:
    page = browser.get(path)
    data = {
        **next(form.values() for form in page.forms if name in form.names),
        **more,
        name: (io.BytesIO(content), file),
    }
    target = next(form.element["action"] or path for form in page.forms if name in form.names)
    return browser._follow(browser.raw("POST", target, data=data, content_type="multipart/form-data"), target)


# -- the list


def test_a_team_sees_its_hub_with_its_parts_and_no_other(team: Browser):
    page = team.get("/console/hubs/")

    assert "3 hubs" in page
    assert "Part: Tromsø Cancer Forum (demonstration)" in page
    assert "Sweden" not in page
    assert team.get("/console/hubs/sweden").status == 404


def test_the_office_finds_a_hub_by_words_without_accents(office: Browser):
    page = office.get("/console/hubs/?q=tromso")

    assert "1 hub" in page
    assert office.get("/console/hubs/?q=%25%00").status == 200


# -- what a hub says of itself


def test_a_team_changes_its_contact_and_everybody_sees_it(app: Flask, team: Browser, browser: Browser):
    before = kept(app, "default").revision

    page = team.submit("/console/hubs/default/edit", action="", contact_email="new@example.org")

    assert "Saved." in page
    assert "new@example.org" in browser.get("/en/hubs/default")
    assert kept(app, "default").revision == before + 1
    assert kept(app, "default").languages == ["nb", "en"]
    assert trail(app) == ["hub.changed"]


WRONG = {
    "name": ("", "Enter a name."),
    "website": ("javascript:alert(1)", "Enter a web address that begins with https://"),
    "contact_email": ("hub", "Enter a mail address"),
    "contact_phone": ("call us", "Enter a telephone number"),
    "time_zone": ("Oslo", "Choose a time zone"),
    "language_2": ("Klingonisch!", "Choose a language from the list"),
}


def test_what_cannot_be_is_said_beside_what_was_typed(team: Browser):
    page = team.press(team.get("/console/hubs/default/edit"), {field: typed for field, (typed, _) in WRONG.items()})

    assert page.status == 422
    for field, (typed, sentence) in WRONG.items():
        assert any(sentence in error for error in page.errors), field
        assert page.value(field) == typed


def test_languages_are_chosen_by_name_or_typed_by_code(app: Flask, team: Browser):
    names = {"language_1": "Norwegian Bokmål (nb)", "language_2": "uk", "language_3": "Arabic (ar)"}

    team.press(team.get("/console/hubs/default/edit"), names)

    assert kept(app, "default").languages == ["nb", "uk", "ar"]


def test_two_people_do_not_undo_each_other_unseen(app: Flask, team: Browser, office: Browser):
    mine = team.get("/console/hubs/default/edit")
    office.press(office.get("/console/hubs/default/edit"), region="Elsewhere")

    page = team.press(mine, contact_name="Mine")

    assert page.status == 409
    assert "Somebody else has changed this hub" in page
    assert page.value("contact_name") == "Mine"
    team.press(page)
    assert kept(app, "default").contact_name == "Mine"


def test_words_are_written_in_each_language_of_the_hub(app: Flask, team: Browser, browser: Browser):
    page = team.get("/console/hubs/default/texts")

    team.press(
        page, {"about:en": "We listen.\r\n\r\nTo all.", "controller:nb": "Oss", "data_protection_officer": "Ola"}
    )

    hub = kept(app, "default")
    assert hub.about["en"] == "We listen.\n\nTo all."
    assert (hub.controller["nb"], hub.data_protection_officer) == ("Oss", "Ola")
    assert "We listen." in browser.get("/en/hubs/default")


def test_words_that_are_too_long_are_kept_on_the_page(team: Browser):
    page = team.press(team.get("/console/hubs/default/texts"), {"names:en": "x" * 201})

    assert page.status == 422
    assert page.value("names:en") == "x" * 201


def test_what_a_name_brings_is_shown_as_text(team: Browser, browser: Browser):
    team.press(team.get("/console/hubs/default/edit"), name="<svg onload=alert(1)>")

    assert "<svg onload" not in browser.get("/nb/hubs/default").html
    assert "<svg onload" not in team.get("/console/hubs/default").html


def test_the_overview_says_what_readers_would_miss_and_the_hub_is_shown_and_taken_back(
    app: Flask, office: Browser, browser: Browser
):
    office.submit("/console/hubs/new", name="Vest", slug="west", country="NO", scope="regional", language_1="nb")
    page = office.get("/console/hubs/west")
    assert "Readers would still miss:" in page
    assert browser.get("/en/hubs/west").status == 404

    press(office, page, "/publish")
    assert browser.get("/en/hubs/west").status == 200
    press(office, office.get("/console/hubs/west"), "/unpublish")

    assert browser.get("/en/hubs/west").status == 404
    assert trail(app) == ["hub.added", "hub.published", "hub.unpublished"]


# -- emblem


def test_an_emblem_is_shown_and_taken_away(app: Flask, team: Browser, browser: Browser):
    upload(team, "/console/hubs/default", "emblem", PNG, "e.png", _action="keep")
    assert "/images/" in browser.get("/en/hubs/default").html

    press(team, team.get("/console/hubs/default"), "/emblem", _action="remove")

    assert kept(app, "default").emblem is None


def test_what_is_no_picture_becomes_no_emblem(team: Browser):
    page = upload(team, "/console/hubs/default", "emblem", b"<svg/>", "e.png", _action="keep")

    assert page.status == 422
    assert "This is no picture that we can show. Take a JPEG, PNG, WebP or GIF." in page.errors


# -- organisations


def test_an_organisation_is_added_changed_removed_and_brought_back(app: Flask, team: Browser):
    path = "/console/hubs/default/organisations"
    press(team, team.get(path), "/organisations", name="A choir", role="supporter", city="Bodø")
    number = next(each.id for each in kept(app, "default").organisations if each.name == "A choir")
    team.submit(f"{path}/{number}", name="Two choirs")

    page = press(team, team.get(path), f"/{number}/remove")
    assert "Two choirs is removed." in page
    assert "Two choirs" not in [each.name for each in kept(app, "default").organisations]
    press(team, page, "/undo")

    assert ("Two choirs", "Bodø") in [(each.name, each.city) for each in kept(app, "default").organisations]
    assert trail(app) == [
        "hub.organisation-added",
        "hub.organisation-changed",
        "hub.organisation-removed",
        "hub.organisation-added",
    ]


def test_the_same_organisation_is_added_once(app: Flask, team: Browser):
    for _ in range(2):
        press(team, team.get("/console/hubs/default/organisations"), "/organisations", name="A choir", role="supporter")

    assert [each.name for each in kept(app, "default").organisations].count("A choir") == 1


def test_a_file_brings_organisations_in_and_they_can_be_taken_out_again(app: Flask, team: Browser):
    there = len(kept(app, "default").organisations)
    example = team.raw("GET", "/console/hubs/organisations-example.csv").data

    page = upload(team, "/console/hubs/default/organisations/import", "file", example)
    assert "3 organisations are added." in page
    assert len(kept(app, "default").organisations) == there + 3
    press(team, page, "/undo")

    assert len(kept(app, "default").organisations) == there


def test_of_a_file_with_a_mistake_nothing_is_stored_and_the_line_is_said(app: Flask, team: Browser):
    there = len(kept(app, "default").organisations)

    page = upload(team, "/console/hubs/default/organisations/import", "file", b"name,role\nGood,care\nBad,boss\n")

    assert page.status == 422
    assert "Line 3, role" in page
    assert "“boss” is no role." in page
    assert len(kept(app, "default").organisations) == there


def test_the_networks_list_of_stakeholders_is_linked_where_it_is_set(make_app: Callable[..., Flask], sign_in: SignIn):
    app = make_app(stakeholder_tool_url="https://stakeholders.example.org/")
    page = sign_in(RoleName.COORDINATOR, hub="default", into=app).get("/console/hubs/default/organisations")

    assert "https://stakeholders.example.org/" in page.links


# -- life-cycle


def test_the_office_says_where_a_hub_stands_and_takes_it_back(app: Flask, office: Browser, browser: Browser):
    path = "/console/hubs/default/life-cycle"
    page = office.get(path)
    press_step(office, page)
    assert "Paused since November 1, 2026" in browser.get("/en/hubs/default")

    number = kept(app, "default").steps[-1].id
    page = press(office, office.get(path), f"/{number}/remove")
    assert "Active since March 3, 2025" in browser.get("/en/hubs/default")
    press(office, page, "/undo")

    assert "Paused since November 1, 2026" in browser.get("/en/hubs/default")


def press_step(browser: Browser, page: Page) -> Page:
    data = next(form.values() for form in page.forms if "status" in form.names)
    return browser.post(page.path, {**data, "status": "suspended", "on": "2026-11-01", "note": "A pause"})


def test_a_team_sees_the_history_and_does_not_write_it(app: Flask, team: Browser):
    page = team.get("/console/hubs/default/life-cycle")

    assert "The network office writes it." in page
    assert not page.asks("status")
    assert team.post("/console/hubs/default/life-cycle", {"status": "active", "on": "2026-11-01"}).status == 404
    assert len(kept(app, "default").steps) == 5


def test_a_part_begins_with_what_it_has_of_its_whole(app: Flask, office: Browser):
    page = office.submit("/console/hubs/new?part_of=norway-north", name="Alta", slug="alta")

    assert page.h1 == "Alta"
    hub = kept(app, "alta")
    assert (hub.scope, hub.country, hub.time_zone, hub.languages) == ("local", "NO", "Europe/Oslo", ["nb"])
    assert [step.status for step in hub.steps] == ["mapped"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"slug": "sweden"}, "Another hub has this place in addresses.", id="taken"),
        pytest.param({"slug": "x", "parent": "norway-north"}, "A part must reach less far", id="too wide"),
    ],
)
def test_a_hub_that_cannot_be_is_not_added(office: Browser, typed: dict[str, str], sentence: str):
    page = office.submit("/console/hubs/new", {"name": "X", "scope": "regional", "language_1": "nb", **typed})

    assert page.status == 409
    assert sentence in page


def test_the_office_moves_a_hub_and_never_below_its_own_parts(app: Flask, office: Browser):
    path = "/console/hubs/norway-north/place"

    office.submit(path, parent="", country="SE")
    assert (kept(app, "norway-north").parent_id, kept(app, "norway-north").country) == (None, "SE")
    page = office.submit(path, scope="local")

    assert page.status == 409
    assert kept(app, "norway-north").scope == "regional"
    assert "norway-tromso" not in office.get(path).html


# -- what depends on it


def test_pages_of_a_survey_that_a_hub_fields_for_its_country_are_made_anew(app: Flask, office: Browser):
    with transaction(app) as session:
        survey = make_survey(session)
        partner = queries.by_slug(session, "sweden")
        assert partner is not None
        session.add(Partner(survey_id=survey.id, country="SE", hub_id=partner.id))
        before = survey.revision

    office.press(office.get("/console/hubs/sweden/edit"), contact_name="Somebody else")

    with reading(app) as session:
        assert session.scalar(select(Survey.revision)) == before + 1


def test_pages_of_a_survey_name_its_hub_in_the_readers_language(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_survey(session)

    assert "Cancer Mission Hub Norway (demonstration)" in browser.get("/en/surveys/health")


def test_hubs_are_found_by_the_search_of_the_console(team: Browser):
    page = team.get("/console/search?q=tromso")

    assert "/console/hubs/norway-tromso" in page.links
    assert "/console/hubs/sweden" not in team.get("/console/search?q=sweden").links
