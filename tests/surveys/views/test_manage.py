"""The console's pages of surveys, opened and filled in as hub teams do."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from engage.accounts.models import Person, PersonRole
from engage.accounts.roles import RoleName
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import ItemType
from engage.surveys import queries
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Survey
from tests.factories.surveys import SLUG, instrument, item, make_survey, section, text
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]
GOOD = b"""| survey |             |      |                |
|        | type        | name | label          |
|        | text        | name | Your name?     |
|        | integer     | age  | Your age?      |
| settings |           |      |                |
|        | form_title  |      |                |
|        | Village     |      |                |
"""
UNNAMED = b"""| survey |             |      |                |               |
|        | type        | name | label::English | label::Kiswa  |
|        | text        | name | Your name?     | Jina lako?    |
"""
BAD = b"""| survey |             |      |                |
|        | type        | name | label          |
|        | slidr       | pain | How bad is it? |
|        | hidden      | seen | Seen           |
"""


@pytest.fixture
def organiser(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.ORGANISER)


def token(page: Page) -> str:
    return page.value("_csrf") or ""


def upload(
    browser: Browser, content: bytes, name: str = "form.md", path: str = "/console/surveys/new", **more: str
) -> Page:
    data: dict[str, Any] = {"_csrf": token(browser.get(path)), "file": (io.BytesIO(content), name), **more}
    response = browser.raw("POST", path, data=data, content_type="multipart/form-data")
    return browser._follow(response, path)


def send(browser: Browser, path: str, **values: str) -> Page:
    """Post with the token of the survey's page, and sure of it."""
    return browser.post(path, {"_csrf": token(browser.get(f"/console/surveys/{SLUG}")), "_sure": "yes", **values})


def status(app: Flask) -> SurveyStatus:
    with reading(app) as session:
        found = queries.by_slug(session, SLUG)
        assert found is not None
        return found.status


# -- the list


def test_an_empty_list_says_what_to_do_first(organiser: Browser) -> None:
    page = organiser.get("/console/surveys")

    assert "No surveys yet" in page
    assert "/console/surveys/new" in page.links


def test_who_may_not_upload_is_not_offered_it(sign_in: SignIn) -> None:
    page = sign_in(RoleName.ANALYST).get("/console/surveys")

    assert "No surveys yet" in page
    assert "/console/surveys/new" not in page.links


def test_the_list_shows_each_survey_with_its_state_and_responses(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)
        make_survey(session, slug="later", status=SurveyStatus.PAUSED)
        make_survey(session, slug="draft", publish=False)

    page = organiser.get("/console/surveys")

    assert page.text.count("Your health") >= 3
    assert all(word in page for word in ("Open", "Paused", "Not published"))


def test_a_survey_that_is_full_says_so_although_its_organiser_left_it_open(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, most_responses=0)

    assert "Full" in organiser.get("/console/surveys")


