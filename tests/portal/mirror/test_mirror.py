"""The citizen mirror as a survey: made from the model's statements, answered without names, counted, closed."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy.orm import Session

from engage.activities import showing
from engage.core.clock import utcnow
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.maturity.domain import mirror as rules
from engage.maturity.domain.kinds import Stage
from engage.maturity.modelling import keeping
from engage.maturity.models import Assessment
from engage.maturity.workshop import mirroring
from engage.surveys import fielding, queries
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Survey
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.fixture
def talking(session: Session) -> Assessment:
    """A round whose ratings are closed, with a mirror."""
    keeping.bundled(session, utcnow())
    made = make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-3": 4}, rating_closed_at=utcnow())
    mirroring.make(current_app, session, made, until=utcnow() + timedelta(days=21), now=utcnow())
    return made


def survey_of(session: Session, made: Assessment) -> Survey:
    found = queries.by_slug(session, made.mirror)
    assert found is not None
    return found


def answer(session: Session, made: Assessment, number: int, **answers: str) -> None:
    survey = survey_of(session, made)
    version = fielding.answered_version(session, survey, now=utcnow())
    row = {
        "version_id": version.id,
        "language": "en",
        "channel": "open",
        "day": utcnow().date(),
        "answers": answers or {"man_3": "agree"},
    }
    fielding.add_responses(session, survey, [row] * number)


def test_it_asks_every_core_statement_in_every_language_that_has_them(session: Session, talking: Assessment):
    survey = survey_of(session, talking)
    assert survey.version is not None

    document = survey.version.document
    items = [item for section in document["sections"] for item in section["items"]]
    assert [item["name"] for item in items] == [rules.item(each.id) for each in mirroring.asked(talking)]
    assert len(set(items[0]["label"].values())) == len(PUBLIC_LANGUAGES)
    assert set(survey.activity.languages) == set(PUBLIC_LANGUAGES)
    assert [each["code"] for each in items[0]["options"]] == [*rules.AGREE, rules.CANNOT_SAY]
    assert not any(name in str(document) for name in ("{hub}", "{part}", "{parts}"))


def test_it_can_be_answered_by_whoever_has_the_link_and_stands_in_no_list(
    app: Flask, session: Session, talking: Assessment, browser: Browser
):
    session.commit()

    page = browser.get(f"/he/surveys/{talking.mirror}")
    assert page.status == 200
    assert page.lang == "he"
    with app.test_request_context():
        assert [each.kind for each in showing.shown(session, lang="en", now=utcnow())].count("survey") == 0


def test_the_gap_is_shown_from_twenty_answers(session: Session, talking: Assessment):
    answer(session, talking, 19)
    found = mirroring.seen(current_app, session, talking)
    assert found is not None
    assert not found.enough

    answer(session, talking, 1)

    found = mirroring.seen(current_app, session, talking)
    assert found is not None
    view = found.views["MAN-3"]
    assert view is not None
    assert (view.answers, view.mean) == (20, 0.75)
    assert view.gap == pytest.approx(1 / 4 - 0.75), "level 4 was claimed; without evidence 1 is supported"
    assert found.views["RES-1"] is None


def test_nothing_is_shown_before_ratings_are_closed(session: Session, talking: Assessment):
    talking.rating_closed_at, talking.stage = None, Stage.RATING
    answer(session, talking, 30)

    assert mirroring.results(current_app, session, talking) is None


def test_what_people_said_is_kept_when_it_closes_and_does_not_change_any_more(session: Session, talking: Assessment):
    answer(session, talking, 25)
    mirroring.close(current_app, session, talking, now=utcnow())
    before = mirroring.results(current_app, session, talking)

    answer(session, talking, 5)
    mirroring.close(current_app, session, talking, now=utcnow())

    assert survey_of(session, talking).status is SurveyStatus.CLOSED
    assert before is not None
    assert mirroring.results(current_app, session, talking) == before
    assert before["statements"]["MAN-3"]["answers"] == 25


def test_a_second_mirror_of_a_round_is_not_made(session: Session, talking: Assessment):
    slug = talking.mirror
    mirroring.make(current_app, session, talking, until=utcnow(), now=utcnow())

    assert talking.mirror == slug


@pytest.mark.parametrize(
    "stage", [pytest.param(Stage.PREPARING, id="too-early"), pytest.param(Stage.SIGNED, id="over")]
)
def test_it_is_made_while_people_rate_or_talk(session: Session, stage: Stage):
    made = make_assessment(session, stage=stage)

    with pytest.raises(mirroring.NotNow):
        mirroring.make(current_app, session, made, until=utcnow(), now=utcnow())


def test_a_model_in_english_alone_is_asked_about_in_english(session: Session):
    made = make_assessment(session, stage=Stage.RATING, levels={"MAN-3": 1})
    mirroring.make(current_app, session, made, until=utcnow() + timedelta(days=1), now=utcnow())

    assert list(survey_of(session, made).activity.languages) == ["en"]
