"""A small network of hubs with everything that its figures count, made of chance with a fixed seed.

Days lie on the edges of months as often as within them, and every thing has siblings that do not count: drafts,
cancelled, removed, ahead, of other years.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import EVENTS, ActivityKind, ActivityState, MissionArea
from engage.activities.models import Activity, ActivityTold
from engage.core.ids import random_id
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.models import Event, Site
from engage.events.models_people import Attendance, Attendee, Registration
from engage.events.tickets.codes import new_ticket
from engage.hubs import queries as hubs
from engage.hubs.domain.kinds import HubScope, LifeCycle
from engage.hubs.models import Hub, HubStep
from engage.instruments.models import InstrumentVersion, StoredInstrument
from engage.maturity.domain.kinds import AssessmentKind, ResourceKind, Stage
from engage.maturity.models import Assessment, ModelVersion
from engage.maturity.models_after import LibraryItem
from engage.network.models import FigureCorrection
from engage.outcomes.domain.kinds import RecommendationState, TopicKind, TopicState
from engage.outcomes.models import Outcome, Recommendation
from engage.outcomes.models_topics import Topic
from engage.results.models import Population
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import FieldworkCount, Partner, Response, Survey

TODAY = date(2026, 5, 20)
DAYS = [
    date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 14), date(2026, 2, 28),
    date(2026, 3, 1), date(2026, 3, 17), date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 19), TODAY,
    date(2026, 5, 21), date(2026, 6, 30), date(2026, 7, 1),
]  # fmt: skip
"""Edges of months, and of today."""
STATES = [ActivityState.ANNOUNCED] * 8 + [ActivityState.DRAFT, ActivityState.CANCELLED, ActivityState.REMOVED]
AT = datetime(2025, 1, 1, tzinfo=UTC)
ZONES = {"NO": "Europe/Oslo", "AT": "Europe/Vienna", "PT": "Atlantic/Azores", "": "Europe/Brussels"}


@dataclass
class Network:
    """What is made, and the chance that it is made of."""

    session: Session
    chance: random.Random
    hubs: dict[str, Hub] = field(default_factory=dict)
    number: int = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def hub(self) -> Hub:
        """One that does something: Malta's is on the map, and nothing more."""
        return self.chance.choice([each for slug, each in self.hubs.items() if slug != "malta"])

    def day(self) -> date:
        return self.chance.choice(DAYS)

    def moment(self, day: date, hub: Hub) -> datetime:
        """Shortly after midnight, at noon, or just before midnight, by the clock of the hub."""
        at = self.chance.choice([time(0, 5), time(12), time(23, 55)])
        return datetime.combine(day, at, ZoneInfo(hub.time_zone)).astimezone(UTC)

    def add(self, *rows: Any) -> None:
        self.session.add_all(rows)
        self.session.flush()


def make_network(session: Session, *, seed: int = 1) -> Network:
    """The same for the same seed."""
    made = Network(session, random.Random(seed))
    _hubs(made)
    version = _version(made)
    for _ in range(14):
        _survey(made, version)
    for _ in range(24):
        _event(made, version)
    for _ in range(10):
        made.add(_activity(made, made.chance.choice(EVENTS), made.hub(), declared=True))
    model = ModelVersion(key="m", version="1.0.0", major=1, definition={}, digest="", imported_at=AT, languages=["en"])
    made.add(model)
    for _ in range(12):
        _assessment(made, model)
        _assessment(made, model)
        _outcome(made)
        _library(made)
        _told(made)
    for _ in range(40):
        _topic(made)
    _corrections(made)
    return made


