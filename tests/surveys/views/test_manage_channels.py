"""Teams make links, print them, and see how many answered by each way."""

import base64
import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.privacy.audit import AuditEntry
from engage.surveys.domain.channels import Channel
from engage.surveys.models_reach import SurveyLink
from tests.factories.editions import make_survey_of_countries
from tests.factories.links import SITE, make_link
from tests.factories.surveys import SLUG, make_survey
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.pdf_text import words_of

pytestmark = ON_SQLITE
REACH = f"/console/surveys/{SLUG}/channels"
CODE = "K7P0Q"


@pytest.fixture
def organiser(app: Flask, sign_in):
    with transaction(app) as session:
        make_survey(session)
    return sign_in(RoleName.ORGANISER)


def link(app: Flask) -> SurveyLink:
    with reading(app) as session:
        return session.scalars(select(SurveyLink)).one()


def test_a_team_makes_a_link_from_the_page_of_the_survey(app: Flask, organiser):
    assert REACH in organiser.get(f"/console/surveys/{SLUG}").links
    assert f"{REACH}/new" in organiser.get(REACH).links
    page = organiser.submit(f"{REACH}/new", {"kind": "poster", "name": "Clinic", "language": "de"})

    made = link(app)
    assert page.h1 == "Clinic"
    assert f"http://localhost/go/{made.code}" in page
    assert (made.channel, made.language, made.made_by != "") == (Channel.POSTER, "de", True)
    assert organiser.get(f"/go/{made.code}").path == f"/de/surveys/{SLUG}?via={made.code}"
    assert "Clinic" in organiser.get(REACH)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"kind": "poster", "name": ""}, "Give the link a name", id="no name"),
        pytest.param({"kind": "embed", "name": "Site"}, "Name the site that will show the survey", id="no site"),
        pytest.param(
            {"kind": "embed", "name": "Site", "frames": "https://*.example.org"}, "stands for many sites", id="wildcard"
        ),
        pytest.param(
            {"kind": "embed", "name": "Site", "frames": "http://example.org"}, "is not encrypted", id="no https"
        ),
        pytest.param({"kind": "embed", "name": "Site", "frames": "x"}, "is no address of a site", id="no address"),
        pytest.param({"kind": "kiosk", "name": "Table", "idle": "5"}, "from 60 to 900", id="no time to answer"),
        pytest.param({"kind": "kiosk", "name": "Table", "idle": ""}, "after how many seconds", id="no time said"),
    ],
)
def test_what_is_wrong_with_a_link_is_said_and_what_was_typed_stays(organiser, typed: dict[str, str], said: str):
    page = organiser.submit(f"{REACH}/new", typed)
    assert page.status == 422
    assert any(said in error for error in page.errors)
    assert page.value("name") in (typed["name"] or None, typed["name"])


def test_nonsense_in_a_form_is_refused(organiser):
    page = organiser.get(f"{REACH}/new")
    sent = {"_csrf": page.value("_csrf"), "kind": "invitation", "name": "x", "language": "zz", "country": "XX"}
    assert organiser.post(f"{REACH}/new", sent).status == 422
    assert organiser.raw("POST", f"{REACH}/new", data={"kind": "poster", "name": "x"}).status_code == 400
    assert organiser.get(f"{REACH}/77").status == 404


def test_an_embedded_survey_has_its_code_for_the_page(app: Flask, organiser):
    page = organiser.submit(f"{REACH}/new", kind="embed", name="Hospital", frames=f"{SITE}/page\n{SITE}")
    assert link(app).frames == [SITE]
    assert f'<iframe src="http://localhost/go/{link(app).code}" title="Your health"' in page


def test_renaming_keeps_the_address_and_closing_says_so(app: Flask, organiser):
    organiser.submit(f"{REACH}/new", kind="kiosk", name="Table", idle="120")
    made = link(app)
    page = organiser.submit(f"{REACH}/{made.id}/change", name="Second table", idle="90")
    assert page.h1 == "Second table"
    assert (link(app).code, link(app).idle_seconds, link(app).channel) == (made.code, 90, Channel.KIOSK)

    page = organiser.press(page)
    assert "Closed on" in page
    assert organiser.get(f"/go/{made.code}").status == 410
    assert "Closed" not in organiser.press(page).text.split("Short address")[0]
    assert organiser.get(f"/go/{made.code}").status == 200
    with reading(app) as session:
        actions = set(session.scalars(select(AuditEntry.action)))
    assert {"survey.link-made", "survey.link-changed", "survey.link-closed", "survey.link-opened"} <= actions


