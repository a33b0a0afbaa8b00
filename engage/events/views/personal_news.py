"""Taking back that one wants to hear what came of an event: the address is deleted, by one press of a button. The link
stands on the personal page of a registration."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.events.models import Event
from engage.events.tickets import card as cards
from engage.events.tickets import follow_up_links
from engage.events.views.personal_page import keep_to_oneself, plain
from engage.i18n import locales
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

bp = Blueprint("event_news", __name__, template_folder="../templates")
bp.after_request(keep_to_oneself)


@bp.get("/news/<token>")
@permission(Permission.PUBLIC)
def bare(token: str) -> ResponseReturnValue:
    return languages.redirect_to_language(
        "event_news.ask", languages.offered(current_app), locales.DEFAULT, token=token
    )


@bp.get("/<lang:lang>/news/<token>")
@permission(Permission.PUBLIC)
def ask(lang: str, token: str) -> ResponseReturnValue:
    """Whose link it is is said by nothing on the page; an address that is gone already is gone."""
    if lang not in languages.offered(current_app):
        return bare(token)
    session = db.session()
    found = follow_up_links.by_token(session, token)
    event = session.get(Event, found.event_id) if found else None
    title = cards.card(session, event, 0, lang).title.text if event and event.sites else ""
    return plain(
        "events/mine_news.html",
        lang,
        title=title,
        ended=found is None,
        csrf=forgery.token(token.encode()),
        token=token,
    )


@bp.post("/<lang:lang>/news/<token>")
@permission(Permission.PUBLIC)
def end(lang: str, token: str) -> ResponseReturnValue:
    forgery.require(token.encode())
    session = db.session()
    found = follow_up_links.by_token(session, token)
    if found is not None:
        session.delete(found)
        session.commit()
    return plain("events/mine_news.html", lang, title="", ended=True, csrf="", token=token)
