"""The published results of a survey, for everybody. Everything on it comes from an edition; no response is read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.wrappers import Response

from engage.activities import became, funding
from engage.activities.became import Became
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.texts import named, said
from engage.i18n.locales import direction, endonym
from engage.instruments.rendering import texts
from engage.results.reporting import items, method, report
from engage.results.views.public_blueprint import bp
from engage.results.views.public_reading import Here, asked_issue, document_of, issues_of, kept, nearly, served
from engage.web import languages
from engage.web.newest import newest
from engage.web.permissions import Permission, permission

COUNTRY = "_country"
"""The filter by country."""
MOST = 96
"""Finished pages kept in a process."""


@bp.get("/surveys/<slug>/results")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    return in_a_language("public_results.page", slug)


def in_a_language(endpoint: str, slug: str, **values: Any) -> ResponseReturnValue:
    """The same address in the language that suits the visitor."""
    document = document_of(asked_issue(issues_of(slug)))
    source = document.figures.source_language
    return languages.redirect_to_language(endpoint, served(document), source, slug=slug, **kept(), **values)


@bp.get("/<lang:lang>/surveys/<slug>/results")
@permission(Permission.PUBLIC)
def page(lang: str, slug: str) -> ResponseReturnValue:
    asked = nearly(slug, lang)
    if lang not in served(asked.document):
        return in_a_language("public_results.page", slug)
    if asked.group is None and request.args.get("group"):
        return redirect(url_for("public_results.page", lang=lang, slug=slug, **asked.query))
    today = utcnow().date()
    _use_language(asked)
    told = tuple(became.of_activity(db.session(), asked.survey.activity_id, lang))
    key = (*_key(asked, today), told)
    made: Finished = newest("public-results", MOST).get(key, lambda: _finished(asked, today, told))
    response = make_response(made.body, 200 if asked.issue.holds else 410)
    return for_everybody(response, made.tag)


def for_everybody(response: Response, tag: str) -> Response:
    """Kept by browsers and caches before the server; who has it already gets 304."""
    response.headers["Cache-Control"] = "public, max-age=60"
    response.set_etag(tag)
    return response.make_conditional(request) if response.status_code == 200 else response


@dataclass(frozen=True, slots=True)
class Finished:
    body: str
    tag: str


def _key(asked: Here, today: date) -> tuple[object, ...]:
    """All that the page depends on: who pays is named from a first day to a last."""
    survey, hub = asked.survey, asked.survey.activity.hub
    holding = tuple((each.number, each.holds) for each in asked.issues.all)
    group = asked.group.code if asked.group else ""
    return (survey.id, asked.issue.key, holding, asked.lang, group, survey.revision, hub.revision, today)


def _use_language(asked: Here) -> None:
    languages.use(current_app, asked.lang, asked.document.figures.source_language)


def _finished(asked: Here, today: date, told: Sequence[Became]) -> Finished:
    with force_locale(g.interface.replace("-", "_")):
        body = render_template(
            "results/public/results.html" if asked.issue.holds else "results/public/taken_back.html",
            **frame(asked, "public_results.page"),
            became=told,
            **(_shown(asked, today) if asked.issue.holds else {}),
        )
    return Finished(body, hashlib.sha256(body.encode()).hexdigest()[:32])


def preview(asked: Here, address: str) -> str:
    """The page as everybody would see it, for its team before it is published.

    :param address: of this preview: what its own links lead to
    """
    _use_language(asked)
    with force_locale(g.interface.replace("-", "_")):
        values = {**frame(asked, "public_results.page"), **_shown(asked, utcnow().date())}
        return render_template("results/public/results.html", **{**values, "languages": []}, became=(), preview=address)


def frame(asked: Here, endpoint: str) -> dict[str, Any]:
    """What every page about an edition shows: whose survey it is, and its languages."""
    survey, lang, published = asked.survey, asked.lang, asked.document.figures
    hub = survey.activity.hub
    return {
        "here": endpoint,
        "survey": survey,
        "issue": asked.issue,
        "issues": asked.issues,
        "hub": hub,
        "hub_name": named(hub.name, hub.names, hub.languages, lang),
        "title": said(published.title, lang, (published.source_language,)),
        "lang": lang,
        "dir": direction(lang),
        "interface": g.interface,
        "ui": texts.language_attributes(g.interface, lang),
        "languages": [(tag, endonym(tag), direction(tag)) for tag in served(asked.document)],
        "kept": asked.query,
        "pinned": asked.pinned,
        "block": texts.prose,
        "plain": texts.plain,
    }


def _shown(asked: Here, today: date) -> dict[str, Any]:
    published, teller, lang = asked.document.figures, asked.teller(), asked.lang
    hub, own = asked.survey.activity.hub, (published.source_language,)
    written = {place: said(asked.document.texts.get(place, {}), lang, own) for place in ("lead", "method", "next")}
    leads = published.method.asked_by
    return {
        "asked_by": said(leads[0], lang, own) if leads else named(hub.name, hub.names, hub.languages, lang),
        "published": published,
        "teller": teller,
        "written": written,
        "responses": method.responses(published.method, teller),
        "when": method.when(published.method, teller),
        "facts": method.facts(published.method, teller),
        "sentences": method.sentences(published.method, teller),
        "hidden": method.hidden(published.method, teller),
        "too_few": report.too_few(teller),
        "group": asked.group,
        "group_name": report.group_name(asked.group, teller) if asked.group else "",
        "choices": _choices(asked),
        "parts": items.parts(published, teller, asked.group),
        "quotes": items.quotes(published, teller) if asked.group is None else [],
        "waves": items.waves(published, teller),
        "countries": _countries(asked),
        "crossings": items.crossings(published, teller) if asked.group is None else [],
        "funding": funding.statements(db.session(), lang, today, hub_id=hub.id, activity_id=asked.survey.activity_id),
    }


def _choices(asked: Here) -> list[dict[str, Any]]:
    """The groups that one can choose, by filter, as a select takes them."""
    teller, found = asked.teller(), []
    for each in asked.document.figures.filters:
        options = [{"value": f"{each.key}:{value.code}", "label": teller.pick(value.label)[0]} for value in each.values]
        found.append({"label": teller.pick(each.label)[0], "options": options})
    return found


def _countries(asked: Here) -> list[tuple[str, str]]:
    """The countries that have a report of their own: the code of the group, its name. None while a group is chosen."""
    teller, found = asked.teller(), items.groups(asked.document.figures)
    of_countries = [each for each in found if each.filter.key == COUNTRY and asked.group is None]
    return [(each.code, teller.pick(each.value.label)[0]) for each in of_countries]
