"""The whole way: asked on the last page of a survey and at an event, confirmed, published by a team, heard and gone."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.events.models_people import FollowUp
from engage.mail.models import OutboxMail
from engage.outcomes.mails import BECAME
from engage.surveys.models import Survey
from engage.surveys.models_reach import SurveyFollowUp
from engage.surveys.staying.mails import CONFIRM_NEWS
from tests.factories.events import make_event
from tests.factories.invited import letter_of, waiting
from tests.factories.surveys import SLUG, make_survey
from tests.factories.telling import ADA, BERT, CLEO, EXPECTED, came_to, outcome_about
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


def ask(app: Flask, email: str, language: str) -> None:
    """Leave an address on the last page of the survey, and confirm it by the link in the mail."""
    Browser(app).submit(f"/{language}/surveys/{SLUG}/done/stay", email=email, action="news")
    with reading(app) as session:
        mail = next(each for each in waiting(session, CONFIRM_NEWS) if each.to == email)
        link = next(word for word in letter_of(app, session, mail).split() if "/stay/" in word)
    visitor = Browser(app)
    visitor.press(visitor.get(link.replace("http://localhost", "")), action="confirm")


def test_three_people_hear_in_three_languages_what_became_of_it_and_nothing_is_kept_of_them(
    app: Flask, sign_in: Callable[..., Browser]
):
    with transaction(app) as session:
        survey, event = make_survey(session), make_event(session)
        came_to(session, event, CLEO, "he")
        number = outcome_about(session, survey, event, published_at=None).id
    ask(app, ADA, "en")
    ask(app, BERT, "de")
    team = sign_in(RoleName.ORGANISER)

    said = team.press(team.get(f"/console/outcomes/{number}/publish"))

    assert "3 people who wanted to hear what came of it get a mail." in said
    with reading(app) as session:
        letters = {each.to: letter_of(app, session, each) for each in waiting(session, BECAME)}
        kept = (session.scalar(select(SurveyFollowUp.id)), session.scalar(select(FollowUp.id)))
    assert kept == (None, None)
    for to, language in ((ADA, "en"), (BERT, "de"), (CLEO, "he")):
        assert EXPECTED[language].rstrip(".") in letters[to]
        assert f"/{language}/outcomes/buses" in letters[to]
        assert Browser(app).get(f"/{language}/outcomes/buses").status == 200


def test_a_person_who_asks_after_it_was_published_hears_of_the_next_one(app: Flask, sign_in: Callable[..., Browser]):
    with transaction(app) as session:
        survey = make_survey(session)
        outcome_about(session, survey, slug="first", published_at=utcnow())
    ask(app, ADA, "en")
    with transaction(app) as session:
        survey = session.scalars(select(Survey)).one()
        number = outcome_about(session, survey, slug="next", published_at=None).id
    team = sign_in(RoleName.ORGANISER)

    team.press(team.get(f"/console/outcomes/{number}/publish"))

    with reading(app) as session:
        mails = session.scalars(select(OutboxMail).where(OutboxMail.kind == BECAME)).all()
        assert [(each.to, each.values["outcome_id"]) for each in mails] == [(ADA, number)]
