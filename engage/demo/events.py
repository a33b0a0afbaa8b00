"""The demonstration's events: open, full with a waiting list, small, and over; people and places are invented."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.models import Grant
from engage.accounts.models import Person as Account
from engage.accounts.roles import Duty
from engage.core import zones
from engage.core.located import from_json, from_yaml, read_text
from engage.events import places, queries, queries_needs
from engage.events.attending import feedback, reporting
from engage.events.domain.kinds import AttendeeRole, NeedKind, NeedState, RegistrationStatus
from engage.events.domain.needs import Access, Diet, Travel
from engage.events.domain.report import FOLLOWS, HEARD, Follow, Report, follow_place, said_place, stored
from engage.events.domain.wanted import NeedAsked, Person, Wanted
from engage.events.editing import wording
from engage.events.file.bringing_in import bring_in
from engage.events.file.reading import read_node
from engage.events.models import Event
from engage.events.models_people import Attendance, Need, Registration
from engage.events.needs import duties
from engage.i18n.text import LocalizedText
from engage.mail.models import OutboxMail
from engage.surveys import queries as surveys
from engage.surveys import simulating

SEED = 2027
FEEDBACK = 26
OPEN, FULL, CAFE, OVER = (
    "everyday-after-cancer",
    "voices-across-borders",
    "cafe-dialogue-tromso",
    "first-dialogue-berlin",
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOMENT = re.compile(r"([+-]\d+) (mon|tue|wed|thu|fri|sat|sun) (\d\d:\d\d)")
_FIRST = {
    "nb": ("Ingrid", "Olav", "Kari", "Lars", "Marit", "Jonas", "Sofie", "Nils"),
    "sv": ("Elsa", "Gustav", "Maja", "Oskar", "Astrid", "Hugo", "Saga", "Axel"),
    "pl": ("Zofia", "Jakub", "Hanna", "Antoni", "Maria", "Szymon", "Alicja", "Piotr"),
    "it": ("Giulia", "Luca", "Sara", "Matteo", "Anna", "Paolo", "Elena", "Marco"),
    "de": ("Lena", "Paul", "Clara", "Emil", "Frieda", "Anton", "Greta", "Theo"),
    "fr": ("Louise", "Hugo", "Alice", "Jules"),
    "he": ("Noa", "Amit", "Tamar", "Yoav"),
    "en": ("Grace", "Sam", "Ada", "Tom"),
}
_LAST = ("Eksempel", "Prov", "Muster", "Modello", "Wzór", "Berg", "Nord", "Vik", "Dal", "Lund", "Strand", "Moe")
_COUNTRY = {"nb": "NO", "sv": "SE", "pl": "PL", "it": "IT", "de": "DE", "fr": "FR", "he": "IL", "en": "NO"}


def load(session: Session, *, now: datetime) -> int:
    """Bring all in and let people register; days count from `now`. Says how many events there are.

    Nobody is written to: what would go to the invented people is left out.
    """
    chance = random.Random(SEED)  # noqa: S311 -- invented people
    given = list(source(now))
    for document in given:
        over = document["slug"] == OVER
        read = read_node(from_json(json.dumps(document)))
        then = now - timedelta(days=45) if over else now
        outcome = bring_in(session, read, now=then)
        if not outcome.ok:
            raise ValueError(outcome.findings)
        event = queries.by_slug(session, document["slug"])
        assert event is not None
        for wanted in _PEOPLE[event.slug](event, chance):
            _register(session, event, wanted, then)
        if over:
            _hold(session, event, chance)
    _answer(session, now)
    _ask_back(session, now)
    session.execute(delete(OutboxMail).where(OutboxMail.kind.startswith("events.")))
    return len(given)


def give_duty(session: Session, email: str) -> None:
    """Somebody reads what people need at the full event: without a duty nobody does."""
    event = queries.by_slug(session, FULL)
    person = session.scalars(select(Account).where(Account.email == email)).one()
    assert event is not None
    session.add(Grant(person_id=person.id, thing=duties.THING, thing_id=event.id, duty=Duty.NEEDS_READER))


def source(now: datetime) -> Iterator[dict[str, Any]]:
    """What `events.yaml` says of each event, with days instead of distances."""
    whole: Mapping[str, Any] = from_yaml(read_text((files("engage.demo") / "events.yaml").read_bytes())).value
    for each in whole["events"]:
        document = {"format": 1, **whole["common"], **each}
        today = zones.local(now, document["time_zone"]).date()
        yield _dated(document, today)


def _dated(part: Any, today: date) -> Any:
    if isinstance(part, dict):
        return {key: _dated(value, today) for key, value in part.items()}
    if isinstance(part, list):
        return [_dated(value, today) for value in part]
    found = _MOMENT.fullmatch(part) if isinstance(part, str) else None
    if found is None:
        return part
    day = today + timedelta(days=int(found[1]))
    day += timedelta(days=(_DAYS.index(found[2]) - day.weekday()) % 7)
    return f"{day.isoformat()} {found[3]}"


def _register(session: Session, event: Event, wanted: Wanted, now: datetime) -> None:
    registration = places.register(session, event, wanted, now=now)
    if registration.confirm_by is not None:
        places.confirm_address(session, registration, now=now)


# -- people


def _person(tongue: str, chance: random.Random, **more: Any) -> Person:
    name = f"{chance.choice(_FIRST[tongue])} {chance.choice(_LAST)}"
    return Person(name, country=_COUNTRY[tongue], photos=chance.random() < 0.7, **more)


def _wanted(site: int, tongue: str, number: int, *party: Person) -> Wanted:
    consent = ("Consent of the demonstration.", "en") if any(person.needs for person in party) else None
    return Wanted(site, party, tongue, email=f"person-{number}@example.org", consent=consent)


def _languages(tongue: str, chance: random.Random) -> NeedAsked:
    """Many understand English; some sign."""
    understood = ("en",) if tongue != "en" and chance.random() < 0.55 else ()
    signed = {"nb": ("nsl",), "pl": ("pso",)}.get(tongue, ()) if chance.random() < 0.06 else ()
    return NeedAsked(NeedKind.INTERPRETATION, spoken=(tongue,), understood=understood, signed=signed)


def _needs(tongue: str, chance: random.Random) -> tuple[NeedAsked, ...]:
    found = [_languages(tongue, chance)]
    if chance.random() < 0.3:
        found.append(
            NeedAsked(NeedKind.DIET, tuple(chance.sample([each.value for each in Diet], chance.choice((1, 1, 2)))))
        )
    if chance.random() < 0.12:
        words = "I get tired and would like to lie down for a while." if chance.random() < 0.4 else ""
        found.append(NeedAsked(NeedKind.ACCESS, (chance.choice([each.value for each in Access]),), words=words))
    if chance.random() < 0.06:
        found.append(NeedAsked(NeedKind.TRAVEL, (Travel.FARE.value,)))
    return tuple(found)


def _in_oslo(event: Event, chance: random.Random) -> Iterator[Wanted]:
    topics = ("work", "family", "care")
    for number in range(14):
        tongue = "en" if number % 5 == 4 else "nb"
        first = _person(
            tongue,
            chance,
            needs=_needs(tongue, chance),
            answers={"topic": topics[number % 3]},
            version_id=event.version_id,
        )
        beside = (_person("nb", chance, role=AttendeeRole.COMPANION, companion_of=0),) if number % 6 == 0 else ()
        yield _wanted(event.sites[0].id, tongue, number, first, *beside)


def _across_borders(event: Event, chance: random.Random) -> Iterator[Wanted]:
    """Five sites; more ask than there are places, in the order in which they come."""
    *rooms, online = [site.id for site in event.sites]
    asked = [(site, tongue) for site, tongue in zip(rooms, ("nb", "sv", "pl", "it"), strict=True) for _ in range(27)]
    asked += [(online, tongue) for tongue in ("de", "fr", "he", "de", "nb", "en", "nb", "de", "fr", "sv", "it", "pl")]
    chance.shuffle(asked)
    for number, (site, tongue) in enumerate(asked):
        yield _wanted(site, tongue, 100 + number, _person(tongue, chance, needs=_needs(tongue, chance)))


def _at_the_cafe(event: Event, chance: random.Random) -> Iterator[Wanted]:
    for number in range(7):
        yield _wanted(event.sites[0].id, "nb", 300 + number, _person("nb", chance))


def _in_berlin(event: Event, chance: random.Random) -> Iterator[Wanted]:
    for number in range(44):
        tongue = "en" if number % 11 == 10 else "de"
        yield _wanted(event.sites[0].id, tongue, 400 + number, _person(tongue, chance))


_PEOPLE = {OPEN: _in_oslo, FULL: _across_borders, CAFE: _at_the_cafe, OVER: _in_berlin}


def _answer(session: Session, now: datetime) -> None:
    """What people said of their languages is answered where there is a booth; the rest waits for who reads needs."""
    event = queries.by_slug(session, FULL)
    assert event is not None
    found = session.execute(queries_needs.single(event, event.sites).where(Need.kind == NeedKind.INTERPRETATION)).all()
    for row in found:
        if "pl" in row.Need.spoken or "nb" in row.Need.spoken or "en" in row.Need.understood:
            row.Need.state, row.Need.answered_at = NeedState.ANSWERED, now
            row.Need.answer = "You can listen in this language, or follow without help."


# -- afterwards

_HEARD = {
    "en": "People wanted plain words before treatment, one person to call, and evenings when working people can come.",
    "de": "Die Menschen wünschten sich einfache Worte vor der Behandlung, eine Person zum Anrufen und Abende, an denen auch Berufstätige kommen können.",  # noqa: E501
}
_SAID = (
    {
        "en": "One telephone number, and a person who knows me.",
        "de": "Eine Telefonnummer und ein Mensch, der mich kennt.",
    },
    {"en": "Tell me what is free before I ask.", "de": "Sagen Sie mir, was nichts kostet, bevor ich frage."},
)
_FOLLOWS = {
    "en": "The hub answers each of these within three months.",
    "de": "Der Hub antwortet auf jeden dieser Punkte innerhalb von drei Monaten.",
}
_DEED = {
    "en": "A telephone line of the hub, three evenings a week.",
    "de": "Ein Telefondienst des Hubs an drei Abenden in der Woche.",
}


def _hold(session: Session, event: Event, chance: random.Random) -> None:
    """Most who had places came; the report says what was heard and what follows."""
    confirmed = session.scalars(
        select(Registration).where(
            Registration.event_id == event.id, Registration.status == RegistrationStatus.CONFIRMED
        )
    ).all()
    day = zones.local(event.starts_at, event.time_zone).date()
    for registration in confirmed:
        for attendee in registration.attendees:
            if chance.random() < 0.85:
                there = {"attendee_id": attendee.id, "event_id": event.id, "site_id": registration.site_id}
                session.add(Attendance(**there, day=day, at=event.starts_at, desk="Desk 1"))
    follows = (Follow(3, "Hub Germany (demonstration)", day + timedelta(days=90)),)
    event.report = stored(Report(statements=(1, 2), follows=follows))
    words = {HEARD: _HEARD, FOLLOWS: _FOLLOWS, follow_place(3): _DEED}
    words |= {said_place(at): said for at, said in enumerate(_SAID, 1)}
    for place, said in words.items():
        wording.put(session, event, place, LocalizedText.of(said["en"], "en", de=said["de"]))
    session.flush()
    reporting.publish(session, event, now=event.ends_at + timedelta(days=2))


def _ask_back(session: Session, now: datetime) -> None:
    """Feedback is made as the worker makes it, and has answers."""
    feedback.job(current_app)(session, now)
    event = queries.by_slug(session, OVER)
    survey = surveys.by_slug(session, event.feedback) if event and event.feedback else None
    if survey is not None:
        simulating.fill(session, survey, responses=FEEDBACK, seed=SEED, days=4, today=now.date())
