"""What the console's pages of surveys share: the blueprint, finding the survey, its title, who asks, the trail."""

from typing import Any

from flask import Blueprint, abort, g
from flask_security import current_user
from flask_wtf import FlaskForm

from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.rendering.texts import plain
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import countries_seen
from engage.web import trail
from engage.web.console import use_language
from engage.web.permissions import Permission, reach

bp = Blueprint("manage", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only its token, for buttons."""


def survey_or_404(slug: str) -> Survey:
    found = queries.by_slug(db.session(), slug)
    if found is None:
        abort(404)
    return found


def require_token() -> None:
    if not TokenForm().validate():
        abort(400)


def note(action: str, survey: Survey, **details: Any) -> None:
    """Say in the trail what who asks has done with a survey; in the transaction of the deed."""
    hub_id = survey.activity.hub_id
    trail.note(db.session(), action, "survey", survey.id, now=utcnow(), hub_id=hub_id, survey=survey.slug, **details)


def title_of(survey: Survey) -> str:
    titles: dict[str, str] = survey.activity.title
    return plain(titles.get(g.get("interface", "en")) or next(iter(titles.values()), "")) or survey.slug


def account() -> str:
    """The address of who is signed in: kept with what they did, also when the account is gone one day."""
    return str(current_user.email)


def person_id() -> int:
    return int(current_user.id)


def responses_seen(survey: Survey, every: int) -> int:
    """How many responses are for who is signed in, out of `every`."""
    seen = countries_seen(db.session(), survey, reach(Permission.SURVEY_SEE))
    return every if seen is None else queries.responses(db.session(), survey.id, seen)


def sees(survey: Survey, country: str) -> bool:
    """Whether what people of a country answered is for who is signed in."""
    seen = countries_seen(db.session(), survey, reach(Permission.SURVEY_SEE))
    return seen is None or country in seen
