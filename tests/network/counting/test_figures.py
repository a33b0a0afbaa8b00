"""Each figure, recomputed from its definition: row by row over a network made of chance, sharing nothing with what
counts but the tables."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import MissionArea
from engage.activities.models import Activity, ActivityTold
from engage.events.models import Event, Site
from engage.events.models_people import Attendance, Attendee, Registration
from engage.hubs.domain.kinds import HubScope
from engage.hubs.models import Hub, HubStep
from engage.maturity.models import Assessment
from engage.maturity.models_after import LibraryItem
from engage.network import counting
from engage.network.domain.figures import FIGURES, Choice, Counted, Document
from engage.network.domain.periods import Period
from engage.network.models import FigureCorrection
from engage.outcomes.models import Outcome, Recommendation
from engage.outcomes.models_topics import Topic
from engage.results.models import Population
from engage.surveys.models import FieldworkCount, Partner, Response, Survey
from tests.factories.network import TODAY, make_network

PERIOD = Period(date(2026, 1, 1), date(2026, 6, 30))
SINCE, UNTIL = PERIOD.since, PERIOD.until
MONTHS = [date(2026, month, 1) for month in range(1, 7)]
ENDS = {month: min((month + timedelta(days=31)).replace(day=1) - timedelta(days=1), TODAY) for month in MONTHS[:5]}
DAYS = 120


@dataclass(frozen=True)
class Fact:
    """One thing that a definition speaks of, with the hub and country it counts for."""

    hub: int
    month: date
    value: float = 1
    part: str = ""
    which: object = None
    yes: bool = True
    country: str | None = None


class Rows:
    """Every row of the tables, as it lies there."""

    def __init__(self, session: Session, scope: str = "", area: str = "") -> None:
        self.session, self.scope, self.area = session, scope, area
        self.read: dict[type[Any], list[Any]] = {}
        self.hubs = {each.id: each for each in self.of(Hub)}

    def of(self, model: type[Any]) -> list[Any]:
        if model not in self.read:
            self.read[model] = list(self.session.scalars(select(model)).unique())
        return self.read[model]

    def activities(self) -> dict[int, Activity]:
        return {
            each.id: each
            for each in self.of(Activity)
            if each.state == "announced"
            and self.scope in ("", each.scope)
            and (not self.area or self.area in each.mission_areas)
        }

    def reaches(self, hub: int | None) -> bool:
        return not self.scope or (hub is not None and self.hubs[hub].scope == self.scope)

    def surveys(self) -> Iterator[tuple[Survey, Activity]]:
        there = self.activities()
        for each in self.of(Survey):
            if each.activity_id in there and each.version_id is not None and each.status != "draft":
                yield each, there[each.activity_id]

    def held(self) -> Iterator[tuple[Event, Activity, date]]:
        there = self.activities()
        for each in self.of(Event):
            last = (each.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(each.time_zone)).date()
            if each.activity_id in there and not each.template and SINCE <= last <= UNTIL and last < TODAY:
                yield each, there[each.activity_id], last

    def outcomes(self) -> Iterator[tuple[Outcome, date, list[Recommendation]]]:
        for each in self.of(Outcome):
            if each.published_at is None or not self.reaches(each.hub_id):
                continue
            if self.area and self.area not in each.mission_areas:
                continue
            day = self.local(each.hub_id, each.published_at)
            if day <= TODAY:
                yield each, day, [one for one in self.of(Recommendation) if one.outcome_id == each.id]

    def local(self, hub: int, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.hubs[hub].time_zone)).date()

    def above(self, hub: int) -> set[int]:
        found: set[int] = set()
        parent = self.hubs[hub].parent_id
        while parent is not None:
            found.add(parent)
            parent = self.hubs[parent].parent_id
        return found


def first(day: date) -> date:
    return day.replace(day=1)


def happened(day: date | None) -> bool:
    return day is not None and SINCE <= day <= min(UNTIL, TODAY)


# -- surveys


def surveys_fielded(rows: Rows) -> Iterator[Fact]:
    for survey, activity in rows.surveys():
        for month, end in ENDS.items():
            begins, ends = activity.starts_on, activity.ends_on
            if (begins is None or begins <= end) and (ends is None or ends >= month):
                yield Fact(activity.hub_id, month, which=survey.id)


def surveys_closed(rows: Rows) -> Iterator[Fact]:
    for survey, activity in rows.surveys():
        day = activity.ends_on
        if day and SINCE <= day <= UNTIL and (day < TODAY or (day == TODAY and survey.status == "closed")):
            yield Fact(activity.hub_id, first(day))


def responses(rows: Rows) -> Iterator[Fact]:
    lead = {each.id: activity.hub_id for each, activity in rows.surveys()}
    partner = {(each.survey_id, each.country): each.hub_id for each in rows.of(Partner)}
    there: Counter[tuple[int, date, str]] = Counter()
    sent: Counter[tuple[int, date]] = Counter()
    for each in rows.of(Response):
        if each.survey_id in lead and SINCE <= each.day <= UNTIL:
            there[each.survey_id, first(each.day), each.country] += 1
    for each in rows.of(FieldworkCount):
        if each.survey_id in lead and SINCE <= each.day <= UNTIL and each.outcome == "submitted":
            sent[each.survey_id, first(each.day)] += each.count
    for (survey, month, country), number in there.items():
        sent[survey, month] -= number
        hub = partner.get((survey, country), lead[survey])
        yield Fact(hub, month, number, country=country or rows.hubs[lead[survey]].country)
    for (survey, month), beyond in sent.items():
        if beyond > 0:
            yield Fact(lead[survey], month, beyond)


def languages_offered(rows: Rows) -> Iterator[Fact]:
    for fact in surveys_fielded(rows):
        activity = next(activity for survey, activity in rows.surveys() if survey.id == fact.which)
        for tag in activity.languages:
            yield Fact(fact.hub, fact.month, which=tag)


def languages_answered(rows: Rows) -> Iterator[Fact]:
    sent: Counter[tuple[int, date, str]] = Counter()
    lead = {each.id: activity.hub_id for each, activity in rows.surveys()}
    for each in rows.of(FieldworkCount):
        if each.survey_id in lead and SINCE <= each.day <= UNTIL and each.outcome == "submitted":
            sent[each.survey_id, first(each.day), each.language] += each.count
    for (survey, month, tag), number in sent.items():
        if number >= 10:
            yield Fact(lead[survey], month, which=tag)


def representation_gap(rows: Rows) -> Iterator[Fact]:
    fielded = {fact.which for fact in surveys_fielded(rows)}
    populations, answers = defaultdict(list), defaultdict(list)
    for each in rows.of(Population):
        populations[each.survey_id].append(each)
    for each in rows.of(Response):
        if each.day < TODAY.replace(day=1):
            answers[each.survey_id].append(each)
    newest: dict[int, tuple[date, int]] = {}
    for survey, activity in rows.surveys():
        if survey.id in fielded and populations[survey.id] and len(answers[survey.id]) >= 50:
            last = min(activity.ends_on or TODAY, TODAY)
            newest[activity.hub_id] = max(newest.get(activity.hub_id, (date.min, 0)), (last, survey.id))
    for hub, (last, survey_id) in newest.items():
        found = [gap(each, answers[survey_id]) for each in populations[survey_id]]
        known = [each for each in found if each is not None]
        if known:
            yield Fact(hub, first(last), max(known))


def gap(population: Population, given: list[Response]) -> float | None:
    counts = [0] * len(population.cells)
    for response in given:
        beside = {"_language": response.language, "_country": response.country}
        values = [beside[item] if item in beside else response.answers.get(item) for item in population.items]
        for n, (codes, _) in enumerate(population.cells):
            counts[n] += all(
                any(is_in(value, code) for code in some) for value, some in zip(values, codes, strict=True)
            )
    base, whole = sum(counts), sum(number for _, number in population.cells)
    if base < 50:
        return None
    return sum(abs(n / base - number / whole) for n, (_, number) in zip(counts, population.cells, strict=True)) / 2


def is_in(value: Any, code: str) -> bool:
    if value is None or ".." not in code:
        return bool(value == code)
    low, high = code.split("..")
    return int(low or 0) <= value <= int(high or 999)


# -- events


def events_held(rows: Rows) -> Iterator[Fact]:
    for _, activity, last in rows.held():
        yield Fact(activity.hub_id, first(last), part=activity.kind)


def events_announced(rows: Rows) -> Iterator[Fact]:
    there = rows.activities()
    for each in rows.of(Event):
        day = each.starts_at.astimezone(ZoneInfo(each.time_zone)).date()
        if each.activity_id in there and not each.template and SINCE <= day <= UNTIL:
            yield Fact(there[each.activity_id].hub_id, first(day))


@dataclass
class Person:
    attendee: Attendee
    registration: Registration
    came: bool


def people(rows: Rows) -> dict[int, list[Person]]:
    came = {each.attendee_id for each in rows.of(Attendance) if each.undone_at is None}
    registrations = {each.id: each for each in rows.of(Registration)}
    found: dict[int, list[Person]] = defaultdict(list)
    for each in rows.of(Attendee):
        registration = registrations[each.registration_id]
        if each.role in ("citizen", "companion") and registration.confirm_by is None:
            found[each.event_id].append(Person(each, registration, each.id in came))
    return found


def checked_in(rows: Rows) -> set[int]:
    return {each.event_id for each in rows.of(Attendance) if each.undone_at is None}


def of_people(
    rows: Rows, counts: Callable[[Person, bool], bool], yes: Callable[[Person], bool], published: str = ""
) -> Iterator[Fact]:
    there, desks = people(rows), checked_in(rows)
    for event, activity, last in rows.held():
        known = there.get(event.id)
        if not known and published and event.report.get("figures"):
            yield Fact(activity.hub_id, first(last), event.report["figures"][published])
        for each in known or ():
            if counts(each, event.id in desks):
                yield Fact(activity.hub_id, first(last), yes=yes(each))


def placed(person: Person) -> bool:
    return person.came or person.registration.status == "confirmed"


def registrations(rows: Rows) -> Iterator[Fact]:
    return of_people(rows, lambda each, desk: True, lambda each: True)


def places(rows: Rows) -> Iterator[Fact]:
    return of_people(rows, lambda each, desk: placed(each), lambda each: True, "registered")


def attended(rows: Rows) -> Iterator[Fact]:
    return of_people(rows, lambda each, desk: each.came, lambda each: True, "came")


def no_show(rows: Rows) -> Iterator[Fact]:
    return of_people(rows, lambda each, desk: desk and placed(each), lambda each: not each.came)


def non_organised(rows: Rows) -> Iterator[Fact]:
    def said(each: Person, desk: bool) -> bool:
        there = each.came or (placed(each) and not desk)
        return there and each.attendee.role == "citizen" and each.attendee.organised is not None

    return of_people(rows, said, lambda each: each.attendee.organised is False)


def transnational(rows: Rows) -> Iterator[Fact]:
    sites = {each.id: each.hub_id for each in rows.of(Site)}
    desks = checked_in(rows)
    registrations = {each.id: each for each in rows.of(Registration)}
    came = {each.attendee_id for each in rows.of(Attendance) if each.undone_at is None}
    hubs: dict[int, set[int]] = defaultdict(set)
    for each in rows.of(Attendee):
        registration = registrations[each.registration_id]
        there = each.id in came if each.event_id in desks else registration.status == "confirmed"
        if there and each.role == "citizen":
            hubs[each.event_id].add(each.hub_id or sites[registration.site_id])
    for event, activity, last in rows.held():
        apart = any(
            one != other and one not in rows.above(other) and other not in rows.above(one)
            for one in hubs[event.id]
            for other in hubs[event.id]
        )
        yield Fact(activity.hub_id, first(last), yes=apart)


# -- activities, hubs, rounds, library


def declared(rows: Rows) -> Iterator[Fact]:
    for each in rows.activities().values():
        day = each.ends_on or each.starts_on
        if each.declared and day and SINCE <= day <= UNTIL and day < TODAY:
            yield Fact(each.hub_id, first(day), part=each.kind)


def activities(rows: Rows) -> Iterator[Fact]:
    for each in rows.activities().values():
        day = each.ends_on or each.starts_on
        if day and SINCE <= day <= UNTIL and day < TODAY:
            for area in each.mission_areas or [""]:
                yield Fact(each.hub_id, first(day), part=area, which=each.id)


def hubs(rows: Rows) -> Iterator[Fact]:
    steps = sorted(rows.of(HubStep), key=lambda each: (each.on, each.id))
    for month, end in ENDS.items():
        for hub in rows.hubs:
            taken = [each.status for each in steps if each.hub_id == hub and each.on <= end]
            if taken and rows.reaches(hub):
                yield Fact(hub, month, part=taken[-1])


def hubs_recognised(rows: Rows) -> Iterator[Fact]:
    return (fact for fact in hubs(rows) if fact.part in ("approved", "active"))


def rounds(rows: Rows, when: str) -> Iterator[Fact]:
    for each in rows.of(Assessment):
        moment = getattr(each, when)
        if each.kind == "first-look" or each.stage == "cancelled" or moment is None or not rows.reaches(each.hub_id):
            continue
        day = rows.local(each.hub_id, moment)
        if SINCE <= day <= UNTIL:
            yield Fact(each.hub_id, first(day))


def library_items(rows: Rows) -> Iterator[Fact]:
    for each in rows.of(LibraryItem):
        for month, end in ENDS.items():
            if each.published and each.added_on <= end and rows.reaches(each.hub_id):
                yield Fact(each.hub_id or 0, month, part=each.kind)


# -- outcomes


def outcomes(rows: Rows) -> Iterator[Fact]:
    return (Fact(each.hub_id, first(day)) for each, day, _ in rows.outcomes() if SINCE <= day <= UNTIL)


def state(each: Recommendation, day: date) -> str:
    if each.answered_on is None or each.answered_on > day:
        return "open"
    if each.done_on is not None and each.done_on > day:
        return "accepted"
    return str(each.state)


def recommendations(rows: Rows) -> Iterator[Fact]:
    for outcome, day, asked in rows.outcomes():
        for month, end in ENDS.items():
            if day <= end:
                yield from (Fact(outcome.hub_id, month, part=state(each, end)) for each in asked)


def overdue(rows: Rows) -> Iterator[Fact]:
    for outcome, day, asked in rows.outcomes():
        for month, end in ENDS.items():
            for each in asked:
                late = each.handed_on is not None and (end - each.handed_on).days > DAYS
                if day <= end and late and state(each, end) == "open":
                    yield Fact(outcome.hub_id, month)


def answer_days(rows: Rows) -> Iterator[Fact]:
    for outcome, _, asked in rows.outcomes():
        for each in asked:
            if each.handed_on and happened(each.answered_on):
                yield Fact(outcome.hub_id, first(each.answered_on), (each.answered_on - each.handed_on).days)


def answered_in_time(rows: Rows) -> Iterator[Fact]:
    for outcome, _, asked in rows.outcomes():
        for each in asked:
            if each.handed_on is None:
                continue
            last = each.handed_on + timedelta(days=DAYS)
            in_time = each.answered_on is not None and each.answered_on <= last
            ended = each.answered_on if in_time else last + timedelta(days=1)
            if happened(ended):
                yield Fact(outcome.hub_id, first(ended), yes=in_time)


def messages(rows: Rows) -> Iterator[tuple[Activity, ActivityTold]]:
    there = rows.activities()
    for each in rows.of(ActivityTold):
        if each.activity_id in there and happened(each.told_on):
            yield there[each.activity_id], each


def told(rows: Rows) -> Iterator[Fact]:
    return (Fact(activity.hub_id, first(each.told_on), each.people) for activity, each in messages(rows))


def message_days(rows: Rows) -> Iterator[Fact]:
    for activity, each in messages(rows):
        if each.published_on is not None:
            yield Fact(activity.hub_id, first(each.told_on), (each.told_on - each.published_on).days)


# -- topics


def topics(rows: Rows, when: str, states: Iterable[str]) -> Iterator[Fact]:
    for each in rows.of(Topic):
        if each.state in states and rows.reaches(each.hub_id) and happened(getattr(each, when)):
            yield Fact(each.hub_id, first(getattr(each, when)))


PUBLIC = ("shown", "taken_up", "answered")
DEFINITIONS: dict[str, Callable[[Rows], Iterator[Fact]]] = {
    "surveys_fielded": surveys_fielded,
    "surveys_closed": surveys_closed,
    "responses": responses,
    "languages_offered": languages_offered,
    "languages_answered": languages_answered,
    "representation_gap": representation_gap,
    "events_held": events_held,
    "events_announced": events_announced,
    "registrations": registrations,
    "places": places,
    "attended": attended,
    "no_show": no_show,
    "non_organised": non_organised,
    "transnational": transnational,
    "declared": declared,
    "activities": activities,
    "hubs": hubs,
    "hubs_recognised": hubs_recognised,
    "rounds_begun": lambda rows: rounds(rows, "created_at"),
    "rounds_signed": lambda rows: rounds(rows, "signed_at"),
    "outcomes": outcomes,
    "recommendations": recommendations,
    "overdue": overdue,
    "answer_days": answer_days,
    "answered_in_time": answered_in_time,
    "told": told,
    "message_days": message_days,
    "topics_proposed": lambda rows: topics(rows, "proposed_on", ("waiting", "not_shown", *PUBLIC)),
    "topics_shown": lambda rows: topics(rows, "shown_on", PUBLIC),
    "topics_answered": lambda rows: topics(rows, "answered_on", PUBLIC),
    "library_items": library_items,
}
SHARES = {"no_show", "non_organised", "transnational", "answered_in_time"}
MEDIANS = {"representation_gap": 2, "answer_days": 1, "message_days": 1}
DIFFERENT = {"surveys_fielded", "languages_offered", "languages_answered", "activities"}
LASTING = {"hubs", "hubs_recognised", "recommendations", "overdue", "library_items"}
WITHOUT_AREA = {
    "hubs", "hubs_recognised", "rounds_begun", "rounds_signed", "topics_proposed", "topics_shown", "topics_answered",
    "library_items",
}  # fmt: skip
WITHOUT_CORRECTIONS = SHARES | set(MEDIANS) | DIFFERENT | LASTING


def made_of(key: str, facts: list[Fact]) -> float | None:
    if key in SHARES:
        return (
            round(100 * sum(each.value for each in facts if each.yes) / sum(each.value for each in facts), 1)
            if facts
            else None
        )
    if key in MEDIANS:
        return round(median(each.value for each in facts), MEDIANS[key]) if facts else None
    if key in DIFFERENT:
        return len({each.which for each in facts})
    return sum(each.value for each in facts)


def corrections(rows: Rows, key: str) -> Iterator[Fact]:
    for each in rows.of(FigureCorrection):
        if each.figure == key and each.taken_back_at is None and each.month in MONTHS:
            yield Fact(each.hub_id, each.month, each.change)


def check(rows: Rows, counted: Counted, hubs: set[int] | None, country: str) -> None:
    key = counted.figure
    facts = list(DEFINITIONS[key](rows))
    if key not in WITHOUT_CORRECTIONS and not rows.scope and not rows.area:
        facts += corrections(rows, key)

    def land(each: Fact) -> str:
        if each.country is not None:
            return each.country
        return rows.hubs[each.hub].country if each.hub else ""

    facts = [each for each in facts if (hubs is None or each.hub in hubs) and country in ("", land(each))]
    whole = [each for each in facts if key not in LASTING or each.month == date(2026, 5, 1)]
    assert counted.total.value == made_of(key, whole)
    for hub, number in counted.by_hub.items():
        assert number.value == made_of(key, [each for each in whole if each.hub == hub]), hub
    assert {each.hub for each in whole} <= set(counted.by_hub)
    for code, number in counted.by_country.items():
        assert number.value == made_of(key, [each for each in whole if land(each) == code]), code
    assert {land(each) for each in whole} <= set(counted.by_country)
    for month, number in counted.by_month.items():
        expected = made_of(key, [each for each in facts if each.month == month])
        assert number.value == (expected if month in ENDS or expected else None), month
    for part, number in counted.by_part.items():
        assert number.value == made_of(key, [each for each in whole if each.part == part]), part
    if counted.by_part:
        assert set(counted.by_part) == {each.part for each in whole} - {""}


def everything(session: Session, choice: Choice) -> Document:
    return counting.all(session, PERIOD, choice, exact_for=None, today=TODAY, answer_days=DAYS, secret="secret")


def test_every_figure_has_a_definition_of_its_own_here():
    assert list(DEFINITIONS) == [each.key for each in FIGURES]


def test_each_figure_is_what_its_definition_says_for_any_hub_country_scope_and_area(session: Session):
    network = make_network(session)
    norway = network.hubs["norway"].id
    nothing = [key for key, each in everything(session, Choice()).figures.items() if not each.total.value]
    assert nothing == []  # or what follows says nothing of them
    parts = {network.hubs[slug].id for slug in ("norway", "oslo", "gamle-oslo")}
    for choice, hubs in (
        (Choice(), None),
        (Choice(hub=norway), parts),
        (Choice(country="AT"), None),
        (Choice(scope=HubScope.REGIONAL), None),
        (Choice(area=MissionArea.PREVENTION), None),
        (Choice(hub=norway, scope=HubScope.NATIONAL, area=MissionArea.EQUITY), parts),
    ):
        rows = Rows(session, str(choice.scope or ""), str(choice.area or ""))
        for key, counted in everything(session, choice).figures.items():
            if choice.area is not None and key in WITHOUT_AREA:
                assert not counted.available
            else:
                check(rows, counted, hubs, choice.country)
