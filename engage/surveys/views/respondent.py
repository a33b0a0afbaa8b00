"""What the pages of a survey share: finding it, the respondent's secret and draft, the form token."""

import os
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import Journey
from engage.surveys import answering, messages, pages, queries, what_came
from engage.surveys.domain.draft import TEST, NoDraft
from engage.surveys.domain.secret import Unreadable, from_cookie, keys, to_cookie
from engage.surveys.domain.status import Availability
from engage.surveys.pages import Edition
from engage.surveys.queries import Fielded, StoredDraft
from engage.surveys.views import embedding, trying, ways
from engage.web import cookies, forgery, languages

FORM_COOKIE = "form"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to a survey in one of its languages."""

    survey: Fielded
    edition: Edition
    lang: str
    draft: StoredDraft | None = None
    """What the visitor's secret names, as it lay there when the request began."""
    secret: bytes | None = None


def visit(lang: str, slug: str) -> Visit:
    """The survey at this address, in a language it is offered in; 404 otherwise."""
    session, secret = db.session(), secret_of(slug)
    draft: StoredDraft | None
    if secret is None:
        survey, draft = trying.find(session, slug), None
    elif trying.token():
        survey = trying.find(session, slug)
        draft = queries.draft(session, survey.id, keys(secret).draft_id) if survey else None
    else:
        survey, draft = queries.fielded_with_draft(session, slug, keys(secret).draft_id)
    if survey is None:
        abort(404)
    survey = ways.stamped(survey)
    edition = pages.edition(session, survey, country=draft.country if draft else asked_country())
    if lang not in edition.languages:
        abort(404)
    g.language = lang
    return Visit(survey, edition, lang, draft, secret)


def asked_country() -> str:
    """The country in the address, whose edition is meant; nobody's if it has none."""
    return request.args.get("country", "").upper()[:2]


def address(name: str, visit: Visit, **values: Any) -> str:
    return url_for(f"surveys.{name}", lang=visit.lang, slug=visit.survey.slug, **values)


def see(name: str, visit: Visit, *, anchor: str = "", **values: str) -> BaseResponse:
    """303 to a page of the same survey."""
    target = address(name, visit, **values)
    return redirect(f"{target}#{anchor}" if anchor else target, code=303)


# -- the secret


def cookie_name(slug: str) -> str:
    """Testers have a cookie of their own, so that trying a survey disturbs no draft; a device for many people too."""
    if trying.token():
        return f"t-{slug}"
    return f"k-{slug}" if ways.mode() == "kiosk" else f"s-{slug}"


def secret_of(slug: str) -> bytes | None:
    if embedding.embedded():
        return embedding.held()
    value = cookies.read(cookie_name(slug))
    if not value:
        return None
    try:
        return from_cookie(value)
    except Unreadable:
        return None


def keep_secret(response: BaseResponse, slug: str, secret: bytes) -> BaseResponse:
    if embedding.embedded():
        embedding.hold(secret)
        return response
    cookies.write(response, cookie_name(slug), to_cookie(secret))
    return response


def forget(response: BaseResponse, slug: str) -> BaseResponse:
    """Leave nothing of the respondent on this device; what is shown again is asked for again."""
    if embedding.embedded():
        embedding.hold(None)
        return response
    cookies.delete(response, cookie_name(slug))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


# -- drafts


@dataclass(frozen=True, slots=True)
class Respondent:
    """A visitor with a draft under way."""

    secret: bytes
    draft: answering.OpenDraft
    edition: Edition
    """Of the version the draft began on."""
    journey: Journey

    def section(self, slug: str) -> Section | None:
        return self.edition.instrument.section(slug)


def respondent(visit: Visit, *, lock: bool = False) -> Respondent | None:
    secret = visit.secret or secret_of(visit.survey.slug)
    if secret is None:
        return None
    session = db.session()
    try:
        if lock:
            draft = answering.find(session, visit.survey, secret, lock=True)
        else:
            draft = answering.opened(visit.draft, secret)
    except NoDraft:
        return None
    if (draft.channel == TEST) is not bool(visit.survey.trial):
        return None
    edition = pages.edition(session, visit.survey, draft.version_id, draft.country)
    journey = draft.journey(edition.questionnaire, now=utcnow(), language=visit.lang)
    return Respondent(secret, draft, edition, journey)


def without_draft(visit: Visit) -> BaseResponse:
    """Where somebody goes who has no draft here: the receipt if they have submitted, else the first page."""
    secret = secret_of(visit.survey.slug)
    if secret and queries.response_by_receipt(db.session(), visit.survey.id, keys(secret).receipt_hash):
        return see("done", visit)
    return see("first", visit)


# -- form tokens of pages without a draft


def form_binding() -> bytes:
    """What the token of a page without a draft is bound to: a random value in a cookie of its own."""
    value = cookies.read(FORM_COOKIE)
    if not value or not 16 <= len(value) <= 64:
        value = os.urandom(16).hex()
    g.form_binding = value
    return value.encode()


def with_form_cookie(body: str, status: int = 200) -> Response:
    response = current_app.make_response((body, status))
    if not embedding.embedded() and cookies.read(FORM_COOKIE) != g.form_binding:
        cookies.write(response, FORM_COOKIE, g.form_binding)
    return response


def require_form_token() -> None:
    """Anybody could make a token bound to nothing: without the cookie there is no valid one.

    Where no cookie says who somebody is, a forged form could do nothing that its sender could not.
    """
    if embedding.embedded():
        forgery.refuse_cross_site()
        return
    value = cookies.read(FORM_COOKIE)
    if not value:
        abort(400)
    forgery.require(value.encode())


def device() -> str:
    """The class of device: kept beside the draft; what it is derived from is not."""
    if request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in request.headers.get("User-Agent", ""):
        return "phone"
    return "desktop"


def respondent_of(here: Visit, secret: bytes) -> Respondent:
    """:raises NoDraft: when nothing belongs to the secret, or it is a tester's and the page is not, or the reverse"""
    draft = answering.find(db.session(), here.survey, secret)
    if (draft.channel == TEST) is not bool(here.survey.trial):
        raise NoDraft
    journey = draft.journey(here.edition.questionnaire, now=utcnow(), language=here.lang)
    return Respondent(secret, draft, here.edition, journey)


def first_step(here: Visit, secret: bytes, draft: answering.OpenDraft) -> BaseResponse:
    """Where somebody goes who has just begun; the draft is on disk before it is answered."""
    path = draft.journey(here.edition.questionnaire, now=utcnow(), language=here.lang).sections()
    response = see("section", here, section=path[0].slug) if path else see("review", here)
    session = db.session()
    if session.in_transaction():
        session.commit()
    return keep_secret(response, here.survey.slug, secret)


def use_interface(here: Visit) -> None:
    languages.use(current_app, here.lang, here.edition.instrument.source_language)


def place(who: Respondent) -> str:
    path = who.journey.sections()
    return who.draft.section if any(s.slug == who.draft.section for s in path) or not path else path[0].slug


def unavailable(here: Visit, found: Availability, status: int) -> ResponseReturnValue:
    use_interface(here)
    session = db.session()
    heading, lines = messages.unavailable(found, here.survey.period, queries.time_zone(session, here.survey.id))
    results = what_came.address(session, here.survey.id, here.lang)
    said = {"heading": heading, "lines": lines, "results": results}
    return pages.page("unavailable.html", here.edition, here.lang, **said), status
