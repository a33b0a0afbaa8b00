"""After a survey: an address for who wants to hear what came of it, or may be asked again. Apart from all answers.

The forms carry no secret and no receipt, and nothing is read of who sends them: whose answers came just before is
asked by nothing here. Addresses are confirmed by mail, and taken back by the same link.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales
from engage.surveys import pages, queries
from engage.surveys.domain.contacts import is_mail
from engage.surveys.mail_parts import hub_in, title_in
from engage.surveys.models import Survey
from engage.surveys.models_reach import PanelMember, SurveyFollowUp
from engage.surveys.staying import links, news, panel
from engage.surveys.views import ways
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import Visit, asked_country, see, use_interface
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

ASKED = limits.Limit("survey, address left", 60, 15 * limits.MINUTE)
"""From one place: a device on a table is used by many."""
WAYS: dict[str, Callable[..., None]] = {"news": news.ask_for, "panel": panel.join}


def _here(lang: str, slug: str) -> Visit:
    """The survey; no draft and no secret is looked for."""
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    survey = ways.stamped(survey)
    edition = pages.edition(db.session(), survey, country=asked_country())
    if lang not in edition.languages:
        abort(404)
    g.language = lang
    return Visit(survey, edition, lang)


@bp.get("/<lang:lang>/surveys/<slug>/done/stay")
@permission(Permission.PUBLIC)
def stay(lang: str, slug: str) -> ResponseReturnValue:
    """Both forms; or, when one was sent, that a mail is on its way."""
    here = _here(lang, slug)
    asked = request.args.get("asked", "")
    return _kept_by_nobody(_page(here, asked=asked if asked in WAYS else ""))


@bp.post("/<lang:lang>/surveys/<slug>/done/stay")
@permission(Permission.PUBLIC)
def leave_address(lang: str, slug: str) -> ResponseReturnValue:
    forgery.refuse_cross_site()
    here, session, now = _here(lang, slug), db.session(), utcnow()
    use_interface(here)
    what, email = request.form.get("_action", ""), request.form.get("email", "").strip()
    if what not in WAYS:
        abort(400)
    if not is_mail(email):
        said = gettext("Enter a mail address, for example name@example.org.")
        return _kept_by_nobody(_page(here, problem=(what, said), typed=email[:254]), 422)
    try:
        key = str(current_app.config["SECRET_KEY"])
        limits.guard(session, (ASKED, limits.place(request.remote_addr or "")), key=key, now=now)
    except limits.TooManyAttempts:
        session.commit()
        said = gettext("Too many addresses were left from here. Wait a quarter of an hour.")
        return _kept_by_nobody(_page(here, problem=(what, said)), 429)
    survey = session.get_one(Survey, here.survey.id)
    WAYS[what](session, survey, email, lang, now=now)
    session.commit()
    return see("stay", here, asked=what)


def _page(here: Visit, *, asked: str = "", problem: tuple[str, str] | None = None, typed: str = "") -> str:
    use_interface(here)
    return pages.page("stay.html", here.edition, here.lang, asked=asked, problem=problem, typed=typed)


def _kept_by_nobody(body: str, status: int = 200) -> Response:
    response: Response = current_app.make_response((body, status))
    response.headers["Cache-Control"] = "no-store"
    return response


# -- by the link in a mail

tokens = Blueprint("survey_staying", __name__, template_folder="../templates")


@tokens.after_request
def keep_to_oneself(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@tokens.get("/stay/<token>")
@permission(Permission.PUBLIC)
def bare_news(token: str) -> ResponseReturnValue:
    return _in_a_language("survey_staying.of_news", token)


@tokens.get("/panel/<token>")
@permission(Permission.PUBLIC)
def bare_panel(token: str) -> ResponseReturnValue:
    return _in_a_language("survey_staying.of_panel", token)


def _in_a_language(endpoint: str, token: str) -> ResponseReturnValue:
    return languages.redirect_to_language(endpoint, languages.offered(current_app), locales.DEFAULT, token=token)


@tokens.get("/<lang:lang>/stay/<token>")
@permission(Permission.PUBLIC)
def of_news(lang: str, token: str) -> ResponseReturnValue:
    """What is kept, and buttons: opening the link changes nothing."""
    return _token_page(lang, "news", links.follower(db.session(), token), token)


@tokens.get("/<lang:lang>/panel/<token>")
@permission(Permission.PUBLIC)
def of_panel(lang: str, token: str) -> ResponseReturnValue:
    return _token_page(lang, "panel", links.member(db.session(), token), token)


@tokens.post("/<lang:lang>/stay/<token>")
@permission(Permission.PUBLIC)
def change_news(lang: str, token: str) -> ResponseReturnValue:
    forgery.refuse_cross_site()
    found = links.follower(db.session(), token)
    if found is not None:
        if request.form.get("_action") == "confirm":
            news.confirm(found, now=utcnow())
        else:
            db.session.delete(found)
        db.session.commit()
    return redirect(url_for("survey_staying.of_news", lang=lang, token=token), code=303)


@tokens.post("/<lang:lang>/panel/<token>")
@permission(Permission.PUBLIC)
def change_panel(lang: str, token: str) -> ResponseReturnValue:
    forgery.refuse_cross_site()
    found = links.member(db.session(), token)
    if found is not None:
        if request.form.get("_action") == "confirm":
            panel.confirm(found)
        else:
            db.session.delete(found)
        db.session.commit()
    return redirect(url_for("survey_staying.of_panel", lang=lang, token=token), code=303)


def _token_page(lang: str, what: str, found: SurveyFollowUp | PanelMember | None, token: str) -> ResponseReturnValue:
    endpoint = f"survey_staying.of_{what}"
    if lang not in languages.offered(current_app):
        return _in_a_language(endpoint, token)
    languages.use(current_app, lang)
    values: dict[str, Any] = {"what": what, "gone": found is None, "confirmed": bool(found and found.confirmed)}
    return render_template(
        "surveys/stay_token.html",
        lang=lang,
        dir=locales.direction(lang),
        interface=lang,
        ui=Markup(""),
        languages=[
            (tag, locales.endonym(tag), locales.direction(tag), url_for(endpoint, lang=tag, token=token))
            for tag in languages.offered(current_app)
        ],
        about=_about(found, lang),
        **values,
    )


def _about(found: SurveyFollowUp | PanelMember | None, lang: str) -> str:
    """The survey, or the hub, by its name."""
    if isinstance(found, SurveyFollowUp):
        return title_in(db.session().get_one(Survey, found.survey_id), lang)
    if isinstance(found, PanelMember):
        hub = queries.hub(db.session(), found.hub_id)
        return hub_in(hub, lang) if hub else ""
    return ""