def test_who_has_no_role_left_is_told_so_after_signing_in(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(RoleName.ASSESSOR)
    with transaction(app) as session:
        session.execute(delete(PersonRole))

    page = browser.get("/console/")

    assert page.status == 200
    assert "Nothing here for you yet" in page
    assert "/console/surveys" not in page.links


# -- taking a file in


def test_a_good_file_becomes_an_unpublished_survey(organiser: Browser) -> None:
    page = upload(organiser, GOOD)

    assert page.status == 200
    assert "The questionnaire is taken in" in page
    assert "Not published" in page
    assert "Publish version 1" in page


def test_a_bad_file_is_not_stored_and_its_findings_come_errors_first(organiser: Browser) -> None:
    page = upload(organiser, BAD)

    assert page.status == 422
    assert page.errors
    levels = re.findall(r"eng-finding--(error|warning|note)", page.html)
    assert levels
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert "slidr" in page
    assert "row 2" in page or "row 3" in page
    assert "No surveys yet" in organiser.get("/console/surveys")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("", b"", "Choose a file first", id="no file"),
        pytest.param("holiday.jpg", b"x", "This kind of file is not read", id="another kind"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(organiser: Browser, name: str, content: bytes, reason: str) -> None:
    page = upload(organiser, content, name)

    assert page.status == 422
    assert any(reason in error for error in page.errors)
    assert 'id="i-file-error"' in page.html


def test_languages_without_a_code_get_a_field_each_and_what_was_typed_stays(organiser: Browser) -> None:
    first = upload(organiser, UNNAMED)
    again = upload(organiser, UNNAMED, **{"language-English": "en", "language-Kiswa": "not a tag!", "texts": "draft"})
    done = upload(organiser, UNNAMED, **{"language-English": "en", "language-Kiswa": "sw"})

    assert first.status == again.status == 422
    assert {"language-English", "language-Kiswa"} <= set(first.fields)
    assert again.value("language-English") == "en"
    assert again.value("language-Kiswa") == "not a tag!"
    assert again.value("texts") == "draft"
    assert any("Kiswa" in error for error in again.errors)
    assert "Kiswahili" in done


def test_translations_taken_in_as_drafts_are_not_offered_under_the_default_gate(organiser: Browser) -> None:
    page = upload(organiser, UNNAMED, **{"language-English": "en", "language-Kiswa": "sw", "texts": "draft"})

    assert "No, not approved yet" in page
    assert "is not offered: its texts are not approved yet" in page


def test_translations_are_taken_in_as_approved_only_with_a_reason(organiser: Browser) -> None:
    named = {"language-English": "en", "language-Kiswa": "sw", "texts": "approved"}
    refused = upload(organiser, UNNAMED, **named, reason=" ")
    done = upload(organiser, UNNAMED, **named, reason="Fielded in 2025.")

    assert refused.status == 422
    assert any("Say why" in error for error in refused.errors)
    assert done.path.startswith("/console/surveys/")
    assert done.status == 200


def test_a_new_version_waits_until_it_is_published(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = upload(organiser, GOOD, path=f"/console/surveys/{SLUG}/version")

    assert page.path == f"/console/surveys/{SLUG}/publish"
    assert "People get it once you publish it" in page
    assert "Publish version 2" in page
    assert "Compared with version 1" in page
    assert "In the field" in organiser.get(f"/console/surveys/{SLUG}")


def test_what_a_file_calls_itself_is_shown_as_text(organiser: Browser) -> None:
    page = upload(organiser, GOOD, "<img src=x onerror=alert(1)>.md")

    assert "<img" not in page.html


# -- one survey


def test_a_survey_is_published_paused_opened_again_and_closed(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, publish=False)
    address = f"/console/surveys/{SLUG}"
    found = []
    unchecked = {"without_check": "yes", "reason": "One person runs this hub."}
    for path, values in (
        ("publish", unchecked),
        ("status", {"status": "paused"}),
        ("status", {"status": "open"}),
        ("status", {"status": "closed"}),
    ):
        page = send(organiser, f"{address}/{path}", **values)
        assert page.status == 200
        found.append(status(app))

    assert found == [SurveyStatus.OPEN, SurveyStatus.PAUSED, SurveyStatus.OPEN, SurveyStatus.CLOSED]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        pytest.param("publish", {}, id="publish"),
        pytest.param("status", {"status": "closed"}, id="close"),
    ],
)
def test_nothing_changes_without_the_pages_token(
    app: Flask, organiser: Browser, path: str, values: dict[str, str]
) -> None:
    with transaction(app) as session:
        make_survey(session)

    answer = organiser.raw("POST", f"/console/surveys/{SLUG}/{path}", data=values)

    assert answer.status_code == 400
    assert status(app) is SurveyStatus.OPEN


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        pytest.param("publish", {}, "A published version cannot be changed", id="publish"),
        pytest.param("status", {"status": "closed"}, "Nobody can answer after that", id="close"),
    ],
)
def test_without_scripts_a_page_asks_before_anything_changes(
    app: Flask, organiser: Browser, path: str, values: dict[str, str], words: str
) -> None:
    with transaction(app) as session:
        make_survey(session)
    address = f"/console/surveys/{SLUG}/{path}"

    asked = organiser.post(address, {"_csrf": token(organiser.get(f"/console/surveys/{SLUG}")), **values})

    assert words in asked
    assert status(app) is SurveyStatus.OPEN
    (form,) = (form for form in asked.forms if "_sure" in form.names)
    sent = {name: found[0] for name, found in form.values().items()}
    assert organiser.post(address, sent).path == f"/console/surveys/{SLUG}"
    assert status(app) is {"closed": SurveyStatus.CLOSED}.get(values.get("status", ""), SurveyStatus.OPEN)


