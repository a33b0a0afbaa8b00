"""The check of evidence by somebody from outside the team: what waits, opening it, confirming or lowering it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import forms_evidence, words_console_evidence, words_evidence
from engage.maturity.domain import evidence as rules
from engage.maturity.evidence import checking, facts, keeping
from engage.maturity.messages import refused
from engage.maturity.models import Assessment, Evidence
from engage.maturity.views import manage_frame
from engage.maturity.views.evidence_parts import rows, said_in
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, actor, may, permission

bp = Blueprint("manage_check", __name__, template_folder="../templates", url_prefix="/console/assessments")


@bp.get("/<int:number>/check")
@permission(Permission.MATURITY_CHECK)
def waiting(number: int) -> ResponseReturnValue:
    """What waits, then what was looked at, then the rest."""
    found = manage_frame.assessment_or_404(number)
    model, said = said_in(found)
    pieces = keeping.of(db.session(), found.id)
    there = checking.waiting(db.session(), found, model)
    checked = [each for each in pieces if each.checked_class]
    others = [each for each in pieces if each not in there and each not in checked]
    return _page(
        found,
        "maturity/manage/check.html",
        waiting=rows(there, model, said),
        checked=rows(checked, model, said),
        others=rows(others, model, said),
    )


@bp.get("/<int:number>/check/<int:piece>")
@permission(Permission.MATURITY_CHECK)
def one(number: int, piece: int) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    there = _piece_or_404(found, piece)
    filled = Filled({"class": there.checked_class or there.evidence_class, "note": there.checked_note})
    return _form(found, there, filled)


@bp.post("/<int:number>/check/<int:piece>")
@permission(Permission.MATURITY_CHECK)
def check(number: int, piece: int) -> ResponseReturnValue:
    found, sent = manage_frame.assessment_or_404(number), Sent(request.form)
    require_token()
    there = _piece_or_404(found, piece)
    model, _ = said_in(found)
    wanted, note = forms_evidence.read_check(sent, there, model)
    if sent.get("seen") != keeping.fingerprint(there):
        sent.refuse("", gettext("The team has changed this meanwhile. Look at it again before you decide."))
    if sent.wrong:
        return _form(found, there, sent), 409 if "" in sent.errors else 422
    try:
        checking.check(
            db.session(),
            found,
            there,
            wanted,
            note,
            by=checking.name_of(db.session(), actor().id),
            of_the_team=may(Permission.MATURITY_EDIT),
            model=model,
            now=utcnow(),
        )
    except Refusal as refusal:
        db.session.rollback()
        flash(refused(refusal), "error")
        return redirect(url_for(".waiting", number=number), code=303)
    manage_frame.note("assessment.evidence-checked", found, evidence=str(there.id), found=wanted)
    db.session.commit()
    flash(gettext("Your check of “%(title)s” is kept.", title=there.title))
    return redirect(url_for(".waiting", number=number), code=303)


def _form(found: Assessment, there: Evidence, filled: Filled) -> str:
    model, said = said_in(found)
    return _page(
        found,
        "maturity/manage/check_one.html",
        filled=filled,
        row=rows([there], model, said)[0],
        given=words_console_evidence.class_name(model, said, there.evidence_class),
        indicators=[
            (said[f"{each}:title"], said[f"{each}:question"]) for each in there.indicators if f"{each}:title" in said
        ],
        classes=[
            {
                "value": each.id,
                "label": said[f"evidence:{each.id}:name"],
                "hint": words_console_evidence.ceiling(each, said),
            }
            for each in reversed(rules.findable(model, there.evidence_class))
        ],
        seen=keeping.fingerprint(there),
    )


def _piece_or_404(found: Assessment, piece: int) -> Evidence:
    there = keeping.one(db.session(), found.id, piece)
    if there is None:
        abort(404)
    return there


def _page(found: Assessment, template: str, **values: Any) -> str:
    return manage_frame.render(
        found,
        template,
        tab="check",
        evidence_words=words_evidence,
        of_the_team=may(Permission.MATURITY_EDIT),
        open_now=found.stage in facts.OPEN,
        changes=False,
        **values,
    )
