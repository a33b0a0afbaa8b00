"""The demonstration's outcomes, topics, brief and targets, and a report of the last half-year. All is made up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.core.located import from_yaml, read_text
from engage.core.settings import Settings
from engage.demo import results
from engage.hubs import queries as hubs
from engage.network.domain.figures import Choice
from engage.network.domain.periods import Period, last_of, month_of
from engage.network.reporting import keeping as network
from engage.network.reporting import reports
from engage.network.reporting.making import Sight
from engage.outcomes import writing
from engage.outcomes.briefs import keeping as briefs
from engage.outcomes.domain.briefs import Draft, FigureOf
from engage.outcomes.domain.kinds import TopicKind
from engage.outcomes.models import Outcome
from engage.outcomes.models_topics import Topic
from engage.outcomes.topics import keeping as topics
from engage.outcomes.topics import proposing

if TYPE_CHECKING:
    from engage.hubs.models import Hub

DAYS = {
    "handed": "handed_on",
    "answered": "answered_on",
    "decided": "decided_on",
    "due": "due_on",
    "done_on": "done_on",
}
NAMES = {"to": "addressed_to", "role": "citizens_role"}
SURVEY = "cancer-in-six-countries"
LAST_HALF_YEAR = 6


@cache
def given() -> Mapping[str, Any]:
    """What `outcomes.yaml` says; days are counted from today."""
    found: Mapping[str, Any] = from_yaml(read_text((files(__package__) / "outcomes.yaml").read_bytes())).value
    return found


def load(session: Session, *, now: datetime) -> int:
    """Write all of it down, and say how many outcomes there are. Surveys, events and hubs are there already."""
    made = {each["slug"]: _outcome(session, each, now) for each in given()["outcomes"]}
    _topics(session, made, now.date())
    _brief(session, made, now)
    _figures(session, now)
    return len(made)


def _outcome(session: Session, said: Mapping[str, Any], now: datetime) -> Outcome:
    stored = {
        "format": 1,
        "slug": said["slug"],
        "published_at": (now + timedelta(days=said["published"])).isoformat(),
        "languages": said["languages"],
        "title": said["title"],
        "heard": said["heard"],
        "mission_areas": said["areas"],
        "sectors": said.get("sectors", []),
        "activities": said["activities"],
        "recommendations": [_asked(each, now.date()) for each in said["recommendations"]],
        "rests_on": said.get("rests", []),
    }
    return writing.take_in(session, stored, hub_id=_hub(session, said["hub"]).id, now=now)


def _asked(said: Mapping[str, Any], today: date) -> dict[str, Any]:
    return {
        DAYS.get(name) or NAMES.get(name, name): (today + timedelta(days=value)).isoformat() if name in DAYS else value
        for name, value in said.items()
    }


def _hub(session: Session, slug: str) -> "Hub":
    found = hubs.by_slug(session, slug)
    assert found is not None
    return found


# -- topics


def _topics(session: Session, made: Mapping[str, Outcome], today: date) -> None:
    said = given()["topics"]
    for slug in said["open"]:
        topics.set_box(session, _hub(session, slug), is_open=True, about=said["about"][slug])
    for each in said["given"]:
        _topic(session, each, made, today)
    session.flush()


def _topic(session: Session, said: Mapping[str, Any], made: Mapping[str, Outcome], today: date) -> None:
    topic_id, language = random_id(), said["language"]
    proposing.propose(
        session,
        topic_id,
        hub_id=_hub(session, said["hub"]).id,
        kind=TopicKind(said["kind"]),
        words=said["words"] if "words" in said else said["text"][language],
        language=language,
        today=today + timedelta(days=said["proposed"]),
    )
    if "shown" not in said:
        return
    topic = session.get_one(Topic, topic_id)
    topics.put_into_words(topic, said["title"], said["text"])
    topics.show(topic, today=today + timedelta(days=said["shown"]))
    if "taken_up_by" in said:
        topics.take_up(topic, activity_id=None, outcome_id=made[said["taken_up_by"]].id)
    if "answer" in said:
        topics.answer(topic, said["answer"], today=today + timedelta(days=said["answered"]))
    topic.supports = said["supports"]


# -- the brief


def _brief(session: Session, made: Mapping[str, Outcome], now: datetime) -> None:
    said = given()["brief"]
    draft = Draft(
        languages=tuple(said["languages"]),
        title=said["title"],
        lead=said["lead"],
        asks=said["asks"],
        outcomes=tuple(made[slug].id for slug in said["outcomes"]),
        figures=tuple(FigureOf(SURVEY, 1, item) for item in _published(said["figures"])),
    )
    brief = briefs.create(session, _hub(session, said["hub"]).id, draft, now=now)
    briefs.publish(session, brief, why_not=(), seen=brief.revision, now=now)


def _published(items: Iterable[str]) -> Sequence[str]:
    """Of the demonstration's results."""
    return [item for item in items if item in results.ITEMS]


# -- figures of the network


def _figures(session: Session, now: datetime) -> None:
    """Targets to come, and the report of the six months that are over."""
    month = month_of(now.date())
    for each in given()["targets"]:
        by = last_of(_months_on(month, each["in_months"]))
        network.add_target(session, each["figure"], each["value"], by, each["label"], now=now)
    period = Period(_months_on(month, -LAST_HALF_YEAR), last_of(_months_on(month, -1)))
    settings = Settings()
    sight = Sight(frozenset(), now.date(), settings.answer_days, settings.secret_key)
    title = f"Half-year report, {period.since:%Y-%m} to {period.until:%Y-%m}"
    reports.make(session, title, period, Choice(), sight, now=now)


def _months_on(month: date, number: int) -> date:
    years, at = divmod(month.month - 1 + number, 12)
    return date(month.year + years, at + 1, 1)
