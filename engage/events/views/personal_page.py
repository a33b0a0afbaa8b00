"""The frame of personal pages: whose page it is, in which language, and what can be done on it.

No session and no cookie: the secret in the address says who it is, and forms are bound to it. Nothing is kept by
browsers, and search engines are told to leave.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.activities.domain.kinds import ActivityState
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries_public
from engage.events.domain.personal import Action, Stand, possible
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.showing import page, rendering
from engage.events.showing.shown import EventPage, SiteShown
from engage.events.tickets import links
from engage.events.views import personal_words
from engage.i18n import locales
from engage.web import forgery, languages

bp = Blueprint("event_registration", __name__, template_folder="../templates")


@dataclass(frozen=True)
class Here:
    """A personal page that was asked for."""

    lang: str
    token: str
    registration: Registration
    event: Event
    now: datetime

    @cached_property
    def shown(self) -> EventPage:
        return page.load(db.session(), self.event, self.lang)

    @cached_property
    def site(self) -> SiteShown:
        return next(site for site in self.shown.sites if site.id == self.registration.site_id)

    @cached_property
    def stand(self) -> Stand:
        mine = self.registration
        return Stand(
            mine.status,
            self.event.starts_at,
            self.event.ends_at,
            takes_place=self.event.activity.state is ActivityState.ANNOUNCED,
            confirm_by=mine.confirm_by,
            answer_by=mine.answer_by,
        )

    @cached_property
    def possible(self) -> frozenset[Action]:
        return possible(self.stand, self.now)

    def address(self, part: str = "mine", **values: Any) -> str:
        return url_for(f"event_registration.{part}", lang=self.lang, token=self.token, **values)

    def to_page(self, done: str = "") -> ResponseReturnValue:
        """Back to the personal page, which says what was done."""
        return redirect(self.address(done=done) if done else self.address(), code=303)

    def require_token(self) -> None:
        forgery.require(self.token.encode())

    def render(self, template: str, values: Callable[[], Mapping[str, Any]] = dict, status: int = 200) -> Response:
        def all_values() -> dict[str, Any]:
            return {
                "mine": self.registration,
                "my": self,
                "site": self.site,
                "possible": self.possible,
                "Action": Action,
                "said": personal_words,
                "csrf": forgery.token(self.token.encode()),
                **values(),
            }

        return make_response(rendering.render(template, "event_registration.mine", self.shown, all_values), status)


def find(lang: str, token: str, *, any_language: bool = False) -> Here:
    """The registration that an address opens, in a language of its event.

    Ends the request with a page that says how to get a new link (404) where an address opens nothing, and with the
    right language (302) where the event does not speak this one.

    :param any_language: for addresses without a language
    """
    session = db.session()
    registration = links.by_token(session, token)
    event = session.get(Event, registration.event_id) if registration else None
    if registration is None or event is None or event.activity.state is ActivityState.REMOVED or not event.sites:
        abort(_gone(lang))
    available = queries_public.languages_of(event)
    if lang not in available and not any_language:
        abort(elsewhere(request.endpoint or "", available, token))
    return Here(lang, token, registration, event, utcnow())


def elsewhere(endpoint: str, available: tuple[str, ...], token: str) -> Response:
    """The same page in the language that suits the reader."""
    values = {name: value for name, value in (request.view_args or {}).items() if name not in ("lang", "part")}
    return languages.redirect_to_language(endpoint, available, available[0], **(values | {"token": token}))


def plain(template: str, lang: str, status: int = 200, **values: Any) -> Response:
    """A page of no registration, in a language of the interface."""
    languages.use(current_app, lang)
    tag = g.interface
    body = render_template(
        template,
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        languages=[(each, locales.endonym(each), locales.direction(each)) for each in languages.offered(current_app)],
        **values,
    )
    return make_response(body, status)


def _gone(lang: str) -> Response:
    return plain("events/mine_gone.html", lang, 404)


def refused(here: Here, refusal: Refusal) -> Response:
    """What could not be done, on the page as it stands now (409)."""
    db.session.rollback()
    now = find(here.lang, here.token)
    return now.render("events/mine_refused.html", lambda: {"sentence": personal_words.refusal(refusal)}, 409)


@bp.after_request
def keep_to_oneself(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
