"""The list page of a section that repeats: what was added, with change and remove, and what comes next."""

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from engage.core.clock import utcnow
from engage.db.engine import begin_writing
from engage.db.session import db
from engage.instruments.domain.checks import Problem, list_problems
from engage.instruments.domain.definition import Section
from engage.instruments.domain.entries import MOST_ENTRIES
from engage.instruments.domain.journey import Entry, Journey
from engage.instruments.rendering import texts
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.entries import entry_name
from engage.instruments.rendering.filling import Filling, anchor
from engage.surveys import answering, pages, queries
from engage.surveys.domain.status import Availability
from engage.surveys.views.respondent import Respondent, Visit, address, see, unavailable, use_interface
from engage.surveys.views.showing import problems_of
from engage.web import forgery
from engage.web.compiled import CompiledPage


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the list page shows it."""

    place: int
    name: str
    change: str
    remove: str
    """Empty where answers say how many entries there are."""
    untouched: bool


Links = list[tuple[str, str]]
"""Address and sentence of each problem."""


def list_name(section: Section) -> str:
    return section.repeat.name if section.repeat else ""


def room(journey: Journey, section: Section) -> bool:
    """Whether another entry may be added."""
    repeat = section.repeat
    if repeat is None or repeat.count is not None:
        return False
    return len(journey.entries(repeat.name)) < min(repeat.maximum or MOST_ENTRIES, MOST_ENTRIES)


def entry_address(here: Visit, entry: Entry, name: str = "entry") -> str:
    return address(name, here, section=entry.belongs_to.slug, place=entry.place, entry=entry.id)


def list_page(here: Visit, who: Respondent, section: Section, problems: Links | None = None) -> str:
    use_interface(here)
    journey, repeat = who.journey, section.repeat
    entries = journey.entries(list_name(section))
    path = journey.sections()
    counted = repeat is not None and repeat.count is not None
    rows = [
        EntryRow(
            place=entry.place,
            name=entry_name(entry, here.lang),
            change=entry_address(here, entry),
            remove="" if counted else entry_address(here, entry, "remove_entry"),
            untouched=not entry.raw,
        )
        for entry in entries
    ]
    return pages.page(
        "list.html",
        who.edition,
        here.lang,
        section=section,
        repeat=repeat,
        title=spoken(section.title.in_(here.lang), journey),
        prose=_prose(section, journey, here.lang),
        rows=rows,
        room=room(journey, section),
        add=address("entry", here, section=section.slug, place=len(entries) + 1),
        removed=request.args.get("removed") == "1",
        problems=problems or [],
        at=path.index(section) + 1 if section in path else 1,
        steps=len(path),
        csrf=forgery.token(who.draft.keys.form),
    )


def _prose(section: Section, journey: Journey, language: str) -> Markup:
    """The description with the answers it shows."""
    if section.description is None:
        return Markup("")
    text = CompiledPage.of(texts.block(section.description.in_(language)))
    return Markup(text.fill({"pipe": Filling(journey).pipe}, {}))  # noqa: S704 -- cleaned, answers escaped


def problem_links(here: Visit, journey: Journey, section: Section) -> Links:
    """What is wrong with a list and in its entries, each with the way to where it can be put right."""
    use_interface(here)
    listed = address("section", here, section=section.slug)
    found = [(f"{listed}#entries", list_sentence(problem)) for problem in list_problems(journey, section)]
    for entry in journey.entries(list_name(section)):
        name = entry_name(entry, here.lang)
        for key, text in problems_of(here, entry, entry.page(section).items, without=set()).items():
            place = anchor(key, journey.questionnaire.owners[key], entry)
            said = gettext("%(entry)s: %(problem)s", entry=name, problem=text)
            found.append((f"{entry_address(here, entry)}#{place}", said))
    return found


def list_sentence(problem: Problem) -> str:
    """What is wrong with the number of entries, and what to do."""
    figures = problem.figures
    if problem.code == "entries_too_few":
        return ngettext(
            "At least %(num)s entry is asked for, you have added %(number)s. Add what is missing.",
            "At least %(num)s entries are asked for, you have added %(number)s. Add what is missing.",
            figures["minimum"],
            number=figures["number"],
        )
    return ngettext(
        "There is room for %(num)s entry, you have added %(number)s. Remove what matters least.",
        "There is room for %(num)s entries, you have added %(number)s. Remove what matters least.",
        figures["maximum"],
        number=figures["number"],
    )


def saved(here: Visit, who: Respondent, section: Section, *, locked: bool) -> ResponseReturnValue:
    """Go where the pressed button says; the entries themselves are kept when their own pages are sent."""
    found = queries.state(db.session(), here.survey, utcnow())
    if found is not Availability.OPEN:
        return unavailable(here, found, 409)
    action, language = request.form.get("_action", "next"), request.form.get("_language", "")
    path = who.journey.sections()
    place = path.index(section) if section in path else 0
    target = section.slug
    if language in who.edition.languages:
        here = Visit(here.survey, here.edition, language)
        response = see("section", here, section=section.slug)
    elif action == "back":
        target = path[place - 1].slug if place else section.slug
        response = see("section", here, section=target) if place else see("first", here)
    elif action == "save":
        response = see("resume", here)
    elif action == "stop":
        response = see("withdraw", here)
    elif section not in path:
        response = see("section", here, section=path[0].slug) if path else see("review", here)
    else:
        untouched = _next_untouched(who.journey, section)
        if untouched is not None:
            return see("entry", here, section=section.slug, place=str(untouched.place), entry=untouched.id)
        problems = problem_links(here, who.journey, section)
        if problems:
            return list_page(here, who, section, problems), 422
        target = path[place + 1].slug if place + 1 < len(path) else section.slug
        response = see("section", here, section=target) if place + 1 < len(path) else see("review", here)
    if not locked:
        begin_writing(db.session())
    answering.save(db.session(), who.draft, {}, section=target, language=here.lang, now=utcnow())
    db.session.commit()
    return response


def _next_untouched(journey: Journey, section: Section) -> Entry | None:
    """Where answers say how many entries there are: the first whose page was never sent."""
    if section.repeat is None or section.repeat.count is None:
        return None
    return next((entry for entry in journey.entries(section.repeat.name) if not entry.raw), None)


def after_entry(here: Visit, journey: Journey, section: Section) -> ResponseReturnValue:
    """Where somebody goes whose entry is complete: to the next one that waits, else to the list."""
    untouched = _next_untouched(journey, section)
    if untouched is not None:
        return see("entry", here, section=section.slug, place=str(untouched.place), entry=untouched.id)
    return see("section", here, section=section.slug)
