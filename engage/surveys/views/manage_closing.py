"""When a survey closes: later, sooner, or by hand; by the clock of the hub that leads it."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.surveys import closing as deciding
from engage.surveys import fielding, queries
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Survey
from engage.surveys.views.manage_blueprint import bp, note, require_token, survey_or_404, title_of
from engage.web.console import render
from engage.web.desk.forms import Sent, city
from engage.web.permissions import Permission, permission


@bp.get("/surveys/<slug>/closing")
@permission(Permission.SURVEY_FIELD)
def closing(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    sent = Sent(request.args)
    sent.text = {"how": "at" if found.closes_at else "hand", "_seen": _mark(found)}
    sent.moment("closes_at", found.closes_at, queries.time_zone(db.session(), found.id))
    return _page(found, sent)


def _page(found: Survey, sent: Sent) -> str:
    zone = queries.time_zone(db.session(), found.id)
    closed = found.status is SurveyStatus.CLOSED or (found.closes_at is not None and found.closes_at <= utcnow())
    return render(
        "manage/closing.html", survey=found, title=title_of(found), form=sent, city=city(zone), zone=zone, closed=closed
    )


def _mark(found: Survey) -> str:
    return found.closes_at.isoformat() if found.closes_at else ""


@bp.post("/surveys/<slug>/closing")
@permission(Permission.SURVEY_FIELD)
def close_later(slug: str) -> ResponseReturnValue:
    require_token()
    found, sent = survey_or_404(slug), Sent(request.form)
    moment: datetime | None = None
    if sent.read_one("how", ("at", "hand")) == "at":
        zone = queries.time_zone(db.session(), found.id)
        moment = sent.read_moment("closes_at", zone, needed=gettext("Enter when it closes."))
    if not sent.wrong and sent.get("_seen") != _mark(found):
        sent.text["_seen"] = _mark(found)
        sent.refuse(
            "", gettext("Somebody changed the closing time since you opened this page. Send yours again if it holds.")
        )
        return _page(found, sent), 409
    if not sent.wrong:
        try:
            deciding.close_at(db.session(), found, moment, now=utcnow())
        except deciding.TooEarly:
            sent.refuse("closes_at", gettext("This time is over, or before the survey opens. Choose a later one."))
        except deciding.AfterKeeping:
            sent.refuse("closes_at", gettext("Responses are deleted before this day. Choose an earlier one."))
        except fielding.NothingToPublish:
            sent.refuse("", gettext("Publish a version first."))
    if sent.wrong:
        db.session.rollback()
        return _page(survey_or_404(slug), sent), 422
    note("survey.settings-changed", found)
    db.session.commit()
    flash(gettext("The closing time is saved.") if moment else gettext("The survey stays open until you close it."))
    return redirect(url_for("manage.survey", slug=slug), code=303)
