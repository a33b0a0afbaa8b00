"""Who is asked for what, what is said about one text, and how terms are said."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.accounts.models import Person
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import is_well_formed
from engage.instruments.domain.linting import lint
from engage.instruments.domain.text_places import by_path
from engage.instruments.domain.translating import fingerprint, state_of
from engage.instruments.translating import queries, work
from engage.instruments.translating.models import DeedKind
from engage.instruments.views import surroundings
from engage.instruments.views.blueprint import bp
from engage.instruments.views.noting import note
from engage.instruments.views.translating_texts import row
from engage.instruments.views.translating_work import (
    Work,
    due_words,
    group_name,
    language_facts,
    open_work,
    part_of,
    person_id,
    require_token,
    section_names,
    state_name,
    terms_for,
)
from engage.web.console import render, use_language
from engage.web.permissions import Permission, hubs_here, permission

home_bp = Blueprint("translating", "engage.instruments", template_folder="templates", url_prefix="/console/translating")
home_bp.before_request(use_language)


@home_bp.get("/")
@permission(Permission.TRANSLATE)
def home() -> ResponseReturnValue:
    """What a person is asked for: the whole console of a translator."""
    cards = []
    for assignment in queries.assignments_of(db.session(), person_id()):
        opened = open_work(assignment.instrument_id)
        cards.append(
            {
                "assignment": assignment,
                "title": surroundings.of(assignment.instrument_id).title,
                "language": language_facts(assignment.language),
                "sections": section_names(opened.instrument, assignment.sections),
                "due": due_words(assignment),
            }
        )
    return render("instruments/translating/home.html", cards=cards)


@home_bp.post("/assignments/<int:assignment_id>")
@permission(Permission.TRANSLATE)
def mark(assignment_id: int) -> ResponseReturnValue:
    require_token()
    done = request.form.get("done") == "yes"
    work.mark_done(db.session(), assignment_id, person_id=person_id(), done=done, now=utcnow())
    db.session.commit()
    flash(gettext("Thank you. It is marked as done.") if done else gettext("It is open again."))
    return redirect(url_for("translating.home"), code=303)


# -- asking somebody


@bp.get("/translations/assign")
@permission(Permission.SURVEY_EDIT)
def assign(instrument_id: int) -> ResponseReturnValue:
    return _assign_page(open_work(instrument_id))


def _translators() -> Sequence[Person]:
    """Who may be asked: people of the hubs behind the questionnaire."""
    return queries.translators(db.session(), hubs_here(Permission.TRANSLATE) or ())


def _assign_page(opened: Work, errors: dict[str, str] | None = None) -> str:
    people = _translators()
    return render(
        "instruments/translating/assign.html",
        work=opened,
        people=[person.email for person in people],
        languages=[language_facts(tag) for tag in opened.languages if tag != opened.instrument.source_language],
        sections=[{"name": group, "title": group_name(opened.instrument, group)} for group in opened.groups()],
        typed=request.form,
        errors=errors or {},
    )


@bp.post("/translations/assign")
@permission(Permission.SURVEY_EDIT)
def ask(instrument_id: int) -> ResponseReturnValue:
    require_token()
    opened = open_work(instrument_id)
    errors: dict[str, str] = {}
    person = queries.person(db.session(), request.form.get("person", ""))
    if person is None or person not in _translators():
        errors["person"] = gettext("Choose somebody who has an account as a translator or an organiser.")
    language = request.form.get("language", "")
    if language not in opened.instrument.languages or language == opened.instrument.source_language:
        errors["language"] = gettext("Choose a language.")
    due_on, typed = None, request.form.get("due_on", "").strip()
    if typed:
        try:
            due_on = date.fromisoformat(typed)
        except ValueError:
            errors["due_on"] = gettext("Write the day as year-month-day, for example 2027-01-31.")
    if errors or person is None:
        return _assign_page(opened, errors), 422
    sections = [name for name in request.form.getlist("sections") if name in opened.groups()]
    work.assign(
        db.session(),
        instrument_id,
        language,
        sections,
        person_id=person.id,
        due_on=due_on,
        by=person_id(),
        now=utcnow(),
    )
    note("texts.assigned", instrument_id, language=language, person=person.id)
    db.session.commit()
    flash(gettext("%(person)s is asked. They see it when they sign in.", person=person.email))
    return redirect(url_for("instruments.translations", instrument_id=instrument_id), code=303)


@bp.post("/translations/assign/<int:assignment_id>/withdraw")
@permission(Permission.SURVEY_EDIT)
def withdraw(instrument_id: int, assignment_id: int) -> ResponseReturnValue:
    require_token()
    work.withdraw(db.session(), instrument_id, assignment_id)
    note("texts.withdrawn", instrument_id)
    db.session.commit()
    flash(gettext("They are no longer asked."))
    return redirect(url_for("instruments.translations", instrument_id=instrument_id), code=303)


# -- one text


@bp.get("/translations/<lang:lang>/text")
@permission(Permission.TRANSLATE)
def text(instrument_id: int, lang: str) -> ResponseReturnValue:
    """One text with all its languages, what was done with it and what is said about it."""
    opened = open_work(instrument_id, lang)
    path = request.args.get("path", "")
    place = by_path(opened.instrument).get(path)
    if place is None or not opened.may_edit(lang, place.group):
        abort(404)
    session = db.session()
    terms = terms_for(instrument_id, lang)
    words = fingerprint(place.text.translations[lang].text) if place.text.has(lang) else ""
    deeds = [
        {"kind": did.kind.value, "by": did.by, "at": did.at, "present": did.words == words}
        for did in queries.deeds(session, instrument_id, lang, {path}).get(path, [])
    ]
    others = [
        {**language_facts(tag), "text": found.text, "state": state_name(state_of(place.text, tag))}
        for tag, found in place.text
        if tag != lang and found.text.strip()
    ]
    findings = [finding for finding in lint(opened.instrument, lang, terms) if finding.path == path]
    return render(
        "instruments/translating/text.html",
        work=opened,
        language=language_facts(lang),
        source=language_facts(opened.instrument.source_language),
        is_source=lang == opened.instrument.source_language,
        place=place,
        part=part_of(opened.instrument, place.group),
        name=group_name(opened.instrument, place.group),
        row=row(opened, place, lang, findings, terms, 0),
        others=others,
        deeds=deeds[::-1],
        kinds={kind.value: kind for kind in DeedKind},
        comments=queries.comments(session, instrument_id, lang, path),
    )


@bp.post("/translations/<lang:lang>/text")
@permission(Permission.TRANSLATE)
def say(instrument_id: int, lang: str) -> ResponseReturnValue:
    """Add to the thread of a text, or close it."""
    require_token()
    opened = open_work(instrument_id, lang)
    path = request.form.get("path", "")
    place = by_path(opened.instrument).get(path)
    if place is None or not opened.may_edit(lang, place.group):
        abort(404)
    session, now = db.session(), utcnow()
    if request.form.get("_do") == "settle":
        work.settle(session, instrument_id, lang, path, now=now)
    else:
        try:
            work.comment(session, instrument_id, lang, path, request.form.get("words", ""), by=person_id(), now=now)
        except work.EmptyComment:
            flash(gettext("Write something first."), "error")
    session.commit()
    address = url_for("instruments.text", instrument_id=instrument_id, lang=lang, path=path, _anchor="comments")
    return redirect(address, code=303)


# -- glossary


@bp.get("/translations/glossary")
@permission(Permission.TRANSLATE)
def glossary(instrument_id: int) -> ResponseReturnValue:
    opened = open_work(instrument_id)
    source = opened.instrument.source_language
    visible = {*opened.languages, work.NOT_TRANSLATED}
    return render(
        "instruments/translating/glossary.html",
        work=opened,
        source=language_facts(source),
        terms=[
            {"row": term, "language": None if term.language == work.NOT_TRANSLATED else language_facts(term.language)}
            for term in queries.glossary(db.session(), instrument_id, visible)
        ],
        languages=[language_facts(tag) for tag in opened.languages if tag != source],
    )


@bp.post("/translations/glossary")
@permission(Permission.TRANSLATE)
def set_terms(instrument_id: int) -> ResponseReturnValue:
    require_token()
    opened = open_work(instrument_id)
    session, language = db.session(), request.form.get("language", "")
    may_set = language in opened.languages or (language == work.NOT_TRANSLATED and opened.manages)
    if request.form.get("remove", "").isdecimal():
        known = queries.glossary(
            session, instrument_id, {*opened.languages, *([work.NOT_TRANSLATED] if opened.manages else [])}
        )
        wanted = int(request.form["remove"])
        work.remove_terms(session, instrument_id, [term.id for term in known if term.id == wanted])
        flash(gettext("The term is taken out."))
    elif may_set and (language == work.NOT_TRANSLATED or is_well_formed(language)):
        try:
            work.set_term(
                session, instrument_id, language, request.form.get("term", ""), request.form.get("translation", "")
            )
            flash(gettext("The glossary is changed."))
        except work.EmptyTerm:
            flash(gettext("Write the term first."), "error")
    session.commit()
    return redirect(url_for("instruments.glossary", instrument_id=instrument_id), code=303)
