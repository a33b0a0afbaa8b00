"""What surveys say on the start page of the console."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import format_date, gettext, lazy_gettext, ngettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.surveys import overview
from engage.surveys.models import Survey
from engage.surveys.views.manage_blueprint import title_of
from engage.web.desk import Running, Step, ToDo, reach
from engage.web.permissions import Permission, may_somewhere

MOST = 5
STEPS = (
    Step(
        lazy_gettext("Write a new questionnaire"),
        lazy_gettext("Question by question, with a preview beside it and checks while you write."),
        "manage.write",
        Permission.SURVEY_EDIT,
        10,
    ),
    Step(
        lazy_gettext("Upload a questionnaire"),
        lazy_gettext("From Excel (XLSForm), from LimeSurvey or in our own format."),
        "manage.new",
        Permission.SURVEY_EDIT,
        11,
    ),
)


def waiting(session: Session) -> list[ToDo]:
    """Comments of testers that nobody answered, and what was never published."""
    return [*_comments(session), *_drafts(session)]


def _comments(session: Session) -> Iterator[ToDo]:
    if not may_somewhere(Permission.SURVEY_EDIT):
        return
    for survey, number in overview.commented(session, reach(Permission.SURVEY_EDIT), MOST):
        text = ngettext(
            "%(num)s open comment of a tester on %(survey)s",
            "%(num)s open comments of testers on %(survey)s",
            number,
            survey=title_of(survey),
        )
        yield ToDo(text, url_for("manage.trial", slug=survey.slug), gettext("Read them"))


def _drafts(session: Session) -> Iterator[ToDo]:
    if not may_somewhere(Permission.SURVEY_FIELD):
        return
    for survey in overview.drafts(session, reach(Permission.SURVEY_FIELD), MOST):
        text = gettext("%(survey)s is not published yet", survey=title_of(survey))
        yield ToDo(text, url_for("manage.survey", slug=survey.slug), gettext("Go on with it"))


def running(session: Session) -> list[Running]:
    """Surveys that can be answered now, with how many did."""
    if not may_somewhere(Permission.SURVEY_SEE):
        return []
    found = overview.open_now(session, reach(Permission.SURVEY_SEE), utcnow(), MOST)
    return [
        Running(title_of(survey), url_for("manage.survey", slug=survey.slug), gettext("Open"), "success", about)
        for survey, responses in found
        for about in [_about(survey, responses)]
    ]


def _about(survey: Survey, responses: int) -> str:
    said = ngettext("%(num)s response", "%(num)s responses", responses)
    if survey.closes_at is None:
        return said
    return gettext("%(responses)s, until %(day)s", responses=said, day=format_date(survey.closes_at, "long"))
