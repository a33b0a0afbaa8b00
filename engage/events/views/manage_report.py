"""The report of an event in the console: written, looked at, published; and what else comes after an event."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries, words_attending
from engage.events import queries_public as shown_queries
from engage.events.attending import reporting
from engage.events.attending.reporting import FollowEntry, SaidEntry, Written
from engage.events.domain import pooling
from engage.events.domain import report as rules
from engage.events.domain.report import Report, follow_place, said_place
from engage.events.models import Event
from engage.events.views import manage_frame, public_report
from engage.i18n.locales import endonym
from engage.i18n.named import country_name
from engage.i18n.text import LocalizedText, TextState
from engage.web.console import use_language
from engage.web.desk import require_token
from engage.web.permissions import Permission, may, permission, reach

bp = Blueprint("manage_report", __name__, template_folder="../templates", url_prefix="/console/events")
bp.before_request(use_language)
TAB_AFTER, TAB_REPORT = lazy_gettext("Afterwards"), lazy_gettext("Report")
LATER = "later"
NEW_STATEMENTS, NEW_STEPS = 3, 1
"""Empty rows below those that are filled in; saving brings new ones."""
REFUSALS = {
    "not_over": lazy_gettext("The event is not over yet. Write as much as you like; it can be published afterwards."),
    "nothing_written": lazy_gettext("Write what was said, in the language that the event is written in."),
}


# -- what comes after


@bp.get("/<slug>/after")
@permission(Permission.EVENT_SEE)
def after(slug: str) -> ResponseReturnValue:
    """Who came and who stayed away, exactly; feedback, report and materials."""
    event, session = manage_frame.event_or_404(slug), db.session()
    hubs = reach(Permission.EVENT_SEE)
    sites = queries.sites_seen(session, event, hubs)
    found = reporting.exact(session, event, [site.id for site in sites])
    texts = queries.texts(session, event)
    names = {str(site.id): _picked(texts, f"site:{site.id}:name") for site in sites}
    return manage_frame.render(
        event,
        "events/manage/report_after.html",
        tab="after",
        over=utcnow() >= event.ends_at,
        found=found,
        all_sites=len(sites) == len(event.sites),
        tables=[(name, _rows(name, groups, names)) for name, groups in found.tables.items() if len(groups) > 1],
        shared=event.feedback and event.feedback != pooling.slug_of_event(event.slug),
        pooled_from=pooling.SHOWN_FROM,
        writes=may(Permission.EVENT_REPORT),
        edits=may(Permission.EVENT_EDIT),
    )


def _rows(dimension: str, groups: Any, sites: dict[str, str]) -> list[tuple[str, int]]:
    def called(code: str) -> str:
        if dimension == "country":
            return country_name(code, g.interface) if code else gettext("Not said")
        roles = {role.value: str(word) for role, word in words_attending.ROLES.items()}
        return sites.get(code, "") if dimension == "site" else roles[code]

    return sorted(((called(code), number) for code, number in groups.items()), key=lambda row: (-row[1], row[0]))


def _picked(texts: Any, place: str) -> str:
    return texts[place].in_(g.interface) if place in texts else ""


# -- writing


@bp.get("/<slug>/report")
@permission(Permission.EVENT_REPORT)
def report(slug: str) -> ResponseReturnValue:
    event = manage_frame.event_or_404(slug)
    return _editor(event, _language(event), _kept(event, _language(event)))


@bp.post("/<slug>/report")
@permission(Permission.EVENT_REPORT)
def save(slug: str) -> ResponseReturnValue:
    require_token()
    event = manage_frame.event_or_404(slug)
    language = _language(event)
    written, wrong = _typed()
    if wrong:
        return _editor(event, language, written, wrong=wrong), 422
    if request.form.get("base", "") != str(event.revision):
        return _editor(event, language, written, meanwhile=True), 409
    reporting.write(db.session(), event, language, written, checked=request.form.get("checked") == "yes")
    manage_frame.note("event.report-written", event, language=language)
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for(".report", slug=slug, language=language), code=303)


@bp.post("/<slug>/report/publish")
@permission(Permission.EVENT_REPORT)
def publish(slug: str) -> ResponseReturnValue:
    require_token()
    event = manage_frame.event_or_404(slug)
    try:
        tell = request.form.get("tell") != LATER
        told = reporting.publish(db.session(), event, now=utcnow(), tell=tell)
        waiting = reporting.to_tell(db.session(), event).number
    except Refusal as refusal:
        db.session.rollback()
        event = manage_frame.event_or_404(slug)
        problem = str(REFUSALS[refusal.code])
        return _editor(event, event.source_language, _kept(event, event.source_language), problem=problem), 409
    manage_frame.note("event.report-published", event)
    db.session.commit()
    flash(gettext("Everybody can read the report now."))
    if told:
        flash(
            ngettext(
                "%(num)s person who wanted to hear what came of it gets a mail, and is deleted from the list.",
                "%(num)s people who wanted to hear what came of it get a mail, and are deleted from the list.",
                told,
            )
        )
    if waiting:
        flash(
            ngettext(
                "%(num)s person waits to hear what came of it.", "%(num)s people wait to hear what came of it.", waiting
            )
        )
    return redirect(url_for(".report", slug=slug), code=303)


@bp.post("/<slug>/report/withdraw")
@permission(Permission.EVENT_REPORT)
def withdraw(slug: str) -> ResponseReturnValue:
    require_token()
    event = manage_frame.event_or_404(slug)
    reporting.withdraw(db.session(), event)
    manage_frame.note("event.report-withdrawn", event)
    db.session.commit()
    flash(gettext("Only the team sees the report now. Its words are kept."))
    return redirect(url_for(".report", slug=slug), code=303)


@bp.get("/<slug>/report/preview")
@permission(Permission.EVENT_REPORT)
def preview(slug: str) -> ResponseReturnValue:
    """As citizens would see it, with the figures of now."""
    event = manage_frame.event_or_404(slug)
    found = rules.read(event.report)
    if event.report_published_at is None:
        found = found.published(reporting.figures(db.session(), event))
    wanted = request.args.get("language", "")
    language = wanted if wanted in shown_queries.languages_of(event) else event.source_language
    return public_report.rendered(event, language, found, preview=True)


def _languages(event: Event) -> list[str]:
    return list(dict.fromkeys((*shown_queries.languages_of(event), *event.languages)))


def _language(event: Event) -> str:
    wanted = request.values.get("language", "")
    return wanted if wanted in _languages(event) else event.source_language


def _kept(event: Event, language: str) -> Written:
    """What is there in a language; entries that it lacks are empty."""
    texts, found = queries.texts(db.session(), event), rules.read(event.report)
    nothing = LocalizedText(event.source_language, {})

    def own(place: str) -> str:
        each = texts.get(place, nothing).translations.get(language)
        return each.text if each else ""

    return Written(
        own(rules.HEARD),
        own(rules.FOLLOWS),
        tuple(SaidEntry(number, own(said_place(number))) for number in found.statements),
        tuple(FollowEntry(each.number, own(follow_place(each.number)), each.who, each.by) for each in found.follows),
    )


def _typed() -> tuple[Written, dict[str, str]]:
    """What the form says, and what is wrong by the name of its input."""
    wrong: dict[str, str] = {}

    def text(name: str, most: int) -> str:
        value = request.form.get(name, "").replace("\r\n", "\n").strip()
        if len(value) > most:
            wrong[name] = gettext("This is too long. Use at most %(max)d characters.", max=most)
        return value

    def day(name: str) -> date | None:
        value = request.form.get(name, "").strip()
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            wrong[name] = gettext("Enter a day, for example 2026-12-01.")
            return None

    statements = tuple(
        SaidEntry(_number("said", at), text(f"said-{at}", reporting.LONGEST_ENTRY)) for at in _rows_of("said")
    )
    following = tuple(
        FollowEntry(
            _number("follow", at),
            text(f"follow-{at}", reporting.LONGEST_ENTRY),
            text(f"follow-{at}-who", reporting.LONGEST_WHO),
            day(f"follow-{at}-by"),
        )
        for at in _rows_of("follow")
    )
    written = Written(text("heard", reporting.LONGEST), text("follows", reporting.LONGEST), statements, following)
    return written, wrong


def _rows_of(kind: str) -> range:
    """Rows are numbered from 0 without gaps."""
    found = [at for at in range(rules.MOST_ENTRIES + NEW_STATEMENTS) if f"{kind}-{at}" in request.form]
    return range(max(found, default=-1) + 1)


def _number(kind: str, at: int) -> int:
    value = request.form.get(f"{kind}-{at}-number", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def _editor(
    event: Event,
    language: str,
    written: Written,
    *,
    wrong: dict[str, str] | None = None,
    problem: str = "",
    meanwhile: bool = False,
) -> str:
    texts, found = queries.texts(db.session(), event), rules.read(event.report)
    is_source = language == event.source_language
    return manage_frame.render(
        event,
        "events/manage/report.html",
        tab="report",
        written=written,
        language=language,
        is_source=is_source,
        languages=[(tag, endonym(tag)) for tag in _languages(event)],
        source_of=lambda place: texts[place].source if place in texts else "",
        checked=not is_source and _all_approved(texts, found, language),
        new_statements=NEW_STATEMENTS if is_source else 0,
        new_steps=NEW_STEPS if is_source else 0,
        said_place=said_place,
        follow_place=follow_place,
        typed=request.form if wrong else {},
        wrong=wrong or {},
        problem=problem,
        meanwhile=meanwhile,
        over=utcnow() >= event.ends_at,
        to_tell=reporting.to_tell(db.session(), event),
        limits={"text": reporting.LONGEST, "entry": reporting.LONGEST_ENTRY, "who": reporting.LONGEST_WHO},
    )


def _all_approved(texts: Any, found: Report, language: str) -> bool:
    states = [texts[place].translations[language].state for place in found.places() if _has(texts, place, language)]
    return bool(states) and all(state is TextState.APPROVED for state in states)


def _has(texts: Any, place: str, language: str) -> bool:
    return place in texts and texts[place].has(language)
