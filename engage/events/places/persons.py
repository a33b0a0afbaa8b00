"""Persons of a party as rows, with what they need."""

from collections.abc import Sequence
from typing import Any

from engage.events.domain.kinds import AttendeeRole, NeedState
from engage.events.domain.parties import Group, traits_of
from engage.events.domain.places import CompanionAlone
from engage.events.domain.wanted import NeedAsked, Person
from engage.events.models_people import Attendee, Need
from engage.events.tickets.codes import new_ticket


def check_companions(party: Sequence[Person]) -> None:
    """:raises CompanionAlone: when a companion is tied to nobody, or to a companion"""
    for person in party:
        if person.role is not AttendeeRole.COMPANION:
            continue
        with_ = person.companion_of
        if with_ is None or not 0 <= with_ < len(party) or party[with_].role is AttendeeRole.COMPANION:
            raise CompanionAlone


def attendee(event_id: int, position: int, person: Person, quotas: Sequence[Group], group_name: str) -> Attendee:
    """A new person with a ticket of their own."""
    made = Attendee(event_id=event_id, ticket=new_ticket())
    write(made, position, person, quotas, group_name)
    return made


def write(row: Attendee, position: int, person: Person, quotas: Sequence[Group], group_name: str) -> None:
    """What a form says of a person."""
    for name, value in said(position, person, quotas, group_name).items():
        setattr(row, name, value)
    _write_needs(row, person.needs)


def said(position: int, person: Person, quotas: Sequence[Group], group_name: str) -> dict[str, Any]:
    """The same by column, without needs."""
    return {
        "position": position,
        "role": person.role,
        "companion_of": person.companion_of,
        "name": person.name,
        "born_on": person.born_on,
        "country": person.country,
        "hub_id": person.hub_id,
        "organised": person.organised,
        "organisation": person.organisation,
        "answers": dict(person.answers),
        "version_id": person.version_id,
        "photos": person.photos,
        "traits": traits_of(person, quotas, group_name),
    }


def _write_needs(row: Attendee, needs: Sequence[NeedAsked]) -> None:
    """A need that is the same keeps its answer; one that changed is asked anew."""
    before = {need.kind: need for need in row.needs}
    row.needs = [_need(before.get(asked.kind), asked) for asked in needs]


def _need(before: Need | None, asked: NeedAsked) -> Need:
    columns = need_said(asked)
    need = before or Need(kind=asked.kind)
    if before is not None and all(getattr(before, name) == value for name, value in columns.items()):
        return before
    for name, value in columns.items():
        setattr(need, name, value)
    need.state, need.answer, need.by_when = NeedState.ASKED, "", None
    need.answered_at = need.answered_by = need.told_at = None
    return need


def need_said(asked: NeedAsked) -> dict[str, Any]:
    """A need by column."""
    return {
        "codes": list(asked.codes),
        "spoken": list(asked.spoken),
        "understood": list(asked.understood),
        "signed": list(asked.signed),
        "words": asked.words,
    }
