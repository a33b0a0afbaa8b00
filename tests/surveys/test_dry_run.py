"""`engage survey simulate --dry-run` walks what is being written, and stores nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from engage.instruments import working
from engage.instruments.domain.editing import items
from engage.surveys import dry_run, fielding
from engage.surveys.models import Response
from tests.factories.surveys import SLUG, item, make_survey
from tests.support.databases import ON_SQLITE

TODAY = date(2026, 11, 22)
pytestmark = ON_SQLITE


def walked(session, slug=SLUG):
    return dry_run.walked(session, slug, today=TODAY, seed=1, watch=lambda things, _: things, enough=lambda: False)


def test_the_working_copy_is_walked_and_no_response_is_stored(session):
    survey = make_survey(session)
    never = items.add_item("views", item("never", relevance="${age} > 200"))
    working.change(session, survey.instrument_id, never, base=0, by=None, now=survey.activity.created_at)

    found = walked(session)

    assert found.unreachable == ("never",)
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    printed = list(dry_run.lines(found))
    assert "unreachable: never: no answers lead to it" in printed
    assert printed[0] == f"2 different paths on {found.walks} walks, 7 items asked or shown."
    assert dry_run.document(found)["minutes"]["de"].keys() == {"shortest", "typical", "longest"}


def test_a_survey_that_is_not_there_is_refused(session):
    with pytest.raises(fielding.NoSuchSurvey):
        walked(session, "nowhere")
