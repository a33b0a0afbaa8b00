"""The first page of a survey: who asks, why, and Start."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import babel_locale
from engage.instruments.rendering.answers import GAP
from engage.surveys import answering, consent, pages, queries, what_came
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.draft import TEST, NotAccepting
from engage.surveys.domain.secret import new_secret
from engage.surveys.domain.status import Availability
from engage.surveys.queries import Fielded
from engage.surveys.views import go, kiosk, trying, ways
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import (
    Visit,
    asked_country,
    device,
    first_step,
    place,
    respondent,
    see,
    unavailable,
    use_interface,
    visit,
)
from engage.web import forgery, languages
from engage.web.compiled import CompiledPage
from engage.web.permissions import Permission, permission

NOTHING: Mapping[str, Any] = {}
KEPT = ("country", "channel", "via")
"""What an address says besides, and what stays when its language changes."""


@bp.get("/surveys/<slug>")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    return _in_a_language(survey)


@bp.get("/<lang:lang>/surveys/<slug>")
@permission(Permission.PUBLIC)
def first(lang: str, slug: str) -> ResponseReturnValue:
    survey = trying.find(db.session(), slug)
    if survey is None:
        abort(404)
    survey = ways.stamped(survey)
    if ways.is_closed():
        return go.closed()
    edition = pages.edition(db.session(), survey, country=asked_country())
    if lang not in edition.languages:
        return _in_a_language(survey)
    here = Visit(survey, edition, lang)
    found = queries.state(db.session(), survey, utcnow())
    if found is not Availability.OPEN:
        return unavailable(here, found, 200)
    if _country_is_open(edition):
        return _countries_page(here)
    response = make_response(_first_page(here, MultiDict(), {}))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _in_a_language(survey: Fielded) -> ResponseReturnValue:
    """The same address in the language that suits the visitor; what else it says is kept."""
    edition = pages.edition(db.session(), survey, country=asked_country())
    kept = {key: value for key, value in request.args.items() if key in KEPT}
    source = edition.instrument.languages[0]
    return languages.redirect_to_language("surveys.first", edition.languages, source, slug=survey.slug, **kept)


def _country_is_open(edition: pages.Edition) -> bool:
    """Whether the visitor has to say first in which country they live."""
    return bool(edition.instrument.editions) and request.args.get("country") != pages.OTHER


def _countries_page(here: Visit) -> Response:
    """The first question of a survey with national editions. Choosing is following a link: nothing is stored."""
    use_interface(here)
    names = babel_locale(here.lang).territories
    instrument, session = here.edition.instrument, db.session()
    countries = sorted(
        (
            (names.get(country, country), country, pages.edition(session, here.survey, country=country).languages)
            for country in instrument.editions
        ),
        key=lambda entry: entry[0],
    )
    asked = instrument.item(instrument.country_item) if instrument.country_item else None
    body = pages.page("countries.html", here.edition, here.lang, countries=countries, asked=asked, other=pages.OTHER)
    response = make_response(body)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _first_page(here: Visit, form: MultiDict[str, str], problems: dict[str, str]) -> str:
    compiled = pages.first_page(db.session(), here.survey, here.edition, here.lang, utcnow().date())
    return filled(compiled, here, form, problems)


def filled(
    compiled: CompiledPage,
    here: Visit,
    form: MultiDict[str, str],
    problems: dict[str, str],
    *,
    more_slots: Mapping[str, Any] = NOTHING,
    more_blocks: Mapping[str, Any] = NOTHING,
) -> str:
    """A compiled first page with what was typed and what is wrong with it."""
    anchors = {"_age": "age"}

    def start_checked(name: str, value: str) -> str:
        chosen = form.get(name, "short" if name == "_length" else "")
        return " checked" if chosen == value else ""

    def described(key: str, element: str, ids: str) -> str:  # noqa: ARG001
        return f' aria-describedby="{element}-error" aria-invalid="true"' if key in problems else ""

    results = what_came.address(db.session(), here.survey.id, here.lang)
    links = "".join(Markup('<li><a href="#{}">{}</a></li>').format(anchors[k], v) for k, v in problems.items())
    slots: dict[str, Any] = {
        "title_prefix": lambda: str(escape(gettext("Error:"))) + " " if problems else "",
        "problem_list": lambda: links,
        "start_checked": start_checked,
        "start_class": lambda key: " eng-item--error" if key in problems else "",
        "described": described,
        "message": lambda key: str(escape(problems[key])),
        "pipe": lambda _key: GAP,  # a text before the first question that shows an answer: there is none yet
        "said": lambda _key: GAP,
        "results_address": lambda: str(escape(results)),
    }
    blocks: dict[str, Any] = {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "error": lambda parts, fill, key: fill(parts) if key in problems else "",
        "results": lambda parts, fill: fill(parts) if results else "",
    }
    return compiled.fill({**slots, **more_slots}, {**blocks, **more_blocks})


@bp.post("/<lang:lang>/surveys/<slug>")
@permission(Permission.PUBLIC)
def start(lang: str, slug: str) -> ResponseReturnValue:
    """Make an empty draft, or go on with the one there is. Exempt from the token: nothing can be harmed."""
    forgery.refuse_cross_site()
    here = visit(lang, slug)
    if ways.mode() == "kiosk":
        kiosk.drop(here)
    elif going_on := respondent(here):
        return see("section", here, section=place(going_on))
    if ways.is_closed():
        return go.closed()
    if _country_is_open(here.edition):
        return see("first", here)
    use_interface(here)
    if problems := start_problems(here):
        return _first_page(here, request.form, problems), 422
    secret = new_secret()
    pulse = here.edition.instrument.has_pulse and request.form.get("_length") == "short"
    agreed = here.edition.instrument.has_special_category and request.form.get("_consent") == "yes"
    try:
        begun = _start(here, secret, pulse=pulse, agreed=agreed)
    except NotAccepting as refusal:
        db.session.rollback()
        return unavailable(here, refusal.args[0], 409)
    return first_step(here, secret, begun)


def start_problems(here: Visit) -> dict[str, str]:
    """What keeps somebody from starting: that they do not say they are old enough."""
    if not here.edition.minimum_age or request.form.get("_age") == "yes":
        return {}
    refused = ngettext(
        "This survey is for people of %(num)s year or older. Tick the box if you are.",
        "This survey is for people of %(num)s years or older. Tick the box if you are.",
        here.edition.minimum_age,
    )
    return {"_age": refused}


def _start(here: Visit, secret: bytes, *, pulse: bool, agreed: bool) -> answering.OpenDraft:
    channel = TEST if here.survey.trial else ways.channel() or Channel.OPEN
    return answering.start(
        db.session(),
        here.survey,
        secret,
        first_section=here.edition.instrument.sections[0].slug if here.edition.instrument.sections else "",
        language=here.lang,
        channel=channel,
        device=device(),
        pulse=pulse,
        consent=consent.statement(here.edition, here.lang) if agreed else None,
        now=utcnow(),
        country=here.edition.national,
    )