def test_pausing_asks_nothing_and_can_be_taken_back(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)
    paused = send(organiser, f"/console/surveys/{SLUG}/status", status="paused")

    assert status(app) is SurveyStatus.PAUSED
    assert "The survey is as it was before" in organiser.press(paused)
    assert status(app) is SurveyStatus.OPEN


def test_what_is_in_another_state_by_now_is_not_taken_back(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)
    paused = send(organiser, f"/console/surveys/{SLUG}/status", status="paused")
    send(organiser, f"/console/surveys/{SLUG}/status", status="closed")

    assert "another state by now" in organiser.press(paused)
    assert status(app) is SurveyStatus.CLOSED


def test_a_survey_that_was_never_published_cannot_be_opened(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, publish=False)

    page = send(organiser, f"/console/surveys/{SLUG}/status", status="open")

    assert "Publish a version first" in page
    assert status(app) is SurveyStatus.DRAFT


def test_what_is_not_taken_back_asks_first(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = organiser.get(f"/console/surveys/{SLUG}")
    asking = [form.element for form in page.forms if form.element["data-confirm"]]

    assert [form.values()["status"] for form in page.forms if form.element["data-confirm"]] == [["closed"]]
    assert all(form["method"] == "post" and form["data-confirm-yes"] and form["data-confirm-no"] for form in asking)


def test_a_survey_shows_its_link_its_previews_and_its_languages(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = organiser.get(f"/console/surveys/{SLUG}")

    assert f"http://localhost/surveys/{SLUG}" in page
    assert f"/console/surveys/{SLUG}/preview/de" in page.links
    assert f"/console/surveys/{SLUG}/settings" in page.links
    assert f"/console/surveys/{SLUG}/results" in page.links
    assert "Deutsch" in page


def test_before_publishing_one_is_warned_of_what_is_missing(app: Flask, organiser: Browser) -> None:
    both = LocalizedText("en", {"en": Translation("Age?"), "sw": Translation("Umri?", TextState.DRAFT)})
    definition = instrument(
        section("one", item("age", ItemType.INTEGER)),
        section("two", item("again", ItemType.INTEGER)),
        title=both,
        languages=("en", "sw"),
    )
    with transaction(app) as session:
        make_survey(session, definition, publish=False, gate=TextGate.NONE)

    page = organiser.get(f"/console/surveys/{SLUG}")

    assert "texts are missing and will be shown in the source language" in page
    assert "buttons and messages of the product are not translated" in page
    assert "No contact" in page
    assert "No support line" in page


def test_an_analyst_sees_a_survey_but_no_button_that_changes_it(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = sign_in(RoleName.ANALYST).get(f"/console/surveys/{SLUG}")

    assert page.status == 200
    assert not [form for form in page.forms if form.element["data-confirm"]]
    assert f"/console/surveys/{SLUG}/settings" not in page.links


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_preview_shows_the_page_in_a_language(app: Flask, organiser: Browser, language: str) -> None:
    with transaction(app) as session:
        make_survey(session, publish=False)

    page = organiser.get(f"/console/surveys/{SLUG}/preview/{language}")

    assert page.lang == language
    assert {"en": "Question age?", "de": "Frage age?"}[language] in page


def test_titles_that_people_write_are_shown_as_text(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        definition = instrument(section("one", item("age", ItemType.INTEGER)), title=text("<script>alert(1)</script>"))
        make_survey(session, definition)

    for path in ("/console/surveys", f"/console/surveys/{SLUG}", f"/console/surveys/{SLUG}/results"):
        assert "<script>alert" not in organiser.get(path).html


# -- settings


SETTINGS = {
    "opens_at": "2026-12-01T09:00",
    "closes_at": "2027-01-31T20:00",
    "most_responses": "500",
    "gate": "reviewed",
    "contact_name": "Kari Nordmann",
    "contact_phone": "+47 00 00 00 00",
    "contact_email": "kari@example.org",
}


def test_settings_are_saved_and_shown_again(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)
    address = f"/console/surveys/{SLUG}/settings"

    saved = send(organiser, address, **SETTINGS)
    again = organiser.get(address)

    assert "The settings are saved" in saved
    assert {name: again.value(name) for name in SETTINGS} == SETTINGS


@pytest.mark.parametrize(
    ("typed", "question", "offered"),
    [
        pytest.param("2026-10-25T02:30", "this time comes twice", ["00:30", "01:30"], id="clocks go back"),
        pytest.param("2026-03-29T02:30", "this time does not exist", ["00:30", "01:30"], id="clocks go forward"),
    ],
)
def test_a_time_that_comes_twice_or_never_is_asked_about(
    app: Flask, organiser: Browser, typed: str, question: str, offered: list[str]
) -> None:
    """Times are typed by the person's clock, which is Brussels' here, and kept in UTC."""
    with transaction(app) as session:
        make_survey(session)
    address = f"/console/surveys/{SLUG}/settings"

    asked = send(organiser, address, **(SETTINGS | {"opens_at": typed}))
    assert asked.status == 422
    assert question in asked.errors[0]
    values = next(form.offered("opens_at-which") for form in asked.forms if "opens_at-which" in form.names) or set()
    assert [value[11:16] for value in sorted(values)] == offered

    saved = send(organiser, address, **(SETTINGS | {"opens_at": typed, "opens_at-which": max(values)}))
    assert "The settings are saved" in saved
    with reading(app) as session:
        opens = session.scalars(select(Survey.opens_at)).one()
        assert opens is not None
        assert opens.isoformat() == max(values)


def test_times_are_shown_by_the_persons_clock(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session, opens_at=datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
        session.scalars(select(Person)).one().time_zone = "Europe/Helsinki"

    assert organiser.get(f"/console/surveys/{SLUG}/settings").value("opens_at") == "2026-12-01T11:00"
    assert "December 1, 2026, 11:00 (GMT+02:00)" in organiser.get(f"/console/surveys/{SLUG}")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        pytest.param({"opens_at": "soon"}, "Enter a date and a time", id="no moment"),
        pytest.param({"closes_at": "2026-11-01T09:00"}, "The end comes before the beginning", id="ends too early"),
        pytest.param({"most_responses": "many"}, "Enter a whole number", id="no number"),
        pytest.param({"most_responses": "0"}, "Enter a number from 1 to", id="zero"),
        pytest.param({"contact_email": "kari at home"}, "Enter a mail address", id="no mail address"),
        pytest.param({"contact_name": "x" * 201}, "at most 200 characters", id="too long"),
    ],
)
def test_a_wrong_setting_is_said_at_its_field_and_everything_typed_stays(
    app: Flask, organiser: Browser, wrong: dict[str, str], reason: str
) -> None:
    with transaction(app) as session:
        make_survey(session)
    name = next(iter(wrong))

    page = send(organiser, f"/console/surveys/{SLUG}/settings", **(SETTINGS | wrong))

    assert page.status == 422
    assert [reason in error for error in page.errors] == [True]
    assert f'id="i-{name}-error"' in page.html
    assert {key: page.value(key) for key in SETTINGS} == SETTINGS | wrong


# -- who may


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        pytest.param(RoleName.TRANSLATOR, "/console/surveys/new", 404, id="a translator uploads nothing"),
        pytest.param(RoleName.ANALYST, f"/console/surveys/{SLUG}/settings", 404, id="an analyst changes no settings"),
        pytest.param(RoleName.ANALYST, f"/console/surveys/{SLUG}", 200, id="an analyst sees the survey"),
        pytest.param(RoleName.ASSESSOR, f"/console/surveys/{SLUG}", 404, id="an assessor sees no survey"),
        pytest.param(RoleName.NETWORK_ADMIN, f"/console/surveys/{SLUG}/settings", 200, id="the network may all"),
    ],
)
def test_a_page_that_is_not_for_somebody_looks_like_no_page(
    app: Flask, sign_in: SignIn, role: RoleName, path: str, expected: int
) -> None:
    with transaction(app) as session:
        make_survey(session)

    assert sign_in(role).get(path).status == expected


def test_a_survey_that_does_not_exist_is_not_found(organiser: Browser) -> None:
    assert organiser.get("/console/surveys/nothing").status == 404


def test_the_console_speaks_german_to_who_wants_it(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = organiser.get("/console/surveys?lang=de")

    assert page.lang == "de"
    assert "Ihre Gesundheit" in page
