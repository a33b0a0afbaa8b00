"""A personal invitation to a survey: opening it changes nothing, starting makes a draft that knows it, sending uses it.

Mail programs and scanners open links: a GET shows who invites and stores nothing, not even that it was opened.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales
from engage.i18n.locales import babel_locale
from engage.surveys import answering, consent, pages, queries
from engage.surveys.domain.draft import NotAccepting
from engage.surveys.domain.secret import keys, new_secret
from engage.surveys.domain.status import Availability
from engage.surveys.inviting import counting, links, lists
from engage.surveys.models import Survey
from engage.surveys.models_reach import Participant
from engage.surveys.queries import Fielded
from engage.surveys.views.first import filled, start_problems
from engage.surveys.views.respondent import (
    Respondent,
    Visit,
    asked_country,
    device,
    first_step,
    place,
    respondent,
    secret_of,
    see,
    unavailable,
    use_interface,
)
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

bp = Blueprint("survey_invitations", __name__, template_folder="../templates")
CODES = limits.Limit("survey invitation code", 20, 15 * limits.MINUTE)


@bp.after_request
def keep_to_oneself(response: Response) -> Response:
    """Browsers keep nothing of it, and search engines leave it alone."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody with an invitation that holds, at their survey."""

    token: str
    person: Participant
    here: Visit
    draft: Respondent | None
    """What is under way on this device."""

    @property
    def goes_on(self) -> bool:
        """Whether it was begun with this very invitation."""
        return self.draft is not None and self.draft.draft.content.invitation == self.person.id

    def address(self, lang: str, **more: Any) -> str:
        kept = {"country": request.args.get("country"), **more}
        return url_for("survey_invitations.invitation", lang=lang, token=self.token, **kept)


# -- by link


@bp.get("/invitations/<token>")
@permission(Permission.PUBLIC)
def bare(token: str) -> ResponseReturnValue:
    return languages.redirect_to_language(
        "survey_invitations.invitation", languages.offered(current_app), locales.DEFAULT, token=token
    )


@bp.get("/<lang:lang>/invitations/<token>")
@permission(Permission.PUBLIC)
def invitation(lang: str, token: str) -> ResponseReturnValue:
    found = _read(lang, token)
    return _page(found, {}) if isinstance(found, Invited) else found


def _read(lang: str, token: str) -> Invited | ResponseReturnValue:
    """Who was invited to what; or the page that says why nothing can be begun here."""
    session = db.session()
    person = links.by_token(session, token)
    survey = _survey(person) if person else None
    if person is None or survey is None:
        return _code_page(lang, dead=True), 404
    country = person.country or asked_country()
    secret = secret_of(survey.slug)
    stored = queries.draft(session, survey.id, keys(secret).draft_id) if secret else None
    edition = pages.edition(session, survey, country=country)
    if lang not in edition.languages:
        tag = locales.nearest(lang, edition.languages) or edition.instrument.source_language
        there = url_for("survey_invitations.invitation", lang=tag, token=token, country=request.args.get("country"))
        return redirect(there, code=302)
    g.language = lang
    here = Visit(survey, edition, lang, stored)
    if person.answered:
        use_interface(here)
        return pages.page("invitation_used.html", edition, lang, unsent=False)
    state = queries.state(session, survey, utcnow())
    if state is not Availability.OPEN:
        return unavailable(here, state, 200)
    return Invited(token, person, here, respondent(here))


def _survey(person: Participant) -> Fielded | None:
    found = db.session().get(Survey, person.survey_id)
    return queries.fielded(db.session(), found.slug) if found else None


def _page(invited: Invited, problems: dict[str, str]) -> str:
    here = invited.here
    use_interface(here)
    if _country_is_open(invited):
        return _countries_page(invited)
    compiled = pages.first_page(db.session(), here.survey, here.edition, here.lang, utcnow().date(), "invitation.html")
    form = request.form if problems else MultiDict[str, str]()
    going_on, other = invited.goes_on, invited.draft is not None and not invited.goes_on
    more: dict[str, Any] = {
        "languages": lambda parts, fill: fill(parts) if len(here.edition.languages) > 1 else "",
        "other_draft": lambda parts, fill: fill(parts) if other else "",
        "plain_start": lambda parts, fill: fill(parts) if invited.draft is None else "",
        "go_on": lambda parts, fill: fill(parts) if going_on else "",
        "start_anew": lambda parts, fill: fill(parts) if other else "",
    }
    there = url_for("surveys.first", lang=here.lang, slug=here.survey.slug, **here.edition.query)
    slots: dict[str, Any] = {
        "language_links": lambda: _language_links(invited),
        "other_address": lambda: str(escape(there)),
    }
    return filled(compiled, here, form, problems, more_slots=slots, more_blocks=more)


