"""The projector: what the room looks at, by a link of its own. Nothing personal stands there, and nobody signs in."""

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from engage.db.session import db
from engage.maturity import links_workshop
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Workshop
from engage.maturity.views import public_workshop_room as shown
from engage.maturity.views.public_rating_page import frame
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("workshops", __name__, template_folder="../templates")


@bp.get("/workshops/<token>")
@permission(Permission.PUBLIC)
def bare(token: str) -> ResponseReturnValue:
    assessment, _ = _found(token)
    offered = languages.offered(current_app)
    return languages.redirect_to_language("workshops.projector", offered, assessment.working_language, token=token)


@bp.get("/<lang:lang>/workshops/<token>")
@permission(Permission.PUBLIC)
def projector(lang: str, token: str) -> ResponseReturnValue:
    """The question, its levels, what was said, what is shown for it; then how many have voted, then the result."""
    assessment, room = _found(token)
    if lang not in languages.offered(current_app):
        return bare(token)
    languages.use(current_app, lang)
    on = shown.is_on(assessment, room)
    with force_locale(g.interface.replace("-", "_")):
        values = shown.question(assessment, room, lang) if on else {}
        body = render_template(
            "maturity/workshop_projector.html",
            over=not on,
            votes=shown.VOTES.format(values["voted"].votes) if on else "",
            known=shown.revision(assessment, room),
            now_address=url_for(".now", token=token),
            page_address=url_for(".projector", lang=lang, token=token),
            every=shown.EVERY,
            **frame(lang),
            **values,
        )
    return make_response(body)


@bp.get("/workshops/<token>/now")
@permission(Permission.PUBLIC)
def now(token: str) -> ResponseReturnValue:
    """Whether the room has gone on, and how many have voted."""
    return shown.now(*_found(token), votes=True)


def _found(token: str) -> tuple[Assessment, Workshop]:
    session = db.session()
    room = links_workshop.by_token(session, token)
    assessment = session.get(Assessment, room.assessment_id) if room else None
    if room is None or assessment is None:
        abort(404)
    return assessment, room


@bp.after_request
def keep_to_the_room(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
