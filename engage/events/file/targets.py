"""Targets of a draw from a file, and applicants as candidates by everything that can be asked of them.

The file: CSV with the columns `feature`, `value`, `min`, `max` (empty: no maximum). Features are `country`, `hub`,
`organised` (yes, no), `language`, `site`, `group`, and the questions of the registration by their names.
"""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.located import read_text
from engage.core.refusal import Refusal
from engage.events import queries, queries_people
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.domain.questions import of_health
from engage.events.models import Event
from engage.events.models_people import Attendee, Registration
from engage.hubs import queries as hubs
from engage.instruments.document import from_document
from engage.selection import Candidate, Target

COLUMNS = ("feature", "value", "min", "max")


class BadTargets(Refusal):
    """The file of targets cannot be read; its argument says where and why."""

    code = "bad_targets"


def read(data: bytes) -> tuple[Target, ...]:
    """:raises BadTargets: naming the line"""
    rows = list(csv.reader(io.StringIO(read_text(data), newline="")))
    if not rows or [each.strip().lower() for each in rows[0][: len(COLUMNS)]] != list(COLUMNS):
        raise BadTargets(f"line 1: the columns are {', '.join(COLUMNS)}")
    return tuple(_target(at, row) for at, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row))


def _target(line: int, row: Sequence[str]) -> Target:
    feature, value, least, most, *_ = (*(cell.strip() for cell in row), "", "", "", "")
    if not feature or not value:
        raise BadTargets(f"line {line}: feature and value are needed")
    minimum, maximum = _number(line, "min", least or "0"), _number(line, "max", most) if most else None
    if maximum is not None and maximum < minimum:
        raise BadTargets(f"line {line}: max is below min")
    return Target(feature.removeprefix("item:"), frozenset({value}), minimum, maximum)


def _number(line: int, name: str, given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 8):
        raise BadTargets(f"line {line}: {name} is a whole number, not “{given}”")
    return int(given)


def candidates(session: Session, event: Event) -> tuple[Candidate, ...]:
    """Everybody who applied, as `registration.person`; parties whole, companions beside the places.

    Answers about health are no features.
    """
    asked = [from_document(version.document) for version in queries_people.versions(session, event)]
    health = {key for instrument in asked for item in of_health(instrument) for key in item.keys}
    slugs = {hub.id: hub.slug for hub in hubs.every(session)}
    texts = queries.texts(session, event)
    sites = {site.id: text.source for site in event.sites if (text := texts.get(f"site:{site.id}:name"))}
    rows = session.execute(
        select(Registration, Attendee)
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.APPLIED)
        .order_by(Registration.number, Attendee.position)
    )
    return tuple(
        Candidate(
            id=f"{registration.number}.{person.position + 1}",
            features=_features(registration, person, slugs, sites, health)
            if person.role is AttendeeRole.CITIZEN
            else {},
            party=str(registration.number),
            takes_place=person.role is AttendeeRole.CITIZEN,
        )
        for registration, person in rows
    )


def _features(
    registration: Registration,
    person: Attendee,
    slugs: Mapping[int, str],
    sites: Mapping[int, str],
    health: Collection[str],
) -> dict[str, str | Collection[str]]:
    found: dict[str, str | Collection[str]] = {
        "country": person.country,
        "hub": slugs.get(person.hub_id or 0, ""),
        "organised": "" if person.organised is None else "yes" if person.organised else "no",
        "language": registration.language,
        "site": sites.get(registration.site_id, ""),
        "group": registration.group_name,
    }
    for name, value in person.answers.items():
        if name in health:
            continue
        found[name] = [_text(each) for each in value] if isinstance(value, list) else _text(value)
    return found


def _text(value: Any) -> str:
    return "yes" if value is True else "no" if value is False else str(value)
