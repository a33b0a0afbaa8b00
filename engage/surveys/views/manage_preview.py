"""Pages of a survey as citizens would see them, for those who make it."""

from datetime import UTC, datetime

from flask import abort, request
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.instruments.document import from_document
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.translating.queries import asked_for
from engage.surveys import pages, queries
from engage.surveys.views.manage_blueprint import bp, person_id, survey_or_404
from engage.web import forgery
from engage.web.framing import framed
from engage.web.permissions import Permission, may, permission


@bp.get("/surveys/<slug>/preview/<lang:lang>")
@bp.get("/surveys/<slug>/preview/<lang:lang>/<section>")
@permission(Permission.PREVIEW)
def preview(slug: str, lang: str, section: str = "") -> ResponseReturnValue:
    """A page of the newest version as citizens would see it, every item shown; nothing can be stored."""
    found = survey_or_404(slug)
    if not may(Permission.SURVEY_SEE) and not asked_for(db.session(), person_id(), found.instrument_id):
        abort(404)  # translators see the surveys whose texts they are asked for
    version = queries.newest_version(db.session(), found.instrument_id)
    if version is None:
        abort(404)
    edition = pages.edition_of(found, from_document(version.document), request.args.get("country", ""))
    instrument = edition.instrument
    if lang not in instrument.languages:
        abort(404)
    wanted = instrument.section(section) if section else instrument.sections[0]
    if wanted is None:
        abort(404)
    compiled = pages.compile_preview(edition, wanted, lang)
    circumstances = Circumstances(now=datetime.now(UTC), consent=True, seed="preview", language=lang)
    filling = pages.Everything(Journey(edition.questionnaire, {}, circumstances))
    at = instrument.sections.index(wanted) + 1
    step = pages.step(edition, lang, at, len(instrument.sections))
    slots = filling.slots | {
        "title_prefix": lambda: "",
        "step": lambda: step,
        "steps": lambda: str(len(instrument.sections)),
        "at": lambda: str(at),
        "csrf": lambda: forgery.token(b"preview"),
        "problem_list": lambda: "",
    }
    blocks = filling.blocks | {"problems": lambda parts, fill: "", "saved": lambda parts, fill: ""}  # noqa: ARG005
    return framed(compiled.fill(slots, blocks))
