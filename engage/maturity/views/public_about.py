"""What a member of a panel reads before saying yes: a page and a PDF; and saying no. GET never changes anything."""

from collections.abc import Callable

from flask import Response, current_app, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import wording, words_pack
from engage.maturity.domain import asked
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.maturity.rounds import panel
from engage.maturity.views.public_rating_page import Here, bp, elsewhere, find, shut
from engage.web import languages
from engage.web.permissions import Permission, permission
from engage.web.typesetting.document import Document


@bp.get("/assessments/<token>/about")
@permission(Permission.PUBLIC)
def bare_about(token: str) -> ResponseReturnValue:
    return elsewhere(token)


@bp.get("/<lang:lang>/assessments/<token>/about")
@permission(Permission.PUBLIC)
def about(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    return here.render(
        "maturity/about.html",
        here="about",
        pack=lambda: document_of(here.assessment, lang),
        can_decline=can_decline(here),
    )


@bp.get("/<lang:lang>/assessments/<token>/about.pdf")
@permission(Permission.PUBLIC)
def about_pdf(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    return printed(here.assessment, lang)


@bp.post("/<lang:lang>/assessments/<token>/decline")
@permission(Permission.PUBLIC)
def decline(lang: str, token: str) -> ResponseReturnValue:
    """They do not take part; until rating is closed they can think again."""
    here = find(lang, token)
    here.require_token()
    return _said(here, lambda: panel.decline(db.session(), here.assessment, here.member, now=utcnow()))


@bp.post("/<lang:lang>/assessments/<token>/take-part")
@permission(Permission.PUBLIC)
def take_part(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    here.require_token()
    return _said(here, lambda: panel.take_part(db.session(), here.assessment, here.member))


def _said(here: Here, deed: Callable[[], None]) -> ResponseReturnValue:
    try:
        deed()
    except Refusal:
        db.session.rollback()
        return shut(find(here.lang, here.token))
    db.session.commit()
    return redirect(here.address("about"), code=303)


def document_of(assessment: Assessment, lang: str) -> Document:
    """The pack of a round, in the language of the request."""
    model = wording.model_of(assessment.model)
    return words_pack.document(
        assessment,
        lang,
        questions=len(asked.indicators(model, assessment.kind)),
        short=len(asked.of_form(model, assessment.kind, short=True)),
    )


def printed(assessment: Assessment, lang: str) -> Response:
    """The same on paper: a tagged PDF."""
    from engage.web.typesetting.pdf import pdf  # the typesetter is loaded where something is printed

    languages.use(current_app, lang)
    with force_locale(g.interface.replace("-", "_")):
        made = pdf(document_of(assessment, g.interface))
    headers = {"Content-Disposition": f'inline; filename="about-{g.interface}.pdf"', "Cache-Control": "no-store"}
    return Response(made, content_type="application/pdf", headers=headers)


def can_decline(here: Here) -> bool:
    """Whether saying no still means something."""
    return here.assessment.stage in (Stage.PREPARING, Stage.RATING) and here.member.submitted_on is None
