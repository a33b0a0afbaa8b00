"""The list of surveys."""

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.surveys import overview
from engage.surveys.domain.status import Availability
from engage.surveys.models import Survey
from engage.surveys.views.manage_blueprint import bp, title_of
from engage.web.console import render
from engage.web.desk import listing, reach
from engage.web.desk.listing import Column, Filter, Table
from engage.web.permissions import Permission, may, permission

STATES = (
    (Availability.OPEN.value, lazy_gettext("Open")),
    (Availability.NOT_YET.value, lazy_gettext("Opens later")),
    (Availability.PAUSED.value, lazy_gettext("Paused")),
    (Availability.FULL.value, lazy_gettext("Full")),
    (Availability.CLOSED.value, lazy_gettext("Closed")),
    (Availability.HIDDEN.value, lazy_gettext("Not published")),
)


@bp.get("/surveys")
@permission(Permission.SURVEY_SEE)
def surveys() -> ResponseReturnValue:
    hubs = reach(Permission.SURVEY_SEE)
    state, responses = overview.state(utcnow()), overview.responses(hubs)
    columns = [
        Column("survey", lazy_gettext("Survey"), sort=overview.title(g.interface)),
        Column("state", lazy_gettext("State"), sort=state),
        Column("period", lazy_gettext("Period"), sort=(Survey.closes_at, Survey.opens_at), descending=True),
        Column("responses", lazy_gettext("Responses"), sort=responses, kind="number", descending=True),
        Column("made", lazy_gettext("Newest first"), sort=Survey.id, descending=True, hidden=True),
    ]
    if may(Permission.RESULTS_SEE):
        columns.append(Column("results", lazy_gettext("Results")))
    table = Table(
        columns,
        tie=Survey.id,
        default="-made",
        filters=(Filter("state", lazy_gettext("State"), STATES, lambda value: state == value),),
        search=overview.words(),
    )
    statement = overview.surveys(hubs).add_columns(responses.label("responses"), state.label("state"))
    return render("manage/surveys.html", page=listing.read(db.session(), statement, table), title_of=title_of)
