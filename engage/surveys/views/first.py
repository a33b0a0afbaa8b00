"""The first page of a survey: who asks, why, and Start."""

from typing import Any

from flask import abort, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from engage.core.clock import utcnow
from engage.db.session import db
from engage.surveys import answering, consent, pages, queries
from engage.surveys.domain.draft import NotAccepting
from engage.surveys.domain.secret import new_secret
from engage.surveys.domain.status import Availability
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import (
    Visit,
    device,
    keep_secret,
    place,
    respondent,
    respondent_of,
    see,
    unavailable,
    use_interface,
    visit,
)
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

CHANNELS = ("open", "kiosk", "telephone", "paper", "helper")


@bp.get("/surveys/<slug>")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    edition = pages.edition(db.session(), survey)
    return languages.redirect_to_language(
        "surveys.first", edition.languages, edition.instrument.source_language, slug=slug
    )


@bp.get("/<lang:lang>/surveys/<slug>")
@permission(Permission.PUBLIC)
def first(lang: str, slug: str) -> ResponseReturnValue:
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    edition = pages.edition(db.session(), survey)
    if lang not in edition.languages:
        return languages.redirect_to_language(
            "surveys.first", edition.languages, edition.instrument.source_language, slug=slug
        )
    here = Visit(survey, edition, lang)
    found = queries.state(db.session(), survey, utcnow())
    if found is not Availability.OPEN:
        return unavailable(here, found, 200)
    response = make_response(_first_page(here, MultiDict(), {}))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _first_page(here: Visit, form: MultiDict[str, str], problems: dict[str, str]) -> str:
    compiled = pages.first_page(here.survey, here.edition, here.lang)
    anchors = {"_age": "age"}

    def start_checked(name: str, value: str) -> str:
        chosen = form.get(name, "short" if name == "_length" else "")
        return " checked" if chosen == value else ""

    def described(key: str, element: str, ids: str) -> str:  # noqa: ARG001
        return f' aria-describedby="{element}-error" aria-invalid="true"' if key in problems else ""

    links = "".join(Markup('<li><a href="#{}">{}</a></li>').format(anchors[k], v) for k, v in problems.items())
    slots: dict[str, Any] = {
        "title_prefix": lambda: str(escape(gettext("Error:"))) + " " if problems else "",
        "problem_list": lambda: links,
        "start_checked": start_checked,
        "start_class": lambda key: " eng-item--error" if key in problems else "",
        "described": described,
        "message": lambda key: str(escape(problems[key])),
    }
    blocks: dict[str, Any] = {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "error": lambda parts, fill, key: fill(parts) if key in problems else "",
    }
    return compiled.fill(slots, blocks)


@bp.post("/<lang:lang>/surveys/<slug>")
@permission(Permission.PUBLIC)
def start(lang: str, slug: str) -> ResponseReturnValue:
    """Make an empty draft, or go on with the one there is. Exempt from the token: nothing can be harmed."""
    forgery.refuse_cross_site()
    here = visit(lang, slug)
    going_on = respondent(here)
    if going_on:
        return see("section", here, section=place(going_on))
    use_interface(here)
    problems = {}
    if here.edition.minimum_age and request.form.get("_age") != "yes":
        problems["_age"] = ngettext(
            "This survey is for people of %(num)s year or older. Tick the box if you are.",
            "This survey is for people of %(num)s years or older. Tick the box if you are.",
            here.edition.minimum_age,
        )
        return _first_page(here, request.form, problems), 422
    secret = new_secret()
    pulse = here.edition.instrument.has_pulse and request.form.get("_length") == "short"
    agreed = here.edition.instrument.has_special_category and request.form.get("_consent") == "yes"
    try:
        _start(here, secret, pulse=pulse, agreed=agreed)
    except NotAccepting as refusal:
        db.session.rollback()
        return unavailable(here, refusal.args[0], 409)
    begun = respondent_of(here, secret)
    response = (
        see("section", here, section=begun.journey.sections()[0].slug)
        if begun.journey.sections()
        else see("review", here)
    )
    db.session.commit()
    return keep_secret(response, slug, secret)


def _start(here: Visit, secret: bytes, *, pulse: bool, agreed: bool) -> None:
    channel = request.args.get("channel", "open")
    answering.start(
        db.session(),
        here.survey,
        secret,
        first_section=here.edition.instrument.sections[0].slug if here.edition.instrument.sections else "",
        language=here.lang,
        channel=channel if channel in CHANNELS else "open",
        device=device(),
        pulse=pulse,
        consent=consent.statement(here.edition, here.lang) if agreed else None,
        now=utcnow(),
    )
