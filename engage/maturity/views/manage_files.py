"""The data of a result as files: JSON, CSV and XLSX."""

from flask import Blueprint, Response, abort, g
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from engage.core.clock import utcnow
from engage.db.session import db
from engage.maturity import queries
from engage.maturity.seeing import files
from engage.maturity.views import manage_frame
from engage.maturity.views.manage_profile_made import is_there, made, snapshot_of
from engage.maturity.wording import words
from engage.web import trail
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_assessment_files", __name__, template_folder="../templates", url_prefix="/console/assessments")
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/<int:number>/report/data.<ending>")
@permission(Permission.MATURITY_SEE)
def data(number: int, ending: str) -> ResponseReturnValue:
    """All of it as JSON or a book with a sheet for each table; the indicators alone as CSV."""
    found = manage_frame.assessment_or_404(number)
    if ending not in TYPES or not is_there(found):
        abort(404)
    session, snapshot = db.session(), snapshot_of(found)
    said = words(session, found.model, g.interface)
    name = f"{found.hub.slug}-{found.number}.{ending}"
    tables = files.tables(made(found, snapshot), said, digest=snapshot.digest if snapshot else "")
    content = {
        "json": lambda: files.to_json(tables).encode(),
        "csv": lambda: files.to_csv(tables[0]).encode(),
        "xlsx": lambda: files.to_xlsx(tables),
    }[ending]()
    headers = {
        "Content-Disposition": dump_options_header("attachment", {"filename": name}),
        "Cache-Control": "no-store",
    }
    trail.note_download(
        session, "assessment.data", queries.THING, found.id, now=utcnow(), hub_id=found.hub_id, form=ending
    )
    return Response(content, content_type=TYPES[ending], headers=headers)
