"""What surveys add to the guide after the first sign-in: a first survey, looked at, published."""

from flask import Flask, g, url_for
from flask_babel import lazy_gettext
from sqlalchemy import select

from engage.accounts import guide
from engage.accounts.guide import Here, Outcome, Step
from engage.instruments.rendering.texts import plain
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.web.links import absolute
from engage.web.permissions import Permission

NOTE = "survey"
"""Under which the guide remembers the survey that was begun in it."""


def install(app: Flask) -> None:
    guide.offer(
        app,
        Step(
            name="survey",
            title=lazy_gettext("Begin a first survey"),
            text=lazy_gettext(
                "Take the example questionnaire, standard questions, or both. You can change every word afterwards."
            ),
            action=lazy_gettext("Choose the questions"),
            address=_beginning,
            done=lambda here: begun(here) is not None,
            permission=Permission.SURVEY_EDIT,
            order=20,
        ),
        Step(
            name="preview",
            title=lazy_gettext("Look at it as citizens see it"),
            text=lazy_gettext("Go through the pages on your telephone too. What you type there is not kept."),
            action=lazy_gettext("Open the preview"),
            address=_preview,
            done=lambda here: _is_published(begun(here)),
            permission=Permission.PREVIEW,
            order=30,
            by_hand=True,
        ),
        Step(
            name="publish",
            title=lazy_gettext("Publish it"),
            text=lazy_gettext(
                "From then on people can answer it. Say when it closes in its settings; you can pause it at any time."
            ),
            action=lazy_gettext("Go to publishing"),
            address=_publishing,
            done=lambda here: _is_published(begun(here)),
            permission=Permission.SURVEY_FIELD,
            order=40,
        ),
    )
    guide.ends_in(app, published)


def begun(here: Here) -> Survey | None:
    """The survey that the guide is about: the one begun in it, else the newest that the hub leads."""
    led = select(Survey).where(Survey.activity.has(hub_id=here.hub_id))
    noted = here.notes.get(NOTE)
    found = here.session.scalar(led.where(Survey.id == noted)) if noted else None
    return found or here.session.scalars(led.order_by(Survey.id.desc()).limit(1)).first()


def _is_published(survey: Survey | None) -> bool:
    return survey is not None and survey.version_id is not None


def _beginning(here: Here) -> str:
    found = begun(here)
    return url_for("manage.ask_first_survey") if found is None else url_for("manage.survey", slug=found.slug)


def _preview(here: Here) -> str:
    found = begun(here)
    version = queries.newest_version(here.session, found.instrument_id) if found else None
    if found is None or version is None:
        return ""
    return url_for("manage.preview", slug=found.slug, lang=version.document["source_language"])


def _publishing(here: Here) -> str:
    found = begun(here)
    return url_for("manage.publishing", slug=found.slug) if found else ""


def published(here: Here) -> list[Outcome]:
    """What people can answer now, under its address."""
    found = begun(here)
    if found is None or found.version is None:
        return []
    titles: dict[str, str] = found.activity.title
    title = plain(titles.get(g.get("interface", "en")) or next(iter(titles.values()), "")) or found.slug
    return [Outcome(title, absolute(url_for("surveys.bare", slug=found.slug)))]