def _hubs(made: Network) -> None:
    made.hubs["default"] = hubs.default(made.session)
    for slug, country, scope, parent in (
        ("norway", "NO", HubScope.NATIONAL, ""),
        ("oslo", "NO", HubScope.REGIONAL, "norway"),
        ("gamle-oslo", "NO", HubScope.LOCAL, "oslo"),
        ("austria", "AT", HubScope.NATIONAL, ""),
        ("portugal", "PT", HubScope.NATIONAL, ""),
        ("malta", "MT", HubScope.NATIONAL, ""),
    ):
        hub = Hub(slug=slug, name=slug.title(), country=country, scope=scope, languages=["en"])
        hub.time_zone = ZONES.get(country, "Europe/Malta")
        hub.parent = made.hubs.get(parent)
        made.hubs[slug] = hub
        made.add(hub)
    made.add(HubStep(hub_id=made.hubs["malta"].id, status=LifeCycle.MAPPED, on=date(2024, 1, 1)))
    for slug in ("norway", "oslo", "austria", "portugal"):
        for status in (LifeCycle.PREPARING, LifeCycle.APPLIED, LifeCycle.APPROVED, LifeCycle.ACTIVE):
            made.add(HubStep(hub_id=made.hubs[slug].id, status=status, on=made.day()))


def _version(made: Network) -> InstrumentVersion:
    instrument = StoredInstrument(name="one", created_at=AT)
    made.add(instrument)
    version = InstrumentVersion(
        instrument_id=instrument.id, number=1, document={}, findings={}, created_at=AT, published_at=AT
    )
    made.add(version)
    return version


def _instrument(made: Network) -> int:
    instrument = StoredInstrument(name="another", created_at=AT)
    made.add(instrument)
    return instrument.id


def _activity(made: Network, kind: ActivityKind, hub: Hub, **columns: Any) -> Activity:
    chance, first = made.chance, made.day()
    values: dict[str, Any] = {
        "kind": kind,
        "title": {"en": f"Activity {made.next()}"},
        "state": chance.choice(STATES),
        "scope": chance.choice([HubScope.NATIONAL, HubScope.REGIONAL]),
        "mission_areas": [str(each) for each in chance.sample(list(MissionArea), chance.randrange(3))],
        "languages": chance.sample(["en", "de", "nb", "pt"], chance.randint(1, 3)),
        "starts_on": first,
        "ends_on": chance.choice([first, max(first, made.day()), None]),
        "created_at": AT,
    }
    return Activity(hub_id=hub.id, **(values | columns))


def _survey(made: Network, version: InstrumentVersion) -> None:
    chance, hub, number = made.chance, made.hub(), made.next()
    activity = _activity(made, ActivityKind.SURVEY, hub)
    made.add(activity)
    status = chance.choice([SurveyStatus.OPEN, SurveyStatus.OPEN, SurveyStatus.CLOSED, SurveyStatus.DRAFT])
    survey = Survey(
        activity_id=activity.id,
        instrument_id=_instrument(made),
        version_id=None if status is SurveyStatus.DRAFT else version.id,
        slug=f"survey-{number}",
        status=status,
    )
    made.add(survey)
    countries = [""] if number % 3 else ["", "NO", "AT", "MT"]
    if number % 3 == 0:
        made.add(Partner(survey_id=survey.id, country="AT", hub_id=made.hubs["austria"].id))
    for day in sorted({made.day() for _ in range(5)}):
        people = chance.choice([2, 7, 12, 30])
        for _ in range(people):
            language = chance.choice(["en", "en", "de"])
            made.session.add(_response(made, survey, version, day, language, chance.choice(countries)))
        if chance.random() < 0.7:  # else they came in a file
            for language, sent in (("en", people + chance.choice([0, 0, 5])), ("de", chance.choice([1, 3]))):
                _counter(made, survey, day, language, "submitted", sent)
            _counter(made, survey, day, "en", "abandoned", 4)
    _population(made, survey)


def _response(
    made: Network, survey: Survey, version: InstrumentVersion, day: date, language: str, country: str
) -> Response:
    answers = {"age": made.chance.randint(15, 90), "smoker": made.chance.choice(["yes", "no", "no"])}
    return Response(
        id=random_id(),
        survey_id=survey.id,
        version_id=version.id,
        language=language,
        channel="open",
        country=country,
        day=day,
        answers=answers if made.chance.random() < 0.95 else {},
    )


