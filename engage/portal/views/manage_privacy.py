"""Data protection in the console: requests on personal data with their proofs, and what retention deleted."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, render_template, url_for
from flask import request as visit
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.i18n import locales
from engage.jobs.models import Job
from engage.portal.data_protection import work
from engage.portal.data_protection.assessment import assessment
from engage.portal.data_protection.facts import of_hub
from engage.portal.data_protection.forms import ProofForm, RequestForm
from engage.portal.data_protection.register import register
from engage.portal.notices import personal_data
from engage.portal.views.manage_privacy_sheets import proof_of
from engage.portal.views.manage_privacy_words import KINDS, REFUSALS, STATES, by_hand, place, rows, since
from engage.privacy import requests, retention
from engage.privacy.models import PrivacyRequest, RequestState
from engage.privacy.registry import kept
from engage.privacy.words import before_lifting
from engage.web import desk, trail
from engage.web.console import render, use_language
from engage.web.desk import listing
from engage.web.permissions import Permission, actor, may_somewhere, permission, reach
from engage.web.typesetting.document import Document

bp = Blueprint("data_protection", __name__, template_folder="../templates", url_prefix="/console/data-protection")
bp.before_request(use_language)

OF_THE_NETWORK = 0
"""Stands for the hub of what belongs to the whole instance: no hub has this id, the network office has all."""


def hubs_behind(_label: Permission, arguments: Mapping[str, Any]) -> Collection[int] | None:
    """The hub that answers a request; the network office for one about the whole instance."""
    if "hub_slug" in arguments:
        hub = hubs.by_slug(db.session(), arguments["hub_slug"])
        return [] if hub is None else [hub.id]
    if "request_id" not in arguments:
        return None
    request = requests.by_id(db.session(), arguments["request_id"])
    if request is None:
        return []
    return [OF_THE_NETWORK if request.hub_id is None else request.hub_id]


def hub_names() -> dict[int, str]:
    return {hub.id: hub.name for hub in hubs.every(db.session())}


def own_hubs() -> list[tuple[int, str]]:
    """The hubs for which who asks answers requests, by name."""
    own = reach(Permission.DATA_PROTECTION)
    return [(number, name) for number, name in hub_names().items() if own is None or number in own]


def _table() -> listing.Table:
    return listing.Table(
        columns=(
            listing.Column("made", lazy_gettext("Asked on"), sort=PrivacyRequest.made_at, descending=True),
            listing.Column("kind", lazy_gettext("Request"), sort=PrivacyRequest.kind),
            listing.Column("hub", lazy_gettext("Hub")),
            listing.Column("state", lazy_gettext("State"), sort=PrivacyRequest.state),
        ),
        tie=PrivacyRequest.id,
        default="-made",
        filters=(
            listing.Filter(
                "kind",
                lazy_gettext("Request"),
                [(kind.value, words) for kind, words in KINDS.items()],
                lambda value: PrivacyRequest.kind == value,
            ),
            listing.Filter(
                "state",
                lazy_gettext("State"),
                [(state.value, words) for state, words in STATES.items()],
                lambda value: PrivacyRequest.state == value,
            ),
        ),
    )


@bp.get("/")
@permission(Permission.DATA_PROTECTION)
def index() -> ResponseReturnValue:
    """Requests, and the way to everything else."""
    own = desk.reach(Permission.DATA_PROTECTION)
    statement = select(PrivacyRequest)
    if own is not None:
        statement = statement.where(PrivacyRequest.hub_id.in_(own))
    page = listing.read(db.session(), statement, _table())
    return render(
        "portal/manage/privacy.html",
        page=page,
        kinds=KINDS,
        states=STATES,
        names=hub_names(),
        hubs=[hub for hub in hubs.every(db.session()) if (hub.id, hub.name) in own_hubs()],
        form=ProofForm(),
    )


@bp.get("/requests/new")
@permission(Permission.DATA_PROTECTION)
def new() -> ResponseReturnValue:
    return _form_page(_form())


def _form() -> RequestForm:
    form = RequestForm()
    form.offer(own_hubs(), everywhere=reach(Permission.DATA_PROTECTION) is None)
    return form


def _form_page(form: RequestForm) -> str:
    return render("portal/manage/privacy_new.html", form=form)


@bp.post("/requests/new")
@permission(Permission.DATA_PROTECTION)
def open_request() -> ResponseReturnValue:
    form = _form()
    if not form.validate():
        return _form_page(form), 422
    kind, asked, hub_id = form.request()
    request = requests.open_request(
        db.session(),
        kind,
        asked,
        secret_key=work.settings().secret_key,
        hub_id=hub_id,
        language=locales.DEFAULT,
        now=utcnow(),
        by=actor().id,
    )
    _note("privacy.requested", request)
    db.session.commit()
    return redirect(url_for("data_protection.request_page", request_id=request.id), code=303)


def _note(action: str, request: PrivacyRequest, **details: Any) -> None:
    """Into the trail: never whom it is about."""
    trail.note(
        db.session(),
        action,
        "privacy-request",
        request.id,
        now=utcnow(),
        hub_id=request.hub_id,
        kind=request.kind.value,
        **details,
    )


def _request_or_404(request_id: int) -> PrivacyRequest:
    found = requests.by_id(db.session(), request_id)
    if found is None:
        abort(404)
    return found


@bp.get("/requests/<int:request_id>")
@permission(Permission.DATA_PROTECTION)
def request_page(request_id: int) -> ResponseReturnValue:
    return _request_page(_request_or_404(request_id))


def _request_page(request: PrivacyRequest, problem: str = "", not_told: str = "") -> str:
    job = db.session().get(Job, request.job_id) if request.job_id else None
    return render(
        "portal/manage/privacy_request.html",
        crumbs=[(gettext("Data protection"), url_for("data_protection.index"))],
        request_=request,
        job=job,
        asked=_asked(request),
        rows=rows(request),
        kinds=KINDS,
        states=STATES,
        hub=hub_names().get(request.hub_id or OF_THE_NETWORK, gettext("The whole instance")),
        places=[(place(one), one) for one in request.proof.get("places", [])],
        refusals=REFUSALS,
        by_hand=by_hand(),
        since=since(request),
        before_lifting=_before_lifting(request),
        direction=locales.direction(request.language),
        problem=problem,
        not_told=not_told,
    )


def _before_lifting(request: PrivacyRequest) -> Sequence[str]:
    """In the language of the person."""
    with force_locale(request.language.replace("-", "_")):
        return before_lifting(gettext)


def _asked(request: PrivacyRequest) -> str:
    """The address or code, as long as it is worked on."""
    try:
        return requests.asked(request, work.settings().secret_key)
    except Refusal:
        return ""


@bp.post("/requests/<int:request_id>/erase")
@permission(Permission.DATA_PROTECTION)
def erase(request_id: int) -> ResponseReturnValue:
    desk.require_token()
    request = _request_or_404(request_id)
    try:
        requests.ask_to_erase(db.session(), request, by=actor().id, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _request_page(_request_or_404(request_id), str(REFUSALS[refusal.code])), 409
    _note("privacy.erasure-decided", request, stores={store: row["found"] for store, row in request.found.items()})
    db.session.commit()
    return redirect(url_for("data_protection.request_page", request_id=request_id), code=303)


@bp.post("/requests/<int:request_id>/restrict")
@permission(Permission.DATA_PROTECTION)
def restrict(request_id: int) -> ResponseReturnValue:
    """Keep what was found out of all use, from now on."""
    desk.require_token()
    request = _request_or_404(request_id)
    try:
        requests.ask_to_restrict(db.session(), request, by=actor().id, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _request_page(_request_or_404(request_id), str(REFUSALS[refusal.code])), 409
    _note("privacy.restriction-decided", request, stores={store: row["found"] for store, row in request.found.items()})
    db.session.commit()
    return redirect(url_for("data_protection.request_page", request_id=request_id), code=303)


@bp.post("/requests/<int:request_id>/lift")
@permission(Permission.DATA_PROTECTION)
def lift(request_id: int) -> ResponseReturnValue:
    """Use it again: only after the person was told."""
    desk.require_token()
    request = _request_or_404(request_id)
    if visit.form.get("told") != "yes":
        return _request_page(request, not_told=gettext("Tell the person first, and say that you did.")), 422
    try:
        counts = requests.lift(db.session(), kept(current_app), request, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _request_page(_request_or_404(request_id), str(REFUSALS[refusal.code])), 409
    _note("privacy.restriction-lifted", request, stores=counts)
    db.session.commit()
    flash(gettext("The restriction is lifted. The address is not kept any more."))
    return redirect(url_for("data_protection.request_page", request_id=request_id), code=303)


@bp.post("/requests/<int:request_id>/end")
@permission(Permission.DATA_PROTECTION)
def end(request_id: int) -> ResponseReturnValue:
    """Handed over, or nothing to do: the address is forgotten."""
    desk.require_token()
    request = _request_or_404(request_id)
    if request.state is not RequestState.FOUND:
        return _request_page(request, str(REFUSALS["not_now"])), 409
    requests.end(db.session(), request, now=utcnow())
    _note("privacy.request-ended", request)
    db.session.commit()
    flash(gettext("The request is done. The address is not kept any more."))
    return redirect(url_for("data_protection.request_page", request_id=request_id), code=303)


@bp.post("/requests/<int:request_id>/copy.<any(json, html, pdf):form>")
@permission(Permission.DATA_PROTECTION)
def copy(request_id: int, form: str) -> ResponseReturnValue:
    """The copy for the person, made now and kept nowhere."""
    desk.require_token()
    request = _request_or_404(request_id)
    try:
        of = work.sought(db.session(), request)
    except Refusal as refusal:
        return _request_page(request, str(REFUSALS[refusal.code])), 409
    found = requests.copy(db.session(), kept(current_app), of)
    _note("privacy.copied", request, form=form)
    db.session.commit()
    name = f"personal-data-{utcnow().date()}.{form}"
    with force_locale(request.language.replace("-", "_")):
        content, kind = _written(found, form, request.language)
    return Response(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _written(found: Mapping[str, Sequence[Mapping[str, Any]]], form: str, language: str) -> tuple[str | bytes, str]:
    if form == "json":
        document = {"made": utcnow().date().isoformat(), "data": found}
        return json.dumps(document, ensure_ascii=False, indent=1), "application/json"
    stores = personal_data.told(kept(current_app), found)
    if form == "html":
        page = render_template(
            "portal/personal_data.html",
            stores=stores,
            lang=language,
            dir=locales.direction(language),
            day=utcnow().date(),
        )
        return page, "text/html; charset=utf-8"
    from engage.web.typesetting.pdf import pdf  # the typesetter is loaded where something is printed

    return pdf(personal_data.document(stores, language, utcnow().date())), "application/pdf"


@bp.post("/requests/<int:request_id>/proof.pdf")
@permission(Permission.DATA_PROTECTION)
def proof(request_id: int) -> ResponseReturnValue:
    """The proof on paper: what was erased and how often it was found afterwards, or what was restricted."""
    desk.require_token()
    request = _request_or_404(request_id)
    if not request.proof:
        abort(404)
    from engage.web.typesetting.pdf import pdf

    name = f"proof-{request.key[:8]}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(pdf(proof_of(request)), content_type="application/pdf", headers=headers)


@bp.post("/proofs")
@permission(Permission.DATA_PROTECTION)
def find_proof() -> ResponseReturnValue:
    """The requests of an address or code. A POST, so that the address stands in no log and no history."""
    form = ProofForm()
    if not form.validate():
        return render("portal/manage/privacy_proofs.html", form=form, found=[], kinds=KINDS, states=STATES), 422
    own = reach(Permission.DATA_PROTECTION)
    found = [
        request
        for request in requests.of_person(db.session(), form.asked.data or "", work.settings().secret_key)
        if own is None or request.hub_id in own
    ]
    return render("portal/manage/privacy_proofs.html", form=form, found=found, kinds=KINDS, states=STATES)


@bp.get("/retention")
@permission(Permission.DATA_PROTECTION)
def retention_page() -> ResponseReturnValue:
    """What is kept of whom for how long, and what each run deleted."""
    entries = kept(current_app)
    names = {entry.store: entry.what(gettext) for entry in entries}
    return render(
        "portal/manage/privacy_retention.html",
        entries=personal_data.rows(entries),
        runs=retention.runs(db.session(), 30),
        names=names,
        failed=retention.FAILED,
    )


@bp.get("/documents/<hub_slug>/<any(register, assessment):which>.<any(docx, pdf):form>")
@permission(Permission.DATA_PROTECTION)
def document(hub_slug: str, which: str, form: str) -> ResponseReturnValue:
    """The register of processing, or the impact assessment, of a hub; `?language=` where it is another than ours."""
    asked = visit.args.get("language", "")
    language = asked if asked in locales.CONSOLE_LANGUAGES else g.interface
    facts = of_hub(db.session(), hub_slug, language)
    if facts is None:
        abort(404)
    with force_locale(language):
        write = register if which == "register" else assessment
        made = write(facts, personal_data.rows(kept(current_app)), language=language, day=utcnow().date())
        content, kind = _document(made, form)
    headers = {"Content-Disposition": f'attachment; filename="{which}-{hub_slug}-{language}.{form}"'}
    return Response(content, content_type=kind, headers=headers)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _document(made: Document, form: str) -> tuple[bytes, str]:
    if form == "pdf":
        from engage.web.typesetting.pdf import pdf

        return pdf(made), "application/pdf"
    from engage.web.typesetting.docx import docx

    return docx(made), _WORD


def waiting(session: Session) -> list[desk.ToDo]:
    """For the start page: requests that wait for somebody."""
    if not may_somewhere(Permission.DATA_PROTECTION):
        return []
    own = desk.reach(Permission.DATA_PROTECTION)
    statement = select(PrivacyRequest).where(PrivacyRequest.state == RequestState.FOUND)
    if own is not None:
        statement = statement.where(PrivacyRequest.hub_id.in_(own))
    return [
        desk.ToDo(
            gettext("A request on personal data waits for a decision: %(kind)s.", kind=KINDS[found.kind]),
            url_for("data_protection.request_page", request_id=found.id),
            gettext("See the request"),
            urgent=True,
        )
        for found in session.scalars(statement.order_by(PrivacyRequest.made_at).limit(5))
    ]
