"""Who registered, as a file: at once, or by the worker when there are many."""

import io
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, abort, current_app, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.http import dump_options_header

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import queries_people
from engage.events.people import export_job, exporting
from engage.events.people.export_job import TYPES, Wish
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people_blueprint import asked, bp, ids_of, render, sites_seen
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.models import JobState
from engage.web import trail
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, permission


@bp.get("/<slug>/people/list.<ending>")
@permission(Permission.EVENT_PEOPLE)
def export(slug: str, ending: str) -> ResponseReturnValue:
    """The filtered list as csv or xlsx. Of many persons the worker makes it."""
    event, session, now = event_or_404(slug), db.session(), utcnow()
    if ending not in TYPES:
        abort(404)
    sites, filters = sites_seen(event), asked()
    of = queries_people.quotas(session, event.id)
    statement = queries_people.registrations(event.id, ids_of(sites), filters, of)
    hub = event.activity.hub_id
    said = {"event": event.slug, "filters": sorted(filters.said), "form": ending}
    if queries_people.persons(session, statement) > export_job.MANY:
        return redirect(
            f"{url_for('manage_people.ask_for_file', slug=slug)}?{urlencode({'ending': ending, **filters.said})}",
            code=303,
        )
    trail.note_download(session, "event.people-exported", "event", event.id, now=now, hub_id=hub, **said)
    sheet = exporting.rows(session, event, sites, filters)
    name = f"{event.slug}-{now:%Y-%m-%d}.{ending}"
    headers = {
        "Content-Disposition": dump_options_header("attachment", {"filename": name}),
        "Cache-Control": "no-store",
    }
    if ending == "csv":
        content = b"".join(exporting.to_csv(sheet, byte_order_mark="excel" in request.args))
        return Response(content, content_type=TYPES[ending], headers=headers)
    file = io.BytesIO()
    exporting.to_xlsx(sheet, file)
    return Response(file.getvalue(), content_type=TYPES[ending], headers=headers)


@bp.get("/<slug>/people/files/new")
@permission(Permission.EVENT_PEOPLE)
def ask_for_file(slug: str) -> ResponseReturnValue:
    """A page with the button that has a large file made: a GET makes nothing."""
    event = event_or_404(slug)
    ending = request.args.get("ending", "csv")
    if ending not in TYPES:
        abort(404)
    return render(event, "events/manage/people_file.html", "list", ending=ending, filters=asked().said)


@bp.post("/<slug>/people/files")
@permission(Permission.EVENT_PEOPLE)
def have_file_made(slug: str) -> ResponseReturnValue:
    event, session, now = event_or_404(slug), db.session(), utcnow()
    require_token()
    ending, by = request.form.get("ending", ""), actor().id
    if ending not in TYPES or by is None:
        abort(400)
    filters = asked(request.form)
    wish = Wish(event.id, event.slug, ending, tuple(sorted(ids_of(sites_seen(event)))), filters.said)
    job = export_job.ask(session, wish, by=by, hub_id=event.activity.hub_id, now=now)
    trail.note(
        session,
        "event.people-exported",
        "event",
        event.id,
        now=now,
        hub_id=event.activity.hub_id,
        event=event.slug,
        filters=sorted(filters.said),
        form=ending,
    )
    session.commit()
    return redirect(url_for("jobs.mine_one", job_id=job.id), code=303)


@bp.get("/<slug>/people/files/<int:job_id>")
@permission(Permission.EVENT_PEOPLE)
def made_file(slug: str, job_id: int) -> ResponseReturnValue:
    """For who asked for it, while they may still see all that is in it."""
    event, session = event_or_404(slug), db.session()
    job = jobs.one(session, job_id)
    if job is None or job.kind != export_job.KIND or job.by_id is None or job.by_id != actor().id:
        abort(404)
    wish = Wish.of(job.params)
    data_dir: Path = current_app.config["ENGAGE_SETTINGS"].data_dir
    path = files.existing(data_dir, job_id, utcnow())
    mine = wish.event_id == event.id and set(wish.sites) <= set(ids_of(sites_seen(event)))
    if not mine or job.state is not JobState.DONE:
        abort(404)
    if path is None:
        flash(gettext("The file was deleted after a day. Have it made again."))
        return redirect(url_for("manage_people.people", slug=slug), code=303)
    answer = send_file(
        path.absolute(), TYPES[wish.ending], as_attachment=True, download_name=job.result["name"], etag=False
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
