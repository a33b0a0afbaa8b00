"""Published results of all hubs, for everybody: by country, topic and language, as a page and as a feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from flask import current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.activities import showing, words
from engage.activities.domain.kinds import ActivityKind, MissionArea
from engage.activities.domain.shown import ShownActivity
from engage.core.clock import utcnow
from engage.db.folding import fold
from engage.db.session import db
from engage.i18n import locales, named
from engage.results import published as editions
from engage.results.published import Newest
from engage.results.views.public_blueprint import bp
from engage.web import languages
from engage.web.permissions import Permission, permission

LONGEST_WORDS = 100
A_PAGE = 20
KEPT = ("q", "country", "area", "language", "page")
"""What an address says besides, and what stays when its language changes."""
FOR_A_MINUTE, FOR_A_WHILE = "public, max-age=60", "public, max-age=900"
"""Programs that read feeds ask again and again."""


@dataclass(frozen=True, slots=True)
class Result:
    """A survey with published results."""

    activity: ShownActivity
    edition: Newest

    @property
    def countries(self) -> tuple[str, ...]:
        return tuple(sorted(self.activity.countries))

    @property
    def newest_first(self) -> tuple[float, int]:
        return -self.edition.published_at.timestamp(), self.edition.edition_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor narrows the list to; what is not on offer narrows nothing."""

    words: str = ""
    country: str = ""
    area: str = ""
    language: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str], found: Sequence[Result]) -> Self:
        on_offer = offered(found)
        chosen = {name: value for name, known in on_offer.items() if (value := args.get(name, "")) in known}
        return cls(words=args.get("q", "").strip()[:LONGEST_WORDS], **chosen)

    @property
    def query(self) -> dict[str, str]:
        """What an address says to ask for the same."""
        said = {"q": self.words, "country": self.country, "area": self.area, "language": self.language}
        return {name: value for name, value in said.items() if value}

    def takes(self, result: Result) -> bool:
        shown = result.activity
        said = fold(" ".join((shown.title, shown.summary, *(owner.name for owner in shown.owners)))) or ""
        return (
            (not self.country or self.country in shown.countries)
            and (not self.area or self.area in shown.areas)
            and (not self.language or self.language in shown.languages)
            and all(word in said for word in (fold(self.words) or "").split())
        )


def offered(found: Sequence[Result]) -> dict[str, tuple[str, ...]]:
    """What one can narrow the list by: only what leads to something."""
    areas = {area for each in found for area in each.activity.areas}
    return {
        "country": tuple(sorted({code for each in found for code in each.activity.countries})),
        "area": tuple(area.value for area in MissionArea if area.value in areas),
        "language": tuple(sorted({tag for each in found for tag in each.activity.languages})),
    }


@bp.get("/results")
@permission(Permission.PUBLIC)
def bare_list() -> ResponseReturnValue:
    kept = {key: value for key, value in request.args.items() if key in KEPT}
    return languages.redirect_to_language(
        "public_results.every", languages.offered(current_app), locales.DEFAULT, **kept
    )


@bp.get("/<lang:lang>/results")
@permission(Permission.PUBLIC)
def every(lang: str) -> ResponseReturnValue:
    if lang not in languages.offered(current_app):
        return bare_list()
    languages.use(current_app, lang)
    found = _results(lang, utcnow())
    wanted = Wanted.of(request.args, found)
    chosen = [each for each in found if wanted.takes(each)]
    pages = max(1, -(-len(chosen) // A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    response = make_response(
        _render(
            "results/public/list.html",
            lang,
            shown=chosen[(page - 1) * A_PAGE : page * A_PAGE],
            number=len(chosen),
            total=len(found),
            page=page,
            pages=pages,
            wanted=wanted,
            kept=wanted.query,
            offered=offered(found),
        )
    )
    response.headers["Cache-Control"] = FOR_A_MINUTE
    return response


@bp.get("/<lang:lang>/results.atom")
@permission(Permission.PUBLIC)
def feed(lang: str) -> ResponseReturnValue:
    """All published results, the newest first (RFC 4287)."""
    if lang not in languages.offered(current_app):
        return languages.redirect_to_language("public_results.feed", languages.offered(current_app), locales.DEFAULT)
    languages.use(current_app, lang)
    response = make_response(_render("results/public/feed.html", lang, shown=_results(lang, utcnow())[:A_PAGE]))
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    response.headers["Cache-Control"] = FOR_A_WHILE
    response.add_etag()
    return response.make_conditional(request)


def _results(lang: str, now: datetime) -> list[Result]:
    """Surveys that everybody may see and whose results are published, the newest edition first."""
    session = db.session()
    surveys = showing.shown(session, lang=lang, now=now, kinds=(ActivityKind.SURVEY,), standing=False)
    found = [each for each in surveys if each.results]
    newest = editions.newest_of_activities(session, [each.id for each in found])
    results = [Result(each, newest[each.id]) for each in found if each.id in newest]
    return sorted(results, key=lambda each: each.newest_first)


def _render(template: str, lang: str, **values: Any) -> str:
    return render_template(
        template,
        lang=lang,
        dir=locales.direction(lang),
        interface=g.interface,
        ui=Markup(""),
        languages=[(t, locales.endonym(t), locales.direction(t)) for t in languages.offered(current_app)],
        words=words,
        names=named,
        **values,
    )
