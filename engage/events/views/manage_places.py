"""How many places there are: in all, by site, by role, by group; with what is taken beside each."""

from typing import Any

from babel import Locale
from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages, places
from engage.events.domain.capacity import PlacesChange, QuotaChange
from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.places import EVENT, Limit, LimitKind
from engage.events.editing import counting, programme
from engage.events.editing.counting import Countable
from engage.events.forms_places import OTHER_ROLES, places_form, quota_form, read_places, read_quota
from engage.events.models import Event
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_event_words import clock
from engage.events.views.manage_events import hub_name
from engage.events.views.manage_frame import event_or_404, note, overtaken, render
from engage.i18n.locales import babel_locale
from engage.instruments.rendering.texts import plain
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, city
from engage.web.permissions import Permission, permission

ROLES = {
    AttendeeRole.CITIZEN: lazy_gettext("Citizens"),
    AttendeeRole.COMPANION: lazy_gettext("Companions and carers"),
    AttendeeRole.STAFF: lazy_gettext("Staff"),
    AttendeeRole.INTERPRETER: lazy_gettext("Interpreters"),
    AttendeeRole.SPEAKER: lazy_gettext("Speakers"),
    AttendeeRole.PRESS: lazy_gettext("Press"),
}
KEYS = {
    counting.COUNTRY: lazy_gettext("Country"),
    counting.HUB: lazy_gettext("Home hub"),
    counting.ORGANISED: lazy_gettext("Whether they come for an organisation"),
    counting.GROUP: lazy_gettext("The group they register with"),
}


