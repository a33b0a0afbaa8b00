"""Settings of an event: whom to ask, reminders, how long it is kept, which hubs hold it, and where it takes place."""

from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages
from engage.events.editing import programme
from engage.events.editing import settings as editing
from engage.events.forms_event import read_settings, read_site, settings_form, site_form
from engage.events.models import Event, Site
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_event_new import own_hubs
from engage.events.views.manage_events import hub_name
from engage.events.views.manage_frame import event_or_404, note, overtaken, render
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, may_for, permission


@bp.get("/<slug>/settings")
@permission(Permission.EVENT_EDIT)
def settings(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _settings_page(found, settings_form(found))


@bp.post("/<slug>/settings")
@permission(Permission.EVENT_EDIT)
def set_settings(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    sent = Sent(request.form)
    given = read_settings(sent, found)
    if sent.wrong:
        return _settings_page(found, sent), 422
    if overtaken(found, sent):
        return _settings_page(found, sent), 409
    editing.set_settings(db.session(), found, given, now=utcnow())
    return _saved(found, "event.settings-changed", "manage_events.event")


def _settings_page(found: Event, filled: Filled) -> str:
    return render(found, "events/manage/settings.html", tab="overview", filled=filled)


def _saved(found: Event, deed: str, endpoint: str) -> ResponseReturnValue:
    slug = found.slug
    note(deed, found)
    db.session.commit()
    flash(gettext("It is saved."))
    return redirect(url_for(endpoint, slug=slug), code=303)


# -- hubs


@bp.get("/<slug>/hubs")
@permission(Permission.EVENT_EDIT)
def hubs(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    filled = Filled({"lead": found.activity.hub.slug}, {"beside": [each.hub.slug for each in found.activity.owners]})
    return _hubs_page(found, filled)


@bp.post("/<slug>/hubs")
@permission(Permission.EVENT_EDIT)
def set_hubs(slug: str) -> ResponseReturnValue:
    """Only who edits for the leading hub says which hubs hold the event."""
    found = event_or_404(slug)
    require_token()
    if not _leads(found):
        abort(404)
    sent, every = Sent(request.form), {hub.slug: hub for hub in hub_queries.every(db.session())}
    lead = sent.read_one("lead", [hub.slug for hub in _may_lead(found)])
    if sent.wrong:
        return _hubs_page(found, sent), 422
    beside = [every[each].id for each in sent.read_some("beside", every)]
    editing.set_owners(db.session(), found, every[lead].id, beside, now=utcnow())
    return _saved(found, "event.hubs-changed", "manage_events.hubs")


def _leads(found: Event) -> bool:
    return may_for(Permission.EVENT_EDIT, [found.activity.hub_id])


def _may_lead(found: Event) -> Sequence[Hub]:
    hubs = {hub.id: hub for hub in (*own_hubs(), found.activity.hub)}
    return sorted(hubs.values(), key=lambda hub: hub.name)


def _hubs_page(found: Event, filled: Filled) -> str:
    return render(
        found,
        "events/manage/hubs.html",
        tab="overview",
        filled=filled,
        leads=_leads(found),
        lead_options=[{"value": hub.slug, "label": hub_name(hub)} for hub in _may_lead(found)],
        hub_options=[{"value": hub.slug, "label": hub_name(hub)} for hub in hub_queries.every(db.session())],
        hub_name=hub_name,
    )


# -- sites


@bp.get("/<slug>/sites")
@permission(Permission.EVENT_EDIT)
def sites(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return render(
        found,
        "events/manage/sites.html",
        tab="overview",
        names=programme.site_names(db.session(), found),
        hub_name=hub_name,
        endonym=endonym,
    )


@bp.get("/<slug>/sites/new")
@permission(Permission.EVENT_EDIT)
def new_site(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _site_page(found, None, site_form(found, None, "", found.activity.hub.slug))


@bp.post("/<slug>/sites/new")
@permission(Permission.EVENT_EDIT)
def add_site(slug: str) -> ResponseReturnValue:
    return _save_site(event_or_404(slug), None)


@bp.get("/<slug>/sites/<int:site_id>")
@permission(Permission.EVENT_EDIT)
def site(slug: str, site_id: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    there = _site_or_404(found, site_id)
    name = programme.site_names(db.session(), found)[there.id]
    return _site_page(found, there, site_form(found, there, name, there.hub.slug))


@bp.post("/<slug>/sites/<int:site_id>")
@permission(Permission.EVENT_EDIT)
def change_site(slug: str, site_id: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _save_site(found, _site_or_404(found, site_id))


@bp.post("/<slug>/sites/<int:site_id>/remove")
@permission(Permission.EVENT_EDIT)
def remove_site(slug: str, site_id: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    there = _site_or_404(found, site_id)
    try:
        editing.remove_site(db.session(), found, there, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for("manage_events.sites", slug=slug), code=303)
    note("event.site-removed", found)
    db.session.commit()
    flash(gettext("The site is taken away."))
    return redirect(url_for("manage_events.sites", slug=slug), code=303)


@bp.post("/<slug>/sites/<int:site_id>/up")
@permission(Permission.EVENT_EDIT)
def site_up(slug: str, site_id: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    editing.order_sites(db.session(), found, _site_or_404(found, site_id), -1, now=utcnow())
    db.session.commit()
    return redirect(url_for("manage_events.sites", slug=slug), code=303)


def _site_or_404(found: Event, site_id: int) -> Site:
    there = next((each for each in found.sites if each.id == site_id), None)
    if there is None:
        abort(404)
    return there


def _save_site(found: Event, there: Site | None) -> ResponseReturnValue:
    require_token()
    sent = Sent(request.form)
    given = read_site(sent, [(hub.slug, hub.id) for hub in hub_queries.every(db.session())])
    if sent.wrong:
        return _site_page(found, there, sent), 422
    if overtaken(found, sent):
        return _site_page(found, there, sent), 409
    editing.save_site(db.session(), found, there, given, now=utcnow())
    return _saved(found, "event.site-saved", "manage_events.sites")


def _site_page(found: Event, there: Site | None, filled: Filled) -> str:
    tags = dict.fromkeys((*PUBLIC_LANGUAGES, *found.languages, *filled.all("languages")))
    return render(
        found,
        "events/manage/site.html",
        tab="overview",
        filled=filled,
        site=there,
        hub_options=[{"value": hub.slug, "label": hub_name(hub)} for hub in hub_queries.every(db.session())],
        language_options=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in tags],
        zones=zones.names(),
    )
