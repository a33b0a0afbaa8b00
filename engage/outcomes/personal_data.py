"""What outcomes keep of persons: words of citizens, which nothing leads back to who wrote them."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.outcomes.domain.topics import NOT_SHOWN_DAYS, WORDS_DAYS, WORDS_DAYS_DECIDED
from engage.outcomes.models_topics import Topic
from engage.outcomes.topics import forgetting
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps

_WHERE = ("words", "title", "text", "answer")


def install(app: Flask) -> None:
    """Say it to the registry."""
    keeps(app, TOPICS)


def _naming(session: Session, sought: Sought) -> Sequence[Topic]:
    """Nobody is known: found is what has the address in its words."""
    if sought.code:
        return ()
    named = mentions(sought.address, *(getattr(Topic, name) for name in _WHERE))
    return [topic for topic in session.scalars(select(Topic).where(named)) if sought.covers(topic.hub_id)]


def _erase(session: Session, sought: Sought) -> int:
    found = _naming(session, sought)
    for topic in found:
        topic.revision += 1
    return rid(found, sought.address, *_WHERE)


TOPICS = Keeps(
    "citizen_topic",
    what=lambda _: _(
        "Topics and questions that citizens propose: their words, the language and the day; no name, no address and "
        "nothing that leads to who wrote them. How many support each, as a number."
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that hubs talk about what citizens want, and answer their questions"),
    basis=Basis.TASK,
    how_long=lambda _: _(
        "The words as they came: %(decided)s days after a person decided whether to show them, at most %(days)s days; "
        "what is not shown: %(hidden)s days; what is shown, in the words of the team: as long as the list stands",
        decided=WORDS_DAYS_DECIDED,
        days=WORDS_DAYS,
        hidden=NOT_SHOWN_DAYS,
    ),
    goes_to=lambda _: _("Everybody: what a person has looked at and put into words, never the words as they came"),
    delete_due=forgetting.delete_due,
    find=lambda session, sought: len(_naming(session, sought)),
    export=lambda session, sought: [
        {"day": each.proposed_on.isoformat(), "words": each.words, "shown": {**each.title}, "text": {**each.text}}
        for each in _naming(session, sought)
    ],
    erase=_erase,
)
