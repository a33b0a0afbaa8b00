"""The team may correct an address of the panel, and never reads by it what somebody said."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.maturity import links
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.panel import Seat
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rounds import panel
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SEAT = Seat("Ada", "ada@example.org", "en", "", citizen=False, outside=False, regional=False, short_form=False)


def corrected(app: Flask, *, handed_in: bool) -> Callable[..., str]:
    """A member whose address was changed while people rate; gives the addresses of the new link."""
    with transaction(app) as session:
        made = make_assessment(session, stage=Stage.RATING)
        member = make_member(
            session, made, {"MAN-1": 3}, reasons={"MAN-1": "canary"}, handed_in=handed_in, name="Ada", email=SEAT.email
        )
        panel.change(session, session.get_one(Assessment, made.id), member, replace(SEAT, email="team@example.org"))
    with reading(app) as session, app.app_context():
        token = links.token(session.scalars(select(Member)).one())
    return lambda page="": f"/en/assessments/{token}{page}"


@pytest.mark.parametrize("page", ["", "/review", "/done", "/rate/MAN-1"])
@pytest.mark.parametrize("handed_in", [True, False], ids=["handed in", "begun"])
def test_a_link_to_another_address_shows_nothing_of_what_was_said(app: Flask, page: str, handed_in: bool):
    address = corrected(app, handed_in=handed_in)

    answer = Browser(app).client.get(address(page), follow_redirects=True)

    assert answer.status_code == 200
    assert "canary" not in answer.text
    assert "checked" not in answer.text


@pytest.mark.parametrize(("handed_in", "kept"), [(True, 1), (False, 0)], ids=["handed in", "begun"])
def test_what_was_handed_in_still_counts_after_an_address_was_corrected(app: Flask, handed_in: bool, kept: int):
    corrected(app, handed_in=handed_in)

    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Rating)) == kept