def _language_links(invited: Invited) -> str:
    link = Markup('<li><a class="eng-languages__item" href="{}" hreflang="{}" lang="{}" dir="{}">{}</a></li>')
    current = Markup('<li><span class="eng-languages__item" aria-current="true" lang="{}" dir="{}">{}</span></li>')
    made = []
    for tag in invited.here.edition.languages:
        name, direction = locales.endonym(tag), locales.direction(tag)
        here = tag == invited.here.lang
        made.append(
            current.format(tag, direction, name)
            if here
            else link.format(invited.address(tag), tag, tag, direction, name)
        )
    return "".join(made)


def _country_is_open(invited: Invited) -> bool:
    """Whether they have to say first in which country they live."""
    edition = invited.here.edition
    return bool(edition.instrument.editions) and not edition.national and request.args.get("country") != pages.OTHER


def _countries_page(invited: Invited) -> str:
    here = invited.here
    names = babel_locale(here.lang).territories
    countries = sorted(
        (str(names.get(country, country)), invited.address(here.lang, country=country))
        for country in here.edition.instrument.editions
    )
    other = invited.address(here.lang, country=pages.OTHER)
    return pages.page("invitation_countries.html", here.edition, here.lang, countries=countries, other=other)


@bp.post("/<lang:lang>/invitations/<token>")
@permission(Permission.PUBLIC)
def start(lang: str, token: str) -> ResponseReturnValue:
    """Begin with this invitation, go on, or ask not to be written to. The token in the address is what a form of ours
    would bring."""
    forgery.refuse_cross_site()
    found = _read(lang, token)
    if not isinstance(found, Invited):
        return found
    if request.form.get("_action") == "stop":
        lists.stop(found.person)
        db.session.commit()
        use_interface(found.here)
        return pages.page("invitation_stopped.html", found.here.edition, lang)
    if found.draft is not None and found.goes_on:
        return see("section", found.here, section=place(found.draft))
    use_interface(found.here)
    if _country_is_open(found) or (found.draft is not None and request.form.get("_action") != "anew"):
        return _page(found, {})
    if problems := start_problems(found.here):
        return _page(found, problems), 422
    return _begin(found)


def _begin(invited: Invited) -> ResponseReturnValue:
    here, edition, secret = invited.here, invited.here.edition, new_secret()
    agreed = edition.instrument.has_special_category and request.form.get("_consent") == "yes"
    try:
        begun = answering.start(
            db.session(),
            here.survey,
            secret,
            first_section=edition.instrument.sections[0].slug if edition.instrument.sections else "",
            language=here.lang,
            channel=counting.channel_of(db.session(), invited.person).value,
            device=device(),
            pulse=edition.instrument.has_pulse and request.form.get("_length") == "short",
            consent=consent.statement(edition, here.lang) if agreed else None,
            now=utcnow(),
            country=edition.national,
            invitation=invited.person.id,
        )
    except NotAccepting as refusal:
        db.session.rollback()
        return unavailable(here, refusal.args[0], 409)
    return first_step(here, secret, begun)


# -- by the code on a letter


@bp.get("/invitations")
@permission(Permission.PUBLIC)
def bare_code_page() -> ResponseReturnValue:
    return languages.redirect_to_language(
        "survey_invitations.code_page", languages.offered(current_app), locales.DEFAULT
    )


@bp.get("/<lang:lang>/invitations")
@permission(Permission.PUBLIC)
def code_page(lang: str) -> ResponseReturnValue:
    if lang not in languages.offered(current_app):
        return bare_code_page()
    return _code_page(lang)


def _code_page(lang: str, *, typed: str = "", problem: str = "", dead: bool = False) -> str:
    languages.use(current_app, lang)
    tag = g.interface
    return render_template(
        "surveys/invitation_code.html",
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        languages=[(t, locales.endonym(t), locales.direction(t)) for t in languages.offered(current_app)],
        typed=typed,
        problem=problem,
        dead=dead,
    )


@bp.post("/<lang:lang>/invitations")
@permission(Permission.PUBLIC)
def open_by_code(lang: str) -> ResponseReturnValue:
    """Every try is counted by where it comes from; a code that is right is not told from one that was used."""
    forgery.refuse_cross_site()
    if lang not in languages.offered(current_app):
        abort(404)
    languages.use(current_app, lang)
    typed, key = request.form.get("code", "")[:40], str(current_app.config["SECRET_KEY"])
    session = db.session()
    try:
        limits.note(session, (CODES, limits.place(request.remote_addr or "")), key=key, now=utcnow())
    except limits.TooManyAttempts:
        session.commit()
        said = gettext("Too many codes were tried from here. Wait a quarter of an hour.")
        return _code_page(lang, problem=said), 429
    person = links.by_code(session, typed, key)
    token = links.token(person) if person else ""
    wanted = person.language if person and person.language else lang
    session.commit()
    if not token:
        said = gettext("No invitation has this code. Look at it again: it has no letter O and no letter I.")
        return _code_page(lang, typed=typed, problem=said), 422
    return redirect(url_for("survey_invitations.invitation", lang=wanted, token=token), code=303)
