"""Every page of the console stands in one frame: navigation by role, breadcrumbs, the hub one works for."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import MAY, RoleName
from engage.hubs.models import Hub
from engage.web.permissions import Permission
from tests.factories.surveys import make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.html import parse
from tests.web.test_permissions import UNKNOWN, UNKNOWN_NUMBER, protected

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]


def crumbs(root) -> list[tuple[str, str]]:
    """(text, address) of each; the last without an address is the page itself."""
    found = []
    for nav in root.all("nav"):
        if "eng-crumbs" in nav["class"]:
            for entry in nav.all("li"):
                links = entry.all("a")
                found.append((entry.text, links[0]["href"] if links else entry["aria-current"]))
    return found


def navigation(page: Page) -> dict[str, str]:
    """Address -> what is said of it, of the navigation at the side."""
    links = [link for link in page.root.all("a") if "eng-nav__link" in link["class"]]
    return {link["href"]: link["aria-current"] for link in links}


def test_every_page_says_where_it_is_and_leads_back(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_survey(session)
    organiser, office = sign_in(RoleName.ORGANISER), sign_in(RoleName.NETWORK_ADMIN)
    seen = 0
    for method, path, label in protected(app):
        if method != "GET" or path == "/console/" or UNKNOWN in path or str(UNKNOWN_NUMBER) in path:
            continue
        browser = organiser if label in {*MAY[RoleName.ORGANISER], Permission.SIGNED_IN} else office
        response = browser.raw("GET", path)
        if response.mimetype != "text/html" or response.status_code != 200:
            continue
        html = response.get_data(as_text=True)
        if "eng-console" not in html:
            continue
        found = crumbs(parse(html))
        assert len(found) >= 2, path
        assert found[0][1] == "/console/", path
        assert found[-1][1] == "page", path
        assert all(text.strip() for text, _ in found), path
        assert all(address.startswith("/console/") for _, address in found[:-1]), path
        assert browser.raw("GET", found[-2][1]).status_code in (200, 303), (path, found[-2])
        seen += 1
    assert seen > 40


def test_a_page_deep_inside_shows_the_whole_way(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_survey(session).instrument_id
    page = sign_in(RoleName.ORGANISER).get(f"/console/instruments/{number}/edit/items/brand")

    assert [text for text, _ in crumbs(page.root)][:4] == ["Start", "Surveys", "Your health", "Questionnaire"]
    assert navigation(page)["/console/surveys"] == "true"


@pytest.mark.parametrize(
    ("role", "sees", "not_this"),
    [
        pytest.param(RoleName.ORGANISER, "/console/surveys", None, id="an organiser"),
        pytest.param(RoleName.TRANSLATOR, "/console/translating/", "/console/surveys", id="a translator"),
        pytest.param(RoleName.ANALYST, "/console/surveys", "/console/translating/", id="an analyst"),
        pytest.param(RoleName.ASSESSOR, "/console/", "/console/surveys", id="an assessor"),
    ],
)
def test_the_navigation_shows_what_ones_role_may_use(sign_in: SignIn, role: RoleName, sees: str, not_this: str | None):
    links = navigation(sign_in(role).get("/console/"))

    assert sees in links
    assert links["/console/"] == "page"
    assert not_this is None or not_this not in links


def test_before_signing_in_there_is_no_navigation(browser: Browser):
    page = browser.get("/console/sign-in")

    assert navigation(page) == {}
    assert crumbs(page.root) == []


# -- the hub one works for


@pytest.fixture
def hubs(app: Flask) -> dict[str, int]:
    """North with its part Fjord, and South; a survey each."""
    with transaction(app) as session:
        north = Hub(slug="north", name="North")
        session.add_all([north, Hub(slug="south", name="South")])
        session.flush()
        session.add(Hub(slug="fjord", name="Fjord", parent_id=north.id))
        session.flush()
        found = {hub.slug: hub.id for hub in session.scalars(select(Hub))}
        for slug in ("north", "fjord", "south"):
            make_survey(session, slug=f"of-{slug}").activity.hub_id = found[slug]
        return found


def surveys(page: Page) -> set[str]:
    return {link.rpartition("/")[2] for link in page.links if "/console/surveys/of-" in link and "results" not in link}


def choose(browser: Browser, hub: int | str, where: str = "/console/surveys") -> Page:
    token = browser.get(where).fields["_csrf"][0]
    return browser.post("/console/hub", {"_csrf": token, "hub": str(hub), "next": where})


def test_lists_show_the_chosen_hub_with_its_parts_until_all_are_chosen_again(hubs: dict[str, int], sign_in: SignIn):
    admin = sign_in(RoleName.NETWORK_ADMIN)

    assert surveys(admin.get("/console/surveys")) == {"of-north", "of-fjord", "of-south"}
    assert surveys(choose(admin, hubs["north"])) == {"of-north", "of-fjord"}
    assert surveys(admin.get("/console/surveys")) == {"of-north", "of-fjord"}
    assert admin.get("/console/surveys").value("hub") == str(hubs["north"])
    assert surveys(choose(admin, "")) == {"of-north", "of-fjord", "of-south"}


def test_only_ones_own_hubs_are_offered_and_taken(hubs: dict[str, int], sign_in: SignIn):
    coordinator = sign_in(RoleName.COORDINATOR, hub="north")
    page = coordinator.get("/console/surveys")

    assert {
        option.text for option in page.root.all("option") if option.inside("form")["class"] == "eng-tools__hub"
    } == {
        "All my hubs",
        "Fjord",
        "North",
    }
    assert surveys(choose(coordinator, hubs["south"])) == {"of-north", "of-fjord"}
    assert surveys(choose(coordinator, hubs["fjord"])) == {"of-fjord"}


@pytest.mark.parametrize("said", ["x", "²", "99999999999999999999", "-1", "1;DROP TABLE hub"])
def test_a_hub_that_is_none_means_all_of_them(hubs: dict[str, int], sign_in: SignIn, said: str):
    assert surveys(choose(sign_in(RoleName.NETWORK_ADMIN), said)) == {"of-north", "of-fjord", "of-south"}


def test_who_has_one_hub_is_not_asked_which(hubs: dict[str, int], sign_in: SignIn):
    assert "eng-tools__hub" not in sign_in(RoleName.ORGANISER, hub="south").get("/console/surveys").html


def test_choosing_a_hub_leads_back_to_the_page_and_nowhere_else(hubs: dict[str, int], sign_in: SignIn):
    admin = sign_in(RoleName.NETWORK_ADMIN)
    token = admin.get("/console/").fields["_csrf"][0]

    for target, expected in (("/console/surveys?q=a", "/console/surveys?q=a"), ("//evil.example/x", "/console/")):
        response = admin.raw("POST", "/console/hub", data={"_csrf": token, "hub": "", "next": target})
        assert response.status_code == 303
        assert response.headers["Location"] == expected


def test_a_hub_is_chosen_by_our_own_form_only(hubs: dict[str, int], sign_in: SignIn, app: Flask):
    admin = sign_in(RoleName.NETWORK_ADMIN)

    assert admin.raw("GET", f"/console/hub?hub={hubs['north']}").status_code == 405
    assert admin.raw("POST", "/console/hub", data={"hub": hubs["north"]}).status_code == 400
    assert surveys(admin.get("/console/surveys")) == {"of-north", "of-fjord", "of-south"}
    with reading(app) as session:
        assert session.get(Hub, hubs["north"]) is not None
