"""Entries of the library from a CSV file: all of it or nothing."""

import csv
import io

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.maturity import words_console_library
from engage.maturity.domain import library_file
from engage.maturity.domain.library_file import Finding
from engage.maturity.library import keeping
from engage.maturity.views.manage_library import (
    bp,
    first_hub,
    hub_options,
    indicators_of,
    note,
    own_hubs,
    version_here,
)
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.permissions import Permission, permission

LARGEST = 2_000_000
MOST_FINDINGS = 100
EXAMPLE = (
    {
        "kind": "guide",
        "title": "Example: asking people who are rarely heard",
        "title:de": "Beispiel: Menschen fragen, die selten gehört werden",
        "summary": "Ten pages on how to find partners in a town and what to agree with them.",
        "language": "en",
        "url": "https://example.org/rarely-heard",
        "owner": "Example Institute",
        "licence": "CC BY 4.0",
        "helps": "INC-2:2; INC-2:3; INC-1",
        "published": "yes",
    },
    {
        "kind": "training",
        "title": "Beispiel: Moderieren in kleinen Gruppen",
        "summary": "Zwei Nachmittage, online.",
        "language": "de",
        "url": "https://example.org/moderieren",
        "owner": "Example Academy",
        "licence": "Free to attend",
        "helps": "DIA-2:2",
        "published": "no",
    },
)
_HEAD = ("kind", "title", "title:de", "summary", "language", "url", "owner", "licence", "helps", "hub", "published")


@bp.get("/import")
@permission(Permission.LIBRARY_EDIT)
def bring() -> ResponseReturnValue:
    return _page(first_hub())


@bp.post("/import")
@permission(Permission.LIBRARY_EDIT)
def take_in() -> ResponseReturnValue:
    """Take in every line, or none and say what is wrong."""
    require_token()
    hub, file, known = request.form.get("hub", ""), request.files.get("file"), own_hubs()
    if hub not in known:
        return _page(hub, hub_error=gettext("Choose one of these.")), 422
    if file is None or not file.filename:
        return _page(hub, file_error=gettext("Choose a file first.")), 422
    content = file.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        return _page(hub, file_error=gettext("The file is too large. Split it.")), 422
    session, version = db.session(), version_here()
    read = library_file.read(content, indicators=indicators_of(version), taken=keeping.addresses(session))
    strange = [Finding(row.line, "hub", "hub", row.hub) for row in read.rows if row.hub and row.hub not in known]
    findings = sorted((*read.findings, *strange), key=lambda each: each.line)
    if findings:
        return _page(hub, findings=findings), 422
    hubs = {slug: keeper.id if keeper else None for slug, keeper in known.items()}
    key = version.key if version else ""
    made = keeping.take_in(session, read.rows, model=key, hubs={**hubs, "": hubs[hub]}, now=utcnow())
    note("library.imported", made[0], number=len(made))
    session.commit()
    flash(ngettext("%(num)s entry is taken in.", "%(num)s entries are taken in.", len(made)))
    return redirect(url_for("manage_library.entries"), code=303)


def _page(hub: str, *, findings: list[Finding] | None = None, file_error: str = "", hub_error: str = "") -> str:
    found = findings or []
    return render(
        "maturity/manage/library_import.html",
        hub=hub,
        hubs=hub_options(),
        findings=[(each, words_console_library.finding(each)) for each in found[:MOST_FINDINGS]],
        more=max(0, len(found) - MOST_FINDINGS),
        file_error=file_error,
        hub_error=hub_error,
        columns=words_console_library.COLUMNS,
        needed=library_file.NEEDED,
    )


@bp.get("/import/example.csv")
@permission(Permission.LIBRARY_EDIT)
def example_file() -> ResponseReturnValue:
    """Two invented entries, as a spreadsheet opens them (with a byte-order mark)."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _HEAD, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(EXAMPLE)
    response = Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename="library-example.csv")
    return response
