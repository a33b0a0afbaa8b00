"""Another time for an event, and no event at all: each tells everybody who is registered, once."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.activities.domain.kinds import ActivityState
from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages
from engage.events.editing import announcing, settings
from engage.events.forms_event import read_reasons, read_when, when_form
from engage.events.models import Event
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_event_words import span
from engage.events.views.manage_frame import event_or_404, note, render
from engage.i18n.locales import direction, endonym
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, is_count
from engage.web.permissions import Permission, permission


@bp.get("/<slug>/when")
@permission(Permission.EVENT_EDIT)
def when(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _when_page(found, when_form(found))


@bp.post("/<slug>/when")
@permission(Permission.EVENT_EDIT)
def set_when(slug: str) -> ResponseReturnValue:
    """A draft simply has another time; what was announced is moved, and everybody is told."""
    found = event_or_404(slug)
    require_token()
    sent, now = Sent(request.form), utcnow()
    given = read_when(sent)
    if given is None:
        return _when_page(found, sent), 422
    announced = found.activity.state is ActivityState.ANNOUNCED and not found.template
    if announced and given.starts_at <= now:
        sent.refuse("starts_at", gettext("This is over by now. Choose a time to come."))
        return _when_page(found, sent), 422
    by_hand = announcing.without_mail(db.session(), found)
    seen = sent.get("seen")
    try:
        if announced:
            told = announcing.move(db.session(), found, given, seen=int(seen) if is_count(seen) else -1, now=now)
            flash(f"{gettext('The event is moved.')} {messages.told(told, by_hand)}")
        else:
            settings.set_when(db.session(), found, given, now=now)
            flash(gettext("The time is saved."))
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("starts_at", messages.refused(refusal))
        return _when_page(event_or_404(slug), sent), 409
    note("event.moved" if announced else "event.timed", found)
    db.session.commit()
    return redirect(url_for("manage_events.event", slug=slug), code=303)


def _when_page(found: Event, filled: Filled) -> str:
    return render(
        found,
        "events/manage/when.html",
        tab="overview",
        filled=filled,
        span=span(found),
        moving=found.activity.state is ActivityState.ANNOUNCED and not found.template,
        people=announcing.live(db.session(), found),
        zones=zones.names(),
    )


@bp.get("/<slug>/cancel")
@permission(Permission.EVENT_EDIT)
def cancelling(slug: str) -> ResponseReturnValue:
    return _cancel_page(event_or_404(slug), Filled())


@bp.post("/<slug>/cancel")
@permission(Permission.EVENT_EDIT)
def cancel(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    sent = Sent(request.form)
    reasons = read_reasons(sent, _tongues(found), found.source_language)
    if sent.wrong:
        return _cancel_page(found, sent), 422
    by_hand = announcing.without_mail(db.session(), found)
    try:
        told = announcing.cancel(db.session(), found, reasons, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _cancel_page(event_or_404(slug), sent), 409
    note("event.cancelled", found)
    db.session.commit()
    flash(f"{gettext('The event is cancelled.')} {messages.told(told, by_hand)}")
    return redirect(url_for("manage_events.event", slug=slug), code=303)


def _tongues(found: Event) -> list[str]:
    """The languages that people read it in, the source first."""
    return list(dict.fromkeys((found.source_language, *found.activity.languages)))


def _cancel_page(found: Event, filled: Filled) -> str:
    return render(
        found,
        "events/manage/cancel.html",
        tab="overview",
        filled=filled,
        span=span(found),
        people=announcing.live(db.session(), found),
        tongues=[(tag, endonym(tag), direction(tag)) for tag in _tongues(found)],
    )
