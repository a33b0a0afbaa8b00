"""Files of published results: charts, figures, the report. The same edition, the same protection."""

import hashlib
from collections.abc import Callable
from threading import Lock

from flask import abort, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from engage.activities import funding
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.i18n.locales import direction
from engage.results.reporting import files, items, method, report
from engage.results.reporting.blocks import Emblem
from engage.results.reporting.items import Item
from engage.results.views.public_blueprint import bp
from engage.results.views.public_reading import Here, here, served
from engage.results.views.public_results import for_everybody, in_a_language
from engage.web import languages
from engage.web.charts import standalone
from engage.web.links import absolute
from engage.web.newest import newest
from engage.web.permissions import Permission, permission

MOST = 32
"""Finished files kept in a process."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_one_report = Lock()
"""Setting a document takes a processor for a second: a process makes one at a time."""


@bp.get("/<lang:lang>/surveys/<slug>/results/data.<any(csv,xlsx,json):ending>")
@permission(Permission.PUBLIC)
def data(lang: str, slug: str, ending: str) -> ResponseReturnValue:
    """All figures of an edition; as JSON in all its languages."""
    asked = here(slug, lang)
    if lang not in served(asked.document):
        return in_a_language("public_results.data", slug, ending=ending)
    return _sent(asked, ending, "data", lambda: _data(asked, ending))


@bp.get("/<lang:lang>/surveys/<slug>/results/charts/<of>.<any(svg,png,csv):ending>")
@permission(Permission.PUBLIC)
def chart(lang: str, slug: str, of: str, ending: str) -> ResponseReturnValue:
    """A chart of one question, or its table."""
    asked = here(slug, lang)
    if lang not in served(asked.document):
        return in_a_language("public_results.chart", slug, of=of, ending=ending)
    number = request.args.get("n", "1")
    place = int(number) if number.isdecimal() and len(number) < 4 else 0
    return _sent(asked, ending, f"{of}-{place}", lambda: _chart(asked, of, place, ending))


@bp.get("/<lang:lang>/surveys/<slug>/results/report.<any(pdf,docx):ending>")
@permission(Permission.PUBLIC)
def printed(lang: str, slug: str, ending: str) -> ResponseReturnValue:
    """The results as a document."""
    asked = here(slug, lang)
    if lang not in served(asked.document):
        return in_a_language("public_results.printed", slug, ending=ending)
    with _one_report:
        return _sent(asked, ending, "report", lambda: _report(asked, ending))


def _sent(asked: Here, ending: str, what: str, make: Callable[[], bytes]) -> ResponseReturnValue:
    """A file, made once; who has it already gets 304. Of an edition that was taken back there is none."""
    if not asked.issue.holds:
        abort(404)
    survey, hub = asked.survey, asked.survey.activity.hub
    group = asked.group.code if asked.group else ""
    key = (survey.id, asked.issue.key, what, ending, group, asked.lang, survey.revision, hub.revision, utcnow().date())

    def made() -> tuple[bytes, str]:
        languages.use(current_app, asked.lang, asked.document.figures.source_language)
        with force_locale(g.interface.replace("-", "_")):
            content = make()
        return content, hashlib.sha256(content).hexdigest()[:32]

    content, tag = newest("published-files", MOST).get(key, made)
    response = make_response(content)
    response.headers["Content-Type"] = TYPES[ending]
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    name = "-".join(each for each in (survey.slug, str(asked.issue.number), what, _plainly(group), asked.lang) if each)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{ending}")
    return for_everybody(response, tag)


def _plainly(text: str) -> str:
    """A group as a part of a file's name."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text).strip("-")


def _data(asked: Here, ending: str) -> bytes:
    published, teller = asked.document.figures, asked.teller()
    if ending == "json":
        edition = {"number": asked.issue.number, "published_on": asked.issue.published_at.date().isoformat()}
        return files.to_json(edition, asked.document.stored, asked.document.texts)
    rows = files.rows(published, teller)
    if ending == "csv":
        return files.to_csv(files.COLUMNS, rows)
    about = [
        (gettext("Survey"), teller.pick(published.title)[0]),
        (gettext("Edition"), str(asked.issue.number)),
        (gettext("Online"), _address(asked)),
        *((label, text.text) for label, text in method.facts(published.method, teller)),
        *(("", sentence) for sentence in method.sentences(published.method, teller)),
        *((gettext("Not shown"), sentence) for sentence in method.hidden(published.method, teller)),
    ]
    return files.to_xlsx(files.COLUMNS, rows, about, mirrored=direction(asked.lang) == "rtl")


def _chart(asked: Here, of: str, place: int, ending: str) -> bytes:
    item = _item(asked, of)
    if ending == "csv":
        return files.item_to_csv(item)
    drawn = item.charts[place - 1] if 0 < place <= len(item.charts) else None
    if drawn is None or drawn.sheet is None:
        abort(404)
    teller = asked.teller()
    edition = gettext("Edition %(number)s", number=asked.issue.number)
    source = [f"{teller.pick(asked.document.figures.title)[0]} · {edition}", _address(asked)]
    way = direction(asked.lang)
    if ending == "png":
        return standalone.png(drawn, source=source, language=asked.lang, direction=way)
    return standalone.svg(drawn, source=source, language=asked.lang, direction=way).encode()


def _item(asked: Here, of: str) -> Item:
    published, teller = asked.document.figures, asked.teller()
    shown = [item for part in items.parts(published, teller, asked.group) for item in part.items]
    found = next((item for item in (*shown, *items.crossings(published, teller)) if item.id == of), None)
    if found is None:
        abort(404)
    return found


def _report(asked: Here, ending: str) -> bytes:
    hub, session, lang = asked.survey.activity.hub, db.session(), asked.lang
    statements = funding.statements(session, lang, utcnow().date(), hub_id=hub.id, activity_id=asked.survey.activity_id)
    funders = []
    for each in statements:
        content, kind = funding.picture_of(session, each)
        funders.append(Emblem(content, kind, each.emblem_text, each.text or ("" if content else each.funder)))
    about = report.About(
        hub=named(hub.name, hub.names, hub.languages, lang).text,
        number=asked.issue.number,
        published_on=asked.issue.published_at.date(),
        address=_address(asked),
        texts=asked.document.texts,
        funders=funders,
    )
    made = report.report(asked.document.figures, about, asked.teller(), asked.group)
    if ending == "docx":
        from engage.results.reporting.word import docx  # loaded where something is written

        return docx(made)
    from engage.results.reporting.printing import pdf

    return pdf(made)


def _address(asked: Here) -> str:
    path = url_for("public_results.page", lang=asked.lang, slug=asked.survey.slug, edition=asked.issue.number)
    return absolute(path)
