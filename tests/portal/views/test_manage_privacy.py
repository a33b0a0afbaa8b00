"""Data protection in the console: a request from opening to its proof, and the documents of a hub."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs
from engage.jobs import worker
from engage.mail import outbox
from engage.privacy.models import AuditEntry, PrivacyRequest, RequestState
from tests.factories.surveys import make_survey
from tests.privacy.test_erasure import ADDRESS, CANARY, NOW, plant_response
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
NEW = "/console/data-protection/requests/new"


@pytest.fixture(autouse=True)
def _canary(app: Flask) -> None:
    with transaction(app) as session:
        survey = make_survey(session)
        plant_response(session, survey, {"brand": CANARY}, b"receipt")
        hub = hubs.default(session)
        hub.controller = {"en": "The hub\n1 Street"}
        outbox.put(session, "kind", CANARY, language="en", hub_id=hub.id, now=NOW)


def open_request(browser: Browser, kind: str, asked: str = CANARY, hub: str | None = None) -> str:
    """The path of its page."""
    page = browser.submit(NEW, kind=kind, asked=asked, **({} if hub is None else {"hub": hub}))
    assert page.status == 200, page
    return page.path


def test_a_coordinator_opens_a_request_erases_and_gets_the_proof(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.COORDINATOR)
    path = open_request(browser, "erasure")
    assert "waits for its turn" in browser.get(path)
    worker.run_once(app)

    found = browser.get(path)
    assert "Answers and files that were sent" in found
    assert ADDRESS in found.text.casefold()
    browser.raw("POST", f"{path}/erase", data={"_csrf": found.value("_csrf")})
    worker.run_once(app)

    done = browser.get(path)
    assert "Found nowhere any more." in done
    assert ADDRESS not in done.text.casefold()
    pdf = browser.raw("POST", f"{path}/proof.pdf", data={"_csrf": done.value("_csrf")})
    assert pdf.data.startswith(b"%PDF-")
    with reading(app) as session:
        noted = {entry.action: entry for entry in session.scalars(select(AuditEntry))}
        assert {"privacy.requested", "privacy.erasure-decided", "privacy.erased"} <= set(noted)
        assert not any(ADDRESS in json.dumps(entry.details).casefold() for entry in noted.values())


def test_a_copy_is_handed_over_in_three_forms_and_the_request_ended(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.COORDINATOR)
    path = open_request(browser, "access")
    worker.run_once(app)
    token = {"_csrf": browser.get(path).value("_csrf")}

    for form in ("json", "html", "pdf"):
        copy = browser.raw("POST", f"{path}/copy.{form}", data=token)
        assert copy.status_code == 200
        assert copy.headers["Cache-Control"] == "no-store"
        assert copy.data.startswith(b"%PDF-") if form == "pdf" else CANARY in copy.get_data(as_text=True)
    assert browser.raw("POST", f"{path}/end", data=token).status_code == 303
    with reading(app) as session:
        request = session.scalars(select(PrivacyRequest)).one()
        assert (request.state, request.sealed) == (RequestState.ENDED, None)


def test_what_is_found_is_restricted_by_one_press_and_lifted_once_the_person_was_told(
    app: Flask, sign_in: Callable[..., Browser]
):
    browser = sign_in(RoleName.COORDINATOR)
    path = open_request(browser, "restriction")
    worker.run_once(app)
    found = browser.get(path)
    assert "It cannot be restricted here. Do it by hand where it is needed." in found  # the mail
    token = {"_csrf": found.value("_csrf")}
    assert browser.raw("POST", f"{path}/erase", data=token).status_code == 409

    assert browser.raw("POST", f"{path}/restrict", data=token).status_code == 303
    worker.run_once(app)

    held = browser.get(path)
    assert "Restricted since" in held
    assert "You asked that what is kept of you is used for nothing." in held
    assert ADDRESS in held.text.casefold()
    assert browser.raw("POST", f"{path}/restrict", data=token).status_code == 409
    assert browser.raw("POST", f"{path}/end", data=token).status_code == 409
    assert browser.raw("POST", f"{path}/proof.pdf", data=token).data.startswith(b"%PDF-")

    refused = browser.raw("POST", f"{path}/lift", data=token)
    assert refused.status_code == 422
    assert "Tell the person first, and say that you did." in refused.get_data(as_text=True)
    assert browser.raw("POST", f"{path}/lift", data=token | {"told": "yes"}).status_code == 303
    done = browser.get(path)
    assert "lifted on" in done
    assert ADDRESS not in done.text.casefold()
    assert browser.raw("POST", f"{path}/lift", data=token | {"told": "yes"}).status_code == 409
    with reading(app) as session:
        noted = {entry.action: entry.details for entry in session.scalars(select(AuditEntry))}
        assert noted["privacy.restricted"]["stores"] == {"response": 1}
        assert noted["privacy.restriction-lifted"]["stores"] == {"response": 1}
        assert {"privacy.requested", "privacy.restriction-decided"} <= set(noted)
        assert ADDRESS not in json.dumps(noted).casefold()


def test_a_coordinator_neither_offers_nor_sees_what_belongs_to_others(app: Flask, sign_in: Callable[..., Browser]):
    office = sign_in(RoleName.NETWORK_ADMIN)
    path = open_request(office, "access", hub="")
    coordinator = sign_in(RoleName.COORDINATOR)

    assert coordinator.raw("GET", path).status_code == 404
    assert "The whole instance" not in coordinator.get(NEW)
    assert "The whole instance" in office.get("/console/data-protection/")


def test_what_is_neither_an_address_nor_a_code_is_said(sign_in: Callable[..., Browser]):
    page = sign_in(RoleName.COORDINATOR).submit(NEW, kind="access", asked="ada")

    assert page.status == 422
    assert page.errors == ["This is neither a mail address nor a receipt code."]


def test_who_asks_again_is_shown_what_was_done(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.COORDINATOR)
    path = open_request(browser, "access")

    found = browser.submit("/console/data-protection/", asked=f" {CANARY} ")

    assert path in found.links
    assert "No request is known for it." in browser.submit("/console/data-protection/", asked="b@example.org")


def test_retention_shows_what_is_kept_and_what_was_deleted(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.COORDINATOR)
    assert "Nothing yet" in browser.get("/console/data-protection/retention")
    worker.run_once(app)

    assert "Nothing was over." in browser.get("/console/data-protection/retention")


def test_documents_of_a_hub_are_filled_in_and_mark_what_is_missing(sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.COORDINATOR)
    for which, language in (("register", "en"), ("assessment", "de")):
        address = f"/console/data-protection/documents/default/{which}"
        word = Document(BytesIO(browser.raw("GET", f"{address}.docx?language={language}").data))
        pdf = browser.raw("GET", f"{address}.pdf?language={language}")

        text = "\n".join(each.text for each in word.paragraphs)
        assert "The hub\n1 Street" in text
        assert any(each.style.name == "Intense Quote" for each in word.paragraphs)
        assert word.core_properties.language == language
        assert pdf.data.startswith(b"%PDF-")
        assert f"({language}".encode() in pdf.data
        if which == "register":
            cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
            assert any(cell.startswith("Your health") for cell in cells)
            assert "illness" in cells


def test_a_file_that_still_holds_the_address_is_named_in_the_proof(app: Flask, sign_in: Callable[..., Browser]):
    browser = sign_in(RoleName.COORDINATOR)
    folder = app.config["ENGAGE_SETTINGS"].data_dir / "notes"
    folder.mkdir(parents=True)
    (folder / "left.txt").write_text(f"Call {CANARY}")
    path = open_request(browser, "erasure")
    worker.run_once(app)
    browser.raw("POST", f"{path}/erase", data={"_csrf": browser.get(path).value("_csrf")})
    worker.run_once(app)

    page = browser.get(path)
    assert "Found 1 time after erasing." in page
    assert "left.txt" in page
