"""Evidence of an assessment: what is there, by question, adding, changing, taking away, files."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import forms_evidence, queries, words_console_evidence, words_evidence
from engage.maturity.domain import evidence as rules
from engage.maturity.domain.kinds import EvidenceKind, StepName
from engage.maturity.evidence import activities, files, keeping
from engage.maturity.evidence.shown import shown_facts
from engage.maturity.messages import refused
from engage.maturity.models import Assessment, Evidence
from engage.maturity.views import manage_frame
from engage.maturity.views.evidence_files import attachment
from engage.maturity.views.evidence_parts import best_of, by_dimension, changes, inside, language, rows, said_in
from engage.maturity.wording import model_of
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_evidence", __name__, template_folder="../templates", url_prefix="/console/assessments")
REMOVED = "assessment.evidence"
"""What can be undone."""
MOST_AT_ONCE = 2 * files.LARGEST
"""Bytes that are read at all, so that a file somewhat too large is told so on its page."""


# -- looking


@bp.get("/<int:number>/evidence")
@permission(Permission.MATURITY_SEE)
def overview(number: int) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    model, said = said_in(found)
    pieces = keeping.of(db.session(), found.id)
    return _page(
        found,
        "maturity/manage/evidence.html",
        pieces=rows(pieces, model, said),
        classes=words_console_evidence.class_options(model, said, rules.in_order(model)),
        by_dimension=[
            (title, [(each.id, said[f"{each.id}:title"], best_of(pieces, each.id, model, said)) for each in judged])
            for title, judged in by_dimension(found, model, said)
        ],
        changes=changes(found),
        kinds=[(kind.value, str(label)) for kind, label in words_console_evidence.NEW.items()],
    )


@bp.get("/<int:number>/evidence/of/<indicator>")
@permission(Permission.MATURITY_SEE)
def of_indicator(number: int, indicator: str) -> ResponseReturnValue:
    """What there is to show for one question, with what the platform knows of it."""
    found = manage_frame.assessment_or_404(number)
    model, said = said_in(found)
    judged = next((each for each in model.indicators if each.id == indicator), None)
    if judged is None:
        abort(404)
    metrics = [each.metric for each in judged.tests]
    return _page(
        found,
        "maturity/manage/evidence_indicator.html",
        indicator=judged,
        said=said,
        pieces=rows(keeping.for_indicators(keeping.of(db.session(), found.id), indicator), model, said),
        examples=[said[f"{indicator}:example:{at}"] for at in range(len(judged.evidence_examples))],
        facts=shown_facts(db.session(), found, language(), metrics, inside=inside(found)) if metrics else (),
        changes=changes(found),
        kinds=[(kind.value, str(label)) for kind, label in words_console_evidence.NEW.items()],
    )


@bp.get("/<int:number>/evidence/<int:piece>/file")
@permission(Permission.MATURITY_SEE)
def file(number: int, piece: int) -> ResponseReturnValue:
    """The file itself: saved, never shown inside a page of ours."""
    found = keeping.content(db.session(), manage_frame.assessment_or_404(number).id, piece)
    if found is None:
        abort(404)
    return attachment(found)


# -- adding and changing


@bp.get("/<int:number>/evidence/new/<any(file,link,activity,statement):kind>")
@permission(Permission.MATURITY_EDIT)
def new(number: int, kind: str) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    if not changes(found):
        return redirect(url_for(".overview", number=number), code=303)
    model, _ = said_in(found)
    wanted = [each.id for each in model.indicators if each.id == request.args.get("indicator")]
    classes = rules.offered(model, EvidenceKind(kind), dated=True)
    default = classes[-2].id if len(classes) > 2 else classes[-1].id
    return _form(found, EvidenceKind(kind), Filled({"class": default}, {"indicators": wanted}))


@bp.post("/<int:number>/evidence/new/<any(file,link,activity,statement):kind>")
@permission(Permission.MATURITY_EDIT)
def add(number: int, kind: str) -> ResponseReturnValue:
    return _save(manage_frame.assessment_or_404(number), EvidenceKind(kind), None)


@bp.get("/<int:number>/evidence/<int:piece>")
@permission(Permission.MATURITY_EDIT)
def one(number: int, piece: int) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    there = _piece_or_404(found, piece)
    return _form(found, there.kind, forms_evidence.filled_from(there), there)


@bp.post("/<int:number>/evidence/<int:piece>")
@permission(Permission.MATURITY_EDIT)
def change(number: int, piece: int) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    there = _piece_or_404(found, piece)
    return _save(found, there.kind, there)


def _save(found: Assessment, kind: EvidenceKind, there: Evidence | None) -> ResponseReturnValue:
    request.max_content_length = MOST_AT_ONCE
    require_token()
    sent, came = Sent(request.form), _file_sent()
    session, now = db.session(), utcnow()
    given = forms_evidence.read_evidence(
        sent,
        kind,
        model_of(found.model),
        picks=_picks(session, found, kind),
        file=came,
        there=there is not None and bool(there.file_name),
        today=zones.local(now, found.hub.time_zone).date(),
    )
    if there is not None and sent.get("seen") != keeping.fingerprint(there):
        sent.refuse("", gettext("Somebody else has changed this meanwhile. Compare, and save it again if it is right."))
        given = None
    if given is not None:
        try:
            kept = keeping.save(session, found, there, given, now=now)
        except Refusal as refusal:
            db.session.rollback()
            sent.refuse("", refused(refusal))
            found = manage_frame.assessment_or_404(found.id)
        else:
            manage_frame.note("assessment.evidence-saved", found, evidence=str(kept.id), kind=kind.value)
            session.commit()
            flash(gettext("“%(title)s” is kept.", title=kept.title))
            return redirect(url_for(".overview", number=found.id), code=303)
    if came is not None and "file" not in sent.errors:
        sent.refuse("file", gettext("Choose the file again: a browser does not keep it."))
    return _form(found, kind, sent, there), 409 if "" in sent.errors else 422


def _file_sent() -> tuple[str, bytes] | None:
    """Name and content of the file of a form; no more of it is read than what tells that it is too large."""
    came = request.files.get("file")
    if came is None or not came.filename:
        return None
    content = came.stream.read(files.LARGEST + 1)
    name = came.filename
    came.close()
    return name, content


def _form(found: Assessment, kind: EvidenceKind, filled: Filled, there: Evidence | None = None) -> str:
    model, said = said_in(found)
    session = db.session()
    return _page(
        found,
        "maturity/manage/evidence_form.html",
        filled=filled,
        kind=kind.value,
        piece=there,
        seen=keeping.fingerprint(there) if there else "",
        title_words=str((words_console_evidence.CHANGE if there else words_console_evidence.NEW)[kind]),
        classes=words_console_evidence.class_options(
            model, said, rules.offered(model, kind, dated=kind is not EvidenceKind.STATEMENT)[1:]
        ),
        picks=_pick_options(_picks(session, found, kind)),
        endings=", ".join(sorted({each[1:] for each in files.ENDINGS.values()})),
        accept=",".join((*files.ENDINGS.values(), ".jpeg")),
        largest=files.LARGEST // 1_000_000,
        by_dimension=[
            (title, [{"value": each.id, "label": said[f"{each.id}:title"]} for each in judged])
            for title, judged in by_dimension(found, model, said)
        ],
        changes=changes(found),
        checked=words_console_evidence.check_words(there, model) if there else ("", ""),
    )


def _picks(session: Session, found: Assessment, kind: EvidenceKind) -> Sequence[activities.Pick]:
    return activities.picks(session, found, language(), now=utcnow()) if kind is EvidenceKind.ACTIVITY else ()


def _pick_options(picks: Sequence[activities.Pick]) -> list[dict[str, Any]]:
    return [{"value": "", "label": gettext("Choose an activity")}] + [
        {"value": str(each.id), "label": _pick_label(each)} for each in picks
    ]


def _pick_label(each: activities.Pick) -> str:
    day = each.day.isoformat() if each.day else gettext("no day")
    if each.documented:
        return gettext("%(day)s, %(title)s (result can be read)", day=day, title=each.title)
    return gettext("%(day)s, %(title)s (counts as a statement)", day=day, title=each.title)


# -- taking away


@bp.post("/<int:number>/evidence/<int:piece>/remove")
@permission(Permission.MATURITY_EDIT)
def remove(number: int, piece: int) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    require_token()
    there = _piece_or_404(found, piece)
    try:
        keeping.remove(db.session(), found, there, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        flash(refused(refusal), "error")
        return redirect(url_for(".overview", number=number), code=303)
    manage_frame.note("assessment.evidence-removed", found, evidence=str(there.id))
    db.session.commit()
    offer_undo(
        gettext("“%(title)s” is taken away.", title=there.title),
        REMOVED,
        {"assessment": found.id, "evidence": str(there.id)},
        hubs={found.hub_id},
    )
    return redirect(url_for(".overview", number=number), code=303)


def bring_back(session: Session, params: Any, _now: Any) -> str:
    """For `desk.undoable`."""
    found = queries.by_id(session, int(params["assessment"]))
    if found is None:
        raise CannotUndo(gettext("This is not there any more."))
    try:
        there = keeping.bring_back(session, found, int(params["evidence"]))
    except Refusal as refusal:
        raise CannotUndo(refused(refusal)) from None
    manage_frame.note("assessment.evidence-brought-back", found, evidence=str(there.id))
    return gettext("“%(title)s” is back.", title=there.title)


# -- parts of pages


def _piece_or_404(found: Assessment, piece: int) -> Evidence:
    there = keeping.one(db.session(), found.id, piece)
    if there is None:
        abort(404)
    return there


def _page(found: Assessment, template: str, **values: Any) -> str:
    return manage_frame.render(found, template, step=StepName.EVIDENCE, evidence_words=words_evidence, **values)
