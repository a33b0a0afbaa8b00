"""A page of questions: shown, saved, gone on from."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from engage.core.clock import utcnow
from engage.db.engine import Intent, intend
from engage.db.session import db
from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import Journey
from engage.instruments.rendering.filling import anchor
from engage.surveys import queries
from engage.surveys.domain.status import Availability
from engage.surveys.views import inputs, lists, saving, screening, uploads
from engage.surveys.views.blueprint import bp
from engage.surveys.views.respondent import (
    Respondent,
    Visit,
    respondent,
    see,
    unavailable,
    visit,
    without_draft,
)
from engage.surveys.views.showing import judged, question_page, refreshed, with_settled
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
    if wanted.repeat is not None:
        return lists.list_page(here, who, wanted)
    opened = request.args.get("opened") == "1"
    return question_page(here, who, wanted, who.journey, {}, opened=opened)


@bp.post("/<lang:lang>/surveys/<slug>/<section>")
@permission(Permission.PUBLIC)
def save(lang: str, slug: str, section: str) -> ResponseReturnValue:
    """Keep what was typed, also what is wrong, and go where the pressed button says."""
    return saving.unless_overtaken(lambda lock: _save(lang, slug, section, lock=lock))


def _save(lang: str, slug: str, section: str, *, lock: bool) -> ResponseReturnValue:
    """Read and check without holding up other writers, unless `lock`."""
    intend(Intent.WRITES if lock else Intent.READS_FIRST)
    here = visit(lang, slug)
    who = respondent(here, lock=lock)
    if who is None:
        forgery.refuse_cross_site()
        return without_draft(here)
    wanted = who.section(section)
    uploads.expect(wanted, who.journey.raw)
    forgery.require(who.draft.keys.form)
    if wanted is None:
        abort(404)
    if wanted.repeat is not None:
        return lists.saved(here, who, wanted, locked=lock)
    shown_before = inputs.shown_items(who.journey, wanted)
    after, changed = with_settled(who.journey, inputs.changes(shown_before, who.journey.raw))
    if request.form.get("_action") == "refresh":
        return refreshed(after, wanted)
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
    if uploads.refused() and action != "stop":
        problems, response = judged(here, who.journey, after, section, shown_before)[0], None
    elif language in who.edition.languages:
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
        problems, new = judged(here, who.journey, after, section, shown_before)
        if problems:
            response = None
        elif new:
            element = anchor(new[0].name, new[0], after)
            response = see("section", here, section=section.slug, opened="1", anchor=element)
        elif full := screening.full(here, who, after):
            return screening.screened_out(here, who, full)
        elif place + 1 < len(path) and section in path:
            target = path[place + 1].slug
            response = see("section", here, section=target)
        else:
            response = see("review", here) if section in path else see("section", here, section=path[0].slug)
    saving.keep(here, who, changed, section=target, locked=locked)
    if response is None:
        return question_page(here, who, section, after, problems), 422
    return response  # type: ignore[no-any-return]
