"""Activities held elsewhere from a CSV file: all of it or nothing, and undone with one press."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from engage.activities import messages, queries, service
from engage.activities.domain import csv_file
from engage.activities.domain.csv_file import Finding
from engage.activities.domain.describing import Wrong
from engage.activities.domain.kinds import ActivityState
from engage.activities.views import manage_example
from engage.activities.views.manage_blueprint import bp, edited_hubs, first_hub
from engage.core.clock import utcnow
from engage.db.session import db
from engage.web import permissions, trail
from engage.web.console import render
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.permissions import Permission, permission

LARGEST = 2_000_000
MOST_FINDINGS = 100


@bp.get("/activities/import")
@permission(Permission.ACTIVITY_EDIT)
def bring_in() -> ResponseReturnValue:
    first = first_hub(edited_hubs())
    return _page(first.slug if first else "")


def _page(hub: str, findings: Sequence[Finding] = (), file_error: str = "", hub_error: str = "") -> str:
    return render(
        "activities/manage/import.html",
        hub=hub,
        hubs=edited_hubs(),
        findings=[(finding, messages.finding(finding)) for finding in findings[:MOST_FINDINGS]],
        more=max(0, len(findings) - MOST_FINDINGS),
        file_error=file_error,
        hub_error=hub_error,
        columns=manage_example.COLUMNS,
    )


@bp.post("/activities/import")
@permission(Permission.ACTIVITY_EDIT)
def take_in() -> ResponseReturnValue:
    require_token()
    hubs = {hub.slug: hub.id for hub in edited_hubs()}
    hub, file = request.form.get("hub", ""), request.files.get("file")
    if hub not in hubs:
        return _page(hub, hub_error=messages.wrong("hub", Wrong.NOT_YOUR_HUB)), 422
    if file is None or not file.filename:
        return _page(hub, file_error=gettext("Choose a file first.")), 422
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        return _page(hub, file_error=gettext("The file is too large. Split it.")), 422
    read = csv_file.read(content)
    strange = [
        Finding(row.line, "hub", Wrong.NOT_KNOWN, row.hub, tuple(hubs))
        for row in read.rows
        if row.hub and row.hub not in hubs
    ]
    findings = sorted((*read.findings, *strange), key=lambda finding: finding.line)
    if findings:
        return _page(hub, findings), 422
    now = utcnow()
    made = service.take_in(db.session(), read.rows, hub_id=hubs[hub], hubs=hubs, now=now)
    ids = sorted(each.id for each in made)
    trail.note(
        db.session(), "activity.imported", "activity", ids[0], now=now, hub_id=hubs[hub], number=len(ids), last=ids[-1]
    )
    db.session.commit()
    sentence = ngettext("%(num)s activity is recorded.", "%(num)s activities are recorded.", len(made))
    params = {"first": ids[0], "last": ids[-1], "at": now.isoformat()}
    offer_undo(sentence, "activities.import", params, hubs=sorted({each.hub_id for each in made}))
    return redirect(url_for("activities.every", held="declared"), code=303)


@bp.get("/activities/import/example.csv")
@permission(Permission.ACTIVITY_EDIT)
def example_file() -> ResponseReturnValue:
    response = Response(manage_example.as_csv(utcnow().date()), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="activities-example.csv"'
    return response


def undo_import(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """Delete what a file brought and nobody has touched since."""
    at, reach = datetime.fromisoformat(kept["at"]), permissions.reach(Permission.ACTIVITY_EDIT)
    number = service.take_back(session, kept["first"], kept["last"], at=at, hubs=reach)
    if number:
        trail.note(session, "activity.import_undone", "activity", kept["first"], now=now, number=number)
    return ngettext("%(num)s activity is deleted again.", "%(num)s activities are deleted again.", number)


def undo_removal(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """Bring an activity back as it was."""
    found = queries.by_id(session, kept["id"])
    if found is None:
        raise CannotUndo(gettext("This activity is not there any more."))
    if found.state is ActivityState.REMOVED:
        service.set_state(session, found, ActivityState(kept["state"]), now=now)
        trail.note(session, "activity.brought_back", "activity", found.id, now=now, hub_id=found.hub_id)
    return gettext("The activity is back.")
