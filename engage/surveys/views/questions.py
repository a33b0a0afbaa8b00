"""A page of questions: shown, saved, gone on from."""

from collections.abc import Iterable
from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape

from engage.core.clock import utcnow
from engage.db.engine import Intent, begin_writing, intend
from engage.db.session import db
from engage.instruments.domain.checks import Problem, check_in
from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.messages import sentence
from engage.instruments.rendering import live
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.filling import Filling, anchor
from engage.surveys import answering, pages, queries
from engage.surveys.domain.draft import Overtaken
from engage.surveys.domain.status import Availability
from engage.surveys.views import inputs
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
from engage.web import forgery
from engage.web.permissions import Permission, permission


@bp.get("/<lang:lang>/surveys/<slug>/<section>")
@permission(Permission.PUBLIC)
def section(lang: str, slug: str, section: str) -> ResponseReturnValue:
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return without_draft(here)
    wanted = who.section(section)
    if wanted is None:
        abort(404)
    path = who.journey.sections()
    if wanted not in path:
        return see("section", here, section=path[0].slug) if path else see("review", here)
    opened = request.args.get("opened") == "1"
    return _section_page(here, who, wanted, who.journey, {}, opened=opened)


def _section_page(
    here: Visit,
    who: Respondent,
    section: Section,
    journey: Journey,
    problems: dict[str, str],
    *,
    opened: bool = False,
) -> str:
    compiled = pages.section_page(here.survey, who.edition, who.draft.version_id, section, here.lang)
    filling = Filling(journey, problems)
    path = journey.sections()
    at = path.index(section) + 1 if section in path else 1
    if problems:
        use_interface(here)
    step = pages.step(here.edition, here.lang, at, len(path))

    def problem_list() -> str:
        owners = journey.questionnaire.owners
        return "".join(
            Markup('<li><a href="#{}">{}</a></li>').format(anchor(key, owners[key], journey), text)
            for key, text in problems.items()
        )

    slots = filling.slots | {
        "title_prefix": lambda: f"{escape(gettext('Error:'))} " if problems else "",
        "step": lambda: step,
        "steps": lambda: str(len(path)),
        "at": lambda: str(at),
        "csrf": lambda: forgery.token(who.draft.keys.form),
        "problem_list": problem_list,
    }
    blocks = filling.blocks | {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "saved": lambda parts, fill: fill(parts) if opened else "",
    }
    return compiled.fill(slots, blocks)


@bp.post("/<lang:lang>/surveys/<slug>/<section>")
@permission(Permission.PUBLIC)
def save(lang: str, slug: str, section: str) -> ResponseReturnValue:
    """Keep what was typed, also what is wrong, and go where the pressed button says."""
    try:
        return _save(lang, slug, section, lock=False)
    except Overtaken:
        begin_writing(db.session())
        return _save(lang, slug, section, lock=True)


def _save(lang: str, slug: str, section: str, *, lock: bool) -> ResponseReturnValue:
    """Read and check without holding up other writers, unless `lock`."""
    intend(Intent.WRITES if lock else Intent.READS_FIRST)
    here = visit(lang, slug)
    who = respondent(here, lock=lock)
    if who is None:
        forgery.refuse_cross_site()
        return without_draft(here)
    forgery.require(who.draft.keys.form)
    wanted = who.section(section)
    if wanted is None:
        abort(404)
    shown_before = inputs.shown_items(who.journey, wanted)
    changed = inputs.changes(shown_before)
    after = Journey(who.edition.questionnaire, {**who.draft.content.raw, **changed}, who.journey.circumstances)
    if request.form.get("_action") == "refresh":
        return _refreshed(after, wanted)
    found = queries.state(db.session(), here.survey, utcnow())
    if found is not Availability.OPEN:
        return unavailable(here, found, 409)
    return _saved(here, who, wanted, after, changed, {item.name for item in shown_before}, locked=lock)


def _saved(
    here: Visit,
    who: Respondent,
    section: Section,
    after: Journey,
    changed: Any,
    shown_before: set[str],
    *,
    locked: bool,
) -> ResponseReturnValue:
    action = request.form.get("_action", "next")
    language = request.form.get("_language", "")
    path = after.sections()
    place = path.index(section) if section in path else 0
    problems: dict[str, str] = {}
    response: Any
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
    else:
        on_path = after.section(section).items
        opened = [asked for asked in on_path if asked.item.name not in shown_before]
        new = [asked.item for asked in opened if asked.item.is_question and not asked.item.read_only]
        if not inputs.kept_up_to_date():
            new += live.grown(who.journey, after, [item for item in section.items if item.name in shown_before])
        problems = problems_of(here, after, on_path, without={item.name for item in new})
        if problems:
            response = None
        elif new:
            element = anchor(new[0].name, new[0], after)
            response = see("section", here, section=section.slug, opened="1", anchor=element)
        elif place + 1 < len(path) and section in path:
            target = path[place + 1].slug
            response = see("section", here, section=target)
        else:
            response = see("review", here) if section in path else see("section", here, section=path[0].slug)
    if not locked:
        begin_writing(db.session())
    answering.save(db.session(), who.draft, changed, section=target, language=here.lang, now=utcnow())
    db.session.commit()
    if response is None:
        return _section_page(here, who, section, after, problems), 422
    return response  # type: ignore[no-any-return]


def problems_of(here: Visit, journey: Journey, items: Iterable[ItemOnPath], *, without: set[str]) -> dict[str, str]:
    found: list[Problem] = []
    for asked in items:
        if asked.item.name not in without:
            found += check_in(journey, asked)[1]
    return sentences(here, journey, found)


def sentences(here: Visit, journey: Journey, problems: list[Problem]) -> dict[str, str]:
    if not problems:
        return {}
    use_interface(here)
    owners = journey.questionnaire.owners
    return {
        problem.key: spoken(sentence(problem, owners[problem.key], here.lang), journey)
        if problem.message
        else sentence(problem, owners[problem.key], here.lang)
        for problem in problems
    }


def _refreshed(after: Journey, section: Section) -> ResponseReturnValue:
    """What of the page is asked and shown now: for scripts; nothing is stored."""
    response = jsonify(live.state(after, section))
    response.headers["Cache-Control"] = "no-store"
    return response
