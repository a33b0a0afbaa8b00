"""Rating on paper: sheets with a code and no name, typed in once."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating import codes
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


@pytest.fixture
def organiser(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


def on_paper(app: Flask, **columns: object) -> tuple[int, str]:
    """A round that is open, and the code of somebody who rates on paper."""
    with transaction(app) as session:
        made = make_assessment(session, stage=Stage.RATING)
        values = {"email": None, "language": "he", "name": "Ruth Berger", "handed_in": False, **columns}
        member = make_member(session, made, **values)  # type: ignore[arg-type]
        with app.app_context():
            return made.id, codes.code(member)


def test_a_code_is_read_as_people_type_it(app: Flask):
    _, code = on_paper(app)
    with reading(app) as session, app.app_context():
        members: list[Member] = list(session.scalars(select(Member)))
        assert codes.member_of(f" {code.lower().replace('-', ' ')} ", members) is members[0]
        assert codes.member_of("AAAA-AAAA", members) is None
        assert codes.member_of("", members) is None
    assert codes.read("o1l2-3456") == "0112-3456"


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("language=he&form=full&for=members", id="members, right to left"),
        pytest.param("language=pl&form=short", id="a room, short form"),
    ],
)
def test_sheets_are_tagged_pdf_in_a_language(app: Flask, organiser: Browser, query: str):
    number, _ = on_paper(app)

    answer = organiser.raw("GET", f"/console/assessments/{number}/sheets.pdf?{query}")

    assert answer.mimetype == "application/pdf"
    assert b"/MarkInfo" in answer.data or b"StructTreeRoot" in answer.data
    assert b"Ruth" not in answer.data
    assert answer.headers["Cache-Control"] == "no-store"


def test_sheets_come_in_languages_and_forms_that_there_are(app: Flask, organiser: Browser):
    number, _ = on_paper(app)

    for query in ("", "language=xx&form=full", "language=en&form=huge"):
        assert organiser.raw("GET", f"/console/assessments/{number}/sheets.pdf?{query}").status_code == 404


def test_a_member_prints_the_own_sheet_from_the_link(app: Flask, browser: Browser):
    on_paper(app)
    with reading(app) as session, app.app_context():
        token = links.token(session.scalars(select(Member)).one())

    assert browser.raw("GET", f"/he/assessments/{token}/sheet.pdf").mimetype == "application/pdf"


def test_a_sheet_is_found_by_its_code_typed_in_and_never_opened_again(app: Flask, organiser: Browser):
    number, code = on_paper(app)
    found = organiser.submit(f"/console/assessments/{number}/sheets", action="", code="nothing")
    assert found.status == 422
    page = organiser.submit(f"/console/assessments/{number}/sheets", code=code)
    assert "Ruth" not in page.html

    done = organiser.press(page, {"MAN-1:answer": "3", "MAN-1:reason": "כתוב", "MAN-2:answer": "cannot-judge"})
    assert "The sheet is handed in." in done

    again = organiser.get(f"/console/assessments/{number}/sheets/{code}")
    assert "There is nothing to type." in again
    assert "כתוב" not in again.html
    with reading(app) as session:
        member = session.scalars(select(Member)).one()
        assert (member.on_paper, member.submitted_on is not None) == (True, True)
        assert {each.indicator: each.level for each in session.scalars(select(Rating))} == {"MAN-1": 3, "MAN-2": None}


def test_what_is_wrong_on_a_sheet_is_said_and_nothing_typed_is_lost(app: Flask, organiser: Browser):
    number, code = on_paper(app)
    address = f"/console/assessments/{number}/sheets/{code}"

    empty = organiser.submit(address)
    assert empty.status == 422
    assert "Nothing is typed in yet." in empty

    wrong = organiser.submit(address, {"INC-4:answer": "not-applicable", "MAN-1:answer": "2"})
    assert wrong.status == 422
    assert "type why" in wrong
    assert wrong.value("MAN-1:answer") == "2"


def handed_in_lines(page_text: str) -> list[str]:
    return [line for line in page_text.splitlines() if "handed in" in line]


def test_the_step_says_how_many_have_handed_in_and_nobody_who(app: Flask, organiser: Browser):
    with transaction(app) as session:
        number = panel(session)

    page = organiser.get(f"/console/assessments/{number}/rating")

    assert "1 of 2 have handed in" in page
    assert "Ada" not in page.html


def panel(session: Session) -> int:
    made = make_assessment(session, stage=Stage.RATING)
    make_member(session, made, {"MAN-1": 2}, name="Ada")
    make_member(session, made, name="Grace", handed_in=False)
    return made.id
