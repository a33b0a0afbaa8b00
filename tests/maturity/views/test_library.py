"""The library: for everybody, and for the teams that keep it."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs
from engage.maturity.domain.library import Entry, Help
from engage.maturity.library import keeping
from engage.maturity.models_after import LibraryItem
from tests.factories.maturity import KEY, make_model
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
NOW = datetime(2027, 3, 1, tzinfo=UTC)
FILLED = {
    "kind": "toolkit",
    "url": "https://example.org/kit",
    "language": "nb",
    "owner": "Kreftforeningen",
    "licence": "CC BY 4.0",
    "title-en": "Kit for talks",
    "helps": ["DIA-1:2", "DIA-1:3"],
    "published": "yes",
}


def put(app: Flask, name: str, *helps: Help, own: bool = True, language: str = "en", published: bool = True) -> int:
    with transaction(app) as session:
        make_model(session)
        entry = Entry(
            kind="guide",
            language=language,
            titles={language: name},
            summaries={language: f"About {name}"},
            url=f"https://example.org/{name.lower().replace(' ', '-')}",
            owner="Institute",
            licence="CC BY 4.0",
            helps=helps,
            published=published,
        )
        hub_id = hubs.default(session).id if own else None
        return keeping.add(session, entry, model=KEY, hub_id=hub_id, now=NOW).id


def number(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.count()).select_from(LibraryItem)) or 0


# -- for everybody


def test_everybody_finds_an_entry_with_its_owner_language_licence_and_what_it_helps_with(app: Flask, browser: Browser):
    put(app, "Reaching out", Help("INC-1", 2), language="nb")
    put(app, "Draft", Help("INC-1", 2), published=False)

    page = browser.get("/en/library?about=INC&level=2&language=nb&kind=guide&q=reaching")

    assert "1 entry of 1" in page
    assert all(
        words in page for words in ("Institute", "Norwegian Bokmål", "CC BY 4.0", "Knowing who is missing (level 2)")
    )
    assert "https://example.org/reaching-out" in page.links
    assert "Draft" not in page


def test_an_empty_library_says_so_and_one_that_fits_nothing_leads_back(app: Flask, browser: Browser):
    assert "still empty" in browser.get("/en/library")
    put(app, "Guide")

    page = browser.get("/en/library?q=nowhere")

    assert "Nothing fits what you chose" in page
    assert "/en/library" in page.links


@pytest.mark.parametrize(
    "asked", ["about=XXX", "level=x", "kind=%00", "language=zz", "page=99999", "page=-3", "level="]
)
def test_what_the_address_cannot_ask_for_is_left_out(app: Flask, browser: Browser, asked: str):
    put(app, "Guide")

    assert "1 entry" in browser.get(f"/en/library?{asked}")


def test_the_library_is_read_from_right_to_left_and_says_which_words_are_not(app: Flask, browser: Browser):
    put(app, "Guide", Help("MAN-1"))

    page = browser.get("/he/library")

    assert 'dir="rtl"' in page.html
    assert 'lang="en" dir="ltr">Guide</a>' in page.html


def test_the_bare_address_keeps_what_was_asked(browser: Browser):
    response = browser.raw("GET", "/library?about=INC-1&level=2", headers={"Accept-Language": "de"})

    assert response.headers["Location"].endswith("/de/library?about=INC-1&level=2")


@pytest.mark.parametrize("garbage", ["endpoint=x", "available=x", "_method=POST", "_external=1&_scheme=ftp"])
def test_the_bare_address_keeps_nothing_else(browser: Browser, garbage: str):
    response = browser.raw("GET", f"/library?{garbage}", headers={"Accept-Language": "de"})

    assert (response.status_code, response.headers["Location"]) == (302, "/de/library")


# -- for teams


def test_a_team_adds_an_entry_that_everybody_finds(app: Flask, sign_in: SignIn, browser: Browser):
    with transaction(app) as session:
        make_model(session)

    sign_in(RoleName.ORGANISER, hub="default").submit("/console/library/new", FILLED)

    page = browser.get("/en/library?about=DIA-1&level=3")
    assert "Kit for talks" in page
    assert "Norwegian" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"title-en": ""}, "Write a title", id="no title"),
        pytest.param({"url": "javascript:alert(1)"}, "no whole address", id="no address"),
        pytest.param({"language": "norwegian!"}, "no language tag", id="no language"),
        pytest.param({"owner": ""}, "This is missing", id="no owner"),
        pytest.param({"licence": "x" * 201}, "at most 200", id="long licence"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(
    app: Flask, sign_in: SignIn, typed: dict[str, str], said: str
):
    with transaction(app) as session:
        make_model(session)

    page = sign_in(RoleName.ORGANISER, hub="default").submit("/console/library/new", FILLED | typed)

    assert page.status == 422
    assert said in page
    assert page.fields["helps"] == FILLED["helps"]
    assert page.value("owner") == (FILLED | typed)["owner"]
    assert number(app) == 0


def test_an_entry_is_changed_and_deleted_and_brought_back(app: Flask, sign_in: SignIn):
    entry = put(app, "Guide", Help("MAN-1", 2))
    team = sign_in(RoleName.COORDINATOR, hub="default")

    team.submit(f"/console/library/{entry}", {"title-en": "Better guide", "published": None})
    assert "Better guide" in team.get("/console/library")
    page = _removed(team, entry)
    assert number(app) == 0
    team.press(page)

    assert number(app) == 1


def _removed(team: Browser, entry: int) -> Page:
    token = team.get(f"/console/library/{entry}").value("_csrf")
    return team.post(f"/console/library/{entry}/remove", {"_csrf": token})


def test_a_hub_keeps_its_own_entries_and_the_network_office_all(app: Flask, sign_in: SignIn):
    own, networks = put(app, "Own"), put(app, "Network", own=False)
    team, office = sign_in(RoleName.ORGANISER, hub="default"), sign_in(RoleName.NETWORK_ADMIN)

    assert "Network" not in team.get("/console/library").root.all("main")[0].text
    assert team.get(f"/console/library/{networks}").status == 404
    assert team.get(f"/console/library/{own}").status == 200
    assert office.get(f"/console/library/{networks}").status == 200
    assert "2 entries" in office.get("/console/library")


def bring(team: Browser, content: str) -> Page:
    form = team.get("/console/library/import")
    file = (io.BytesIO(content.encode()), "library.csv")
    return team.post(
        "/console/library/import", {"_csrf": form.value("_csrf"), "hub": form.value("hub") or "default", "file": file}
    )


def test_the_example_can_be_taken_in_as_it_is(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_model(session)
    team = sign_in(RoleName.ORGANISER, hub="default")

    assert "2 entries are taken in." in bring(team, team.raw("GET", "/console/library/import/example.csv").text)
    assert number(app) == 2


def test_a_table_with_a_bad_row_is_listed_and_nothing_of_it_is_stored(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        make_model(session)
    team = sign_in(RoleName.ORGANISER, hub="default")
    rows = list(csv.reader(io.StringIO(team.raw("GET", "/console/library/import/example.csv").text.lstrip("\ufeff"))))
    rows[2][rows[0].index("helps")] = "XYZ-1:2"
    rows[1][rows[0].index("hub")] = "another-hub"
    out = io.StringIO()
    csv.writer(out).writerows(rows)

    page = bring(team, out.getvalue())

    assert page.status == 422
    assert "Line 2 hub: another-hub" in page
    assert "Line 3 helps: XYZ-1" in page
    assert number(app) == 0
