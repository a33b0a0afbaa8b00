"""What a team does with topics: opens its box, puts them into words for everybody, shows, takes up, answers."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.activities.models import Activity, ActivityHub
from engage.core.refusal import Refusal
from engage.hubs.models import Hub
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText
from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicKind, TopicState
from engage.outcomes.domain.topics import Deed, Standing, WhyNot, after, is_late, words_until
from engage.outcomes.models import Outcome
from engage.outcomes.models_topics import Topic, TopicBox

MOST_TO_CHOOSE = 200
Texts = Mapping[str, str]
"""Words by language."""


class ChangedMeanwhile(Refusal):
    """Somebody else has changed it since the page was shown."""

    code = "topic_changed_meanwhile"


def set_box(session: Session, hub: Hub, *, is_open: bool, about: Texts) -> TopicBox:
    """Open or close a hub's box, and say what stands above its form."""
    box = session.get(TopicBox, hub.id) or TopicBox(hub_id=hub.id)
    box.is_open, box.about = is_open, _stored(about)
    box.languages = list(box.about)
    session.add(box)
    session.flush()
    return box


def held(session: Session, topic_id: int, *, seen: int) -> Topic:
    """A topic to be changed now.

    :param seen: the revision that the page showed
    :raises ChangedMeanwhile: when it is another one now
    """
    topic = session.get_one(Topic, topic_id, with_for_update=True, populate_existing=True)
    if topic.revision != seen:
        raise ChangedMeanwhile
    topic.revision += 1
    return topic


def standing(topic: Topic) -> Standing:
    dealt = topic.activity_id is not None or topic.outcome_id is not None
    return Standing(
        looked_at=topic.state is not TopicState.WAITING,
        visible=topic.state in PUBLIC_TOPICS,
        taken_up=dealt or topic.state is TopicState.TAKEN_UP,
        answered=topic.answered_on is not None,
    )


def put_into_words(topic: Topic, title: Texts, text: Texts) -> None:
    """What everybody sees of it."""
    topic.title, topic.text = _stored(title), _stored(text)


def show(topic: Topic, *, today: date) -> None:
    """:raises NotNow: when it is shown already"""
    topic.state = after(standing(topic), Deed.SHOW).state
    topic.reason = None
    topic.shown_on = topic.shown_on or today
    _decided(topic, today)


def do_not_show(topic: Topic, why: WhyNot, *, today: date) -> None:
    """:raises NotNow: when it is not shown already"""
    topic.state = after(standing(topic), Deed.NOT_SHOW).state
    topic.reason = why
    _decided(topic, today)


def take_up(topic: Topic, *, activity_id: int | None, outcome_id: int | None) -> None:
    """Say what deals with it: one of the two.

    :raises NotNow: while it is not shown
    """
    topic.state = after(standing(topic), Deed.TAKE_UP).state
    topic.activity_id, topic.outcome_id = activity_id, outcome_id


def leave(topic: Topic) -> None:
    """Nothing deals with it any more.

    :raises NotNow: where nothing did
    """
    topic.state = after(standing(topic), Deed.LEAVE).state
    topic.activity_id = topic.outcome_id = None


def answer(topic: Topic, words: Texts, *, today: date) -> None:
    """Answer, or put an answer into better words: its day stays.

    :raises NotNow: while it is not shown
    """
    topic.state = after(standing(topic), Deed.ANSWER).state
    topic.answer, topic.answered_on = _stored(words), topic.answered_on or today


def take_back(topic: Topic) -> None:
    """The answer; its words are gone.

    :raises NotNow: where there is none
    """
    topic.state = after(standing(topic), Deed.TAKE_BACK).state
    topic.answer, topic.answered_on = {}, None


def _decided(topic: Topic, today: date) -> None:
    if topic.words_until is not None:
        topic.words_until = min(topic.words_until, words_until(topic.proposed_on, today))


def _stored(texts: Texts) -> dict[str, str]:
    return encoded(LocalizedText.of("", next(iter(texts), "en"), **texts))


# -- what there is to do and to choose


def waiting(session: Session, hubs: Collection[int] | None, *, today: date) -> tuple[int, int]:
    """How many proposals wait to be looked at, and how many questions should be answered by now.

    :param hubs: by id; None for all
    """
    asked = select(Topic.kind, Topic.state, Topic.proposed_on).where(
        or_(Topic.state == TopicState.WAITING, Topic.kind == TopicKind.QUESTION),
        Topic.state.not_in((TopicState.ANSWERED, TopicState.NOT_SHOWN)),
    )
    rows = session.execute(asked if hubs is None else asked.where(Topic.hub_id.in_(hubs))).all()
    new = sum(state is TopicState.WAITING for _, state, _ in rows)
    late = sum(kind is TopicKind.QUESTION and is_late(day, today) for kind, _, day in rows)
    return new, late


def to_take_up(session: Session, hub_id: int) -> tuple[list[Activity], list[Outcome]]:
    """A hub's activities and outcomes that can deal with a topic; the newest first."""
    beside = select(ActivityHub.activity_id).where(ActivityHub.hub_id == hub_id)
    activities = select(Activity).where(or_(Activity.hub_id == hub_id, Activity.id.in_(beside)))
    outcomes = select(Outcome).where(Outcome.hub_id == hub_id)
    return (
        list(
            session.scalars(activities.order_by(Activity.created_at.desc(), Activity.id.desc()).limit(MOST_TO_CHOOSE))
        ),
        list(session.scalars(outcomes.order_by(Outcome.created_at.desc(), Outcome.id.desc()).limit(MOST_TO_CHOOSE))),
    )
