"""Files that citizens send: kept with everything else, cleaned, moved with the response, gone with it."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.roles import RoleName
from engage.instruments.domain.definition import Item, ItemType, Repeat
from engage.surveys import answering
from engage.surveys.file_models import DraftFile, ResponseFile
from engage.surveys.models import Response, Survey
from tests.core.test_images import JPEG, PNG, jpeg
from tests.factories.people import make_person
from tests.factories.surveys import FIRST, instrument, item, make_survey, section
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

PAGE = f"{FIRST}/papers"
PDF = b"%PDF-1.7 about my treatment"
LETTER = item("letter", ItemType.FILE, accept=(".pdf", ".jpg", ".png", ".docx"), max_megabytes=0.1)
NAME = item("name", required="true()")


@pytest.fixture(autouse=True)
def _survey(app: Flask) -> None:
    with transaction(app) as session:
        make_survey(session, instrument(section("papers", NAME, LETTER), section("more", item("last"))))


def send(
    browser: Browser,
    page: Page,
    files: dict[str, tuple[bytes, str]],
    given: dict[str, Any] | None = None,
    action: str = "next",
) -> Page:
    """Press a button of a page with files, as a browser without scripts does."""
    target, data = browser.filled(page, given or {}, action=action)
    sent = {name: (io.BytesIO(content), called) for name, (content, called) in files.items()}
    response = browser.raw("POST", target, data=data | sent, content_type="multipart/form-data")
    return browser._follow(response, target)


def counts(app: Flask) -> tuple[int, int]:
    with reading(app) as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) for table in (DraftFile, ResponseFile))


def file_shown(page: Page) -> str:
    """The number of the file that a page shows, which its box to remove it sends."""
    return next(box["value"] for box in page.root.all("input") if box["name"] == "letter/remove")


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


def test_a_file_is_kept_encrypted_shown_for_review_and_moved_to_the_response(app: Flask, browser: Browser):
    page = browser.submit(FIRST)
    assert 'enctype="multipart/form-data"' in page.html
    page = send(browser, page, {"letter": (PDF, "my letter.pdf")}, {"name": "Ada"})
    with reading(app) as session:
        (sealed,) = session.scalars(select(DraftFile.sealed))
    assert PDF not in sealed

    page = browser.press(page, action="next")
    assert page.path == f"{FIRST}/review"
    assert "my letter.pdf" in page
    browser.press(page, action="submit")

    assert counts(app) == (0, 1)
    with reading(app) as session:
        file = session.scalars(select(ResponseFile)).one()
        answers = session.scalars(select(Response.answers)).one()
    assert (file.content, file.name, file.item) == (PDF, "my letter.pdf", "letter")
    assert answers["letter"] == {
        "file": file.id,
        "name": "my letter.pdf",
        "type": "application/pdf",
        "bytes": len(PDF),
    }


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "called", "words"),
    [
        pytest.param(b"", "a.pdf", "The file is empty", id="empty"),
        pytest.param(b"%PDF-" + bytes(100_001), "a.pdf", "larger than 0.1 megabytes", id="too large"),
        pytest.param(b"GIF89a" + bytes(20), "a.pdf", "one of these kinds", id="a kind that is not taken"),
        pytest.param(b"<html><script>", "a.pdf", "one of these kinds", id="a page that calls itself a PDF"),
        pytest.param(JPEG[:-60], "a.jpg", "cannot be read", id="half a picture"),
        pytest.param(
            packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx", "programs", id="macros"
        ),
    ],
)
def test_a_file_that_is_refused_leaves_everything_typed(app: Flask, browser: Browser, content, called, words):
    page = send(browser, browser.submit(FIRST), {"letter": (content, called)}, {"name": "Ada"})

    assert page.status == 422
    assert [words in error for error in page.errors] == [True]
    assert page.value("name") == "Ada"
    assert counts(app) == (0, 0)
    again = browser.get(PAGE)
    assert again.value("name") == "Ada"


@ON_SQLITE
def test_a_refused_file_is_told_whatever_button_was_pressed(app: Flask, browser: Browser):
    page = send(browser, browser.submit(FIRST), {"letter": (b"\0\1", "a.pdf")}, {"name": "Ada"}, action="back")

    assert page.status == 422
    assert browser.get(PAGE).value("name") == "Ada"


@ON_SQLITE
def test_what_is_wrong_elsewhere_does_not_lose_a_file(app: Flask, browser: Browser):
    page = send(browser, browser.submit(FIRST), {"letter": (PDF, "a.pdf")})

    assert page.status == 422
    assert "a.pdf" in page
    assert counts(app) == (1, 0)
    page = browser.press(page, name="Ada", action="next")
    assert page.path == f"{FIRST}/more"
    assert counts(app) == (1, 0)


@ON_SQLITE
def test_a_file_is_replaced_and_removed(app: Flask, browser: Browser):
    send(browser, browser.submit(FIRST), {"letter": (PDF, "a.pdf")}, {"name": "Ada"})
    send(browser, browser.get(PAGE), {"letter": (PDF + b"2", "b.pdf")})
    page = browser.get(PAGE)
    assert "b.pdf" in page
    assert "a.pdf" not in page
    assert counts(app) == (1, 0)

    browser.press(page, {"letter/remove": file_shown(page)}, action="next")

    assert "b.pdf" not in browser.get(PAGE)
    assert counts(app) == (0, 0)


@ON_SQLITE
@pytest.mark.parametrize("size", [pytest.param("7", id="of seven bytes"), pytest.param("9" * 5000, id="endless")])
def test_a_text_that_looks_like_a_file_is_a_text(app: Flask, browser: Browser, size: str):
    """Somebody may type what a draft keeps of a file."""
    send(browser, browser.submit(FIRST), {"letter": (PDF, "a.pdf")}, {"name": "Ada"})
    typed = f"{'a' * 32} {size} application/pdf 0 b.pdf"

    browser.press(browser.get(PAGE), name=typed, action="next")

    assert browser.get(PAGE).value("name") == typed
    assert counts(app) == (1, 0)


@ON_SQLITE
def test_two_windows_lose_no_file(app: Flask, browser: Browser):
    old = browser.submit(FIRST)
    send(browser, old, {"letter": (PDF, "a.pdf")}, {"name": "Ada"})
    shows_a = browser.get(PAGE)

    browser.press(old, name="Ada", action="next")
    assert "a.pdf" in browser.get(PAGE), "a window that never saw the file must not take it away"

    send(browser, browser.get(PAGE), {"letter": (PDF + b"2", "b.pdf")})
    remove_a = file_shown(shows_a)
    browser.press(shows_a, {"letter/remove": remove_a}, action="next")
    assert "b.pdf" in browser.get(PAGE), "removing an older file must not remove the newer one"


@ON_SQLITE
def test_place_and_camera_are_taken_out_of_pictures_and_people_are_told(app: Flask, browser: Browser):
    taken = jpeg(exif=b"Exif\0\0" + b"GPS 59.91 N 10.75 E")
    send(browser, browser.submit(FIRST), {"letter": (taken, "photo.jpeg")}, {"name": "Ada"})
    page = browser.get(PAGE)
    assert "We took out what a camera writes" in page
    assert "photo.jpeg" in page
    browser.press(browser.get(f"{FIRST}/more"), action="next")
    browser.submit(f"{FIRST}/review", action="submit")

    with reading(app) as session:
        content = session.scalars(select(ResponseFile.content)).one()
    assert b"GPS" not in content
    assert content.startswith(b"\xff\xd8")


@ON_SQLITE
def test_a_clean_picture_stays_as_it_is(app: Flask, browser: Browser):
    send(browser, browser.submit(FIRST), {"letter": (PNG, "a.png")}, {"name": "Ada"})

    assert "We took out" not in browser.get(PAGE)


def test_files_go_with_a_withdrawn_response(app: Flask, browser: Browser):
    send(browser, browser.submit(FIRST), {"letter": (PDF, "a.pdf")}, {"name": "Ada"})
    browser.press(browser.get(f"{FIRST}/more"), action="next")
    done = browser.submit(f"{FIRST}/review", action="submit")
    assert counts(app) == (0, 1)

    browser.submit(f"{FIRST}/withdraw", code=done.code)

    assert counts(app) == (0, 0)


def test_files_go_with_a_stopped_draft_and_with_one_that_expires(app: Flask, browser: Browser):
    page = browser.submit(FIRST)
    send(browser, page, {"letter": (PDF, "a.pdf")}, {"name": "Ada"})
    with transaction(app) as session:
        answering.expire_drafts(session, before=datetime.now(UTC).date() + timedelta(days=1))

    assert counts(app) == (0, 0)


@ON_SQLITE
def test_only_pages_that_ask_for_files_take_large_forms(app: Flask, browser: Browser):
    browser.submit(FIRST)
    big = {"last": "x", "letter": (io.BytesIO(bytes(300_000)), "a.pdf")}

    refused = browser.raw("POST", f"{FIRST}/more", data=big, content_type="multipart/form-data")

    assert refused.status_code == 413


@ON_SQLITE
def test_a_required_file_is_asked_for(app: Flask, browser: Browser):
    with transaction(app) as session:
        needed = Item(name="scan", type=ItemType.FILE, label=LETTER.label, required="true()")
        make_survey(session, instrument(section("papers", needed)), slug="scans")

    page = browser.press(browser.submit("/en/surveys/scans"), action="next")

    assert page.errors == ["Choose a file."]


# -- for hub teams


def test_hub_teams_download_files_as_exports_name_them(app: Flask, browser: Browser):
    send(browser, browser.submit(FIRST), {"letter": (PDF, "my letter.pdf")}, {"name": "Ada"})
    browser.press(browser.get(f"{FIRST}/more"), action="next")
    browser.submit(f"{FIRST}/review", action="submit")
    organiser, analyst = visitor(app, RoleName.ORGANISER), visitor(app, RoleName.ANALYST)

    page = organiser.get("/console/surveys/health/results")
    assert "1 person sent a file." in page
    page = organiser.get("/console/surveys/health/results/files/letter")
    (address,) = [link for link in page.links if "/files/letter/" in link]
    response = organiser.raw("GET", address)

    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    export = organiser.raw("GET", "/console/surveys/health/results.csv").get_data(as_text=True)
    called = page.root.all("bdi")[-1].text
    assert called.endswith("-my letter.pdf")
    assert called in export
    figures_only = analyst.raw("GET", "/console/surveys/health/results.csv").get_data(as_text=True)
    assert called not in figures_only
    for closed in ("/console/surveys/health/results/files/letter", address):
        assert analyst.raw("GET", closed).status_code == 404
    assert organiser.raw("GET", address[:-1] + "x").status_code == 404
    with transaction(app) as session:
        session.scalars(select(Survey).where(Survey.slug == "health")).one().shown_from = 2
    for early in ("/console/surveys/health/results/files/letter", address):
        assert organiser.raw("GET", early).data != PDF
        assert "letter.pdf" not in organiser.get(early).text


def visitor(app: Flask, role: RoleName) -> Browser:
    with transaction(app) as session:
        key = make_person(session, role).fs_uniquifier
    browser = Browser(app)
    browser.sign_in(key)
    return browser


# -- in lists of entries


@ON_SQLITE
def test_all_files_of_one_person_together_have_a_limit_however_many_entries_they_are_in(app: Flask, browser: Browser):
    app.config["ENGAGE_UPLOAD_MEGABYTES"] = 0.01
    listed = replace(section("papers", NAME, LETTER, replace(LETTER, name="second")), repeat=Repeat(name="visits"))
    with transaction(app) as session:
        make_survey(session, instrument(listed), slug="visits")
    browser.submit("/en/surveys/visits")
    file = (PDF + bytes(9_900), "a.pdf")
    for number in (1, 2):
        page = send(
            browser,
            browser.get(f"/en/surveys/visits/papers/{number}"),
            {"letter": file, "second": file},
            {"name": "Ada"},
        )
        assert page.status == 200

    page = send(browser, browser.get("/en/surveys/visits/papers/3"), {"letter": file, "second": file}, {"name": "Ada"})

    assert page.status == 422
    assert len(page.errors) == 1
    assert counts(app) == (5, 0)


@ON_SQLITE
def test_each_entry_of_a_list_has_its_own_file_and_takes_it_along_when_it_is_removed(app: Flask, browser: Browser):
    listed = replace(section("papers", NAME, LETTER), repeat=Repeat(name="visits"))
    with transaction(app) as session:
        make_survey(session, instrument(listed, section("more", item("last"))), slug="visits")
    first = "/en/surveys/visits"
    browser.submit(first)
    for number, called in ((1, "a.pdf"), (2, "b.pdf")):
        page = send(browser, browser.get(f"{first}/papers/{number}"), {"letter": (PDF, called)}, {"name": called})
        assert page.status == 200, page.errors
    assert counts(app) == (2, 0)
    browser.submit(f"{first}/papers/1/remove")
    assert counts(app) == (1, 0)
    assert "b.pdf" in browser.get(f"{first}/papers/1")

    browser.submit(f"{first}/review", action="submit")

    assert counts(app) == (0, 1)
    with reading(app) as session:
        (answers,) = session.scalars(select(Response.answers))
    assert [entry["letter"]["name"] for entry in answers["visits"]] == ["b.pdf"]
