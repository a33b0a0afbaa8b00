"""What the room sees of its question, on the wall and on phones: the question, what was said, what is shown for it."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response
from markupsafe import Markup, escape

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales
from engage.instruments.rendering.texts import language_attributes
from engage.maturity import queries, queries_ratings, queries_workshop, wording, words_evidence, words_workshop
from engage.maturity.domain.consensus import Tally
from engage.maturity.domain.kinds import Stage, WorkshopPhase
from engage.maturity.domain.workshop import tally_of
from engage.maturity.evidence.beside import beside
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.models_panel import Workshop
from engage.maturity.rating import strip

EVERY = 3
"""Seconds between two looks at the room."""
VOTES = Markup('<span class="eng-votes" data-workshop-votes>{}</span>')
"""The number of votes, which a script keeps true without reading the page again."""
NAMED = Markup("<bdi>{}. {}</bdi>")
"""A level with its name."""


def is_on(assessment: Assessment, room: Workshop | None) -> bool:
    """Whether a workshop goes on."""
    return room is not None and assessment.stage is Stage.CONSENSUS and room.phase is not WorkshopPhase.CLOSED


def spread(tally: Tally, top: int, names: Mapping[int, str], lang: str) -> dict[str, Any]:
    """A tally as a picture and in words.

    :param top: the highest level
    """
    return {
        "tally": tally,
        "strip": strip.strip(tally.levels, top, rtl=locales.direction(lang) == "rtl"),
        "spoken": words_workshop.spread(tally, names),
        "others": words_workshop.others(tally),
    }


def question(assessment: Assessment, room: Workshop, lang: str) -> dict[str, Any]:
    """Everything about the question that the room looks at, in a language."""
    session = db.session()
    words = wording.words(session, assessment.model, lang)
    model = wording.model_of(assessment.model)
    indicator = model.indicator(room.indicator)
    kept = queries.levels(session, assessment.id)[room.indicator]
    names = {level.value: words[f"level:{level.value}:name"] for level in model.levels}
    top = len(indicator.levels) - 1
    blind = queries_ratings.shown(session, assessment).get(room.indicator, Tally())

    def words_of(pair: tuple[str, str]) -> Markup:
        return marked(pair, lang)

    def said(place: str) -> Markup:
        return marked(words.text(place), lang)

    settled = room.phase not in (WorkshopPhase.VOTING, WorkshopPhase.HELD) and kept.revotes > 0
    return {
        "indicator": indicator,
        "dimension": f"{model.dimension_of(indicator.id).id}:title",
        "said": said,
        "words_of": words_of,
        "levels": [
            {
                "number": level,
                "name": said(f"level:{level}:name"),
                "text": said(f"{indicator.id}:{level}"),
                "holds": settled and kept.level == level,
            }
            for level in range(top + 1)
        ],
        "phase": room.phase.value,
        "vote_name": words_workshop.which_vote(room.vote),
        "voted": queries_workshop.voted(session, room),
        "result_words": str(words_workshop.RESULTS.get(kept.state, "")),
        "blind": spread(blind, top, names, lang),
        "result": spread(tally_of(kept.room).shown, top, names, lang) if settled and kept.room else None,
        "shown": beside(session, assessment, indicator.id, lang, now=utcnow()),
        "evidence_words": words_evidence,
    }


def marked(pair: tuple[str, str], lang: str) -> Markup:
    """Words of the model, marked with their language where it is not the page's."""
    text, language = pair
    if locales.nearest(lang, (language,)):
        return escape(text)
    return Markup("<span{}>{}</span>").format(language_attributes(language, lang), text)


def revision(assessment: Assessment, room: Workshop | None) -> str:
    """Changes with what the room sees, votes apart; also when hands of the room are typed in beside it."""
    if room is None:
        return "0"
    kept = db.session().get_one(AssessedLevel, (assessment.id, room.indicator))
    return f"{room.revision}-{room.generation}-{assessment.stage.value}-{kept.revotes}-{kept.state.value}"


def now(assessment: Assessment, room: Workshop | None, *, votes: bool) -> Response:
    """Where the room stands, for the script that looks every few seconds.

    :param votes: whether to say how many have voted
    """
    said = revision(assessment, room)
    if votes and room is not None:
        said += f" {queries_workshop.voted(db.session(), room).votes}"
    response = make_response(said)
    response.mimetype = "text/plain"
    response.headers["Cache-Control"] = "no-store"
    return response
