"""The report of an assessment as a PDF in each language."""

from flask import Blueprint, Response, abort, current_app, g
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.http import dump_options_header

from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.i18n.locales import endonym
from engage.maturity import words_report
from engage.maturity.domain.kinds import ActionState
from engage.maturity.models import Assessment
from engage.maturity.seeing.report import About, Step, is_whole, report
from engage.maturity.signing import plans
from engage.maturity.views import manage_frame
from engage.maturity.views.evidence_parts import inside
from engage.maturity.views.manage_profile_made import is_there, made, snapshot_of
from engage.maturity.wording import words
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_assessment_report", __name__, template_folder="../templates", url_prefix="/console/assessments")


@bp.get("/<int:number>/report")
@permission(Permission.MATURITY_SEE)
def reports(number: int) -> ResponseReturnValue:
    """Which languages it is there in, and the data behind it."""
    found = manage_frame.assessment_or_404(number)
    if not is_there(found):
        return manage_frame.render(found, "maturity/manage/profile_not_yet.html", tab="report")
    tongues = [(tag, endonym(tag), _whole(found, tag)) for tag in languages.offered(current_app)]
    return manage_frame.render(
        found,
        "maturity/manage/profile_report.html",
        tab="report",
        tongues=sorted(tongues, key=lambda each: each[0] != g.interface),
        snapshot=snapshot_of(found),
        of_the_hub=inside(found),
    )


@bp.get("/<int:number>/report/<tongue>/report.pdf")
@permission(Permission.MATURITY_SEE)
def printed(number: int, tongue: str) -> ResponseReturnValue:
    """Tagged (PDF/UA-1), made from the snapshot of a signed round."""
    from engage.maturity.seeing.printing import pdf  # the typesetter is loaded where something is printed

    found = manage_frame.assessment_or_404(number)
    if not is_there(found) or tongue not in languages.offered(current_app):
        abort(404)
    snapshot = snapshot_of(found)
    seen = made(found, snapshot)
    hub = found.hub
    with force_locale(tongue.replace("-", "_")):
        about = About(
            hub=named(hub.name, hub.names, hub.languages, tongue).text,
            language=tongue,
            digest=snapshot.digest if snapshot else "",
            plan=_plan(found),
        )
        file = pdf(report(seen, words(db.session(), found.model, tongue), about))
    name = f"{hub.slug}-{found.number}-{tongue}.pdf"
    headers = {
        "Content-Disposition": dump_options_header("inline", {"filename": name}),
        "Cache-Control": "no-store",
    }
    return Response(file, content_type="application/pdf", headers=headers)


def _whole(found: Assessment, tongue: str) -> bool:
    return is_whole(words(db.session(), found.model, tongue), tongue)


def _plan(found: Assessment) -> tuple[Step, ...]:
    """Without who does it and who stands behind it: a report names nobody."""
    return tuple(
        Step(
            title=each.title,
            indicator=each.indicator,
            level=each.level,
            statements=tuple(str(one["text"]) for one in each.statements),
            due_on=each.due_on,
            cost=each.cost,
            state=str(words_report.ACTIONS[each.state]),
            sponsored=bool(each.sponsor),
        )
        for each in plans.actions(db.session(), found.id)
        if each.state is not ActionState.DROPPED
    )
