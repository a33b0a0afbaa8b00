"""Texts of one language as a file: out, back in, and what people must choose."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.domain.text_places import by_path
from engage.instruments.translating import service
from engage.instruments.translating.comparing import Comparison, Why, compare
from engage.instruments.translating.files import KINDS, BadFile, read
from engage.instruments.translating.files.units import ReturnedFile, Sheaf, sheaf_of
from engage.instruments.views.blueprint import bp
from engage.instruments.views.translating_work import (
    Work,
    language_facts,
    open_work,
    person_id,
    place_name,
    require_token,
)
from engage.instruments.working import Overtaken
from engage.web.console import render
from engage.web.permissions import Permission, permission


@bp.get("/translations/<lang:lang>/file.<kind>")
@permission(Permission.TRANSLATE)
def translation_file(instrument_id: int, lang: str, kind: str) -> ResponseReturnValue:
    """The texts a person may edit in this language."""
    work = open_work(instrument_id, lang)
    if kind not in KINDS or lang == work.instrument.source_language:
        raise NotFound
    whole, known = sheaf_of(work.instrument, lang), by_path(work.instrument)
    units = tuple(unit for unit in whole.units if work.may_edit(lang, known[unit.path].group))
    if not units:
        raise NotFound
    content = KINDS[kind].write(Sheaf(work.around.title, whole.source_language, lang, units))
    answer = Response(content, mimetype=KINDS[kind].mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=f"texts-{instrument_id}-{lang}.{kind}")
    return answer


@bp.post("/translations/<lang:lang>/file")
@permission(Permission.TRANSLATE)
def bring_file(instrument_id: int, lang: str) -> ResponseReturnValue:
    """Take in what is new in a file, and show what people must choose."""
    require_token()
    work = open_work(instrument_id, lang)
    back = url_for("instruments.translation", instrument_id=instrument_id, lang=lang)
    given = request.files.get("file")
    if given is None or not given.filename or lang == work.instrument.source_language:
        flash(gettext("Choose a file first."), "error")
        return redirect(back, code=303)
    try:
        file = read(given.filename, given.stream.read(25_000_000))
        _require_language(file, lang)
    except BadFile as refusal:
        flash(bad_file_words(refusal), "error")
        return redirect(back, code=303)
    found = compare(work.instrument, lang, _editable(work, lang, file))
    if found.new:
        service.write_many(
            db.session(),
            instrument_id,
            lang,
            found.new,
            code="texts_taken_in",
            base=work.copy.revision,
            by=person_id(),
            now=utcnow(),
        )
        db.session.commit()
    return _comparison_page(open_work(instrument_id, lang), lang, found, given.filename)


def _require_language(file: ReturnedFile, lang: str) -> None:
    """:raises BadFile: when the file says that it is in another language"""
    if file.language and file.language.lower() != lang.lower():
        raise BadFile("other_language", file.language)


def _editable(work: Work, lang: str, file: ReturnedFile) -> ReturnedFile:
    known = by_path(work.instrument)
    units = (unit for unit in file.units if unit.path not in known or work.may_edit(lang, known[unit.path].group))
    return ReturnedFile(file.language, tuple(units))


def _comparison_page(work: Work, lang: str, found: Comparison, name: str) -> str:
    known = by_path(work.instrument)
    return render(
        "instruments/translating/comparison.html",
        work=work,
        language=language_facts(lang),
        source=language_facts(work.instrument.source_language),
        file=name,
        found=found,
        why=why_words,
        conflicts=[
            {
                "path": conflict.path,
                "name": place_name(known[conflict.path]),
                "source": known[conflict.path].text.source,
                "conflict": conflict,
            }
            for conflict in found.conflicts
        ],
    )


@bp.post("/translations/<lang:lang>/file/chosen")
@permission(Permission.TRANSLATE)
def choose(instrument_id: int, lang: str) -> ResponseReturnValue:
    """Put the file's words where somebody chose them."""
    require_token()
    work = open_work(instrument_id, lang)
    known, session = by_path(work.instrument), db.session()
    base = request.form.get("base", "")
    taken, overtaken = 0, 0
    for name, choice in request.form.items():
        kind, _, number = name.partition("-")
        path = request.form.get(f"path-{number}", "")
        if kind != "choice" or choice != "theirs" or path not in known or not work.may_edit(lang, known[path].group):
            continue
        try:
            service.write(
                session,
                instrument_id,
                path,
                lang,
                request.form.get(f"theirs-{number}", ""),
                base=int(base) if base.isdecimal() else 0,
                by=person_id(),
                now=utcnow(),
            )
            taken += 1
        except (Overtaken, service.TextTooLong):
            overtaken += 1
    session.commit()
    flash(ngettext("%(num)s text of the file is taken in.", "%(num)s texts of the file are taken in.", taken))
    if overtaken:
        words = ngettext(
            "%(num)s was changed while you chose, and stays as it is.",
            "%(num)s were changed while you chose, and stay as they are.",
            overtaken,
        )
        flash(words, "error")
    return redirect(url_for("instruments.translation", instrument_id=instrument_id, lang=lang), code=303)


def why_words(why: Why) -> str:
    words = {
        Why.CHANGED_HERE: gettext("It was changed here since the file went out."),
        Why.SOURCE_CHANGED: gettext("The source text is another one now. The file translates the former one."),
        Why.PLACEHOLDERS: gettext("A name in ${…} is missing or new: an answer would not be shown."),
    }
    return words[why]


def bad_file_words(refusal: BadFile) -> str:
    """What is wrong with a file, and what to do."""
    detail = refusal.detail
    words = {
        "unknown_kind": gettext("Bring a file that ends in .po, .xlf, .xliff or .xlsx."),
        "too_large": gettext("The file is too large: 20 MB at most."),
        "not_utf8": gettext("The file is not written in UTF-8. Save it again with that encoding."),
        "not_po": gettext("This is not a PO file that can be read: %(detail)s", detail=detail),
        "no_texts": gettext("The file holds no texts of this questionnaire. Was it exported here?"),
        "not_xml": gettext("This is not an XML file that can be read: %(detail)s", detail=detail),
        "not_xliff": gettext("This is XML, but not XLIFF."),
        "other_xliff": gettext("This is XLIFF %(detail)s. Bring XLIFF 2.0, as exported here.", detail=detail),
        "document_type": gettext("The file declares a document type or entities. That is not accepted."),
        "not_a_workbook": gettext("This is not an Excel workbook that can be read (%(detail)s).", detail=detail),
        "columns_missing": gettext("The first row lacks these columns: %(detail)s", detail=detail),
        "too_many_texts": gettext("The file holds too many texts."),
        "other_language": gettext("The file says that it is in another language: %(detail)s", detail=detail),
    }
    return words[refusal.reason]
