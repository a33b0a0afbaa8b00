"""A member's own ratings, on both databases: what is taken, and that nothing is taken once the door is shut."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity import wording
from engage.maturity.domain.door import Door
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating import closing, saving
from engage.maturity.rating.reading import read
from tests.factories.maturity import make_assessment
from tests.factories.ratings import make_member

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def open_round(session: Session) -> tuple[Assessment, Member]:
    made = make_assessment(session, stage=Stage.RATING)
    made.rating_until = TODAY
    return made, make_member(session, made, handed_in=False)


def keep(session: Session, made: Assessment, member: Member, *, today: date = TODAY, **typed: str) -> None:
    indicator = wording.model_of(made.model).indicator("INC-4")
    saving.keep(session, made, member, indicator, read(typed, indicator), today=today)


def test_on_the_last_day_answers_are_taken_and_on_the_next_none(session: Session):
    made, member = open_round(session)
    keep(session, made, member, answer="2")

    with pytest.raises(saving.Shut) as shut:
        keep(session, made, member, today=TODAY + timedelta(days=1), answer="3")

    assert shut.value.door is Door.OVER
    assert session.scalars(select(Rating.level)).all() == [2]


def test_after_closing_nothing_is_taken_and_nothing_handed_in(session: Session):
    made, member = open_round(session)
    keep(session, made, member, answer="2")
    closing.close(session, made, now=NOW)

    with pytest.raises(saving.Shut):
        keep(session, made, member, answer="3")
    with pytest.raises(saving.Shut):
        saving.hand_in(session, made, member, today=TODAY)

    assert session.scalars(select(Rating)).all() == []


def test_an_emptied_answer_is_taken_back(session: Session):
    made, member = open_round(session)
    keep(session, made, member, answer="2", reason="Seen it")
    keep(session, made, member)

    assert session.scalars(select(Rating)).all() == []


def test_handing_in_keeps_what_is_whole_and_of_the_form(session: Session):
    made, member = open_round(session)
    model = wording.model_of(made.model)
    for name, typed in (
        ("INC-4", {"answer": "not-applicable"}),
        ("MAN-1", {"answer": "1"}),
        ("MAN-3", {"answer": "3"}),
    ):
        indicator = model.indicator(name)
        saving.keep(session, made, member, indicator, read(typed, indicator), today=TODAY)
    saving.choose_form(session, made, member, short=True, today=TODAY)

    saving.hand_in(session, made, member, today=TODAY)

    assert session.scalars(select(Rating.indicator)).all() == ["MAN-3"]
    assert member.submitted_on == TODAY
