"""The library for everybody: guides, toolkits and trainings, by what they help to reach."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.db.session import db
from engage.i18n import locales, named
from engage.maturity import queries_models, wording, words_library
from engage.maturity.domain.kinds import ResourceKind
from engage.maturity.library import finding, keeping
from engage.maturity.library.finding import Wanted
from engage.maturity.models_after import LibraryItem
from engage.maturity.wording import Words
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("library", __name__, template_folder="../templates")
ON_A_PAGE = 30
LONGEST = 100
KEPT = ("q", "kind", "language", "about", "level", "page")
"""What an address says besides, and what stays when its language changes."""


@dataclass(frozen=True, slots=True)
class Model:
    """The model by which the library is indexed; without one, nothing is said of indicators."""

    key: str = ""
    words: Words | None = None
    dimensions: Mapping[str, Sequence[str]] | None = None
    """The indicators of each dimension."""
    levels: Sequence[int] = ()


def model_here(lang: str) -> Model:
    """The newest model in use."""
    session = db.session()
    version = next(iter(queries_models.offered(session)), None)
    if version is None:
        return Model()
    model = wording.model_of(version)
    dimensions = {each.id: [one.id for one in each.indicators] for each in model.dimensions}
    return Model(version.key, wording.words(session, version, lang), dimensions, range(1, model.top + 1))


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing as the page shows it."""

    item: LibraryItem
    title: tuple[str, str]
    """Words, and the language that they are in."""
    summary: tuple[str, str]
    helps: Mapping[str, Sequence[int]]
    """The levels that it helps to reach by indicator; none: it helps with the indicator as a whole."""


@bp.get("/library")
@permission(Permission.PUBLIC)
def bare() -> ResponseReturnValue:
    asked = {key: value for key, value in request.args.items() if key in KEPT}
    return languages.redirect_to_language("library.library", languages.offered(current_app), locales.DEFAULT, **asked)


@bp.get("/<lang:lang>/library")
@permission(Permission.PUBLIC)
def library(lang: str) -> ResponseReturnValue:
    """What is there, narrowed by what the address asks for."""
    if lang not in languages.offered(current_app):
        return bare()
    languages.use(current_app, lang)
    model, items = model_here(lang), finding.published(db.session())
    wanted = _wanted(model, items)
    fitting = finding.found(items, wanted, key=model.key, dimensions=model.dimensions or {})
    pages = max(1, math.ceil(len(fitting) / ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    kept = {"q": wanted.words, "kind": wanted.kind, "language": wanted.language, "about": wanted.about}
    kept["level"] = "" if wanted.level is None else str(wanted.level)
    return _for_a_minute(
        _render(
            shown=[_shown(each, model, lang) for each in fitting[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]],
            number=len(fitting),
            total=len(items),
            page=page,
            pages=pages,
            wanted=wanted,
            kept={key: value for key, value in kept.items() if value},
            model=model,
            kinds=words_library.KINDS,
            tongues=named.languages(lang, tuple(sorted({each.language for each in items}))) if items else (),
            language_name=named.language_name,
            direction=locales.direction,
        )
    )


def _wanted(model: Model, items: Sequence[LibraryItem]) -> Wanted:
    """What the address asks for, where it can be had at all."""
    about, level = request.args.get("about", ""), request.args.get("level", "")
    kind, language = request.args.get("kind", ""), request.args.get("language", "")
    known = {name for dimension, of_it in (model.dimensions or {}).items() for name in (dimension, *of_it)}
    return Wanted(
        words=request.args.get("q", "").strip()[:LONGEST],
        kind=kind if kind in set(ResourceKind) else "",
        language=language if language in {each.language for each in items} else "",
        about=about if about in known else "",
        level=int(level) if level in {str(each) for each in model.levels} else None,
    )


def _shown(item: LibraryItem, model: Model, lang: str) -> Shown:
    helps: dict[str, list[int]] = {}
    for each in keeping.helps(item, model.key):
        if model.words and f"{each.indicator}:title" in model.words:
            helps.setdefault(each.indicator, []).extend([each.level] if each.level else [])
    return Shown(item, keeping.title(item).pick(lang), keeping.summary(item).pick(lang), helps)


def _render(**values: Any) -> str:
    tag = g.interface
    return render_template(
        "maturity/library.html",
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        languages=[(each, locales.endonym(each), locales.direction(each)) for each in languages.offered(current_app)],
        **values,
    )


def _for_a_minute(body: str) -> ResponseReturnValue:
    response = make_response(body)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
