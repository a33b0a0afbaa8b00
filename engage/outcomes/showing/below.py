"""Outcomes as they stand below an activity or on a hub's page: a title, how far it is, where to read it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities.became import Became
from engage.outcomes.models import Outcome
from engage.outcomes.showing import reading
from engage.outcomes.showing.reading import Fact
from engage.outcomes.showing.shown import told
from engage.outcomes.showing.standing import counted, standing
from engage.outcomes.showing.words import STANDINGS


def of_activities(
    session: Session, ids: Collection[int], lang: str, today: date, days: int
) -> Mapping[int, Sequence[Became]]:
    """What became of activities, by id, the newest first; two statements.

    :param days: that a body has to answer
    """
    if not ids:
        return {}
    facts = reading.facts(session, only=reading.said_in(ids))
    pairs = reading.activities_of(session, [fact.id for fact in facts])
    wanted = [(fact, activity) for fact in facts for outcome, activity in pairs if outcome == fact.id]
    found: dict[int, list[Became]] = {}
    for fact, activity in wanted:
        if activity in ids:
            found.setdefault(activity, []).append(_became(fact, lang, today, days))
    return found


def of_hub(session: Session, hub_ids: Collection[int], lang: str, today: date, days: int) -> Sequence[Became]:
    """What some hubs published, the newest first; one statement."""
    return [_became(fact, lang, today, days) for fact in reading.facts(session, only=Outcome.hub_id.in_(hub_ids))]


def of_everybody(session: Session, lang: str, today: date, days: int, most: int) -> Sequence[Became]:
    """The newest that all hubs published; one statement."""
    return [_became(fact, lang, today, days) for fact in reading.facts(session, most=most)]


def _became(fact: Fact, lang: str, today: date, days: int) -> Became:
    title = told(fact.title, lang, fact.languages)
    stands = counted(standing(each, today, days) for each in fact.recommendations)
    return Became(
        title=title.text,
        language=title.language,
        address=url_for("public_outcomes.one", lang=lang, slug=fact.slug),
        published_on=fact.published_at.date(),
        states=tuple((each.value, _words(str(STANDINGS[each]), number)) for each, number in stands.items()),
    )


def _words(said: str, number: int) -> str:
    return said if number == 1 else gettext("%(state)s: %(number)s", state=said, number=number)
