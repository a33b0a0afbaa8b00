"""The report of an assessment, and its data as files, read back."""

import csv
import io
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask, g
from flask_babel import force_locale
from openpyxl import load_workbook
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_after import Action, Snapshot
from engage.maturity.models_panel import Member
from engage.maturity.seeing.report import About, report
from engage.maturity.views.manage_profile_made import made, snapshot_of
from engage.maturity.views.manage_report import _plan
from engage.maturity.wording import words
from engage.privacy.models import AuditEntry
from tests.factories.maturity_profiles import MINORITY, REASON, make_round
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
OWNER, SPONSOR = "Berit Nordmann", "Person 1"


@pytest.fixture
def organiser(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


@pytest.fixture
def number(app: Flask) -> int:
    with transaction(app) as session:
        found = make_round(session, levels={"MAN-3": 1, "LIS-1": 2})
        session.add(
            Action(
                assessment_id=found.id,
                indicator="MAN-3",
                level=2,
                title="A seat for a citizen",
                statements=[{"text": "At least one fixed seat", "done": False}],
                owner=OWNER,
                sponsor=SPONSOR,
                due_on=date(2026, 3, 1),
                cost="2000 euros",
            )
        )
        return found.id


def said(app: Flask, number: int, language: str = "en") -> tuple[str, Mapping[str, Any]]:
    """All words of a report, and its data."""
    with reading(app) as session, app.test_request_context("/"):
        g.interface = language
        found = session.get_one(Assessment, number)
        snapshot = snapshot_of(found)
        with force_locale(language):
            about = About("The hub", language, snapshot.digest if snapshot else "", _plan(found))
            data = report(made(found, snapshot), words(session, found.model, language), about)
    return json.dumps(data, ensure_ascii=False), data


def headings(data: Mapping[str, Any]) -> Sequence[str]:
    return [each["text"] for each in data["blocks"] if each["kind"] == "heading" and each["level"] == 1]


def test_a_report_begins_with_what_to_do_and_ends_with_the_overall_level(app: Flask, number: int):
    text, data = said(app, number)

    assert headings(data) == [
        "At a glance", "Profile by dimension", "Profile by indicator", "Evidence",
        "What the figures of the platform do not confirm", "Figures", "How sure is it?",
        "Where people see it differently", "Plan", "Overall",
    ]  # fmt: skip
    for expected in (
        "draft proposal, not endorsed by ECHoS", "signed on May 12, 2025", "Nobody on the panel comes from a region",
        MINORITY, REASON, "It opens in May.", "=Statutes with citizens", "checked from outside", "A seat for a citizen",
        "fewer than 10", "Not measured here", "Krippendorff", "Why: citizens do not help to steer.", "of 100",
    ):  # fmt: skip
        assert expected in text, expected


def test_the_digest_on_the_cover_is_that_of_the_snapshot(app: Flask, number: int):
    _, data = said(app, number)
    with reading(app) as session:
        digest = session.scalars(select(Snapshot.digest)).one()

    assert dict(data["cover"])["Digest (SHA-256)"].replace(" ", "") == digest


def test_a_report_names_nobody(app: Flask, number: int):
    text, _ = said(app, number)
    with reading(app) as session:
        names = [*session.scalars(select(Member.name)), *session.scalars(select(Member.email)), OWNER, SPONSOR]

    assert [each for each in names if each in text] == []


def test_a_draft_says_so_on_every_page_and_has_neither_digest_nor_plan(app: Flask):
    with transaction(app) as session:
        number = make_round(session, sign=False).id

    _, data = said(app, number)

    assert data["worth"] == "Draft: not signed yet"
    assert data["footer"].endswith("Draft: not signed yet")
    assert "Digest (SHA-256)" not in dict(data["cover"])
    assert "Plan" not in headings(data)


def test_words_that_the_model_has_not_in_a_language_are_printed_in_its_source_and_the_cover_says_so(
    app: Flask, number: int
):
    _, data = said(app, number, "de")

    assert any("English" in text for _, text in data["cover"] if isinstance(text, str))
    cells = [cell for each in data["blocks"] if each["kind"] == "table" for cell in each["rows"][0]]
    assert {each["language"] for each in cells if isinstance(each, dict)} == {"en"}


@pytest.mark.parametrize("tongue", ["en", "he"])
def test_the_report_is_a_tagged_pdf_in_its_language(organiser: Browser, number: int, tongue: str):
    found = organiser.raw("GET", f"/console/assessments/{number}/report/{tongue}/report.pdf")

    assert found.mimetype == "application/pdf"
    assert found.headers["Cache-Control"] == "no-store"
    assert b"/StructTreeRoot" in found.data
    assert f"/Lang({tongue})".encode() in found.data
    assert _alternatives(found.data) >= 3, "each picture says what it shows"


def test_a_language_that_is_not_offered_is_not_found(organiser: Browser, number: int):
    assert organiser.get(f"/console/assessments/{number}/report/xx/report.pdf").status == 404


def _alternatives(file: bytes) -> int:
    """How many `Alt` entries a PDF has, its compressed object streams opened."""
    count = file.count(b"/Alt")
    for part in file.split(b"stream\n")[1:]:
        try:
            count += zlib.decompress(part.split(b"\nendstream")[0]).count(b"/Alt")
        except zlib.error:
            continue
    return count


def data(browser: Browser, number: int, ending: str) -> bytes:
    found = browser.raw("GET", f"/console/assessments/{number}/report/data.{ending}")
    assert found.status_code == 200
    assert "attachment" in found.headers["Content-Disposition"]
    return found.data


def test_the_data_read_back_are_those_of_the_page(organiser: Browser, number: int):
    as_json = json.loads(data(organiser, number, "json"))
    as_csv = list(csv.DictReader(io.StringIO(data(organiser, number, "csv").decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(data(organiser, number, "xlsx")))

    assert as_json["about"]["overall_level_without_gates"] is not None
    assert [each["id"] for each in as_json["indicators"]] == [each["id"] for each in as_csv]
    assert book.sheetnames == [
        "indicators", "dimensions", "evidence", "tests", "figures", "gates", "mirror", "earlier", "about"
    ]  # fmt: skip
    sheet = list(book["indicators"].values)
    for one, line, row in zip(as_json["indicators"], as_csv, sheet[1:], strict=True):
        assert tuple(sheet[0]) == tuple(one) == tuple(line)
        assert [_text(each) for each in one.values()] == list(line.values())
        assert [each or None for each in one.values()] == [each or None for each in row]
    found = {each["id"]: each for each in as_json["indicators"]}
    assert found["INC-4"]["not_applicable_reason"] == REASON
    assert found["INC-2"]["minority"] == MINORITY
    assert (found["RSP-2"]["nobody_could_judge"], found["RSP-2"]["cannot_judge"]) == (True, 6)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def test_nothing_in_a_file_acts_as_a_formula(app: Flask, organiser: Browser):
    with transaction(app) as session:
        made_ = make_round(session, sign=False)
        session.get_one(AssessedLevel, (made_.id, "INC-2")).minority = '=HYPERLINK("https://example.org")'
        number = made_.id

    assert "'=HYPERLINK" in data(organiser, number, "csv").decode()
    book = load_workbook(io.BytesIO(data(organiser, number, "xlsx")))
    texts = [each for sheet in book for row in sheet.rows for each in row if isinstance(each.value, str)]
    assert {each.data_type for each in texts} == {"s"}


def test_files_name_nobody_and_leave_small_numbers_of_people_out(app: Flask, organiser: Browser, number: int):
    text = data(organiser, number, "json").decode()
    with reading(app) as session:
        names = [*session.scalars(select(Member.name)), *session.scalars(select(Member.email)), OWNER]

    assert [each for each in names if each in text] == []
    answers = [each for each in json.loads(text)["figures"] if each["figure"] == "answers"]
    assert [(each["metric"], each["value"]) for each in answers] == [("M01", None)]


def test_who_takes_data_away_stands_in_the_trail(app: Flask, organiser: Browser, number: int):
    data(organiser, number, "csv")

    with reading(app) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "assessment.data")).one()
    assert entry.details == {"form": "csv"}


def test_an_ending_that_is_not_offered_is_not_found(organiser: Browser, number: int):
    assert organiser.get(f"/console/assessments/{number}/report/data.exe").status == 404


def test_the_page_of_reports_offers_every_language_and_every_file(organiser: Browser, number: int):
    page = organiser.get(f"/console/assessments/{number}/report")

    found = [each["href"].rsplit("/", 2)[-2:] for each in page.root.all("a") if "/report/" in each["href"]]
    assert [each[0] for each in found if each[1] == "report.pdf"] == ["en", "nb", "sv", "de", "fr", "it", "pl", "he"]
    assert [each[1] for each in found if each[1].startswith("data.")] == ["data.xlsx", "data.csv", "data.json"]
