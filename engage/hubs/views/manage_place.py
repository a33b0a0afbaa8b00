"""Where a hub belongs, said by the network office: its country, its reach, what it is a part of."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import queries, service, words
from engage.hubs.domain.kinds import HubScope
from engage.hubs.forms import PlaceForm
from engage.hubs.models import Hub
from engage.hubs.views.manage_blueprint import bp, commit, crumbs, hub_or_404, sentence
from engage.i18n import named
from engage.web.console import render
from engage.web.permissions import Permission, permission


@bp.get("/<hub>/place")
@permission(Permission.HUB_LIFE_CYCLE)
def place(hub: str) -> ResponseReturnValue:
    found = hub_or_404(hub)
    whole = found.parent.slug if found.parent else ""
    return _page(found, PlaceForm(data={"country": found.country, "scope": found.scope.value, "parent": whole}))


@bp.post("/<hub>/place")
@permission(Permission.HUB_LIFE_CYCLE)
def save_place(hub: str) -> ResponseReturnValue:
    found, form, session, now = hub_or_404(hub), PlaceForm(), db.session(), utcnow()
    if not form.validate():
        return _page(found, form), 422
    whole = queries.by_slug(session, form.parent.data or "")
    scope = HubScope(form.scope.data or "")
    try:
        changed = service.place(session, found, country=form.country.data or "", scope=scope, of=whole, now=now)
    except service.NotAPart as refusal:
        session.rollback()
        return _page(hub_or_404(hub), form, sentence(refusal)), 409
    if changed:
        commit(found, "hub.changed", now=now, fields=list(changed))
    flash(gettext("Saved."))
    return redirect(url_for("hubs_manage.hub", hub=hub), code=303)


def _page(hub: Hub, form: PlaceForm, problem: str = "") -> str:
    below = queries.with_parts(db.session(), [hub.id])
    return render(
        "hubs/manage/place.html",
        crumbs=crumbs(hub, (gettext("Where it belongs"), None)),
        hub=hub,
        form=form,
        problem=problem,
        words=words,
        hubs=[
            each for each in queries.every(db.session()) if each.scope is not HubScope.LOCAL and each.id not in below
        ],
        countries=named.countries(g.interface),
    )
