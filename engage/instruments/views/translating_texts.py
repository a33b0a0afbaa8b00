"""Texts side by side: source, another language as help, and the translation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, gettext, ngettext
from sqlalchemy import select

from engage.accounts.models import Person
from engage.core.clock import utcnow
from engage.db import engine as database
from engage.db.session import db
from engage.i18n.text import TextState
from engage.i18n.variants import beside
from engage.instruments.domain.linting import Term, TextFinding, lint
from engage.instruments.domain.linting.rules import PLACEHOLDER
from engage.instruments.domain.text_places import Place, places
from engage.instruments.domain.translating import NothingToApprove, progress_of, state_of
from engage.instruments.translating import queries, service
from engage.instruments.translating.models import DeedKind
from engage.instruments.views.blueprint import bp
from engage.instruments.views.noting import note
from engage.instruments.views.translating import bar
from engage.instruments.views.translating_work import (
    Work,
    finding_sentence,
    group_at,
    group_name,
    language_facts,
    marked,
    open_work,
    part_of,
    person_id,
    place_name,
    require_token,
    state_name,
    terms_for,
)
from engage.instruments.working import Conflict, Overtaken
from engage.web.console import render
from engage.web.permissions import Permission, permission

PER_PAGE = 50
SHOWN = ("all", "todo", "missing", "stale", "unapproved", "comments", "findings")


@dataclass
class Outcome:
    """What came of a press of a button."""

    written: int = 0
    clashes: dict[str, dict[str, str]] = field(default_factory=dict)
    """By path: what somebody else wrote meanwhile, and what was typed."""
    refused: str = ""


@dataclass(frozen=True)
class Field:
    """One text as it came back."""

    path: str
    words: str
    was: str
    base: int


@bp.get("/translations/<lang:lang>/part/<part>")
@permission(Permission.TRANSLATE)
def texts(instrument_id: int, lang: str, part: str) -> ResponseReturnValue:
    work = open_work(instrument_id, lang)
    return _page(work, lang, _group(work, lang, part))


def _group(work: Work, lang: str, part: str) -> str:
    group = group_at(work.instrument, part)
    if not work.may_edit(lang, group):
        abort(404)
    return group


@bp.post("/translations/<lang:lang>/part/<part>")
@permission(Permission.TRANSLATE)
def save_texts(instrument_id: int, lang: str, part: str) -> ResponseReturnValue:
    require_token()
    work = open_work(instrument_id, lang)
    group = _group(work, lang, part)
    mine = {place.path for place in places(work.instrument) if place.group == group}
    deed, _, target = request.form.get("_do", "save").partition(":")
    outcome = _write(work, lang, [each for each in _fields() if each.path in mine])
    path = request.form.get(f"path-{target}", "")
    if deed == "one":
        database.intend(database.Intent.READS)  # what is said back needs no lock
        return _saved(outcome, instrument_id, lang, path)
    if deed in ("reviewed", "approved") and not outcome.clashes and not outcome.refused:
        paths = [path] if path in mine else sorted(mine) if target == "all" else []
        _raise(work, lang, paths, DeedKind(deed), outcome)
    if outcome.clashes or outcome.refused:
        if outcome.refused:
            flash(outcome.refused, "error")
        return _page(open_work(instrument_id, lang), lang, group, outcome.clashes), 409
    if outcome.written and deed == "save":
        flash(ngettext("%(num)s text is saved.", "%(num)s texts are saved.", outcome.written))
    asked: dict[str, Any] = {name: request.args[name] for name in ("help", "show", "page") if name in request.args}
    anchor = f"text-{target}" if path else None
    address = url_for("instruments.texts", instrument_id=instrument_id, lang=lang, part=part, _anchor=anchor, **asked)
    return redirect(address, code=303)


def _fields() -> list[Field]:
    """The texts of the form: `path-3`, `text-3`, `was-3`, `base-3`."""
    found = []
    for name, path in request.form.items():
        kind, _, number = name.partition("-")
        if kind != "path" or f"text-{number}" not in request.form:
            continue
        base = request.form.get(f"base-{number}", "")
        words = request.form[f"text-{number}"].replace("\r\n", "\n")
        was = request.form.get(f"was-{number}", "").replace("\r\n", "\n")
        found.append(Field(path, words, was, int(base) if base.isdecimal() else 0))
    return found


def _write(work: Work, lang: str, fields: list[Field]) -> Outcome:
    """Store what was changed, each text by itself: what clashes is kept beside what others wrote."""
    outcome = Outcome()
    everywhere = request.form.get("alike") == "yes"
    alike = {place.path for place in places(work.instrument) if everywhere and work.may_edit(lang, place.group)}
    for each in fields:
        if each.words == each.was:
            continue
        try:
            service.write(
                db.session(),
                work.instrument_id,
                each.path,
                lang,
                each.words,
                base=each.base,
                by=person_id(),
                now=utcnow(),
                same_meaning=request.form.get("same_meaning") == "yes",
                alike=alike,
            )
            outcome.written += 1
        except Overtaken as overtaken:
            outcome.clashes[each.path] = {"typed": each.words, **_clash(overtaken.conflicts[0])}
        except service.TextTooLong:
            outcome.refused = gettext("A text may have 20,000 characters at most. It was not saved.")
    db.session.commit()
    return outcome


def _clash(conflict: Conflict) -> dict[str, str]:
    email = db.session().scalar(
        select(Person.email).where(Person.id == conflict.edit.by, Person.closed_at.is_(None))
    ) or gettext("Somebody")
    now = conflict.now["text"] if isinstance(conflict.now, dict) and "text" in conflict.now else ""
    return {"who": email, "when": str(format_datetime(conflict.edit.at, "short")), "now": now, "path": conflict.path}


def _raise(work: Work, lang: str, paths: list[str], kind: DeedKind, outcome: Outcome) -> None:
    base = request.form.get("revision", "")
    newest = open_work(work.instrument_id, lang).copy.revision
    try:
        raised = service.raise_states(
            db.session(),
            work.instrument_id,
            lang,
            paths,
            kind,
            base=newest if outcome.written else int(base) if base.isdecimal() else 0,
            by=person_id(),
            now=utcnow(),
        )
        note(f"texts.{kind.value}", work.instrument_id, language=lang, texts=len(paths))
        db.session.commit()
    except Overtaken:
        db.session.rollback()
        outcome.refused = gettext("Somebody changed one of these texts meanwhile. Look at them, then try again.")
    except (service.OwnTranslation, NothingToApprove) as refusal:
        db.session.rollback()
        outcome.refused = REFUSALS[refusal.code]()
    else:
        flash(_raised_words(raised, kind))


def _raised_words(raised: service.Raised, kind: DeedKind) -> str:
    if kind is DeedKind.APPROVED:
        words = ngettext("%(num)s text is approved.", "%(num)s texts are approved.", raised.done)
    else:
        words = ngettext("%(num)s text is reviewed.", "%(num)s texts are reviewed.", raised.done)
    if raised.own:
        words += " " + ngettext(
            "%(num)s is left for somebody else: you translated it.",
            "%(num)s are left for somebody else: you translated them.",
            raised.own,
        )
    if raised.missing:
        words += " " + ngettext("%(num)s is missing.", "%(num)s are missing.", raised.missing)
    return words


REFUSALS = {
    "own_translation": lambda: gettext("You translated this yourself. Somebody else reviews and approves it."),
    "nothing_to_approve": lambda: gettext("There is no translation yet."),
}


# -- the page


def _page(work: Work, lang: str, group: str, clashes: Mapping[str, dict[str, str]] | None = None) -> str:
    instrument = work.instrument
    there = [place for place in places(instrument) if place.group == group]
    terms = terms_for(work.instrument_id, lang)
    found: dict[str, list[TextFinding]] = {}
    for finding in lint(instrument, lang, terms):
        found.setdefault(finding.path, []).append(finding)
    comments = queries.open_comments(db.session(), work.instrument_id)
    shown = request.args.get("show", "all")
    listed = [place for place in there if _is_shown(place, lang, shown, found, comments)]
    page = max(1, min(request.args.get("page", 1, int), -(-len(listed) // PER_PAGE) or 1))
    part = part_of(instrument, group)
    helper = request.args.get("help", beside(lang) or "")
    groups = [each for each in work.groups() if work.may_edit(lang, each)]
    at = groups.index(group) if group in groups else 0
    rows = [
        row(work, place, lang, found.get(place.path, []), terms, comments.get((lang, place.path), 0), helper, clashes)
        for place in listed[(page - 1) * PER_PAGE : page * PER_PAGE]
    ]
    return render(
        "instruments/translating/texts.html",
        work=work,
        language=language_facts(lang),
        source=language_facts(instrument.source_language),
        is_source=lang == instrument.source_language,
        part=part,
        name=group_name(instrument, group),
        whole=progress_of(there, lang),
        bar=bar(progress_of(there, lang)),
        rows=rows,
        total=len(there),
        shown=shown if shown in SHOWN else "all",
        page=page,
        pages=-(-len(listed) // PER_PAGE) or 1,
        first=(page - 1) * PER_PAGE,
        helper=helper,
        helpers=[language_facts(tag) for tag in instrument.languages if tag not in (lang, instrument.source_language)],
        parts=[{"part": part_of(instrument, each), "name": group_name(instrument, each)} for each in groups],
        before=groups[at - 1] if at else None,
        after=groups[at + 1] if at + 1 < len(groups) else None,
        preview=work.around.preview(lang, "" if part.startswith("_") else part),
        part_of=part_of,
        group_name=group_name,
    )


def _is_shown(
    place: Place,
    lang: str,
    shown: str,
    found: Mapping[str, list[TextFinding]],
    comments: Mapping[tuple[str, str], int],
) -> bool:
    state = state_of(place.text, lang)
    match shown:
        case "todo":
            return state in (None, TextState.STALE)
        case "missing":
            return state is None
        case "stale":
            return state is TextState.STALE
        case "unapproved":
            return state is not TextState.APPROVED
        case "comments":
            return (lang, place.path) in comments
        case "findings":
            return place.path in found
    return True


def row(
    work: Work,
    place: Place,
    lang: str,
    findings: list[TextFinding],
    terms: tuple[Term, ...],
    comments: int,
    helper: str = "",
    clashes: Mapping[str, dict[str, str]] | None = None,
) -> dict[str, Any]:
    """One text as the page shows it."""
    text = place.text
    words = text.translations[lang].text if text.has(lang) else ""
    clash = (clashes or {}).get(place.path)
    state = state_of(text, lang)
    return {
        "path": place.path,
        "name": place_name(place),
        "source": marked(text.source),
        "source_length": len(text.source),
        "short": len(text.source) <= 60 and "\n" not in text.source,
        "lines": min(14, max(2, 1 + len(text.source) // 55 + text.source.count("\n"))),
        "help": marked(text.translations[helper].text) if helper and text.has(helper) else "",
        "help_language": language_facts(helper) if helper in work.instrument.languages else None,
        "words": clash["typed"] if clash else words,
        "was": words,
        "base": work.copy.revision,
        "clash": clash,
        "state": state.value if state else "missing",
        "state_name": state_name(state),
        "can_review": state in (TextState.DRAFT, TextState.STALE),
        "can_approve": state not in (None, TextState.APPROVED),
        "findings": [{"level": each.level.value, "sentence": finding_sentence(each)} for each in findings],
        "terms": [term for term in terms if term.term.casefold() in text.source.casefold()],
        "slots": list(dict.fromkeys(match[0] for match in PLACEHOLDER.finditer(text.source))),
        "comments": comments,
    }


def _saved(outcome: Outcome, instrument_id: int, lang: str, path: str) -> Response:
    """The answer to a text saved by itself while somebody types."""
    work = open_work(instrument_id, lang)
    place = next((place for place in places(work.instrument) if place.path == path), None)
    if place is None:
        abort(404)
    terms = terms_for(instrument_id, lang)
    findings = [each for each in lint(work.instrument, lang, terms) if each.path == path]
    state = state_of(place.text, lang)
    answer = jsonify(
        state=state.value if state else "missing",
        state_name=state_name(state),
        base=work.copy.revision,
        was=place.text.translations[lang].text if place.text.has(lang) else "",
        findings=[finding_sentence(each) for each in findings],
        clash=outcome.clashes.get(path),
        refused=outcome.refused,
    )
    answer.status_code = 409 if outcome.clashes or outcome.refused else 200
    return answer
