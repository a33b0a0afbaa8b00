"""Where a hub stands, said by the network office; its team sees the history."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import changes, service, words
from engage.hubs.domain.kinds import LifeCycle
from engage.hubs.domain.reading import Step
from engage.hubs.forms import StepForm
from engage.hubs.models import Hub
from engage.hubs.views.manage_blueprint import bp, commit, crumbs, hub_or_404
from engage.web import desk, trail
from engage.web.console import render
from engage.web.permissions import Permission, permission

REMOVED = "hub.step"


@bp.get("/<hub>/life-cycle")
@permission(Permission.HUB_SEE)
def life_cycle(hub: str) -> ResponseReturnValue:
    return _page(hub_or_404(hub), StepForm(formdata=None, data={"on": utcnow().date()}))


@bp.post("/<hub>/life-cycle")
@permission(Permission.HUB_LIFE_CYCLE)
def add_step(hub: str) -> ResponseReturnValue:
    found, form, now = hub_or_404(hub), StepForm(), utcnow()
    if not form.validate():
        return _page(found, form), 422
    step = form.step()
    service.add_step(db.session(), found, step, now=now)
    commit(found, "hub.step-added", now=now, status=step.status.value, on=step.on.isoformat())
    flash(gettext("The step is added."))
    return redirect(url_for("hubs_manage.life_cycle", hub=hub), code=303)


@bp.post("/<hub>/life-cycle/<int:step>/remove")
@permission(Permission.HUB_LIFE_CYCLE)
def remove_step(hub: str, step: int) -> ResponseReturnValue:
    desk.require_token()
    found, session, now = hub_or_404(hub), db.session(), utcnow()
    mine = next((each for each in found.steps if each.id == step), None)
    if mine is None:
        abort(404)
    was = service.remove_step(session, found, mine, now=now)
    commit(found, "hub.step-removed", now=now, status=was.status.value, on=was.on.isoformat())
    params = {
        "hub": hub,
        "status": was.status.value,
        "on": was.on.isoformat(),
        "round": was.round,
        "note": was.note,
    }
    desk.offer_undo(gettext("The step is removed."), REMOVED, params, hubs={found.id})
    return redirect(url_for("hubs_manage.life_cycle", hub=hub), code=303)


def bring_back(session: Session, params: Mapping[str, Any], now: datetime) -> str:
    """Undo a removal."""
    hub = hub_or_404(params["hub"])
    step = Step(LifeCycle(params["status"]), date.fromisoformat(params["on"]), params["round"], params["note"])
    if step not in [Step(each.status, each.on, each.round, each.note) for each in hub.steps]:
        service.add_step(session, hub, step, now=now)
        changes.tell(session, [hub.id])
        trail.note(
            session, "hub.step-added", "hub", hub.id, now=now, hub_id=hub.id, hub=hub.slug, status=step.status.value
        )
    return gettext("The step is there again.")


def _page(hub: Hub, form: StepForm) -> str:
    return render(
        "hubs/manage/life_cycle.html",
        crumbs=crumbs(hub, (gettext("How far it has come"), None)),
        hub=hub,
        form=form,
        words=words,
        steps=list(reversed(hub.steps)),
        today=utcnow().date(),
    )
