"""Which figures there are, how each adds up, and what is said of it: for the network, a country, a hub, a month.

What each is called and means stands in `engage.network.words`, what it is counted from in
`docs/reference/network-figures.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engage.activities.domain.kinds import MissionArea
from engage.hubs.domain.kinds import HubScope


class Unit(StrEnum):
    """What a number of it counts."""

    NUMBER = "number"
    PEOPLE = "people"
    SHARE = "share"
    """Of a hundred."""
    DAYS = "days"
    GAP = "gap"
    """From 0 (composed like the population) to 1."""


class Adding(StrEnum):
    """How the figure of several things is made of theirs."""

    SUM = "sum"
    SHARE = "share"
    MEDIAN = "median"
    DIFFERENT = "different"
    """How many different ones there are: what stands in two months counts in both, and once in the whole."""
    STATE = "state"
    """How it is at the end: of each month, and of the last month for the whole period."""


class Topic(StrEnum):
    """Headings under which figures stand."""

    SURVEYS = "surveys"
    EVENTS = "events"
    ACTIVITIES = "activities"
    HUBS = "hubs"
    ASSESSMENTS = "assessments"
    OUTCOMES = "outcomes"
    TOPICS = "topics"


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    topic: Topic
    unit: Unit = Unit.NUMBER
    adding: Adding = Adding.SUM
    is_people: bool = False
    """Made of numbers of people: others than the hub's own team see it protected."""
    by_area: bool = True
    """Whether it can be counted for one mission area."""
    parts: bool = False
    """Whether it is told apart further: kinds, states, areas (`Counted.by_part`)."""

    @property
    def corrected(self) -> bool:
        """Whether corrections are added: to sums; not to shares, medians, and what lasts."""
        return self.adding is Adding.SUM


def _people(key: str, topic: Topic, *, by_area: bool = True) -> Figure:
    return Figure(key, topic, Unit.PEOPLE, is_people=True, by_area=by_area)


def _share(key: str, topic: Topic, *, is_people: bool) -> Figure:
    return Figure(key, topic, Unit.SHARE, Adding.SHARE, is_people=is_people)


def _median(key: str, topic: Topic, unit: Unit = Unit.DAYS) -> Figure:
    return Figure(key, topic, unit, Adding.MEDIAN)


FIGURES: tuple[Figure, ...] = (
    Figure("surveys_fielded", Topic.SURVEYS, adding=Adding.DIFFERENT),
    Figure("surveys_closed", Topic.SURVEYS),
    _people("responses", Topic.SURVEYS),
    Figure("languages_offered", Topic.SURVEYS, adding=Adding.DIFFERENT),
    Figure("languages_answered", Topic.SURVEYS, adding=Adding.DIFFERENT, is_people=True),
    _median("representation_gap", Topic.SURVEYS, Unit.GAP),
    Figure("events_held", Topic.EVENTS, parts=True),
    Figure("events_announced", Topic.EVENTS),
    _people("registrations", Topic.EVENTS),
    _people("places", Topic.EVENTS),
    _people("attended", Topic.EVENTS),
    _share("no_show", Topic.EVENTS, is_people=True),
    _share("non_organised", Topic.EVENTS, is_people=True),
    _share("transnational", Topic.EVENTS, is_people=False),
    Figure("declared", Topic.ACTIVITIES, parts=True),
    Figure("activities", Topic.ACTIVITIES, adding=Adding.DIFFERENT, parts=True),
    Figure("hubs", Topic.HUBS, adding=Adding.STATE, by_area=False, parts=True),
    Figure("hubs_recognised", Topic.HUBS, adding=Adding.STATE, by_area=False),
    Figure("rounds_begun", Topic.ASSESSMENTS, by_area=False),
    Figure("rounds_signed", Topic.ASSESSMENTS, by_area=False),
    Figure("outcomes", Topic.OUTCOMES),
    Figure("recommendations", Topic.OUTCOMES, adding=Adding.STATE, parts=True),
    Figure("overdue", Topic.OUTCOMES, adding=Adding.STATE),
    _median("answer_days", Topic.OUTCOMES),
    _share("answered_in_time", Topic.OUTCOMES, is_people=False),
    _people("told", Topic.OUTCOMES),
    _median("message_days", Topic.OUTCOMES),
    _people("topics_proposed", Topic.TOPICS, by_area=False),
    Figure("topics_shown", Topic.TOPICS, by_area=False),
    Figure("topics_answered", Topic.TOPICS, by_area=False),
    Figure("library_items", Topic.ACTIVITIES, adding=Adding.STATE, by_area=False, parts=True),
)
BY_KEY: Mapping[str, Figure] = {each.key: each for each in FIGURES}


@dataclass(frozen=True, slots=True)
class Choice:
    """Of whom figures are; what is empty says nothing."""

    hub: int | None = None
    """With its regional and local parts."""
    country: str = ""
    """ISO 3166, of the hub; of responses, of the edition in which they were given."""
    scope: HubScope | None = None
    """How far an activity reaches; of what is no activity, how far its hub reaches."""
    area: MissionArea | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it is shown."""

    value: float | None
    """None: there is nothing to make it of, or it is not shown."""
    below: int | None = None
    """Not shown, because it is smaller than this; `value` is None then."""
    about: bool = False
    """Rounded, so that it says nothing of single people."""
    withheld: bool = False
    """It is made of too few people, or not told apart for who is not of the hub; `value` is None then."""
    base: int | None = None
    """Of how many it is, for medians and shares; for shares of people rounded, too."""
    corrected: int = 0
    """What corrections added; they are in `value`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a figure was counted from: a survey, an event, a hub. Never a person."""

    title: str | Mapping[str, str]
    """As it is, or by language."""
    hub: int | None
    day: date | None
    value: Number
    counts: bool = True
    """Whether it stands in the figure, or was looked at and is missing from it."""
    part: str = ""
    endpoint: str = ""
    """Of its page in the console; empty where it has none."""
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    label: str = ""
    """The permission (its value) that it takes to see this row and open that page, held for `hub`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure, cut in every way."""

    figure: str
    total: Number
    by_hub: Mapping[int, Number]
    """Of every hub that was chosen, in the order of their names; `NETWORK_OFFICE` for what is of no hub."""
    by_country: Mapping[str, Number]
    """Of every country that takes part or has a hub; "" for what is of no country."""
    by_month: Mapping[date, Number]
    """By the first day of the month."""
    by_part: Mapping[str, Number]
    """By kind, state or area; empty for figures without."""
    rows: tuple[Row, ...] = ()
    available: bool = True
    """False: cannot be counted for what was chosen (a mission area); all numbers are empty."""
    corrections: tuple[int, ...] = ()
    """The corrections that are in it, by id."""


NETWORK_OFFICE = 0
"""In place of a hub's id."""


@dataclass(frozen=True, slots=True)
class HubLine:
    """A hub as reports name it."""

    id: int
    slug: str
    name: str
    names: Mapping[str, str]
    country: str
    scope: HubScope
    parent: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """All figures of a period."""

    since: date
    until: date
    choice: Choice
    counted_on: date
    answer_days: int
    figures: Mapping[str, Counted]
    """By key, in the order of `FIGURES`."""
    hubs: tuple[HubLine, ...]
    """Those chosen, by name."""
    countries: tuple[str, ...]
