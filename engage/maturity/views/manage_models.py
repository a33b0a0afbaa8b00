"""Models of maturity for the network office: their versions, files that bring new ones, crosswalks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.findings import Finding, Level
from engage.core.located import MAX_BYTES
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import queries_models as queries
from engage.maturity import wording, words_console_models
from engage.maturity.domain.kinds import ModelState
from engage.maturity.modelling import crosswalks, keeping
from engage.maturity.modelling.reading import Reading, read
from engage.maturity.models import ModelVersion
from engage.web import trail
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_models", __name__, template_folder="../templates", url_prefix="/console/models")
SUFFIXES = (".yaml", ".yml", ".json")


@bp.get("")
@permission(Permission.TRANSLATE)
def models() -> ResponseReturnValue:
    """Every version of every model, the newest first; the model that comes with the product among them."""
    session = db.session()
    found = queries.versions(session)
    return render(
        "maturity/manage/models.html",
        versions=[(each, wording.words(session, each, g.interface).text("model:title")) for each in found],
        rounds=queries.rounds_by_version(session),
        offered={each.id for each in queries.offered(session)},
        words=words_console_models,
        bundled=keeping.bundled_document()["model"]["version"],
        has_bundled=any(each.key == keeping.BUNDLED for each in found),
    )


@bp.post("/bundled")
@permission(Permission.MATURITY_MODEL)
def bring_bundled() -> ResponseReturnValue:
    """Install the model that comes with the product, or what is new in its translations."""
    require_token()
    version = keeping.bundled(db.session(), utcnow())
    note("maturity-model.imported", version)
    db.session.commit()
    return redirect(address(version), code=303)


# -- bringing a file


@bp.get("/import")
@permission(Permission.MATURITY_MODEL)
def bring() -> ResponseReturnValue:
    return _bring_page()


@bp.post("/import")
@permission(Permission.MATURITY_MODEL)
def take_in() -> ResponseReturnValue:
    """Keep the version that a file describes; nothing is stored while there is an error in it."""
    require_token()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _bring_page(error=gettext("Choose a file first.")), 422
    if not file.filename.lower().endswith(SUFFIXES):
        kinds = ", ".join(SUFFIXES)
        return _bring_page(error=gettext("This kind of file is not read. Choose one of: %(kinds)s", kinds=kinds)), 422
    reading = read(file.stream.read(MAX_BYTES + 1), file.filename)
    if not reading.ok:
        error = gettext("The file cannot be taken in yet. Mend what is listed below and upload it again.")
        return _bring_page(reading, error), 422
    try:
        version = keeping.keep(db.session(), reading.document, {}, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _bring_page(reading, words_console_models.refused(refusal)), 409
    note("maturity-model.imported", version, number=version.version)
    db.session.commit()
    if reading.findings:
        return _bring_page(reading, version=version)
    flash(gettext("The version is taken in. Look at it, and put it in use."))
    return redirect(address(version), code=303)


def _bring_page(reading: Reading | None = None, error: str = "", version: ModelVersion | None = None) -> str:
    order = (Level.ERROR, Level.WARNING, Level.NOTE)
    findings: Sequence[Finding] = reading.findings if reading else ()
    return render(
        "maturity/manage/model_import.html",
        error=error,
        suffixes=SUFFIXES,
        findings=sorted(findings, key=lambda each: order.index(each.level)),
        version=version,
    )


# -- one version


def address(version: ModelVersion, endpoint: str = "version", **more: Any) -> str:
    return url_for(f"manage_models.{endpoint}", key=version.key, release=version.version, **more)


def version_or_404(key: str, release: str) -> ModelVersion:
    found = queries.version(db.session(), key, release)
    if found is None:
        abort(404)
    return found


def note(action: str, version: ModelVersion, **details: Any) -> None:
    """Say in the trail what who asks has done with a version; in the transaction of the deed."""
    trail.note(db.session(), action, "maturity_model", version.id, now=utcnow(), model=version.key, **details)


@bp.get("/<key>/<release>")
@permission(Permission.TRANSLATE)
def version(key: str, release: str) -> ResponseReturnValue:
    """What a version says: dimensions, indicators, levels, evidence, gates, metrics, with their sources."""
    return _version_page(version_or_404(key, release))


def _version_page(found: ModelVersion, refusal: str = "") -> str:
    session = db.session()
    before = crosswalks.predecessor(session, found)
    return render(
        "maturity/manage/model.html",
        version=found,
        model=wording.model_of(found),
        said=wording.words(session, found, g.interface),
        words=words_console_models,
        rounds=queries.rounds_by_version(session).get(found.id, 0),
        before=before,
        needs=crosswalks.needed(session, found),
        refusal=refusal,
    )


@bp.get("/<key>/<release>/model.json")
@permission(Permission.TRANSLATE)
def definition(key: str, release: str) -> ResponseReturnValue:
    """The version as it was taken in; its file can be brought in again."""
    found = version_or_404(key, release)
    body = json.dumps(found.definition, ensure_ascii=False, indent=2)
    answer = Response(body, content_type="application/json; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.key}-{found.version}.json")
    return answer


@bp.post("/<key>/<release>/state")
@permission(Permission.MATURITY_MODEL)
def set_state(key: str, release: str) -> ResponseReturnValue:
    """Put it in use, retire it, or take it away while nothing rests on it."""
    require_token()
    found, session = version_or_404(key, release), db.session()
    deed = request.form.get("_action", "")
    try:
        if deed == "use":
            keeping.put_in_use(session, found)
        elif deed == "retire":
            keeping.retire(session, found)
        elif deed == "drop":
            note("maturity-model.deleted", found, number=found.version)
            keeping.drop(session, found)
            session.commit()
            flash(gettext("The version is deleted."))
            return redirect(url_for("manage_models.models"), code=303)
        else:
            abort(400)
    except Refusal as refusal:
        session.rollback()
        return _version_page(version_or_404(key, release), words_console_models.refused(refusal)), 409
    note("maturity-model.state", found, state=found.state.value)
    session.commit()
    flash(gettext("Rounds can take it now.") if deed == "use" else gettext("New rounds do not take it any more."))
    return redirect(address(found), code=303)


# -- crosswalks


@bp.get("/<key>/<release>/crosswalk")
@permission(Permission.MATURITY_MODEL)
def crosswalk(key: str, release: str) -> ResponseReturnValue:
    """Which indicator of the major version before stands for which of this one."""
    found, before = _pair_or_404(key, release)
    known = queries.pairs_between(db.session(), before, found)
    suggested = crosswalks.suggested(wording.model_of(before), wording.model_of(found))
    return _crosswalk_page(found, before, suggested if known is None else known, new=known is None)


@bp.post("/<key>/<release>/crosswalk")
@permission(Permission.MATURITY_MODEL)
def write_crosswalk(key: str, release: str) -> ResponseReturnValue:
    require_token()
    found, before = _pair_or_404(key, release)
    if _fixed(found):
        abort(404)
    pairs = {each.id: to for each in wording.model_of(before).indicators if (to := request.form.get(f"to-{each.id}"))}
    try:
        crosswalks.put(db.session(), before, found, pairs)
    except Refusal as refusal:
        db.session.rollback()
        found, before = _pair_or_404(key, release)
        return _crosswalk_page(found, before, pairs, error=words_console_models.refused(refusal)), 422
    note("maturity-model.crosswalk", found, number=found.version)
    db.session.commit()
    flash(gettext("The crosswalk is saved."))
    return redirect(address(found, "crosswalk"), code=303)


def _pair_or_404(key: str, release: str) -> tuple[ModelVersion, ModelVersion]:
    found = version_or_404(key, release)
    before = crosswalks.predecessor(db.session(), found)
    if before is None:
        abort(404)
    return found, before


def _fixed(version: ModelVersion) -> bool:
    """What rounds have been compared by stays."""
    used = version.state is not ModelState.DRAFT
    return used and bool(queries.rounds_by_version(db.session()).get(version.id))


def _crosswalk_page(
    found: ModelVersion, before: ModelVersion, pairs: Mapping[str, str], *, new: bool = False, error: str = ""
) -> str:
    session, models = db.session(), (wording.model_of(before), wording.model_of(found))
    return render(
        "maturity/manage/model_crosswalk.html",
        version=found,
        before=before,
        model_before=models[0],
        model=models[1],
        said_before=wording.words(session, before, g.interface),
        said=wording.words(session, found, g.interface),
        pairs=pairs,
        new=new,
        error=error,
        fixed=_fixed(found),
        unpaired=None if new else crosswalks.unpaired(*models, pairs),
    )


def above(endpoint: str, arguments: Mapping[str, Any], _values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The list, the version, its texts."""
    if endpoint == "manage_models.models":
        return []
    crumbs: list[Crumb] = [(gettext("Maturity models"), url_for("manage_models.models"))]
    if "key" in arguments and endpoint != "manage_models.version":
        here = {"key": arguments["key"], "release": arguments["release"]}
        crumbs.append((f"{arguments['key']} {arguments['release']}", url_for("manage_models.version", **here)))
        if "tongue" in arguments:
            crumbs.append((gettext("Texts"), url_for("manage_models.texts", **here)))
    return crumbs
