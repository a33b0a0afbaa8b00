"""The list of a hub's self-assessments, and the page of one: what to do now."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from engage.db.session import db
from engage.hubs.models import Hub
from engage.maturity import words_console_steps
from engage.maturity.domain import steps
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.models import Assessment
from engage.maturity.views import manage_frame
from engage.web import desk
from engage.web.console import render
from engage.web.desk import listing
from engage.web.desk.listing import Column, Filter, Page, Table
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_assessments", __name__, template_folder="../templates", url_prefix="/console/assessments")


@bp.get("")
@permission(Permission.MATURITY_SEE)
def assessments() -> ResponseReturnValue:
    """Those of one's hubs, the newest first."""
    return render(
        "maturity/manage/assessments.html",
        page=_page(),
        hub_name=manage_frame.hub_name,
        kinds=words_console_steps.KINDS,
        stage_words=manage_frame.stage_words,
        stage_tags=words_console_steps.STAGE_TAGS,
    )


def _page() -> Page:
    hubs = desk.reach(Permission.MATURITY_SEE)
    asked = select(Assessment).join(Hub, Hub.id == Assessment.hub_id)
    if hubs is not None:
        asked = asked.where(Assessment.hub_id.in_(hubs))
    table = Table(
        columns=(
            Column("title", gettext("Title"), sort=Assessment.title),
            Column("hub", gettext("Hub"), sort=Hub.name),
            Column("kind", gettext("Kind"), sort=Assessment.kind),
            Column("begun", gettext("Begun"), sort=Assessment.created_at, descending=True),
            Column("stage", gettext("State"), sort=Assessment.stage),
        ),
        tie=Assessment.id,
        default="-begun",
        filters=[
            Filter(
                "kind",
                gettext("Kind"),
                [(kind.value, said) for kind, said in words_console_steps.KINDS.items()],
                lambda value: Assessment.kind == value,
            ),
            Filter(
                "stage",
                gettext("State"),
                [(stage.value, said) for stage, said in words_console_steps.STAGES.items()],
                lambda value: Assessment.stage == value,
            ),
        ],
        search=(Assessment.title, Hub.name),
    )
    return listing.read(db.session(), asked, table)


@bp.get("/<int:number>")
@permission(Permission.MATURITY_SEE)
def assessment(number: int) -> ResponseReturnValue:
    """What to do now, the steps, the dates. Of a first look: its questions, or what came of it."""
    found = manage_frame.assessment_or_404(number)
    if found.kind is AssessmentKind.FIRST_LOOK:
        finished = found.stage is not Stage.PREPARING
        endpoint = "manage_first_look.result" if finished else "manage_first_look.questions"
        return redirect(url_for(endpoint, number=number), code=303)
    states = steps.states(found.stage, manage_frame.counts(found))
    return manage_frame.render(
        found, "maturity/manage/assessment.html", tab="overview", next_step=steps.first_now(states)
    )