def test_posters_and_cards_are_printed_in_each_language(app: Flask, organiser):
    with transaction(app) as session:
        number = make_link(session, Channel.POSTER, code=CODE).id
    page = organiser.get(f"{REACH}/{number}")
    for layout in ("a4", "a3", "cards"):
        address = f"{REACH}/{number}/{layout}-de.pdf"
        assert address in page.links
        made = organiser.raw("GET", address)
        assert made.content_type == "application/pdf"
        words = words_of(made.data)
        assert "Ihre Gesundheit" in words
        assert words.count(f"localhost/go/{CODE}") == (10 if layout == "cards" else 1)
    assert organiser.raw("GET", f"{REACH}/{number}/a4-fi.pdf").status_code == 404
    assert organiser.raw("GET", f"{REACH}/{number}/a5-de.pdf").status_code == 404


@pytest.mark.parametrize(("paper", "wide"), [pytest.param("a4", "595", id="A4"), pytest.param("a3", "841", id="A3")])
def test_a_poster_is_drawn_in_its_true_size_without_fonts(app: Flask, organiser, paper: str, wide: str):
    with transaction(app) as session:
        number = make_link(session, Channel.POSTER, code=CODE).id
    address = f"{REACH}/{number}/{paper}-de.svg"
    assert address in organiser.get(f"{REACH}/{number}").links

    made = organiser.raw("GET", address)

    assert made.content_type.startswith("image/svg+xml")
    assert f'width="{wide}' in made.text
    assert "<text" not in made.text
    code = re.search(r"data:image/svg\+xml;base64,([^\"]+)", made.text)
    assert code is not None
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(code[1])
    assert organiser.raw("GET", f"{REACH}/{number}/{paper}-fi.svg").status_code == 404


def test_all_languages_come_in_one_file_with_the_code_to_scan(app: Flask, organiser):
    with transaction(app) as session:
        number = make_link(session, Channel.POSTER, code=CODE).id
    packed = zipfile.ZipFile(io.BytesIO(organiser.raw("GET", f"{REACH}/{number}/all.zip").data))
    assert {name.split("/")[0] for name in packed.namelist()} == {"en", "de", f"{SLUG}-{CODE}.svg"}
    assert len(packed.namelist()) == 7
    drawn = organiser.raw("GET", f"{REACH}/{number}/code.svg")
    assert drawn.content_type.startswith("image/svg+xml")
    assert b"<svg" in drawn.data


def test_nothing_is_printed_of_a_frame(app: Flask, organiser):
    with transaction(app) as session:
        number = make_link(session, Channel.EMBED, code=CODE).id
    assert not any("pdf" in address for address in organiser.get(f"{REACH}/{number}").links)
    assert organiser.raw("GET", f"{REACH}/{number}/a4-en.pdf").status_code == 404
    assert organiser.raw("GET", f"{REACH}/{number}/all.zip").status_code == 404


def test_responses_are_counted_by_channel(app: Flask, organiser):
    organiser.press(organiser.get(f"/en/surveys/{SLUG}?channel=telephone"))
    organiser.submit(f"/en/surveys/{SLUG}/review", action="submit")
    page = organiser.get(REACH)
    assert "Telephone interview 1" in page.text


def test_who_may_not_reach_people_sees_nothing_of_it(app: Flask, sign_in, organiser):
    with transaction(app) as session:
        number = make_link(session, Channel.POSTER, code=CODE).id
    analyst = sign_in(RoleName.TRANSLATOR)
    for address in (REACH, f"{REACH}/new", f"{REACH}/{number}", f"{REACH}/{number}/a4-en.pdf"):
        assert analyst.get(address).status in (403, 404)


def test_a_hub_that_fields_one_country_makes_links_for_that_country_only(app: Flask, sign_in):
    with transaction(app) as session:
        slug = make_survey_of_countries(session).slug
        ours = make_link(session, Channel.POSTER, slug=slug).id
    reach = f"/console/surveys/{slug}/channels"
    partner = sign_in(RoleName.ORGANISER, hub="germany")

    page = partner.submit(f"{reach}/new", {"kind": "poster", "name": "Klinik", "country": "DE"})
    assert page.h1 == "Klinik"
    sent = {"_csrf": partner.get(f"{reach}/new").value("_csrf"), "kind": "poster", "name": "x", "country": ""}
    assert partner.post(f"{reach}/new", sent).status == 422
    assert "Day of action" in partner.get(reach)
    assert not any("change" in address for address in partner.get(f"{reach}/{ours}").links)
    assert partner.get(f"{reach}/{ours}/change").status == 404
    assert partner.post(f"{reach}/{ours}/close", sent).status == 404
