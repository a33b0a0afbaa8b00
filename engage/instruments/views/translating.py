"""The state of all translations: a matrix of languages and sections, one language, adding and taking over."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym, is_well_formed
from engage.i18n.text import TextState
from engage.i18n.variants import beside, is_simple, simple_of
from engage.instruments import working
from engage.instruments.domain.linting import lint
from engage.instruments.domain.text_places import Place, places
from engage.instruments.domain.translating import progress_of
from engage.instruments.domain.translations import Progress, offered
from engage.instruments.translating import queries, service
from engage.instruments.views.blueprint import bp
from engage.instruments.views.noting import note
from engage.instruments.views.translating_work import (
    Work,
    due_words,
    finding_sentence,
    group_name,
    language_facts,
    language_name,
    open_work,
    part_of,
    person_id,
    place_name,
    require_token,
    section_names,
    terms_for,
)
from engage.web.console import render
from engage.web.permissions import Permission, permission

_LOWEST = {"approved": TextState.APPROVED, "reviewed": TextState.REVIEWED, "none": None}


@bp.get("/translations")
@permission(Permission.TRANSLATE)
def translations(instrument_id: int) -> ResponseReturnValue:
    work = open_work(instrument_id)
    shown = offered(work.instrument, _LOWEST[work.around.gate])
    by_group = _by_group(work)
    comments = queries.open_comments(db.session(), instrument_id)
    rows = [
        {
            **language_facts(tag),
            "source": tag == work.instrument.source_language,
            "offered": tag in shown,
            "whole": progress_of([place for part in by_group.values() for place in part], tag),
            "comments": sum(number for (language, _), number in comments.items() if language == tag),
            "cells": [_cell(work, tag, group, by_group[group]) for group in by_group],
        }
        for tag in work.languages
    ]
    groups = [{"name": group_name(work.instrument, group), "key": group} for group in by_group]
    return render("instruments/translating/matrix.html", work=work, rows=rows, groups=groups, **_people(work))


def _by_group(work: Work) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places(work.instrument):
        found.setdefault(place.group, []).append(place)
    return found


def _cell(work: Work, tag: str, group: str, there: list[Place]) -> dict[str, Any]:
    reached = progress_of(there, tag)
    may_open = work.may_edit(tag, group)
    address = url_for(
        "instruments.texts", instrument_id=work.instrument_id, lang=tag, part=part_of(work.instrument, group)
    )
    return {
        "group": group_name(work.instrument, group),
        "progress": reached,
        "total": len(there),
        "words": cell_words(reached, beside(tag)),
        "kind": cell_kind(reached, beside(tag)),
        "bar": bar(reached),
        "href": address if may_open else None,
    }


def cell_kind(reached: Progress, plain: str | None = None) -> str:
    """The gravest state in it. What an easy variant leaves to the language beside it is not missing."""
    kinds = ("stale", "draft", "reviewed") if plain else ("missing", "stale", "draft", "reviewed")
    for kind in kinds:
        if getattr(reached, kind):
            return kind
    return "plain" if reached.missing else "approved"


def cell_words(reached: Progress, plain: str | None = None) -> str:
    """What is left to do, gravest first; few enough words for a cell."""
    lines = []
    if reached.missing and plain:
        lines.append(gettext("%(number)s as in %(language)s", number=reached.missing, language=language_name(plain)))
    elif reached.missing:
        lines.append(gettext("%(number)s missing", number=reached.missing))
    if reached.stale:
        lines.append(gettext("%(number)s changed", number=reached.stale))
    if reached.draft:
        lines.append(gettext("%(number)s draft", number=reached.draft))
    if reached.reviewed:
        lines.append(gettext("%(number)s reviewed", number=reached.reviewed))
    return ", ".join(lines[:2]) or gettext("all approved")


BAR = 100


def bar(reached: Progress) -> list[tuple[str, float, float]]:
    """Parts of a bar of 100: state, where it begins, how wide it is."""
    total = reached.missing + reached.draft + reached.stale + reached.reviewed + reached.approved or 1
    parts, at = [], 0.0
    for state in ("approved", "reviewed", "draft", "stale", "missing"):
        width = BAR * getattr(reached, state) / total
        if width:
            parts.append((state, round(at, 2), round(width, 2)))
        at += width
    return parts


def _people(work: Work) -> dict[str, Any]:
    if not work.manages:
        return {"assignments": [], "taken_over": []}
    assignments = [
        {
            "id": row.id,
            "email": email,
            "language": language_facts(row.language),
            "sections": section_names(work.instrument, row.sections),
            "due": due_words(row),
            "due_on": row.due_on,
            "reminded_at": row.reminded_at,
        }
        for row, email in queries.assignments(db.session(), work.instrument_id)
    ]
    return {"assignments": assignments, "taken_over": queries.taken_over(db.session(), work.instrument_id)}


@bp.get("/translations/<lang:lang>")
@permission(Permission.TRANSLATE)
def translation(instrument_id: int, lang: str) -> ResponseReturnValue:
    """One language: what is left to do, what the linter saw, files."""
    work = open_work(instrument_id, lang)
    by_group = {group: there for group, there in _by_group(work).items() if work.may_edit(lang, group)}
    mine = {place.path: place for there in by_group.values() for place in there}
    findings = [
        {
            "level": finding.level.value,
            "sentence": finding_sentence(finding),
            "place": place_name(mine[finding.path]),
            "path": finding.path,
        }
        for finding in lint(work.instrument, lang, terms_for(instrument_id, lang))
        if finding.path in mine
    ]
    return render(
        "instruments/translating/language.html",
        work=work,
        language=language_facts(lang),
        is_source=lang == work.instrument.source_language,
        whole=progress_of(mine.values(), lang),
        bar=bar(progress_of(mine.values(), lang)),
        cells=[_cell(work, lang, group, there) for group, there in by_group.items()],
        findings=findings,
        glossary=queries.glossary(db.session(), instrument_id, {lang, "*"}),
        incomplete=lang != work.instrument.source_language
        and lang not in offered(work.instrument, _LOWEST[work.around.gate]),
    )


# -- languages as a whole


@bp.get("/translations/languages")
@permission(Permission.SURVEY_EDIT)
def target_languages(instrument_id: int) -> ResponseReturnValue:
    return _languages_page(open_work(instrument_id))


def _languages_page(work: Work, errors: dict[str, str] | None = None) -> str:
    there = set(work.instrument.languages)
    easy = [
        {"tag": simple_of(tag), "name": endonym(simple_of(tag))}
        for tag in work.instrument.languages
        if not is_simple(tag) and simple_of(tag) not in there
    ]
    waiting = [
        {**language_facts(tag), "progress": reached}
        for tag in work.instrument.languages
        if tag != work.instrument.source_language
        and (reached := progress_of(places(work.instrument), tag)).draft + reached.reviewed
    ]
    return render("instruments/translating/languages.html", work=work, easy=easy, waiting=waiting, errors=errors or {})


@bp.post("/translations/languages")
@permission(Permission.SURVEY_EDIT)
def add_target_language(instrument_id: int) -> ResponseReturnValue:
    require_token()
    work = open_work(instrument_id)
    tag = request.form.get("tag", "").strip()
    if not is_well_formed(tag):
        error = gettext("This is no language tag. Write one such as ro, pt-BR or sr-Latn.")
        return _languages_page(work, {"tag": error}), 422
    service.start_language(db.session(), instrument_id, tag, base=work.copy.revision, by=person_id(), now=utcnow())
    note("texts.language-added", instrument_id, language=tag)
    db.session.commit()
    flash(gettext("%(language)s is added. All its texts are missing so far.", language=endonym(tag)))
    return redirect(url_for("instruments.translation", instrument_id=instrument_id, lang=tag), code=303)


@bp.post("/translations/taken-over")
@permission(Permission.SURVEY_FIELD)
def take_over(instrument_id: int) -> ResponseReturnValue:
    """Count what is there as approved, since it was in the field: who says so and why is kept."""
    require_token()
    work = open_work(instrument_id)
    tags = [tag for tag in request.form.getlist("languages") if tag in work.instrument.languages]
    if not tags:
        return _languages_page(work, {"languages": gettext("Choose at least one language.")}), 422
    try:
        _, texts = service.take_over(
            db.session(),
            instrument_id,
            tags,
            request.form.get("reason", ""),
            base=_base(),
            by=person_id(),
            by_name=current_user.email,
            now=utcnow(),
        )
    except service.ReasonMissing:
        db.session.rollback()
        error = gettext("Say why these translations need no approval: which survey, when, who had checked them.")
        return _languages_page(open_work(instrument_id), {"reason": error}), 422
    except working.Overtaken:
        db.session.rollback()
        error = gettext("Somebody changed texts while this page was open. Look at them, then try again.")
        return _languages_page(open_work(instrument_id), {"languages": error}), 409
    note("texts.taken-over", instrument_id, languages=tags, texts=texts)
    db.session.commit()
    flash(ngettext("%(num)s text counts as approved.", "%(num)s texts count as approved.", texts))
    return redirect(url_for("instruments.translations", instrument_id=instrument_id), code=303)


def _base() -> int:
    try:
        return int(request.form.get("base", ""))
    except ValueError:
        abort(400)
