"""Policy briefs as pages and files, for everybody and for their team: made once, as long as nothing changes."""

import hashlib
from collections.abc import Sequence
from threading import Lock

from flask import Response, current_app, make_response, url_for
from flask_babel import force_locale, gettext, ngettext

from engage.activities import funding
from engage.activities.funding import Statement
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.i18n.locales import direction
from engage.outcomes.briefs.content import About, Content, content
from engage.outcomes.briefs.printing import Printed
from engage.outcomes.briefs.standing import Standing, standing
from engage.outcomes.models import PolicyBrief
from engage.outcomes.views.public_outcomes_blueprint import answer_days, today
from engage.results.charts.reader import Reader
from engage.results.reporting.blocks import Emblem
from engage.web import languages
from engage.web.links import absolute
from engage.web.newest import newest

MOST = 48
"""Finished files kept in a process."""
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_one_at_a_time = Lock()
"""Setting a document takes a processor: a process makes one at a time."""


def where_it_stands(brief: PolicyBrief) -> Standing:
    return standing(db.session(), brief, languages.offered(current_app))


def statements(brief: PolicyBrief, lang: str) -> Sequence[Statement]:
    """Who pays for the hub today, and what is said of it."""
    return funding.statements(db.session(), lang, today(), hub_id=brief.hub_id)


def made(found: Standing, lang: str, said: Sequence[Statement]) -> Content:
    """The brief in a language, with the product's own words in the one that serves it.

    :param said: of who pays
    """
    brief, hub = found.brief, found.brief.hub
    funders = [_emblem(each) for each in said]
    about = About(
        hub=named(hub.name, hub.names, hub.languages, lang).text,
        today=today(),
        answer_days=answer_days(),
        address=absolute(url_for("public_briefs.page", lang=lang, slug=brief.slug)),
        of_outcome=lambda slug: absolute(url_for("public_outcomes.one", lang=lang, slug=slug)),
        of_results=lambda slug, number: absolute(url_for("public_results.page", lang=lang, slug=slug, edition=number)),
        funders=funders,
    )
    with force_locale(languages.interface_for(current_app, lang).replace("-", "_")):
        return content(found, about, Reader(lang, direction(lang), gettext, ngettext))


def _emblem(said: Statement) -> Emblem:
    picture, kind = funding.picture_of(db.session(), said)
    return Emblem(picture, kind, said.emblem_text, said.text or ("" if picture else said.funder))


def printed(found: Standing, lang: str) -> Printed:
    """The PDF."""
    from engage.outcomes.briefs.printing import pdf  # loaded where something is printed

    said = statements(found.brief, lang)

    def make() -> Printed:
        with _one_at_a_time:
            return pdf(made(found, lang, said))

    result: Printed = newest("policy-briefs", MOST).get(_key(found, lang, "pdf", said), make)
    return result


def written(found: Standing, lang: str) -> bytes:
    """The Word file."""
    from engage.outcomes.briefs.word import docx  # loaded where something is written

    said = statements(found.brief, lang)

    def make() -> bytes:
        with _one_at_a_time:
            return docx(made(found, lang, said))

    result: bytes = newest("policy-briefs", MOST).get(_key(found, lang, "docx", said), make)
    return result


def pages(found: Standing) -> dict[str, int]:
    """How many pages the PDF has, in each language in which the brief is whole."""
    return {tag: printed(found, tag).pages for tag in found.whole}


def _key(found: Standing, lang: str, ending: str, said: Sequence[Statement]) -> tuple[object, ...]:
    """All that a file depends on: the days of answers run, and who pays is named from a first day to a last."""
    brief, rests = found.brief, found.rests
    return (
        (brief.id, brief.created_at, brief.updated_at, brief.revision, brief.hub.revision, lang, ending, today()),
        tuple((each.row.id, each.row.created_at, each.row.revision) for each in rests.outcomes),
        tuple((each.of, each.issue.key) for each in rests.figures),
        tuple((each.text, each.emblem_text, each.digest) for each in said),
    )


def file(found: Standing, lang: str, ending: str) -> Response:
    """The brief to keep: a PDF or a Word file."""
    whole = printed(found, lang).content if ending == "pdf" else written(found, lang)
    response = make_response(whole)
    response.headers["Content-Type"] = TYPES[ending]
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.brief.slug}-{lang}.{ending}")
    response.set_etag(hashlib.sha256(whole).hexdigest()[:32])
    return response
