"""The page where all responses are had as a file: formats in plain words, what who may have, what is noted."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import polars as pl
import pyreadstat
import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.jobs import worker
from engage.jobs.models import Job
from engage.privacy.models import AuditEntry
from engage.results import exporting
from engage.results.exports import making
from engage.results.models import Decision, TextWork, Weighting
from engage.surveys.models import Response
from tests.factories.lists import with_lists
from tests.factories.surveys import SLUG, make_survey
from tests.results.views.test_manage import FILE, OTHERS, PAGE, SMOKER, fill
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
FILES = f"{PAGE}/files"
FORMATS = ("csv", "xlsx", "sav", "parquet", "json", "ddi")


@pytest.fixture(autouse=True)
def _filled(app: Flask) -> None:
    with transaction(app) as session:
        fill(session, SMOKER, *OTHERS)


def had(browser: Browser, **chosen: str) -> Any:
    """The file, with the form as the page has it."""
    form = next(form for form in browser.get(FILES).forms if form.element["action"] == FILES)
    given = {name: values[0] for name, values in form.values().items() if values}
    return browser.raw("POST", FILES, data=given | chosen)


def columns(browser: Browser) -> dict[str, list[Any]]:
    return pl.read_parquet(io.BytesIO(had(browser, format="parquet").data)).to_dict(as_series=False)


def test_every_format_is_offered_in_plain_words_with_about_its_size(sign_in: SignIn) -> None:
    page = sign_in(RoleName.ORGANISER).get(FILES)

    for words in ("For SPSS, PSPP, R and Stata", "For archives and catalogues", "About 1"):
        assert words in page
    assert "It holds what people wrote." in page
    assert FILES in sign_in(RoleName.ORGANISER).get(PAGE).links


@pytest.mark.parametrize("format_", FORMATS)
def test_a_small_survey_is_had_at_once_in_every_format_and_that_is_noted(
    app: Flask, sign_in: SignIn, format_: str
) -> None:
    response = had(sign_in(RoleName.ORGANISER), format=format_, language="de")
    ending = "xml" if format_ == "ddi" else format_

    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f"{SLUG}-{utcnow():%Y-%m-%d}.{ending}")
    assert response.headers["Cache-Control"] == "no-store"
    if format_ == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(response.data))["responses"].max_row == 4
    with reading(app) as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "results.exported")).one()
        assert noted.details["format"] == format_


def test_nothing_stays_on_the_disk_of_a_file_that_was_had_at_once(app: Flask, sign_in: SignIn) -> None:
    had(sign_in(RoleName.ORGANISER), format="xlsx")
    folder = app.config["ENGAGE_SETTINGS"].data_dir / "exports"

    assert list(folder.rglob("*")) == []


def test_a_choice_that_there_is_not_is_told_and_the_rest_stays_chosen(sign_in: SignIn) -> None:
    browser = sign_in(RoleName.ORGANISER)
    response = had(browser, format="dbf", language="de", labels="yes")

    assert response.status_code == 422
    assert "Choose one of these." in response.text
    assert '<option value="de" selected' in response.text


def test_more_responses_than_a_workbook_holds_are_told_before_anything_is_made(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROWS_OF_A_SHEET", 2)
    response = had(sign_in(RoleName.ORGANISER), format="xlsx")

    assert response.status_code == 422
    assert "A workbook holds at most 2 responses. Choose another format." in response.text


@pytest.mark.parametrize("format_", ["parquet", "sav", "xlsx"])
def test_the_worker_makes_every_format_of_a_large_survey(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setattr(exporting, "MANY", 2)
    browser = sign_in(RoleName.ORGANISER)
    assert had(browser, format=format_).status_code == 303
    worker.run_once(app)
    with reading(app) as session:
        id_ = session.scalars(select(Job.id)).one()
    page = browser.get(f"/console/work/{id_}")
    response = browser.raw("GET", next(link for link in page.links if "/results/exports/" in link))

    assert response.headers["Content-Disposition"].endswith(f".{format_}")
    assert len(response.get_data()) > 500
    response.close()


def test_answers_may_stand_in_words(sign_in: SignIn) -> None:
    text = had(sign_in(RoleName.ORGANISER), format="csv", language="en", labels="yes").text

    assert "Yes" in text
    assert ",yes," not in text


def test_whoever_reads_redacted_texts_only_gets_these_and_others_none(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        survey = session.scalars(select(Response)).first()
        assert survey is not None
        smoker = next(each for each in session.scalars(select(Response)) if each.answers.get("brand"))
        session.add(TextWork(survey_id=survey.survey_id, response_id=smoker.id, item="reason", redacted="A habit"))

    analyst = columns(sign_in(RoleName.ANALYST))
    office = columns(sign_in(RoleName.NETWORK_ADMIN))
    organiser = columns(sign_in(RoleName.ORGANISER))

    assert sorted(filter(None, analyst["reason"])) == ["A habit"]
    assert set(analyst["brand"]) == {None}
    assert "reason" not in office
    assert sorted(filter(None, organiser["reason"])) == [SMOKER["reason"]]


def test_weights_and_decisions_are_columns(app: Flask, sign_in: SignIn) -> None:
    found = {"margins": [], "scale": 2.0, "cap": None, "iterations": 1, "converged": True, "design_mean": 1.0}
    with transaction(app) as session:
        first = session.scalars(select(Response)).first()
        assert first is not None
        here = {"survey_id": first.survey_id}
        session.add(Weighting(**here, name="age", populations=[], found=found))
        session.add(Weighting(**here, name="not yet", populations=[]))
        session.add(Decision(**here, response_id=first.id, left_out=True, flag="speed", at=utcnow()))

    rows = columns(sign_in(RoleName.ORGANISER))

    assert sorted(rows["_counted"]) == [0, 1, 1]
    assert rows["_weight_age"] == [2.0, 2.0, 2.0]
    assert "_weight_not yet" not in rows


def test_with_lists_the_file_is_an_archive_of_several(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        survey = make_survey(session, with_lists(), slug="lists")
        fill(session, {"treatments": [{"kind": "drugs"}]}, survey=survey)
    files = FILES.replace(SLUG, "lists")
    browser = sign_in(RoleName.ORGANISER)
    form = next(form for form in browser.get(files).forms if form.element["action"] == files)
    given = {name: values[0] for name, values in form.values().items() if values} | {"format": "sav"}
    inside = zipfile.ZipFile(io.BytesIO(browser.raw("POST", files, data=given).data))

    assert [name.split(f"{utcnow():%Y-%m-%d}")[1] for name in inside.namelist()] == [
        ".sav", "-treatments.sav", "-visits.sav",
    ]  # fmt: skip


def test_the_address_of_the_csv_stays(sign_in: SignIn) -> None:
    assert sign_in(RoleName.ORGANISER).raw("GET", FILE).text.startswith("_response,_version,_language")


def test_spss_reads_what_is_downloaded(sign_in: SignIn, tmp_path: Any) -> None:
    path = tmp_path / "a.sav"
    path.write_bytes(had(sign_in(RoleName.ORGANISER), format="sav", language="de").data)
    columns_, meta = pyreadstat.read_sav(path, output_format="dict")

    assert sorted(columns_["age"]) == [30.0, 40.0, 50.0]
    assert meta.column_names_to_labels["age"] == "Frage age?"
