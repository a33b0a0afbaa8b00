"""Personal pages of being there: the way into an online room, and the certificate of attendance.

Both hang on the personal link of a registration. The address of a room stands on no page: whoever has a place presses
a button, is counted, and is led on.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from markupsafe import Markup
from werkzeug.urls import iri_to_uri

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events.attending import certificates, checking_in, sheets
from engage.events.domain import attendance
from engage.events.domain.kinds import RegistrationStatus, SiteKind
from engage.events.models import Event, Site
from engage.events.models_people import Attendee, Registration
from engage.events.tickets import card, links
from engage.i18n import locales
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission
from engage.web.security import CSP

_HOST = re.compile(r"[\w.\-\[\]:]+", re.ASCII)
"""What may stand in a header: nothing that begins another directive."""
bp = Blueprint("event_attendance", __name__, template_folder="../templates")


def _found(lang: str, token: str) -> tuple[Registration, Event, Site]:
    session = db.session()
    registration = links.by_token(session, token)
    event = session.get(Event, registration.event_id) if registration else None
    site = session.get(Site, registration.site_id) if registration else None
    if registration is None or event is None or site is None:
        abort(404)
    languages.use(current_app, lang)
    return registration, event, site


# -- into the room


@bp.get("/<lang:lang>/registrations/<token>/join")
@permission(Permission.PUBLIC)
def join(lang: str, token: str) -> ResponseReturnValue:
    return _page(token, *_found(lang, token))


@bp.post("/<lang:lang>/registrations/<token>/join")
@permission(Permission.PUBLIC)
def enter(lang: str, token: str) -> ResponseReturnValue:
    """Count who was ticked, and lead into the room."""
    registration, event, site = _found(lang, token)
    forgery.require(token.encode())
    if _state(registration, event, site) != "open":
        return _page(token, registration, event, site), 409
    chosen = _chosen(registration.attendees)
    if not chosen:
        return _page(token, registration, event, site, problem=gettext("Tick who is joining now.")), 422
    checking_in.join(db.session(), event, site, chosen, now=utcnow())
    db.session.commit()
    return redirect(site.join_link, code=303)


def _chosen(people: Sequence[Attendee]) -> list[Attendee]:
    wanted = set(request.form.getlist("person"))
    return [each for each in people if len(people) == 1 or str(each.position) in wanted]


def _state(registration: Registration, event: Event, site: Site) -> str:
    """What stands in the way, or "open"."""
    if registration.status is not RegistrationStatus.CONFIRMED or event.activity.state == "cancelled":
        return "no_place"
    if site.kind is not SiteKind.ONLINE:
        return "in_a_room"
    opens, closes = attendance.join_window(event.starts_at, event.ends_at)
    now = utcnow()
    if now < opens:
        return "early"
    if now >= closes:
        return "over"
    return "open" if site.join_link else "no_link"


def _page(token: str, registration: Registration, event: Event, site: Site, *, problem: str = "") -> Response:
    tag = g.interface
    state = _state(registration, event, site)
    shown = card.card(db.session(), event, site.id, tag)
    opens, _ = attendance.join_window(event.starts_at, event.ends_at)
    body = render_template(
        "events/join.html",
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        card=shown,
        state=state,
        people=registration.attendees,
        chosen=request.form.getlist("person") if request.method == "POST" else None,
        problem=problem,
        csrf_value=forgery.token(token.encode()),
        opens=card.moment(opens, shown.zone, tag),
        minutes=int(attendance.JOIN_BEFORE.total_seconds()) // 60,
        when=card.span(event.starts_at, event.ends_at, shown.zone, tag),
        mine=links.address(token, language=tag),
    )
    response = make_response(body)
    response.headers["X-Robots-Tag"] = "noindex"
    if state == "open":
        response.headers["Content-Security-Policy"] = _may_lead_to(site.join_link)
    return response


def _may_lead_to(link: str) -> str:
    """The policy of our pages, and that this form may lead to the room: browsers look at where an answer leads."""
    parts = urlsplit(iri_to_uri(link))
    host = parts.netloc.rpartition("@")[2]
    if not _HOST.fullmatch(host):
        return CSP
    return CSP.replace("form-action 'self'", f"form-action 'self' {parts.scheme}://{host}")


# -- afterwards


@bp.get("/<lang:lang>/registrations/<token>/certificate.pdf")
@permission(Permission.PUBLIC)
def certificate(lang: str, token: str) -> ResponseReturnValue:
    """For one who came (`?person=`, by place in the party), in a language (`?language=`). 404 for who did not come."""
    from engage.events.attending.printing import pdf_of  # the typesetter is loaded where something is printed

    registration, event, _ = _found(lang, token)
    session, now = db.session(), utcnow()
    wanted = request.args.get("language", lang)
    language = languages.interface_for(current_app, wanted if locales.is_well_formed(wanted) else lang)
    position = request.args.get("person", "")
    those = certificates.entitled(session, registration, event, now=now)
    who = next((each for each in those if not position or str(each.attendee.position) == position), None)
    if who is None:
        abort(404)
    with force_locale(language.replace("-", "_")):
        said = certificates.said(session, event, who, language, now=now)
        made = pdf_of("certificate.typ", sheets.certificate_of(said, language))
    response = Response(made, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{event.slug}-{language}.pdf")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def offered_certificates(registration: Registration, event: Event) -> list[dict[str, Any]]:
    """Whose certificates the personal page links to: name and place in the party."""
    those = certificates.entitled(db.session(), registration, event, now=utcnow())
    return [{"name": each.attendee.name, "person": each.attendee.position} for each in those]
