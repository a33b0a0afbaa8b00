"""What self-assessment brings to the desk: search, what waits, what runs, how to begin; the way there for duties."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, url_for
from flask_babel import format_date, gettext, lazy_gettext
from flask_security import current_user
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from engage.accounts.roles import Duty
from engage.core.clock import utcnow
from engage.hubs.models import Hub
from engage.maturity import words_console_steps
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment
from engage.maturity.rounds import duties
from engage.maturity.rounds.opening import today_of
from engage.maturity.views import manage_frame
from engage.web import desk
from engage.web.desk import Group, Hit, NavItem, Running, Search, Step, ToDo, matches, reach
from engage.web.permissions import Permission, may_somewhere

MOST = 5
SOON = timedelta(days=3)
AFTERWARDS = timedelta(days=30)
GOING_ON = (Stage.PREPARING, Stage.RATING, Stage.CONSENSUS)


def install(app: Flask) -> None:
    see = Permission.MATURITY_SEE
    desk.nav(app, NavItem(Group.HUB, lazy_gettext("Self-assessment"), "manage_assessments.assessments", see, 30))
    desk.search(app, Search("assessments", lazy_gettext("Self-assessments"), find, see, order=17))
    desk.todo(app, waiting)
    desk.running(app, running)
    desk.running(app, on_duty)
    desk.step(
        app,
        Step(
            lazy_gettext("Take a first look at your hub"),
            lazy_gettext("Eleven questions, less than an hour: where you stand in listening, and three next steps."),
            "manage_first_look.new",
            Permission.MATURITY_EDIT,
            40,
        ),
    )


def find(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """By title and hub."""
    asked = _own(Permission.MATURITY_SEE).join(Hub, Hub.id == Assessment.hub_id)
    found = session.scalars(asked.where(matches(words, Assessment.title, Hub.name)).limit(limit))
    return [
        Hit(
            each.title,
            _address(each),
            f"{words_console_steps.KINDS[each.kind]} · {manage_frame.hub_name(each.hub)}",
        )
        for each in found
    ]


def waiting(session: Session) -> Sequence[ToDo]:
    """Rounds whose last day of rating comes near, or was passed without rating having begun."""
    if not may_somewhere(Permission.MATURITY_EDIT):
        return []
    now = utcnow()
    near = or_(Assessment.stage == Stage.RATING, Assessment.stage == Stage.PREPARING)
    asked = _own(Permission.MATURITY_EDIT).where(near, Assessment.rating_until <= (now + SOON).date()).limit(MOST)
    found = []
    for each in session.scalars(asked):
        assert each.rating_until is not None
        day = format_date(each.rating_until, "long")
        if each.stage is Stage.RATING:
            text = gettext("%(title)s: people can rate until %(day)s. Remind them.", title=each.title, day=day)
        elif each.rating_until < today_of(each, now):
            text = gettext("%(title)s: the last day of rating is over, and rating never opened.", title=each.title)
        else:
            text = gettext("%(title)s: rating is to end on %(day)s, and is not open.", title=each.title, day=day)
        found.append(ToDo(text, _address(each), gettext("See the round"), urgent=each.stage is Stage.RATING))
    return found


def running(session: Session) -> Sequence[Running]:
    """First looks and rounds that go on."""
    if not may_somewhere(Permission.MATURITY_SEE):
        return []
    asked = _own(Permission.MATURITY_SEE).where(Assessment.stage.in_(GOING_ON)).limit(MOST)
    return [
        Running(
            each.title,
            _address(each),
            manage_frame.stage_words(each),
            words_console_steps.STAGE_TAGS.get(each.stage, ""),
            str(words_console_steps.KINDS[each.kind]),
        )
        for each in session.scalars(asked)
    ]


def on_duty(session: Session) -> Sequence[Running]:
    """The rounds on which who is signed in holds a duty: the way there for who has no role."""
    states = {
        Duty.FACILITATOR: gettext("You lead the workshop"),
        Duty.EVIDENCE_CHECKER: gettext("You check evidence"),
        Duty.CO_SIGNER: gettext("You sign as a citizen"),
    }
    now = utcnow()
    return [
        Running(each.title, _address(each), states[duty], "note", manage_frame.hub_name(each.hub))
        for each, duty in duties.held(session, current_user.id)
        if duty in states
        and each.kind is not AssessmentKind.FIRST_LOOK
        and (each.signed_at is None or each.signed_at + AFTERWARDS > now)
    ]


def _own(label: Permission) -> Select[Assessment]:
    hubs = reach(label)
    asked = select(Assessment).order_by(Assessment.created_at.desc(), Assessment.id.desc())
    return asked if hubs is None else asked.where(Assessment.hub_id.in_(hubs))


def _address(assessment: Assessment) -> str:
    return url_for("manage_assessments.assessment", number=assessment.id)
