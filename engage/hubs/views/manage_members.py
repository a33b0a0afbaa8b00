"""Organisations of a hub: add, change, remove, bring in from a CSV."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import changes, service, words
from engage.hubs.domain import member_file
from engage.hubs.domain.kinds import MemberRole
from engage.hubs.domain.member_file import MemberFinding
from engage.hubs.domain.reading import Member
from engage.hubs.forms import MemberForm
from engage.hubs.messages import member_finding
from engage.hubs.models import Hub, Organisation
from engage.hubs.views.manage_blueprint import bp, commit, crumbs, hub_or_404
from engage.web import desk, trail
from engage.web.console import render
from engage.web.permissions import Permission, permission

REMOVED, BROUGHT_IN = "hub.organisation", "hub.organisations"


@bp.get("/<hub>/organisations")
@permission(Permission.HUB_SEE)
def members(hub: str) -> ResponseReturnValue:
    found = hub_or_404(hub)
    return _list(found, MemberForm(formdata=None))


@bp.post("/<hub>/organisations")
@permission(Permission.HUB_EDIT)
def add_member(hub: str) -> ResponseReturnValue:
    found, form, now = hub_or_404(hub), MemberForm(), utcnow()
    if not form.validate():
        return _list(found, form), 422
    member = form.member()
    if service.add_members(db.session(), found, [member], now=now):
        commit(found, "hub.organisation-added", now=now, name=member.name)
        flash(gettext("%(name)s is in the hub now.", name=member.name))
    else:
        flash(gettext("%(name)s is in the hub already.", name=member.name))
    return redirect(url_for("hubs_manage.members", hub=hub), code=303)


def _list(hub: Hub, form: MemberForm) -> str:
    by_role = [
        (role, of_role)
        for role in MemberRole
        if (of_role := sorted((each for each in hub.organisations if each.role is role), key=lambda each: each.name))
    ]
    return render(
        "hubs/manage/members.html",
        crumbs=crumbs(hub, (gettext("Organisations"), None)),
        hub=hub,
        form=form,
        by_role=by_role,
        words=words,
        tool=current_app.config["ENGAGE_SETTINGS"].stakeholder_tool_url,
    )


def _member_or_404(hub: Hub, number: int) -> Organisation:
    found = next((each for each in hub.organisations if each.id == number), None)
    if found is None:
        abort(404)
    return found


@bp.get("/<hub>/organisations/<int:organisation>")
@permission(Permission.HUB_EDIT)
def member(hub: str, organisation: int) -> ResponseReturnValue:
    found = hub_or_404(hub)
    return _one(found, MemberForm.of(_member_or_404(found, organisation)))


@bp.post("/<hub>/organisations/<int:organisation>")
@permission(Permission.HUB_EDIT)
def change_member(hub: str, organisation: int) -> ResponseReturnValue:
    found, form, now = hub_or_404(hub), MemberForm(), utcnow()
    mine = _member_or_404(found, organisation)
    if not form.validate():
        return _one(found, form), 422
    service.change_member(found, mine, form.member(), now=now)
    commit(found, "hub.organisation-changed", now=now, name=mine.name)
    flash(gettext("Saved."))
    return redirect(url_for("hubs_manage.members", hub=hub), code=303)


def _one(hub: Hub, form: MemberForm) -> str:
    above = (gettext("Organisations"), url_for("hubs_manage.members", hub=hub.slug))
    return render(
        "hubs/manage/member.html", crumbs=crumbs(hub, above, (gettext("Change"), None)), hub=hub, form=form, words=words
    )


@bp.post("/<hub>/organisations/<int:organisation>/remove")
@permission(Permission.HUB_EDIT)
def remove_member(hub: str, organisation: int) -> ResponseReturnValue:
    desk.require_token()
    found, session, now = hub_or_404(hub), db.session(), utcnow()
    was = service.remove_member(session, found, _member_or_404(found, organisation), now=now)
    commit(found, "hub.organisation-removed", now=now, name=was.name)
    params = {"hub": hub, "name": was.name, "role": was.role.value, "city": was.city, "website": was.website}
    desk.offer_undo(gettext("%(name)s is removed.", name=was.name), REMOVED, params, hubs={found.id})
    return redirect(url_for("hubs_manage.members", hub=hub), code=303)


def bring_back(session: Session, params: Mapping[str, Any], now: datetime) -> str:
    """Undo a removal."""
    hub = _still_there(session, params)
    member = Member(params["name"], MemberRole(params["role"]), params["city"], params["website"])
    if service.add_members(session, hub, [member], now=now):
        _noted(session, hub, "hub.organisation-added", now, name=member.name)
    return gettext("%(name)s is in the hub again.", name=member.name)


def take_out(session: Session, params: Mapping[str, Any], now: datetime) -> str:
    """Undo an import: those that it added go, as long as nobody changed them."""
    hub = _still_there(session, params)
    mine = [each for each in hub.organisations if each.id in params["ids"]]
    for each in mine:
        service.remove_member(session, hub, each, now=now)
    if mine:
        _noted(session, hub, "hub.organisations-taken-out", now, number=len(mine))
    return ngettext("%(num)s organisation is taken out again.", "%(num)s organisations are taken out again.", len(mine))


def _still_there(session: Session, params: Mapping[str, Any]) -> Hub:
    del session
    return hub_or_404(params["hub"])


def _noted(session: Session, hub: Hub, action: str, now: datetime, **details: Any) -> None:
    changes.tell(session, [hub.id])
    trail.note(session, action, "hub", hub.id, now=now, hub_id=hub.id, hub=hub.slug, **details)


# -- from a file


@bp.get("/<hub>/organisations/import")
@permission(Permission.HUB_EDIT)
def import_members(hub: str) -> ResponseReturnValue:
    return _import(hub_or_404(hub))


@bp.post("/<hub>/organisations/import")
@permission(Permission.HUB_EDIT)
def bring_in_members(hub: str) -> ResponseReturnValue:
    """All lines or none."""
    desk.require_token()
    found, session, now = hub_or_404(hub), db.session(), utcnow()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _import(found, problem=gettext("Choose a file.")), 422
    said = {str(word).lower(): role for role, word in words.ROLE.items()}
    read = member_file.read(file.stream.read(member_file.MOST_BYTES + 1), said)
    if read.findings:
        return _import(found, read.findings), 422
    new = service.add_members(session, found, read.members, now=now)
    there = len(read.members) - len(new)
    if new:
        commit(found, "hub.organisations-imported", now=now, number=len(new))
        sentence = ngettext("%(num)s organisation is added.", "%(num)s organisations are added.", len(new))
        params = {"hub": hub, "ids": [each.id for each in new]}
        desk.offer_undo(sentence, BROUGHT_IN, params, hubs={found.id})
    if there:
        flash(ngettext("%(num)s was there already.", "%(num)s were there already.", there))
    return redirect(url_for("hubs_manage.members", hub=hub), code=303)


def _import(hub: Hub, findings: tuple[MemberFinding, ...] = (), problem: str = "") -> str:
    above = (gettext("Organisations"), url_for("hubs_manage.members", hub=hub.slug))
    return render(
        "hubs/manage/members_import.html",
        crumbs=crumbs(hub, above, (gettext("From a file"), None)),
        hub=hub,
        findings=[(finding.line, finding.column, member_finding(finding)) for finding in findings[:100]],
        problem=problem,
        words=words,
        tool=current_app.config["ENGAGE_SETTINGS"].stakeholder_tool_url,
    )


@bp.get("/organisations-example.csv")
@permission(Permission.HUB_SEE)
def members_example() -> ResponseReturnValue:
    headers = {"Content-Disposition": 'attachment; filename="organisations-example.csv"'}
    return Response(member_file.EXAMPLE, content_type="text/csv; charset=utf-8", headers=headers)
