"""The frame of a member's own pages: whose they are, in which language, and whether ratings are taken.

No session and no cookie: the secret in the address says who it is, and forms are bound to it. Nothing is kept by
browsers, and search engines are told to leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup, escape

from engage.core import zones
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.i18n import locales
from engage.instruments.rendering.texts import language_attributes
from engage.maturity import links, queries_ratings, wording, words_rating
from engage.maturity.domain.door import Door
from engage.maturity.domain.kinds import AssessmentKind
from engage.maturity.domain.model import Indicator, MaturityModel
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating import saving
from engage.web import forgery, languages

bp = Blueprint("assessments", __name__, template_folder="../templates")


@dataclass(frozen=True)
class Here:
    """A member's page that was asked for."""

    lang: str
    token: str
    member: Member
    assessment: Assessment
    now: datetime

    @cached_property
    def today(self) -> date:
        """By the clock of the hub."""
        return zones.local(self.now, self.assessment.hub.time_zone).date()

    @cached_property
    def door(self) -> Door:
        return saving.door_of(self.assessment, self.member, self.today)

    @cached_property
    def words(self) -> wording.Words:
        return wording.words(db.session(), self.assessment.model, self.lang)

    @cached_property
    def model(self) -> MaturityModel:
        return wording.model_of(self.assessment.model)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """What this member is asked."""
        return saving.indicators_for(self.assessment, self.member)

    @cached_property
    def own(self) -> Mapping[str, Rating]:
        """What this member has answered."""
        return {} if self.member.sealed else queries_ratings.own(db.session(), self.member.id)

    def address(self, part: str = "start", **values: Any) -> str:
        return url_for(f"assessments.{part}", lang=values.pop("lang", self.lang), token=self.token, **values)

    def require_token(self) -> None:
        forgery.require(self.token.encode())

    def said(self, place: str) -> Markup:
        """Words of the model, marked with their language where it is not the page's."""
        text, language = self.words.text(place)
        if locales.nearest(self.lang, (language,)):
            return escape(text)
        return Markup("<span{}>{}</span>").format(language_attributes(language, self.lang), text)

    def says(self, place: str) -> bool:
        """Whether the model's words at a place are there in the language of the page."""
        return bool(locales.nearest(self.lang, (self.words.text(place)[1],)))

    def render(self, template: str, *, here: str = "start", status: int = 200, **values: Any) -> Response:
        """A page in the language of the address.

        :param here: the page's part, for links to its other languages
        """
        hub = self.assessment.hub
        body = render_template(
            template,
            my=self,
            words=words_rating,
            member=self.member,
            assessment=self.assessment,
            hub_name=named(hub.name, hub.names, hub.languages, self.lang),
            hub=hub,
            Door=Door,
            door=self.door,
            here=here,
            csrf=forgery.token(self.token.encode()),
            **frame(self.lang),
            **values,
        )
        return make_response(body, status)


@bp.before_request
def speak() -> None:
    """In the language of the address from the start: sentences are made before the page is."""
    lang = (request.view_args or {}).get("lang")
    if lang is not None:
        languages.use(current_app, lang)


def frame(lang: str) -> dict[str, Any]:
    """What every page without a session says of its language."""
    offered = languages.offered(current_app)
    return {
        "lang": lang,
        "dir": locales.direction(lang),
        "interface": g.interface,
        "ui": language_attributes(g.interface, lang),
        "languages": [(tag, locales.endonym(tag), locales.direction(tag)) for tag in offered],
    }


def find(lang: str, token: str) -> Here:
    """The member whom an address lets in. Ends the request with a page that says what to do (404) where it opens
    nothing, and with the nearest language of the interface (302) where the product does not speak this one.
    """
    session = db.session()
    member = links.by_token(session, token)
    assessment = session.get(Assessment, member.assessment_id) if member else None
    if member is None or assessment is None or assessment.kind is AssessmentKind.FIRST_LOOK:
        abort(gone(lang))
    if lang not in languages.offered(current_app):
        abort(elsewhere(token))
    return Here(lang, token, member, assessment, utcnow())


def elsewhere(token: str) -> Response:
    """The first page in the language that suits the reader."""
    offered = languages.offered(current_app)
    member = links.by_token(db.session(), token)
    preferred = locales.nearest(member.language, offered) if member else ""
    return languages.redirect_to_language("assessments.start", offered, preferred or offered[0], token=token)


def gone(lang: str) -> Response:
    """The page of an address that opens nothing."""
    languages.use(current_app, lang)
    tag = g.interface
    with force_locale(tag.replace("-", "_")):
        return make_response(render_template("maturity/rating_gone.html", **frame(tag)), 404)


def shut(here: Here, status: int = 409) -> ResponseReturnValue:
    """Why nothing is taken; the same page as the start, which says it."""
    return here.render("maturity/rating_start.html", status=status, refused=True)


@bp.after_request
def keep_to_oneself(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
