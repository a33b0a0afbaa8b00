"""What a member of a panel reads before saying yes, and saying no."""

import pytest
from sqlalchemy import select

from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.models_panel import Member, Rating
from tests.factories.maturity import make_assessment
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


def _member(app, *, stage=Stage.PREPARING, **columns):
    """(token of the only member, number of the round)."""
    with transaction(app) as session:
        made = make_assessment(session, stage=stage, members=[{"name": "Ada", **columns}], pay="50 euros")
        member = session.scalars(select(Member)).one()
        if stage is Stage.RATING:
            session.add(Rating(member_id=member.id, indicator="MAN-1", level=2))
        with app.app_context():
            return links.token(member), made.id


def _who(app):
    with reading(app) as session:
        return session.scalars(select(Member)).one()


@pytest.mark.parametrize("lang", ["en", "nb", "he"])
def test_the_pack_says_what_how_long_until_when_what_is_paid_and_who_sees_what(app, browser, lang):
    token, _ = _member(app)

    page = browser.get(f"/{lang}/assessments/{token}/about")

    assert page.lang == lang
    assert "50 euros" in page
    assert len(page.root.all("dl")) == 2
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lang", ["en", "he"])
def test_the_pack_is_a_pdf_too(app, browser, lang):
    token, _ = _member(app)

    made = browser.raw("GET", f"/{lang}/assessments/{token}/about.pdf")

    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made.data


def test_somebody_declines_with_a_button_and_can_think_again(app, browser):
    token, _ = _member(app, stage=Stage.RATING)
    page = browser.get(f"/en/assessments/{token}/about")
    assert _who(app).declined is False  # the page alone does nothing

    declined = browser.press(page)

    assert "You have said that you do not take part." in declined
    assert _who(app).declined is True
    with reading(app) as session:
        assert session.scalars(select(Rating)).all() == []
    browser.press(declined)
    assert _who(app).declined is False


@pytest.mark.parametrize(
    ("stage", "columns"),
    [
        pytest.param(Stage.CONSENSUS, {}, id="ratings are closed"),
        pytest.param(Stage.SIGNED, {}, id="signed"),
        pytest.param(Stage.RATING, {"submitted_on": "today"}, id="handed in"),
    ],
)
def test_it_is_too_late_to_decline_once_it_is_handed_in_or_closed(app, browser, stage, columns):
    token, number = _member(app)
    page = browser.get(f"/en/assessments/{token}/about")
    with transaction(app) as session:
        member = session.scalars(select(Member)).one()
        make = session.get_one(type(make_assessment(session)), number)
        make.stage = stage
        if columns:
            member.submitted_on = make.period_until

    late = browser.press(page)

    assert late.status == 409
    assert _who(app).declined is False
    assert not browser.get(f"/en/assessments/{token}/about").forms


def test_a_link_that_a_newer_one_has_ended_opens_nothing(app, browser):
    token, _ = _member(app)
    with transaction(app) as session:
        session.scalars(select(Member)).one().generation += 1

    assert browser.get(f"/en/assessments/{token}/about").status == 404
