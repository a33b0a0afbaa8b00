"""Evidence in the console: adding, changing, taking away and bringing back, files, and the check from outside."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty, RoleName
from engage.core.clock import utcnow
from engage.maturity.domain.kinds import EvidenceKind, Stage
from engage.maturity.evidence import files, keeping
from engage.maturity.models import Assessment, Evidence
from tests.factories.activities import make_activity
from tests.factories.events import make_event
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
TODAY = utcnow().date()


def make(app: Flask, **columns: Any) -> int:
    with transaction(app) as session:
        return make_assessment(session, **columns).id


def pieces(app: Flask, number: int) -> list[Evidence]:
    with reading(app) as session:
        return list(keeping.of(session, number))


def send(browser: Browser, address: str, name: str = "", content: bytes = b"", **answers: Any) -> Page:
    """Fill in the form of a piece, with a file where it takes one."""
    target, data = browser.filled(browser.get(address), answers)
    sent: dict[str, Any] = dict(data)
    if name:
        sent["file"] = (io.BytesIO(content), name)
    return browser._follow(browser.raw("POST", target, data=sent), target)


FILE = {"title": "Minutes", "day": "2026-05-03", "class": "E2", "indicators": ["MAN-1"]}
LINK = FILE | {"url": "https://example.org"}
SAID = {"title": "Said", "class": "E1"}


def test_a_dated_file_is_kept_and_comes_back_as_an_attachment_that_no_browser_runs(app: Flask, sign_in: SignIn):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)

    page = send(browser, f"/console/assessments/{number}/evidence/new/file", "m.pdf", b"%PDF-1.7", **FILE)

    assert "“Minutes” is kept." in page
    (kept,) = pieces(app, number)
    file = browser.raw("GET", f"/console/assessments/{number}/evidence/{kept.id}/file")
    assert (file.data, file.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("kind", "answers", "error"),
    [
        pytest.param("file", FILE, "Choose a file.", id="no file"),
        pytest.param("link", FILE | {"url": "javascript:alert(1)"}, "Enter a whole address", id="no address"),
        pytest.param(
            "link",
            FILE | {"url": "https://example.org", "day": ""},
            "Without a day it counts as a statement",
            id="no day",
        ),
        pytest.param(
            "link",
            FILE | {"url": "https://example.org", "day": str(TODAY + timedelta(days=2))},
            "in the future",
            id="tomorrow",
        ),
        pytest.param(
            "statement",
            {"title": "Said", "class": "E1", "about": "So it is."},
            "at least one question",
            id="for nothing",
        ),
        pytest.param(
            "statement", {"title": "Said", "class": "E1", "indicators": ["MAN-1"]}, "what you state", id="nothing said"
        ),
        pytest.param("link", FILE | {"url": "https://example.org", "title": "x" * 201}, "too long", id="too long"),
    ],
)
def test_what_is_wrong_with_a_piece_is_said_at_its_field_and_nothing_is_lost(
    app: Flask, sign_in: SignIn, kind: str, answers: dict[str, Any], error: str
):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)

    page = send(browser, f"/console/assessments/{number}/evidence/new/{kind}", **answers)

    assert page.status == 422
    assert any(error in each for each in page.errors), page.errors
    assert page.value("title") == answers["title"]
    assert not pieces(app, number)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        pytest.param("a.pdf", b"<html>", "We cannot take a file of this kind", id="another kind"),
        pytest.param("a.txt", b"a" * 101, "too large", id="too large"),
    ],
)
def test_a_file_that_is_not_taken_says_why(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, error: str
):
    monkeypatch.setattr(files, "LARGEST", 100)
    number, browser = make(app), sign_in(RoleName.ASSESSOR)

    page = send(browser, f"/console/assessments/{number}/evidence/new/file", name, content, **FILE)

    assert any(error in each for each in page.errors), page.errors


def test_an_activity_with_a_public_result_counts_as_a_document_and_any_other_as_a_statement(
    app: Flask, sign_in: SignIn
):
    with transaction(app) as session:
        number = make_assessment(session).id
        day = TODAY - timedelta(days=20)
        event = make_event(session, starts_in=-timedelta(days=30), report_published_at=utcnow())
        with_report = event.activity_id
        bare = make_activity(session, starts_on=day, title="Bare").id
        paper = make_activity(session, starts_on=day, title="Paper", document="https://example.org/r.pdf").id
    browser, address = sign_in(RoleName.ASSESSOR), f"/console/assessments/{number}/evidence/new/activity"

    for activity in (with_report, paper):
        assert "is kept" in send(browser, address, activity=str(activity), indicators=["DIA-1"], **{"class": "E2"})
    refused = send(browser, address, activity=str(bare), indicators=["DIA-1"], **{"class": "E2"})
    taken = send(browser, address, activity=str(bare), indicators=["DIA-1"], **{"class": "E1"})

    assert any("so it counts as a statement" in each for each in refused.errors)
    assert "“Bare” is kept." in taken
    assert [(each.kind, each.dated_on is not None) for each in pieces(app, number)] == [
        (EvidenceKind.ACTIVITY, True),
        (EvidenceKind.ACTIVITY, True),
        (EvidenceKind.ACTIVITY, False),
    ]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(app: Flask, sign_in: SignIn):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)
    send(browser, f"/console/assessments/{number}/evidence/new/file", "m.pdf", b"%PDF-1.7", **FILE)
    (kept,) = pieces(app, number)
    page = browser.get(f"/console/assessments/{number}/evidence/{kept.id}")
    with transaction(app) as session:
        session.get_one(Evidence, kept.id).title = "Other minutes"

    overtaken = browser.press(page, {"title": "My minutes"})
    assert overtaken.status == 409
    assert pieces(app, number)[0].title == "Other minutes"
    browser.press(overtaken)

    assert pieces(app, number)[0].title == "My minutes"


def test_what_is_taken_away_is_gone_and_comes_back_with_its_file(app: Flask, sign_in: SignIn):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)
    send(browser, f"/console/assessments/{number}/evidence/new/file", "m.pdf", b"%PDF-1.7", **FILE)
    (kept,) = pieces(app, number)

    page = browser.get(f"/console/assessments/{number}/evidence")
    away = browser.post(
        f"/console/assessments/{number}/evidence/{kept.id}/remove", {"_csrf": page.value("_csrf") or ""}
    )
    assert browser.raw("GET", f"/console/assessments/{number}/evidence/{kept.id}/file").status_code == 404
    form = next(each for each in away.forms if "undo" in each.names)
    browser.post(form.element["action"], form.values())

    assert browser.raw("GET", f"/console/assessments/{number}/evidence/{kept.id}/file").data == b"%PDF-1.7"


def test_what_was_taken_away_is_deleted_for_good_after_a_day(app: Flask):
    number = make(app)
    with transaction(app) as session:
        for ago in (1, 3):
            session.add(
                Evidence(
                    assessment_id=None, removed_at=utcnow() - timedelta(days=ago, hours=-1), kind="statement",
                    title="Said", evidence_class="E1", added_at=utcnow(),
                )
            )  # fmt: skip
        session.flush()

        assert keeping.purge(session, utcnow()) == 1
        assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    assert not pieces(app, number)


def test_a_signed_round_shows_its_evidence_and_changes_none(app: Flask, sign_in: SignIn):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)
    send(browser, f"/console/assessments/{number}/evidence/new/file", "m.pdf", b"%PDF-1.7", **FILE)
    (kept,) = pieces(app, number)
    with transaction(app) as session:
        session.get_one(Assessment, number).stage = Stage.SIGNED

    page = browser.get(f"/console/assessments/{number}/evidence")

    assert "Minutes" in page
    assert "Take away" not in page
    assert browser.get(f"/console/assessments/{number}/evidence/new/file").path.endswith("/evidence")
    token = {"_csrf": page.value("_csrf") or browser.get("/console/").value("_csrf") or ""}
    browser.post(f"/console/assessments/{number}/evidence/{kept.id}/remove", token)
    assert len(pieces(app, number)) == 1


# -- the check


def checker(app: Flask, sign_in: SignIn, number: int, role: RoleName = RoleName.TRANSLATOR) -> Browser:
    browser = sign_in(role)
    with transaction(app) as session:
        person = session.scalars(select(Person).order_by(Person.id.desc())).first()
        assert person is not None
        person.name = "Carla"
        session.add(Grant(person_id=person.id, thing="assessment", thing_id=number, duty=Duty.EVIDENCE_CHECKER))
    return browser


def highest(app: Flask, sign_in: SignIn) -> tuple[int, int]:
    number = make(app)
    answers = FILE | {"class": "E3"}
    send(
        sign_in(RoleName.ASSESSOR), f"/console/assessments/{number}/evidence/new/file", "m.pdf", b"%PDF-1.7", **answers
    )
    return number, pieces(app, number)[0].id


def test_the_highest_class_holds_once_somebody_from_outside_has_confirmed_it(app: Flask, sign_in: SignIn):
    number, piece = highest(app, sign_in)
    browser = checker(app, sign_in, number)
    assert "Minutes" in browser.get(f"/console/assessments/{number}/check")

    page = browser.submit(f"/console/assessments/{number}/check/{piece}")

    assert "Your check of “Minutes” is kept." in page
    (kept,) = pieces(app, number)
    assert (kept.checked_class, kept.checked_by) == ("E3", "Carla")


def test_lowering_needs_a_reason(app: Flask, sign_in: SignIn):
    number, piece = highest(app, sign_in)
    browser = checker(app, sign_in, number)

    page = browser.submit(f"/console/assessments/{number}/check/{piece}", {"class": "E1"})
    assert page.status == 422
    browser.press(page, {"class": "E1", "note": "It is a draft."})

    (kept,) = pieces(app, number)
    assert (kept.checked_class, kept.checked_note) == ("E1", "It is a draft.")


def test_what_the_team_changes_while_somebody_checks_is_looked_at_again(app: Flask, sign_in: SignIn):
    number, piece = highest(app, sign_in)
    browser = checker(app, sign_in, number)
    page = browser.get(f"/console/assessments/{number}/check/{piece}")
    with transaction(app) as session:
        session.get_one(Evidence, piece).title = "Other minutes"

    assert browser.press(page).status == 409
    assert not pieces(app, number)[0].checked_class


def test_a_change_by_the_team_undoes_the_check(app: Flask, sign_in: SignIn):
    number, piece = highest(app, sign_in)
    checker(app, sign_in, number).submit(f"/console/assessments/{number}/check/{piece}")

    send(sign_in(RoleName.ASSESSOR), f"/console/assessments/{number}/evidence/{piece}", title="Minutes of May")

    assert pieces(app, number)[0].checked_class == ""


def test_nobody_of_the_team_checks_even_with_the_duty(app: Flask, sign_in: SignIn):
    number, piece = highest(app, sign_in)
    browser = checker(app, sign_in, number, RoleName.ASSESSOR)

    page = browser.get(f"/console/assessments/{number}/check/{piece}")
    assert "you work on it yourself" in page
    token = page.value("_csrf") or browser.get(f"/console/assessments/{number}/evidence").value("_csrf") or ""
    browser.post(f"/console/assessments/{number}/check/{piece}", {"_csrf": token, "class": "E3", "seen": ""})

    assert pieces(app, number)[0].checked_class == ""


@pytest.mark.parametrize("page", ["check", "check/1", "evidence/new/file"])
def test_pages_of_others_are_not_found(app: Flask, sign_in: SignIn, page: str):
    number = make(app)

    assert sign_in(RoleName.ANALYST).get(f"/console/assessments/{number}/{page}").status == 404
