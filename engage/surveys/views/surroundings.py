"""What pages of an instrument show of the survey that it is fielded in."""

from collections.abc import Mapping
from typing import Any

from flask import g, url_for
from sqlalchemy import select, update

from engage.db.session import db
from engage.instruments.rendering.texts import plain
from engage.instruments.views.surroundings import Surroundings
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import hubs_behind
from engage.web.permissions import Permission, may, may_for


def looks_different(instrument_id: int) -> None:
    """Pages of the surveys that field this instrument are made anew, in every process."""
    statement = update(Survey).where(Survey.instrument_id == instrument_id).values(revision=Survey.revision + 1)
    db.session().execute(statement)


def hubs_of_survey(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hubs behind the survey that an address names."""
    if "slug" not in args:
        return None
    return hubs_behind(db.session(), queries.by_slug(db.session(), args["slug"]), label)


def hubs_of_instrument(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hubs behind the survey that an instrument is fielded in.

    Pages of one country's edition are for the hub that fields it, too.
    """
    if "instrument_id" not in args:
        return None
    session = db.session()
    found = session.scalar(select(Survey).where(Survey.instrument_id == args["instrument_id"]))
    behind = hubs_behind(session, found, label)
    if found is None or "country" not in args:
        return behind
    return behind | {each.hub_id for each in queries.partners(session, found.id) if each.country == args["country"]}


def of(instrument_id: int) -> Surroundings | None:
    survey = db.session().scalar(select(Survey).where(Survey.instrument_id == instrument_id))
    if survey is None:
        return None
    titles: dict[str, str] = survey.activity.title
    sees = may(Permission.SURVEY_SEE)

    def preview(language: str, section: str) -> str | None:
        if not may(Permission.PREVIEW):
            return None
        return url_for("manage.preview", slug=survey.slug, lang=language, section=section or None)

    return Surroundings(
        title=plain(titles.get(g.get("interface", "en")) or next(iter(titles.values()), "")) or survey.slug,
        back=url_for("manage.survey", slug=survey.slug) if sees else None,
        preview=preview,
        gate=survey.text_gate.value,
        settings=url_for("manage.settings", slug=survey.slug) if may(Permission.SURVEY_FIELD) else None,
        open_comments=lambda: queries.open_findings(db.session(), instrument_id) if sees else {},
        whole=may_for(Permission.SURVEY_EDIT, hubs_behind(db.session(), survey, Permission.SURVEY_EDIT)),
        comments=lambda item: url_for("manage.trial", slug=survey.slug, item=item, state="open") if sees else None,
    )
