"""What an event needs before it is announced, and what is worth a look."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Missing(StrEnum):
    """What an event lacks before it can be announced."""

    TITLE = "title"
    SUMMARY = "summary"
    PAST = "past"
    """It has begun by now."""
    SITE = "site"
    ADDRESS = "address"
    """A room that nobody can find."""
    CONTACT = "contact"
    """Neither the event nor its hub says whom to ask."""
    QUESTIONS = "questions"
    """Questions were written and not published."""
    CLOSES = "closes"
    """Registration closes before it opens."""


class Advice(StrEnum):
    """What is worth a look before announcing."""

    ABOUT = "about"
    CONSENT = "consent"
    """Health data are asked for, and the event has no words of its own on what for."""
    PLACES = "places"
    """No limit of places at all."""
    MINIMUMS = "minimums"
    """Minimums of quotas exceed the places."""
    JOIN_LINK = "join_link"
    """An online room without its link; it can be added until people come."""
    LANGUAGES = "languages"
    """Languages that do not open yet."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known of an event, as far as announcing asks for it."""

    title: bool
    summary: bool
    about: bool
    consent: bool
    starts_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    sites: int
    rooms_without_address: int
    rooms_without_link: int
    contact: bool
    asks_health: bool
    """Needs, or questions of a special category, are asked."""
    unpublished_questions: bool
    limited: bool
    minimums_fit: bool
    languages_open: bool


def missing(ready: Ready, now: datetime) -> tuple[Missing, ...]:
    """What has to be said or done before an event is announced, in the order in which one goes about it."""
    said = {
        Missing.TITLE: ready.title,
        Missing.SUMMARY: ready.summary,
        Missing.PAST: ready.starts_at > now,
        Missing.SITE: ready.sites > 0,
        Missing.ADDRESS: ready.rooms_without_address == 0,
        Missing.CONTACT: ready.contact,
        Missing.QUESTIONS: not ready.unpublished_questions,
        Missing.CLOSES: not (ready.opens_at and ready.closes_at and ready.closes_at <= ready.opens_at),
    }
    return tuple(each for each, there in said.items() if not there)


def advice(ready: Ready) -> tuple[Advice, ...]:
    said = {
        Advice.ABOUT: ready.about,
        Advice.CONSENT: ready.consent or not ready.asks_health,
        Advice.PLACES: ready.limited,
        Advice.MINIMUMS: ready.minimums_fit,
        Advice.JOIN_LINK: ready.rooms_without_link == 0,
        Advice.LANGUAGES: ready.languages_open,
    }
    return tuple(each for each, there in said.items() if not there)
