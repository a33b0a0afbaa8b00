"""Where topics can be proposed: the box of each hub, opened and closed, with what stands above its list."""

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.i18n.named import language_name
from engage.outcomes import forms_topics as forms
from engage.outcomes.domain.topics import LONGEST_TEXT
from engage.outcomes.models_topics import TopicBox
from engage.outcomes.topics import keeping, reading
from engage.outcomes.views.manage_topics import bp, hub_name
from engage.web import desk, trail
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission


@bp.get("/boxes")
@permission(Permission.TOPICS)
def boxes() -> ResponseReturnValue:
    """Each hub that one may do this for, and whether its box is open."""
    hubs = desk.reach(Permission.TOPICS)
    asked = select(Hub, TopicBox.is_open).outerjoin(TopicBox, TopicBox.hub_id == Hub.id).order_by(Hub.name)
    rows = db.session().execute(asked if hubs is None else asked.where(Hub.id.in_(hubs))).all()
    return render(
        "outcomes/manage/topics_boxes.html",
        rows=[(hub, hub_name(hub), bool(is_open)) for hub, is_open in rows],
    )


@bp.get("/boxes/<hub>")
@permission(Permission.TOPICS)
def box(hub: str) -> ResponseReturnValue:
    found = _hub_or_404(hub)
    return _page(found, forms.stored_box(reading.box(db.session(), found.id)))


@bp.post("/boxes/<hub>")
@permission(Permission.TOPICS)
def save_box(hub: str) -> ResponseReturnValue:
    require_token()
    found, sent, session = _hub_or_404(hub), Sent(request.form), db.session()
    is_open, about = forms.read_box(sent, forms.hub_tags(found))
    if sent.wrong:
        return _page(found, sent), 422
    keeping.set_box(session, found, is_open=is_open, about=about)
    trail.note(session, "topic.box-changed", "hub", found.id, now=utcnow(), hub_id=found.id, open=is_open)
    session.commit()
    flash(gettext("People can propose topics now.") if is_open else gettext("It is saved: nobody can propose topics."))
    return redirect(url_for("manage_topics.boxes"), code=303)


def _hub_or_404(slug: str) -> Hub:
    found = hub_queries.by_slug(db.session(), slug)
    if found is None:
        abort(404)
    return found


def _page(hub: Hub, filled: Filled) -> str:
    return render(
        "outcomes/manage/topics_box.html",
        hub=hub,
        hub_name=hub_name(hub),
        filled=filled,
        languages=[(tag, language_name(tag, g.interface)) for tag in forms.hub_tags(hub)],
        most=LONGEST_TEXT,
    )
