"""Writing a new registration down: what is sent to the database, made once.

Places are held meanwhile, and others wait for them: what the object-relational way adds is left out here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict

from engage.core.ids import random_id
from engage.db.straight import Call, insert_straight
from engage.events.domain.kinds import NeedState
from engage.events.domain.parties import Group
from engage.events.domain.wanted import NeedAsked, Wanted
from engage.events.models_people import Attendee, Need, Registration
from engage.events.places import persons
from engage.events.tickets.codes import new_ticket

_AT_FIRST: Mapping[str, Any] = {
    "generation": 1,
    "answer_by": None,
    "reconfirm_asked_at": None,
    "ended_at": None,
    "reason": "",
    "rank": None,
    "stratum": "",
    "drawn": False,
    "double_decided": "",
    "reminded": [],
}
_NEED_AT_FIRST: Mapping[str, Any] = {
    "state": NeedState.ASKED,
    "answer": "",
    "by_when": None,
    "answered_at": None,
    "answered_by": None,
    "told_at": None,
}
_REGISTRATION = insert_straight(cast(Table, Registration.__table__), _AT_FIRST)
_ATTENDEE = insert_straight(cast(Table, Attendee.__table__), {})
_NEED = insert_straight(cast(Table, Need.__table__), _NEED_AT_FIRST)


def columns(wanted: Wanted, given: Mapping[str, Any]) -> dict[str, Any]:
    """A new registration by column."""
    return {"id": wanted.registration_id or random_id(), **_AT_FIRST, **given}


def calls(registration: Mapping[str, Any], wanted: Wanted, quotas: Sequence[Group]) -> list[Call]:
    """The statements that store it, with its people and what they need."""
    people, needs = [], []
    for at, person in enumerate(wanted.party):
        id_ = random_id()
        row = {
            "id": id_,
            "event_id": registration["event_id"],
            "registration_id": registration["id"],
            "ticket": new_ticket(),
            **persons.said(at, person, quotas, wanted.group_name),
        }
        people.append(Call(_ATTENDEE, row))
        needs += [Call(_NEED, _need(id_, asked)) for asked in person.needs]
    return [Call(_REGISTRATION, registration), *people, *needs]


def _need(attendee_id: int, asked: NeedAsked) -> dict[str, Any]:
    return {
        "id": random_id(),
        "attendee_id": attendee_id,
        "kind": asked.kind,
        **persons.need_said(asked),
    }


def as_read(session: Session, columns: Mapping[str, Any]) -> Registration:
    """The row as the session would have read it: nothing of it is changed, its people are read when asked for."""
    row: Registration = class_mapper(Registration).class_manager.new_instance()
    instance_dict(row).update(columns)
    make_transient_to_detached(row)
    session.add(row)
    return row
