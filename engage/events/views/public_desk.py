"""The desk for helpers: a link that is good for one site and one day, without an account.

No cookie and no session. Nobody else may have the address: it is in no page, no log of ours, and search engines are
told to leave.
"""

from flask import Blueprint, Response, abort, current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.db import engine as database
from engage.db.session import db
from engage.events.attending import desk_links
from engage.events.attending.checking_in import Desk
from engage.events.models import Event, Site
from engage.events.views import desk_pages
from engage.events.views.desk_pages import Counter
from engage.i18n import locales
from engage.web import forgery, languages, links
from engage.web.permissions import Permission, permission

bp = Blueprint("event_desk", __name__, template_folder="../templates")
WRONG_LINKS = limits.Limit("desk, wrong links", 30, 15 * limits.MINUTE)
PAGES = {
    "desk": "event_desk.desk",
    "person": "event_desk.person",
    "people": "event_desk.people",
    "walk_in": "event_desk.walk_in",
    "paper": "event_desk.paper",
}


def counter_of(lang: str, token: str) -> Counter:
    """The desk that a link opens; 404 for one that is wrong or revoked, 429 for who tries too many."""
    session = db.session()
    link = desk_links.by_token(session, token, key=current_app.config["SECRET_KEY"])
    event = session.get(Event, link.event_id) if link else None
    site = session.get(Site, link.site_id) if link else None
    if link is None or event is None or site is None:
        _count_wrong()
        abort(404)
    languages.use(current_app, lang)
    tag = languages.interface_for(current_app, lang)

    def address(page: str, **values: object) -> str:
        if page == "link":
            return links.absolute(url_for("event_desk.bare", token=token))
        return url_for(PAGES[page], lang=tag, token=token, **values)  # type: ignore[arg-type]

    return Counter(
        desk=Desk(event, site, link.day, link.name),
        language=tag,
        address=address,
        token=lambda: forgery.token(token.encode()),
        check=lambda: forgery.require(token.encode()),
    )


def _count_wrong() -> None:
    session = db.session()
    database.begin_writing(session)
    where = limits.place(request.remote_addr or "")
    try:
        limits.guard(session, (WRONG_LINKS, where), key=current_app.config["SECRET_KEY"], now=utcnow())
    except limits.TooManyAttempts as refusal:
        session.commit()
        answer = make_response("", 429)
        answer.headers["Retry-After"] = str(refusal.seconds)
        abort(answer)
    session.commit()


@bp.get("/desk/<token>")
@permission(Permission.PUBLIC)
def bare(token: str) -> ResponseReturnValue:
    """The address on paper: in the language of whoever opens it."""
    answer: Response = languages.redirect_to_language(
        "event_desk.desk", languages.offered(current_app), locales.DEFAULT, token=token
    )
    return answer


@bp.get("/<lang:lang>/desk/<token>")
@permission(Permission.PUBLIC)
def desk(lang: str, token: str) -> ResponseReturnValue:
    counter = counter_of(lang, token)
    if counter.language != lang:
        return redirect(counter.address("desk"), code=302)
    return desk_pages.front(counter)


@bp.post("/<lang:lang>/desk/<token>")
@permission(Permission.PUBLIC)
def enter(lang: str, token: str) -> ResponseReturnValue:
    return desk_pages.enter(counter_of(lang, token))


@bp.get("/<lang:lang>/desk/<token>/people")
@permission(Permission.PUBLIC)
def people(lang: str, token: str) -> ResponseReturnValue:
    return desk_pages.people(counter_of(lang, token))


@bp.post("/<lang:lang>/desk/<token>/people")
@permission(Permission.PUBLIC)
def type_in(lang: str, token: str) -> ResponseReturnValue:
    return desk_pages.type_in(counter_of(lang, token))


@bp.get("/<lang:lang>/desk/<token>/people/<int:attendee_id>")
@permission(Permission.PUBLIC)
def person(lang: str, token: str, attendee_id: int) -> ResponseReturnValue:
    return desk_pages.person(counter_of(lang, token), attendee_id)


@bp.post("/<lang:lang>/desk/<token>/people/<int:attendee_id>")
@permission(Permission.PUBLIC)
def act(lang: str, token: str, attendee_id: int) -> ResponseReturnValue:
    return desk_pages.act(counter_of(lang, token), attendee_id)


@bp.get("/<lang:lang>/desk/<token>/walk-in")
@permission(Permission.PUBLIC)
def walk_in(lang: str, token: str) -> ResponseReturnValue:
    return desk_pages.walk_in(counter_of(lang, token))


@bp.post("/<lang:lang>/desk/<token>/walk-in")
@permission(Permission.PUBLIC)
def add(lang: str, token: str) -> ResponseReturnValue:
    return desk_pages.add(counter_of(lang, token))


@bp.get("/<lang:lang>/desk/<token>/list.pdf")
@permission(Permission.PUBLIC)
def paper(lang: str, token: str) -> ResponseReturnValue:
    return desk_pages.paper(counter_of(lang, token))
