"""How the search of the console finds surveys and what they ask."""

from collections.abc import Iterator, Sequence

from flask import g, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.folding import fold
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument, Item
from engage.instruments.rendering.texts import plain
from engage.surveys import overview
from engage.surveys.models import Survey
from engage.surveys.sight import hubs_behind
from engage.surveys.views.manage_blueprint import title_of
from engage.surveys.views.manage_list import STATES
from engage.web.desk import Hit, matches, reach
from engage.web.permissions import Permission, may_for

MOST_INSTRUMENTS = 20
"""Instruments looked into for one search, the newest first."""


def surveys(session: Session, words: Sequence[str], most: int) -> list[Hit]:
    """By title in any language, and by the place in addresses."""
    names = {value: str(label) for value, label in STATES}
    statement = overview.surveys(reach(Permission.SURVEY_SEE)).add_columns(overview.state(utcnow()))
    found = session.execute(statement.where(matches(words, *overview.words())).order_by(Survey.id.desc()).limit(most))
    return [
        Hit(
            title_of(survey), url_for("manage.survey", slug=survey.slug), f"{names[state]} · {survey.activity.hub.name}"
        )
        for survey, state in found
    ]


def items(session: Session, words: Sequence[str], most: int) -> list[Hit]:
    """Questions and notes by what they say in any language, by name, and by what can be answered."""
    statement = overview.newest_versions(reach(Permission.SURVEY_SEE))
    statement = statement.where(matches(words, overview.document_words()))
    hits: list[Hit] = []
    for survey, version in session.execute(statement.order_by(Survey.id.desc()).limit(MOST_INSTRUMENTS)):
        instrument = from_document(version.document)
        may_edit = may_for(Permission.SURVEY_EDIT, hubs_behind(session, survey, Permission.SURVEY_EDIT))
        for item in _with_words(instrument, words):
            hits.append(_hit(survey, item, may_edit=may_edit))
            if len(hits) == most:
                return hits
    return hits


def _with_words(instrument: Instrument, words: Sequence[str]) -> Iterator[Item]:
    for item in instrument.items:
        texts = [item.label, *(option.label for option in item.options)]
        said = " ".join(each.text for text in texts for each in text.translations.values())
        folded = fold(f"{item.name} {said}") or ""
        if all(word in folded for word in words):
            yield item


def _hit(survey: Survey, item: Item, *, may_edit: bool) -> Hit:
    said = plain(item.label.pick(g.interface)[0]) or item.name
    if may_edit:
        address = url_for("instruments.item", instrument_id=survey.instrument_id, name=item.name)
    else:
        address = url_for("manage.survey", slug=survey.slug)
    return Hit(said, address, gettext("in %(survey)s", survey=title_of(survey)))