def _counter(made: Network, survey: Survey, day: date, language: str, outcome: str, number: int) -> None:
    made.session.add(
        FieldworkCount(survey_id=survey.id, day=day, language=language, section="", outcome=outcome, count=number)
    )


def _population(made: Network, survey: Survey) -> None:
    populations = [
        (["smoker"], [[[["yes"]], 20], [[["no"]], 80]]),
        (["age"], [[[["..39"]], 2], [[["40..64"]], 3], [[["65.."]], 1]]),
        (["smoker", "age"], [[[["yes"], ["..49"]], 1], [[["no"], ["..49"]], 4], [[["yes", "no"], ["50.."]], 5]]),
        (["_language"], [[[["en"]], 1], [[["de"]], 1]]),
    ]
    for n, (items, cells) in enumerate(made.chance.sample(populations, made.chance.randrange(3))):
        made.add(Population(survey_id=survey.id, name=f"p{n}", items=items, cells=cells, source="Statistics"))


def _event(made: Network, version: InstrumentVersion) -> None:
    chance, hub, number = made.chance, made.hub(), made.next()
    activity = _activity(made, chance.choice(EVENTS), hub)
    made.add(activity)
    zone = chance.choice(list(ZONES.values()))
    first = made.day()
    start = datetime.combine(first, chance.choice([time(0, 30), time(18)]), ZoneInfo(zone)).astimezone(UTC)
    end = start + chance.choice([timedelta(hours=3), timedelta(hours=6), timedelta(hours=23, minutes=30)])
    figures = chance.choice([None, {"registered": 40, "came": 30, "counted": True, "tables": {}}])
    event = Event(
        activity_id=activity.id,
        slug=f"event-{number}",
        uid=f"{number}@engage.invalid",
        instrument_id=_instrument(made),
        version_id=version.id,
        time_zone=zone,
        starts_at=start,
        ends_at=end,
        template=chance.random() < 0.05,
        report={"figures": figures},
        text_gate="none",
    )
    made.add(event)
    sites = [Site(event_id=event.id, hub_id=each.id, time_zone=zone) for each in (hub, made.hub())]
    made.add(*sites)
    with_desk = chance.random() < 0.6
    for place in range(chance.choice([0, 3, 8, 15])):
        _registration(made, event, chance.choice(sites), place, with_desk=with_desk)


def _registration(made: Network, event: Event, site: Site, number: int, *, with_desk: bool) -> None:
    chance = made.chance
    status = chance.choice([RegistrationStatus.CONFIRMED] * 4 + list(RegistrationStatus))
    registration = Registration(
        event_id=event.id,
        number=number,
        site_id=site.id,
        status=status,
        language="en",
        created_at=AT,
        confirm_by=AT if chance.random() < 0.05 else None,
    )
    made.add(registration)
    for position in range(chance.choice([1, 1, 2, 3])):
        attendee = Attendee(
            event_id=event.id,
            registration_id=registration.id,
            position=position,
            role=chance.choice([AttendeeRole.CITIZEN] * 5 + [AttendeeRole.COMPANION, AttendeeRole.STAFF]),
            name="Somebody",
            organised=chance.choice([None, True, False, False]),
            hub_id=chance.choice([None, None, made.hub().id]),
            ticket=new_ticket(),
        )
        made.add(attendee)
        if with_desk and chance.random() < (0.7 if status is RegistrationStatus.CONFIRMED else 0.05):
            for day in range(chance.choice([1, 1, 2])):
                made.session.add(
                    Attendance(
                        attendee_id=attendee.id,
                        event_id=event.id,
                        site_id=site.id,
                        day=event.starts_at.date() + timedelta(days=day),
                        at=event.starts_at,
                        undone_at=AT if chance.random() < 0.1 else None,
                    )
                )


