"""Signing a round: what is signed, what stands in the way, the two signatures; and the signed text with its digest."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import messages, queries, wording, words_console_signing, words_deviations
from engage.maturity.domain import signed
from engage.maturity.domain.kinds import LevelState, Signer, Stage, StepName
from engage.maturity.forms_signing import NOTE
from engage.maturity.models import Assessment
from engage.maturity.signing import signatures, snapshots
from engage.maturity.signing.content import content
from engage.maturity.views import manage_frame
from engage.maturity.views.evidence_parts import inside
from engage.maturity.workshop import mirroring
from engage.web import trail
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, actor, may, permission

bp = Blueprint("manage_signing", __name__, template_folder="../templates", url_prefix="/console/assessments")
NOTHING = Filled()


@bp.get("/<int:number>/sign-off")
@permission(Permission.MATURITY_SEE)
def sign_off(number: int) -> ResponseReturnValue:
    """What is signed, and who has signed; after it the frozen result."""
    found = manage_frame.round_or_404(number)
    if found.stage is Stage.SIGNED:
        return redirect(url_for(".frozen", number=number), code=303)
    return _page(found, NOTHING)


def _page(found: Assessment, filled: Filled) -> str:
    session = db.session()
    now = content(session, found, mirror=mirroring.results(current_app, session, found))
    so_far = signatures.signatures(session, found, now.digest)
    return manage_frame.render(
        found,
        "maturity/manage/sign_off.html",
        step=StepName.SIGN_OFF,
        filled=filled,
        content=now,
        blocked=[words_console_signing.blocked(each) for each in now.blocked],
        holding=so_far.holding,
        ended=so_far.ended,
        own=[each.signer for each in so_far.holding.values() if each.person_id == actor().id],
        co_signers=signatures.co_signers(session, found),
        lead_first=now.to_be_justified and Signer.HUB_LEAD not in so_far.holding,
        Signer=Signer,
        **shown(found, now.signed),
    )


def shown(found: Assessment, result: signed.Signed) -> dict[str, Any]:
    """What pages show of a result, signed or as it would be signed."""
    return {
        "result": result,
        "model": wording.model_of(found.model),
        "words": wording.words(db.session(), found.model, g.interface),
        "deviations": [words_deviations.sentence(gettext, each) for each in result.deviations],
        "uncertain": [indicator for indicator, each in result.levels.items() if each.state is LevelState.UNCERTAIN],
        "failed": [each for each in result.tests if _to_explain(result, each)],
        "signers": words_console_signing.SIGNERS,
        "level_states": words_console_signing.LEVEL_STATES,
        "evidence_kinds": words_console_signing.EVIDENCE_KINDS,
    }


def _to_explain(result: signed.Signed, test: signed.SignedTest) -> bool:
    claimed = result.score.indicators[test.indicator].claimed
    return test.passed is False and claimed is not None and test.level <= claimed


@bp.post("/<int:number>/sign-off/hub-lead")
@permission(Permission.MATURITY_SIGN)
def sign_as_hub_lead(number: int) -> ResponseReturnValue:
    return _sign(number, Signer.HUB_LEAD)


@bp.post("/<int:number>/sign-off/citizen")
@permission(Permission.MATURITY_CO_SIGN)
def sign_as_citizen(number: int) -> ResponseReturnValue:
    return _sign(number, Signer.CITIZEN)


def _sign(number: int, signer: Signer) -> ResponseReturnValue:
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    session, person = db.session(), actor().id
    if person is None:
        abort(404)
    note = sent.read_text(f"{signer}/note", most=NOTE)
    if sent.get(f"{signer}/read") != "yes":
        sent.refuse(f"{signer}/read", gettext("Say that you have read the result and stand behind it."))
    if sent.wrong:
        return _page(found, sent), 422
    try:
        mirroring.close(current_app, session, found, now=utcnow())
        frozen = signatures.sign(
            session,
            found,
            signer,
            person_id=person,
            seen=sent.get("seen"),
            note=note,
            of_the_team=may(Permission.MATURITY_EDIT),
            mirror=mirroring.results(current_app, session, found),
            now=utcnow(),
        )
    except Refusal as refusal:
        session.rollback()
        needs_words = isinstance(refusal, signatures.ReasonNeeded)
        sent.refuse(f"{signer}/note" if needs_words else "", messages.refused(refusal))
        return _page(manage_frame.round_or_404(number), sent), 409
    manage_frame.note("assessment.signed-by", found, signer=signer.value)
    if frozen is not None:
        manage_frame.note("assessment.signed", found, digest=frozen.digest)
    session.commit()
    flash(gettext("Both have signed. The result is frozen.") if frozen else gettext("You have signed."))
    return redirect(url_for(".frozen" if frozen else ".sign_off", number=number), code=303)


@bp.post("/<int:number>/sign-off/take-back")
@permission(Permission.MATURITY_SEE)
def take_back(number: int) -> ResponseReturnValue:
    """One's own signature, while the other one is missing."""
    found = manage_frame.round_or_404(number)
    require_token()
    session, person = db.session(), actor().id
    if person is None:
        abort(404)
    try:
        taken = signatures.take_back(session, found, person_id=person)
    except Refusal as refusal:
        session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".sign_off", number=number), code=303)
    if taken:
        manage_frame.note("assessment.signature-taken-back", found)
        session.commit()
        flash(gettext("Your signature is taken back."))
    return redirect(url_for(".sign_off", number=number), code=303)


@bp.get("/<int:number>/signed")
@permission(Permission.MATURITY_SEE)
def frozen(number: int) -> ResponseReturnValue:
    """The result as it was signed, and whether it still is what was signed."""
    found = manage_frame.round_or_404(number)
    snapshot = snapshots.of(db.session(), found.id)
    if snapshot is None:
        abort(404)
    return manage_frame.render(
        found,
        "maturity/manage/signed.html",
        step=StepName.SIGN_OFF,
        snapshot=snapshot,
        intact=snapshots.intact(snapshot),
        of_the_hub=inside(found),
        **shown(found, snapshots.read(snapshot)),
    )


@bp.get("/<int:number>/signed.json")
@permission(Permission.MATURITY_SEE)
def download(number: int) -> ResponseReturnValue:
    """The signed text, byte by byte: its SHA-256 is the digest. It has numbers of few people, so it is the hub's."""
    found = manage_frame.round_or_404(number)
    if not inside(found):
        abort(404)
    session = db.session()
    snapshot = snapshots.of(session, found.id)
    if snapshot is None:
        abort(404)
    text, name = snapshot.content, f"{found.hub.slug}-{found.number}-signed.json"
    trail.note_download(
        session, "assessment.downloaded", queries.THING, found.id, now=utcnow(), hub_id=found.hub_id, format="json"
    )
    return Response(
        text.encode(),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
