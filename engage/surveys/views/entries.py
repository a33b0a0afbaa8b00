"""The pages of one entry of a section that repeats: written, changed, removed.

Addresses say the place of an entry, forms and links also its id: what another window still shows of an entry can
never end up in a different one.
"""

from dataclasses import dataclass

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from engage.core.clock import utcnow
from engage.db.engine import Intent, intend
from engage.db.session import db
from engage.instruments.domain.definition import Section
from engage.instruments.domain.entries import MOST_ENTRIES, added, next_id, of_entry, removal
from engage.instruments.domain.journey import Entry, Journey, Raw
from engage.instruments.rendering.entries import entry_name, own_name
from engage.instruments.rendering.filling import anchor
from engage.instruments.rendering.summaries import values
from engage.surveys import pages, queries
from engage.surveys.domain.status import Availability
from engage.surveys.views import inputs, lists, saving, uploads
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import (
    Respondent,
    Visit,
    respondent,
    see,
    unavailable,
    use_interface,
    visit,
    without_draft,
)
from engage.surveys.views.showing import judged, question_page, refreshed, with_settled
from engage.web import forgery
from engage.web.permissions import Permission, permission

ENTRY, NEW = "_entry", "_new"


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry whose page is open, kept already or only about to be."""

    entry: Entry
    changes: Raw
    """What adding it changes among the raw answers; nothing of one that is kept."""

    @property
    def is_new(self) -> bool:
        return bool(self.changes)


def _escaped(text: str) -> str:
    return str(escape(text))


def _blank(journey: Journey, section: Section) -> Opened:
    """An entry that is not kept yet."""
    name = lists.list_name(section)
    changes = added(journey.raw, name, next_id(journey.raw, name))
    after = Journey(journey.questionnaire, {**journey.raw, **changes}, journey.circumstances)
    return Opened(after.entries(name)[-1], changes)


def _repeating(who: Respondent, slug: str) -> Section:
    section = who.section(slug)
    if section is None or section.repeat is None:
        abort(404)
    return section


@bp.get("/<lang:lang>/surveys/<slug>/<section>/<int:place>")
@permission(Permission.PUBLIC)
def entry(lang: str, slug: str, section: str, place: int) -> ResponseReturnValue:
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return without_draft(here)
    wanted = _repeating(who, section)
    entries = who.journey.entries(lists.list_name(wanted))
    named = request.args.get("entry", "")
    if wanted not in who.journey.sections():
        return see("section", here, section=section)
    if named:
        found = who.journey.entry(lists.list_name(wanted), named)
        if found is None:
            return _gone(here, who, wanted), 410
        if found.place != place:
            return see("entry", here, section=section, place=str(found.place), entry=named)
        opened = Opened(found, {})
    elif 1 <= place <= len(entries):
        opened = Opened(entries[place - 1], {})
    elif place == len(entries) + 1 and lists.room(who.journey, wanted):
        opened = _blank(who.journey, wanted)
    else:
        return see("section", here, section=section)
    return _entry_page(here, who, opened, {}, more=request.args.get("opened") == "1")


def _entry_page(
    here: Visit, who: Respondent, opened: Opened, problems: dict[str, str], *, more: bool = False, removed: bool = False
) -> str:
    entry, section = opened.entry, opened.entry.belongs_to
    use_interface(here)
    name = entry_name(entry, here.lang)
    return question_page(
        here,
        who,
        section,
        entry,
        problems,
        opened=more,
        slots={
            "entry": lambda: _escaped(name),
            "place": lambda: str(entry.place),
            "entry_id": lambda: entry.id,
            "entry_new": lambda: "1" if opened.is_new else "",
            "here": lambda: url_for(
                "surveys.entry", lang=here.lang, slug=here.survey.slug, section=section.slug, place=entry.place
            ),
            "remove": lambda: _escaped(lists.entry_address(here, entry, "remove_entry")),
        },
        blocks={
            "kept": lambda parts, fill: "" if opened.is_new else fill(parts),
            "named": lambda parts, fill: fill(parts) if own_name(entry, here.lang) and not opened.is_new else "",
            "was_removed": lambda parts, fill: fill(parts) if removed else "",
        },
    )


@bp.post("/<lang:lang>/surveys/<slug>/<section>/<int:place>")
@permission(Permission.PUBLIC)
def save_entry(lang: str, slug: str, section: str, place: int) -> ResponseReturnValue:  # noqa: ARG001 -- the id counts
    """Keep what was typed in the entry that the form names, or in a new one; then where the pressed button says."""
    return saving.unless_overtaken(lambda lock: _save_entry(lang, slug, section, lock=lock))


def _save_entry(lang: str, slug: str, section: str, *, lock: bool) -> ResponseReturnValue:
    intend(Intent.WRITES if lock else Intent.READS_FIRST)
    here = visit(lang, slug)
    who = respondent(here, lock=lock)
    if who is None:
        forgery.refuse_cross_site()
        return without_draft(here)
    wanted = _repeating(who, section)
    uploads.expect(wanted, who.journey.raw)
    forgery.require(who.draft.keys.form)
    found = queries.state(db.session(), here.survey, utcnow())
    if found is not Availability.OPEN:
        return unavailable(here, found, 409)
    if wanted not in who.journey.sections():
        return see("section", here, section=section)
    opened = _named(who.journey, wanted)
    if opened is None:
        return _not_there(here, who, wanted)
    if opened.is_new and len(who.journey.entries(lists.list_name(wanted))) >= MOST_ENTRIES:
        return lists.list_page(here, who, wanted, _full(here, who, wanted)), 422
    shown_before = inputs.shown_items(opened.entry, wanted)
    typed = inputs.changes(shown_before, opened.entry.raw)
    return _sent(here, who, opened, typed, {item.name for item in shown_before}, locked=lock)


def _named(journey: Journey, section: Section) -> Opened | None:
    """The entry that the form is about. None: it was kept once and is not there any more."""
    name, entry = lists.list_name(section), request.form.get(ENTRY, "")
    found = journey.entry(name, entry)
    if request.form.get(NEW) != "1":
        return Opened(found, {}) if found else None
    if section.repeat is not None and section.repeat.count is not None:
        return None
    if found is not None and _same(found, section):
        return Opened(found, {})  # the button was pressed twice
    return _blank(journey, section)


def _same(entry: Entry, section: Section) -> bool:
    sent = inputs.changes(inputs.shown_items(entry, section), entry.raw)
    return all(entry.raw.get(key, "") == value for key, value in sent.items())


def _sent(
    here: Visit, who: Respondent, opened: Opened, typed: Raw, shown_before: set[str], *, locked: bool
) -> ResponseReturnValue:
    section, entry = opened.entry.belongs_to, opened.entry
    action, language = request.form.get("_action", "next"), request.form.get("_language", "")
    changed: Raw = {**opened.changes, **of_entry(entry.list, entry.id, typed)}
    after, changed = with_settled(who.journey, changed)
    now = after.entry(entry.list, entry.id)
    if now is None:
        abort(404)
    if action == "refresh":
        return refreshed(now, section)
    problems: dict[str, str] = {}
    response: ResponseReturnValue | None = None
    if opened.is_new and (language or action in ("back", "save", "stop")) and not any(typed.values()):
        changed = {}  # nothing was written: nothing is added
    if uploads.refused() and action != "stop":
        problems = judged(here, entry, now, section, shown_before)[0]
    elif language in who.edition.languages:
        here = Visit(here.survey, here.edition, language)
        response = _again(here, now, kept=bool(changed))
    elif action == "back":
        response = see("section", here, section=section.slug)
    elif action == "save":
        response = see("resume", here)
    elif action == "stop":
        response = see("withdraw", here)
    else:
        problems, new = judged(here, entry, now, section, shown_before)
        if new and not problems:
            response = _again(here, now, kept=True, opened="1", anchor=anchor(new[0].name, new[0], now))
        elif not problems:
            response = lists.after_entry(here, after, section)
    saving.keep(here, who, changed, section=section.slug, locked=locked)
    if response is None:
        return _entry_page(here, who, Opened(now, {}), problems), 422
    return response


def _again(here: Visit, entry: Entry, *, kept: bool, **more: str) -> ResponseReturnValue:
    """The page of this entry once more; of one that was not kept, the empty page."""
    named = {"entry": entry.id} if kept else {}
    return see("entry", here, section=entry.belongs_to.slug, place=str(entry.place), **named, **more)


def _not_there(here: Visit, who: Respondent, section: Section) -> ResponseReturnValue:
    """Another window removed the entry: what was typed stays on the page, and saving it adds it again."""
    if not lists.room(who.journey, section):
        return _gone(here, who, section), 410
    blank = _blank(who.journey, section)
    typed = inputs.changes(inputs.shown_items(blank.entry, section), blank.entry.raw)
    raw = {**who.journey.raw, **blank.changes, **of_entry(blank.entry.list, blank.entry.id, typed)}
    after = Journey(who.journey.questionnaire, raw, who.journey.circumstances)
    shown = after.entry(blank.entry.list, blank.entry.id)
    if shown is None:
        abort(404)
    return _entry_page(here, who, Opened(shown, blank.changes), {}, removed=True), 409


def _gone(here: Visit, who: Respondent, section: Section) -> str:
    return pages.page("gone.html", who.edition, here.lang, section=section)


def _full(here: Visit, who: Respondent, section: Section) -> lists.Links:
    blank = _blank(who.journey, section)
    return lists.problem_links(here, blank.entry.outer, section)[:1]


# -- removing


@bp.get("/<lang:lang>/surveys/<slug>/<section>/<int:place>/remove")
@permission(Permission.PUBLIC)
def remove_entry(lang: str, slug: str, section: str, place: int) -> ResponseReturnValue:
    """Ask before an entry is removed."""
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return without_draft(here)
    wanted = _repeating(who, section)
    entries = who.journey.entries(lists.list_name(wanted))
    named = request.args.get("entry", "")
    found = who.journey.entry(lists.list_name(wanted), named) if named else None
    if not named and 1 <= place <= len(entries):
        found = entries[place - 1]
    if wanted.repeat is None or wanted.repeat.count is not None:
        return see("section", here, section=section)
    if found is None:
        return _gone(here, who, wanted), 410
    use_interface(here)
    return pages.page(
        "remove_entry.html",
        who.edition,
        lang,
        section=wanted,
        entry=found,
        called=entry_name(found, lang),
        answers=[
            text for asked in found.page(wanted).items if asked.item.is_question for text in values(found, asked, lang)
        ],
        csrf=forgery.token(who.draft.keys.form),
    )


@bp.post("/<lang:lang>/surveys/<slug>/<section>/<int:place>/remove")
@permission(Permission.PUBLIC)
def removed(lang: str, slug: str, section: str, place: int) -> ResponseReturnValue:  # noqa: ARG001 -- the id counts
    """Remove the entry that the form names, with all that was written in it."""
    return saving.unless_overtaken(lambda lock: _remove(lang, slug, section, lock=lock))


def _remove(lang: str, slug: str, section: str, *, lock: bool) -> ResponseReturnValue:
    intend(Intent.WRITES if lock else Intent.READS_FIRST)
    here = visit(lang, slug)
    who = respondent(here, lock=lock)
    if who is None:
        forgery.refuse_cross_site()
        return without_draft(here)
    forgery.require(who.draft.keys.form)
    wanted = _repeating(who, section)
    if wanted.repeat is None or wanted.repeat.count is not None:
        return see("section", here, section=section)
    changes, gone = removal(who.journey.raw, wanted.repeat.name, request.form.get(ENTRY, ""))
    saving.keep(here, who, changes, section=section, locked=lock, removed=gone)
    return see("section", here, section=section, removed="1")
