"""Outcomes for programs: as a feed that one subscribes to, and as a table for spreadsheets."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from flask import current_app, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.instruments.rendering.texts import plain
from engage.outcomes import showing
from engage.outcomes.showing import table
from engage.outcomes.showing.filters import Filters
from engage.outcomes.showing.shown import ShownOutcome
from engage.outcomes.showing.words import STANDINGS
from engage.outcomes.views.public_outcomes import in_a_language
from engage.outcomes.views.public_outcomes_blueprint import (
    FOR_A_WHILE,
    answer_days,
    bp,
    for_everybody,
    today,
)
from engage.web import languages
from engage.web.links import absolute
from engage.web.permissions import Permission, permission

ATOM = "http://www.w3.org/2005/Atom"
NOTHING_YET = "2026-01-01T00:00:00+00:00"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Xml.register_namespace("", ATOM)


@bp.get("/<lang:lang>/outcomes.csv")
@permission(Permission.PUBLIC)
def data(lang: str) -> ResponseReturnValue:
    """One row a recommendation, of what the same address as a page shows on all its pages."""
    if lang not in languages.offered(current_app):
        return in_a_language("public_outcomes.data")
    languages.use(current_app, lang)
    found, filters = showing.every(db.session(), Filters.of(request.args), lang, today(), answer_days())
    content = table.to_csv(found, filters.state, lambda slug: _address(lang, slug))
    response = make_response(content)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers.set("Content-Disposition", "attachment", filename=f"outcomes-{lang}.csv")
    return for_everybody(response)


@bp.get("/<lang:lang>/outcomes.atom")
@permission(Permission.PUBLIC)
def feed(lang: str) -> ResponseReturnValue:
    """What was published or changed last (RFC 4287), of what the same address as a page shows."""
    if lang not in languages.offered(current_app):
        return in_a_language("public_outcomes.feed")
    languages.use(current_app, lang)
    filters = Filters.of(request.args)
    found = showing.newest(db.session(), filters, lang, today(), answer_days())
    response = make_response(_feed(found, filters, lang))
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return for_everybody(response, FOR_A_WHILE)


def _address(lang: str, slug: str) -> str:
    return absolute(url_for("public_outcomes.one", lang=lang, slug=slug))


def _feed(found: list[ShownOutcome], filters: Filters, lang: str) -> bytes:
    page = absolute(url_for("public_outcomes.every", lang=lang, **filters.query))
    root = Xml.Element(f"{{{ATOM}}}feed", {"xml:lang": lang})
    _add(root, "id", page)
    _add(root, "title", gettext("What became of it"))
    itself = absolute(url_for("public_outcomes.feed", lang=lang, **filters.query))
    _add(root, "link", rel="self", type="application/atom+xml", href=itself)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(_add(root, "author"), "name", "Engage")
    _add(root, "updated", found[0].updated_at.isoformat() if found else NOTHING_YET)
    for each in found:
        _entry(_add(root, "entry"), each, lang)
    made: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(entry: Xml.Element, outcome: ShownOutcome, lang: str) -> None:
    address = _address(lang, outcome.slug)
    _add(entry, "id", _address(outcome.languages[0], outcome.slug))
    _add(entry, "title", plain(outcome.title.text), **_foreign(outcome.title.language, lang))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "updated", outcome.updated_at.isoformat())
    _add(entry, "published", outcome.published_at.isoformat())
    _add(_add(entry, "author"), "name", outcome.hub.text)
    for each in outcome.areas:
        _add(entry, "category", term=each)
    _add(entry, "summary", "\n".join(_said(outcome)), **_foreign(outcome.heard.language, lang))


def _said(outcome: ShownOutcome) -> Iterator[str]:
    """What was heard, and how far each recommendation is."""
    yield plain(outcome.heard.text)
    for each in outcome.recommendations:
        yield f"{STANDINGS[each.standing]}: {plain(each.text.text)}"


def _foreign(tag: str, lang: str) -> dict[str, str]:
    return {"xml:lang": tag} if tag != lang else {}


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = _NOT_IN_XML.sub("", text) or None
    return made
