"""Forms of topics in the console: words in languages, a reason, what deals with it, an answer, a hub's box."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext, lazy_gettext

from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import TopicState
from engage.outcomes.domain.topics import CHOSEN, LONGEST_ANSWER, LONGEST_TEXT, LONGEST_TITLE, WhyNot
from engage.outcomes.models_topics import Topic, TopicBox
from engage.web.desk.forms import Filled, Sent

REASONS = {
    WhyNot.PEOPLE: lazy_gettext("It is about people who could be recognised"),
    WhyNot.HURTS: lazy_gettext("It insults or threatens"),
    WhyNot.ELSEWHERE: lazy_gettext("We cannot deal with it"),
    WhyNot.THERE: lazy_gettext("The same is on the list already"),
    WhyNot.UNCLEAR: lazy_gettext("We do not understand it"),
    WhyNot.ADVERTISING: lazy_gettext("It is advertising"),
}
REFUSALS = {
    "topic_changed_meanwhile": lazy_gettext(
        "Somebody else has changed this meanwhile. What you typed is still here: look at it once more and save again."
    ),
    "topic_not_now": lazy_gettext("This cannot be done any more: look at where it stands now."),
}
ACTIVITY, OUTCOME = "activity", "outcome"


def hub_tags(hub: Hub) -> list[str]:
    """The languages in which a hub's texts are written."""
    return list(hub.languages) or ["en"]


def tags(topic: Topic) -> list[str]:
    """The languages in which a topic is put into words: the hub's, and those that there are already."""
    return list(dict.fromkeys((*hub_tags(topic.hub), *topic.title, *topic.text, *topic.answer)))


def stored(topic: Topic) -> Filled:
    """What stands in the forms of a topic. Words that fit as they are need not be typed again."""
    text: dict[str, str] = {}
    for name in ("title", "text", "answer"):
        text |= {f"{name}-{tag}": words for tag, words in getattr(topic, name).items()}
    if topic.state is TopicState.WAITING and topic.language in tags(topic):
        text.setdefault(f"text-{topic.language}", topic.words)
    if topic.outcome_id is not None:
        text["deals"] = f"{OUTCOME}:{topic.outcome_id}"
    elif topic.activity_id is not None:
        text["deals"] = f"{ACTIVITY}:{topic.activity_id}"
    return Filled(text)


def read_words(sent: Sent, languages: Sequence[str], *, shown: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Title and text as everybody sees them, by language.

    :param shown: whether everybody is to see it: then it needs a title
    """
    title = _read(sent, "title", languages, LONGEST_TITLE)
    text = _read(sent, "text", languages, LONGEST_TEXT)
    if shown and not title:
        sent.refuse(f"title-{languages[0]}", gettext("Write a title, in one language at least."))
    return title, text


def read_reason(sent: Sent) -> WhyNot:
    return WhyNot(sent.read_one("reason", CHOSEN, other=WhyNot.UNCLEAR))


def read_deals(sent: Sent, offered: Collection[str]) -> tuple[int | None, int | None]:
    """What deals with it: the number of an activity or of an outcome."""
    kind, _, number = sent.read_one("deals", offered).partition(":")
    return (int(number) if kind == ACTIVITY else None), (int(number) if kind == OUTCOME else None)


def read_answer(sent: Sent, languages: Sequence[str]) -> dict[str, str]:
    found = _read(sent, "answer", languages, LONGEST_ANSWER)
    if not found:
        sent.refuse(f"answer-{languages[0]}", gettext("Write the answer, in one language at least."))
    return found


def stored_box(box: TopicBox | None) -> Filled:
    texts: Mapping[str, str] = box.about if box else {}
    return Filled(
        {f"about-{tag}": words for tag, words in texts.items()} | {"open": "yes" if box and box.is_open else ""}
    )


def read_box(sent: Sent, languages: Sequence[str]) -> tuple[bool, dict[str, str]]:
    return sent.get("open") == "yes", _read(sent, "about", languages, LONGEST_TEXT)


def _read(sent: Sent, name: str, languages: Sequence[str], most: int) -> dict[str, str]:
    found = {tag: sent.read_text(f"{name}-{tag}", most=most) for tag in languages}
    return {tag: words for tag, words in found.items() if words}
