"""What the form would have sent for what is registered: so that people change what they see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from engage.events.asking.form import Form
from engage.events.domain.doubles import same_name
from engage.events.domain.form_persons import PEOPLE, under
from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.wanted import Wanted
from engage.events.models_people import Attendee, Need, Registration
from engage.instruments.domain import spans
from engage.instruments.domain.definition import DECLINED, Item, ItemType
from engage.instruments.domain.inputs import input_names
from engage.instruments.rendering.inputs import SEEN
from engage.instruments.rendering.names import input_name

Pairs = Iterator[tuple[str, Any]]


def sent_of(form: Form, registration: Registration, *, consented: bool) -> MultiDict[str, str]:
    """The fields of a registration, filled.

    :param consented: whether it was agreed that what is said about health is kept
    """
    sent: MultiDict[str, str] = MultiDict()
    for name, value in _all(form, registration, consented=consented):
        values = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
        if any(values):
            sent.setlist(name, values)
    return sent


def roles_kept(wanted: Wanted, before: Sequence[Attendee], offered: Collection[AttendeeRole]) -> Wanted:
    """With the roles that only a team gives, for those who had one: their own form does not offer it."""
    kept = {at: person.role for at, person in enumerate(before) if person.role not in offered}
    party = tuple(
        replace(person, role=kept[at], companion_of=None)
        if at in kept and same_name(before[at].name, person.name)
        else person
        for at, person in enumerate(wanted.party)
    )
    return replace(wanted, party=party)


def _all(form: Form, registration: Registration, *, consented: bool) -> Pairs:
    yield PEOPLE, len(registration.attendees)
    yield "_site", registration.site_id
    yield "_email", registration.email
    yield "_phone", registration.phone
    yield "_group", registration.group_name
    yield "_guardian_name", registration.guardian_name
    yield "_guardian_contact", registration.guardian_contact
    yield "_guardian_agrees", "yes" if registration.guardian_consented_at else ""
    yield "_consent", "yes" if consented else ""
    seen: list[str] = []
    for number, person in enumerate(registration.attendees, 1):
        prefix = under(number)
        for name, value in (*_person(person), *_answers(form, person, number)):
            yield f"{prefix}{name}", value
        asked = form.questions.asked(number) if form.questions else ()
        seen += [f"{prefix}{item.name}" for item in asked if any(key in person.answers for key in item.keys)]
    yield SEEN, seen


def _person(person: Attendee) -> Pairs:
    yield "_name", person.name
    yield "_role", person.role.value
    yield "_with", "" if person.companion_of is None else person.companion_of + 1
    yield "_born", person.born_on.isoformat() if person.born_on else ""
    yield "_country", person.country
    yield "_hub", person.hub_id or "none"
    yield "_organised", "" if person.organised is None else "yes" if person.organised else "no"
    yield "_organisation", person.organisation
    yield "_photos", "yes" if person.photos else ""
    for need in person.needs:
        yield from _need(need)


def _need(need: Need) -> Pairs:
    yield f"_{need.kind}", need.codes
    yield f"_{need.kind}_words", need.words
    yield "_spoken", need.spoken
    yield "_understood", need.understood
    yield "_signed", need.signed


def _answers(form: Form, person: Attendee, number: int) -> Pairs:
    for item in form.questions.asked(number) if form.questions else ():
        for key, value in inputs_of(item, person.answers):
            yield input_name(key), value


def inputs_of(item: Item, answers: Mapping[str, Any]) -> Pairs:
    """What the inputs of an item hold for typed answers: the reverse of checking."""
    given = answers.get(item.name)
    if given == DECLINED and f"{item.name}/declined" in input_names(item) and not item.options:
        yield f"{item.name}/declined", "1"
        return
    match item.type:
        case ItemType.RANKING:
            yield from _places(item.name, given)
        case ItemType.ALLOCATION:
            yield from _places(f"{item.name}/rank", answers.get(f"{item.name}/rank"))
            yield from ((f"{item.name}/{row.code}", answers.get(f"{item.name}/{row.code}", "")) for row in item.rows)
        case ItemType.DURATION:
            fields = spans.from_iso(given) if isinstance(given, str) else {}
            yield from ((f"{item.name}/{unit}", number) for unit, number in fields.items())
        case _:
            yield from ((key, answers[key]) for key in item.keys if key in answers)


def _places(name: str, ranked: Any) -> Pairs:
    codes: Sequence[str] = ranked if isinstance(ranked, list | tuple) else ()
    return ((f"{name}/{code}", place) for place, code in enumerate(codes, 1))
