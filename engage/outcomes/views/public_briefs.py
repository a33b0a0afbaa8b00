"""Policy briefs for everybody: a page that says what the files say, the PDF and the Word file."""

from flask import Blueprint, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.hubs.domain.texts import named, said
from engage.i18n.locales import direction, endonym
from engage.instruments.rendering import texts
from engage.outcomes.briefs import listing
from engage.outcomes.briefs.standing import Standing
from engage.outcomes.views import briefs_making
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("public_briefs", __name__, template_folder="../templates")
FOR_A_MINUTE = "public, max-age=60"


def brief_here(slug: str) -> Standing:
    """The published brief at an address; 404 where there is none."""
    brief = listing.by_slug(db.session(), slug)
    if brief is None:
        abort(404)
    return briefs_making.where_it_stands(brief)


@bp.get("/briefs/<slug>")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    return _in_a_language("public_briefs.page", brief_here(slug))


@bp.get("/<lang:lang>/briefs/<slug>")
@permission(Permission.PUBLIC)
def page(lang: str, slug: str) -> ResponseReturnValue:
    """The brief; where what it rests on was taken back, a page that says so."""
    found = brief_here(slug)
    if not found.readable:
        return _taken_back(found, lang)
    if lang not in found.whole:
        return _in_a_language("public_briefs.page", found)
    languages.use(current_app, lang, found.draft.source)
    response = make_response(shown(found, lang))
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/<lang:lang>/briefs/<slug>.<any(pdf,docx):ending>")
@permission(Permission.PUBLIC)
def file(lang: str, slug: str, ending: str) -> ResponseReturnValue:
    found = brief_here(slug)
    if not found.readable:
        return _taken_back(found, lang)
    if lang not in found.whole:
        return _in_a_language("public_briefs.file", found, ending=ending)
    response = briefs_making.file(found, lang, ending)
    response.headers["Cache-Control"] = FOR_A_MINUTE
    return response.make_conditional(request)


def shown(found: Standing, lang: str, *, preview: bool = False) -> str:
    """The page, as everybody sees it or will see it."""
    said = briefs_making.statements(found.brief, lang)
    return render_template(
        "outcomes/briefs/brief.html",
        **_frame(found, lang),
        content=briefs_making.made(found, lang, said),
        funding=said,
        preview=preview,
    )


def interface_of(found: Standing, lang: str) -> str:
    """The language of the product's own words beside a brief."""
    return languages.interface_for(current_app, lang, found.draft.source)


def _taken_back(found: Standing, lang: str) -> ResponseReturnValue:
    languages.use(current_app, lang, found.draft.source)
    body = render_template("outcomes/briefs/taken_back.html", **_frame(found, lang), gone=found.rests.gone)
    return make_response(body, 410)


def _frame(found: Standing, lang: str) -> dict[str, object]:
    """What every page about a brief shows."""
    brief, interface = found.brief, interface_of(found, lang)
    hub, own = brief.hub, (found.draft.source,)
    return {
        "brief": brief,
        "title": said(found.draft.title, lang, own),
        "hub": hub,
        "hub_name": named(hub.name, hub.names, hub.languages, lang),
        "said": lambda names: said(names, lang, own),
        "lang": lang,
        "dir": direction(lang),
        "interface": interface,
        "ui": texts.language_attributes(interface, lang),
        "languages": [(tag, endonym(tag), direction(tag)) for tag in found.whole],
    }


def _in_a_language(endpoint: str, found: Standing, **values: str) -> ResponseReturnValue:
    """The same address in the language that suits the visitor."""
    if not found.whole:
        return _taken_back(found, found.draft.source)
    return languages.redirect_to_language(endpoint, found.whole, found.draft.source, slug=found.brief.slug, **values)
