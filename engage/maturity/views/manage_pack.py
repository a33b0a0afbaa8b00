"""What a panel reads before saying yes, for the team: on the page and as a PDF, in each language."""

from flask import Blueprint, abort, current_app, g
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from engage.i18n import locales
from engage.i18n.locales import endonym
from engage.maturity.domain.kinds import StepName
from engage.maturity.views import manage_frame
from engage.maturity.views.public_about import document_of, printed
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_pack", __name__, template_folder="../templates", url_prefix="/console/assessments")


@bp.get("/<int:number>/panel/about")
@permission(Permission.MATURITY_EDIT)
def pack(number: int) -> ResponseReturnValue:
    """In the language of the console."""
    return _page(number, str(g.interface))


@bp.get("/<int:number>/panel/about/<tongue>")
@permission(Permission.MATURITY_EDIT)
def pack_in(number: int, tongue: str) -> ResponseReturnValue:
    return _page(number, tongue)


@bp.get("/<int:number>/panel/about/<tongue>/about.pdf")
@permission(Permission.MATURITY_EDIT)
def pack_pdf(number: int, tongue: str) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    if tongue not in languages.offered(current_app):
        abort(404)
    return printed(found, tongue)


def _page(number: int, tongue: str) -> str:
    found = manage_frame.round_or_404(number)
    if tongue not in languages.offered(current_app):
        abort(404)
    with force_locale(tongue.replace("-", "_")):
        text = document_of(found, tongue)
    return manage_frame.render(
        found,
        "maturity/manage/pack.html",
        step=StepName.PANEL,
        text=text,
        tongue=tongue,
        tongue_dir=locales.direction(tongue),
        tongues=[(tag, endonym(tag)) for tag in languages.offered(current_app)],
    )
