"""What is printed of a link: posters and cards in each language, the code to scan, and all of them together."""

from collections.abc import Iterator
from typing import Any

from flask import Response, abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from engage.activities import funding
from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.rendering.texts import plain
from engage.surveys import pages
from engage.surveys.channels.words import Funder, Sheet, Told
from engage.surveys.models_reach import SurveyLink
from engage.surveys.views.manage_channels import PRINTED, bp, edition_of, link_or_404, printed_in, short_address
from engage.web import languages
from engage.web.permissions import Permission, permission

FORMATS = ("a4", "a3", "cards")


@bp.get("/surveys/<slug>/channels/<int:link_id>/<any(a4, a3, cards):layout>-<lang:lang>.pdf")
@permission(Permission.REACH)
def printed(slug: str, link_id: int, layout: str, lang: str) -> ResponseReturnValue:
    edition, link = _printed(slug, link_id, lang)
    return _file(_pdf(edition, link, lang, layout), "application/pdf", f"{slug}-{link.code}-{layout}-{lang}.pdf")


@bp.get("/surveys/<slug>/channels/<int:link_id>/<any(a4, a3):paper>-<lang:lang>.svg")
@permission(Permission.REACH)
def drawn(slug: str, link_id: int, paper: str, lang: str) -> ResponseReturnValue:
    """A poster as a drawing."""
    from engage.surveys.channels import printing

    edition, link = _printed(slug, link_id, lang)
    made = printing.svg(_words(edition, link, lang, funded=True), paper)
    return _file(made, "image/svg+xml", f"{slug}-{link.code}-{paper}-{lang}.svg")


def _printed(slug: str, link_id: int, lang: str) -> tuple[pages.Edition, SurveyLink]:
    survey, link = link_or_404(slug, link_id)
    edition = edition_of(survey, link)
    if link.channel not in PRINTED or lang not in printed_in(edition, link):
        abort(404)
    return edition, link


@bp.get("/surveys/<slug>/channels/<int:link_id>/code.svg")
@permission(Permission.REACH)
def square(slug: str, link_id: int) -> ResponseReturnValue:
    """The code to scan alone, for a design of one's own."""
    from engage.surveys.channels import printing  # the typesetter is loaded where something is printed

    _, link = link_or_404(slug, link_id)
    return _file(printing.square(short_address(link)), "image/svg+xml", f"{slug}-{link.code}.svg")


@bp.get("/surveys/<slug>/channels/<int:link_id>/all.zip")
@permission(Permission.REACH)
def everything(slug: str, link_id: int) -> ResponseReturnValue:
    """Posters and cards in every language, and the code to scan."""
    from engage.surveys.channels import printing

    survey, link = link_or_404(slug, link_id)
    if link.channel not in PRINTED:
        abort(404)
    edition = edition_of(survey, link)

    def documents() -> Iterator[tuple[str, bytes]]:
        yield f"{slug}-{link.code}.svg", printing.square(short_address(link))
        for lang in printed_in(edition, link):
            for layout in FORMATS:
                yield f"{lang}/{slug}-{link.code}-{layout}-{lang}.pdf", _pdf(edition, link, lang, layout)

    return _file(printing.archive(documents()), "application/zip", f"{slug}-{link.code}.zip")


def _pdf(edition: pages.Edition, link: SurveyLink, lang: str, layout: str) -> bytes:
    from engage.surveys.channels import printing

    return printing.pdf(_words(edition, link, lang, funded=layout != "cards"), layout)


def _words(edition: pages.Edition, link: SurveyLink, lang: str, *, funded: bool) -> dict[str, Any]:
    contact, instrument = edition.contact, edition.instrument
    told = Told(
        language=lang,
        title=plain(instrument.title.in_(lang)),
        hub=edition.hub_in(lang).text,
        minutes=instrument.minutes,
        short_minutes=instrument.pulse_minutes if instrument.has_pulse else None,
        contact=", ".join(part for part in (contact.name, contact.phone, contact.email) if part),
        funders=tuple(_funders(edition, lang)) if funded else (),
    )
    interface = languages.interface_for(current_app, lang, edition.instrument.source_language)
    with force_locale(interface.replace("-", "_")):
        return Sheet(told, short_address(link)).data


def _funders(edition: pages.Edition, lang: str) -> Iterator[Funder]:
    session = db.session()
    said = funding.statements(session, lang, utcnow().date(), hub_id=edition.hub_id, activity_id=edition.activity_id)
    for each in said:
        yield Funder(each.text or each.funder, funding.picture_of(session, each)[0], each.emblem_text)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers.set("Content-Disposition", "inline" if kind == "application/pdf" else "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
