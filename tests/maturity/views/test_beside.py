"""Beside a question people see what the hub shows for it, and nothing of what it would allow."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.maturity import links, measuring
from engage.maturity.domain.kinds import EvidenceKind, Stage
from engage.maturity.evidence import facts, keeping
from engage.maturity.evidence.files import File
from engage.maturity.evidence.keeping import Given
from engage.maturity.measuring import Figures
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE


def shown(app: Flask, stage: Stage = Stage.RATING) -> tuple[str, int]:
    """The token of somebody who rates, and the number of a piece of evidence for LIS-1."""
    measuring.offer(app, "M01", lambda *_: Figures({"closed": 0, "answers": 7}))
    with transaction(app) as session:
        found = make_assessment(session, stage=Stage.PREPARING, members=[{}])
        given = Given(
            EvidenceKind.FILE,
            "Minutes of May",
            "Citizens were asked.",
            ["LIS-1"],
            date(2026, 5, 3),
            "E3",
            file=File("minutes.pdf", "application/pdf", b"%PDF-1.7"),
        )
        piece = keeping.save(session, found, None, given, now=utcnow())
        facts.measure(session, found, measuring.measures(app), now=utcnow())
        session.get_one(Assessment, found.id).stage = stage
        return links.token(session.scalars(select(Member)).one()), piece.id


def test_evidence_and_facts_stand_beside_the_question_without_class_ceiling_or_test(app: Flask, browser: Browser):
    token, piece = shown(app)

    page = browser.get(f"/en/assessments/{token}/rate/LIS-1")

    assert "Minutes of May" in page
    assert "Citizens were asked." in page
    assert f"/en/assessments/{token}/evidence/{piece}" in page.links
    assert "fewer than 10" in page
    words = page.text.casefold()
    assert not [word for word in ("verified", "e3", "supports up to", "not passed", "waits for") if word in words]


def test_a_question_for_which_nothing_is_shown_says_so(app: Flask, browser: Browser):
    token, _ = shown(app)

    assert "The hub shows nothing for this." in browser.get(f"/en/assessments/{token}/rate/MAN-1")


def test_a_file_opens_for_the_panel_as_an_attachment(app: Flask, browser: Browser):
    token, piece = shown(app)

    file = browser.raw("GET", f"/en/assessments/{token}/evidence/{piece}")

    assert file.data == b"%PDF-1.7"
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert file.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("stage", "other"),
    [
        pytest.param(Stage.PREPARING, 0, id="before rating begins"),
        pytest.param(Stage.CANCELLED, 0, id="after it was called off"),
        pytest.param(Stage.RATING, 1, id="that is not of this round"),
    ],
)
def test_a_file_does_not_open_when_it_is_not_for_the_panel(app: Flask, browser: Browser, stage: Stage, other: int):
    token, piece = shown(app, stage)

    assert browser.raw("GET", f"/en/assessments/{token}/evidence/{piece + other}").status_code == 404
