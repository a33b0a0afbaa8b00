"""What the console's pages of inviting share: the blueprint, whose people are seen, the languages of a survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import babel_locale, endonym
from engage.instruments.domain.editions import countries
from engage.surveys import pages
from engage.surveys.domain.contacts import Known, folded
from engage.surveys.inviting import lists
from engage.surveys.models import Survey
from engage.surveys.sight import Seen, countries_seen
from engage.surveys.views.manage_blueprint import survey_or_404, title_of
from engage.surveys.views.manage_desk import survey_crumb
from engage.surveys.views.manage_paper import version_to_print
from engage.web import console, trail
from engage.web.console import use_language
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission, reach

bp = Blueprint("manage_inviting", __name__, template_folder="../templates", url_prefix="/console/surveys")
bp.before_request(use_language)
_HOME = "manage_inviting.inviting"


@dataclass(frozen=True, slots=True)
class Here:
    """A survey, and whose people who is signed in may see."""

    survey: Survey
    languages: tuple[str, ...]
    """In which the survey is offered; the source first."""
    countries: tuple[str, ...]
    """With editions of their own, as far as they are seen."""
    seen: Seen


def find(slug: str) -> Here:
    survey = survey_or_404(slug)
    _, common = version_to_print(survey)
    seen = countries_seen(db.session(), survey, reach(Permission.REACH))
    edition = pages.edition_of(survey, common)
    source = common.source_language
    tags = tuple(sorted(edition.languages or (source,), key=lambda tag: tag != source))
    known = tuple(country for country in countries(common) if country and (seen is None or country in seen))
    return Here(survey, tags, known, seen)


def known(here: Here) -> Known:
    """What cells of a list may say for languages and countries, and who is there already."""
    return Known(
        languages=_names(here.languages, "languages"),
        fallback=here.languages[0],
        countries=_names(here.countries, "territories") if here.countries else _any_country(),
        country=here.countries[0] if here.seen is not None and here.countries else "",
        there=lists.known(db.session(), here.survey.id),
    )


def _names(codes: Sequence[str], of: str) -> dict[str, str]:
    """A code by itself and by its names, in English, in German and in the survey's languages."""
    found: dict[str, str] = {}
    for code in codes:
        found[folded(code)] = code
        if of == "languages":
            found.setdefault(folded(code.split("-")[0]), code)
            found.setdefault(folded(endonym(code)), code)
        for tag in ("en", "de", "nb", "sv", "fr", "it", "pl", "he"):
            name = getattr(babel_locale(tag), of).get(code.split("-")[0] if of == "languages" else code)
            if name:
                found.setdefault(folded(str(name)), code)
    return found


def _any_country() -> dict[str, str]:
    codes = [str(code) for code in babel_locale("en").territories]
    return _names([code for code in codes if len(code) == 2 and code.isalpha()], "territories")


def render(here: Here, template: str, **values: Any) -> str:
    values |= {"survey": here.survey, "title": title_of(here.survey), "here_": here, "endonym": endonym}
    return console.render(f"manage/{template}", **values)


def note(action: str, here: Here, **details: Any) -> None:
    """Say in the trail what was done with a survey's people: how many, never who."""
    hub = here.survey.activity.hub_id
    now = utcnow()
    trail.note(db.session(), action, "survey", here.survey.id, now=now, hub_id=hub, survey=here.survey.slug, **details)


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:  # noqa: ARG001
    slug = arguments["slug"]
    crumbs: list[Crumb] = [(gettext("Surveys"), url_for("manage.surveys")), survey_crumb(slug)]
    if endpoint != _HOME:
        crumbs.append((gettext("Invite by name"), url_for(_HOME, slug=slug)))
    return crumbs


def language_options(here: Here) -> list[dict[str, str]]:
    return [{"value": tag, "label": endonym(tag), "lang": tag} for tag in here.languages]
