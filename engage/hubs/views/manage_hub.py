"""One hub in the console: what it says of itself, its emblem, and whether everybody sees it."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core import zones
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import directory, images, queries, service, words
from engage.hubs.domain import rules
from engage.hubs.domain.texts import said
from engage.hubs.forms import LANGUAGE_FIELDS, TEXTS, DetailsForm, typed_texts
from engage.hubs.models import Hub
from engage.hubs.views.manage_blueprint import bp, commit, crumbs, hub_or_404, name_of, sentence, shown_language
from engage.i18n import named
from engage.web.console import country_name, render
from engage.web.desk import require_token
from engage.web.permissions import Permission, permission


@bp.get("/<hub>")
@permission(Permission.HUB_SEE)
def hub(hub: str) -> ResponseReturnValue:
    return _overview(hub_or_404(hub))


def _overview(hub: Hub, problem: str = "") -> str:
    session, today = db.session(), utcnow().date()
    family = queries.with_parts(session, [hub.id]) - {hub.id}
    steps = [step for step in hub.steps if step.on <= today]
    return render(
        "hubs/manage/hub.html",
        crumbs=crumbs(hub)[:1],
        hub=hub,
        name=name_of(hub),
        words=words,
        standing=steps[-1] if steps else None,
        parts=list(directory.in_tree(directory.within(session, today, family))),
        emblem=images.shown(session, hub.emblem),
        missing=_missing(hub),
        words_of=lambda texts: said(texts, g.interface, hub.languages).text,
        problem=problem,
        country_name=country_name,
        languages=[named.language_name(tag, g.interface) for tag in hub.languages],
    )


def _missing(hub: Hub) -> list[tuple[str, str]]:
    """What a reader would miss, and where it is written."""
    details, texts = (url_for(f"hubs_manage.{page}", hub=hub.slug) for page in ("edit", "edit_texts"))
    wanted = [
        (hub.languages, gettext("its languages"), details),
        (hub.about, gettext("a few sentences on what it does"), texts),
        (hub.contact_email or hub.contact_phone, gettext("how people reach it"), details),
        (hub.organisations, gettext("who is in it"), url_for("hubs_manage.members", hub=hub.slug)),
        (hub.controller, gettext("who is responsible for personal data"), texts),
        (hub.data_protection_officer, gettext("the data protection officer"), texts),
        (hub.legal_basis, gettext("the legal basis of what it keeps"), texts),
    ]
    return [(sentence, address) for there, sentence, address in wanted if not there]


@bp.post("/<hub>/publish")
@permission(Permission.HUB_EDIT)
def publish(hub: str) -> ResponseReturnValue:
    require_token()
    found, now = hub_or_404(hub), utcnow()
    service.publish(found, now=now)
    commit(found, "hub.published", now=now)
    flash(gettext("Everybody sees the hub in the directory now."))
    return redirect(url_for("hubs_manage.hub", hub=hub), code=303)


@bp.post("/<hub>/unpublish")
@permission(Permission.HUB_EDIT)
def unpublish(hub: str) -> ResponseReturnValue:
    require_token()
    found, now = hub_or_404(hub), utcnow()
    service.unpublish(found, now=now)
    commit(found, "hub.unpublished", now=now)
    flash(gettext("Only its team sees the hub now. Its surveys and activities go on."))
    return redirect(url_for("hubs_manage.hub", hub=hub), code=303)


# -- what it says of itself


@bp.get("/<hub>/edit")
@permission(Permission.HUB_EDIT)
def edit(hub: str) -> ResponseReturnValue:
    found = hub_or_404(hub)
    return _details(found, DetailsForm.of(found, shown_language))


@bp.post("/<hub>/edit")
@permission(Permission.HUB_EDIT)
def save(hub: str) -> ResponseReturnValue:
    found, form, now = hub_or_404(hub), DetailsForm(), utcnow()
    if not form.validate():
        return _details(found, form), 422
    if _changed_meanwhile(found):
        return _details(found, form, meanwhile=True), 409
    changed = service.change(found, form.values(found), now=now)
    if changed:
        commit(found, "hub.changed", now=now, fields=list(changed))
    flash(gettext("Saved."))
    return redirect(url_for("hubs_manage.hub", hub=hub), code=303)


def _details(hub: Hub, form: DetailsForm, *, meanwhile: bool = False) -> str:
    return render(
        "hubs/manage/edit.html",
        crumbs=crumbs(hub, (gettext("Name, languages, contact"), None)),
        hub=hub,
        form=form,
        meanwhile=meanwhile,
        language_fields=LANGUAGE_FIELDS,
        languages=[shown_language(tag) for tag, _, _ in named.languages(g.interface)],
        zones=zones.names(),
    )


def _changed_meanwhile(hub: Hub) -> bool:
    """Whether somebody else has changed the hub since this form was opened."""
    return request.form.get("base", "") != str(hub.revision)


# -- words in several languages


def _languages(hub: Hub) -> list[str]:
    """Those of the hub, and English, by which others find it."""
    return list(dict.fromkeys((*(hub.languages or ["en"]), "en")))


@bp.get("/<hub>/texts")
@permission(Permission.HUB_EDIT)
def edit_texts(hub: str) -> ResponseReturnValue:
    found = hub_or_404(hub)
    return _texts(found, {column: getattr(found, column) for column in TEXTS}, found.data_protection_officer)


@bp.post("/<hub>/texts")
@permission(Permission.HUB_EDIT)
def save_texts(hub: str) -> ResponseReturnValue:
    require_token()
    found, now = hub_or_404(hub), utcnow()
    typed, wrong = typed_texts(request.form, _languages(found))
    officer = request.form.get("data_protection_officer", "")
    try:
        officer = rules.text(500)(officer)
    except rules.Wrong:
        wrong["data_protection_officer"] = gettext("This is too long. Use at most %(max)d characters.", max=500)
    if wrong:
        return _texts(found, typed, officer, wrong), 422
    if _changed_meanwhile(found):
        return _texts(found, typed, officer, meanwhile=True), 409
    values: dict[str, Any] = {"data_protection_officer": officer}
    for column, words_ in typed.items():
        merged = {**getattr(found, column), **words_}
        values[column] = {tag: text for tag, text in merged.items() if text}
    changed = service.change(found, values, now=now)
    if changed:
        commit(found, "hub.changed", now=now, fields=list(changed))
    flash(gettext("Saved."))
    return redirect(url_for("hubs_manage.hub", hub=hub), code=303)


def _texts(
    hub: Hub,
    texts: dict[str, dict[str, str]],
    officer: str,
    wrong: dict[str, str] | None = None,
    *,
    meanwhile: bool = False,
) -> str:
    return render(
        "hubs/manage/texts.html",
        crumbs=crumbs(hub, (gettext("Words"), None)),
        hub=hub,
        texts=texts,
        officer=officer,
        wrong=wrong or {},
        meanwhile=meanwhile,
        languages=[(tag, named.language_name(tag, g.interface)) for tag in _languages(hub)],
    )


# -- emblem


@bp.post("/<hub>/emblem")
@permission(Permission.HUB_EDIT)
def change_emblem(hub: str) -> ResponseReturnValue:
    """A picture in the place of the emblem, or (without one, with the button for it) none."""
    require_token()
    found, session, now = hub_or_404(hub), db.session(), utcnow()
    file = request.files.get("emblem")
    if request.form.get("_action") == "remove":
        digest = None
    elif file is None or not file.filename:
        return _overview(found, gettext("Choose a picture.")), 422
    else:
        try:
            digest = images.store(session, file.stream.read()).digest
        except images.ImageRefused as refusal:
            session.rollback()
            return _overview(hub_or_404(hub), sentence(refusal)), 422
    if service.change(found, {"emblem": digest}, now=now):
        commit(found, "hub.changed", now=now, fields=["emblem"])
    flash(gettext("The emblem is changed."))
    return redirect(url_for("hubs_manage.hub", hub=hub), code=303)
