"""Go on later with a code; stop; take a response back."""

from flask import request
from flask.typing import ResponseReturnValue

from engage.core.clock import utcnow
from engage.db.session import db
from engage.surveys import answering, messages, pages
from engage.surveys.domain.draft import NoDraft, NothingToWithdraw
from engage.surveys.domain.secret import RECEIPT_SIZE, SIZE, Unreadable, from_code, to_code
from engage.surveys.views import ways
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import (
    forget,
    form_binding,
    keep_secret,
    place,
    require_form_token,
    respondent,
    respondent_of,
    see,
    use_interface,
    visit,
    with_form_cookie,
)
from engage.web import forgery
from engage.web.permissions import Permission, permission


@bp.get("/<lang:lang>/surveys/<slug>/resume")
@permission(Permission.PUBLIC)
def resume(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    use_interface(here)
    who = respondent(here)
    if ways.mode() == "kiosk":  # the code would be read by whoever stands behind
        return see("section", here, section=place(who)) if who else see("first", here)
    if who is None:
        return with_form_cookie(
            pages.page("resume.html", here.edition, lang, code="", typed="", csrf=forgery.token(form_binding()))
        )
    return pages.page(
        "resume.html",
        here.edition,
        lang,
        code=to_code(who.secret),
        at=place(who),
        csrf=forgery.token(who.draft.keys.form),
    )


@bp.post("/<lang:lang>/surveys/<slug>/resume")
@permission(Permission.PUBLIC)
def go_on(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    use_interface(here)
    if request.form.get("_action") == "leave":
        who = respondent(here)
        if who is not None:
            forgery.require(who.draft.keys.form)
        return forget(see("first", here), slug)
    require_form_token()
    typed = request.form.get("code", "")[:60]
    try:
        secret = from_code(typed, SIZE)
        who = respondent_of(here, secret)
    except (Unreadable, NoDraft):
        page = pages.page(
            "resume.html",
            here.edition,
            lang,
            code="",
            typed=typed,
            error=messages.wrong_resume_code(),
            csrf=forgery.token(form_binding()),
        )
        return with_form_cookie(page, 422)
    return keep_secret(see("section", here, section=place(who)), slug, secret)


@bp.get("/<lang:lang>/surveys/<slug>/withdraw")
@permission(Permission.PUBLIC)
def withdraw(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    use_interface(here)
    who = respondent(here)
    if who is not None:
        return pages.page(
            "withdraw.html", here.edition, lang, under_way=True, at=place(who), csrf=forgery.token(who.draft.keys.form)
        )
    deleted = request.args.get("deleted") == "1"
    page = pages.page(
        "withdraw.html", here.edition, lang, deleted=deleted, typed="", csrf=forgery.token(form_binding())
    )
    return with_form_cookie(page)


@bp.post("/<lang:lang>/surveys/<slug>/withdraw")
@permission(Permission.PUBLIC)
def delete(lang: str, slug: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    use_interface(here)
    if request.form.get("_action") == "stop":
        who = respondent(here, lock=True)
        if who is not None:
            forgery.require(who.draft.keys.form)
            answering.stop(db.session(), here.survey, who.secret, now=utcnow())
            db.session.commit()
        return forget(see("withdraw", here, deleted="1"), slug)
    require_form_token()
    typed = request.form.get("code", "")[:60]
    try:
        receipt = from_code(typed, RECEIPT_SIZE)
        answering.withdraw(db.session(), here.survey, receipt)
        db.session.commit()
    except (Unreadable, NothingToWithdraw):
        db.session.rollback()
        page = pages.page(
            "withdraw.html",
            here.edition,
            lang,
            typed=typed,
            error=messages.wrong_receipt(),
            csrf=forgery.token(form_binding()),
        )
        return with_form_cookie(page, 422)
    return forget(see("withdraw", here, deleted="1"), slug)
