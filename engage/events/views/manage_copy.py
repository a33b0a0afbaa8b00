"""Another event like one: on a day, as a series, as a template; and an event from a template."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core import zones
from engage.core.clock import utcnow
from engage.db.session import db
from engage.events.domain import schedule
from engage.events.domain.schedule import Every
from engage.events.editing import making
from engage.events.models import Event
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_event_words import span
from engage.events.views.manage_frame import event_or_404, note, render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

HOW = ("once", "series", "template")


@bp.get("/<slug>/copy")
@permission(Permission.EVENT_EDIT)
def copying(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    day = "" if found.template else schedule.later(_day(found), Every.WEEK, 1).isoformat()
    return _page(found, Filled({"how": "once", "day": day, "every": Every.MONTH.value, "times": "3"}))


@bp.post("/<slug>/copy")
@permission(Permission.EVENT_EDIT)
def copy(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    sent, now = Sent(request.form), utcnow()
    how = sent.read_one("how", HOW[:2] if found.template else HOW, other="once")
    day = _day(found) if how == "template" else sent.read_day("day", needed=gettext("Enter a day."))
    days = _days(sent, day) if how == "series" and day else [day] if day else []
    if sent.wrong:
        return _page(found, sent), 422
    session = db.session()
    if how == "template":
        made = [making.copy(session, found, days[0], now=now, template=True)]
    elif how == "series" and not found.template:
        made = making.copies(session, found, days, now=now)
    elif how == "series":
        first = making.copy(session, found, days[0], now=now)
        made = [first, *making.copies(session, first, days[1:], now=now)]
    else:
        made = [making.copy(session, found, days[0], now=now)]
    for each in made:
        note("event.copied", each, of=found.slug)
    first_slug = made[0].slug
    db.session.commit()
    flash(
        gettext("The template is there. Make events from it whenever you like.")
        if how == "template"
        else ngettext("%(num)s draft is made.", "%(num)s drafts are made. They are in the list.", len(days))
    )
    return redirect(url_for("manage_events.event", slug=first_slug), code=303)


def _day(found: Event) -> date:
    return zones.local(found.starts_at, found.time_zone).date()


def _days(sent: Sent, first: date) -> list[date]:
    every = Every(sent.read_one("every", Every, other=Every.WEEK))
    needed = gettext("Enter how many.")
    times = sent.read_number("times", least=1, most=schedule.MOST_TIMES, needed=needed) or 0
    return [schedule.later(first, every, number) for number in range(times)]


def _page(found: Event, filled: Filled) -> str:
    return render(found, "events/manage/copy.html", tab="overview", filled=filled, span=span(found))
