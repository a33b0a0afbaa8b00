"""What instruments bring to the desk of the console: navigation and breadcrumbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from engage.i18n.locales import endonym
from engage.instruments.translating import queries
from engage.instruments.views import surroundings
from engage.instruments.views.translating_work import due_words, person_id
from engage.web import desk
from engage.web.desk import Group, NavItem, ToDo
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission, may_somewhere


def install(app: Flask) -> None:
    label = lazy_gettext("Your translations")
    desk.nav(app, NavItem(Group.LISTENING, label, "translating.home", Permission.TRANSLATE, 20))
    desk.trail(app, "instruments", above)
    desk.todo(app, waiting)


def waiting(session: Session) -> list[ToDo]:
    """What a translator is asked for and has not finished."""
    found = []
    for assignment in queries.assignments_of(session, person_id()):
        if assignment.done_at is not None:
            continue
        due, grave = due_words(assignment)
        text = gettext(
            "Translate %(survey)s into %(language)s (%(due)s)",
            survey=surroundings.of(assignment.instrument_id).title,
            language=endonym(assignment.language),
            due=due,
        )
        found.append(ToDo(text, url_for("translating.home"), gettext("Go on with it"), urgent=bool(grave)))
    return found


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:  # noqa: ARG001
    """What the instrument is used for, then the editor or the texts and the page between, as the address says."""
    if "instrument_id" not in arguments:
        return [(gettext("Your translations"), url_for("translating.home"))]
    instrument_id = arguments["instrument_id"]
    crumbs = _used_for(instrument_id)
    inside = request.path.partition(f"/instruments/{instrument_id}/")[2].split("/")
    part, deeper = inside[0], len(inside) > 1
    if part == "translations" and deeper:
        crumbs.append(
            (gettext("Texts and translations"), url_for("instruments.translations", instrument_id=instrument_id))
        )
        if "lang" in arguments and endpoint != "instruments.translation":
            language = url_for("instruments.translation", instrument_id=instrument_id, lang=arguments["lang"])
            crumbs.append((endonym(arguments["lang"]), language))
    elif part == "edit" and deeper and surroundings.of(instrument_id).whole:
        crumbs.append((gettext("Questionnaire"), url_for("instruments.edit", instrument_id=instrument_id)))
        crumbs += _inside_editor(instrument_id, arguments, inside[1])
    return crumbs


def _used_for(instrument_id: int) -> list[Crumb]:
    around = surroundings.of(instrument_id)
    if around.back is None:
        return [(gettext("Your translations"), url_for("translating.home"))]
    listed: list[Crumb] = []
    if may_somewhere(Permission.SURVEY_SEE):
        listed.append((gettext("Surveys"), url_for("manage.surveys")))
    return [*listed, (around.title, around.back)]


def _inside_editor(instrument_id: int, arguments: Mapping[str, Any], part: str) -> list[Crumb]:
    if part == "quotas" and "name" in arguments:
        return [(gettext("Quotas"), url_for("instruments.quotas", instrument_id=instrument_id))]
    if part == "countries" and "country" in arguments:
        return [(gettext("Countries"), url_for("instruments.countries", instrument_id=instrument_id))]
    return []
