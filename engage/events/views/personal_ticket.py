"""Tickets: on a page, as a PDF, and the event for one's own calendar."""

from flask import current_app, g, make_response
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.db.session import db
from engage.events.domain.personal import Action
from engage.events.mails.enclosed import calendar_file
from engage.events.tickets import printing
from engage.events.tickets.codes import spelled
from engage.events.views import personal_words
from engage.events.views.personal import show
from engage.events.views.personal_answers import people
from engage.events.views.personal_page import Here, bp, find
from engage.mail import speaking
from engage.mail.kinds import Translate
from engage.web import languages
from engage.web.permissions import Permission, permission


def _refusal(here: Here) -> ResponseReturnValue:
    return show(here, problem=str(personal_words.NO_TICKET), status=409)


@bp.get("/<lang:lang>/registrations/<token>/ticket")
@permission(Permission.PUBLIC)
def ticket(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    if Action.TICKET not in here.possible:
        return _refusal(here)
    tickets = [(spelled(each.ticket), _picture(each.ticket)) for each in here.registration.attendees]
    return here.render(
        "events/mine_ticket.html", lambda: {"people": people(here.registration, here.event), "tickets": tickets}
    )


def _picture(code: str) -> Markup:
    return Markup(printing.picture(code))  # noqa: S704 -- made of squares by segno


@bp.get("/<lang:lang>/registrations/<token>/ticket.pdf")
@permission(Permission.PUBLIC)
def ticket_pdf(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    if Action.TICKET not in here.possible:
        return _refusal(here)
    made = printing.tickets(db.session(), here.registration, lang, _words(here))
    response = make_response(made)
    response.headers["Content-Type"] = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename="ticket.pdf")
    return response


@bp.get("/<lang:lang>/registrations/<token>/event.ics")
@permission(Permission.PUBLIC)
def calendar(lang: str, token: str) -> ResponseReturnValue:
    """With the address of the personal page inside: for one's own calendar, and no other."""
    here = find(lang, token)
    if Action.CALENDAR not in here.possible:
        return _refusal(here)
    config = current_app.config
    file = calendar_file(
        db.session(), here.registration, lang, _words(here), key=config["SECRET_KEY"], base=config["ENGAGE_BASE_URL"]
    )
    response = make_response(file.content)
    response.headers["Content-Type"] = file.media_type
    response.headers.set("Content-Disposition", "attachment", filename="event.ics")
    return response


def _words(here: Here) -> Translate:
    """The product's own words for the language of the page."""
    languages.use(current_app, here.lang, here.event.source_language)
    return speaking.translate_into(db.session(), g.interface)
