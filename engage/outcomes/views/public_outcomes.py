"""What became of it, for everybody: the list of outcomes of all hubs, and the page of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext, ngettext
from markupsafe import Markup

from engage.activities import words
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales, named
from engage.instruments.rendering import texts
from engage.outcomes import showing, topics
from engage.outcomes.briefs import Listed, of_hubs
from engage.outcomes.showing import words as standings
from engage.outcomes.showing.filters import Filters
from engage.outcomes.showing.listing import Page
from engage.outcomes.showing.one import Found
from engage.outcomes.showing.standing import Standing
from engage.outcomes.views.public_outcomes_blueprint import answer_days, bp, for_everybody, today
from engage.web import languages
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.drawing import APART, GROUPS, PLAIN, Drawn
from engage.web.newest import newest
from engage.web.permissions import Permission, permission

KEPT = ("q", "hub", "area", "sector", "state", "language", "activity", "page")
"""What an address says besides, and what stays when its language changes."""
MOST = 256
"""Finished pages kept in a process, none of them longer than a minute."""
_COLOURS = {Standing.OVERDUE: GROUPS[1], Standing.OPEN: APART, Standing.DECLINED: GROUPS[6]}


@bp.get("/outcomes")
@permission(Permission.PUBLIC)
def bare_list() -> ResponseReturnValue:
    return in_a_language("public_outcomes.every")


def in_a_language(endpoint: str) -> ResponseReturnValue:
    """The same address in the language that suits the visitor."""
    kept = {key: value for key, value in request.args.items() if key in KEPT}
    return languages.redirect_to_language(endpoint, languages.offered(current_app), locales.DEFAULT, **kept)


@bp.get("/<lang:lang>/outcomes")
@permission(Permission.PUBLIC)
def every(lang: str) -> ResponseReturnValue:
    if lang not in languages.offered(current_app):
        return bare_list()
    languages.use(current_app, lang)
    page = showing.page(db.session(), Filters.of(request.args), lang, today(), answer_days())
    body = render_template(
        "outcomes/public/list.html",
        **_frame(lang, languages.offered(current_app)),
        page=page,
        kept=page.filters.query,
        chart=_chart(page, locales.direction(lang)) if page.recommendations else None,
        briefs=_briefs(page, lang),
    )
    return for_everybody(make_response(body))


def _briefs(page: Page, lang: str) -> Sequence[Listed]:
    """Policy briefs of all hubs or of the one asked for; none where something else is asked for."""
    if page.page > 1 or not page.filters.query.keys() <= {"hub"}:
        return ()
    return of_hubs(db.session(), lang, languages.offered(current_app), page.filters.hub)


def _chart(page: Page, direction: str) -> Drawn:
    """How far the recommendations are, as bars."""
    title, total = gettext("How far the recommendations are"), page.recommendations
    rows = [
        Row(
            str(standings.STANDINGS[each]),
            [Bar(number, format_decimal(number), colour=_COLOURS.get(each, PLAIN))],
        )
        for each, number in page.standings.items()
    ]
    said = ", ".join(f"{standings.STANDINGS[each]}: {format_decimal(n)}" for each, n in page.standings.items())
    base = ngettext("%(num)s recommendation", "%(num)s recommendations", total)
    return Drawn(bars(rows, direction, whole=float(total)), title, said, [title, base])


@bp.get("/outcomes/<slug>")
@permission(Permission.PUBLIC)
def bare_one(slug: str) -> ResponseReturnValue:
    """Among the languages in which it was written first."""
    return _one_in_a_language(_found(slug).languages, slug)


def _one_in_a_language(own: tuple[str, ...], slug: str) -> ResponseReturnValue:
    return languages.redirect_to_language("public_outcomes.one", _served(own), own[0], slug=slug)


def _found(slug: str) -> Found:
    found = showing.found(db.session(), slug)
    if found is None:
        abort(404)
    return found


def _served(own: tuple[str, ...]) -> tuple[str, ...]:
    """The languages it was written in, and those of the product, in which one finds one's way around it."""
    return tuple(dict.fromkeys((*own, *languages.offered(current_app))))


@bp.get("/<lang:lang>/outcomes/<slug>")
@permission(Permission.PUBLIC)
def one(lang: str, slug: str) -> ResponseReturnValue:
    found, now = _found(slug), utcnow()
    if lang not in _served(found.languages):
        return _one_in_a_language(found.languages, slug)
    minute = now.replace(second=0, microsecond=0)
    key = (found.head, lang, minute, answer_days())
    body: str = newest("outcomes", MOST).get(key, lambda: _one(slug, lang, now))
    return for_everybody(make_response(body))


def _one(slug: str, lang: str, now: datetime) -> str:
    found = showing.one(db.session(), slug, lang, now, answer_days())
    if found is None:
        abort(404)
    own = found.outcome.languages
    languages.use(current_app, lang, own[0])
    read_in = locales.nearest(lang, own) or own[0]
    return render_template(
        "outcomes/public/one.html",
        **_frame(lang, own if lang in own else (*own, lang)),
        found=found,
        outcome=found.outcome,
        topics=topics.of_outcome(db.session(), found.outcome.id, lang, now=now),
        own=own,
        read_in=read_in,
        canonical=lang if lang in own else read_in,
    )


def _frame(lang: str, offered: tuple[str, ...]) -> dict[str, Any]:
    """What every page shows."""
    return {
        "lang": lang,
        "dir": locales.direction(lang),
        "interface": g.interface,
        "ui": texts.language_attributes(g.interface, lang) if g.interface != lang else Markup(""),
        "languages": [(tag, locales.endonym(tag), locales.direction(tag)) for tag in offered],
        "words": words,
        "names": named,
        "standings": standings,
        "days": answer_days(),
        "block": texts.prose,
        "plain": texts.plain,
    }
