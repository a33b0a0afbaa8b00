"""The desk for the team of an event: links for helpers, what is printed, and the desk itself without a link."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import generate_csrf

from engage.accounts import sight
from engage.core.clock import utcnow
from engage.db.folding import fold
from engage.db.session import db
from engage.events import queries, queries_desk
from engage.events.attending import desk_links, sheets
from engage.events.attending.checking_in import Desk
from engage.events.domain import attendance
from engage.events.domain.kinds import SiteKind
from engage.events.models import Event, Site
from engage.events.models_people import DeskLink
from engage.events.views import desk_pages, manage_frame
from engage.events.views.desk_pages import Counter
from engage.events.views.manage_needs_blueprint import myself
from engage.web import links
from engage.web.console import use_language
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, may, permission, reach

bp = Blueprint("manage_desk", __name__, template_folder="../templates", url_prefix="/console/events")
bp.before_request(use_language)
TAB = lazy_gettext("Desk")
PAGES = {
    "desk": "manage_desk.counter",
    "person": "manage_desk.person",
    "people": "manage_desk.people",
    "walk_in": "manage_desk.walk_in",
    "paper": "manage_desk.paper",
}


@bp.get("/<slug>/desk")
@permission(Permission.EVENT_DESK)
def desks(slug: str) -> ResponseReturnValue:
    """Every site and day: how many are in, the desk, its links, what can be printed."""
    return _desks(manage_frame.event_or_404(slug))


def _desks(event: Event, problem: str = "") -> str:
    session = db.session()
    texts = queries.texts(session, event)
    came = queries_desk.came_by_site(session, event.id)
    sites: list[dict[str, Any]] = [
        {
            "site": site,
            "name": texts[f"site:{site.id}:name"].in_(g.interface) if f"site:{site.id}:name" in texts else "",
            "online": site.kind is SiteKind.ONLINE,
            "days": [
                {"day": day, "came": came.get((site.id, day), 0), "counts": _expected(event, site, day)}
                for day in attendance.days(event.starts_at, event.ends_at, site.time_zone)
            ],
        }
        for site in _sites(event)
    ]
    shown = {each["site"].id: each["name"] for each in sites}
    return manage_frame.render(
        event,
        "events/manage/desk.html",
        tab="desk",
        sites=sites,
        site_names=shown,
        helpers=[(each, _address(each)) for each in desk_links.of_event(session, event) if each.site_id in shown],
        makes_links=may(Permission.EVENT_PEOPLE),
        today={each["site"].id: attendance.local_day(utcnow(), each["site"].time_zone) for each in sites},
        problem=problem,
    )


def _expected(event: Event, site: Site, day: date) -> int:
    numbers = queries_desk.counts(db.session(), event.id, site.id, day)
    return sum(each.expected for each in numbers.values())


def _address(link: DeskLink) -> str:
    return links.absolute(
        url_for("event_desk.bare", token=desk_links.token(link, key=current_app.config["SECRET_KEY"]))
    )


def _sites(event: Event) -> list[Site]:
    """Those whose people who asks may see; by a duty on the event: those of the hubs that they work for."""
    session = db.session()
    by_role = queries.sites_seen(session, event, reach(Permission.EVENT_DESK))
    return list(by_role or queries.sites_seen(session, event, sight.hubs_of(session, myself())))


def _printed(event: Event, site: Site, day: date) -> str:
    """What the printed list leads to: the oldest link for helpers that works, else the desk of the team."""
    known = desk_links.of_event(db.session(), event)
    working = (each for each in known if (each.site_id, each.day, each.revoked_at) == (site.id, day, None))
    link = next(working, None)
    if link is not None and may(Permission.EVENT_PEOPLE):
        return _address(link)
    return links.absolute(url_for(PAGES["desk"], slug=event.slug, site_id=site.id, day=day.isoformat()))


# -- links for helpers


@bp.post("/<slug>/desk/links")
@permission(Permission.EVENT_PEOPLE)
def make_link(slug: str) -> ResponseReturnValue:
    require_token()
    event, now = manage_frame.event_or_404(slug), utcnow()
    where, _, when = request.form.get("desk", "").partition("|")
    site = next((each for each in _sites(event) if str(each.id) == where), None)
    days = attendance.days(event.starts_at, event.ends_at, site.time_zone) if site else ()
    day = next((each for each in days if each.isoformat() == when), None)
    if site is None or day is None:
        return _desks(event, gettext("Choose for which site and day the link is.")), 422
    name = " ".join(request.form.get("name", "").split())
    link = desk_links.make(db.session(), event, site, day, name, now=now, by=actor().id)
    manage_frame.note("event.desk-link-made", event, site=site.id, day=day.isoformat(), name=link.name)
    db.session.commit()
    flash(gettext("The link is ready. Give it only to who stands at the desk: it opens the names of that site."))
    return redirect(url_for(".desks", slug=slug, _anchor="links"), code=303)


@bp.post("/<slug>/desk/links/<int:link_id>")
@permission(Permission.EVENT_PEOPLE)
def revoke_link(slug: str, link_id: int) -> ResponseReturnValue:
    require_token()
    event = manage_frame.event_or_404(slug)
    link = db.session().get(DeskLink, link_id)
    if link is None or link.event_id != event.id or link.site_id not in {each.id for each in _sites(event)}:
        abort(404)
    desk_links.revoke(db.session(), link, now=utcnow())
    manage_frame.note("event.desk-link-revoked", event, site=link.site_id, day=link.day.isoformat())
    db.session.commit()
    flash(gettext("The link opens nothing any more. Who was let in stays in."))
    return redirect(url_for(".desks", slug=slug, _anchor="links"), code=303)


# -- the desk itself


def _counter(slug: str, site_id: int, day: str) -> Counter:
    event = manage_frame.event_or_404(slug)
    site = next((each for each in _sites(event) if each.id == site_id), None)
    known = attendance.days(event.starts_at, event.ends_at, site.time_zone) if site else ()
    on = next((each for each in known if each.isoformat() == day), None)
    if site is None or on is None:
        abort(404)

    def address(page: str, **values: Any) -> str:
        if page == "link":
            return _printed(event, site, on)
        return url_for(PAGES[page], slug=slug, site_id=site_id, day=day, **values)

    return Counter(
        desk=Desk(event, site, on, gettext("Desk of the team")),
        language=g.interface,
        address=address,
        token=generate_csrf,
        check=require_token,
        back=url_for("manage_desk.desks", slug=slug),
        done=lambda action, details: manage_frame.note(action, event, site=site.id, day=day, **details),
    )


@bp.get("/<slug>/desk/<int:site_id>/<day>")
@permission(Permission.EVENT_DESK)
def counter(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.front(_counter(slug, site_id, day))


@bp.post("/<slug>/desk/<int:site_id>/<day>")
@permission(Permission.EVENT_DESK)
def enter(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.enter(_counter(slug, site_id, day))


@bp.get("/<slug>/desk/<int:site_id>/<day>/people")
@permission(Permission.EVENT_DESK)
def people(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.people(_counter(slug, site_id, day))


@bp.post("/<slug>/desk/<int:site_id>/<day>/people")
@permission(Permission.EVENT_DESK)
def type_in(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.type_in(_counter(slug, site_id, day))


@bp.get("/<slug>/desk/<int:site_id>/<day>/people/<int:attendee_id>")
@permission(Permission.EVENT_DESK)
def person(slug: str, site_id: int, day: str, attendee_id: int) -> ResponseReturnValue:
    return desk_pages.person(_counter(slug, site_id, day), attendee_id)


@bp.post("/<slug>/desk/<int:site_id>/<day>/people/<int:attendee_id>")
@permission(Permission.EVENT_DESK)
def act(slug: str, site_id: int, day: str, attendee_id: int) -> ResponseReturnValue:
    return desk_pages.act(_counter(slug, site_id, day), attendee_id)


@bp.get("/<slug>/desk/<int:site_id>/<day>/walk-in")
@permission(Permission.EVENT_DESK)
def walk_in(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.walk_in(_counter(slug, site_id, day))


@bp.post("/<slug>/desk/<int:site_id>/<day>/walk-in")
@permission(Permission.EVENT_DESK)
def add(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.add(_counter(slug, site_id, day))


@bp.get("/<slug>/desk/<int:site_id>/<day>/list.pdf")
@permission(Permission.EVENT_DESK)
def paper(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    return desk_pages.paper(_counter(slug, site_id, day))


@bp.get("/<slug>/desk/<int:site_id>/<day>/badges.pdf")
@permission(Permission.EVENT_DESK)
def badges(slug: str, site_id: int, day: str) -> ResponseReturnValue:
    """Badges of everybody with a place, by name."""
    from engage.events.attending.printing import pdf_of  # the typesetter is loaded where something is printed

    here = _counter(slug, site_id, day).desk
    listed = queries_desk.expected(db.session(), here.event.id, here.site.id, here.day)
    made = sheets.badges_of(
        sorted(listed, key=lambda each: fold(each.name) or ""),
        title=desk_pages.title_of(here, g.interface),
        site=desk_pages.site_of(here, g.interface),
        language=g.interface,
    )
    response = Response(pdf_of("badges.typ", made), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{slug}-badges.pdf")
    return response