@bp.get("/<slug>/places")
@permission(Permission.EVENT_SEE)
def places_tab(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _page(found, places_form(counting.numbers(db.session(), found)))


@bp.post("/<slug>/places")
@permission(Permission.EVENT_EDIT)
def set_places(slug: str) -> ResponseReturnValue:
    """Set all numbers at once. Nobody loses a place by it; who waits may be offered one."""
    found = event_or_404(slug)
    require_token()
    sent = Sent(request.form)
    change = read_places(sent, counting.numbers(db.session(), found))
    if sent.wrong:
        return _page(found, sent), 422
    if overtaken(found, sent):
        return _page(found, sent), 409
    try:
        offered = places.set_places(db.session(), found, change, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("seats", messages.refused(refusal))
        return _page(event_or_404(slug), sent), 409
    return _saved(found, offered)


def _saved(found: Event, offered: int) -> ResponseReturnValue:
    slug = found.slug
    note("event.places-changed", found, offered=offered)
    db.session.commit()
    flash(gettext("The places are saved."))
    if offered:
        flash(
            ngettext(
                "%(num)s registration of the waiting list moves up.",
                "%(num)s registrations of the waiting list move up.",
                offered,
            )
        )
    return redirect(url_for("manage_events.places_tab", slug=slug), code=303)


def _page(found: Event, filled: Filled) -> str:
    session = db.session()
    there, taken = counting.numbers(session, found), counting.taken(session, found)
    return render(
        found,
        "events/manage/places.html",
        tab="places",
        filled=filled,
        there=there,
        taken=taken,
        whole=EVENT,
        limit=Limit,
        kind=LimitKind,
        other_roles=[(role, ROLES[role]) for role in OTHER_ROLES],
        names=programme.site_names(session, found),
        warnings=_warnings(found, there, taken),
        quotas=[(quota, _who(found, quota)) for quota in there.quotas],
        clock=clock,
    )


def _warnings(found: Event, there: PlacesChange, taken: Any) -> list[str]:
    """Numbers that are lower than what is taken: nobody loses a place, and nobody gets one either."""
    names = programme.site_names(db.session(), found)
    given: list[tuple[str, int | None, int]] = [(gettext("The whole event"), there.seats, taken[EVENT])]
    for number, site in there.sites.items():
        given.append((names[number], site.seats, taken[Limit(LimitKind.SITE, number)]))
        given.append((names[number], site.room, taken[Limit(LimitKind.ROOM, number)]))
    for role, seats in there.role_seats.items():
        given.append((str(ROLES[AttendeeRole(role)]), seats, taken[Limit(LimitKind.ROLE, role)]))
    for quota in there.quotas:
        given.append((quota.name, quota.maximum, taken[Limit(LimitKind.QUOTA, quota.id or 0)]))
    return [
        gettext(
            "%(what)s: %(taken)d places are taken, and there are %(most)d. Nobody loses a place; nobody else gets one.",
            what=what,
            taken=number,
            most=most,
        )
        for what, most, number in given
        if most is not None and number > most
    ]


# -- quotas


@bp.get("/<slug>/places/quotas/new")
@permission(Permission.EVENT_EDIT)
def new_quota(slug: str) -> ResponseReturnValue:
    """First what is counted, then the numbers."""
    found = event_or_404(slug)
    key = request.args.get("key", "")
    if not any(each.key == key for each in counting.countable(found)):
        choices = [{"value": each.key, "label": _name(each)} for each in counting.countable(found)]
        return render(found, "events/manage/quota_key.html", tab="places", filled=Filled(), choices=choices)
    return _quota_page(found, key, None, quota_form(key, None, found.time_zone))


@bp.post("/<slug>/places/quotas/new")
@permission(Permission.EVENT_EDIT)
def add_quota(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    return _save_quota(found, request.form.get("key", ""), None)


@bp.get("/<slug>/places/quotas/<int:number>")
@permission(Permission.EVENT_EDIT)
def quota(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    there = _quota_or_404(found, number)
    return _quota_page(found, there.key, there, quota_form(there.key, there, found.time_zone))


@bp.post("/<slug>/places/quotas/<int:number>")
@permission(Permission.EVENT_EDIT)
def change_quota(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    there = _quota_or_404(found, number)
    return _save_quota(found, there.key, there)


@bp.post("/<slug>/places/quotas/<int:number>/remove")
@permission(Permission.EVENT_EDIT)
def remove_quota(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    _quota_or_404(found, number)
    return _saved(found, counting.without_quota(db.session(), found, number, now=utcnow()))


def _quota_or_404(found: Event, number: int) -> QuotaChange:
    quotas = counting.numbers(db.session(), found).quotas
    there = next((each for each in quotas if each.id == number), None)
    if there is None:
        abort(404)
    return there


def _save_quota(found: Event, key: str, there: QuotaChange | None) -> ResponseReturnValue:
    sent = Sent(request.form)
    if there is None and not any(each.key == key for each in counting.countable(found)):
        abort(404)
    sites = [site.id for site in found.sites]
    given = read_quota(sent, key, _codes(found, key), sites, found.time_zone, there.id if there else None)
    if given is None:
        return _quota_page(found, key, there, sent), 422
    try:
        offered = counting.with_quota(db.session(), found, given, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("minimum", messages.refused(refusal))
        return _quota_page(event_or_404(found.slug), key, there, sent), 409
    return _saved(found, offered)


def _quota_page(found: Event, key: str, there: QuotaChange | None, filled: Filled) -> str:
    codes = _codes(found, key)
    if key == counting.COUNTRY:
        filled.text["typed"] = filled.get("typed") if isinstance(filled, Sent) else ""
        more = [code for code in filled.all("codes") if code not in codes]
        filled.text["typed"] = filled.get("typed") or " ".join(more)
    return render(
        found,
        "events/manage/quota.html",
        tab="places",
        filled=filled,
        quota=there,
        key=key,
        counted=_name(next((each for each in counting.countable(found) if each.key == key), Countable(key))),
        codes=[{"value": code, "label": label} for code, label in codes.items()],
        sites=[
            {"value": "", "label": gettext("All sites together")},
            *(
                {"value": str(number), "label": name}
                for number, name in programme.site_names(db.session(), found).items()
            ),
        ],
        city=city(found.time_zone),
    )


def _name(what: Countable) -> str:
    if what.item is None:
        return str(KEYS.get(what.key, what.key.removeprefix(counting.ITEM)))
    return gettext("Question: %(question)s", question=plain(what.item.label.in_(g.interface)) or what.item.name)


def _codes(found: Event, key: str) -> dict[str, str]:
    """Codes that can be chosen, with what they are called."""
    match key:
        case counting.COUNTRY:
            codes = {hub.country for hub in counting.hubs(db.session()).values() if hub.country}
            return {code: _country(code) for code in sorted(codes, key=_country)}
        case counting.HUB:
            return {code: hub_name(hub) for code, hub in counting.hubs(db.session()).items()}
        case counting.ORGANISED:
            return {
                counting.NO: gettext("Comes for themselves"),
                counting.YES: gettext("Comes for an organisation"),
            }
    item = next((each.item for each in counting.countable(found) if each.key == key and each.item), None)
    if item is None:
        return {}
    return {option.code: plain(option.label.in_(g.interface)) or option.code for option in item.options}


def _country(code: str) -> str:
    locale: Locale = babel_locale(g.interface)
    return str(locale.territories.get(code, code))


def _who(found: Event, quota: QuotaChange) -> str:
    """Who belongs to a group, in words."""
    known = _codes(found, quota.key)
    named = [known.get(code, _country(code) if quota.key == counting.COUNTRY else code) for code in quota.codes]
    return ", ".join(named)