def _assessment(made: Network, model: ModelVersion) -> None:
    hub, stage = made.hub(), made.chance.choice([Stage.SIGNED, *Stage])
    made.add(
        Assessment(
            hub_id=hub.id,
            model_id=model.id,
            kind=made.chance.choice(list(AssessmentKind)),
            stage=stage,
            number=made.next(),
            title="A round",
            period_from=date(2025, 1, 1),
            period_until=date(2025, 12, 31),
            created_at=made.moment(made.day(), hub),
            signed_at=made.moment(made.day(), hub) if stage is Stage.SIGNED else None,
        )
    )


def _outcome(made: Network) -> None:
    chance, hub, number = made.chance, made.hub(), made.next()
    outcome = Outcome(
        hub_id=hub.id,
        slug=f"outcome-{number}",
        title={"en": f"Outcome {number}"},
        mission_areas=[str(each) for each in chance.sample(list(MissionArea), chance.randrange(3))],
        created_at=AT,
        updated_at=AT,
        published_at=made.moment(made.day(), hub) if chance.random() < 0.8 else None,
    )
    for position in range(chance.randrange(4)):
        state = chance.choice(list(RecommendationState))
        handed = chance.choice([None, made.day() - timedelta(days=chance.choice([0, 119, 120, 121, 200]))])
        answered = max(made.day(), handed or date.min)
        outcome.recommendations.append(
            Recommendation(
                position=position,
                text={"en": "Do it"},
                state=state,
                handed_on=handed,
                answered_on=None if state is RecommendationState.OPEN else answered,
                done_on=max(made.day(), answered) if state is RecommendationState.DONE else None,
            )
        )
    made.add(outcome)


def _library(made: Network) -> None:
    made.add(
        LibraryItem(
            slug=f"entry-{made.next()}",
            kind=made.chance.choice(list(ResourceKind)),
            title={"en": "A guide", "de": {"text": "Ein Leitfaden", "state": "draft"}},
            summary={},
            language="en",
            url="https://example.org",
            owner="",
            licence="",
            hub_id=made.chance.choice([None, made.hub().id]),
            published=made.chance.random() < 0.8,
            added_on=made.day(),
        )
    )


def _told(made: Network) -> None:
    hub = made.hub()
    activity = _activity(made, ActivityKind.DIALOGUE, hub, declared=True)
    made.add(activity)
    for _ in range(made.chance.randrange(3)):
        day = made.day()
        made.add(
            ActivityTold(
                activity_id=activity.id,
                published_on=made.chance.choice([None, day - timedelta(days=made.chance.randrange(40))]),
                told_on=day,
                people=made.chance.randrange(60),
            )
        )


def _topic(made: Network) -> None:
    state, proposed = made.chance.choice(list(TopicState)), made.day()
    public = state not in (TopicState.WAITING, TopicState.NOT_SHOWN)
    made.add(
        Topic(
            hub_id=made.hub().id,
            kind=TopicKind.TOPIC,
            state=state,
            language="en",
            words="Buses to the clinic",
            proposed_on=proposed,
            shown_on=max(proposed, made.day()) if public else None,
            answered_on=max(proposed, made.day()) if state is TopicState.ANSWERED else None,
        )
    )


def _corrections(made: Network) -> None:
    for figure, change, taken_back in (
        ("events_held", 2, None),
        ("events_held", -1, None),
        ("responses", 14, None),
        ("registrations", 30, AT),
        ("surveys_fielded", 5, None),
        ("no_show", 5, None),
    ):
        for month in (date(2026, 2, 1), date(2026, 8, 1)):
            made.add(
                FigureCorrection(
                    figure=figure,
                    hub_id=made.hub().id,
                    month=month,
                    change=change,
                    reason="Forgotten",
                    made_at=AT,
                    taken_back_at=taken_back,
                )
            )
