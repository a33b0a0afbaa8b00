"""How far a recommendation is, the part that citizens had in a decision, what an outcome rests on, what topics are."""

from enum import StrEnum


class RecommendationState(StrEnum):
    """What the body it was handed to said of it. Whether an answer is overdue depends on the calendar as well."""

    OPEN = "open"
    """Not answered yet."""
    ACCEPTED = "accepted"
    IN_PART = "in_part"
    DECLINED = "declined"
    """With its reason."""
    DONE = "done"
    """Accepted, and done since."""


ANSWERED = tuple(state for state in RecommendationState if state is not RecommendationState.OPEN)
TAKEN_UP = (RecommendationState.ACCEPTED, RecommendationState.IN_PART, RecommendationState.DONE)


class CitizensRole(StrEnum):
    """The part that citizens had in a decision, after the IAP2 Spectrum of Public Participation (2018)."""

    INFORMED = "informed"
    CONSULTED = "consulted"
    INVOLVED = "involved"
    SHARED = "shared"
    """Decided together with citizens (IAP2: collaborate)."""
    DELEGATED = "delegated"
    """Decided by citizens (IAP2: empower)."""


class RestKind(StrEnum):
    """What an outcome rests on."""

    RESULTS = "results"
    """A published edition of a survey's results; `ref` is empty."""
    TABLE = "table"
    """One table of it; `ref` names the item."""
    QUOTE = "quote"
    """A published quote; `ref` names it."""
    REPORT = "report"
    """The public report of an event."""
    LINK = "link"
    """Something elsewhere; `link` is its address."""


class TopicKind(StrEnum):
    """What a citizen brings: something to be talked about, or something to be answered."""

    TOPIC = "topic"
    QUESTION = "question"


class TopicState(StrEnum):
    WAITING = "waiting"
    """Seen by the team only: nobody has looked at it yet."""
    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    """Looked at, and not for everybody to see."""
    TAKEN_UP = "taken_up"
    """There is an activity or an outcome that deals with it."""
    ANSWERED = "answered"


PUBLIC_TOPICS = (TopicState.SHOWN, TopicState.TAKEN_UP, TopicState.ANSWERED)
