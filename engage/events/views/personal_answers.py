"""What somebody told when registering, as they read it again: persons, answers, needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.lists import format_list
from flask import g
from flask_babel import format_date, get_locale, gettext
from sqlalchemy.orm import Session

from engage.events import words_needs
from engage.events.asking import form as forms
from engage.events.asking.stored import sent_of
from engage.events.asking.words import ROLES
from engage.events.domain.form_persons import under
from engage.events.domain.form_rules import Purpose
from engage.events.domain.kinds import Ask, Asked
from engage.events.models import Event
from engage.events.models_people import Attendee, Need, Registration
from engage.i18n.named import country_name
from engage.instruments.rendering import inputs
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.summaries import values

Answers = Sequence[Sequence[tuple[str, str]]]
"""For each person: (question, answer)."""


@dataclass(frozen=True, slots=True)
class NeedSaid:
    kind: str
    asked: str
    state: str
    answer: str
    by_when: date | None


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """One person of a party."""

    name: str
    role: str
    with_whom: str
    facts: tuple[tuple[str, str], ...]
    needs: tuple[NeedSaid, ...]


def people(registration: Registration, event: Event, answers: Answers = ()) -> list[PersonSaid]:
    """:param answers: to the event's own questions, for each person: (question, answer)"""
    everybody = registration.attendees
    return [
        PersonSaid(
            person.name,
            str(ROLES[person.role]),
            _with(person, everybody),
            (*_facts(person, event), *(answers[at] if at < len(answers) else ())),
            tuple(_need(need) for need in sorted(person.needs, key=lambda need: need.kind.value)),
        )
        for at, person in enumerate(everybody)
    ]


def _with(person: Attendee, everybody: Sequence[Attendee]) -> str:
    at = person.companion_of
    return everybody[at].name if at is not None and 0 <= at < len(everybody) else ""


def _facts(person: Attendee, event: Event) -> Iterator[tuple[str, str]]:
    if person.born_on:
        yield gettext("Born on"), format_date(person.born_on, "long")
    if person.country:
        yield gettext("Country"), country_name(person.country, g.interface)
    if person.organised:
        yield gettext("Organisation"), person.organisation or gettext("Yes")
    if event.asks.get(Ask.PHOTOS.value, Asked.NO.value) != Asked.NO.value:
        yield gettext("Photographs"), gettext("May be photographed") if person.photos else gettext("No photographs")


def answers(session: Session, registration: Registration, event: Event, lang: str, now: datetime) -> Answers:
    """What each person answered to the event's own questions, in their order: (question, answer)."""
    form = forms.of(session, event, lang, Purpose.CHANGE)
    questions = form.questions
    if questions is None:
        return []
    sent = sent_of(form, registration, consented=True)
    raws = [inputs.changes(questions.asked(at), sent, under(at)) for at in range(1, len(registration.attendees) + 1)]
    found = []
    for at, raw in enumerate(raws, 1):
        journey = questions.journey(raws[0], raw, at, now=now, consent=True, seed="", language=lang)
        told = [(asked.item, values(journey, asked, lang)) for asked in journey.section(questions.section).items]
        mine = {item.name for item in questions.asked(at)}
        found.append(
            [
                (spoken(item.label.in_(lang), journey), "; ".join(lines))
                for item, lines in told
                if lines and item.is_question and item.name in mine
            ]
        )
    return found


def _listed(tags: Sequence[str]) -> str:
    return str(format_list([words_needs.language_name(tag) for tag in tags], locale=get_locale()))


def _need(need: Need) -> NeedSaid:
    ticked = [words_needs.label(need.kind, code) for code in need.codes]
    tongues = (
        (gettext("I speak"), need.spoken),
        (gettext("I understand"), need.understood),
        (gettext("I sign"), need.signed),
    )
    said = [f"{label}: {_listed(tags)}" for label, tags in tongues if tags]
    asked = "; ".join(part for part in (*ticked, *said, need.words) if part)
    return NeedSaid(
        str(words_needs.KINDS[need.kind]), asked, str(words_needs.STATES[need.state]), need.answer, need.by_when
    )
